// Podsecurity compares `rcc vet --pod-security LEVEL:RELEASE` with the policies of Kubernetes' own admission.
//
//	podsecurity [-n COUNT] [-seed SEED] RCC
//
// It makes COUNT pods, and holds each to baseline and restricted of each release from 1.28 to 1.36. Both sides must find the
// same controls broken. Prints what differs, and ends with `N passed, N failed`, one for each level and release; the
// status is 1 if one failed, or if a control was broken by no pod or by all.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"

	core "k8s.io/api/core/v1"
	"k8s.io/pod-security-admission/api"
	"k8s.io/pod-security-admission/policy"
)

const (
	first, last = 19, 37
	together    = 40 // pods of one run of rcc, which tells of a thousand mistakes at most
	shown       = 5
)

// The controls, by what the policies call them, and by the codes of rcc. One code of rcc tells of the first of several.
var (
	controls = map[string]string{
		"host namespaces":                   "namespaces",
		"privileged":                        "privileged",
		"non-default capabilities":          "capabilities",
		"unrestricted capabilities":         "capabilities",
		"allowPrivilegeEscalation != false": "escalation",
		"hostPath volumes":                  "volumes",
		"restricted volume types":           "volumes",
		"hostPort":                          "ports",
		"runAsNonRoot != true":              "root",
		"runAsUser=0":                       "root",
		"seccompProfile":                    "confinement",
		"forbidden AppArmor profile":        "confinement",
		"forbidden AppArmor profiles":       "confinement",
		"procMount":                         "confinement",
		"hostProcess":                       "confinement",
		"seLinuxOptions":                    "confinement",
		"forbidden sysctls":                 "sysctls",
		"probe or lifecycle host":           "hosts",
	}
	codes = map[string]string{
		"RCS4800": "namespaces",
		"RCS4801": "privileged",
		"RCS4802": "capabilities",
		"RCS4803": "capabilities",
		"RCS4804": "escalation",
		"RCS4805": "volumes",
		"RCS4806": "volumes",
		"RCS4807": "ports",
		"RCS4808": "root",
		"RCS4809": "confinement",
		"RCS4810": "confinement",
		"RCS4811": "sysctls",
		"RCS4812": "hosts",
		"RCS4813": "confinement",
		"RCS4814": "hosts",
		"RCS4815": "confinement",
		"RCS4816": "confinement",
	}
)

type broken map[string]bool

func (b broken) String() string {
	names := []string{}
	for name := range b {
		names = append(names, name)
	}
	slices.Sort(names)
	return strings.Join(names, " ")
}

// theirs asks the policies.
func theirs(e policy.Evaluator, level api.LevelVersion, pod *core.Pod) (broken, error) {
	found := broken{}
	for _, result := range e.EvaluatePod(level, &pod.ObjectMeta, &pod.Spec) {
		if result.Allowed {
			continue
		}
		control, known := controls[result.ForbiddenReason]
		if !known {
			return nil, fmt.Errorf("an unknown control: %s", result.ForbiddenReason)
		}
		found[control] = true
	}
	return found, nil
}

// ours asks rcc about some pods, each of which stands on a line of its own.
func ours(rcc, level string, release int, pods [][]byte) ([]broken, error) {
	file, err := os.CreateTemp("", "pods-*.yaml")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	_, err = file.Write(bytes.Join(pods, []byte("\n---\n")))
	if err = errors.Join(err, file.Close()); err != nil {
		return nil, err
	}
	command := exec.Command(rcc, "vet", "--diagnostics", "json", "--pod-security", fmt.Sprintf("%s:1.%d", level, release), file.Name())
	var said bytes.Buffer
	command.Stderr = &said
	if err := command.Run(); err != nil && command.ProcessState.ExitCode() != 1 {
		return nil, fmt.Errorf("%s: %w\n%s", rcc, err, said.String())
	}
	found := make([]broken, len(pods))
	for i := range found {
		found[i] = broken{}
	}
	lines := bufio.NewScanner(&said)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		var d struct {
			Code string
			Line int
		}
		if json.Unmarshal(lines.Bytes(), &d) != nil {
			continue
		}
		if d.Code == "RCS0001" {
			return nil, errors.New("rcc has more to tell than it keeps")
		}
		if control := codes[d.Code]; control != "" {
			found[(d.Line-1)/2][control] = true
		}
	}
	return found, lines.Err()
}

