package main

import (
	"bytes"
	_ "crypto/sha256" // digests that container runtimes know
	_ "crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"math"
	"net/netip"
	"path"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"
	"time"
	_ "time/tzdata"

	"github.com/distribution/reference"
	"github.com/prometheus/common/model"
	"github.com/robfig/cron/v3"
	"k8s.io/apimachinery/pkg/api/resource"
	"k8s.io/apimachinery/pkg/api/validate/content"
	"k8s.io/apimachinery/pkg/labels"
	"k8s.io/apimachinery/pkg/util/validation"
	"k8s.io/apimachinery/pkg/util/validation/field"
	"sigs.k8s.io/yaml"
	goyaml "sigs.k8s.io/yaml/goyaml.v2"
)

const refused = "-"

// What the apiserver gives back, the canonical form of the value, and the order of two.
func judgeQuantity(in input) string {
	q, err := resource.ParseQuantity(in.text)
	if err != nil {
		return refused
	}
	var stored resource.Quantity
	if err := json.Unmarshal([]byte(strconv.Quote(in.text)), &stored); err != nil {
		return refused
	}
	kept, err := json.Marshal(stored)
	if err != nil {
		return refused
	}
	number, suffix := q.CanonicalizeBytes(nil)
	answer := fmt.Sprintf("+%s %s%s", bytes.Trim(kept, `"`), number, suffix)
	if other, err := resource.ParseQuantity(in.other); err == nil {
		answer += fmt.Sprintf(" %d", q.Cmp(other))
	}
	return answer
}

// As batch/v1 reads the schedule of a new CronJob, panics of the parser included.
func parseCron(text string) (schedule cron.Schedule, err error) {
	defer func() {
		if r := recover(); r != nil {
			err = fmt.Errorf("%v", r)
		}
	}()
	if strings.Contains(text, "TZ") {
		return nil, fmt.Errorf("a time zone in the schedule")
	}
	return cron.ParseStandard(text)
}

const starBit = 1 << 63

func fieldText(bits uint64) string {
	if bits&starBit != 0 {
		return fmt.Sprintf(" %x*", bits&^starBit)
	}
	return fmt.Sprintf(" %x", bits)
}

func judgeCron(in input) string {
	schedule, err := parseCron(in.text)
	if err != nil {
		return refused
	}
	answer := "+"
	switch s := schedule.(type) {
	case cron.ConstantDelaySchedule:
		answer += fmt.Sprintf("%d 0 0 0 0 0", int64(s.Delay.Seconds()))
	case *cron.SpecSchedule:
		answer += "0" + fieldText(s.Minute) + fieldText(s.Hour) + fieldText(s.Dom) + fieldText(s.Month) + fieldText(s.Dow)
	}
	seconds, _ := strconv.ParseInt(in.other, 10, 64)
	at := time.Unix(seconds, 0).UTC()
	for range 3 {
		if at = schedule.Next(at); at.IsZero() {
			break
		}
		answer += fmt.Sprintf(" %d", at.Unix())
	}
	return answer
}

// The library looks five years ahead and gives up; rcc finds firings that come later, such as the next
// February 29th after 2096. What the library found is the same.
func sameCron(in input, ours, theirs string) bool {
	const fields = 6
	us, them := strings.Fields(ours), strings.Fields(theirs)
	if len(them) < fields || len(us) <= len(them) || len(them) == fields+3 {
		return false
	}
	for i, word := range them {
		if us[i] != word {
			return false
		}
	}
	last := in.other
	if len(them) > fields {
		last = them[len(them)-1]
	}
	from, _ := strconv.ParseInt(last, 10, 64)
	next, _ := strconv.ParseInt(us[len(them)], 10, 64)
	return time.Unix(next, 0).UTC().Year() > time.Unix(from+1, 0).UTC().Year()+5
}

func judgeDuration(in input) string {
	d, err := time.ParseDuration(in.text)
	if err != nil {
		return refused
	}
	return fmt.Sprintf("+%d %s", int64(d), d)
}

func judgePrometheusDuration(in input) string {
	d, err := model.ParseDuration(in.text)
	if err != nil {
		return refused
	}
	return fmt.Sprintf("+%d %s", int64(d), d)
}

