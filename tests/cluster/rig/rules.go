package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"sigs.k8s.io/yaml"
)

// rule is a file of tests/cluster/rules: what a control plane does with what a check refuses. Its
// name is the code, unless it lists codes itself.
type rule struct {
	Codes    []string `json:"codes"`
	NotShown string   `json:"not_shown"` // why a control plane cannot show that the check is right
	Hangs    string   `json:"hangs"`     // a pattern of the reason that the cluster gives
	Refused  string   `json:"refused"`   // a pattern of what the apiserver answers
	Warned   string   `json:"warned"`    // a pattern of what the apiserver only warns of, since it is refused later
	Since    string   `json:"since"`     // the release from which the apiserver refuses it
	Before   string   `json:"before"`    // why it is wrong on those before, which take it
	Dropped  string   `json:"dropped"`   // a pattern of the fields that the apiserver leaves out without a word
	NearTold string   `json:"near_told"` // a pattern of what the apiserver says of the near miss, and of all like it
	At       string   `json:"at"`        // the stage of the stack's life at which that happens
	OrAt     string   `json:"or_at"`     // a later stage, where it is left to the scheduler when it happens
	ClaimsTo string   `json:"claims_to"` // the size that all claims get once the stack has started
	Also     []string `json:"also"`      // codes of checks that refuse the same and have to be skipped, too
	NearTo   string   `json:"near_to"`   // the size that the claims of the near miss get
	OneZone  bool     `json:"one_zone"`  // volumes that no pod has a say in all lie in one zone
	Crowded  bool     `json:"crowded"`   // nodes that pods run on take no Job
	Packed   bool     `json:"packed"`    // the stack starts on as few nodes as it can
}

// check is a check of the library, as `rcc explain --all --format json` tells of it.
type check struct{ Code, Name, Severity, Failing, Fixed string }

var (
	// Codes of errors that need a file, because a cluster may have a say in them: those about the stack.
	needsRule = regexp.MustCompile(`^RCS3[0-7]`)
	// Codes of checks of objects, which the apiserver is asked about.
	ofObjects = regexp.MustCompile(`^RCS4`)
)

func (r *tools) checks() ([]check, error) {
	out, err := exec.Command(r.rcc, "explain", "--all", "--format", "json").Output()
	if err != nil {
		return nil, err
	}
	var all []check
	lines := bufio.NewScanner(bytes.NewReader(out))
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var c check
		if err := json.Unmarshal(lines.Bytes(), &c); err != nil {
			return nil, err
		}
		if c.Failing != "" {
			all = append(all, c)
		}
	}
	return all, lines.Err()
}

// readFolder reads each YAML file of a folder of tests/cluster, by its name without the ending.
func readFolder[T any](with *tools, folder string) (map[string]T, error) {
	files, err := filepath.Glob(filepath.Join(with.root, "tests", "cluster", folder, "*.yaml"))
	if err != nil || len(files) == 0 {
		return nil, errors.Join(err, fmt.Errorf("nothing was found in %s", folder))
	}
	all := map[string]T{}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		var one T
		if err := yaml.UnmarshalStrict(text, &one); err != nil {
			return nil, fmt.Errorf("%s: %w", file, err)
		}
		all[strings.TrimSuffix(filepath.Base(file), ".yaml")] = one
	}
	return all, nil
}

func (r *tools) rules() (map[string]rule, error) {
	files, err := readFolder[rule](r, "rules")
	if err != nil {
		return nil, err
	}
	rules := map[string]rule{}
	for name, one := range files {
		if len(one.Codes) == 0 {
			one.Codes = []string{name}
		}
		for _, code := range one.Codes {
			if _, twice := rules[code]; twice {
				return nil, fmt.Errorf("%s: %s has two files", name, code)
			}
			rules[code] = one
		}
	}
	return rules, nil
}

// rulesJobs shows that each check is right: what it refuses hangs or is refused, and its near miss runs.
func rulesJobs(with *tools) ([]job, error) {
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
		delete(rules, c.Code)
		if do := showing(c, one, known); do != nil {
			jobs = append(jobs, job{c.Code, do, ofObjects.MatchString(c.Code) && one.At == ""})
		}
	}
	for code := range rules {
		jobs = append(jobs, job{quick: true, name: code, do: func(_ context.Context, _ *rig, t *report) {
			t.check("the rule "+code+" is one of the library", errors.New("no check has this code"), time.Now())
		}})
	}
	return jobs, nil
}

