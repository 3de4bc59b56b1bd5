package main

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"sigs.k8s.io/yaml"
)

// library is what `rcc reference --format json` tells of the library's types.
type library struct {
	types map[string]typeInfo
	draw  drawing
}

type typeInfo struct {
	Name   string
	Base   string
	Fields []fieldInfo
	Tags   []struct{ Name, Type string }
}

type fieldInfo struct {
	Name, Type string
	Required   bool
}

// drawing is tests/cluster/random.yaml.
type drawing struct {
	Values    map[string][]string `json:"values"`
	Often     map[string]float64  `json:"often"`
	Lines     []string            `json:"lines"`
	Undecided []string            `json:"undecided"`
}

func readSchema(with *tools) (*library, error) {
	args := []string{"reference", "--format", "json"}
	out, err := exec.Command(with.rcc, args...).Output()
	if err != nil {
		return nil, err
	}
	var page struct{ Types []typeInfo }
	if err := json.Unmarshal(out, &page); err != nil {
		return nil, err
	}
	s := &library{types: map[string]typeInfo{}}
	for _, t := range page.Types {
		s.types[t.Name] = t
	}
	text, err := os.ReadFile(filepath.Join(with.root, "tests", "cluster", "random.yaml"))
	if err != nil {
		return nil, err
	}
	if err := yaml.UnmarshalStrict(text, &s.draw); err != nil {
		return nil, err
	}
	if left := s.untold("Stack", map[string]bool{}); len(left) > 0 {
		return nil, fmt.Errorf("random.yaml says nothing of %s", strings.Join(left, ", "))
	}
	return s, nil
}

// untold lists the fields of a type, and of those below, of whose values nothing is known: a new field of the library
// is drawn, or left out on purpose.
func (s *library) untold(of string, seen map[string]bool) (places []string) {
	t := s.types[of]
	if seen[of] {
		return nil
	}
	seen[of] = true
	for _, tag := range t.Tags {
		places = append(places, s.untold(tag.Type, seen)...)
	}
	for _, f := range t.Fields {
		place := t.Name + "." + f.Name
		if _, told := s.draw.Values[place]; told || slices.Contains(elsewhere, place) {
			continue
		}
		element := f.Type
		for _, prefix := range []string{"list of ", "range of ", "map of "} {
			element = strings.TrimPrefix(element, prefix)
		}
		if _, value, entry := strings.Cut(element, " to "); entry {
			element = value
		}
		if s.hasValues(element) {
			continue
		}
		if below := s.types[element]; len(below.Fields) == 0 && len(below.Tags) == 0 {
			places = append(places, place+" ("+f.Type+")")
		}
		places = append(places, s.untold(element, seen)...)
	}
	return places
}

// hasValues tells whether values of a type are known, or of the one that it is made from.
func (s *library) hasValues(of string) bool {
	for ; of != ""; of = s.types[of].Base {
		if _, told := s.draw.Values[of]; told {
			return true
		}
	}
	return false
}

// What stands before the record of a stack, or in its lines.
var elsewhere = []string{"Stack.name", "Stack.override", "Stack.extra", "Stack.allow"}

// term is a value of the language: a text chosen among others, a record, or a list of values.
type term struct {
	choices []string // a scalar: what it may be, simplest first
	pick    int
	to      *term  // the other end of a range
	head    string // of a record: its tag, or empty
	record  bool
	parts   []part // of a record or map
	items   []*term
	list    bool
	line    bool // all of it is the part's name
}

type part struct {
	name  string // `replicas`, or `node_pool "app"`
	need  bool
	value *term
}

