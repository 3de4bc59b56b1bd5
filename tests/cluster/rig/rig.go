package main

import (
	"context"
	"maps"
	"sync"
	"sync/atomic"
	"time"

	core "k8s.io/api/core/v1"
	storage "k8s.io/api/storage/v1"
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
	stdlib           string // --stdlib of all stacks, or empty
	allFaults        bool   // each check is taken away once, not a few
}

// rig is a control plane with what stands in for nodes and storage.
type rig struct {
	tools
	plane    *plane
	kube     kubernetes.Interface
	dynamic  dynamic.Interface
	mapper   *restmapper.DeferredDiscoveryRESTMapper
	warnings *warnings
	seq      int // of the world at hand
	topology atomic.Pointer[topology]
	waiting  notes    // what the stand-ins wait for
	started  sync.Map // the UIDs of pods that the kubelets run
	stores   map[string]cache.Store
	changed  pulse
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

func newRig(ctx context.Context, t tools, p *plane) (*rig, error) {
	r := &rig{tools: t, plane: p, warnings: &warnings{}, stores: map[string]cache.Store{}}
	r.topology.Store(&topology{})
	loud := *p.config
	loud.WarningHandlerWithContext = r.warnings
	var err error
	if r.kube, err = kubernetes.NewForConfig(p.config); err != nil {
		return nil, err
	}
	if r.dynamic, err = dynamic.NewForConfig(&loud); err != nil {
		return nil, err
	}
	r.mapper = restmapper.NewDeferredDiscoveryRESTMapper(memory.NewMemCacheClient(r.kube.Discovery()))
	r.watch(ctx)
	return r, nil
}

type queue = workqueue.TypedRateLimitingInterface[string]

func (r *rig) work(ctx context.Context, do func(context.Context, string) error) queue {
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
func (r *rig) watch(ctx context.Context) {
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
	r.follow("secrets", f.Core().V1().Secrets().Informer(), func(string) { r.wake(pods) })
	r.follow("configs", f.Core().V1().ConfigMaps().Informer(), func(string) { r.wake(pods) })
	r.follow("deployments", f.Apps().V1().Deployments().Informer(), nil)
	r.follow("replicasets", f.Apps().V1().ReplicaSets().Informer(), nil)
	r.follow("statefulsets", f.Apps().V1().StatefulSets().Informer(), nil)
	r.follow("jobs", f.Batch().V1().Jobs().Informer(), nil)
	r.follow("autoscalers", f.Autoscaling().V2().HorizontalPodAutoscalers().Informer(), nil)
	r.follow("budgets", f.Policy().V1().PodDisruptionBudgets().Informer(), nil)
	f.Start(ctx.Done())
	f.WaitForCacheSync(ctx.Done())
}

func (r *rig) follow(name string, informer cache.SharedIndexInformer, add func(key string)) {
	r.stores[name] = informer.GetStore()
	told := func(o any) {
		r.changed.send()
		if key, err := cache.DeletionHandlingMetaNamespaceKeyFunc(o); err == nil && add != nil {
			add(key)
		}
	}
	informer.AddEventHandler(cache.ResourceEventHandlerFuncs{
		AddFunc: told, UpdateFunc: func(_, o any) { told(o) }, DeleteFunc: told})
}

// wake lets the kubelet look at every pod that waits.
func (r *rig) wake(pods queue) {
	for _, o := range r.stores["pods"].List() {
		if pod := o.(*core.Pod); pod.Spec.NodeName != "" && pod.Status.Phase == core.PodPending {
			pods.Add(pod.Namespace + "/" + pod.Name)
		}
	}
}

func get[T any](r *rig, store, key string) *T {
	if o, ok, _ := r.stores[store].GetByKey(key); ok {
		return o.(*T)
	}
	return nil
}

// list returns what a store has of a namespace.
func list[T any, P interface {
	*T
	GetNamespace() string
}](r *rig, store, namespace string) (out []*T) {
	for _, o := range r.stores[store].List() {
		if p := o.(*T); P(p).GetNamespace() == namespace {
			out = append(out, p)
		}
	}
	return out
}

func (r *rig) pod(key string) *core.Pod { return get[core.Pod](r, "pods", key) }

func (r *rig) claimByKey(key string) *core.PersistentVolumeClaim {
	return get[core.PersistentVolumeClaim](r, "claims", key)
}

func (r *rig) claim(namespace, name string) *core.PersistentVolumeClaim {
	return r.claimByKey(namespace + "/" + name)
}

func (r *rig) attachment(name string) *storage.VolumeAttachment {
	return get[storage.VolumeAttachment](r, "attachments", name)
}

// attached tells whether the attach-detach controller gave a volume to a node.
func (r *rig) attached(volume, node string) bool {
	for _, o := range r.stores["attachments"].List() {
		a := o.(*storage.VolumeAttachment)
		if a.Spec.NodeName == node && a.Spec.Source.PersistentVolumeName != nil &&
			*a.Spec.Source.PersistentVolumeName == volume && a.Status.Attached && a.DeletionTimestamp == nil {
			return true
		}
	}
	return false
}
