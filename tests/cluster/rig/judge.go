package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	apps "k8s.io/api/apps/v1"
	autoscaling "k8s.io/api/autoscaling/v2"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const (
	settleLimit = 120 * time.Second
	// How long nothing may have changed at a site before what waits is taken to wait for ever. The scheduler must
	// have no pod to look at besides; its backoff, and so the longest silence before a retry, is 1 s.
	quiet = 3 * time.Second
)

// stuck is a state that nothing in the cluster will change: every pod that does not run has a reason.
type stuck struct{ reasons []string }

func (e *stuck) Error() string { return "stuck: " + strings.Join(e.reasons, "; ") }

// settle waits until all workloads of a namespace are as their specs want them, or stuck.
func (r *rig) settle(ctx context.Context, namespace string) error {
	ctx, cancel := context.WithTimeout(ctx, settleLimit)
	defer cancel()
	for {
		change, last := r.site.changed.wait()
		open := r.open(namespace)
		if len(open) == 0 {
			return nil
		}
		if time.Since(last) > quiet && r.schedulerIdle(ctx) {
			if reasons, all := r.reasons(ctx, namespace); all && r.eachWaits(ctx, namespace, open) {
				return &stuck{reasons}
			}
		}
		select {
		case <-change:
		case <-time.After(200 * time.Millisecond):
		case err := <-r.plane.died:
			return err
		case <-ctx.Done():
			reasons, _ := r.reasons(context.WithoutCancel(ctx), namespace)
			return fmt.Errorf("waited %s for %s in %s (%s): %w", settleLimit, strings.Join(open, ", "), namespace,
				strings.Join(reasons, "; "), context.Cause(ctx))
		}
	}
}

// eachWaits tells whether each workload that is not as its spec wants it has a pod that waits, or cannot make one: else
// its controller is only slow.
func (r *rig) eachWaits(ctx context.Context, namespace string, open []string) bool {
	waiting := r.podsByOwner(namespace, func(p *core.Pod) bool { return p.Status.Phase == core.PodPending })
	if len(r.events(ctx, namespace)["FailedCreate"]) > 0 {
		return true
	}
	return !slices.ContainsFunc(open, func(what string) bool {
		kind, name, _ := strings.Cut(what, "/")
		switch kind {
		case "Pod":
			return false
		case "HorizontalPodAutoscaler":
			return true
		}
		o, there, _ := r.stores[storeOf[kind]].GetByKey(namespace + "/" + name)
		return there && waiting[o.(meta.Object).GetUID()] == 0
	})
}

// open lists what is not yet as its spec wants it.
func (r *rig) open(namespace string) (what []string) {
	add := func(done bool, kind, name string) {
		if !done {
			what = append(what, kind+"/"+name)
		}
	}
	pods := r.podsByOwner(namespace, func(*core.Pod) bool { return true })
	for _, d := range list[apps.Deployment](r.client, "deployments", namespace) {
		n, s := *d.Spec.Replicas, d.Status
		add(pods[d.UID] >= n, "Deployment", d.Name)
		add(s.ObservedGeneration >= d.Generation && s.Replicas == n && s.UpdatedReplicas == n && s.AvailableReplicas == n,
			"Deployment", d.Name)
	}
	for _, d := range list[apps.StatefulSet](r.client, "statefulsets", namespace) {
		n, s := *d.Spec.Replicas, d.Status
		add(pods[d.UID] >= n, "StatefulSet", d.Name)
		add(s.ObservedGeneration >= d.Generation && s.Replicas == n && s.ReadyReplicas == n &&
			(s.CurrentRevision == s.UpdateRevision || s.UpdatedReplicas == n), "StatefulSet", d.Name)
	}
	for _, d := range list[apps.DaemonSet](r.client, "daemonsets", namespace) {
		s := d.Status
		add(s.ObservedGeneration >= d.Generation && s.NumberReady == s.DesiredNumberScheduled &&
			s.UpdatedNumberScheduled == s.DesiredNumberScheduled, "DaemonSet", d.Name)
	}
	for _, j := range list[batch.Job](r.client, "jobs", namespace) {
		add(slices.ContainsFunc(j.Status.Conditions, func(c batch.JobCondition) bool {
			return c.Type == batch.JobComplete && c.Status == core.ConditionTrue
		}), "Job", j.Name)
	}
	for _, h := range list[autoscaling.HorizontalPodAutoscaler](r.client, "autoscalers", namespace) {
		d := get[apps.Deployment](r.client, "deployments", namespace+"/"+h.Spec.ScaleTargetRef.Name)
		add(d != nil && h.Spec.MinReplicas != nil && (*d.Spec.Replicas == 0 || *d.Spec.Replicas >= *h.Spec.MinReplicas), "HorizontalPodAutoscaler", h.Name)
	}
	for _, p := range list[core.Pod](r.client, "pods", namespace) {
		add(p.DeletionTimestamp == nil && (p.Status.Phase == core.PodRunning || p.Status.Phase == core.PodSucceeded), "Pod", p.Name)
	}
	return what
}

