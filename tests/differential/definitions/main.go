// Definitions compares `rcc vet` with the apiserver's own reading of custom resources.
//
//	definitions [-n COUNT] [-seed SEED] RCC
//
// It makes COUNT definitions, whose schemas hold each other by oneOf, anyOf, allOf and not, have defaults and allow null, and
// some objects of each. What the validation of the apiserver takes, once it has dropped nulls and filled in defaults, rcc must
// take; what it refuses, rcc must refuse, unless `rcc schema import` tells that it leaves something of this schema out. Prints
// what differs, and ends with `N passed, N failed`; the status is 1 if one failed, or if both refused less than a tenth.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"math/rand"
	"os"
	"os/exec"
	"path/filepath"

	"k8s.io/apiextensions-apiserver/pkg/apis/apiextensions"
	v1 "k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/schema/defaulting"
	"k8s.io/apiextensions-apiserver/pkg/apiserver/validation"
	utiljson "k8s.io/apimachinery/pkg/util/json"
)

const (
	objects = 25 // of each definition
	shown   = 5
)

// definition is the object that defines Lamps with this schema, on one line.
func definition(of any) []byte {
	text, err := json.Marshal(map[string]any{
		"apiVersion": "apiextensions.k8s.io/v1", "kind": "CustomResourceDefinition",
		"metadata": map[string]any{"name": "lamps.example.com"},
		"spec": map[string]any{
			"group": "example.com", "scope": "Namespaced",
			"names": map[string]any{"kind": "Lamp", "listKind": "LampList", "plural": "lamps", "singular": "lamp"},
			"versions": []any{map[string]any{
				"name": "v1", "served": true, "storage": true, "schema": map[string]any{"openAPIV3Schema": of},
			}},
		},
	})
	if err != nil {
		panic(err)
	}
	return text
}

// theirs asks the packages of the apiserver, in its order. False behind if the apiserver would not take the schema.
func theirs(of any, lamps [][]byte) ([]bool, bool, error) {
	text, err := json.Marshal(of)
	if err != nil {
		return nil, false, err
	}
	var read v1.JSONSchemaProps
	var props apiextensions.JSONSchemaProps
	if err := json.Unmarshal(text, &read); err != nil {
		return nil, false, err
	}
	if err := v1.Convert_v1_JSONSchemaProps_To_apiextensions_JSONSchemaProps(&read, &props, nil); err != nil {
		return nil, false, err
	}
	structural, err := schema.NewStructural(&props)
	if err != nil {
		return nil, false, err
	}
	validator, _, err := validation.NewSchemaValidator(&props)
	if err != nil {
		return nil, false, err
	}
	wrong, err := defaulting.ValidateDefaults(context.Background(), nil, structural, true, true)
	if err != nil || len(wrong) > 0 || len(schema.ValidateStructural(nil, structural)) > 0 {
		return nil, false, err
	}
	var taken []bool
	for _, lamp := range lamps {
		var object map[string]any
		if err := utiljson.Unmarshal(lamp, &object); err != nil {
			return nil, false, err
		}
		defaulting.PruneNonNullableNullsWithoutDefaults(object, structural)
		defaulting.Default(object, structural)
		taken = append(taken, len(validation.ValidateCustomResource(nil, object, validator)) == 0)
	}
	return taken, true, nil
}

// finding is what rcc says as JSON, one a line.
type finding struct {
	Severity, Message string
	Line              int
}

func ask(rcc string, arguments ...string) ([]byte, []byte, error) {
	var out, said bytes.Buffer
	command := exec.Command(rcc, arguments...)
	command.Stdout, command.Stderr = &out, &said
	if err := command.Run(); err != nil && command.ProcessState.ExitCode() != 1 {
		return nil, nil, fmt.Errorf("%s: %w\n%s", rcc, err, said.String())
	}
	return out.Bytes(), said.Bytes(), nil
}

// ours asks rcc: what it says of each object, empty if nothing, and whether it leaves something of the schema out.
func ours(rcc, folder string, of any, lamps [][]byte) ([]string, bool, error) {
	crd, all := filepath.Join(folder, "definition.yaml"), filepath.Join(folder, "objects.yaml")
	text := definition(of)
	if err := os.WriteFile(crd, text, 0o666); err != nil {
		return nil, false, err
	}
	for _, lamp := range lamps {
		text = append(append(text, "\n---\n"...), lamp...)
	}
	if err := os.WriteFile(all, text, 0o666); err != nil {
		return nil, false, err
	}
	_, notes, err := ask(rcc, "schema", "import", crd)
	if err != nil {
		return nil, false, err
	}
	_, said, err := ask(rcc, "vet", "--diagnostics", "json", all)
	if err != nil {
		return nil, false, err
	}
	found := make([]string, len(lamps))
	for line := range bytes.Lines(said) {
		var f finding
		if json.Unmarshal(line, &f) == nil && f.Severity == "error" && f.Line > 1 {
			found[(f.Line-3)/2] += f.Message + "\n"
		}
	}
	return found, bytes.Contains(notes, []byte("not checked")), nil
}

// tally is how many objects both read alike, how many they do not, and how many both refuse.
type tally struct{ passed, failed, refused int }

// compare adds the objects of one definition, and prints those that are not read alike.
func compare(rcc, folder string, r *rand.Rand, t *tally) error {
	of := map[string]any{"type": "object", "properties": map[string]any{"spec": record(r, 3)}}
	spec := of["properties"].(map[string]any)["spec"].(map[string]any)
	var lamps [][]byte
	for range objects {
		lamp, err := json.Marshal(map[string]any{
			"apiVersion": "example.com/v1", "kind": "Lamp", "metadata": map[string]any{"name": fmt.Sprintf("a%d", len(lamps))},
			"spec": value(r, spec, false),
		})
		if err != nil {
			return err
		}
		lamps = append(lamps, lamp)
	}
	taken, sound, err := theirs(of, lamps)
	if err != nil || !sound {
		return err
	}
	found, partly, err := ours(rcc, folder, of, lamps)
	if err != nil {
		return err
	}
	for i := range lamps {
		if !taken[i] && found[i] != "" {
			t.refused++
		}
		if taken[i] == (found[i] == "") || (!taken[i] && partly) {
			t.passed++
			continue
		}
		if t.failed++; t.failed <= shown {
			fmt.Printf("the apiserver takes it: %t; rcc says: %q\n  %s\n  %s\n", taken[i], found[i], definition(of), lamps[i])
		}
	}
	return nil
}

func run() (bool, error) {
	count, seed := flag.Int("n", 400, "definitions"), flag.Int64("seed", 1, "of what is random")
	flag.Parse()
	if flag.NArg() != 1 {
		return false, fmt.Errorf("usage: definitions [-n COUNT] [-seed SEED] RCC")
	}
	folder, err := os.MkdirTemp("", "definitions-")
	if err != nil {
		return false, err
	}
	defer os.RemoveAll(folder)
	r := rand.New(rand.NewSource(*seed))
	var t tally
	for range *count {
		if err := compare(flag.Arg(0), folder, r, &t); err != nil {
			return false, err
		}
	}
	fmt.Printf("%d objects are refused by both\n%d passed, %d failed\n", t.refused, t.passed, t.failed)
	return t.failed == 0 && t.refused*10 > t.passed, nil
}

func main() {
	ok, err := run()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	if !ok {
		os.Exit(1)
	}
}
