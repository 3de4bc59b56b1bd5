package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"

	restmapping "k8s.io/apimachinery/pkg/api/meta"
	meta "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// mutants is a file of tests/cluster/mutants: an object that is right, and small edits of it. An edit sets what is at
// some paths, such as spec.ports.0.port; a path behind a `-` takes away what is there.
type mutants struct {
	Object map[string]any   `json:"object"`
	Edits  []map[string]any `json:"edits"`
	Apart  []apart          `json:"apart"`
}

// apart are edits about which rcc and the apiserver do not agree, and the reason; on releases from `since` on and before
// `before` only, where they say so: on others they agree.
type apart struct {
	Why    string           `json:"why"`
	Since  string           `json:"since"`
	Before string           `json:"before"`
	Edits  []map[string]any `json:"edits"`
}

// mutantJobs asks the apiserver and `rcc vet` about each edit: what the one refuses is an error of the other's. No
// verdict is written down.
func mutantJobs(with *tools) ([]job, error) {
	files, err := readFolder[mutants](with, "mutants")
	if err != nil {
		return nil, err
	}
	var jobs []job
	for _, name := range slices.Sorted(maps.Keys(files)) {
		all := files[name]
		jobs = append(jobs, job{quick: true, name: name, do: func(ctx context.Context, r *rig, t *report) {
			r.compareAll(ctx, name, all, t)
		}})
	}
	return jobs, nil
}

func (r *rig) compareAll(ctx context.Context, name string, all mutants, t *report) {
	begin := time.Now()
	namespace := "mutants-" + name
	err := r.makeNamespace(ctx, namespace, "privileged")
	if err == nil {
		err = r.until(ctx, settleLimit, "the account of pods that name none", func() bool {
			_, err := r.kube.CoreV1().ServiceAccounts(namespace).Get(ctx, "default", meta.GetOptions{})
			return err == nil
		})
	}
	version, problem := r.kube.Discovery().ServerVersion()
	if err = errors.Join(err, problem); err != nil {
		t.check(name, err, begin)
		return
	}
	release := version.Major + "." + version.Minor
	ask := func(edit map[string]any) (verdicts, error) {
		return r.verdictsOn(ctx, namespace, release, all.Object, edit)
	}
	itself, err := ask(nil)
	if err == nil && itself.unknown && itself.alike() {
		t.skip(fmt.Sprintf("%s: Kubernetes %s has no such kind, and rcc says so", name, release))
		return
	}
	all = all.on(release)
	t.check(fmt.Sprintf("%s: %d edits are judged alike", name, len(all.Edits)), errors.Join(err, all.agreement(itself, ask)), begin)
	for _, a := range all.Apart {
		begin = time.Now()
		t.check(fmt.Sprintf("%s: %d edits are not: %s", name, len(a.Edits), a.Why), a.stillApart(ask), begin)
	}
}

// on returns what is expected on a release: edits that are set apart for other ones are to be judged alike.
func (all mutants) on(release string) mutants {
	here := mutants{Object: all.Object, Edits: slices.Clone(all.Edits)}
	for _, a := range all.Apart {
		if a.Since != "" && minor(release) < minor(a.Since) || a.Before != "" && minor(release) >= minor(a.Before) {
			here.Edits = append(here.Edits, a.Edits...)
		} else {
			here.Apart = append(here.Apart, a)
		}
	}
	return here
}

// minor is the number behind the `1.` of a release.
func minor(release string) int {
	_, text, _ := strings.Cut(release, ".")
	n, _ := strconv.Atoi(text)
	return n
}

// agreement compares the verdicts on the object itself, and on each edit of it.
func (all mutants) agreement(itself verdicts, ask func(map[string]any) (verdicts, error)) error {
	var wrong []error
	if itself.refused != "" || len(errorsOf(itself.found)) > 0 {
		wrong = append(wrong, fmt.Errorf("the object itself: %s", itself))
	}
	for _, edit := range all.Edits {
		v, err := ask(edit)
		if err == nil && !v.alike() {
			err = errors.New(v.String())
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", text(edit), err))
		}
	}
	return errors.Join(wrong...)
}

func (a apart) stillApart(ask func(map[string]any) (verdicts, error)) error {
	var wrong []error
	for _, edit := range a.Edits {
		v, err := ask(edit)
		if err == nil && v.alike() {
			err = errors.New("both say the same by now: move it to `edits`")
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("%s: %w", text(edit), err))
		}
	}
	return errors.Join(wrong...)
}

