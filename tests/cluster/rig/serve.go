package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// How many sites a control plane gets before another takes its place: what they leave behind makes it slower.
const share = 100

// run is what the jobs of a run share: those that are left, and what came of the others.
type run struct {
	tools
	todo  chan task
	slow  atomic.Int32  // how many of those need a site
	spare chan struct{} // full while one more control plane runs than there are lanes
	mutex sync.Mutex
	total *report
	spans map[string]*span // by suite
}

// span is when a suite ran: its jobs run beside each other, and beside those of others.
type span struct {
	jobs       int
	begin, end time.Time
}

// runAll runs the jobs on some control planes, so many at a time on all of them together.
func runAll(ctx context.Context, with tools, binary string, planes, at int, tasks []task, total *report) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	all := &run{tools: with, todo: make(chan task, len(tasks)), total: total, spans: map[string]*span{}, spare: make(chan struct{}, 1)}
	for _, j := range tasks {
		all.todo <- j
		if !j.quick {
			all.slow.Add(1)
		}
	}
	close(all.todo)
	planes = min(planes, at, len(tasks))
	var ended sync.WaitGroup
	for i := range planes {
		l := &lane{run: all, binary: binary, fail: cancel}
		ended.Go(func() { l.work(ctx, (at+i)/planes) })
	}
	ended.Wait()
	all.tell()
	return context.Cause(ctx)
}

// lane runs jobs, several at a time, on one control plane after the other.
type lane struct {
	*run
	binary string
	fail   func(error) // ends the whole run
	mutex  sync.Mutex
	now    *host
	next   bool // another one is being started
	over   bool // no job is left
	hosts  sync.WaitGroup
}

// host is a control plane, and how many jobs it has.
type host struct {
	*client
	jobs  int
	ended chan struct{} // closed when it gets no more jobs
	after func()        // called once it is gone
}

// work runs jobs, so many at a time, until none is left.
func (l *lane) work(ctx context.Context, at int) {
	defer l.hosts.Wait()
	if l.renew(ctx, func() {}); l.now == nil {
		return
	}
	var ended sync.WaitGroup
	for range at {
		ended.Go(func() {
			for j := range l.todo {
				if ctx.Err() != nil {
					return
				}
				if !j.quick {
					l.slow.Add(-1)
				}
				h := l.take(ctx)
				l.do(ctx, h.client, j)
				l.give(h)
			}
		})
	}
	ended.Wait()
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.over = true
	l.replace(nil)
}

// take returns the control plane for a job. One that has had its share is replaced once another is ready, so that no job
// waits for that; only one of all lanes is replaced at a time, for each takes memory.
func (l *lane) take(ctx context.Context) *host {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.now.last.Load() >= share && !l.next && l.slow.Load() > share/4 {
		select {
		case l.spare <- struct{}{}:
			l.next = true
			l.hosts.Go(func() { l.renew(ctx, func() { <-l.spare }) })
		default:
		}
	}
	l.now.jobs++
	return l.now
}

// give takes back what a job had.
func (l *lane) give(h *host) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if h.jobs--; h.jobs == 0 && h != l.now {
		close(h.ended)
	}
}

// renew starts a control plane for the jobs to come; that of those before it goes after the last of them.
func (l *lane) renew(ctx context.Context, after func()) {
	h, ready := &host{ended: make(chan struct{})}, make(chan error, 1)
	l.hosts.Go(func() { l.serve(ctx, h, ready) })
	if err := <-ready; err != nil {
		l.fail(err)
		after()
		return
	}
	l.mutex.Lock()
	defer l.mutex.Unlock()
	if l.over {
		close(h.ended)
		return
	}
	if l.now != nil {
		l.now.after = after
	}
	l.next = false
	l.replace(h)
}

func (l *lane) replace(h *host) {
	before := l.now
	if l.now = h; before != nil && before.jobs == 0 {
		close(before.ended)
	}
}

// serve runs a control plane until it gets no more jobs, and says when it is ready.
func (l *lane) serve(ctx context.Context, h *host, ready chan<- error) {
	runtime.LockOSThread() // the processes end with the thread that started them
	dir, err := os.MkdirTemp("", "rcc-cluster.")
	if err != nil {
		ready <- err
		return
	}
	defer os.RemoveAll(dir)
	p, err := startPlane(ctx, l.binary, dir)
	if err != nil {
		ready <- err
		return
	}
	ctx, cancel := context.WithCancel(ctx)
	if h.client, err = newClient(ctx, p); err == nil {
		err = (&rig{tools: l.tools, client: h.client, site: &site{}}).install(ctx)
	}
	if ready <- err; err == nil {
		<-h.ended
	}
	cancel()
	p.stop()
	l.run.mutex.Lock()
	fmt.Fprintf(l.total.out, "a control plane for %d sites: %s\n", h.last.Load(), p.costs())
	l.run.mutex.Unlock()
	if h.after != nil {
		h.after()
	}
}

// do runs a job, and tells of it when it is through.
func (all *run) do(ctx context.Context, c *client, j task) {
	var text bytes.Buffer
	own, begin := report{out: &text}, time.Now()
	j.do(ctx, &rig{tools: all.tools, client: c, site: &site{}}, &own)
	all.mutex.Lock()
	defer all.mutex.Unlock()
	all.total.out.Write(text.Bytes())
	all.total.passed, all.total.failed = all.total.passed+own.passed, all.total.failed+own.failed
	all.total.skipped += own.skipped
	s := all.spans[j.suite]
	if s == nil {
		s = &span{begin: begin}
		all.spans[j.suite] = s
	}
	if begin.Before(s.begin) {
		s.begin = begin
	}
	s.jobs, s.end = s.jobs+1, time.Now()
}

// tell says what each suite took.
func (all *run) tell() {
	for _, suite := range suites {
		if s := all.spans[suite.name]; s != nil {
			fmt.Fprintf(all.total.out, "suite %s: %d jobs in %s\n", suite.name, s.jobs, s.end.Sub(s.begin).Round(time.Second))
		}
	}
}
