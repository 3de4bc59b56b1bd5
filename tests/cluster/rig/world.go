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
	storage "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/types"
)

// What the rig gives where a stack's cluster block says nothing: more than enough.
const (
	plentyNodes  = 9
	plentyCPU    = "64"
	plentyMemory = "256Gi"
)

// world makes the nodes and the storage classes that a cluster block declares, and nothing else.
// What pods of others use of a node is taken off from what it has.
func (r *rig) world(ctx context.Context, c cluster, objects []unstructured.Unstructured, oneZone bool) error {
	r.site.oneZone = oneZone
	pools := c.NodePool
	if pools == nil {
		n := plentyNodes
		if c.Nodes != nil {
			n = *c.Nodes
		}
		pools = map[string]pool{"node": {Nodes: n}}
	}
	for _, name := range slices.Sorted(maps.Keys(pools)) {
		p := pools[name]
		if p.Zones == nil {
			p.Zones = zonesWanted(objects)
			r.site.guessed = true
		}
		if p.Nodes > len(p.Zones) && len(p.Zones) > 0 { // nobody says which of them have a node more
			first := len(objects) % len(p.Zones)
			p.Zones = slices.Concat(p.Zones[first:], p.Zones[:first])
		}
		if err := r.makePool(ctx, name, p, selectorsOf(objects), c.StorageClass); err != nil {
			return err
		}
		r.site.zones = append(r.site.zones, p.used()...)
		r.site.mixed = r.site.mixed || len(p.Zones) == 0
	}
	slices.Sort(r.site.zones)
	r.site.zones = slices.Compact(r.site.zones)
	return r.makeClasses(ctx, c.StorageClass, objects)
}

// used returns the zones that nodes of the pool are in.
func (p pool) used() []string { return p.Zones[:min(len(p.Zones), p.Nodes)] }

func orElse(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}

func (r *rig) makePool(ctx context.Context, name string, p pool, wanted map[string]string, classes map[string]class) error {
	for i := range p.Nodes {
		node := &core.Node{}
		node.Name = r.site.nodeName(name, i)
		node.Annotations = map[string]string{"volumes.kubernetes.io/controller-managed-attach-detach": "true"}
		node.Labels = map[string]string{"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", siteLabel: r.site.name}
		if p.Labels == nil { // not declared: the pods' selectors are taken to be right
			maps.Copy(node.Labels, wanted)
		}
		maps.Copy(node.Labels, p.Labels)
		node.Labels["kubernetes.io/hostname"] = node.Name
		if len(p.Zones) > 0 {
			node.Labels["topology.kubernetes.io/zone"] = p.Zones[i%len(p.Zones)]
		}
		for _, t := range p.Taints {
			taint := core.Taint{Key: t.Key, Value: t.Value, Effect: core.TaintEffect(orElse(t.Effect, "NoSchedule"))}
			node.Spec.Taints = append(node.Spec.Taints, taint)
		}
		if err := errors.Join(r.limitAttachments(ctx, node.Name, classes), r.makeNode(ctx, node, p)); err != nil {
			return err
		}
	}
	return nil
}

func (r *rig) makeNode(ctx context.Context, node *core.Node, p pool) error {
	most := resource.NewQuantity(110, resource.DecimalSI)
	if p.MaxPods > 0 {
		most = resource.NewQuantity(int64(p.MaxPods), resource.DecimalSI)
	}
	has := core.ResourceList{
		core.ResourceCPU:              free(orElse(p.CPU, plentyCPU), p.Used.CPU),
		core.ResourceMemory:           free(orElse(p.Memory, plentyMemory), p.Used.Memory),
		core.ResourcePods:             free(most.String(), fmt.Sprint(p.Used.Pods)),
		core.ResourceEphemeralStorage: resource.MustParse("1Ti"),
	}
	node.Status = core.NodeStatus{Capacity: has, Allocatable: has,
		Conditions: []core.NodeCondition{{Type: core.NodeReady, Status: core.ConditionTrue}}}
	_, err := r.kube.CoreV1().Nodes().Create(ctx, node, meta.CreateOptions{})
	return err
}

func free(all, used string) resource.Quantity {
	left := resource.MustParse(all)
	left.Sub(resource.MustParse(orElse(used, "0")))
	return left
}

// driverOf is what makes the volumes of a class: its provisioner, or one of its own. Names of the drivers that
// Kubernetes once had in its own tree would be taken for those.
func driverOf(name string, c class) string {
	if c.Provisioner == "" || strings.HasPrefix(c.Provisioner, "kubernetes.io/") {
		return name + ".rig.invalid"
	}
	return c.Provisioner
}

