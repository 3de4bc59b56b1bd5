package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// examples takes every stack of examples/ through its life.
func examples(with *tools) ([]job, error) {
	return eachExample(with, func(name string, s source, stack compiled) job {
		return job{name: name, do: func(ctx context.Context, r *rig, t *report) {
			begin := time.Now()
			t.check(name+" runs", r.accepted(ctx, s, trial{stack: stack}), begin)
		}}
	})
}

// eachExample makes a job of each stack of examples/. A folder is compiled as a whole if it has no stack.rcs.
func eachExample(with *tools, do func(name string, s source, stack compiled) job) ([]job, error) {
	folders, err := filepath.Glob(filepath.Join(with.root, "examples", "*", ""))
	if err != nil {
		return nil, err
	}
	var jobs []job
	for _, folder := range folders {
		path := folder
		if _, err := os.Stat(filepath.Join(folder, "stack.rcs")); err == nil {
			path = filepath.Join(folder, "stack.rcs")
		}
		s := source{path: path, stdlib: with.stdlib}
		stacks, diagnostics, err := with.compile(s)
		if err != nil || len(stacks) == 0 {
			return nil, errors.Join(err, fmt.Errorf("%s: %v", path, diagnostics))
		}
		for _, stack := range stacks {
			jobs = append(jobs, do(filepath.Base(folder)+"/"+stack.Name, s, stack))
		}
	}
	return jobs, nil
}

// accepted runs what rcc writes, with the Secrets that it makes.
func (r *rig) accepted(ctx context.Context, s source, t trial) (err error) {
	if t.objects, err = r.emitted(s, t.stack.Name, "build", "-o", "-"); err != nil {
		return err
	}
	if t.secrets, err = r.emitted(s, t.stack.Name, "secrets", "--generate"); err != nil {
		return err
	}
	return r.alone(ctx, t)
}
