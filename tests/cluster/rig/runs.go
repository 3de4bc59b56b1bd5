package main

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"time"

	apps "k8s.io/api/apps/v1"
	scaling "k8s.io/api/autoscaling/v1"
	batch "k8s.io/api/batch/v1"
	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// trial is a stack in a world of its own.
type trial struct {
	name    string // of the namespace
	stack   compiled
	objects []unstructured.Unstructured
	secrets []unstructured.Unstructured // made by `rcc secrets --generate`
	oneZone bool                        // volumes that no pod has a say in all lie in one zone

	crowded  bool   // nodes that pods run on take no Job of a schedule
	packed   bool   // it starts on as few nodes as it can, as where the others come later
	claimsTo string // the size that all claims get, or empty
	drains   int    // how many nodes are drained; 0: all of them
	until    string // the last stage; empty: all of them
	noRoom   bool   // nothing says that a drained node can be done without
	brief    bool   // stages that only repeat what another shows of the same stack are left out
}

// stage is a part of a stack's life, for messages.
type stage struct {
	name string
	do   func(ctx context.Context) error
}

// alone runs a trial in a namespace of its own, and removes all of it.
func (r *rig) alone(ctx context.Context, t trial) error {
	t.name = r.enter()
	err := r.live(ctx, t)
	if gone := r.clear(ctx, t.name); gone != nil {
		return fmt.Errorf("clearing up: %w (after %v)", gone, err)
	}
	return err
}

// live puts the stack on the cluster that it declares and takes it through its life: it starts, takes
// loses what it promises to survive, takes another version, its schedules run, each node is drained, it grows to
// its most pods and takes another version there. The error says at which of these stages it was refused or got stuck.
func (r *rig) live(ctx context.Context, t trial) error {
	if err := r.world(ctx, t.stack.Cluster, t.objects, t.oneZone); err != nil {
		return fmt.Errorf("nodes and storage classes: %w", err)
	}
	if t.packed {
		if err := r.closeNodes(ctx); err != nil {
			return err
		}
	}
	for _, s := range r.stages(&t) {
		if err := s.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
		if s.name == t.until {
			break
		}
	}
	return nil
}

func (r *rig) stages(t *trial) []stage {
	all := []stage{
		{"namespace, Secrets and claims", func(ctx context.Context) error { return r.prepare(ctx, t) }},
		{"apply", func(ctx context.Context) error { return r.applyAll(ctx, t.name, t.objects) }},
		{"start", func(ctx context.Context) error { return r.start(ctx, t) }},
		{"second apply", func(ctx context.Context) error { return r.again(ctx, t) }},
		{"losses", func(ctx context.Context) error { return r.losses(ctx, t) }},
		{"growth of claims", func(ctx context.Context) error { return r.resize(ctx, t) }},
		{"change of version", func(ctx context.Context) error { return r.rollOut(ctx, t, "-next") }},
		{"schedules", func(ctx context.Context) error { return r.schedules(ctx, t) }},
		{"drains", func(ctx context.Context) error { return r.drain(ctx, t) }},
		{"most pods", func(ctx context.Context) error { return r.grow(ctx, t) }},
		{"change of version with most pods", func(ctx context.Context) error { return r.rollOut(ctx, t, "-last") }},
	}
	return slices.DeleteFunc(all, func(s stage) bool {
		switch s.name {
		case "second apply":
			return t.brief
		case "change of version with most pods":
			return t.brief && !grows(t.objects)
		}
		return false
	})
}

// closeNodes lets no node take pods.
func (r *rig) closeNodes(ctx context.Context) error {
	nodes, err := r.kube.CoreV1().Nodes().List(ctx, r.site.only())
	for i := range nodes.Items {
		err = errors.Join(err, r.cordon(ctx, nodes.Items[i].Name, true))
	}
	return err
}

// start waits until everything runs. Where nodes are closed, first the database starts and then the rest, and one node
// after the other is opened as pods wait for it, in the end all.
func (r *rig) start(ctx context.Context, t *trial) error {
	if !t.packed {
		return r.settle(ctx, t.name)
	}
	giveBack, err := r.holdBack(ctx, t.name)
	if err != nil {
		return err
	}
	closed, err := r.kube.CoreV1().Nodes().List(ctx, r.site.only())
	if err != nil {
		return err
	}
	slices.SortStableFunc(closed.Items, func(a, b core.Node) int { // the largest first: few are needed then
		return b.Status.Allocatable.Memory().Cmp(*a.Status.Allocatable.Memory())
	})
	var hangs *stuck
	if err := r.openAsNeeded(ctx, t, &closed.Items); err != nil && !errors.As(err, &hangs) {
		return err
	}
	if err := giveBack(); err != nil {
		return err
	}
	err = r.openAsNeeded(ctx, t, &closed.Items)
	for _, n := range closed.Items {
		err = errors.Join(err, r.cordon(ctx, n.Name, false))
	}
	return err
}