// limitAttachments tells the scheduler how many volumes of each driver the node attaches, where a class says so.
func (r *rig) limitAttachments(ctx context.Context, node string, classes map[string]class) error {
	least := map[string]int32{}
	for name, c := range classes {
		d := driverOf(name, c)
		if had, ok := least[d]; c.AttachLimit != nil && (!ok || *c.AttachLimit < had) {
			least[d] = *c.AttachLimit
		}
	}
	if len(least) == 0 {
		return nil
	}
	n := &storage.CSINode{}
	n.Name, n.Labels = node, map[string]string{siteLabel: r.site.name}
	for _, d := range slices.Sorted(maps.Keys(least)) {
		limit := least[d]
		n.Spec.Drivers = append(n.Spec.Drivers, storage.CSINodeDriver{Name: d, NodeID: node,
			Allocatable: &storage.VolumeNodeResources{Count: &limit}})
	}
	_, err := r.kube.StorageV1().CSINodes().Create(ctx, n, meta.CreateOptions{})
	return err
}

// patchNode changes a node, which controllers change as well.
func (r *rig) patchNode(ctx context.Context, name string, change map[string]any) error {
	patch, err := json.Marshal(change)
	if err != nil {
		return err
	}
	live, err := r.kube.CoreV1().Nodes().Patch(ctx, name, types.StrategicMergePatchType, patch, meta.PatchOptions{})
	if err != nil {
		return err
	}
	return r.nodeSeen(ctx, live)
}

// nodeSeen waits until the copy of a node is as new as it, which is a change of the site: the scheduler, which watches as
// well, tries again, and what has waited so long is not to seem to wait for ever.
func (r *rig) nodeSeen(ctx context.Context, live *core.Node) error {
	return r.until(ctx, settleLimit, "node "+live.Name+" to be seen", func() bool {
		copied := get[core.Node](r.client, "nodes", live.Name)
		return copied != nil && version(copied) >= version(live)
	})
}

// withDefault makes one class the default where nothing is said of one: the only one that may be it, else one that
// serves all that any of those serves, since a fact that is not declared is taken to be as the stack needs it.
func withDefault(classes map[string]class) map[string]class {
	all, yes := maps.Clone(classes), true
	var unknown []string
	for name, c := range classes {
		if c.Default != nil && *c.Default {
			return classes
		}
		if c.Default == nil {
			unknown = append(unknown, name)
		}
	}
	switch len(unknown) {
	case 0:
	case 1:
		c := classes[unknown[0]]
		c.Default = &yes
		all[unknown[0]] = c
	default:
		all["default.rig.invalid"] = class{Default: &yes, Access: servedByAny(classes, unknown)}
	}
	return all
}

// servedByAny returns the access modes that some of the classes serve; nil if one of them may serve all.
func servedByAny(classes map[string]class, names []string) (modes []string) {
	for _, name := range names {
		served := classes[name].modes()
		if served == nil {
			return nil
		}
		modes = append(modes, served...)
	}
	return modes
}

// modes returns the access modes of a class; nil for all. A disk with a file system on it is mounted by one node.
func (c class) modes() []string {
	if c.Access == nil && c.Kind == "block" {
		return []string{"ReadWriteOnce"}
	}
	return c.Access
}

// laid tells whether somebody has laid the volumes of the class ready, as disks in nodes.
func (c class) laid() bool { return c.Provisioner == noProvisioner && c.Kind == "block" }

// makeClasses makes the declared classes; if none is, those that the claims name, and a default.
func (r *rig) makeClasses(ctx context.Context, classes map[string]class, objects []unstructured.Unstructured) error {
	if classes == nil {
		classes = map[string]class{"standard": {}}
		for _, claim := range claimSpecs(objects) {
			if name, _, _ := unstructured.NestedString(claim, "storageClassName"); name != "" {
				classes[name] = class{}
			}
		}
	}
	for name, c := range withDefault(classes) {
		s := &storage.StorageClass{Provisioner: driverOf(name, c)}
		s.Name = r.site.className(name)
		s.Labels = map[string]string{"kind": c.Kind, siteLabel: r.site.name}
		s.Parameters = map[string]string{}
		if modes := c.modes(); modes != nil {
			s.Parameters["access"] = strings.Join(modes, ",")
		}
		binding := storage.VolumeBindingWaitForFirstConsumer
		if c.Binding == "immediate" {
			binding = storage.VolumeBindingImmediate
		}
		retain, expandable := core.PersistentVolumeReclaimRetain, c.Expandable == nil || *c.Expandable
		s.VolumeBindingMode, s.ReclaimPolicy, s.AllowVolumeExpansion = &binding, &retain, &expandable
		if c.Default != nil && *c.Default {
			r.site.defaultClass.Store(&s.Name)
		}
		if c.laid() {
			s.Provisioner = noProvisioner
			if err := r.layDisks(ctx, s, c.modes()); err != nil {
				return err
			}
		}
		if _, err := r.kube.StorageV1().StorageClasses().Create(ctx, s, meta.CreateOptions{}); err != nil {
			return err
		}
	}
	return nil
}

