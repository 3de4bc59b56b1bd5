package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	core "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	errs "k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/resource"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/dynamic"
)

// warnings hands what the apiserver warns of to the list in the context of the request, if there is one.
type warnings struct{}

type warned struct{}

func (warnings) HandleWarningHeaderWithContext(ctx context.Context, _ int, _ string, text string) {
	if texts, ok := ctx.Value(warned{}).(*[]string); ok {
		*texts = append(*texts, text)
	}
}

// refused is an object that the apiserver did not take, or took with a warning.
type refused struct{ object, text string }

func (e *refused) Error() string { return e.object + ": " + e.text }

func label(o *unstructured.Unstructured) string { return o.GetKind() + "/" + o.GetName() }

func (r *rig) resource(o *unstructured.Unstructured, namespace string) (dynamic.ResourceInterface, error) {
	gvk := o.GroupVersionKind()
	m, err := r.mapper.RESTMapping(gvk.GroupKind(), gvk.Version)
	if err != nil {
		return nil, &refused{label(o), err.Error()}
	}
	if m.Scope.Name() == "root" {
		return r.dynamic.Resource(m.Resource), nil
	}
	return r.dynamic.Resource(m.Resource).Namespace(namespace), nil
}

// send is a server-side apply; what the apiserver warns of comes with what it made.
func (r *rig) send(ctx context.Context, namespace string, o *unstructured.Unstructured, how meta.PatchOptions) (*unstructured.Unstructured, []string, error) {
	to, err := r.resource(o, namespace)
	if err != nil {
		return nil, nil, err
	}
	o = o.DeepCopy()
	if o.GetNamespace() != "" {
		o.SetNamespace(namespace)
	}
	if o.GetKind() == "DaemonSet" && namespace == r.site.name {
		// Its controller, which makes a pod for each node, does not know which ones belong to the namespace.
		unstructured.SetNestedField(o.Object, namespace, "spec", "template", "spec", "nodeSelector", siteLabel)
	}
	text, err := json.Marshal(o)
	if err != nil {
		return nil, nil, err
	}
	how.FieldManager = "rig"
	var told []string
	ctx = context.WithValue(ctx, warned{}, &told)
	live, err := to.Patch(ctx, o.GetName(), types.ApplyPatchType, text, how)
	for tries := 0; busy(err) && tries < 5; tries++ {
		told = nil
		live, err = to.Patch(ctx, o.GetName(), types.ApplyPatchType, text, how)
	}
	if err != nil {
		return nil, told, &refused{label(o), err.Error()}
	}
	return live, told, nil
}

// busy tells whether the apiserver had no time for an answer, which says nothing of the object.
func busy(err error) bool {
	return errs.IsServerTimeout(err) || errs.IsTimeout(err) || errs.IsInternalError(err) && strings.Contains(err.Error(), "timed out")
}

// apply makes an object with strict validation; a warning is an error.
func (r *rig) apply(ctx context.Context, namespace string, o *unstructured.Unstructured) (*unstructured.Unstructured, error) {
	live, told, err := r.send(ctx, namespace, o, meta.PatchOptions{FieldValidation: meta.FieldValidationStrict})
	if err != nil {
		return nil, err
	}
	if len(told) > 0 {
		return live, &refused{label(o), "warning: " + strings.Join(told, "; ")}
	}
	return live, r.seen(ctx, live)
}

// Where the copies of kinds are that settle looks at.
var storeOf = map[string]string{"Deployment": "deployments", "StatefulSet": "statefulsets", "DaemonSet": "daemonsets", "Job": "jobs",
	"HorizontalPodAutoscaler": "autoscalers", "PodDisruptionBudget": "budgets", "PersistentVolumeClaim": "claims"}

// seen waits until the copy of an object is as new as it: else what has just changed would seem to be settled.
func (r *rig) seen(ctx context.Context, o *unstructured.Unstructured) error {
	store, ok := r.stores[storeOf[o.GetKind()]]
	if !ok {
		return nil
	}
	return r.until(ctx, 30*time.Second, label(o)+" to be seen", func() bool {
		copied, ok, _ := store.GetByKey(o.GetNamespace() + "/" + o.GetName())
		return ok && version(copied.(meta.Object)) >= version(o)
	})
}

func version(o meta.Object) (n uint64) {
	fmt.Sscan(o.GetResourceVersion(), &n)
	return n
}

