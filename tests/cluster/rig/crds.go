package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
)

// install gives the cluster the custom resources that run.sh has gathered.
func (r *rig) install(ctx context.Context) error {
	files, err := filepath.Glob(filepath.Join(r.crds, "*.yaml"))
	if err != nil || len(files) == 0 {
		return errors.Join(err, errors.New("no custom resource was found"))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return err
		}
		objects, err := readYAML(text)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		if err := r.applyAll(ctx, "", objects); err != nil {
			return err
		}
		for _, o := range objects {
			if err := r.served(ctx, &o); err != nil {
				return err
			}
		}
	}
	return nil
}

// served waits until the apiserver knows the kind that a definition defines.
func (r *rig) served(ctx context.Context, definition *unstructured.Unstructured) error {
	group, _, _ := unstructured.NestedString(definition.Object, "spec", "group")
	kind, _, _ := unstructured.NestedString(definition.Object, "spec", "names", "kind")
	return r.until(ctx, 60*time.Second, kind+"."+group+" to be served", func() bool {
		r.mapper.Reset()
		_, err := r.mapper.RESTMapping(schema.GroupKind{Group: group, Kind: kind})
		return err == nil
	})
}