func judgeImage(in input) string {
	named, err := reference.ParseNormalizedNamed(in.text)
	if err != nil {
		return refused
	}
	tag, digest := "", ""
	if t, ok := named.(reference.Tagged); ok {
		tag = t.Tag()
	}
	if d, ok := named.(reference.Digested); ok {
		digest = d.Digest().String()
	}
	return fmt.Sprintf("+%s %s %s", named, tag, digest)
}

func judgeImageMatch(in input) string {
	named, err := reference.ParseNormalizedNamed(in.text)
	if err != nil {
		return refused
	}
	answer := "+" + reference.FamiliarString(named)
	if matched, err := reference.FamiliarMatch(in.other, named); err == nil {
		answer += fmt.Sprintf(" %d", digit(matched))
	}
	return answer
}

func judgePathPattern(in input) string {
	matched, err := path.Match(in.text, in.other)
	if err != nil {
		return refused
	}
	return fmt.Sprintf("+%d", digit(matched))
}

func judgeRegexp(in input) string {
	if _, err := syntax.Parse(in.text, syntax.Perl); err != nil {
		return refused
	}
	return "+"
}

func judgeSelector(in input) string {
	if _, err := labels.Parse(in.text); err != nil {
		return refused
	}
	return "+"
}

// A NUL ends a selector for Go's scanner, whatever stands behind it; for rcc it is a character that none has.
func sameSelector(in input, ours, theirs string) bool {
	return strings.Contains(in.text, "\x00") && ours == refused
}

// As kubelets read the credentials of a registry.
func judgeBase64(in input) string {
	encoding := base64.RawStdEncoding
	if strings.Contains(in.text, "=") {
		encoding = base64.StdEncoding
	}
	decoded, err := encoding.DecodeString(in.text)
	if err != nil {
		return refused
	}
	return "+" + hex.EncodeToString(decoded)
}

func jsonKind(text string) string {
	switch strings.TrimLeft(text, " \t\r\n")[0] {
	case '{':
		return "object"
	case '[':
		return "array"
	case '"':
		return "string"
	case 't', 'f':
		return "boolean"
	case 'n':
		return "null"
	}
	return "number"
}

// An object is read token by token, so that members with one key are all seen.
func judgeJSON(in input) string {
	if !json.Valid([]byte(in.text)) {
		return refused
	}
	answer := "+" + jsonKind(in.text)
	d := json.NewDecoder(strings.NewReader(in.text))
	if token, _ := d.Token(); token != json.Delim('{') && token != json.Delim('[') {
		return answer
	}
	for d.More() {
		key, value := "", json.RawMessage{}
		if jsonKind(in.text) == "object" {
			token, _ := d.Token()
			key = token.(string)
		}
		if d.Decode(&value) != nil {
			return refused
		}
		encode := base64.StdEncoding.EncodeToString
		answer += fmt.Sprintf(" %s:%s", encode([]byte(key)), encode(value))
	}
	return answer
}

// Whether two keys of a map are one in JSON, such as 0 and 1e-400: one of them is lost, and nobody knows which.
func loses(value any) bool {
	switch v := value.(type) {
	case []any:
		return slices.ContainsFunc(v, loses)
	case map[any]any:
		seen := map[string]bool{}
		for key, item := range v {
			text := fmt.Sprint(key)
			if number, err := strconv.ParseFloat(strings.TrimPrefix(text, "."), 32); err == nil {
				text = fmt.Sprint(number)
			}
			if seen[text] || loses(item) {
				return true
			}
			seen[text] = true
		}
	}
	return false
}

// A colon before a bracket or comma is an end of the key for some readers, and a part of it for others.
var endedInFlow = regexp.MustCompile(`\S:[\[\]{},]`)

// What nobody means, and rcc refuses, though clients pass over it: what stands behind the end of a document, such as
// `a: b` behind `"x"`, tags that are none, and the two above. Files are split at their `---` before they are read.
func sameYAML(in input, ours, theirs string) bool {
	if strings.Contains(in.text, "---") || strings.Contains(in.text, "...") {
		return true
	}
	var first, rest any
	d := goyaml.NewDecoder(strings.NewReader(in.text))
	if ours != refused || d.Decode(&first) != nil {
		return false
	}
	return loses(first) || strings.Contains(in.text, "!") || endedInFlow.MatchString(in.text) || !errors.Is(d.Decode(&rest), io.EOF)
}

