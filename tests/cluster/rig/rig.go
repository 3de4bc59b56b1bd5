package main

import (
	"context"
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	core "k8s.io/api/core/v1"
	storage "k8s.io/api/storage/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/discovery/cached/memory"
	"k8s.io/client-go/dynamic"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/kubernetes"
	"k8s.io/client-go/restmapper"
	"k8s.io/client-go/tools/cache"
	"k8s.io/client-go/util/workqueue"
)

// tools are what the rig calls, and the repository.
type tools struct {
	root, rcc, probe string
	crds             string // where the definitions of custom resources are
	stdlib           string // --stdlib of all stacks, or empty
	allFaults        bool   // each check is taken away once, not a few
}

// rig is what a job has: a control plane, which it shares with others, and a site there for itself.
type rig struct {
	tools
	*client
	site *site
}

// client is a control plane with what stands in for nodes and storage.
type client struct {
	plane   *plane
	kube    kubernetes.Interface
	dynamic dynamic.Interface
	mapper  *restmapper.DeferredDiscoveryRESTMapper
	last    atomic.Int64 // the number of the newest site
	sites   sync.Map     // *site by the name of its namespace
	started sync.Map     // the UIDs of pods that the kubelets run
	stores  map[string]cache.Indexer
}

// notes are remarks by key, empty ones left out.
type notes struct {
	sync.Mutex
	m map[string]string
}

func (n *notes) set(key, text string) {
	n.Lock()
	defer n.Unlock()
	if n.m == nil {
		n.m = map[string]string{}
	}
	if n.m[key] = text; text == "" {
		delete(n.m, key)
	}
}

func (n *notes) all() map[string]string {
	n.Lock()
	defer n.Unlock()
	return maps.Clone(n.m)
}

// pulse tells waiters that some watched object changed.
type pulse struct {
	sync.Mutex
	next chan struct{}
	last time.Time
}

func (s *pulse) send() {
	s.Lock()
	defer s.Unlock()
	if s.next != nil {
		close(s.next)
	}
	s.next, s.last = nil, time.Now()
}

// wait returns a channel that is closed at the next change, and when the last one was.
func (s *pulse) wait() (<-chan struct{}, time.Time) {
	s.Lock()
	defer s.Unlock()
	if s.next == nil {
		s.next = make(chan struct{})
	}
	return s.next, s.last
}

func newClient(ctx context.Context, p *plane) (*client, error) {
	r := &client{plane: p, stores: map[string]cache.Indexer{}}
	loud := *p.config
	loud.WarningHandlerWithContext = warnings{}
	var err error
	quick := *p.config
	quick.ContentType = runtime.ContentTypeProtobuf
	if r.kube, err = kubernetes.NewForConfig(&quick); err != nil {
		return nil, err
	}
	if r.dynamic, err = dynamic.NewForConfig(&loud); err != nil {
		return nil, err
	}
	r.mapper = restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(r.kube.Discovery()))
	r.watch(ctx)
	return r, r.admit(ctx)
}

type queue = workqueue.TypedRateLimitingInterface[string]

func (r *client) work(ctx context.Context, do func(context.Context, string) error) queue {
	limit := workqueue.NewTypedItemExponentialFailureRateLimiter[string](50*time.Millisecond, time.Second)
	q := workqueue.NewTypedRateLimitingQueue(limit)
	context.AfterFunc(ctx, q.ShutDown)
	for range 4 {
		go func() {
			for key, down := q.Get(); !down; key, down = q.Get() {
				if err := do(ctx, key); err != nil {
					q.AddRateLimited(key)
				} else {
					q.Forget(key)
				}
				q.Done(key)
			}
		}()
	}
	return q
}