// openAsNeeded opens one closed node after the other until everything runs; those that are closed still are left.
func (r *rig) openAsNeeded(ctx context.Context, t *trial, closed *[]core.Node) error {
	for {
		err := r.settle(ctx, t.name)
		var hangs *stuck
		if !errors.As(err, &hangs) || len(*closed) == 0 {
			return err
		}
		if err := r.cordon(ctx, (*closed)[0].Name, false); err != nil {
			return err
		}
		*closed = (*closed)[1:]
	}
}

// holdBack takes the pods of Deployments away until they are given back: so the members of the database find all the
// room that there is.
func (r *rig) holdBack(ctx context.Context, namespace string) (giveBack func() error, err error) {
	all, err := r.kube.AppsV1().Deployments(namespace).List(ctx, meta.ListOptions{})
	if err != nil {
		return nil, err
	}
	scale := func(of func(*apps.Deployment) int32) (err error) {
		for i := range all.Items {
			to := &scaling.Scale{Spec: scaling.ScaleSpec{Replicas: of(&all.Items[i])}}
			to.Name, to.Namespace = all.Items[i].Name, namespace
			_, failed := r.kube.AppsV1().Deployments(namespace).UpdateScale(ctx, to.Name, to, meta.UpdateOptions{})
			err = errors.Join(err, failed)
		}
		return err
	}
	giveBack = func() error { return scale(func(d *apps.Deployment) int32 { return *d.Spec.Replicas }) }
	return giveBack, scale(func(*apps.Deployment) int32 { return 0 })
}

// grows tells whether a stack has an autoscaler.
func grows(objects []unstructured.Unstructured) bool {
	return slices.ContainsFunc(objects, func(o unstructured.Unstructured) bool { return o.GetKind() == "HorizontalPodAutoscaler" })
}

func (r *rig) prepare(ctx context.Context, t *trial) error {
	if err := r.makeNamespace(ctx, t.name, "restricted"); err != nil {
		return err
	}
	if err := r.applyAll(ctx, t.name, t.secrets); err != nil {
		return err
	}
	if err := r.makeSecrets(ctx, t.name, append(certified(t.objects), t.stack.Secrets...)); err != nil {
		return err
	}
	return r.makeClaims(ctx, t.name, t.objects)
}

// certified lists the Secrets that cert-manager makes of Certificates.
func certified(objects []unstructured.Unstructured) (needs []secretNeed) {
	for _, o := range objects {
		name, _, _ := unstructured.NestedString(o.Object, "spec", "secretName")
		if o.GetKind() == "Certificate" && name != "" {
			needs = append(needs, secretNeed{Name: name, Keys: []string{"ca.crt", "tls.crt", "tls.key", "tls-combined.pem"}})
		}
	}
	return needs
}

// ofKind lists the objects of a kind.
func ofKind(objects []unstructured.Unstructured, kind string) (all []unstructured.Unstructured) {
	for _, o := range objects {
		if o.GetKind() == kind {
			all = append(all, o)
		}
	}
	return all
}

// change gives the pods of objects images of another tag, as another version does.
func (r *rig) change(ctx context.Context, t *trial, suffix string, objects ...unstructured.Unstructured) error {
	for i := range objects {
		o := objects[i].DeepCopy()
		for _, field := range []string{"containers", "initContainers"} {
			path := []string{"spec", "template", "spec", field}
			containers, _, _ := unstructured.NestedSlice(o.Object, path...)
			for _, c := range containers {
				c.(map[string]any)["image"] = fmt.Sprint(c.(map[string]any)["image"], suffix)
			}
			if len(containers) > 0 {
				unstructured.SetNestedSlice(o.Object, containers, path...)
			}
		}
		if _, err := r.apply(ctx, t.name, o); err != nil {
			return err
		}
	}
	return nil
}

// rollOut changes the version of each Deployment by itself, then that of the database: pods of one that go could make
// room for those of another that come.
func (r *rig) rollOut(ctx context.Context, t *trial, suffix string) error {
	for _, d := range ofKind(t.objects, "Deployment") {
		if err := r.change(ctx, t, suffix, d); err != nil {
			return err
		}
		if err := r.settle(ctx, t.name); err != nil {
			return err
		}
	}
	if err := r.change(ctx, t, suffix, ofKind(t.objects, "StatefulSet")...); err != nil {
		return err
	}
	return r.settle(ctx, t.name)
}