func text(edit map[string]any) string {
	line, _ := json.Marshal(edit)
	return string(line)
}

// verdicts are what the apiserver and rcc say of an object.
type verdicts struct {
	refused string
	unknown bool // the release has no such kind
	warned  bool
	found   []diagnostic
}

// alike tells whether what the apiserver refuses is an error, and what it takes is none. What it warns of may be one:
// it is meant to be wrong.
func (v verdicts) alike() bool {
	wrong := len(errorsOf(v.found)) > 0
	return wrong == (v.refused != "") || wrong && v.warned
}

func (v verdicts) String() string {
	server := "the apiserver takes it"
	if v.refused != "" {
		server = v.refused
	}
	return fmt.Sprintf("%s; rcc: %v", server, v.found)
}

func (r *rig) verdictsOn(ctx context.Context, namespace, release string, object, edit map[string]any) (v verdicts, err error) {
	o := unstructured.Unstructured{Object: object}
	mutant := o.DeepCopy()
	for _, path := range slices.Sorted(maps.Keys(edit)) {
		set, gone := strings.CutPrefix(path, "-")
		if mutant.Object, err = edited(mutant.Object, strings.Split(set, "."), edit[path], gone); err != nil {
			return v, err
		}
	}
	if v.found, err = r.vet(mutant, release); err != nil {
		return v, err
	}
	gvk := mutant.GroupVersionKind()
	if _, err = r.mapper.RESTMapping(gvk.GroupKind(), gvk.Version); restmapping.IsNoMatchError(err) {
		v.refused, v.unknown = err.Error(), true
		return v, nil
	}
	to, err := r.resource(mutant, namespace)
	if err != nil {
		return v, err
	}
	var told []string
	how := meta.CreateOptions{DryRun: []string{meta.DryRunAll}, FieldValidation: meta.FieldValidationStrict}
	if _, refusal := to.Create(context.WithValue(ctx, warned{}, &told), mutant, how); refusal != nil {
		v.refused = refusal.Error()
	}
	v.warned = len(told) > 0
	return v, ctx.Err()
}

// edited returns an object with another value at a path, or with none.
func edited(in map[string]any, path []string, value any, gone bool) (map[string]any, error) {
	out, err := at(in, path, value, gone)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", strings.Join(path, "."), err)
	}
	return out.(map[string]any), nil
}

func at(in any, path []string, value any, gone bool) (any, error) {
	if len(path) == 0 {
		return value, nil
	}
	i, err := strconv.Atoi(path[0])
	list, isList := in.([]any)
	if err != nil || !isList && in != nil {
		return atKey(in, path, value, gone)
	}
	if i > len(list) {
		return nil, fmt.Errorf("there are only %d items", len(list))
	}
	if gone && len(path) == 1 {
		return slices.Delete(list, i, i+1), nil
	}
	if i == len(list) {
		list = append(list, nil)
	}
	list[i], err = at(list[i], path[1:], value, gone)
	return list, err
}

func atKey(in any, path []string, value any, gone bool) (any, error) {
	fields, ok := in.(map[string]any)
	if !ok && in != nil {
		return nil, fmt.Errorf("there is no field %s", path[0])
	}
	if fields == nil {
		fields = map[string]any{}
	}
	if gone && len(path) == 1 {
		delete(fields, path[0])
		return fields, nil
	}
	var err error
	fields[path[0]], err = at(fields[path[0]], path[1:], value, gone)
	return fields, err
}

// vet asks rcc about a manifest.
func (r *tools) vet(o *unstructured.Unstructured, release string) (found []diagnostic, err error) {
	text, err := json.Marshal(o.Object)
	if err != nil {
		return nil, err
	}
	args := []string{"vet", "-", "--kubernetes", release, "--pod-security", "privileged", "--diagnostics", "json"}
	if r.stdlib != "" {
		args = append(args, "--stdlib", r.stdlib)
	}
	cmd := exec.Command(r.rcc, args...)
	cmd.Stdin = bytes.NewReader(text)
	out, err := cmd.CombinedOutput()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		return nil, err
	}
	for lines := bufio.NewScanner(bytes.NewReader(out)); lines.Scan(); {
		var d diagnostic
		if json.Unmarshal(lines.Bytes(), &d) == nil && d.Code != "" {
			found = append(found, d)
		}
	}
	if err != nil && len(errorsOf(found)) == 0 {
		return nil, fmt.Errorf("rcc %s: %w: %s", strings.Join(args, " "), err, out)
	}
	return found, nil
}
