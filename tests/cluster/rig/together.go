package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"time"

	apps "k8s.io/api/apps/v1"
	core "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/labels"
)

// together puts the stacks of a file of tests/cluster/together into one namespace: none may touch another.
func together(with *tools) ([]job, error) {
	files, err := filepath.Glob(filepath.Join(with.root, "tests", "cluster", "together", "*.rcs"))
	if err != nil {
		return nil, err
	}
	var jobs []job
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".rcs")
		jobs = append(jobs, job{name: name, do: func(ctx context.Context, r *rig, t *report) {
			begin := time.Now()
			t.check(name+" live side by side", r.sideBySide(ctx, source{path: file, stdlib: r.stdlib}), begin)
		}})
	}
	return jobs, nil
}

func (r *rig) sideBySide(ctx context.Context, s source) error {
	stacks, found, err := r.compile(s)
	if err != nil || len(stacks) < 2 {
		return errors.Join(err, fmt.Errorf("%d stacks: %v", len(stacks), found))
	}
	var all []unstructured.Unstructured
	for _, stack := range stacks {
		all = append(all, stack.Objects...)
	}
	name := r.enter()
	if err := r.world(ctx, stacks[0].Cluster, all, false); err != nil {
		return err
	}
	err = r.joinOneByOne(ctx, name, stacks)
	return errors.Join(err, r.clear(ctx, name))
}

// joinOneByOne starts one stack after the other, and looks each time whether those before are as they were.
func (r *rig) joinOneByOne(ctx context.Context, name string, stacks []compiled) error {
	if err := r.makeNamespace(ctx, name, "restricted"); err != nil {
		return err
	}
	for i, stack := range stacks {
		t := &trial{name: name, stack: stack, objects: stack.Objects}
		if err := r.makeSecrets(ctx, name, stack.Secrets); err != nil {
			return err
		}
		if err := r.applyAll(ctx, name, t.objects); err != nil {
			return fmt.Errorf("%s: %w", stack.Name, err)
		}
		if err := r.settle(ctx, name); err != nil {
			return fmt.Errorf("%s: %w", stack.Name, err)
		}
		for _, earlier := range stacks[:i] {
			if err := r.again(ctx, &trial{name: name, objects: earlier.Objects}); err != nil {
				return fmt.Errorf("%s changed %s: %w", stack.Name, earlier.Name, err)
			}
		}
	}
	return r.keepApart(ctx, name, stacks)
}

// keepApart looks at what the controllers made of selectors: each Service and each budget has the pods of
// its own stack, and no others.
func (r *rig) keepApart(ctx context.Context, name string, stacks []compiled) error {
	owner := map[string]string{} // kind/name of an object -> stack
	for _, s := range stacks {
		for i := range s.Objects {
			key := label(&s.Objects[i])
			if owner[key] != "" {
				return fmt.Errorf("%s and %s both have %s", owner[key], s.Name, key)
			}
			owner[key] = s.Name
		}
	}
	of := map[string]string{} // pod -> stack
	for _, p := range list[core.Pod](r.client, "pods", name) {
		of[p.Name] = r.stackOf(p, owner)
	}
	slices, err := r.kube.DiscoveryV1().EndpointSlices(name).List(ctx, meta.ListOptions{})
	if err != nil {
		return err
	}
	for _, s := range slices.Items {
		service := s.Labels["kubernetes.io/service-name"]
		for _, e := range s.Endpoints {
			if e.TargetRef != nil && of[e.TargetRef.Name] != owner["Service/"+service] {
				return fmt.Errorf("the Service %s of %s has the pod %s", service, owner["Service/"+service], e.TargetRef.Name)
			}
		}
	}
	return r.budgetsApart(name, owner, of)
}

func (r *rig) budgetsApart(name string, owner, of map[string]string) error {
	for _, b := range list[policy.PodDisruptionBudget](r.client, "budgets", name) {
		selector, err := meta.LabelSelectorAsSelector(b.Spec.Selector)
		if err != nil {
			return err
		}
		for _, p := range list[core.Pod](r.client, "pods", name) {
			if selector.Matches(labels.Set(p.Labels)) && of[p.Name] != owner["PodDisruptionBudget/"+b.Name] {
				return fmt.Errorf("the budget %s has the pod %s of another stack", b.Name, p.Name)
			}
		}
	}
	return nil
}

// stackOf follows the owners of a pod to an object of a stack.
func (r *rig) stackOf(p *core.Pod, owner map[string]string) string {
	ref := meta.GetControllerOf(p)
	if ref != nil && ref.Kind == "ReplicaSet" {
		if rs := get[apps.ReplicaSet](r.client, "replicasets", p.Namespace+"/"+ref.Name); rs != nil {
			ref = meta.GetControllerOf(rs)
		}
	}
	if ref == nil {
		return ""
	}
	return owner[ref.Kind+"/"+ref.Name]
}
