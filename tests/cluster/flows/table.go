package main

import (
	"maps"
	"os"
	"slices"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	core "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

const (
	component = "app.kubernetes.io/component"
	instance  = "app.kubernetes.io/instance"
)

// peer is who sends or gets traffic: a pod, or an address outside of the cluster.
type peer struct {
	Namespace string            `json:"namespace"` // empty: that of the stack
	Labels    map[string]string `json:"labels"`
	Beside    map[string]string `json:"namespace_labels"`
	IP        string            `json:"ip"`
	In        []string          `json:"in"` // only beside these stacks
	Own       bool              `json:"own"`
	own       bool              // a pod of the stack
}

// flow is traffic that has to be let through.
type flow struct {
	From  []string `json:"from"`
	To    []string `json:"to"`
	Ports []int    `json:"ports"`
	UDP   bool     `json:"udp"` // as well as TCP
	In    []string `json:"in"`  // only in these stacks; empty: in all
	NotIn []string `json:"not_in"`
}

// table is flows.yaml as far as it is about one stack.
type table struct {
	Peers map[string]peer `json:"peers"`
	Also  []int           `json:"also"` // ports that are asked about, too
	Flows []flow          `json:"flows"`
}

func readTable(file, stack string) (*table, error) {
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	t := &table{}
	if err := yaml.UnmarshalStrict(text, t); err != nil {
		return nil, err
	}
	maps.DeleteFunc(t.Peers, func(_ string, p peer) bool { return len(p.In) > 0 && !slices.Contains(p.In, stack) })
	for name, p := range t.Peers {
		p.own = p.Own
		t.Peers[name] = p
	}
	t.Flows = slices.DeleteFunc(t.Flows, func(f flow) bool {
		return len(f.In) > 0 && !slices.Contains(f.In, stack) || slices.Contains(f.NotIn, stack)
	})
	return t, nil
}

// add makes a pod of the stack a peer, and one of another stack beside it that has the same labels but for its name.
func (t *table) add(name string, p peer) {
	t.Peers[name] = p
	other := peer{Namespace: p.Namespace, Labels: maps.Clone(p.Labels)}
	other.Labels[instance] = "neighbour"
	t.Peers["neighbour's "+name] = other
	for name, p := range t.Peers {
		if p.Namespace == "" && p.IP == "" {
			p.Namespace = other.Namespace
			t.Peers[name] = p
		}
	}
}

func (t *table) names() []string { return slices.Sorted(maps.Keys(t.Peers)) }

func (t *table) own(name string) bool { return t.Peers[name].own }

// ports lists those of all flows, so that each is asked about on every other way, too.
func (t *table) ports() []int {
	all := slices.Clone(t.Also)
	for _, f := range t.Flows {
		all = append(all, f.Ports...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}

func (t *table) peer(name string) *matcher.TrafficPeer {
	p := t.Peers[name]
	if p.IP != "" {
		return &matcher.TrafficPeer{IP: p.IP}
	}
	labels := map[string]string{"kubernetes.io/metadata.name": p.Namespace}
	for _, other := range t.Peers {
		for key := range other.Beside {
			labels[key] = "no" // to the engine a label that is not there is an empty one
		}
	}
	maps.Copy(labels, p.Beside)
	return &matcher.TrafficPeer{IP: "10.1.2.3", Internal: &matcher.InternalPeer{PodLabels: p.Labels, Namespace: p.Namespace,
		NamespaceLabels: labels}}
}

func (t *table) allows(from, to string, port int, protocol core.Protocol) bool {
	return slices.ContainsFunc(t.Flows, func(f flow) bool {
		return t.among(f.From, from) && t.among(f.To, to) && slices.Contains(f.Ports, port) && (f.UDP || protocol == core.ProtocolTCP)
	})
}

// among tells whether a list names a peer, or a group that it belongs to.
func (t *table) among(list []string, name string) bool {
	return slices.Contains(list, name) || slices.Contains(list, "all") ||
		slices.Contains(list, "own") && t.own(name) || slices.Contains(list, "others") && !t.own(name)
}