// watch keeps copies of what the stand-ins and the judge look at, and sets the stand-ins to work.
func (r *client) watch(ctx context.Context) {
	f := informers.NewSharedInformerFactory(r.kube, 0)
	pods, claims, attachments := r.work(ctx, r.kubelet), r.work(ctx, r.provisioner), r.work(ctx, r.attacher)
	r.follow("pods", f.Core().V1().Pods().Informer(), func(key string) { pods.Add(key) })
	r.follow("claims", f.Core().V1().PersistentVolumeClaims().Informer(), func(key string) {
		claims.Add(key)
		r.wake(pods)
	})
	r.follow("attachments", f.Storage().V1().VolumeAttachments().Informer(), func(key string) {
		attachments.Add(key)
		r.wake(pods)
	})
	r.follow("nodes", f.Core().V1().Nodes().Informer(), nil)
	r.follow("secrets", f.Core().V1().Secrets().Informer(), func(string) { r.wake(pods) })
	r.follow("configs", f.Core().V1().ConfigMaps().Informer(), func(string) { r.wake(pods) })
	r.follow("deployments", f.Apps().V1().Deployments().Informer(), nil)
	r.follow("replicasets", f.Apps().V1().ReplicaSets().Informer(), nil)
	r.follow("statefulsets", f.Apps().V1().StatefulSets().Informer(), nil)
	r.follow("daemonsets", f.Apps().V1().DaemonSets().Informer(), nil)
	r.follow("jobs", f.Batch().V1().Jobs().Informer(), nil)
	r.follow("autoscalers", f.Autoscaling().V2().HorizontalPodAutoscalers().Informer(), nil)
	r.follow("budgets", f.Policy().V1().PodDisruptionBudgets().Informer(), nil)
	f.Start(ctx.Done())
	f.WaitForCacheSync(ctx.Done())
}

func (r *client) follow(name string, informer cache.SharedIndexInformer, add func(key string)) {
	r.stores[name] = informer.GetIndexer()
	told := func(o any) {
		key, err := cache.DeletionHandlingMetaNamespaceKeyFunc(o)
		if err != nil {
			return
		}
		if s := r.siteOf(o, key); s != nil {
			s.changed.send()
		}
		if add != nil {
			add(key)
		}
	}
	informer.AddEventHandler(cache.ResourceEventHandlerFuncs{AddFunc: told, DeleteFunc: told, UpdateFunc: func(before, o any) {
		if !stillNowhere(before, o) {
			told(o)
		}
	}})
}

// siteOf returns the site of an object, which has a namespace, is a node or belongs to one; nil if it belongs to none.
func (r *client) siteOf(o any, key string) *site {
	switch of := o.(type) {
	case *storage.VolumeAttachment:
		return r.siteNamed(siteOfNode(of.Spec.NodeName))
	case *core.Node:
		return r.siteNamed(of.Labels[siteLabel])
	}
	namespace, _, _ := strings.Cut(key, "/")
	return r.siteNamed(namespace)
}

// stillNowhere tells whether all that changed of a pod is why it has no place: the scheduler counts nodes of
// other sites there, too, which come and go.
func stillNowhere(before, now any) bool {
	a, ok := before.(*core.Pod)
	if !ok {
		return false
	}
	b := now.(*core.Pod)
	return nowhere(a) && nowhere(b) && a.DeletionTimestamp == nil && b.DeletionTimestamp == nil
}

func nowhere(p *core.Pod) bool {
	return p.Spec.NodeName == "" && slices.ContainsFunc(p.Status.Conditions, func(c core.PodCondition) bool {
		return c.Type == core.PodScheduled && c.Status == core.ConditionFalse && c.Reason == core.PodReasonUnschedulable
	})
}

// wake lets the kubelet look at every pod that waits.
func (r *client) wake(pods queue) {
	for _, o := range r.stores["pods"].List() {
		if pod := o.(*core.Pod); pod.Spec.NodeName != "" && pod.Status.Phase == core.PodPending {
			pods.Add(pod.Namespace + "/" + pod.Name)
		}
	}
}

func get[T any](r *client, store, key string) *T {
	if o, ok, _ := r.stores[store].GetByKey(key); ok {
		return o.(*T)
	}
	return nil
}

// list returns what a store has of a namespace.
func list[T any](r *client, store, namespace string) (out []*T) {
	all, _ := r.stores[store].ByIndex(cache.NamespaceIndex, namespace)
	for _, o := range all {
		out = append(out, o.(*T))
	}
	return out
}

func (r *client) pod(key string) *core.Pod { return get[core.Pod](r, "pods", key) }

func (r *client) claimByKey(key string) *core.PersistentVolumeClaim {
	return get[core.PersistentVolumeClaim](r, "claims", key)
}

func (r *client) claim(namespace, name string) *core.PersistentVolumeClaim {
	return r.claimByKey(namespace + "/" + name)
}

func (r *client) attachment(name string) *storage.VolumeAttachment {
	return get[storage.VolumeAttachment](r, "attachments", name)
}

// attached tells whether the attach-detach controller gave a volume to a node.
func (r *client) attached(volume, node string) bool {
	for _, o := range r.stores["attachments"].List() {
		a := o.(*storage.VolumeAttachment)
		if a.Spec.NodeName == node && a.Spec.Source.PersistentVolumeName != nil &&
			*a.Spec.Source.PersistentVolumeName == volume && a.Status.Attached && a.DeletionTimestamp == nil {
			return true
		}
	}
	return false
}
