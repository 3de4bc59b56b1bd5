// flows asks the policy engine of cyclonus which traffic the NetworkPolicies of a stack let through:
//
//	flows TABLE STACK < OBJECTS
//
// TABLE is flows.yaml, STACK the name by which it speaks of the stack, OBJECTS a list of objects in JSON. What the
// table has must be let through, and nothing else that is asked about; and without any one of the policies that
// must be otherwise. The exit status is 1 if it is not so.
package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/mattfenwick/cyclonus/pkg/matcher"
	core "k8s.io/api/core/v1"
	networking "k8s.io/api/networking/v1"
)

func main() {
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(args []string) error {
	if len(args) != 2 {
		return errors.New("usage: flows TABLE STACK < OBJECTS")
	}
	t, err := readTable(args[0], args[1])
	if err != nil {
		return err
	}
	policies, err := t.readObjects(os.Stdin)
	if err != nil {
		return err
	}
	if wrong := t.compare(policies); len(wrong) > 0 {
		return errors.New(strings.Join(wrong, "\n"))
	}
	for i, p := range policies {
		others := append(append([]*networking.NetworkPolicy{}, policies[:i]...), policies[i+1:]...)
		if len(t.compare(others)) == 0 {
			return fmt.Errorf("without the policy %s the same is let through: the table does not see it", p.Name)
		}
	}
	return nil
}

// compare asks about each way from a peer to another, on each port, and tells where the answer is not that of the table.
func (t *table) compare(policies []*networking.NetworkPolicy) (wrong []string) {
	engine := matcher.BuildNetworkPolicies(false, policies)
	for _, from := range t.names() {
		for _, to := range t.names() {
			if !t.own(from) && !t.own(to) {
				continue // between others the stack has no say
			}
			for _, port := range t.ports() {
				for _, protocol := range []core.Protocol{core.ProtocolTCP, core.ProtocolUDP} {
					traffic := &matcher.Traffic{Source: t.peer(from), Destination: t.peer(to), ResolvedPort: port, Protocol: protocol}
					is, expected := engine.IsTrafficAllowed(traffic).IsAllowed(), t.allows(from, to, port, protocol)
					if is != expected {
						wrong = append(wrong, fmt.Sprintf("%s to %s, port %d/%s: %s", from, to, port, protocol, told(is)))
					}
				}
			}
		}
	}
	return wrong
}

func told(let bool) string {
	if let {
		return "let through, and the table does not have it"
	}
	return "not let through"
}

// object is what is read of an object: a pod template, if it has one.
type object struct {
	Kind     string
	Metadata struct{ Namespace, Name string }
	Spec     struct {
		Template    *template
		JobTemplate struct{ Spec struct{ Template *template } }
	}
}

type template struct {
	Metadata struct{ Labels map[string]string }
}

// readObjects makes peers of the pods by their component, and returns the policies.
func (t *table) readObjects(file *os.File) (policies []*networking.NetworkPolicy, err error) {
	var all []json.RawMessage
	if err := json.NewDecoder(file).Decode(&all); err != nil {
		return nil, err
	}
	for _, text := range all {
		var o object
		if err := json.Unmarshal(text, &o); err != nil {
			continue // of another shape, so without a template
		}
		if o.Kind == "NetworkPolicy" {
			p := &networking.NetworkPolicy{}
			if err := json.Unmarshal(text, p); err != nil {
				return nil, err
			}
			policies = append(policies, p)
		}
		pod := o.Spec.Template
		if pod == nil {
			pod = o.Spec.JobTemplate.Spec.Template
		}
		if pod != nil {
			t.add(pod.Metadata.Labels[component], peer{Namespace: o.Metadata.Namespace, Labels: pod.Metadata.Labels, own: true})
		}
	}
	if len(policies) == 0 {
		return nil, errors.New("no NetworkPolicy")
	}
	return policies, nil
}
