package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Checks of placement, volumes and rollouts that the library is robbed of, one at a time. Behind them no other one stands.
var removed = []string{"RCS3626", "RCS3201", "RCS3203"}

// Errors of the language, not of a check.
var ofLanguage = regexp.MustCompile(`\{RCS0\d+ error`)

// faults shows that the rig can fail: with a library that lacks a check, what the check would have
// refused is accepted, does not run, and the run is red. With -faults it is shown of every check that a
// cluster shows to be right.
func faults(with *tools) ([]job, error) {
	checks, err := with.checks()
	if err != nil {
		return nil, err
	}
	rules, err := with.rules()
	if err != nil {
		return nil, err
	}
	var jobs []job
	for _, c := range checks {
		one, known := rules[c.Code]
		if slices.Contains(removed, c.Code) || with.allFaults && known && one.NotShown == "" {
			name := "without " + c.Code + " the run is red"
			jobs = append(jobs, job{name: name, do: func(ctx context.Context, r *rig, t *report) {
				begin := time.Now()
				t.check(name, r.redWithout(ctx, c, rules[c.Code]), begin)
			}})
		}
	}
	return jobs, nil
}

func (r *rig) redWithout(ctx context.Context, c check, one rule) error {
	dir, err := os.MkdirTemp("", "rcc-cluster-library.")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, os.DirFS(filepath.Join(r.root, "stdlib"))); err != nil {
		return err
	}
	if err := removeCheck(dir, strings.ReplaceAll(c.Name, "-", "_")); err != nil {
		return err
	}
	before := r.stdlib
	r.stdlib = dir
	defer func() { r.stdlib = before }()
	var text strings.Builder
	inner := report{out: &text}
	r.show(ctx, c, one, &inner)
	if ofLanguage.MatchString(text.String()) {
		return fmt.Errorf("without the check the library is none:\n%s", text.String())
	}
	stuckThen := func(at string) bool { return strings.Contains(text.String(), "on the cluster: "+at+": stuck") }
	if !strings.Contains(text.String(), "rcc does not report "+c.Code) || slices.Contains(removed, c.Code) &&
		(inner.failed != 1 || !slices.ContainsFunc(one.stages(), stuckThen)) {
		return fmt.Errorf("it is not, or for another reason:\n%s", text.String())
	}
	return nil
}

// removeCheck takes a check out of a library, and out of what others need.
func removeCheck(dir, name string) error {
	body := regexp.MustCompile(`(?ms)^check ` + name + `\(.*?^}\n`)
	// Of a check, not of a sentence with that word.
	needs := regexp.MustCompile(`(?m)^(check \w+\([^)]*\)\s+)(needs [^{]*\{)`)
	found := 0
	err := filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".rcs" {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		found += len(body.FindAll(text, -1))
		without := needs.ReplaceAllStringFunc(body.ReplaceAllString(string(text), ""), func(head string) string {
			parts := needs.FindStringSubmatch(head)
			return parts[1] + withoutName(parts[2], name)
		})
		return os.WriteFile(path, []byte(without), 0o600)
	})
	if err == nil && found != 1 {
		err = errors.New("no check " + name + " in the library")
	}
	return err
}

// withoutName takes a name out of `needs a.b, c {`.
func withoutName(list, name string) string {
	var kept []string
	for _, one := range strings.Split(strings.TrimSuffix(strings.TrimPrefix(list, "needs "), "{"), ",") {
		if one = strings.TrimSpace(one); one != name && !strings.HasSuffix(one, "."+name) {
			kept = append(kept, one)
		}
	}
	if len(kept) == 0 {
		return "{"
	}
	return "needs " + strings.Join(kept, ", ") + " {"
}