// schedules runs the Jobs of the CronJobs.
func (r *rig) schedules(ctx context.Context, t *trial) error {
	if t.crowded {
		taken := map[string]bool{}
		for _, p := range list[core.Pod](r.client, "pods", t.name) {
			taken[p.Spec.NodeName] = true
		}
		for node := range taken {
			if err := r.cordon(ctx, node, true); err != nil {
				return err
			}
			defer r.cordon(ctx, node, false)
		}
		time.Sleep(quiet) // the scheduler reads of nodes later than who asks the apiserver
	}
	if err := r.runSchedules(ctx, t); err != nil {
		return err
	}
	return r.settle(ctx, t.name)
}

// runSchedules starts what the CronJobs will start.
func (r *rig) runSchedules(ctx context.Context, t *trial) error {
	crons, err := r.kube.BatchV1().CronJobs(t.name).List(ctx, meta.ListOptions{})
	if err != nil {
		return err
	}
	for _, c := range crons.Items {
		if c.Spec.Suspend != nil && *c.Spec.Suspend {
			continue
		}
		j := &batch.Job{Spec: c.Spec.JobTemplate.Spec}
		j.Name, j.Labels = c.Name+"-rig", c.Spec.JobTemplate.Labels
		if _, err := r.kube.BatchV1().Jobs(t.name).Create(ctx, j, meta.CreateOptions{}); err != nil {
			return err
		}
		if err := r.until(ctx, settleLimit, "the Job to be seen", func() bool {
			return get[batch.Job](r.client, "jobs", t.name+"/"+j.Name) != nil
		}); err != nil {
			return err
		}
	}
	return nil
}

// grow raises the least pods of autoscalers to their most: the autoscaler itself then makes them.
func (r *rig) grow(ctx context.Context, t *trial) error {
	for i := range t.objects {
		o := t.objects[i].DeepCopy()
		most, ok, _ := unstructured.NestedInt64(o.Object, "spec", "maxReplicas")
		if o.GetKind() != "HorizontalPodAutoscaler" || !ok {
			continue
		}
		unstructured.SetNestedField(o.Object, most, "spec", "minReplicas")
		if _, err := r.apply(ctx, t.name, o); err != nil {
			return err
		}
	}
	return r.settle(ctx, t.name)
}

// resize asks for claims of another size.
func (r *rig) resize(ctx context.Context, t *trial) error {
	if t.claimsTo == "" {
		return nil
	}
	patch := fmt.Sprintf(`{"spec":{"resources":{"requests":{"storage":%q}}}}`, t.claimsTo)
	for _, c := range list[core.PersistentVolumeClaim](r.client, "claims", t.name) {
		if c.Status.Phase != core.ClaimBound {
			continue
		}
		_, err := r.kube.CoreV1().PersistentVolumeClaims(t.name).Patch(ctx, c.Name, types.MergePatchType, []byte(patch), meta.PatchOptions{})
		if err != nil {
			return &refused{"PersistentVolumeClaim/" + c.Name, err.Error()}
		}
	}
	return nil
}

// again applies what is there already: nothing may change.
func (r *rig) again(ctx context.Context, t *trial) error {
	for i := range t.objects {
		o := &t.objects[i]
		to, err := r.resource(o, t.name)
		if err != nil {
			return err
		}
		before, err := to.Get(ctx, o.GetName(), meta.GetOptions{})
		if err != nil {
			return err
		}
		after, err := r.apply(ctx, t.name, o)
		if err != nil {
			return err
		}
		if field := difference(before, after); field != "" {
			return fmt.Errorf("%s: the second apply changes %s", label(o), field)
		}
	}
	return nil
}

// difference names a part in which two states of an object differ, apart from what controllers write.
func difference(a, b *unstructured.Unstructured) string {
	if a.GetGeneration() != b.GetGeneration() {
		return "the generation"
	}
	for _, u := range []*unstructured.Unstructured{a, b} {
		u.SetManagedFields(nil)
		u.SetResourceVersion("")
		delete(u.Object, "status")
	}
	for key := range a.Object {
		if !reflect.DeepEqual(a.Object[key], b.Object[key]) {
			return key
		}
	}
	if len(a.Object) != len(b.Object) {
		return "the fields"
	}
	return ""
}
