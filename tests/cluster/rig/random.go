package main

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

const (
	mostDraws  = 60 // for a certain code, and ten times as many for any
	mostShrink = 25 // tries to make a disagreement smaller
)

// oracle compares what rcc says of a stack with what becomes of it on a control plane.
type oracle struct {
	library *library
	broken  map[string]bool     // codes of checks that a cluster shows to be right, as it is
	codes   []string            // the same, sorted
	packed  map[string]bool     // codes of what shows on as few nodes as can be
	also    map[string][]string // codes of checks that refuse the same
}

func newOracle(with *tools) (*oracle, error) {
	s, err := readSchema(with)
	if err != nil {
		return nil, err
	}
	rules, err := with.rules()
	if err != nil {
		return nil, err
	}
	o := &oracle{library: s, broken: map[string]bool{}, packed: map[string]bool{}, also: map[string][]string{}}
	for code, r := range rules {
		o.also[code], o.packed[code] = r.Also, r.Packed
		o.broken[code] = r.NotShown == "" && !r.OneZone && !r.Crowded && r.ClaimsTo == ""
		if o.broken[code] {
			o.codes = append(o.codes, code)
		}
	}
	slices.Sort(o.codes)
	return o, nil
}

// verdict is what rcc says: a stack to run, and whether it has to.
type verdict struct {
	stack  compiled
	codes  []string // for which it was refused
	packed bool     // and a code says what may happen on few nodes
}

// suits is what a stack that is drawn has to be: refused or not, and with a certain code unless it is empty. Most draws
// are something else, and are not looked at any further.
type suits struct {
	refused bool
	code    string
}

// judge compiles a stack. A nil verdict: nothing can be said, it is refused for what no cluster shows; or it does not suit.
func (o *oracle) judge(with *tools, path string, only *suits) (*verdict, error) {
	v := &verdict{}
	for range 6 { // a check that is skipped may let others speak
		out, taken, err := with.askProbe(source{path: path, stdlib: with.stdlib, skip: v.codes})
		if err != nil || only != nil && len(v.codes) == 0 && taken == only.refused {
			return nil, err
		}
		stacks, found, err := readProbe(out)
		if err != nil {
			return nil, err
		}
		if only != nil && len(v.codes) == 0 && only.code != "" && !slices.Contains(errorsOf(found), only.code) {
			return nil, nil
		}
		undecided := func(d diagnostic) bool {
			return d.Severity == "warning" && slices.Contains(o.library.draw.Undecided, d.Code)
		}
		if len(v.codes) == 0 && slices.ContainsFunc(found, undecided) {
			return nil, nil // of a stack that is refused they say no more than the error
		}
		if len(stacks) == 1 {
			v.stack = stacks[0]
			return v, nil
		}
		for _, code := range errorsOf(found) {
			same := slices.ContainsFunc(v.codes, func(had string) bool { return slices.Contains(o.also[had], code) })
			if !o.broken[code] && !same {
				return nil, nil
			}
			v.codes, v.packed = append(v.codes, code), v.packed || o.packed[code]
		}
	}
	return nil, nil
}

// disagrees runs a stack as rcc judged it; empty if both agree.
func (r *rig) disagrees(ctx context.Context, o *oracle, v *verdict) (string, error) {
	drains := 0
	if len(v.codes) == 0 {
		drains = 1 // the examples show that all pass
	}
	err := r.alone(ctx, trial{stack: v.stack, objects: v.stack.Objects, drains: drains, brief: true, packed: v.packed,
		noRoom: len(v.codes) == 0 && v.stack.Survive.Nodes == 0})
	var hangs *stuck
	var no *refused
	broken := errors.As(err, &hangs) || errors.As(err, &no)
	switch {
	case err != nil && !broken:
		return "", err
	case broken && len(v.codes) == 0:
		return "accepted, but: " + err.Error(), nil
	case !broken && slices.ContainsFunc(v.codes, func(code string) bool { return !slices.Contains(o.library.draw.Undecided, code) }):
		return "refused with " + strings.Join(v.codes, ", ") + ", but it runs", nil
	}
	return "", nil
}

// randomJobs draws stacks and clusters from the library's own schema. A seed always gives the same stack.
func randomJobs(with *tools, seed uint64, n int) ([]job, error) {
	o, err := newOracle(with)
	if err != nil {
		return nil, err
	}
	var jobs []job
	for i := range n {
		name := fmt.Sprintf("random-%d", seed+uint64(i))
		jobs = append(jobs, job{name: name, do: func(ctx context.Context, r *rig, t *report) {
			begin := time.Now()
			text, err := r.drawn(ctx, o, seed+uint64(i))
			t.check(name+" "+text, err, begin)
		}})
	}
	return jobs, nil
}

