// rig proves on a real control plane that what rcc accepts runs, and that what it refuses does not.
//
//	rig -plane BINARY -rcc BINARY -probe BINARY [-stdlib DIR] [-run PATTERN] SUITE...
//
// It starts etcd, kube-apiserver, kube-scheduler and kube-controller-manager on loopback, and ends
// with the line `N passed, N failed`.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

// report counts assertions.
type report struct {
	passed, failed int
	out            io.Writer // standard output if nil
}

func (t *report) check(name string, err error, begin time.Time) {
	took := time.Since(begin).Round(100 * time.Millisecond)
	if err == nil {
		t.passed++
		fmt.Fprintf(t.output(), "ok %s (%s)\n", name, took)
		return
	}
	t.failed++
	fmt.Fprintf(t.output(), "%s\nnot ok %s (%s)\n", indent(err.Error()), name, took)
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
}

type suite struct {
	name string
	run  func(ctx context.Context, r *rig, match func(string) bool, t *report) error
}

var suites = []suite{{"examples", runExamples}, {"rules", runRules}, {"faults", runFaults}, {"gitops", runGitOps}}

func main() {
	runtime.LockOSThread()         // the processes end with the thread that started them
	klog.SetLogger(logr.Discard()) // of client-go: what it retries is no news
	binary := flag.String("plane", "", "the binary of the control plane")
	rcc := flag.String("rcc", "build/rcc", "the compiler")
	probe := flag.String("probe", "build/tests/cluster/probe", "what tells of a stack")
	stdlib := flag.String("stdlib", "", "compile with the library in `DIR`")
	pattern := flag.String("run", "", "only cases whose name contains `TEXT`")
	flag.Parse()
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer cancel()
	var t report
	err := all(ctx, &t, *binary, flag.Args(), func(r *rig) {
		r.rcc, r.probe, r.stdlib = absolute(*rcc), absolute(*probe), *stdlib
	}, func(name string) bool { return strings.Contains(name, *pattern) })
	if err != nil {
		fmt.Println(indent(err.Error()))
		t.failed++
	}
	fmt.Printf("%d passed, %d failed\n", t.passed, t.failed)
	if t.failed > 0 || t.passed == 0 {
		os.Exit(1)
	}
}

func absolute(path string) string {
	if path == "" {
		return ""
	}
	full, _ := filepath.Abs(path)
	return full
}

func all(ctx context.Context, t *report, binary string, names []string, set func(*rig), match func(string) bool) error {
	dir, err := os.MkdirTemp("", "rcc-cluster.")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	begin := time.Now()
	p, err := startPlane(ctx, absolute(binary), dir)
	if err != nil {
		return err
	}
	defer p.stop()
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	r, err := newRig(ctx, p)
	if err != nil {
		return err
	}
	set(r)
	r.root, _ = os.Getwd()
	t.check("the control plane starts", r.install(ctx), begin)
	for _, s := range suites {
		if !chosen(s.name, names) {
			continue
		}
		if err := s.run(ctx, r, match, t); err != nil {
			return fmt.Errorf("%s: %w", s.name, err)
		}
	}
	return ctx.Err()
}

func chosen(name string, names []string) bool {
	for _, n := range names {
		if n == name {
			return true
		}
	}
	return len(names) == 0
}
