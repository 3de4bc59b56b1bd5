package main

import (
	"fmt"
	"strings"
	"sync/atomic"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// The label of what belongs to a site. Its value is the name of the namespace.
const siteLabel = "rig.invalid/site"

// site is a part of a cluster that a case has for itself: a namespace, the nodes that its pods go to, the storage
// classes that its claims name. Many share a control plane, and none sees anything of another: pods are sent to
// their nodes by the admission of the apiserver (PodNodeSelector), claims to their classes by that of the rig.
type site struct {
	number       int64
	name         string   // of the namespace
	zones        []string // that nodes are in, sorted
	oneZone      bool     // every volume that no pod has a say in lies in the first of them
	guessed      bool     // nobody says in which zones nodes are: a volume that no pod has a say in reaches all of them
	mixed        bool     // of some nodes nobody knows the zone: a volume that no pod has a say in reaches them, too
	defaultClass atomic.Pointer[string]
	waiting      notes // what the stand-ins wait for
	changed      pulse
}

func (s *site) nodeName(pool string, i int) string {
	return fmt.Sprintf("%s-%d-c%d", pool, i, s.number)
}

func (s *site) className(class string) string { return class + "." + s.name }

// only selects what belongs to the site.
func (s *site) only() meta.ListOptions {
	return meta.ListOptions{LabelSelector: siteLabel + "=" + s.name}
}

func siteOfNode(node string) string { return "rig-" + node[strings.LastIndex(node, "-c")+2:] }

// enter gives the job a new site, and returns its name.
func (r *rig) enter() string {
	n := r.last.Add(1)
	r.site = &site{number: n, name: fmt.Sprintf("rig-%d", n)}
	r.sites.Store(r.site.name, r.site)
	return r.site.name
}

// leave forgets the site: what is late there is nobody's any more.
func (r *rig) leave() { r.sites.Delete(r.site.name) }

func (r *client) siteNamed(name string) *site {
	if s, ok := r.sites.Load(name); ok {
		return s.(*site)
	}
	return nil
}

// note remarks what a stand-in waits for; an empty text takes the remark away.
func (r *client) note(namespace, key, text string) {
	if s := r.siteNamed(namespace); s != nil {
		s.waiting.set(key, text)
	}
}