// writeDrawn writes what randomJobs would run.
func writeDrawn(with *tools, seed uint64, n int) error {
	o, err := newOracle(with)
	if err != nil {
		return err
	}
	path, remove, err := write("")
	if err != nil {
		return err
	}
	defer remove()
	for i := range uint64(n) {
		stack, v, err := o.find(with, path, seed+i)
		if err != nil {
			return err
		}
		fmt.Printf("# %d: %s\n%s", seed+i, orElse(strings.Join(v.codes, " "), "accepted"), stack.text())
	}
	return nil
}

func (r *rig) drawn(ctx context.Context, o *oracle, seed uint64) (string, error) {
	path, remove, err := write("")
	if err != nil {
		return "", err
	}
	defer remove()
	stack, v, err := o.find(&r.tools, path, seed)
	if err != nil {
		return "", err
	}
	text := "accepted, runs"
	if len(v.codes) > 0 {
		text = "refused with " + strings.Join(v.codes, " ") + ", is broken"
	}
	why, err := r.disagrees(ctx, o, v)
	if err != nil || why == "" {
		return text, err
	}
	return text, r.shrunk(ctx, o, seed, stack, path, why)
}

// find draws until a stack is accepted, for even seeds, or refused with a code that goes round with the
// seed; if that one does not turn up, with another.
func (o *oracle) find(with *tools, path string, seed uint64) (found *term, judged *verdict, err error) {
	random := rand.New(rand.NewPCG(seed, 0))
	wanted, only := o.codes[int(seed/2)%len(o.codes)], suits{refused: seed%2 == 1}
	for i := 0; i < mostDraws || found == nil && i < 10*mostDraws; i++ {
		stack := o.library.stack(random)
		if err := os.WriteFile(path, []byte(stack.text()), 0o600); err != nil {
			return nil, nil, err
		}
		v, err := o.judge(with, path, &only)
		if err != nil {
			return nil, nil, fmt.Errorf("%w\n%s", err, stack.text())
		}
		if v == nil {
			continue
		}
		if !only.refused || slices.Contains(v.codes, wanted) {
			return stack, v, nil
		}
		if found == nil {
			found, judged, only.code = stack, v, wanted
		}
	}
	if found == nil {
		err = fmt.Errorf("none of %d draws was decided", 10*mostDraws)
	}
	return found, judged, err
}

// shrunk makes a stack that the two disagree about smaller, as long as they do, and keeps it as a case.
func (r *rig) shrunk(ctx context.Context, o *oracle, seed uint64, stack *term, path, why string) error {
	tries := 0
	for again := true; again && tries < mostShrink; {
		again = false
		for _, s := range stack.simpler() {
			if tries++; tries > mostShrink || ctx.Err() != nil {
				break
			}
			s.take()
			if less := r.still(ctx, o, stack, path, why); less != "" {
				why, again = less, true
				break // the steps are those of the stack before
			}
			s.back()
		}
	}
	kept := filepath.Join(r.root, "build", "tests", "cluster", fmt.Sprintf("disagreement-%d.rcs", seed))
	text := "# " + strings.ReplaceAll(why, "\n", "\n# ") + "\n" + stack.text()
	return fmt.Errorf("%s\n%s\nkept as %s: move it to tests/cluster/cases once it is decided who is right%v", why, stack.text(), kept,
		orNothing(os.WriteFile(kept, []byte(text), 0o644)))
}

func orNothing(err error) string {
	if err == nil {
		return ""
	}
	return ": " + err.Error()
}

// still tells whether the two disagree in the same way.
func (r *rig) still(ctx context.Context, o *oracle, stack *term, path, why string) string {
	if err := os.WriteFile(path, []byte(stack.text()), 0o600); err != nil {
		return ""
	}
	v, err := o.judge(&r.tools, path, nil)
	if err != nil || v == nil || (len(v.codes) == 0) != strings.HasPrefix(why, "accepted") {
		return ""
	}
	less, err := r.disagrees(ctx, o, v)
	if err != nil {
		return ""
	}
	return less
}

// cases are stacks that rcc and a control plane once disagreed about: they must agree now.
func cases(with *tools) ([]job, error) {
	o, err := newOracle(with)
	if err != nil {
		return nil, err
	}
	files, err := filepath.Glob(filepath.Join(with.root, "tests", "cluster", "cases", "*.rcs"))
	if err != nil {
		return nil, err
	}
	var jobs []job
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".rcs")
		jobs = append(jobs, job{name: name, do: func(ctx context.Context, r *rig, t *report) {
			begin := time.Now()
			t.check(name+" is judged as it turns out", r.agrees(ctx, o, file), begin)
		}})
	}
	return jobs, nil
}

func (r *rig) agrees(ctx context.Context, o *oracle, file string) error {
	v, err := o.judge(&r.tools, file, nil)
	if err != nil {
		return err
	}
	if v == nil {
		return errors.New("it is refused for what no cluster shows")
	}
	why, err := r.disagrees(ctx, o, v)
	if err == nil && why != "" {
		err = errors.New(why)
	}
	return err
}