// podsByOwner counts the pods of each Deployment and the like: its status may not yet say that
// one has gone.
func (r *rig) podsByOwner(namespace string, counted func(*core.Pod) bool) map[types.UID]int32 {
	n := map[types.UID]int32{}
	of := map[types.UID]types.UID{} // ReplicaSet -> Deployment
	for _, set := range list[apps.ReplicaSet](r.client, "replicasets", namespace) {
		if owner := meta.GetControllerOf(set); owner != nil {
			of[set.UID] = owner.UID
		}
	}
	for _, p := range list[core.Pod](r.client, "pods", namespace) {
		owner := meta.GetControllerOf(p)
		if owner == nil || !counted(p) {
			continue
		}
		if above, ok := of[owner.UID]; ok {
			n[above]++
		} else {
			n[owner.UID]++
		}
	}
	return n
}

// reasons tells why pods do not run; `all` is whether each has one, and nothing else is going on.
func (r *rig) reasons(ctx context.Context, namespace string) (texts []string, all bool) {
	all = true
	events := r.events(ctx, namespace)
	waiting := r.site.waiting.all()
	for _, p := range list[core.Pod](r.client, "pods", namespace) {
		if p.DeletionTimestamp != nil {
			return texts, false
		}
		if p.Status.Phase != core.PodPending {
			continue
		}
		reason := r.reasonOf(p, events, waiting)
		if reason == "" {
			all = false
			continue
		}
		texts = append(texts, fmt.Sprintf("%s: %s", p.Name, reason))
	}
	texts = append(texts, events["FailedCreate"]...)
	slices.Sort(texts)
	return texts, all && len(texts) > 0
}

func (r *rig) reasonOf(p *core.Pod, events map[string][]string, waiting map[string]string) string {
	for _, name := range claimsOf(p) {
		if text := waiting["claim "+p.Namespace+"/"+name]; text != "" {
			return text
		}
	}
	for _, c := range p.Status.Conditions {
		if c.Type == core.PodScheduled && c.Status == core.ConditionFalse && c.Reason == core.PodReasonUnschedulable {
			if strings.Contains(c.Message, "waiting for ephemeral volume controller") {
				return "" // that one will make the claim
			}
			return "Unschedulable: " + c.Message
		}
	}
	if told := events["FailedAttachVolume "+string(p.UID)]; p.Spec.NodeName != "" && len(told) > 0 {
		return told[len(told)-1]
	}
	if text := waiting[p.Namespace+"/"+p.Name]; strings.HasPrefix(text, "Secret") || strings.HasPrefix(text, "ConfigMap") {
		return text
	}
	return ""
}

// events returns the warnings that tell why something is not made or attached.
func (r *rig) events(ctx context.Context, namespace string) map[string][]string {
	out := map[string][]string{}
	all, err := r.kube.CoreV1().Events(namespace).List(ctx, meta.ListOptions{FieldSelector: "type=Warning"})
	if err != nil {
		return out
	}
	for _, e := range all.Items {
		text := fmt.Sprintf("%s: %s", e.Reason, e.Message)
		switch e.Reason {
		case "FailedCreate":
			out[e.Reason] = append(out[e.Reason], e.InvolvedObject.Name+": "+text)
		case "FailedAttachVolume":
			key := e.Reason + " " + string(e.InvolvedObject.UID)
			out[key] = append(out[key], text)
		}
	}
	return out
}

