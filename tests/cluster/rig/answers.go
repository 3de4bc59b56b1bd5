package main

import (
	"context"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
)

// answers is what the apiserver says of the objects of a stack, which it only thinks through, and the fields that it
// leaves out of them.
type answers struct{ refused, warned, dropped []string }

// ask shows that a check of objects is right: what it refuses the apiserver refuses, what it warns of the apiserver
// warns of, and the fixed example goes through without a word.
func (r *rig) ask(ctx context.Context, c check, one rule, t *report) {
	begin := time.Now()
	namespace := strings.ToLower(c.Code)
	profile := "privileged" // only rules about Pod Security are about that of a namespace
	if one.Warned != "" {
		profile = "restricted"
	}
	err := r.makeNamespace(ctx, namespace, profile)
	failing, asked, problem := r.answersTo(ctx, namespace, c.Failing, append(one.Also, c.Code))
	if err = errors.Join(err, problem); err == nil && !asked {
		t.skip(fmt.Sprintf("%s %s: its examples are for another release", c.Code, c.Name))
		return
	}
	if err == nil && r.stdlib != "" && one.Dropped == "" && len(failing.refused) == 0 && len(failing.dropped) > 0 {
		t.skip(fmt.Sprintf("%s %s: what it is about is behind a gate that this release has shut", c.Code, c.Name))
		return
	}
	if err == nil {
		err = failing.judge(c, one)
		if err != nil && r.stdlib != "" && len(failing.refused) == 0 {
			var why string
			if why, err = r.lessSaid(ctx, c, one, failing); err == nil && why != "" {
				t.skip(fmt.Sprintf("%s %s: %s", c.Code, c.Name, why))
				return
			}
		}
	}
	t.check(fmt.Sprintf("%s %s: the apiserver says the same", c.Code, c.Name), err, begin)
	begin = time.Now()
	if r.stdlib != "" {
		if newer, err := r.ofNewer(ctx, namespace, c, one); err == nil && newer {
			t.skip(fmt.Sprintf("%s %s: its near miss is for a newer release, and on this one no better", c.Code, c.Name))
			return
		}
	}
	fixed, asked, err := r.answersTo(ctx, namespace, c.Fixed, nil)
	if err == nil && !asked {
		t.skip(fmt.Sprintf("%s %s: its near miss is for another release", c.Code, c.Name))
		return
	}
	if err == nil {
		err = fixed.silent(one)
	}
	t.check(fmt.Sprintf("%s %s: the apiserver takes the near miss", c.Code, c.Name), err, begin)
}

// askStale skips a check of objects that the apiserver cannot show, unless it can.
func (r *rig) askStale(ctx context.Context, c check, one rule, t *report) {
	begin := time.Now()
	namespace := strings.ToLower(c.Code)
	err := r.makeNamespace(ctx, namespace, "privileged")
	failing, asked, problem := r.answersTo(ctx, namespace, c.Failing, append(one.Also, c.Code))
	err = errors.Join(err, problem)
	if err == nil && asked && failing.judge(c, one) == nil {
		err = errors.New("the apiserver does show it: the file in tests/cluster/rules says otherwise")
	}
	if err != nil {
		t.check(fmt.Sprintf("%s %s: the apiserver does not show it", c.Code, c.Name), err, begin)
		return
	}
	t.skip(fmt.Sprintf("%s %s: %s", c.Code, c.Name, one.NotShown))
}

// judge compares what the apiserver says of the failing example of a check with what the check is.
func (a answers) judge(c check, one rule) error {
	switch {
	case one.Warned != "":
		if all := strings.Join(a.warned, "\n"); !regexp.MustCompile(one.Warned).MatchString(all) {
			return fmt.Errorf("the apiserver does not warn of it: %q", all)
		}
	case one.Dropped != "":
		if all := strings.Join(a.dropped, "\n"); !regexp.MustCompile(one.Dropped).MatchString(all) {
			return fmt.Errorf("the apiserver does not leave it out, but: %q", all)
		}
	case c.Severity == "error" && len(a.refused) == 0:
		return fmt.Errorf("the apiserver takes it, with the warnings %q", a.warned)
	case c.Severity != "error" && len(a.refused) > 0:
		return fmt.Errorf("the apiserver refuses it: %q", a.refused)
	case c.Severity != "error" && len(a.warned) == 0:
		return errors.New("the apiserver takes it without a warning")
	}
	return nil
}

// silent expects nothing but what the apiserver says of all such objects.
func (a answers) silent(one rule) error {
	if one.NearTold != "" {
		always := regexp.MustCompile(one.NearTold)
		a.warned = slices.DeleteFunc(a.warned, always.MatchString)
	}
	all := append(a.refused, a.warned...)
	if one.Dropped != "" {
		all = append(all, a.dropped...)
	}
	if len(all) > 0 {
		return errors.New(strings.Join(all, "\n"))
	}
	return nil
}

// answersTo asks about the objects of an example that is compiled without some checks; not about one for a release
// that is not at hand.
func (r *rig) answersTo(ctx context.Context, namespace, example string, skip []string) (all answers, asked bool, err error) {
	path, remove, err := write(example)
	if err != nil {
		return all, false, err
	}
	defer remove()
	stacks, found, err := r.compile(source{path: path, stdlib: r.stdlib, skip: skip})
	if err == nil && len(stacks) == 0 && onlyNewer(found) {
		return all, false, nil
	}
	if err != nil || len(stacks) != 1 {
		return all, false, errors.Join(err, fmt.Errorf("%d stacks: %v", len(stacks), found))
	}
	if r.other(stacks[0].Cluster.Kubernetes) {
		return all, false, nil
	}
	how := meta.PatchOptions{DryRun: []string{meta.DryRunAll}, FieldValidation: meta.FieldValidationStrict}
	for i := range stacks[0].Objects {
		o := &stacks[0].Objects[i]
		live, told, err := r.send(ctx, namespace, o, how)
		if err != nil {
			all.refused = append(all.refused, err.Error())
		} else {
			all.dropped = append(all.dropped, lost(label(o), o.Object, live.Object)...)
		}
		for _, text := range told {
			all.warned = append(all.warned, label(o)+": "+text)
		}
	}
	return all, true, nil
}

// Codes of what a release of Kubernetes lacks: a kind, a field, a value, or what is behind a gate that it has shut.
var newer = regexp.MustCompile("^RCS(0609|0610|0611|4862|495[0-9])$")

// onlyNewer tells whether all that is wrong is that the release lacks something.
func onlyNewer(found []diagnostic) bool {
	return !slices.ContainsFunc(errorsOf(found), func(code string) bool {
		return !newer.MatchString(code)
	})
}

// lost lists the fields that were sent and did not come back.
func lost(at string, sent, back any) (paths []string) {
	switch sent := sent.(type) {
	case map[string]any:
		fields, _ := back.(map[string]any)
		for key, value := range sent {
			other, there := fields[key]
			if !there && value != nil {
				paths = append(paths, at+"."+key)
			} else {
				paths = append(paths, lost(at+"."+key, value, other)...)
			}
		}
	case []any:
		items, _ := back.([]any)
		for i := range sent {
			if i < len(items) {
				paths = append(paths, lost(fmt.Sprintf("%s.%d", at, i), sent[i], items[i])...)
			} else {
				paths = append(paths, fmt.Sprintf("%s.%d", at, i))
			}
		}
	}
	return paths
}
