package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	jsonpatch "gopkg.in/evanphx/json-patch.v4"
	core "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// edit is an element of edits.yaml: a change of an object of a kind, as a JSON patch.
type edit struct {
	Kind  string          `json:"kind"`
	Patch json.RawMessage `json:"patch"`
}

func (e edit) String() string { return e.Kind + " " + string(e.Patch) }

// editedExamples makes each of the edits to each object of each example that it suits.
func editedExamples(with *tools) ([]job, error) {
	text, err := os.ReadFile(filepath.Join(with.root, "tests", "cluster", "edits.yaml"))
	if err != nil {
		return nil, err
	}
	var edits []edit
	if err := yaml.UnmarshalStrict(text, &edits); err != nil {
		return nil, err
	}
	return eachExample(with, func(name string, s source, stack compiled) job {
		return job{name: name, do: func(ctx context.Context, r *rig, t *report) {
			begin := time.Now()
			n, err := r.edited(ctx, s, stack, edits)
			t.check(fmt.Sprintf("%d edits to %s are taken as rcc says", n, name), err, begin)
		}}
	})
}

// edited starts an example and asks about each edit; nothing is changed by it. The number is that of the edits.
func (r *rig) edited(ctx context.Context, s source, stack compiled, edits []edit) (n int, err error) {
	dir, err := os.MkdirTemp("", "rcc-cluster-edits.")
	if err != nil {
		return 0, err
	}
	defer os.RemoveAll(dir)
	secrets, err := r.emitted(s, stack.Name, "secrets", "--generate")
	if err != nil {
		return 0, err
	}
	err = r.inWorld(ctx, stack, secrets, true, func(namespace string) error {
		var wrong []error
		for i := range stack.Objects {
			for _, e := range edits {
				now, suits := e.apply(&stack.Objects[i])
				if !suits {
					continue
				}
				n++
				if err := r.edit(ctx, namespace, dir, &stack.Objects[i], now); err != nil {
					wrong = append(wrong, fmt.Errorf("%s: %w", e, err))
				}
			}
		}
		if n == 0 {
			wrong = append(wrong, errors.New("no edit suits an object"))
		}
		return errors.Join(wrong...)
	})
	return n, err
}

// unbound tells whether an object is a claim that has no volume.
func (r *rig) unbound(namespace string, o *unstructured.Unstructured) bool {
	if o.GetKind() != "PersistentVolumeClaim" {
		return false
	}
	c := r.claim(namespace, o.GetName())
	return c == nil || c.Status.Phase != core.ClaimBound
}

func (r *rig) edit(ctx context.Context, namespace, dir string, before, now *unstructured.Unstructured) error {
	files := [2]string{filepath.Join(dir, "before.yaml"), filepath.Join(dir, "now.yaml")}
	for i, o := range []*unstructured.Unstructured{before, now} {
		text, err := yaml.Marshal(o.Object)
		if err == nil {
			err = os.WriteFile(files[i], text, 0o600)
		}
		if err != nil {
			return err
		}
	}
	says, err := r.diff(files[0], files[1])
	if err != nil {
		return err
	}
	live, answer := r.dry(ctx, namespace, now)
	if answer != nil {
		now.SetName(now.GetName() + "-anew")
		if _, err := r.dry(ctx, namespace, now); err != nil {
			return fmt.Errorf("it is the object that is refused, not its change: %w", err)
		}
		now.SetName(before.GetName())
	}
	return agree(says, now, live, answer, !r.unbound(namespace, before))
}

// apply makes the edit; false if the object is of another kind or has no such place.
func (e edit) apply(o *unstructured.Unstructured) (*unstructured.Unstructured, bool) {
	if o.GetKind() != e.Kind {
		return nil, false
	}
	patch, err := jsonpatch.DecodePatch(e.Patch)
	if err != nil {
		return nil, false
	}
	text, err := o.MarshalJSON()
	if err != nil {
		return nil, false
	}
	if text, err = patch.Apply(text); err != nil {
		return nil, false
	}
	now := &unstructured.Unstructured{}
	return now, now.UnmarshalJSON(text) == nil
}