// value draws a value of a type for a place such as `Chat.replicas`; nil if nothing is known of it.
func (s *library) value(random *rand.Rand, place, of string, depth int) *term {
	if choices, ok := s.draw.Values[place]; ok && !strings.HasPrefix(of, "map of ") {
		return scalar(random, choices)
	}
	if element, ok := strings.CutPrefix(of, "list of "); ok {
		all := &term{list: true}
		for range 1 + random.IntN(2) {
			item := s.value(random, "", element, depth+1)
			if item != nil && !slices.ContainsFunc(all.items, item.rivals) {
				all.items = append(all.items, item)
			}
		}
		if len(all.items) == 0 {
			return nil
		}
		return all
	}
	if element, ok := strings.CutPrefix(of, "range of "); ok {
		return s.between(random, element)
	}
	if entry, ok := strings.CutPrefix(of, "map of "); ok {
		return s.entries(random, place, entry, depth)
	}
	if choices, ok := s.draw.Values[of]; ok {
		return scalar(random, choices)
	}
	t, known := s.types[of]
	switch {
	case !known || depth > 8:
		return nil
	case len(t.Fields) > 0:
		return s.fields(random, &term{record: true}, t, depth)
	case len(t.Tags) > 0:
		return s.tag(random, t, depth)
	}
	return s.value(random, place, t.Base, depth+1)
}

// rivals tells whether two items of a list have the same tag, or the same key, which most lists allow once.
func (t *term) rivals(other *term) bool {
	if !t.record {
		return false
	}
	return t.head != "" && t.head == other.head ||
		len(t.parts) > 0 && len(other.parts) > 0 && t.parts[0].value.inline() == other.parts[0].value.inline()
}

func scalar(random *rand.Rand, choices []string) *term {
	if len(choices) == 0 {
		return nil
	}
	return &term{choices: choices, pick: random.IntN(len(choices))}
}

func (s *library) between(random *rand.Rand, element string) *term {
	from, to := s.value(random, "", element, 0), s.value(random, "", element, 0)
	if from == nil {
		return nil
	}
	less, _ := strconv.Atoi(from.choices[from.pick])
	more, _ := strconv.Atoi(to.choices[to.pick])
	if less > more && random.IntN(5) > 0 {
		from, to = to, from // it is tried now and then
	}
	from.to = to
	return from
}

// entries draws a map whose keys are known for its place: the first so many of them.
func (s *library) entries(random *rand.Rand, place, entry string, depth int) *term {
	_, element, _ := strings.Cut(entry, " to ")
	keys := s.draw.Values[place]
	if _, scalars := s.types[element]; !scalars || len(s.types[element].Fields) == 0 {
		return scalar(random, keys) // whole maps are given
	}
	all := &term{record: true}
	for _, key := range keys[:min(len(keys), 1+random.IntN(max(1, len(keys))))] {
		if v := s.value(random, "", element, depth+1); v != nil {
			all.parts = append(all.parts, part{name: fmt.Sprintf("%q", key), value: v})
		}
	}
	return all
}

func (s *library) tag(random *rand.Rand, t typeInfo, depth int) *term {
	tag := t.Tags[random.IntN(len(t.Tags))]
	if tag.Type == "" {
		return &term{choices: []string{t.Tags[0].Name, tag.Name}, pick: 1}
	}
	return s.fields(random, &term{record: true, head: tag.Name}, s.types[tag.Type], depth)
}

func (s *library) fields(random *rand.Rand, into *term, t typeInfo, depth int) *term {
	for _, f := range t.Fields {
		place := t.Name + "." + f.Name
		chance, ok := s.draw.Often[place]
		if !ok {
			chance = 0.1
		}
		if drawn := random.Float64(); !f.Required && drawn >= chance {
			continue
		}
		v := s.value(random, place, f.Type, depth+1)
		if v == nil && f.Required {
			return nil
		}
		if v != nil {
			into.parts = append(into.parts, part{f.Name, f.Required, v})
		}
	}
	return into
}

// stack draws a stack. Its name, which is required, stands before the record.
func (s *library) stack(random *rand.Rand) *term {
	t := s.types["Stack"]
	t.Fields = t.Fields[:len(t.Fields):len(t.Fields)]
	var fields []fieldInfo
	for _, f := range t.Fields {
		if !slices.Contains(elsewhere, "Stack."+f.Name) {
			fields = append(fields, f)
		}
	}
	t.Fields = fields
	all := s.fields(random, &term{record: true}, t, 0)
	for _, line := range s.draw.Lines {
		if all != nil && random.IntN(20) == 0 {
			all.parts = append(all.parts, part{name: s.filled(random, line), value: &term{line: true}})
		}
	}
	return all
}