func (r *rig) applyAll(ctx context.Context, namespace string, objects []unstructured.Unstructured) error {
	var all []error
	for i := range objects {
		if _, err := r.apply(ctx, namespace, &objects[i]); err != nil {
			all = append(all, err)
		}
	}
	return errors.Join(all...)
}

// makeNamespace makes a namespace that takes only pods of a profile of Pod Security.
func (r *rig) makeNamespace(ctx context.Context, name, profile string) error {
	n := &core.Namespace{}
	n.Name, n.Labels, n.Annotations = name, map[string]string{}, map[string]string{}
	if name == r.site.name {
		// Its pods go to the nodes of the site.
		n.Labels[siteLabel], n.Annotations["scheduler.alpha.kubernetes.io/node-selector"] = name, siteLabel+"="+name
	}
	for _, mode := range []string{"enforce", "warn", "audit"} {
		n.Labels["pod-security.kubernetes.io/"+mode] = profile
	}
	_, err := r.kube.CoreV1().Namespaces().Create(ctx, n, meta.CreateOptions{})
	return err
}

// makeSecrets makes what the stack expects of others, where nobody made it.
func (r *rig) makeSecrets(ctx context.Context, namespace string, needs []secretNeed) error {
	for _, need := range needs {
		s := &core.Secret{StringData: map[string]string{}}
		s.Name = need.Name
		for _, key := range need.Keys {
			s.StringData[key] = randomText()
		}
		live, err := r.kube.CoreV1().Secrets(namespace).Get(ctx, need.Name, meta.GetOptions{})
		if err == nil {
			for key := range live.Data {
				delete(s.StringData, key)
			}
			live.StringData = s.StringData
			_, err = r.kube.CoreV1().Secrets(namespace).Update(ctx, live, meta.UpdateOptions{})
		} else if errs.IsNotFound(err) {
			_, err = r.kube.CoreV1().Secrets(namespace).Create(ctx, s, meta.CreateOptions{})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// makeClaims makes the claims that pods use and nobody makes: the stack takes them to be there.
// They have volumes that every node reaches.
func (r *rig) makeClaims(ctx context.Context, namespace string, objects []unstructured.Unstructured) error {
	for _, name := range foreignClaims(objects) {
		none := ""
		size := core.ResourceList{core.ResourceStorage: resource.MustParse("1Ti")}
		modes := []core.PersistentVolumeAccessMode{core.ReadWriteMany}
		v := &core.PersistentVolume{}
		v.Name = namespace + "-" + name
		v.Spec.Capacity, v.Spec.AccessModes = size, modes
		v.Spec.CSI = &core.CSIPersistentVolumeSource{Driver: "shared.rig.invalid", VolumeHandle: v.Name}
		v.Spec.ClaimRef = &core.ObjectReference{Namespace: namespace, Name: name}
		c := &core.PersistentVolumeClaim{}
		c.Name = name
		c.Spec.AccessModes, c.Spec.VolumeName, c.Spec.StorageClassName = modes, v.Name, &none
		c.Spec.Resources.Requests = size
		if _, err := r.kube.CoreV1().PersistentVolumes().Create(ctx, v, meta.CreateOptions{}); err != nil {
			return err
		}
		if _, err := r.kube.CoreV1().PersistentVolumeClaims(namespace).Create(ctx, c, meta.CreateOptions{}); err != nil {
			return err
		}
		if err := r.until(ctx, settleLimit, "claim "+name+" to be bound", func() bool {
			claim := get[core.PersistentVolumeClaim](r.client, "claims", namespace+"/"+name)
			return claim != nil && claim.Status.Phase == core.ClaimBound
		}); err != nil {
			return err
		}
	}
	return nil
}

func foreignClaims(objects []unstructured.Unstructured) (names []string) {
	made := map[string]bool{}
	var prefixes []string
	for _, o := range objects {
		if o.GetKind() == "PersistentVolumeClaim" {
			made[o.GetName()] = true
		}
		for _, t := range templates(o) {
			name, _, _ := unstructured.NestedString(t, "metadata", "name")
			prefixes = append(prefixes, name+"-"+o.GetName()+"-")
		}
	}
	for _, spec := range podSpecs(objects) {
		volumes, _, _ := unstructured.NestedSlice(spec, "volumes")
		for _, v := range volumes {
			name, ok, _ := unstructured.NestedString(v.(map[string]any), "persistentVolumeClaim", "claimName")
			if ok && !made[name] && !hasPrefix(name, prefixes) {
				made[name] = true
				names = append(names, name)
			}
		}
	}
	return names
}

func hasPrefix(name string, prefixes []string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(name, p) {
			return true
		}
	}
	return false
}

// clear brings a case to rest. What no controller and no scheduler looks at again stays, and so does all of a stack
// that has settled: to empty a namespace takes a hundred requests, other sites see nothing of it, and the control
// plane goes soon.
func (r *rig) clear(ctx context.Context, namespace string) error {
	defer r.leave()
	clocks := []schema.GroupVersionResource{
		{Group: "autoscaling", Version: "v2", Resource: "horizontalpodautoscalers"},
		{Group: "batch", Version: "v1", Resource: "cronjobs"},
	}
	for _, of := range clocks {
		if err := r.removeAll(ctx, r.dynamic.Resource(of).Namespace(namespace), meta.ListOptions{}); err != nil {
			return err
		}
	}
	if len(r.open(namespace)) == 0 {
		return nil
	}
	return r.removeSite(ctx, namespace)
}

// removeSite removes the workloads and the nodes of a site.
func (r *rig) removeSite(ctx context.Context, namespace string) error {
	for _, of := range []schema.GroupVersionResource{
		{Group: "policy", Version: "v1", Resource: "poddisruptionbudgets"},
		{Group: "batch", Version: "v1", Resource: "jobs"},
		{Group: "apps", Version: "v1", Resource: "daemonsets"},
		{Group: "apps", Version: "v1", Resource: "deployments"},
		{Group: "apps", Version: "v1", Resource: "statefulsets"},
		{Group: "apps", Version: "v1", Resource: "replicasets"},
	} {
		if err := r.removeAll(ctx, r.dynamic.Resource(of).Namespace(namespace), meta.ListOptions{}); err != nil {
			return err
		}
	}
	pods := r.dynamic.Resource(core.SchemeGroupVersion.WithResource("pods")).Namespace(namespace)
	if err := r.until(ctx, 60*time.Second, "pods of "+namespace+" to go", func() bool {
		r.removeAll(ctx, pods, meta.ListOptions{})
		return len(list[core.Pod](r.client, "pods", namespace)) == 0
	}); err != nil {
		return err
	}
	var all []error
	for _, of := range []schema.GroupVersionResource{
		core.SchemeGroupVersion.WithResource("nodes"),
		{Group: "storage.k8s.io", Version: "v1", Resource: "storageclasses"},
		{Group: "storage.k8s.io", Version: "v1", Resource: "csinodes"},
	} {
		all = append(all, r.removeAll(ctx, r.dynamic.Resource(of), r.site.only()))
	}
	return errors.Join(all...)
}

func (r *rig) removeAll(ctx context.Context, of dynamic.ResourceInterface, which meta.ListOptions) error {
	now, background := int64(0), meta.DeletePropagationBackground
	return of.DeleteCollection(ctx, meta.DeleteOptions{GracePeriodSeconds: &now, PropagationPolicy: &background}, which)
}

// until waits for a condition, looking again after each change of a watched object.
func (r *rig) until(ctx context.Context, limit time.Duration, what string, holds func() bool) error {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	for {
		change, _ := r.site.changed.wait()
		if holds() {
			return nil
		}
		select {
		case <-change:
		case <-time.After(200 * time.Millisecond):
		case err := <-r.plane.died:
			return err
		case <-ctx.Done():
			return fmt.Errorf("waited %s for %s: %w", limit, what, context.Cause(ctx))
		}
	}
}

// evict asks for the eviction of a pod; the text says why not, if a budget forbids it.
func (r *rig) evict(ctx context.Context, pod *core.Pod) (string, error) {
	err := r.kube.CoreV1().Pods(pod.Namespace).EvictV1(ctx, &policy.Eviction{
		ObjectMeta: meta.ObjectMeta{Namespace: pod.Namespace, Name: pod.Name}})
	switch {
	case err == nil || errs.IsNotFound(err):
		return "", nil
	case errs.IsTooManyRequests(err):
		return strings.Join(append([]string{err.Error()}, causes(err)...), ": "), nil
	}
	return "", err
}

func causes(err error) (texts []string) {
	var status errs.APIStatus
	if errors.As(err, &status) && status.Status().Details != nil {
		for _, c := range status.Status().Details.Causes {
			texts = append(texts, c.Message)
		}
	}
	return texts
}
