package main

import (
	"context"
	"encoding/json"
	"fmt"

	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/normalize"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// flux is Flux's kustomize-controller.
type flux struct{ *ssa.ResourceManager }

func newFlux(config *rest.Config) (*flux, error) {
	c, err := client.New(config, client.Options{})
	owner := ssa.Owner{Field: "kustomize-controller", Group: "kustomize.toolkit.fluxcd.io"}
	return &flux{ssa.NewResourceManager(c, nil, owner)}, err
}

// own prepares objects as the controller does before it compares or applies.
func (f *flux) own(objects []*unstructured.Unstructured) ([]*unstructured.Unstructured, error) {
	var copies []*unstructured.Unstructured
	for _, o := range objects {
		copies = append(copies, o.DeepCopy())
	}
	f.SetOwnerLabels(copies, "chat", "flux-system")
	return copies, normalize.UnstructuredList(copies)
}

// apply expects of the first time that it makes every object, and of each further time that it changes none.
func (f *flux) apply(ctx context.Context, objects []*unstructured.Unstructured, again bool) error {
	want := ssa.CreatedAction
	if again {
		want = ssa.UnchangedAction
	}
	mine, err := f.own(objects)
	if err != nil {
		return err
	}
	set, err := f.ApplyAllStaged(ctx, mine, ssa.DefaultApplyOptions())
	if err != nil {
		return err
	}
	for _, e := range set.Entries {
		if e.Action != want {
			return fmt.Errorf("%s: %s instead of %s", e.Subject, e.Action, want)
		}
	}
	return nil
}

func (f *flux) diff(ctx context.Context, objects []*unstructured.Unstructured) (map[string]string, error) {
	mine, err := f.own(objects)
	if err != nil {
		return nil, err
	}
	patches := map[string]string{}
	for _, o := range mine {
		entry, live, merged, err := f.Diff(ctx, o, ssa.DefaultDiffOptions())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", label(o), err)
		}
		if entry.Action == ssa.UnchangedAction {
			continue
		}
		before, _ := json.Marshal(live)
		after, _ := json.Marshal(merged)
		patch, _ := jsonpatch.CreateMergePatch(before, after)
		patches[label(o)] = fmt.Sprintf("%s: %s", entry.Action, patch)
	}
	return patches, nil
}