// A value of JSON as the driver writes one.
func canonical(value any) string {
	switch v := value.(type) {
	case nil:
		return "null"
	case bool:
		return strconv.FormatBool(v)
	case string:
		return "'" + base64.StdEncoding.EncodeToString([]byte(v))
	case json.Number:
		number, _ := v.Float64()
		if n, err := v.Int64(); err == nil {
			return strconv.FormatInt(n, 10)
		} else if number == math.Trunc(number) && math.Abs(number) <= 9e15 {
			return strconv.FormatInt(int64(number), 10)
		}
		return fmt.Sprintf("%016x", math.Float64bits(number))
	case []any:
		text := "["
		for _, item := range v {
			text += canonical(item) + ","
		}
		return text + "]"
	case map[string]any:
		keys := slices.Sorted(maps.Keys(v))
		text := "{"
		for _, key := range keys {
			text += canonical(key) + ":" + canonical(v[key])
		}
		return text + "}"
	}
	panic(fmt.Sprintf("%T", value))
}

// As clients of Kubernetes read a document before they send it.
func judgeYAML(in input) string {
	text, err := yaml.YAMLToJSONStrict([]byte(in.text))
	if strings.HasPrefix(strings.TrimLeft(in.text, " \t\r\n"), "{") && json.Valid([]byte(in.text)) {
		text, err = []byte(in.text), nil // clients look for the brace first
	}
	if err != nil {
		return refused
	}
	var value any
	d := json.NewDecoder(bytes.NewReader(text))
	d.UseNumber()
	if err := d.Decode(&value); err != nil {
		return refused
	}
	return "+" + canonical(value)
}

// Zones belong to a machine, not to an object.
func judgeAddress(in input) string {
	address, err := netip.ParseAddr(in.text)
	if err != nil || address.Zone() != "" {
		return refused
	}
	return "+" + hexTail(address)
}

// An address inside IPv6 is written with a dotted tail by Go, with hex groups by rcc.
func hexTail(address netip.Addr) string {
	if !address.Is4In6() {
		return address.String()
	}
	b := address.As16()
	return fmt.Sprintf("::ffff:%x:%x", int(b[12])<<8|int(b[13]), int(b[14])<<8|int(b[15]))
}

func judgeBlock(in input) string {
	block, err := netip.ParsePrefix(in.text)
	if err != nil {
		return refused
	}
	answer := fmt.Sprintf("+%s/%d", hexTail(block.Addr()), block.Bits())
	if other, err := netip.ParsePrefix(in.other); err == nil {
		answer += fmt.Sprintf(" %d %d", digit(block.Contains(other.Addr())), digit(block.Overlaps(other)))
	}
	return answer
}

func digit(b bool) int {
	if b {
		return 1
	}
	return 0
}

var zoneComponent = regexp.MustCompile(`^[A-Za-z\.\-_0-9+]{1,14}$`)

// As batch/v1 reads the time zone of a CronJob.
func judgeZone(in input) string {
	if in.text == "" || strings.EqualFold(in.text, "Local") {
		return refused
	}
	for _, part := range strings.Split(in.text, "/") {
		if part == "." || part == ".." || strings.HasPrefix(part, "-") || !zoneComponent.MatchString(part) {
			return refused
		}
	}
	if _, err := time.LoadLocation(in.text); err != nil {
		return refused
	}
	return "+"
}

func texts(problems func(string) []string) func(input) string {
	return func(in input) string {
		if len(problems(in.text)) > 0 {
			return refused
		}
		return "+"
	}
}

func fields(problems func(*field.Path, string) field.ErrorList) func(input) string {
	return func(in input) string {
		if len(problems(field.NewPath("field"), in.text)) > 0 {
			return refused
		}
		return "+"
	}
}

