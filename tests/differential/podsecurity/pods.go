package main

import (
	"fmt"
	"math/rand"
)

type object = map[string]any

func pick[T any](r *rand.Rand, values ...T) T { return values[r.Intn(len(values))] }

func chance(r *rand.Rand, percent int) bool { return r.Intn(100) < percent }

// A pod that keeps to everything, but for what is put wrong in a few of its parts.
type maker struct {
	*rand.Rand
	rate int // percent of parts that are something else
}

func (m maker) odd() bool { return chance(m.Rand, m.rate) }

func seccomp(r *rand.Rand) object {
	return pick(r, object{"type": "RuntimeDefault"}, object{"type": "Unconfined"}, object{"type": "Localhost", "localhostProfile": "a.json"})
}

func seLinux(r *rand.Rand) object {
	o := object{"level": "s0:c1,c2"}
	if chance(r, 60) {
		o["type"] = pick(r, "", "container_t", "container_init_t", "container_kvm_t", "container_engine_t", "spc_t")
	}
	if chance(r, 15) {
		o["user"] = pick(r, "", "system_u")
	}
	if chance(r, 15) {
		o["role"] = pick(r, "", "system_r")
	}
	return o
}

// What pods and containers both have.
func (m maker) context(o object) {
	if m.odd() {
		o["seccompProfile"] = seccomp(m.Rand)
	}
	if m.odd() {
		o["appArmorProfile"] = seccomp(m.Rand)
	}
	if m.odd() {
		o["seLinuxOptions"] = seLinux(m.Rand)
	}
	if m.odd() {
		o["runAsNonRoot"] = pick(m.Rand, true, false)
	}
	if m.odd() {
		o["runAsUser"] = pick(m.Rand, 0, 1, 1000)
	}
	if m.odd() {
		o["windowsOptions"] = object{"hostProcess": pick(m.Rand, true, false)}
	}
}

var sysctls = []string{
	"kernel.shm_rmid_forced", "net.ipv4.ip_local_port_range", "net.ipv4.tcp_syncookies", "net.ipv4.ping_group_range",
	"net.ipv4.ip_unprivileged_port_start", "net.ipv4.ip_local_reserved_ports", "net.ipv4.tcp_keepalive_time",
	"net.ipv4.tcp_fin_timeout", "net.ipv4.tcp_keepalive_intvl", "net.ipv4.tcp_keepalive_probes", "net.ipv4.tcp_rmem",
	"net.ipv4.tcp_wmem", "net.core.somaxconn", "kernel.msgmax", "net.ipv4.tcp_slow_start_after_idle",
}

func (m maker) podContext() object {
	o := object{"runAsNonRoot": true, "seccompProfile": object{"type": "RuntimeDefault"}}
	if m.odd() {
		delete(o, "runAsNonRoot")
	}
	if m.odd() {
		delete(o, "seccompProfile")
	}
	m.context(o)
	if m.odd() {
		name := pick(m.Rand, sysctls...)
		o["sysctls"] = []object{{"name": name, "value": "1"}, {"name": pick(m.Rand, sysctls...) + pick(m.Rand, "", ".x"), "value": "1"}}[:1+m.Intn(2)]
	}
	return o
}

var capabilities = []string{
	"AUDIT_WRITE", "CHOWN", "DAC_OVERRIDE", "FOWNER", "FSETID", "KILL", "MKNOD", "NET_BIND_SERVICE", "NET_BIND_SERVICE", "SETFCAP",
	"SETGID", "SETPCAP", "SETUID", "SYS_CHROOT", "NET_ADMIN", "SYS_ADMIN", "ALL", "NET_RAW", "CAP_CHOWN", "chown",
}

func (m maker) capabilities() object {
	o := object{"drop": []string{"ALL"}}
	if m.odd() {
		o["drop"] = pick(m.Rand, []string{}, []string{"NET_RAW"}, []string{"KILL", "ALL"}, []string{"all"})
	}
	if m.odd() {
		delete(o, "drop")
	}
	if m.odd() {
		o["add"] = []string{pick(m.Rand, capabilities...), pick(m.Rand, capabilities...)}[:m.Intn(3)]
	}
	return o
}

func (m maker) containerContext() object {
	o := object{"allowPrivilegeEscalation": false, "capabilities": m.capabilities()}
	if m.odd() {
		o["allowPrivilegeEscalation"] = true
	}
	if m.odd() {
		delete(o, "allowPrivilegeEscalation")
	}
	if m.odd() {
		delete(o, "capabilities")
	}
	if m.odd() {
		o["privileged"] = pick(m.Rand, true, false)
	}
	if m.odd() {
		o["procMount"] = pick(m.Rand, "Default", "Unmasked")
	}
	m.context(o)
	return o
}

