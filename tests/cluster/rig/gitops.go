package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// The tools by the value of `gitops` in a stack's cluster block; a stack that names none has to suit all of them.
var gitopsTools = map[string][]string{
	"":       {"argocd", "argocd-server", "flux"},
	"plain":  {"argocd", "argocd-server", "flux"},
	"argocd": {"argocd", "argocd-server"},
	"flux":   {"flux"},
}

// gitops lets the packages of Argo CD and Flux apply each example, and the stacks of tests/golden that are made for
// them, and then compare what lives with what is in the repository.
func gitops(with *tools) ([]job, error) {
	folders, err := gitopsFolders(with.root)
	if err != nil {
		return nil, err
	}
	var jobs []job
	for _, path := range folders {
		s := source{path: path, stdlib: with.stdlib}
		stacks, diagnostics, err := with.compile(s)
		if err != nil || len(stacks) == 0 {
			return nil, errors.Join(err, fmt.Errorf("%s: %v", path, diagnostics))
		}
		for _, stack := range stacks {
			for _, tool := range gitopsTools[stack.Cluster.GitOps] {
				name := fmt.Sprintf("%s/%s: %s sees no difference", filepath.Base(s.folder()), stack.Name, tool)
				jobs = append(jobs, job{name: name, do: func(ctx context.Context, r *rig, t *report) {
					begin := time.Now()
					t.check(name, r.converges(ctx, s, stack, tool), begin)
				}})
			}
		}
	}
	return jobs, nil
}

func gitopsFolders(root string) (paths []string, err error) {
	for _, pattern := range []string{"examples/*", "tests/golden/argocd", "tests/golden/flux"} {
		folders, err := filepath.Glob(filepath.Join(root, pattern, ""))
		if err != nil || len(folders) == 0 {
			return nil, errors.Join(err, errors.New("there is no "+pattern))
		}
		for _, folder := range folders {
			if _, err := os.Stat(filepath.Join(folder, "stack.rcs")); err == nil {
				folder = filepath.Join(folder, "stack.rcs")
			}
			paths = append(paths, folder)
		}
	}
	return paths, nil
}

// converges applies a stack as a tool does, lets it start, and expects the tool to leave it alone from then on.
func (r *rig) converges(ctx context.Context, s source, stack compiled, tool string) error {
	t := trial{stack: stack, name: r.enter()}
	var err error
	if t.objects, err = r.emitted(s, stack.Name, "build", "-o", "-"); err != nil {
		return err
	}
	if t.secrets, err = r.emitted(s, stack.Name, "secrets", "--generate"); err != nil {
		return err
	}
	for i := range t.objects {
		if t.objects[i].GetNamespace() != "" {
			t.objects[i].SetNamespace(t.name)
		}
		if t.objects[i].GetKind() == "Namespace" { // the trial's own: others of the same stack run beside it
			t.objects[i].SetName(t.name)
		}
	}
	if err := r.world(ctx, stack.Cluster, t.objects, false); err != nil {
		return err
	}
	for i := range t.objects {
		// What the rig's own admission would make of it: a tool would see that as a difference.
		class, ok, _ := unstructured.NestedString(t.objects[i].Object, "spec", "storageClassName")
		if ok && t.objects[i].GetKind() == "PersistentVolumeClaim" {
			unstructured.SetNestedField(t.objects[i].Object, r.site.className(class), "spec", "storageClassName")
		}
	}
	err = r.applyBy(ctx, &t, tool)
	return errors.Join(err, r.clear(ctx, t.name))
}

func (r *rig) applyBy(ctx context.Context, t *trial, tool string) error {
	if err := r.prepare(ctx, t); err != nil {
		return err
	}
	if err := r.judgeBy(ctx, t, tool, "apply"); err != nil {
		return err
	}
	for i := range t.objects {
		live, err := r.resource(&t.objects[i], t.name)
		if err != nil {
			return err
		}
		made, err := live.Get(ctx, t.objects[i].GetName(), meta.GetOptions{})
		if err != nil {
			return err
		}
		if err := r.seen(ctx, made); err != nil {
			return err
		}
	}
	if err := r.settle(ctx, t.name); err != nil {
		return err
	}
	// Not at once after the first: Flux reads what lives before it asks the server what would, and would take what a
	// controller notes on a Deployment in between for a change of its own.
	for _, command := range []string{"reapply", "diff"} {
		if err := r.judgeBy(ctx, t, tool, command); err != nil {
			return err
		}
	}
	// The same question again, with another answer to expect.
	var exit *exec.ExitError
	if err := r.judgeBy(ctx, t.changed(), tool, "diff"); !errors.As(err, &exit) || exit.ExitCode() != 1 {
		return fmt.Errorf("%s does not see that a template is another: %v", tool, err)
	}
	return nil
}

// changed returns the trial with other templates of pods.
func (t *trial) changed() *trial {
	c := *t
	c.objects = nil
	for i := range t.objects {
		o := t.objects[i].DeepCopy()
		if _, ok, _ := unstructured.NestedMap(o.Object, "spec", "template", "metadata"); ok && o.GetKind() != "Job" {
			unstructured.SetNestedField(o.Object, "other", "spec", "template", "metadata", "labels", "rig.invalid/other")
		}
		c.objects = append(c.objects, *o)
	}
	return &c
}

// judgeBy runs tests/cluster/gitops.
func (r *rig) judgeBy(ctx context.Context, t *trial, tool, command string) error {
	objects, err := json.Marshal(t.objects)
	if err != nil {
		return err
	}
	binary := filepath.Join(filepath.Dir(r.probe), "gitops")
	cmd := exec.CommandContext(ctx, binary, "-kubeconfig", r.plane.file("kubeconfig"), "-as", tool, command)
	cmd.Stdin = bytes.NewReader(objects)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("%s by %s: %w\n%s", command, tool, err, out)
	}
	return nil
}