var blank = regexp.MustCompile("<[A-Za-z.]+>")

// filled puts values into the blanks of a line.
func (s *library) filled(random *rand.Rand, line string) string {
	return blank.ReplaceAllStringFunc(line, func(of string) string {
		choices := s.draw.Values[strings.Trim(of, "<>")]
		if len(choices) == 0 {
			return of // rcc tells where
		}
		return choices[random.IntN(len(choices))]
	})
}

// text writes a stack as a file.
func (t *term) text() string {
	var b strings.Builder
	b.WriteString("stack chat {\n")
	t.write(&b, "  ")
	b.WriteString("}\n")
	return b.String()
}

func (t *term) write(b *strings.Builder, indent string) {
	for _, p := range t.parts {
		switch {
		case p.value.line:
			fmt.Fprintf(b, "%s%s\n", indent, p.name)
		case p.value.isMap():
			for _, e := range p.value.parts {
				fmt.Fprintf(b, "%s%s %s {\n", indent, p.name, e.name)
				e.value.write(b, indent+"  ")
				fmt.Fprintf(b, "%s}\n", indent)
			}
		case p.value.record && p.value.head != "" && len(p.value.parts) == 0:
			fmt.Fprintf(b, "%s%s %s\n", indent, p.name, p.value.head)
		case p.value.record:
			fmt.Fprintf(b, "%s{\n", strings.TrimRight(indent+p.name+" "+p.value.head, " ")+" ")
			p.value.write(b, indent+"  ")
			fmt.Fprintf(b, "%s}\n", indent)
		case strings.HasPrefix(p.value.inline(), "{"):
			fmt.Fprintf(b, "%s%s %s\n", indent, p.name, p.value.inline())
		default:
			fmt.Fprintf(b, "%s%s = %s\n", indent, p.name, p.value.inline())
		}
	}
}

func (t *term) isMap() bool {
	return t.record && len(t.parts) > 0 && strings.HasPrefix(t.parts[0].name, `"`)
}

// inline writes a value that stands in a line.
func (t *term) inline() string {
	var parts []string
	switch {
	case t.list:
		for _, i := range t.items {
			parts = append(parts, i.inline())
		}
		return "[" + strings.Join(parts, ", ") + "]"
	case t.record:
		for _, p := range t.parts {
			parts = append(parts, p.name+" = "+p.value.inline())
		}
		return strings.TrimLeft(t.head+" { "+strings.Join(parts, ", ")+" }", " ")
	case t.to != nil:
		return t.choices[t.pick] + ".." + t.to.choices[t.to.pick]
	}
	return t.choices[t.pick]
}

// simpler lists changes that make a stack smaller, each with its way back.
func (t *term) simpler() (steps []step) {
	for i := range t.parts {
		p := t.parts[i]
		if !p.need && !(t.isMap() && len(t.parts) == 1) {
			steps = append(steps, step{
				func() { t.parts = append(append([]part{}, t.parts[:i]...), t.parts[i+1:]...) },
				func() { t.parts = append(append(append([]part{}, t.parts[:i]...), p), t.parts[i:]...) }})
		}
		steps = append(steps, p.value.simpler()...)
	}
	for i := range t.items {
		if len(t.items) > 1 {
			was := t.items
			steps = append(steps, step{func() { t.items = slices.Delete(slices.Clone(was), i, i+1) }, func() { t.items = was }})
		}
	}
	for _, i := range t.items {
		steps = append(steps, i.simpler()...)
	}
	if t.to != nil {
		steps = append(steps, t.to.simpler()...)
	}
	if t.pick > 0 {
		was := t.pick
		steps = append(steps, step{func() { t.pick = 0 }, func() { t.pick = was }})
	}
	return steps
}

type step struct{ take, back func() }
