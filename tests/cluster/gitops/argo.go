package main

import (
	"context"
	"fmt"

	"github.com/argoproj/argo-cd/gitops-engine/pkg/diff"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/kube"
	"github.com/argoproj/argo-cd/gitops-engine/pkg/utils/tracing"
	jsonpatch "github.com/evanphx/json-patch/v5"
	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/util/managedfields"
	"k8s.io/client-go/rest"
	cmdutil "k8s.io/kubectl/pkg/cmd/util"
)

// argo is Argo CD, which applies like kubectl, or with the sync option ServerSideApply=true by the server.
type argo struct {
	config  *rest.Config
	kubectl *kube.KubectlCmd
	parser  *managedfields.GvkParser
	server  bool
}

// The field manager of Argo CD.
const argoManager = "argocd-controller"

func newArgo(config *rest.Config, server bool) (*argo, error) {
	kubectl := &kube.KubectlCmd{Log: logr.Discard(), Tracer: tracing.NopTracer{}}
	_, parser, err := kubectl.LoadOpenAPISchema(config)
	return &argo{config, kubectl, parser, server}, err
}

// track marks an object as one of an application, as Argo CD does before it compares or applies.
func track(o *unstructured.Unstructured) *unstructured.Unstructured {
	o = o.DeepCopy()
	notes := o.GetAnnotations()
	if notes == nil {
		notes = map[string]string{}
	}
	gvk := o.GroupVersionKind()
	notes["argocd.argoproj.io/tracking-id"] = fmt.Sprintf("chat:%s/%s:%s/%s", gvk.Group, gvk.Kind, o.GetNamespace(), o.GetName())
	o.SetAnnotations(notes)
	return o
}

func (a *argo) apply(ctx context.Context, objects []*unstructured.Unstructured, _ bool) error {
	by, done, err := a.kubectl.ManageResources(a.config)
	if err != nil {
		return err
	}
	defer done()
	for _, o := range objects {
		if _, err := by.ApplyResource(ctx, track(o), cmdutil.DryRunNone, false, true, a.server, argoManager); err != nil {
			return fmt.Errorf("%s: %w", label(o), err)
		}
	}
	return nil
}

// stateless ignores the status of all objects, as Argo CD does unless it is told otherwise.
type stateless struct{}

func (stateless) Normalize(o *unstructured.Unstructured) error {
	unstructured.RemoveNestedField(o.Object, "status")
	return nil
}

// diff compares in each of the ways that an application may ask for: what was applied like kubectl by a three-way
// merge; what the server applied by a structured merge, and by the server itself (ServerSideDiff=true).
func (a *argo) diff(ctx context.Context, objects []*unstructured.Unstructured) (map[string]string, error) {
	applier, done, err := a.kubectl.ManageServerSideDiffDryRuns(a.config)
	if err != nil {
		return nil, err
	}
	defer done()
	common := []diff.Option{diff.WithNormalizer(stateless{}), diff.WithLogr(logr.Discard()), diff.WithGVKParser(a.parser),
		diff.WithManager(argoManager), diff.WithServerSideDryRunner(diff.NewK8sServerSideDryRunner(applier))}
	ways := map[string][]diff.Option{"three-way": common}
	if a.server {
		ways = map[string][]diff.Option{
			"structured":  append(common[:len(common):len(common)], diff.WithStructuredMergeDiff(true)),
			"server-side": append(common[:len(common):len(common)], diff.WithServerSideDiff(true)),
		}
	}
	patches := map[string]string{}
	for _, o := range objects {
		live, err := a.kubectl.GetResource(ctx, a.config, o.GroupVersionKind(), o.GetName(), o.GetNamespace())
		if err != nil {
			return nil, fmt.Errorf("%s: %w", label(o), err)
		}
		for way, options := range ways {
			result, err := diff.Diff(track(o), live.DeepCopy(), options...)
			if err != nil {
				return nil, fmt.Errorf("%s, %s: %w", label(o), way, err)
			}
			if result.Modified {
				patch, _ := jsonpatch.CreateMergePatch(result.NormalizedLive, result.PredictedLive)
				patches[label(o)+", "+way] = string(patch)
			}
		}
	}
	return patches, nil
}