// schedulerIdle asks the scheduler itself whether a pod waits to be looked at. Those of other sites may be in its
// backoff; those of a quiet site have left it.
func (r *rig) schedulerIdle(ctx context.Context) bool {
	page, err := r.plane.get(ctx, "kube-scheduler", "/metrics")
	if err != nil {
		return false
	}
	found := false
	for s := bufio.NewScanner(strings.NewReader(page)); s.Scan(); {
		name, ok := strings.CutPrefix(s.Text(), "scheduler_pending_pods{queue=")
		if !ok {
			continue
		}
		found = true
		if strings.HasPrefix(name, `"active"`) && !strings.HasSuffix(name, " 0") {
			return false
		}
	}
	return found
}

// drain empties nodes in turn as `kubectl drain` does, and gives them back: all of them, or `most` that have pods.
// Where pods that were evicted may find no other place, only what forbids the first eviction counts.
func (r *rig) drain(ctx context.Context, t *trial) error {
	namespace, most := t.name, t.drains
	nodes, err := r.kube.CoreV1().Nodes().List(ctx, r.site.only())
	if err != nil {
		return err
	}
	drained := 0
	for _, node := range nodes.Items {
		if r.left(namespace, node.Name) == 0 {
			continue
		}
		if drained++; most > 0 && drained > most {
			break
		}
		if err := r.cordon(ctx, node.Name, true); err != nil {
			return err
		}
		err := r.empty(ctx, namespace, node.Name)
		if err != nil && !(t.noRoom && r.waits(namespace)) {
			return fmt.Errorf("drain of %s: %w", node.Name, err)
		}
		if err := r.cordon(ctx, node.Name, false); err != nil {
			return err
		}
		if err := r.settle(ctx, namespace); err != nil {
			return fmt.Errorf("after the drain of %s: %w", node.Name, err)
		}
	}
	return nil
}

// waits tells whether a pod has no place.
func (r *rig) waits(namespace string) bool {
	return slices.ContainsFunc(list[core.Pod](r.client, "pods", namespace), func(p *core.Pod) bool { return p.Spec.NodeName == "" })
}

// cordon takes a node from the scheduler, or gives it back.
func (r *rig) cordon(ctx context.Context, name string, on bool) error {
	return r.patchNode(ctx, name, map[string]any{"spec": map[string]any{"unschedulable": on}})
}

// empty evicts the pods of a node. What a budget forbids is asked for again after each change, and
// given up when nothing changes any more.
func (r *rig) empty(ctx context.Context, namespace, node string) error {
	for {
		change, _ := r.site.changed.wait()
		blocked, left, err := r.evictAll(ctx, namespace, node)
		if err != nil || left == 0 {
			return err
		}
		if blocked == "" {
			if err := r.until(ctx, settleLimit, "evicted pods to go", func() bool { return r.left(namespace, node) < left }); err != nil {
				return err
			}
			continue
		}
		err = r.settle(ctx, namespace)
		var hangs *stuck
		if err != nil && !errors.As(err, &hangs) {
			return err
		}
		if !r.moves(ctx, change) {
			return &stuck{[]string{blocked}}
		}
	}
}

// moves waits for a change of a watched object; false if there was none for a while.
func (r *rig) moves(ctx context.Context, change <-chan struct{}) bool {
	select {
	case <-change:
		return true
	case <-ctx.Done():
	case <-time.After(quiet):
	}
	return false
}

func (r *rig) evictAll(ctx context.Context, namespace, node string) (blocked string, left int, err error) {
	for _, p := range list[core.Pod](r.client, "pods", namespace) {
		if p.Spec.NodeName != node || p.Status.Phase == core.PodSucceeded || ofDaemon(p) {
			continue
		}
		left++
		why := ""
		if p.DeletionTimestamp == nil {
			if why, err = r.evict(ctx, p); err != nil {
				return blocked, left, err
			}
		}
		if why != "" {
			blocked = p.Name + ": " + why
		}
	}
	return blocked, left, nil
}

// ofDaemon tells whether a pod belongs to its node, and is left there by `kubectl drain`.
func ofDaemon(p *core.Pod) bool {
	owner := meta.GetControllerOf(p)
	return owner != nil && owner.Kind == "DaemonSet"
}

func (r *rig) left(namespace, node string) (n int) {
	for _, p := range list[core.Pod](r.client, "pods", namespace) {
		if p.Spec.NodeName == node && p.Status.Phase != core.PodSucceeded && !ofDaemon(p) {
			n++
		}
	}
	return n
}
