package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	core "k8s.io/api/core/v1"
	errs "k8s.io/apimachinery/pkg/api/errors"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/util/retry"
)

// survival is what a stack promises to survive: so many nodes, or so many zones.
type survival struct{ Nodes, Zones int }

// losses takes nodes away for good, as many as the stack promises to survive, and gives them back: those that
// most votes of the database are on, and those that most chat pods are on; and the same of zones.
func (r *rig) losses(ctx context.Context, t *trial) error {
	votes, err := votesOf(t.objects)
	if err != nil {
		return err
	}
	weights := []func(p *core.Pod) int{
		func(p *core.Pod) int { return votes[p.Name] },
		chatPod,
	}
	for _, of := range []struct {
		label string
		count int
	}{{"kubernetes.io/hostname", t.stack.Survive.Nodes}, {"topology.kubernetes.io/zone", t.stack.Survive.Zones}} {
		if of.count == 0 {
			continue
		}
		each := func(then func(context.Context, *trial, map[string]core.Node, map[string]int) error) error {
			for _, weight := range weights {
				lost, err := r.worst(ctx, t.name, of.label, of.count, weight)
				if err != nil {
					return err
				}
				if err := then(ctx, t, lost, votes); err != nil {
					return fmt.Errorf("without %s: %w", strings.Join(slices.Sorted(maps.Keys(lost)), ", "), err)
				}
			}
			return nil
		}
		// What is left is looked at as the pods started; what comes after a loss moves them.
		if err := each(r.outlive); err != nil {
			return err
		}
		if err := r.gather(ctx, t, votes); err != nil {
			return err
		}
		if err := each(r.lose); err != nil {
			return err
		}
	}
	return nil
}

// gather starts the chat pods of a packed trial anew while a single node takes pods, one node after the other: each may
// be the only one when pods start. Which pods got to the first node when all started is left to the scheduler.
func (r *rig) gather(ctx context.Context, t *trial, votes map[string]int) error {
	if !t.packed {
		return nil
	}
	nodes, err := r.kube.CoreV1().Nodes().List(ctx, r.site.only())
	if err != nil {
		return err
	}
	var hangs *stuck
	for _, only := range nodes.Items {
		for _, n := range nodes.Items {
			err = errors.Join(err, r.cordon(ctx, n.Name, n.Name != only.Name))
		}
		err = errors.Join(err, r.remove(ctx, t.name, func(p *core.Pod) bool { return chatPod(p) > 0 }))
		if err != nil {
			return err
		}
		if err := r.settle(ctx, t.name); err != nil && !errors.As(err, &hangs) {
			return err
		}
		for _, n := range nodes.Items {
			err = errors.Join(err, r.cordon(ctx, n.Name, false))
		}
		if err = errors.Join(err, r.settle(ctx, t.name)); err != nil {
			return err
		}
		if err := r.outlive(ctx, t, map[string]core.Node{only.Name: only}, votes); err != nil {
			return fmt.Errorf("started on %s alone: %w", only.Name, err)
		}
	}
	return nil
}

// chatPod is 1 for a pod of the chat.
func chatPod(p *core.Pod) int {
	if p.Labels["app.kubernetes.io/component"] == "chat" {
		return 1
	}
	return 0
}

// votesOf reads how many votes each pod has, from what the Job that makes the replica set is told.
func votesOf(objects []unstructured.Unstructured) (map[string]int, error) {
	votes := map[string]int{}
	for _, spec := range podSpecs(objects) {
		containers, _, _ := unstructured.NestedSlice(spec, "containers")
		for _, c := range containers {
			env, _, _ := unstructured.NestedSlice(c.(map[string]any), "env")
			for _, e := range env {
				one := e.(map[string]any)
				if one["name"] != "MEMBERS" {
					continue
				}
				var members []struct {
					Host  string
					Votes int
				}
				if err := json.Unmarshal([]byte(fmt.Sprint(one["value"])), &members); err != nil {
					return nil, fmt.Errorf("MEMBERS: %w", err)
				}
				for _, m := range members {
					pod, _, _ := strings.Cut(m.Host, ".")
					votes[pod] = m.Votes
				}
			}
		}
	}
	return votes, nil
}

// worst returns the nodes that most of the weight is on: so many of them, or all nodes of so many zones.
func (r *rig) worst(ctx context.Context, namespace, label string, count int, weight func(*core.Pod) int) (map[string]core.Node, error) {
	nodes, err := r.kube.CoreV1().Nodes().List(ctx, r.site.only())
	if err != nil {
		return nil, err
	}
	place, sum := map[string]string{}, map[string]int{}
	for _, n := range nodes.Items {
		place[n.Name] = n.Labels[label]
		sum[n.Labels[label]] += 0
	}
	delete(sum, "") // nodes without a zone
	for _, p := range list[core.Pod](r.client, "pods", namespace) {
		if at := place[p.Spec.NodeName]; at != "" {
			sum[at] += weight(p)
		}
	}
	places := slices.Sorted(maps.Keys(sum))
	slices.SortStableFunc(places, func(a, b string) int { return sum[b] - sum[a] })
	lost := map[string]core.Node{}
	for _, n := range nodes.Items {
		if slices.Contains(places[:min(count, len(places))], n.Labels[label]) {
			lost[n.Name] = n
		}
	}
	return lost, nil
}

// outlive tells whether a majority of the votes and a chat pod are on other nodes.
func (r *rig) outlive(_ context.Context, t *trial, lost map[string]core.Node, votes map[string]int) error {
	all, left, chats := 0, 0, 0
	for _, n := range votes {
		all += n
	}
	for _, p := range list[core.Pod](r.client, "pods", t.name) {
		if _, gone := lost[p.Spec.NodeName]; !gone {
			left, chats = left+votes[p.Name], chats+chatPod(p)
		}
	}
	if all > 0 && left < all/2+1 {
		return &stuck{[]string{fmt.Sprintf("%d of %d votes are left", left, all)}}
	}
	if chats == 0 && r.hasChats(t.name) {
		return &stuck{[]string{"no chat pod is left"}}
	}
	return nil
}

