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

// How many jobs a control plane gets before another takes its place: what they leave behind makes it slower.
const share = 100

// run is what the jobs of a run share: those that are left, and what came of the others.
type run struct {
	tools
	todo  chan task
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
	all := &run{tools: with, todo: make(chan task, len(tasks)), total: total, spans: map[string]*span{}}
	for _, j := range tasks {
		all.todo <- j
	}
	close(all.todo)
	planes = min(planes, at, len(tasks))
	var ended sync.WaitGroup
	for i := range planes {
		ended.Go(func() {
			runtime.LockOSThread() // the processes end with the thread that started them
			for len(all.todo) > 0 {
				if err := all.serve(ctx, binary, (at+i)/planes); err != nil {
					cancel(err)
					return
				}
			}
		})
	}
	ended.Wait()
	all.tell()
	return context.Cause(ctx)
}

// serve runs jobs on a control plane of its own, so many at a time, until none is left or it has had its share.
func (all *run) serve(ctx context.Context, binary string, at int) error {
	dir, err := os.MkdirTemp("", "rcc-cluster.")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	p, err := startPlane(ctx, binary, dir)
	if err != nil {
		return err
	}
	defer func() {
		p.stop()
		all.mutex.Lock()
		defer all.mutex.Unlock()
		fmt.Fprintln(all.total.out, "a control plane: "+p.costs())
	}()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	c, err := newClient(ctx, p)
	if err != nil {
		return err
	}
	first := &rig{tools: all.tools, client: c, site: &site{}}
	if err := first.install(ctx); err != nil {
		return err
	}
	var ended sync.WaitGroup
	var had atomic.Int32
	for range at {
		ended.Go(func() {
			for had.Add(1) <= share && ctx.Err() == nil {
				j, more := <-all.todo
				if !more {
					return
				}
				all.do(ctx, c, j)
			}
		})
	}
	ended.Wait()
	return ctx.Err()
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