var formats = []format{
	{"quantity", twoQuantities, judgeQuantity, nil},
	{"cron", schedule, judgeCron, sameCron},
	{"duration", one(spoilt(duration, "0123456789.hmsuµμn-+ ")), judgeDuration, nil},
	{"prometheus-duration", one(spoilt(prometheusDuration, "0123456789ymwdhs-+. ")), judgePrometheusDuration, nil},
	{"image", one(spoilt(image, "abAB09._-/:@[]")), judgeImage, nil},
	{"image-match", imageAndPattern, judgeImageMatch, nil},
	{"path-pattern", patternAndPath, judgePathPattern, nil},
	{"regexp", one(spoilt(regularExpression, `()[]{}|*+?^$.\\-:=!<>12,adibzQExpPL_`)), judgeRegexp, nil},
	{"base64", one(spoilt(base64Text, "AZaz09+/=\n-_ ")), judgeBase64, nil},
	{"yaml", one(spoilt(yamlText, "abyn01.:-+_eE~#'\"[]{},|> \n\\x")), judgeYAML, sameYAML},
	{"json", one(spoilt(jsonText, "{}[],:\"\\u0123eE.+-tfn \n\x01ü")), judgeJSON, nil},
	{"address", one(spoilt(address, "0123456789abcdefABF.:/%")), judgeAddress, nil},
	{"block", twoBlocks, judgeBlock, nil},
	{"address-of-field", one(spoilt(fieldAddress, "0123456789abcdefABF.:/%")), fields(validation.IsValidIP), nil},
	{"block-of-field", one(spoilt(fieldBlock, "0123456789abcdefABF.:/%")), fields(validation.IsValidCIDR), nil},
	{"dns-label", one(spoilt(label(63, "-"), nameLetters)), texts(content.IsDNS1123Label), nil},
	{"dns-1035-label", one(spoilt(letterFirst(label(63, "-")), nameLetters)), texts(validation.IsDNS1035Label), nil},
	{"dns-subdomain", one(spoilt(subdomain, nameLetters)), texts(content.IsDNS1123Subdomain), nil},
	{"fully-qualified-domain", one(spoilt(domain, nameLetters)), fields(validation.IsFullyQualifiedDomainName), nil},
	{"domain-path", one(spoilt(domainPath, nameLetters+"/~%!$&'()*+,;=:")), fields(validation.IsDomainPrefixedPath), nil},
	{"wildcard-host", one(spoilt(wildcard, nameLetters+"*")), texts(validation.IsWildcardDNS1123Subdomain), nil},
	{"port-name", one(spoilt(label(15, "-"), nameLetters)), texts(validation.IsValidPortName), nil},
	{"label-key", one(spoilt(labelKey, nameLetters+"/")), texts(content.IsLabelKey), nil},
	{"label-value", one(spoilt(mixedCase(label(63, "-_.")), nameLetters)), texts(content.IsLabelValue), nil},
	{"label-selector", one(spoilt(selector, nameLetters+"=!(),<>")), judgeSelector, sameSelector},
	{"config-key", one(spoilt(mixedCase(label(253, "-_.")), nameLetters)), texts(validation.IsConfigMapKey), nil},
	{"env-name", one(spoilt(letterFirst(mixedCase(label(40, "-_."))), nameLetters)), texts(validation.IsEnvVarName), nil},
	{"relaxed-env-name", one(spoilt(mixedCase(label(40, "-_.")), "aZ09 ~!=\x7f\t\n\u00a0ü")), texts(validation.IsRelaxedEnvVarName), nil},
	{"c-identifier", one(spoilt(letterFirst(mixedCase(label(40, "_"))), nameLetters)), texts(content.IsCIdentifier), nil},
	{"percent", one(spoilt(percent, "0123456789%.-+ ")), texts(validation.IsValidPercent), nil},
	{"http-header", one(spoilt(mixedCase(label(30, "-")), nameLetters+":()")), texts(validation.IsHTTPHeaderName), nil},
	{"path-segment", one(spoilt(segment, "/%/%.")), texts(content.IsPathSegmentName), nil},
	{"zone", one(spoilt(zone, "abcAE_/+-019.")), judgeZone, nil},
}
