package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// The facts of a cluster as a stack declares them; what is not declared is nil or empty.
type cluster struct {
	Kubernetes   string           `json:"kubernetes"`
	GitOps       string           `json:"gitops"`
	Nodes        *int             `json:"nodes"`
	NodePool     map[string]pool  `json:"node_pool"`
	StorageClass map[string]class `json:"storage_class"`
}

type pool struct {
	Nodes  int               `json:"nodes"`
	CPU    string            `json:"cpu"`
	Memory string            `json:"memory"`
	Zones  []string          `json:"zones"`
	Labels map[string]string `json:"labels"`
	Taints []struct{ Key, Value, Effect string }

	MaxPods int `json:"max_pods"`
	Used    struct {
		CPU, Memory string
		Pods        int
	} `json:"used"` // by pods of others
}

type class struct {
	Kind        string   `json:"kind"`
	Access      []string `json:"access"`
	Default     *bool    `json:"default"`
	Expandable  *bool    `json:"expandable"`
	Binding     string   `json:"binding"`
	Provisioner string   `json:"provisioner"`
	AttachLimit *int32   `json:"attach_limit"`
}

type diagnostic struct{ Code, Severity, Message string }

// What a stack needs of a Secret that somebody else makes.
type secretNeed struct {
	Name string
	Keys []string
}

type compiled struct {
	Name    string                      `json:"stack"`
	Cluster cluster                     `json:"cluster"`
	Survive survival                    `json:"survive"`
	Objects []unstructured.Unstructured `json:"-"`
	Raw     []map[string]any            `json:"objects"`
	Secrets []secretNeed                `json:"secrets"`
}

// A source is a file, or a folder of files with a stack each, and how it is compiled.
type source struct {
	path   string
	skip   []string // codes of checks that do not run
	stdlib string
}

// args are those that rcc and the probe have in common.
func (s source) args() []string {
	var args []string
	if s.stdlib != "" {
		args = append(args, "--stdlib", s.stdlib)
	}
	params, _ := filepath.Glob(filepath.Join(s.folder(), "*.env"))
	for _, file := range params {
		args = append(args, "--param-file", file)
	}
	return args
}

func (s source) folder() string {
	if info, err := os.Stat(s.path); err == nil && info.IsDir() {
		return s.path
	}
	return filepath.Dir(s.path)
}

// compile asks the probe. An error is a defect of the rig; a refused stack has diagnostics.
func (r *tools) compile(s source) ([]compiled, []diagnostic, error) {
	out, _, err := r.askProbe(s)
	if err != nil {
		return nil, nil, err
	}
	return readProbe(out)
}

// askProbe returns what the probe prints, and whether it takes the source.
func (r *tools) askProbe(s source) (out []byte, taken bool, err error) {
	args := s.args()
	for _, code := range s.skip {
		args = append(args, "--skip", code)
	}
	cmd := exec.Command(r.probe, append(args, s.path)...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err = cmd.Output()
	var exit *exec.ExitError
	if err != nil && !(errors.As(err, &exit) && exit.ExitCode() == 1) {
		return nil, false, fmt.Errorf("probe %s: %v: %s", s.path, err, stderr.String())
	}
	return out, err == nil, nil
}

func readProbe(out []byte) (stacks []compiled, found []diagnostic, err error) {
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var raw json.RawMessage
		if err = d.Decode(&raw); err == io.EOF {
			return stacks, found, nil
		} else if err != nil {
			return nil, nil, err
		}
		var one compiled
		var told diagnostic
		if err = errors.Join(json.Unmarshal(raw, &one), json.Unmarshal(raw, &told)); err != nil {
			return nil, nil, err
		}
		if one.Name == "" {
			found = append(found, told)
			continue
		}
		for _, o := range one.Raw {
			one.Objects = append(one.Objects, normal(o))
		}
		stacks = append(stacks, one)
	}
}

// normal gives numbers the types that unstructured objects have.
func normal(o map[string]any) unstructured.Unstructured {
	text, _ := json.Marshal(o)
	var u unstructured.Unstructured
	if err := u.UnmarshalJSON(text); err != nil {
		u.Object = o
	}
	return u
}

// emitted is what `rcc -o -` writes for one stack of a source: what a user applies.
func (r *tools) emitted(s source, stack string, command ...string) ([]unstructured.Unstructured, error) {
	args := append(append(command, s.path, "--stack", stack), s.args()...)
	cmd := exec.Command(r.rcc, args...)
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("rcc %s: %v: %s", strings.Join(args, " "), err, stderr.String())
	}
	return readYAML(out)
}

func readYAML(stream []byte) (objects []unstructured.Unstructured, err error) {
	for _, text := range strings.Split("\n"+string(stream), "\n---") {
		o := map[string]any{}
		if err := yaml.Unmarshal([]byte(text), &o); err != nil {
			return nil, err
		}
		if len(o) > 0 {
			objects = append(objects, normal(o))
		}
	}
	return objects, nil
}

// errorsOf lists the codes of the errors, each once, in order.
func errorsOf(found []diagnostic) (codes []string) {
	seen := map[string]bool{}
	for _, d := range found {
		if d.Severity == "error" && !seen[d.Code] {
			seen[d.Code] = true
			codes = append(codes, d.Code)
		}
	}
	return codes
}
