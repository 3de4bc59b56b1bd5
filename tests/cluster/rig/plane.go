package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"io"
	random "math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	rbac "k8s.io/api/rbac/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/rest"
)

// plane is a control plane on loopback: etcd, kube-apiserver, kube-scheduler and
// kube-controller-manager as processes of their own, with their data in one folder.
type plane struct {
	binary, dir, token string
	port               map[string]int
	processes          []process
	died               chan error // gets the first process that ends by itself
	config             *rest.Config
}

type process struct {
	*exec.Cmd
	ended chan struct{}
}

// freePorts returns n ports of loopback that nothing listens on. They are none of those that connections get from
// the system, for one of the other control planes might get them before they are taken.
func freePorts(n int) (ports []int, err error) {
	const from, to = 20000, 32768
	for tries := 0; len(ports) < n; tries++ {
		port := from + random.IntN(to-from)
		l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", port))
		if err == nil {
			defer l.Close()
			ports = append(ports, port)
		} else if tries > 100 {
			return nil, err
		}
	}
	return ports, nil
}

// startPlane starts a control plane, on other ports if another process was faster to take one.
func startPlane(ctx context.Context, binary, dir string) (p *plane, err error) {
	for range 3 {
		if p, err = tryPlane(ctx, binary, dir); err == nil || !strings.Contains(err.Error(), "address already in use") {
			break
		}
		os.RemoveAll(filepath.Join(dir, "etcd"))
	}
	return p, err
}

func tryPlane(ctx context.Context, binary, dir string) (*plane, error) {
	p := &plane{binary: binary, dir: dir, token: randomText(), port: map[string]int{}, died: make(chan error, 8)}
	names := []string{"etcd", "peer", "kube-apiserver", "kube-scheduler", "kube-controller-manager"}
	ports, err := freePorts(len(names))
	if err != nil {
		return nil, err
	}
	for i, name := range names {
		p.port[name] = ports[i]
	}
	p.config = &rest.Config{
		Host: p.url("kube-apiserver"), BearerToken: p.token, QPS: -1,
		TLSClientConfig: rest.TLSClientConfig{Insecure: true}, // its certificate is made at its start
	}
	if err := p.writeFiles(); err != nil {
		return nil, err
	}
	for _, name := range []string{"etcd", "kube-apiserver", "kube-scheduler", "kube-controller-manager"} {
		err := p.start(ctx, name)
		if err == nil && name == "kube-apiserver" {
			err = p.allowScheduler(ctx)
		}
		if err != nil {
			p.stop()
			return nil, err
		}
	}
	return p, nil
}

// allowScheduler lets the scheduler do what it may anywhere, but write no events: it writes one each time that it finds no
// place for a pod, a fifth of all requests, and nothing here reads them.
func (p *plane) allowScheduler(ctx context.Context) error {
	kube, err := kubernetes.NewForConfig(p.config)
	if err != nil {
		return err
	}
	role, binding := &rbac.ClusterRole{}, &rbac.ClusterRoleBinding{}
	for _, name := range []string{"system:kube-scheduler", "system:volume-scheduler"} {
		part, err := kube.RbacV1().ClusterRoles().Get(ctx, name, meta.GetOptions{})
		if err != nil {
			return err
		}
		role.Rules = append(role.Rules, part.Rules...)
	}
	role.Rules = slices.DeleteFunc(role.Rules, func(r rbac.PolicyRule) bool { return slices.Contains(r.Resources, "events") })
	role.Name, binding.Name = "rig.invalid:scheduler", "rig.invalid:scheduler"
	binding.RoleRef = rbac.RoleRef{APIGroup: rbac.GroupName, Kind: "ClusterRole", Name: role.Name}
	binding.Subjects = []rbac.Subject{{APIGroup: rbac.GroupName, Kind: rbac.UserKind, Name: "scheduler"}}
	if _, err := kube.RbacV1().ClusterRoles().Create(ctx, role, meta.CreateOptions{}); err != nil {
		return err
	}
	_, err = kube.RbacV1().ClusterRoleBindings().Create(ctx, binding, meta.CreateOptions{})
	return err
}

func (p *plane) url(name string) string {
	scheme := "https"
	if name == "etcd" || name == "peer" {
		scheme = "http"
	}
	return fmt.Sprintf("%s://127.0.0.1:%d", scheme, p.port[name])
}

func (p *plane) file(name string) string { return filepath.Join(p.dir, name) }

func randomText() string {
	b := make([]byte, 16)
	rand.Read(b)
	return fmt.Sprintf("%x", b)
}

