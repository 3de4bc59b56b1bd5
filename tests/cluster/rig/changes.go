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
	"slices"
	"strings"
	"time"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// told is what `rcc diff --json` tells of the change of an object.
type told struct {
	Object, Change, Effect, Consequence string
	Fields                              []field
}

type field struct {
	Path        string
	Before, Now any
}

// fixed tells whether rcc says that no apiserver makes this change.
func (c told) fixed() bool {
	// Data can be lost by what is refused, of claims and their templates, and by what is not: fewer pods, and their claims.
	return c.Effect == "replace" || c.Effect == "lose" && c.Change == "changed" &&
		(strings.HasPrefix(c.Object, "PersistentVolumeClaim/") ||
			slices.ContainsFunc(c.Fields, func(f field) bool { return strings.HasPrefix(f.Path, "spec.volumeClaimTemplates") }))
}

// changes asks the apiserver about each case of tests/change, and about the edits of edits.yaml to each example:
// it refuses what rcc says cannot be changed in place, and nothing else.
func changes(with *tools) ([]job, error) {
	folders, err := filepath.Glob(filepath.Join(with.root, "tests", "change", "*", "apiserver"))
	if err != nil || len(folders) == 0 {
		return nil, errors.Join(err, errors.New("tests/change has no verdict"))
	}
	var jobs []job
	for _, file := range folders {
		folder := filepath.Dir(file)
		name := filepath.Base(folder)
		jobs = append(jobs, job{name: name, do: func(ctx context.Context, r *rig, t *report) {
			begin := time.Now()
			t.check(name+" is taken as rcc says", r.inTurn(ctx, folder), begin)
		}})
	}
	edited, err := editedExamples(with)
	return append(jobs, edited...), err
}

// diff asks rcc what a change does.
func (r *tools) diff(before, now string) ([]told, error) {
	args := []string{"diff", before, now, "--json"}
	if r.stdlib != "" {
		args = append(args, "--stdlib", r.stdlib)
	}
	cmd := exec.Command(r.rcc, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	var page struct{ Objects []told }
	if problem := json.Unmarshal(out, &page); problem != nil {
		return nil, errors.Join(err, problem, errors.New(stderr.String()))
	}
	return page.Objects, nil
}

// inTurn applies the two sets of a case one after the other.
func (r *rig) inTurn(ctx context.Context, folder string) error {
	before, now := filepath.Join(folder, "before.rcs"), filepath.Join(folder, "stack.rcs")
	verdict, err := os.ReadFile(filepath.Join(folder, "apiserver"))
	if err != nil {
		return err
	}
	first, _, _ := strings.Cut(strings.TrimSpace(string(verdict)), "\n")
	stacks, found, err := r.compile(source{path: before, stdlib: r.stdlib})
	if err != nil || len(stacks) != 1 {
		return errors.Join(err, fmt.Errorf("before.rcs: %v", found))
	}
	if r.other(stacks[0].Cluster.Kubernetes) {
		return nil // another release has the last word
	}
	expected, err := os.ReadFile(filepath.Join(folder, "expected"))
	if err != nil {
		return err
	}
	says, err := r.diff(before, now)
	if err != nil {
		return err
	}
	next, err := r.emitted(source{path: now, stdlib: r.stdlib}, stacks[0].Name, "build", "-o", "-")
	if err != nil {
		return err
	}
	claims := slices.ContainsFunc(says, func(c told) bool { return strings.HasPrefix(c.Object, "PersistentVolumeClaim/") })
	return r.inWorld(ctx, stacks[0], nil, claims, func(namespace string) error {
		got := "accepts"
		var wrong []error
		for i := range next {
			live, err := r.apply(ctx, namespace, &next[i])
			var no *refused
			if err != nil && !errors.As(err, &no) {
				return err
			}
			if err != nil {
				got = "refuses " + label(&next[i])
			}
			// A warning of rcc's about this kind of apply is not about others.
			if err == nil || !strings.Contains(string(expected), "a server-side apply cannot turn "+label(&next[i])) {
				wrong = append(wrong, agree(says, &next[i], live, err, !r.unbound(namespace, &next[i])))
			}
		}
		if got != first {
			wrong = append(wrong, fmt.Errorf("the apiserver %s, and the case has: %s", got, first))
		}
		return errors.Join(wrong...)
	})
}

// other tells whether a stack is for another release than this one and the newest, which a stack is for that names none.
func (r *rig) other(release string) bool {
	version, err := r.kube.Discovery().ServerVersion()
	return err == nil && release != version.Major+"."+version.Minor
}

// What rcc says of a change that the apiserver takes without making it, and of one whose end only the cluster knows.
const (
	saysKept = "the apiserver keeps what was there"
	// The default class that a claim got, or its volume.
	saysUnsure = "unless"
	// A claim grows once it has a volume.
	saysGrows = "before there is one, the size is fixed"
)

// agree compares what rcc says of an object with the apiserver's answer: refused, kept as it was, or changed. bound tells
// of a claim whether it has a volume.
func agree(says []told, o, live *unstructured.Unstructured, answer error, bound bool) error {
	i := slices.IndexFunc(says, func(c told) bool { return c.Object == label(o) && c.Change == "changed" })
	if i < 0 {
		return answer // nothing differs: whatever is refused is refused wrongly
	}
	c := says[i]
	kept := c.fixed() && strings.Contains(c.Consequence, saysKept)
	fixed := c.fixed() && !kept || !bound && strings.Contains(c.Consequence, saysGrows)
	switch {
	case strings.Contains(c.Consequence, saysUnsure):
		return nil
	case fixed && answer == nil:
		return fmt.Errorf("%s: rcc says that it cannot be changed, but it is", label(o))
	case !fixed && answer != nil:
		return fmt.Errorf("rcc says that it can be changed, but: %w", answer)
	case kept != (answer == nil && stays(c, live)):
		return fmt.Errorf("%s: rcc says `%s`, and the apiserver keeps: %v", label(o), c.Consequence, !kept)
	}
	return nil
}

// stays tells whether the fields of a change are as they were.
func stays(c told, live *unstructured.Unstructured) bool {
	for _, f := range c.Fields {
		value, found, _ := unstructured.NestedFieldNoCopy(live.Object, strings.Split(f.Path, ".")...)
		if f.Before != nil && found && fmt.Sprint(value) == fmt.Sprint(f.Before) {
			return true
		}
	}
	return false
}

// inWorld applies a stack in a namespace of its own, waits until its claims have volumes if they matter, and lets
// something be done.
func (r *rig) inWorld(ctx context.Context, stack compiled, secrets []unstructured.Unstructured, settled bool, do func(namespace string) error) error {
	t := &trial{name: r.enter(), stack: stack, objects: stack.Objects, secrets: secrets}
	if err := r.world(ctx, stack.Cluster, stack.Objects, false); err != nil {
		return err
	}
	steps := []func() error{
		func() error { return r.prepare(ctx, t) },
		func() error { return r.applyAll(ctx, t.name, t.objects) },
		func() error {
			if !settled {
				return nil
			}
			if err := r.settle(ctx, t.name); err != nil {
				return err
			}
			return r.schedules(ctx, t)
		},
		func() error { return do(t.name) },
	}
	var err error
	for _, step := range steps {
		if err = step(); err != nil {
			break
		}
	}
	return errors.Join(err, r.clear(ctx, t.name))
}

// dry is an apply that the apiserver only thinks through.
func (r *rig) dry(ctx context.Context, namespace string, o *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	force := true
	live, _, err := r.send(ctx, namespace, o, meta.PatchOptions{DryRun: []string{meta.DryRunAll}, Force: &force})
	return live, err
}
