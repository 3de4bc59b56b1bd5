package main

import (
	"maps"
	"math/rand"
	"slices"
)

// Schemas and values are plain data, as JSON has it.
type data = map[string]any

var words = []any{"a", "b", "c", "aa", "192.0.2.1", "::1", "lamp.example.com"}

func chance(r *rand.Rand, percent int) bool { return r.Intn(100) < percent }

// some are between 1 and most of the elements, in any order.
func some[T any](r *rand.Rand, from []T, most int) []T {
	mixed := slices.Clone(from)
	r.Shuffle(len(mixed), func(i, k int) { mixed[i], mixed[k] = mixed[k], mixed[i] })
	return mixed[:1+r.Intn(min(most, len(mixed)))]
}

func one[T any](r *rand.Rand, from ...T) T { return from[r.Intn(len(from))] }

func names(properties data) []string { return slices.Sorted(maps.Keys(properties)) }

// scalar is the schema of a single value.
func scalar(r *rand.Rand) data {
	s := data{"type": one(r, "string", "string", "integer", "boolean")}
	switch {
	case chance(r, 3):
		s["nullable"] = true
	case s["type"] == "boolean" && chance(r, 15):
		s["default"] = true
	case s["type"] == "integer" && chance(r, 15):
		s["minimum"] = 0
	case s["type"] == "integer" && chance(r, 15):
		s["default"] = 1
	case s["type"] == "string" && chance(r, 30):
		s["enum"] = some(r, words[:4], 3)
		if chance(r, 30) {
			s["default"] = s["enum"].([]any)[0]
		}
	case s["type"] == "string" && chance(r, 20):
		s["maxLength"] = 3
	}
	return s
}

func record(r *rand.Rand, depth int) data {
	properties := data{}
	for _, name := range some(r, []string{"p", "q", "r", "s", "t"}, 4) {
		properties[name] = structure(r, depth-1)
	}
	s := data{"type": "object", "properties": properties}
	if chance(r, 20) {
		s["required"] = some(r, names(properties), 1)
	}
	join(r, s)
	return s
}

// structure is what a schema says of the form of a value, and some of what it holds the value against.
func structure(r *rand.Rand, depth int) data {
	s := scalar(r)
	switch {
	case depth > 0 && chance(r, 25):
		return record(r, depth)
	case depth > 0 && chance(r, 20):
		s = data{"type": "array", "items": structure(r, depth-1)}
	case depth > 0 && chance(r, 15):
		s = data{"type": "object", "additionalProperties": scalar(r)}
	}
	if chance(r, 30) {
		join(r, s)
	}
	return s
}

// join adds schemas that values of a schema are held against.
func join(r *rand.Rand, s data) {
	for _, key := range []string{"anyOf", "oneOf", "allOf", "not"} {
		if chance(r, 25) {
			s[key] = joined(r, key, s, 2)
		}
	}
}

func joined(r *rand.Rand, key string, s data, depth int) any {
	if key == "not" {
		return held(r, s, depth)
	}
	all := []any{held(r, s, depth)}
	for range r.Intn(3) {
		all = append(all, held(r, s, depth))
	}
	return all
}

// held is a schema about values of `s` that says nothing of their form.
func held(r *rand.Rand, s data, depth int) data {
	v := data{}
	if depth > 0 && chance(r, 25) {
		key := one(r, "anyOf", "oneOf", "allOf", "not")
		v[key] = joined(r, key, s, depth-1)
	}
	switch s["type"] {
	case "object":
		ofObject(r, s, v, depth)
	case "array":
		if chance(r, 50) {
			v[one(r, "minItems", "maxItems")] = 1
		} else {
			v["items"] = held(r, s["items"].(data), 0)
		}
	case "integer":
		v[one(r, "minimum", "maximum")] = r.Intn(3)
		if chance(r, 40) {
			v["enum"] = some(r, []any{0, 1, 2}, 2)
		}
	case "boolean":
		if chance(r, 70) {
			v["enum"] = []any{chance(r, 50)}
		}
	default:
		ofText(r, v)
	}
	return v
}

func ofObject(r *rand.Rand, s, v data, depth int) {
	properties, ok := s["properties"].(data)
	if !ok {
		v[one(r, "minProperties", "maxProperties")] = 1
		if chance(r, 50) {
			v["required"] = []any{one(r, "p", "q")}
		}
		return
	}
	if chance(r, 60) {
		v["required"] = some(r, names(properties), 2)
	}
	if chance(r, 60) {
		of := data{}
		for _, name := range some(r, names(properties), 2) {
			of[name] = held(r, properties[name].(data), max(depth-1, 0))
		}
		v["properties"] = of
	}
}

func ofText(r *rand.Rand, v data) {
	switch r.Intn(4) {
	case 0:
		v["pattern"] = one(r, "^a", "b$", "^a+$")
	case 1:
		v[one(r, "minLength", "maxLength")] = 1 + r.Intn(2)
	case 2:
		v["format"] = one(r, "ipv4", "ipv6", "hostname")
	default:
		v["enum"] = some(r, words[:4], 2)
	}
}

// value is one of the form that a schema describes. Elements and entries are never null.
func value(r *rand.Rand, s data, maybeNull bool) any {
	if maybeNull && chance(r, 5) {
		return nil
	}
	switch s["type"] {
	case "string":
		if all, ok := s["enum"].([]any); ok {
			return one(r, all...)
		}
		return one(r, words...)
	case "integer":
		return r.Intn(5) - 1
	case "boolean":
		return chance(r, 50)
	case "array":
		all := []any{}
		for range r.Intn(3) {
			all = append(all, value(r, s["items"].(data), false))
		}
		return all
	}
	v := data{}
	properties, ok := s["properties"].(data)
	if !ok {
		for range r.Intn(3) {
			v[one(r, "p", "q", "r")] = value(r, s["additionalProperties"].(data), false)
		}
		return v
	}
	for _, name := range names(properties) {
		if chance(r, 60) {
			v[name] = value(r, properties[name].(data), true)
		}
	}
	return v
}