func (m maker) handler() object {
	host := pick(m.Rand, "", "", "127.0.0.1", "example.com")
	o := object{"port": 80}
	if host != "" || chance(m.Rand, 20) {
		o["host"] = host
	}
	if chance(m.Rand, 40) {
		return object{"tcpSocket": o}
	}
	if chance(m.Rand, 20) {
		return object{"exec": object{"command": []string{"true"}}}
	}
	o["path"] = "/"
	return object{"httpGet": o}
}

func (m maker) container(name string) object {
	o := object{"name": name, "image": "registry.example.com/a:1"}
	if !m.odd() {
		o["securityContext"] = m.containerContext()
	}
	for _, probe := range []string{"livenessProbe", "readinessProbe", "startupProbe"} {
		if m.odd() {
			o[probe] = m.handler()
		}
	}
	if m.odd() {
		o["lifecycle"] = object{pick(m.Rand, "preStop", "postStart"): m.handler()}
	}
	if m.odd() {
		o["ports"] = []object{{"containerPort": 80, "hostPort": pick(m.Rand, 0, 80)}}
	}
	return o
}

func (m maker) volume(name string) object {
	o := pick(m.Rand,
		object{"emptyDir": object{}},
		object{"configMap": object{"name": "a"}},
		object{"secret": object{"secretName": "a"}},
		object{"persistentVolumeClaim": object{"claimName": "a"}},
		object{"projected": object{"sources": []object{{"configMap": object{"name": "a"}}}}},
		object{"downwardAPI": object{"items": []object{{"path": "a", "fieldRef": object{"fieldPath": "metadata.name"}}}}},
		object{"csi": object{"driver": "csi.example.com"}},
		object{"ephemeral": object{"volumeClaimTemplate": object{"spec": object{
			"accessModes": []string{"ReadWriteOnce"}, "resources": object{"requests": object{"storage": "1Gi"}}}}}},
		object{"image": object{"reference": "registry.example.com/a:1"}},
		object{"hostPath": object{"path": "/a"}},
		object{"nfs": object{"server": "example.com", "path": "/a"}},
		object{"iscsi": object{"targetPortal": "10.0.0.1", "iqn": "iqn.2001-04.com.example:a", "lun": 0}},
		object{"rbd": object{"monitors": []string{"a"}, "image": "a"}},
		object{"gitRepo": object{"repository": "https://example.com/a.git"}},
	)
	o["name"] = name
	return o
}

func (m maker) annotations(containers []string) object {
	o := object{}
	for _, name := range append(containers, "absent") {
		if m.odd() {
			o["container.apparmor.security.beta.kubernetes.io/"+name] = pick(m.Rand, "", "runtime/default", "localhost/a", "unconfined", "a")
		}
		if m.odd() {
			o["container.seccomp.security.alpha.kubernetes.io/"+name] = pick(m.Rand, "runtime/default", "docker/default", "unconfined")
		}
	}
	if m.odd() {
		o["seccomp.security.alpha.kubernetes.io/pod"] = pick(m.Rand, "runtime/default", "localhost/a", "unconfined")
	}
	return o
}

func pod(r *rand.Rand, number int) object {
	m := maker{r, pick(r, 1, 3, 8, 20)}
	spec := object{}
	names := []string{}
	for _, list := range []string{"containers", "initContainers"} {
		all := []object{}
		for i := range 1 + r.Intn(2) {
			name := fmt.Sprintf("%.1s%d", list, i)
			all, names = append(all, m.container(name)), append(names, name)
		}
		if list == "containers" || chance(r, 40) {
			spec[list] = all
		}
	}
	if !m.odd() {
		spec["securityContext"] = m.podContext()
	}
	for _, field := range []string{"hostNetwork", "hostPID", "hostIPC", "hostUsers"} {
		if m.odd() {
			spec[field] = pick(r, true, false)
		}
	}
	if m.odd() {
		spec["hostUsers"] = false
	}
	if m.odd() {
		spec["os"] = object{"name": pick(r, "linux", "windows")}
	}
	if m.odd() || m.odd() {
		spec["volumes"] = []object{m.volume("v"), m.volume("w")}[:1+r.Intn(2)]
	}
	return object{"apiVersion": "v1", "kind": "Pod", "metadata": object{
		"name": fmt.Sprintf("p%d", number), "namespace": "shop", "annotations": m.annotations(names)}, "spec": spec}
}

// The same pod, made by a Deployment.
func deployment(pod object) object {
	meta := pod["metadata"].(object)
	labels := object{"app": meta["name"]}
	return object{"apiVersion": "apps/v1", "kind": "Deployment", "metadata": object{"name": meta["name"], "namespace": meta["namespace"]},
		"spec": object{"selector": object{"matchLabels": labels}, "template": object{
			"metadata": object{"labels": labels, "annotations": meta["annotations"]}, "spec": pod["spec"]}}}
}