func showing(c check, one rule, known bool) func(context.Context, *rig, *report) {
	switch {
	case known && one.NotShown == "" && one.At != "":
		return func(ctx context.Context, r *rig, t *report) { r.show(ctx, c, one, t) }
	case known && one.NotShown != "" && ofObjects.MatchString(c.Code):
		return func(ctx context.Context, r *rig, t *report) { r.askStale(ctx, c, one, t) }
	case known && one.NotShown != "":
		return func(_ context.Context, _ *rig, t *report) {
			t.skip(fmt.Sprintf("%s %s: %s", c.Code, c.Name, one.NotShown))
		}
	case ofObjects.MatchString(c.Code):
		return func(ctx context.Context, r *rig, t *report) { r.ask(ctx, c, one, t) }
	case known:
		return func(ctx context.Context, r *rig, t *report) { r.show(ctx, c, one, t) }
	case c.Severity == "error" && needsRule.MatchString(c.Code):
		return func(_ context.Context, _ *rig, t *report) {
			t.check(c.Code+" has a file in tests/cluster/rules", errors.New("it has none"), time.Now())
		}
	}
	return nil
}

func (r *rig) show(ctx context.Context, c check, one rule, t *report) {
	begin := time.Now()
	t.check(fmt.Sprintf("%s %s: what it refuses is broken", c.Code, c.Name), r.broken(ctx, c, one), begin)
	begin = time.Now()
	t.check(fmt.Sprintf("%s %s: the near miss runs", c.Code, c.Name), r.nearMiss(ctx, c, one), begin)
}

// write puts an example into a folder of its own.
func write(text string) (path string, remove func(), err error) {
	dir, err := os.MkdirTemp("", "rcc-cluster-case.")
	if err != nil {
		return "", nil, err
	}
	path = filepath.Join(dir, "stack.rcs")
	return path, func() { os.RemoveAll(dir) }, os.WriteFile(path, []byte(text), 0o600)
}

// broken makes what the check refuses, and expects of the cluster what the rule says.
func (r *rig) broken(ctx context.Context, c check, one rule) error {
	path, remove, err := write(c.Failing)
	if err != nil {
		return err
	}
	defer remove()
	if err := r.reports(ctx, source{path: path, stdlib: r.stdlib}, c, one); err != nil {
		return err
	}
	stacks, found, err := r.compile(source{path: path, stdlib: r.stdlib, skip: append(one.Also, c.Code)})
	if err != nil || len(stacks) != 1 {
		return errors.Join(err, fmt.Errorf("without the check: %d stacks, %v", len(stacks), found))
	}
	err = r.alone(ctx, one.trial(stacks[0]))
	return one.judge(err)
}

// reports expects the check to speak. If it does not, rcc has accepted the stack, and the cluster shows what
// comes of that.
func (r *rig) reports(ctx context.Context, s source, c check, one rule) error {
	stacks, found, err := r.compile(s)
	if err != nil || slices.ContainsFunc(found, func(d diagnostic) bool { return d.Code == c.Code }) {
		return err
	}
	err = fmt.Errorf("rcc does not report %s: %v", c.Code, found)
	if len(stacks) == 1 {
		fate := r.alone(ctx, one.trial(stacks[0]))
		err = fmt.Errorf("%w\non the cluster: %v", err, fate)
	}
	return err
}

func (one rule) trial(stack compiled) trial {
	return trial{stack: stack, objects: stack.Objects, oneZone: one.OneZone, crowded: one.Crowded, packed: one.Packed,
		claimsTo: one.ClaimsTo}
}

// stages lists those at which the stack may break.
func (one rule) stages() []string {
	if one.OrAt == "" {
		return []string{one.At}
	}
	return []string{one.At, one.OrAt}
}

// judge compares what became of a stack with what the rule says.
func (one rule) judge(got error) error {
	var hangs *stuck
	var no *refused
	pattern := one.Hangs + one.Refused
	switch {
	case got == nil:
		return errors.New("it runs")
	case one.Hangs != "" && !errors.As(got, &hangs), one.Refused != "" && !errors.As(got, &no):
		return fmt.Errorf("another failure: %w", got)
	case !regexp.MustCompile(pattern).MatchString(got.Error()):
		return fmt.Errorf("for another reason than %q: %w", pattern, got)
	case !slices.ContainsFunc(one.stages(), func(at string) bool { return strings.HasPrefix(got.Error(), at) }):
		return fmt.Errorf("not at %q: %w", one.At, got)
	}
	return nil
}

// nearMiss takes the fixed example past the stage at which the failing one is broken.
func (r *rig) nearMiss(ctx context.Context, c check, one rule) error {
	path, remove, err := write(c.Fixed)
	if err != nil {
		return err
	}
	defer remove()
	s := source{path: path, stdlib: r.stdlib}
	stacks, found, err := r.compile(s)
	if err != nil || len(stacks) != 1 {
		return errors.Join(err, fmt.Errorf("rcc refuses it: %v", found))
	}
	until := one.stages()[len(one.stages())-1]
	switch until {
	case "apply":
		until = "start"
	case "most pods":
		until = "" // with most pods there has to be room for a change of version, too
	}
	t := one.trial(stacks[0])
	t.objects, t.until, t.claimsTo = nil, until, orElse(one.NearTo, one.ClaimsTo)
	return r.accepted(ctx, s, t)
}