// lose takes nodes away. At once there has to be a majority of the votes, and a chat pod; then all chat pods have
// to find a place, and one more in a rollout. Members may wait for their nodes, and chat pods that never share one.
func (r *rig) lose(ctx context.Context, t *trial, lost map[string]core.Node, votes map[string]int) error {
	if err := r.outlive(ctx, t, lost, votes); err != nil {
		return err
	}
	if err := r.takeNodes(ctx, t.name, lost); err != nil {
		return err
	}
	waits, err := r.mayWait(t.name, r.settle(ctx, t.name))
	if err != nil {
		return err
	}
	if !waits { // a rollout would wait with it
		if err := r.change(ctx, t, "-lost", ofKind(t.objects, "Deployment")...); err != nil {
			return err
		}
		if _, err := r.mayWait(t.name, r.settle(ctx, t.name)); err != nil {
			return fmt.Errorf("change of version: %w", err)
		}
	}
	for _, n := range lost {
		if err := r.setLost(ctx, &n, false); err != nil {
			return err
		}
	}
	// Pods that are there stay where they went; a promise is about pods that are spread as when they start.
	if err := r.change(ctx, t, "-back", ofKind(t.objects, "Deployment")...); err != nil {
		return err
	}
	return r.settle(ctx, t.name)
}

func (r *rig) hasChats(namespace string) bool {
	return slices.ContainsFunc(list[core.Pod](r.client, "pods", namespace), func(p *core.Pod) bool { return chatPod(p) > 0 })
}

// setLost marks a node as the controller of nodes and an administrator do when it is gone, so that its volumes may
// go elsewhere at once, or takes the marks away: then it has the taints that it had before, and is ready.
func (r *rig) setLost(ctx context.Context, n *core.Node, lost bool) error {
	taints, ready := n.Spec.Taints, core.ConditionTrue
	if lost {
		taints = append(slices.Clone(taints),
			core.Taint{Key: core.TaintNodeUnreachable, Effect: core.TaintEffectNoSchedule},
			core.Taint{Key: core.TaintNodeUnreachable, Effect: core.TaintEffectNoExecute},
			core.Taint{Key: core.TaintNodeOutOfService, Effect: core.TaintEffectNoExecute})
		ready = core.ConditionUnknown
	}
	nodes := r.kube.CoreV1().Nodes()
	var live *core.Node
	err := retry.RetryOnConflict(retry.DefaultRetry, func() (err error) {
		live, err = nodes.Get(ctx, n.Name, meta.GetOptions{})
		if err != nil {
			return err
		}
		live.Status.Conditions = []core.NodeCondition{{Type: core.NodeReady, Status: ready}}
		if live, err = nodes.UpdateStatus(ctx, live, meta.UpdateOptions{}); err != nil {
			return err
		}
		live.Spec.Taints = taints
		live, err = nodes.Update(ctx, live, meta.UpdateOptions{})
		return err
	})
	if err != nil {
		return err
	}
	return r.nodeSeen(ctx, live)
}

// takeNodes takes nodes away, and deletes their pods, as the garbage collector of pods does in time: also those that came
// to them before the scheduler saw them go.
func (r *rig) takeNodes(ctx context.Context, namespace string, lost map[string]core.Node) error {
	for _, n := range lost {
		if err := r.setLost(ctx, &n, true); err != nil {
			return err
		}
	}
	var failed error
	err := r.until(ctx, settleLimit, "pods of lost nodes to go", func() bool {
		failed = r.remove(ctx, namespace, func(p *core.Pod) bool {
			_, gone := lost[p.Spec.NodeName]
			return gone
		})
		for name := range lost {
			if failed == nil && r.left(namespace, name) > 0 {
				return false
			}
		}
		return true
	})
	return errors.Join(err, failed)
}

// remove deletes pods at once.
func (r *rig) remove(ctx context.Context, namespace string, which func(*core.Pod) bool) error {
	now := int64(0)
	for _, p := range list[core.Pod](r.client, "pods", namespace) {
		if !which(p) {
			continue
		}
		err := r.kube.CoreV1().Pods(namespace).Delete(ctx, p.Name, meta.DeleteOptions{
			GracePeriodSeconds: &now, Preconditions: &meta.Preconditions{UID: &p.UID}})
		if err != nil && !errs.IsNotFound(err) && !errs.IsConflict(err) {
			return err
		}
	}
	return nil
}

// mayWait takes no offence at members that wait, nor at chat pods that have no node for themselves; it tells whether one
// of these waits.
func (r *rig) mayWait(namespace string, err error) (waits bool, _ error) {
	var hangs *stuck
	if !errors.As(err, &hangs) {
		return false, err
	}
	deployments := false
	for _, what := range r.open(namespace) {
		kind, name, _ := strings.Cut(what, "/")
		if p := get[core.Pod](r.client, "pods", namespace+"/"+name); kind == "Pod" && p != nil {
			if owner := meta.GetControllerOf(p); owner != nil {
				kind = owner.Kind
			}
			if kind == "ReplicaSet" && r.lacksOwnNode(p) {
				waits = true
				continue
			}
		}
		deployments = deployments || kind == "Deployment"
		if kind != "StatefulSet" && kind != "Deployment" {
			return waits, fmt.Errorf("%w (%s is not ready)", err, what)
		}
	}
	if deployments && !waits {
		return false, fmt.Errorf("%w (a Deployment is not ready)", err)
	}
	return waits, nil
}