// podSpecs returns the specs of all pods that objects will make.
func podSpecs(objects []unstructured.Unstructured) (specs []map[string]any) {
	for _, o := range objects {
		for _, path := range [][]string{{"spec", "template", "spec"}, {"spec", "jobTemplate", "spec", "template", "spec"}} {
			if spec, ok, _ := unstructured.NestedMap(o.Object, path...); ok {
				specs = append(specs, spec)
			}
		}
	}
	return specs
}

func selectorsOf(objects []unstructured.Unstructured) map[string]string {
	all := map[string]string{}
	for _, spec := range podSpecs(objects) {
		selector, _, _ := unstructured.NestedStringMap(spec, "nodeSelector")
		maps.Copy(all, selector)
	}
	return all
}

// zonesWanted returns the zones that nodes of which nothing is said have to be in: those that pods name, and three where
// pods go only to nodes whose zone is known.
func zonesWanted(objects []unstructured.Unstructured) (zones []string) {
	for _, spec := range podSpecs(objects) {
		if zone, _, _ := unstructured.NestedString(spec, "nodeSelector", "topology.kubernetes.io/zone"); zone != "" {
			zones = append(zones, zone)
		}
		rules, _, _ := unstructured.NestedSlice(spec, "topologySpreadConstraints")
		for _, rule := range rules {
			m, _ := rule.(map[string]any)
			if m["topologyKey"] == "topology.kubernetes.io/zone" && m["whenUnsatisfiable"] == "DoNotSchedule" {
				zones = append(zones, "a", "b", "c")
			}
		}
		zones = append(zones, zonesRequired(spec)...)
	}
	slices.Sort(zones)
	return slices.Compact(zones)
}

// zonesRequired lists the zones of nodes that a pod is bound to.
func zonesRequired(spec map[string]any) (zones []string) {
	terms, _, _ := unstructured.NestedSlice(spec, "affinity", "nodeAffinity",
		"requiredDuringSchedulingIgnoredDuringExecution", "nodeSelectorTerms")
	for _, term := range terms {
		expressions, _, _ := unstructured.NestedSlice(term.(map[string]any), "matchExpressions")
		for _, expression := range expressions {
			e := expression.(map[string]any)
			if e["key"] == "topology.kubernetes.io/zone" && e["operator"] == "In" {
				values, _, _ := unstructured.NestedStringSlice(e, "values")
				zones = append(zones, values...)
			}
		}
	}
	return zones
}

func claimSpecs(objects []unstructured.Unstructured) (specs []map[string]any) {
	for _, o := range objects {
		if o.GetKind() == "PersistentVolumeClaim" {
			spec, _, _ := unstructured.NestedMap(o.Object, "spec")
			specs = append(specs, spec)
		}
		for _, template := range templates(o) {
			spec, _, _ := unstructured.NestedMap(template, "spec")
			specs = append(specs, spec)
		}
	}
	for _, pod := range podSpecs(objects) {
		specs = append(specs, ephemeralSpecs(pod)...)
	}
	return specs
}

// ephemeralSpecs lists the claims that come and go with a pod.
func ephemeralSpecs(pod map[string]any) (specs []map[string]any) {
	volumes, _, _ := unstructured.NestedSlice(pod, "volumes")
	for _, v := range volumes {
		volume, _ := v.(map[string]any)
		if spec, ok, _ := unstructured.NestedMap(volume, "ephemeral", "volumeClaimTemplate", "spec"); ok {
			specs = append(specs, spec)
		}
	}
	return specs
}

func templates(o unstructured.Unstructured) (out []map[string]any) {
	list, _, _ := unstructured.NestedSlice(o.Object, "spec", "volumeClaimTemplates")
	for _, item := range list {
		if m, ok := item.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}
