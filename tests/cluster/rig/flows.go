package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"os/exec"
	"path/filepath"
	"strings"
	"time"
)

// flows asks a policy engine what the NetworkPolicies of each example let through; no cluster has a part in it, for
// nothing here enforces them. tests/cluster/flows answers, flows.yaml is what it has to be.
func flows(with *tools) ([]job, error) {
	return eachExample(with, func(name string, s source, stack compiled) job {
		return job{quick: true, name: name, do: func(ctx context.Context, r *rig, t *report) {
			begin := time.Now()
			t.check(name+" lets through what flows.yaml has, by each of its policies", r.letsThrough(ctx, name, s, stack), begin)
		}}
	})
}

func (r *rig) letsThrough(ctx context.Context, name string, s source, stack compiled) error {
	objects, err := r.emitted(s, stack.Name, "build", "-o", "-")
	if err != nil {
		return err
	}
	text, err := json.Marshal(objects)
	if err != nil {
		return err
	}
	table := filepath.Join(r.root, "tests", "cluster", "flows.yaml")
	cmd := exec.CommandContext(ctx, filepath.Join(filepath.Dir(r.probe), "flows"), table, name)
	cmd.Stdin = bytes.NewReader(text)
	if out, err := cmd.CombinedOutput(); err != nil {
		return errors.New(strings.TrimSpace(string(out)) + ": " + err.Error())
	}
	return nil
}