// compare counts the pods about which both sides do not agree, and adds up which controls were broken.
func compare(rcc string, e policy.Evaluator, level api.Level, release int, texts [][]byte, pods []*core.Pod, sum map[string]int) (int, error) {
	differences := 0
	for at := 0; at < len(pods); at += together {
		end := min(at+together, len(pods))
		us, err := ours(rcc, string(level), release, texts[at:end])
		if err != nil {
			return 0, err
		}
		for i, pod := range pods[at:end] {
			them, err := theirs(e, api.LevelVersion{Level: level, Version: api.MajorMinorVersion(1, release)}, pod)
			if err != nil {
				return 0, err
			}
			for control := range them {
				sum[control]++
			}
			if us[i].String() == them.String() {
				continue
			}
			if differences++; differences <= shown {
				fmt.Printf("  %s:1.%d rcc says [%s], Kubernetes [%s] of\n    %s\n", level, release, us[i], them, texts[at+i])
			}
		}
	}
	return differences, nil
}

func makePods(count int, seed int64) (texts [][]byte, pods []*core.Pod, err error) {
	random := rand.New(rand.NewSource(seed))
	for i := range count {
		made := pod(random, i)
		text, err := json.Marshal(made)
		if err != nil {
			return nil, nil, err
		}
		strict := json.NewDecoder(bytes.NewReader(text))
		strict.DisallowUnknownFields()
		one := new(core.Pod)
		if err := strict.Decode(one); err != nil {
			return nil, nil, fmt.Errorf("%w: %s", err, text)
		}
		if chance(random, 40) {
			if text, err = json.Marshal(deployment(made)); err != nil {
				return nil, nil, err
			}
		}
		texts, pods = append(texts, text), append(pods, one)
	}
	return texts, pods, nil
}

func run(rcc string, count int, seed int64) (passed, failed int, err error) {
	texts, pods, err := makePods(count, seed)
	if err != nil {
		return 0, 0, err
	}
	e, err := policy.NewEvaluator(policy.DefaultChecks(), nil)
	if err != nil {
		return 0, 0, err
	}
	sum := map[string]int{}
	for _, level := range []api.Level{api.LevelBaseline, api.LevelRestricted} {
		for release := first; release <= last; release++ {
			differences, err := compare(rcc, e, level, release, texts, pods, sum)
			if err != nil {
				return 0, 0, err
			}
			fmt.Printf("%-10s 1.%d  %d pods, %d differences\n", level, release, count, differences)
			if differences > 0 {
				failed++
			} else {
				passed++
			}
		}
	}
	asked := 2 * (last - first + 1) * count
	for _, control := range controls {
		if sum[control] == 0 || sum[control] == asked {
			fmt.Printf("the pods prove nothing about %s\n", control)
			failed++
		}
	}
	return passed, failed, nil
}

func main() {
	count := flag.Int("n", 2000, "pods")
	seed := flag.Int64("seed", 1, "seed of the generator")
	flag.Parse()
	if flag.NArg() != 1 || *count < 1 {
		flag.Usage()
		os.Exit(2)
	}
	rcc, err := filepath.Abs(flag.Arg(0))
	if err == nil {
		var passed, failed int
		if passed, failed, err = run(rcc, *count, *seed); err == nil {
			fmt.Printf("%d passed, %d failed\n", passed, failed)
			if failed > 0 {
				os.Exit(1)
			}
			return
		}
	}
	fmt.Println(err)
	os.Exit(1)
}
