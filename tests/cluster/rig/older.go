package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
)

// lessSaid judges rcc where an older release does not say of what a check refuses what the newest one does: why that is
// no fault, or an error. Empty: it comes out later, and rcc is right.
func (r *rig) lessSaid(ctx context.Context, c check, one rule, said answers) (why string, err error) {
	reported, err := r.reportsOn(c.Failing, c.Code)
	switch {
	case err != nil:
		return "", err
	case !reported:
		return "this release lets it pass, and so does rcc", nil
	case c.Severity != "error":
		return "this release does not warn of it", nil
	case len(said.warned) > 0:
		return "this release only warns of it", nil
	case one.Before != "":
		return one.Before, r.isBefore(one.Since)
	}
	// An object may be taken while its controller cannot make what it is for.
	path, remove, err := write(c.Failing)
	if err != nil {
		return "", err
	}
	defer remove()
	stacks, found, err := r.compile(source{path: path, stdlib: r.stdlib, skip: append(one.Also, c.Code)})
	if err != nil || len(stacks) != 1 {
		return "", errors.Join(err, fmt.Errorf("%d stacks: %v", len(stacks), found))
	}
	fate := r.alone(ctx, trial{stack: stacks[0], objects: stacks[0].Objects, until: "start"})
	var hangs *stuck
	if errors.As(fate, &hangs) && strings.Contains(fate.Error(), "FailedCreate") {
		return "", nil
	}
	return "", fmt.Errorf("the apiserver takes it, and what comes of it is: %v", fate)
}

// ofNewer tells whether a near miss is one on newer releases only: of this one the check and the apiserver say of it what
// they say of the failing example.
func (r *rig) ofNewer(ctx context.Context, namespace string, c check, one rule) (bool, error) {
	reported, err := r.reportsOn(c.Fixed, c.Code)
	if err != nil || !reported {
		return false, err
	}
	all, asked, err := r.answersTo(ctx, namespace, c.Fixed, append(one.Also, c.Code))
	return asked && (len(all.refused) > 0 || all.judge(c, one) == nil), err
}

// reportsOn tells whether rcc reports a code for an example.
func (r *rig) reportsOn(example, code string) (bool, error) {
	path, remove, err := write(example)
	if err != nil {
		return false, err
	}
	defer remove()
	_, found, err := r.compile(source{path: path, stdlib: r.stdlib})
	return slices.ContainsFunc(found, func(d diagnostic) bool { return d.Code == code }), err
}

// isBefore expects of the release at hand that it is older than another.
func (r *rig) isBefore(release string) error {
	version, err := r.kube.Discovery().ServerVersion()
	if err == nil && minor(version.Major+"."+version.Minor) >= minor(release) {
		err = fmt.Errorf("the apiserver takes it, and from %s on it should not", release)
	}
	return err
}
