// Reads YAML files with a library for Go and prints one line of JSON a file, a list of its
// documents: readers v2|v3|sigs FILE...
package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"time"

	yamlv2 "gopkg.in/yaml.v2"
	yamlv3 "gopkg.in/yaml.v3"
	sigs "sigs.k8s.io/yaml"
)

// decoder is what both go-yaml libraries have.
type decoder interface {
	Decode(any) error
}

// shown makes JSON of what a reader gave; times and keys that are no strings show as such.
func shown(value any) any {
	switch v := value.(type) {
	case map[any]any:
		out := map[string]any{}
		for key, item := range v {
			if text, ok := key.(string); ok {
				out[text] = shown(item)
			} else {
				out[fmt.Sprintf("!%T %v", key, key)] = shown(item)
			}
		}
		return out
	case map[string]any:
		out := map[string]any{}
		for key, item := range v {
			out[key] = shown(item)
		}
		return out
	case []any:
		out := make([]any, len(v))
		for i, item := range v {
			out[i] = shown(item)
		}
		return out
	case time.Time:
		return map[string]any{"!time": v.String()}
	}
	return value
}

func decodeAll(d decoder) ([]any, error) {
	all := []any{}
	for {
		var one any
		err := d.Decode(&one)
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			return nil, err
		}
		all = append(all, shown(one))
	}
}

var separator = regexp.MustCompile(`(?m)^---\s*$`)

// decodeSigs splits a stream as kubectl does: sigs.k8s.io/yaml reads single documents.
func decodeSigs(text []byte) ([]any, error) {
	all := []any{}
	for _, part := range separator.Split(string(text), -1) {
		var one any
		if err := sigs.Unmarshal([]byte(part), &one); err != nil {
			return nil, err
		}
		if one != nil {
			all = append(all, shown(one))
		}
	}
	return all, nil
}

func read(library string, text []byte) ([]any, error) {
	switch library {
	case "v2":
		return decodeAll(yamlv2.NewDecoder(bytes.NewReader(text)))
	case "v3":
		return decodeAll(yamlv3.NewDecoder(bytes.NewReader(text)))
	case "sigs":
		return decodeSigs(text)
	}
	return nil, fmt.Errorf("no library %q", library)
}

func run(library string, paths []string) error {
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		documents, err := read(library, text)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		line, err := json.Marshal(documents)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		fmt.Println(string(line))
	}
	return nil
}

func main() {
	if len(os.Args) < 2 {
		fmt.Fprintln(os.Stderr, "usage: readers v2|v3|sigs FILE...")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Args[2:]); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}
