// rig proves on a real control plane that what rcc accepts runs, and that what it refuses does not.
//
//	rig -plane BINARY [-jobs N] [-run TEXT] [-random N] [-seed N] [-stdlib DIR] SUITE...
//
// It starts etcd, kube-apiserver, kube-scheduler and kube-controller-manager on loopback, as many times as there are
// processors, runs several cases at a time on each, and ends with the line `N passed, N failed`.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/klog/v2"
)

// report counts assertions.
type report struct {
	passed, failed, skipped int
	out                     io.Writer
}

// skip tells what is not shown here, and why.
func (t *report) skip(what string) {
	t.skipped++
	fmt.Fprintf(t.out, "skipped %s\n", what)
}

func (t *report) check(name string, err error, begin time.Time) {
	took := time.Since(begin).Round(100 * time.Millisecond)
	if err == nil {
		t.passed++
		fmt.Fprintf(t.out, "ok %s (%s)\n", name, took)
		return
	}
	t.failed++
	fmt.Fprintf(t.out, "%s\nnot ok %s (%s)\n", indent(err.Error()), name, took)
}

func indent(text string) string {
	return "  " + strings.ReplaceAll(strings.TrimSpace(text), "\n", "\n  ")
}

// job is a part of a suite; several run at a time on a control plane.
type job struct {
	name  string
	do    func(ctx context.Context, r *rig, t *report)
	quick bool // it only asks, and waits for nothing
}

// task is a job of a suite.
type task struct {
	job
	suite string
}

type suite struct {
	name string
	jobs func(with *tools) ([]job, error)
}

var suites = []suite{{"flows", flows}, {"examples", examples}, {"rules", rulesJobs}, {"mutants", mutantJobs}, {"cases", cases}, {"changes", changes},
	{"faults", faults}, {"together", together}, {"gitops", gitops}}

func main() {
	binary := flag.String("plane", "", "the binary of the control plane")
	rcc := flag.String("rcc", "build/rcc", "the compiler")
	probe := flag.String("probe", "build/tests/cluster/probe", "what tells of a stack")
	crds := flag.String("crds", "build/tests/cluster/crds", "where the definitions of custom resources are")
	stdlib := flag.String("stdlib", "", "compile with the library in `DIR`")
	pattern := flag.String("run", "", "only jobs whose name contains `TEXT`")
	number := flag.Int("random", 0, "how many stacks are drawn at random")
	seed := flag.Uint64("seed", 1, "the first of the numbers that they are drawn from")
	planes := flag.Int("planes", runtime.NumCPU(), "how many control planes run at a time")
	at := flag.Int("jobs", 10*runtime.NumCPU(), "how many cases run at a time, on all of them")
	allFaults := flag.Bool("faults", false, "take each check away once, not a few")
	draw := flag.Bool("draw", false, "only write the stacks that are drawn, and what rcc says of them")
	flag.Parse()
	klog.SetLogger(logr.Discard()) // of client-go: what it retries is no news
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM, syscall.SIGHUP)
	defer cancel()
	root, _ := os.Getwd()
	with := tools{root: root, rcc: absolute(*rcc), probe: absolute(*probe), crds: absolute(*crds), stdlib: *stdlib, allFaults: *allFaults}
	total := report{out: os.Stdout}
	if *draw {
		if err := writeDrawn(&with, *seed, *number); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		return
	}
	if *number > 0 {
		suites = append(suites, suite{"random", func(with *tools) ([]job, error) { return randomJobs(with, *seed, *number) }})
	}
	tasks, err := chosen(&with, flag.Args(), *pattern)
	if err == nil {
		err = runAll(ctx, with, absolute(*binary), *planes, *at, tasks, &total)
	}
	if err != nil {
		fmt.Println(indent(err.Error()))
		total.failed++
	}
	if total.skipped > 0 {
		fmt.Printf("%d checks were skipped, for the reasons above\n", total.skipped)
	}
	fmt.Printf("%d passed, %d failed\n", total.passed, total.failed)
	if total.failed > 0 || total.passed == 0 {
		os.Exit(1)
	}
}

// order is 1 for what comes last.
func order(t task) int {
	if t.quick {
		return 1
	}
	return 0
}

func absolute(path string) string {
	full, _ := filepath.Abs(path)
	return full
}

// chosen lists the jobs of some suites, of all if none is named. A suite without a job is a failure.
func chosen(with *tools, names []string, pattern string) (tasks []task, err error) {
	for _, s := range suites {
		if len(names) > 0 && !slices.Contains(names, s.name) {
			continue
		}
		all, err := s.jobs(with)
		if err != nil || len(all) == 0 {
			return nil, errors.Join(err, fmt.Errorf("%s: no case was found", s.name))
		}
		for _, j := range all {
			if strings.Contains(s.name+"/"+j.name, pattern) {
				tasks = append(tasks, task{j, s.name})
			}
		}
	}
	// In the end there is enough to do for all until nothing is left.
	slices.SortStableFunc(tasks, func(a, b task) int { return order(a) - order(b) })
	return tasks, nil
}
