package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
)

// runExamples takes every stack of examples/ through its life. A folder is compiled as a whole if it
// has no stack.rcs.
func runExamples(ctx context.Context, r *rig, match func(string) bool, t *report) error {
	folders, err := filepath.Glob(filepath.Join(r.root, "examples", "*", ""))
	if err != nil {
		return err
	}
	found := 0
	for _, folder := range folders {
		path := folder
		if _, err := os.Stat(filepath.Join(folder, "stack.rcs")); err == nil {
			path = filepath.Join(folder, "stack.rcs")
		}
		s := source{path: path, stdlib: r.stdlib}
		stacks, diagnostics, err := r.compile(s)
		if err != nil || len(stacks) == 0 {
			return errors.Join(err, fmt.Errorf("%s: %v", path, diagnostics))
		}
		for _, stack := range stacks {
			name := filepath.Base(folder) + "/" + stack.Name
			if found++; match(name) {
				begin := time.Now()
				t.check(name+" runs", r.accepted(ctx, s, trial{stack: stack}), begin)
			}
		}
	}
	if found == 0 {
		return errors.New("no example was found")
	}
	return nil
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
