// gitops applies objects as a GitOps tool does, and compares them with what then lives in the cluster as that tool
// does, with the packages that the tools themselves are built of:
//
//	gitops -kubeconfig FILE -as argocd|argocd-server|flux apply|reapply|diff < OBJECTS
//
// OBJECTS is a list of objects in JSON. Of a difference the patch is printed that the tool would make; the exit status
// is 1 then.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/rest"
	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/klog/v2"
)

// A tool applies objects, and tells what it would change in those that live. Its name is also that of its user.
type tool interface {
	apply(ctx context.Context, objects []*unstructured.Unstructured, again bool) error
	diff(ctx context.Context, objects []*unstructured.Unstructured) (patches map[string]string, err error)
}

func main() {
	klog.SetLogger(logr.Discard())
	kubeconfig := flag.String("kubeconfig", "", "how the cluster is reached")
	as := flag.String("as", "", "the tool: argocd, argocd-server, flux")
	flag.Parse()
	differs, err := run(context.Background(), *kubeconfig, *as, flag.Arg(0))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
	if differs {
		os.Exit(1)
	}
}

func run(ctx context.Context, kubeconfig, as, command string) (differs bool, err error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return false, err
	}
	config.QPS = -1
	t, err := toolOf(config, as)
	if err != nil {
		return false, err
	}
	var objects []*unstructured.Unstructured
	if err := json.NewDecoder(os.Stdin).Decode(&objects); err != nil {
		return false, err
	}
	if command == "apply" || command == "reapply" {
		return false, t.apply(ctx, objects, command == "reapply")
	}
	patches, err := t.diff(ctx, objects)
	for object, patch := range patches {
		fmt.Printf("%s: %s\n", object, patch)
	}
	return len(patches) > 0, err
}

func toolOf(config *rest.Config, as string) (tool, error) {
	switch as {
	case "argocd":
		return newArgo(config, false)
	case "argocd-server":
		return newArgo(config, true)
	case "flux":
		return newFlux(config)
	}
	return nil, fmt.Errorf("no tool is %q", as)
}

func label(o *unstructured.Unstructured) string { return o.GetKind() + "/" + o.GetName() }
