package main

import (
	"context"
	"fmt"
	"hash/fnv"

	core "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	errs "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// kubelet stands in for the kubelets of all nodes. It runs no containers: a pod that was given a
// node is running and ready as soon as its volumes are attached and what it refers to is there;
// a pod of a Job has ended well by then; one that is to go is gone.
func (r *client) kubelet(ctx context.Context, key string) error {
	pod := r.pod(key)
	switch {
	case pod == nil || pod.Spec.NodeName == "":
		return nil
	case pod.DeletionTimestamp != nil:
		return r.removePod(ctx, pod)
	case pod.Status.Phase != core.PodPending && pod.Status.Phase != "":
		return nil
	}
	if lack := orElse(r.lackOfVolumes(pod), r.lackOfReferences(pod)); lack != "" {
		r.note(pod.Namespace, key, lack)
		return nil // another event comes when they are there
	}
	r.note(pod.Namespace, key, "")
	if _, twice := r.started.LoadOrStore(pod.UID, true); twice {
		return nil // its copy here is not as new as it
	}
	if err := r.run(ctx, pod); err != nil {
		r.started.Delete(pod.UID)
		return err
	}
	return nil
}

// removePod ends a pod. A budget remembers the names of evicted pods until it sees them go, for two minutes at
// most: a member of a StatefulSet that is back sooner than that is not counted. No real pod is that fast.
func (r *client) removePod(ctx context.Context, pod *core.Pod) error {
	for _, b := range list[policy.PodDisruptionBudget](r, "budgets", pod.Namespace) {
		if _, waits := b.Status.DisruptedPods[pod.Name]; waits {
			return fmt.Errorf("the budget %s has not seen %s go", b.Name, pod.Name)
		}
	}
	now := int64(0)
	err := r.kube.CoreV1().Pods(pod.Namespace).Delete(ctx, pod.Name, meta.DeleteOptions{
		GracePeriodSeconds: &now, Preconditions: &meta.Preconditions{UID: &pod.UID}})
	if errs.IsNotFound(err) || errs.IsConflict(err) {
		return nil
	}
	return err
}

// lackOfVolumes tells what volume a pod waits for: a claim that is not bound, a volume that the
// attach-detach controller has not given to the pod's node.
func (r *client) lackOfVolumes(pod *core.Pod) string {
	for _, name := range claimsOf(pod) {
		claim := r.claim(pod.Namespace, name)
		if claim == nil {
			return fmt.Sprintf("no claim %s", name)
		}
		if claim.Status.Phase != core.ClaimBound {
			return fmt.Sprintf("the claim %s is %s", name, claim.Status.Phase)
		}
		if !r.attached(claim.Spec.VolumeName, pod.Spec.NodeName) {
			return fmt.Sprintf("the volume of %s is not attached to %s", name, pod.Spec.NodeName)
		}
	}
	return ""
}

func claimsOf(pod *core.Pod) (names []string) {
	for _, v := range pod.Spec.Volumes {
		if v.PersistentVolumeClaim != nil {
			names = append(names, v.PersistentVolumeClaim.ClaimName)
		}
	}
	return names
}

type reference struct {
	secret   bool
	name     string
	key      string // empty: the whole object
	optional *bool
}

func containersOf(pod *core.Pod) []core.Container {
	return append(append([]core.Container{}, pod.Spec.InitContainers...), pod.Spec.Containers...)
}

func referencesOf(pod *core.Pod) (refs []reference) {
	for _, c := range containersOf(pod) {
		for _, e := range c.EnvFrom {
			if e.ConfigMapRef != nil {
				refs = append(refs, reference{false, e.ConfigMapRef.Name, "", e.ConfigMapRef.Optional})
			}
			if e.SecretRef != nil {
				refs = append(refs, reference{true, e.SecretRef.Name, "", e.SecretRef.Optional})
			}
		}
		for _, e := range c.Env {
			if e.ValueFrom != nil && e.ValueFrom.ConfigMapKeyRef != nil {
				k := e.ValueFrom.ConfigMapKeyRef
				refs = append(refs, reference{false, k.Name, k.Key, k.Optional})
			}
			if e.ValueFrom != nil && e.ValueFrom.SecretKeyRef != nil {
				k := e.ValueFrom.SecretKeyRef
				refs = append(refs, reference{true, k.Name, k.Key, k.Optional})
			}
		}
	}
	for _, v := range pod.Spec.Volumes {
		refs = append(refs, volumeReferences(v)...)
	}
	return refs
}

func volumeReferences(v core.Volume) (refs []reference) {
	add := func(secret bool, name string, items []core.KeyToPath, optional *bool) {
		refs = append(refs, reference{secret, name, "", optional})
		for _, i := range items {
			refs = append(refs, reference{secret, name, i.Key, optional})
		}
	}
	if v.ConfigMap != nil {
		add(false, v.ConfigMap.Name, v.ConfigMap.Items, v.ConfigMap.Optional)
	}
	if v.Secret != nil {
		add(true, v.Secret.SecretName, v.Secret.Items, v.Secret.Optional)
	}
	return refs
}

// lackOfReferences tells what a kubelet would wait for before it makes the containers.
func (r *client) lackOfReferences(pod *core.Pod) string {
	for _, ref := range referencesOf(pod) {
		if ref.optional != nil && *ref.optional {
			continue
		}
		kind := "ConfigMap"
		if ref.secret {
			kind = "Secret"
		}
		has, found := r.keysOf(ref.secret, pod.Namespace+"/"+ref.name)
		if !found {
			return fmt.Sprintf("%s %s is not there", kind, ref.name)
		}
		if ref.key != "" && !has[ref.key] {
			return fmt.Sprintf("%s %s has no key %s", kind, ref.name, ref.key)
		}
	}
	return ""
}

// keysOf lists the keys of a Secret or a ConfigMap.
func (r *client) keysOf(secret bool, name string) (keys map[string]bool, found bool) {
	keys = map[string]bool{}
	if s := get[core.Secret](r, "secrets", name); secret && s != nil {
		for key := range s.Data {
			keys[key] = true
		}
		return keys, true
	}
	if m := get[core.ConfigMap](r, "configs", name); !secret && m != nil {
		for key := range m.Data {
			keys[key] = true
		}
		for key := range m.BinaryData {
			keys[key] = true
		}
		return keys, true
	}
	return keys, false
}

func (r *client) run(ctx context.Context, pod *core.Pod) error {
	conditions := pod.Status.Conditions
	pod = pod.DeepCopy()
	pod.Status = r.statusOf(pod)
	for _, c := range conditions {
		if c.Type == core.PodScheduled {
			pod.Status.Conditions = append(pod.Status.Conditions, c)
		}
	}
	_, err := r.kube.CoreV1().Pods(pod.Namespace).UpdateStatus(ctx, pod, meta.UpdateOptions{})
	if errs.IsNotFound(err) {
		return nil
	}
	return err
}

func (r *client) statusOf(pod *core.Pod) core.PodStatus {
	now, ends := meta.Now(), false
	if owner := meta.GetControllerOf(pod); owner != nil {
		ends = owner.Kind == "Job"
	}
	done := core.ContainerState{Terminated: &core.ContainerStateTerminated{Reason: "Completed", StartedAt: now, FinishedAt: now}}
	state := core.ContainerState{Running: &core.ContainerStateRunning{StartedAt: now}}
	status := core.PodStatus{Phase: core.PodRunning, StartTime: &now, PodIP: address(pod), PodIPs: []core.PodIP{{IP: address(pod)}}}
	ready := core.ConditionTrue
	if ends {
		status.Phase, state, ready = core.PodSucceeded, done, core.ConditionFalse
	}
	for _, c := range pod.Spec.InitContainers {
		status.InitContainerStatuses = append(status.InitContainerStatuses,
			core.ContainerStatus{Name: c.Name, Image: c.Image, State: done, Ready: true})
	}
	for _, c := range pod.Spec.Containers {
		started := !ends
		status.ContainerStatuses = append(status.ContainerStatuses,
			core.ContainerStatus{Name: c.Name, Image: c.Image, State: state, Ready: !ends, Started: &started})
	}
	for _, t := range []core.PodConditionType{core.PodInitialized, core.ContainersReady, core.PodReady} {
		value := ready
		if t == core.PodInitialized {
			value = core.ConditionTrue
		}
		status.Conditions = append(status.Conditions, core.PodCondition{Type: t, Status: value, LastTransitionTime: now})
	}
	return status
}

// address makes up an address for a pod; nothing is ever sent there.
func address(pod *core.Pod) string {
	h := fnv.New64a()
	h.Write([]byte(pod.UID))
	sum := h.Sum64()
	return fmt.Sprintf("10.%d.%d.%d", 128+sum>>16&127, sum>>8&255, sum&255)
}
