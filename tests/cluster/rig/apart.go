package main

import (
	"slices"

	core "k8s.io/api/core/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/component-helpers/scheduling/corev1/nodeaffinity"
	"k8s.io/klog/v2"
)

// lacksOwnNode tells whether a pod waits only because each node that is left for it has one of those that it avoids. Of
// a node that has no room either, the scheduler says no more than that: so the nodes are looked at.
func (r *rig) lacksOwnNode(p *core.Pod) bool {
	a := p.Spec.Affinity
	if !nowhere(p) || a == nil || a.PodAntiAffinity == nil {
		return false
	}
	terms := a.PodAntiAffinity.RequiredDuringSchedulingIgnoredDuringExecution
	return len(terms) > 0 && !slices.ContainsFunc(r.site.nodes(r.client), func(n *core.Node) bool {
		return mayGo(p, n) && !slices.ContainsFunc(terms, func(t core.PodAffinityTerm) bool { return r.avoids(p, t, n) })
	})
}

// nodes lists those of the site.
func (s *site) nodes(r *client) (nodes []*core.Node) {
	for _, o := range r.stores["nodes"].List() {
		if n := o.(*core.Node); n.Labels[siteLabel] == s.name {
			nodes = append(nodes, n)
		}
	}
	return nodes
}

// mayGo tells whether a node takes a pod, apart from what runs there.
func mayGo(p *core.Pod, n *core.Node) bool {
	fits, err := nodeaffinity.GetRequiredNodeAffinity(p).Match(n)
	return err == nil && fits && !n.Spec.Unschedulable && !slices.ContainsFunc(n.Spec.Taints, func(t core.Taint) bool {
		return t.Effect != core.TaintEffectPreferNoSchedule && !slices.ContainsFunc(p.Spec.Tolerations, func(of core.Toleration) bool {
			return of.ToleratesTaint(klog.Background(), &t, false)
		})
	})
}

// avoids tells whether a pod that another avoids runs on a node, or on one of the same zone if that is what it says.
func (r *rig) avoids(p *core.Pod, t core.PodAffinityTerm, n *core.Node) bool {
	which, err := meta.LabelSelectorAsSelector(t.LabelSelector)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(list[core.Pod](r.client, "pods", p.Namespace), func(other *core.Pod) bool {
		at := get[core.Node](r.client, "nodes", other.Spec.NodeName)
		return at != nil && which.Matches(labels.Set(other.Labels)) && at.Labels[t.TopologyKey] == n.Labels[t.TopologyKey]
	})
}