// writeFiles makes the key of service accounts, the administrator's token and the
// configurations that point at the apiserver.
func (p *plane) writeFiles() error {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		return err
	}
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	schedulerToken := randomText()
	files := map[string]string{
		"accounts.key":         string(pem.EncodeToMemory(block)),
		"tokens.csv":           p.token + ",rig,rig,system:masters\n" + schedulerToken + ",scheduler,scheduler\n",
		"kubeconfig":           p.kubeconfig(p.token),
		"scheduler.kubeconfig": p.kubeconfig(schedulerToken),
		"scheduler.yaml": fmt.Sprintf(`apiVersion: kubescheduler.config.k8s.io/v1
kind: KubeSchedulerConfiguration
clientConnection: {kubeconfig: "%s", qps: 1000, burst: 2000}
leaderElection: {leaderElect: false}
podInitialBackoffSeconds: 1
podMaxBackoffSeconds: 1
`, p.file("scheduler.kubeconfig")),
	}
	for name, text := range files {
		if err := os.WriteFile(p.file(name), []byte(text), 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (p *plane) kubeconfig(token string) string {
	return fmt.Sprintf(`apiVersion: v1
kind: Config
clusters: [{name: rig, cluster: {server: "%s", insecure-skip-tls-verify: true}}]
users: [{name: rig, user: {token: "%s"}}]
contexts: [{name: rig, context: {cluster: rig, user: rig}}]
current-context: rig
`, p.url("kube-apiserver"), token)
}

func (p *plane) flags(name string) []string {
	serve := []string{"--bind-address=127.0.0.1", fmt.Sprintf("--secure-port=%d", p.port[name]),
		"--cert-dir=" + p.file(name), "--profiling=false"}
	open := "--authorization-always-allow-paths=/healthz,/readyz,/livez,/metrics"
	switch name {
	case "etcd":
		return []string{"--data-dir=" + p.file("etcd"), "--unsafe-no-fsync", "--log-level=error",
			"--listen-client-urls=" + p.url("etcd"), "--advertise-client-urls=" + p.url("etcd"),
			"--listen-peer-urls=" + p.url("peer"), "--initial-advertise-peer-urls=" + p.url("peer"),
			"--initial-cluster=default=" + p.url("peer")}
	case "kube-apiserver":
		return append(serve, "--etcd-servers="+p.url("etcd"), "--token-auth-file="+p.file("tokens.csv"),
			"--authorization-mode=RBAC", "--service-cluster-ip-range=10.0.0.0/12",
			"--service-account-issuer=https://rig.invalid", "--endpoint-reconciler-type=none",
			"--service-account-key-file="+p.file("accounts.key"),
			"--service-account-signing-key-file="+p.file("accounts.key"),
			"--enable-priority-and-fairness=false", "--enable-admission-plugins=PodNodeSelector",
			// The taint of a new node is taken away by the node's kubelet; there is none.
			"--disable-admission-plugins=TaintNodesByCondition")
	case "kube-scheduler":
		return append(serve, "--config="+p.file("scheduler.yaml"), open)
	default:
		// Without kubelets nothing beats the hearts that the node controllers listen to.
		return append(serve, "--kubeconfig="+p.file("kubeconfig"), open, "--leader-elect=false",
			"--controllers=*,-node-lifecycle-controller,-node-ipam-controller,-pod-garbage-collector-controller,"+
				// Nothing here reads what these write, and each of their requests costs.
				"-endpoints-controller,-endpointslice-mirroring-controller,-ttl-controller,-root-ca-certificate-publisher-controller",
			"--endpointslice-updates-batch-period=1s",
			"--service-account-private-key-file="+p.file("accounts.key"),
			"--kube-api-qps=1000", "--kube-api-burst=2000", "--horizontal-pod-autoscaler-sync-period=1s")
	}
}

// start begins a process and waits until it says that it is ready.
func (p *plane) start(ctx context.Context, name string) error {
	log, err := os.Create(p.file(name + ".log"))
	if err != nil {
		return err
	}
	defer log.Close()
	cmd := exec.Command(p.binary, append([]string{name}, p.flags(name)...)...)
	cmd.Stdout, cmd.Stderr, cmd.Dir = log, log, p.dir
	cmd.Env = append(os.Environ(), "GOGC=800", "GOMEMLIMIT=1200MiB") // there is more memory than time
	// It ends with the rig even if the rig is killed, and gets no signal of the terminal.
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	if err := cmd.Start(); err != nil {
		return err
	}
	ended := make(chan struct{})
	p.processes = append(p.processes, process{cmd, ended})
	go func() {
		err := cmd.Wait()
		close(ended)
		p.died <- fmt.Errorf("%s ended: %v\n%s", name, err, tail(log.Name()))
	}()
	path := map[string]string{"etcd": "/health", "kube-apiserver": "/readyz"}[name]
	if path == "" {
		path = "/healthz"
	}
	return p.await(ctx, name, path, ended)
}

func (p *plane) await(ctx context.Context, name, path string, ended <-chan struct{}) error {
	const limit = 120 * time.Second
	for begin := time.Now(); time.Since(begin) < limit; {
		if _, err := p.get(ctx, name, path); err == nil {
			return nil
		}
		select {
		case <-ended:
			return <-p.died
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(100 * time.Millisecond):
		}
	}
	return fmt.Errorf("%s was not ready after %s\n%s", name, limit, tail(p.file(name+".log")))
}

var loopback = &http.Client{
	Timeout:   5 * time.Second,
	Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}},
}

// get reads a page of a component itself: its health, its metrics.
func (p *plane) get(ctx context.Context, name, path string) (string, error) {
	req, err := http.NewRequestWithContext(ctx, "GET", p.url(name)+path, nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	answer, err := loopback.Do(req)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s%s: %s", name, path, answer.Status)
	}
	return string(body), err
}

// stop ends the processes, the last one started first.
func (p *plane) stop() {
	for i := len(p.processes) - 1; i >= 0; i-- {
		p.processes[i].Process.Kill()
		<-p.processes[i].ended
	}
}

// costs tells how much time of processors each process has had, once they have ended.
func (p *plane) costs() string {
	var all []string
	for _, one := range p.processes {
		took := one.ProcessState.UserTime() + one.ProcessState.SystemTime()
		all = append(all, fmt.Sprintf("%s %s", one.Args[1], took.Round(time.Second)))
	}
	return strings.Join(all, ", ")
}

func tail(path string) string {
	text, _ := os.ReadFile(path)
	lines := strings.Split(strings.TrimSpace(string(text)), "\n")
	return strings.Join(lines[max(0, len(lines)-15):], "\n")
}
