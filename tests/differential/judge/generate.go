package main

import (
	"encoding/base64"
	"fmt"
	"math/rand"
	"net/netip"
	"os"
	"regexp"
	"strconv"
	"strings"
)

const (
	lower       = "abcdefghijklmnopqrstuvwxyz"
	digits      = "0123456789"
	nameLetters = "az09-._A-._Z \n/ü"
)

func pick(r *rand.Rand, words ...string) string { return words[r.Intn(len(words))] }

func chance(r *rand.Rand, percent int) bool { return r.Intn(100) < percent }

func letters(r *rand.Rand, alphabet string, length int) string {
	var b strings.Builder
	for range length {
		b.WriteByte(alphabet[r.Intn(len(alphabet))])
	}
	return b.String()
}

// Mostly short, with now and then the longest that is allowed, and one more.
func length(r *rand.Rand, most int) int {
	if chance(r, 6) {
		return most - 1 + r.Intn(3)
	}
	return 1 + r.Intn(min(most, 12))
}

// spoilt takes texts of a grammar, and spoils two of three in one to five places.
func spoilt(generate func(*rand.Rand) string, alphabet string) func(*rand.Rand) string {
	runes := []rune(alphabet)
	return func(r *rand.Rand) string {
		text := generate(r)
		if chance(r, 33) {
			return text
		}
		for range 1 + r.Intn(5) {
			text = spoil(r, text, generate, string(runes[r.Intn(len(runes))]))
		}
		return text
	}
}

func spoil(r *rand.Rand, text string, generate func(*rand.Rand) string, char string) string {
	at := r.Intn(len(text) + 1)
	end := min(at+1, len(text))
	switch r.Intn(8) {
	case 0, 1: // one more
		return text[:at] + char + text[at:]
	case 2: // another one
		return text[:at] + char + text[end:]
	case 3: // one less
		return text[:at] + text[end:]
	case 4: // the same twice
		return text[:end] + text[at:]
	case 5: // cut short
		return text[:at]
	case 6: // half of another one behind it
		other := generate(r)
		return text[:at] + other[r.Intn(len(other)+1):]
	default: // any byte
		return text[:at] + string([]byte{byte(r.Intn(256))}) + text[at:]
	}
}

func one(generate func(*rand.Rand) string) func(*rand.Rand) input {
	return func(r *rand.Rand) input { return input{text: generate(r)} }
}

// ---- numbers ----

func number(r *rand.Rand) string {
	whole, part := letters(r, digits, r.Intn(5)), ""
	if chance(r, 5) {
		whole = letters(r, digits, r.Intn(25))
	}
	if chance(r, 5) {
		whole = pick(r, "9223372036854775807", "9223372036854775808", "9007199254740993", "8", "1152921504606846976", "0000")
	}
	if chance(r, 30) {
		part = "." + letters(r, digits, r.Intn(4))
	}
	if chance(r, 5) {
		part = "." + letters(r, digits, r.Intn(20))
	}
	if whole == "" && len(part) < 2 {
		whole = "1"
	}
	return whole + part
}

func quantity(r *rand.Rand) string {
	unit := pick(r, "", "", "n", "u", "m", "k", "M", "G", "T", "P", "E", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei")
	if chance(r, 15) {
		unit = pick(r, "e", "E") + pick(r, "", "+", "-") + strconv.Itoa(r.Intn(30))
	}
	return pick(r, "", "", "", "-", "+") + number(r) + unit
}

// Upstream takes minutes and gigabytes for an exponent of seven digits.
var endless = regexp.MustCompile(`[eE][+-]?[0-9]{4}`)

func twoQuantities(r *rand.Rand) input {
	text := spoilt(quantity, "0123456789.eEnumkMGTPEi+- ")(r)
	for endless.MatchString(text) {
		text = quantity(r)
	}
	return input{text, quantity(r)}
}

func percent(r *rand.Rand) string { return letters(r, digits, length(r, 6)) + "%" }

// ---- times ----

var cronFields = []struct {
	least, most int
	names       []string
}{
	{0, 59, nil},
	{0, 23, nil},
	{1, 31, nil},
	{1, 12, strings.Fields("jan feb mar apr may jun jul aug sep oct nov dec")},
	{0, 6, strings.Fields("sun mon tue wed thu fri sat")},
}

func cronNumber(r *rand.Rand, field int) string {
	f := cronFields[field]
	n := f.least + r.Intn(f.most-f.least+1)
	switch {
	case chance(r, 2):
		return strconv.Itoa(f.most + r.Intn(3))
	case f.names != nil && chance(r, 20):
		name := f.names[n-f.least]
		return pick(r, name, strings.ToUpper(name), strings.ToUpper(name[:1])+name[1:])
	case chance(r, 5):
		return "0" + strconv.Itoa(n)
	}
	return strconv.Itoa(n)
}

func cronRange(r *rand.Rand, field int) string {
	text := pick(r, "*", "*", "*", "?")
	switch r.Intn(4) {
	case 0, 1:
		text = cronNumber(r, field)
	case 2:
		f := cronFields[field]
		low := f.least + r.Intn(f.most-f.least+1)
		text = fmt.Sprintf("%d-%d", low, low+r.Intn(f.most-low+1))
	}
	if chance(r, 20) {
		text += "/" + strconv.Itoa(1+r.Intn(40))
	}
	return text
}

func cronField(r *rand.Rand, field int) string {
	text := cronRange(r, field)
	for chance(r, 15) {
		text += "," + cronRange(r, field)
	}
	return text
}

func cronText(r *rand.Rand) string {
	if chance(r, 8) {
		return pick(r, "@yearly", "@annually", "@monthly", "@weekly", "@daily", "@midnight", "@hourly", "@every "+duration(r))
	}
	text := pick(r, "", "", "", "", "", "", " ", "TZ=UTC ")
	for field := range cronFields {
		if field > 0 {
			text += pick(r, " ", " ", " ", "  ", "\t")
		}
		text += cronField(r, field)
	}
	return text
}

// A schedule, and the second since 1970 (to 2105) after which it fires.
func schedule(r *rand.Rand) input {
	return input{spoilt(cronText, "0123456789*/-,? @abcnstTZ=#L")(r), strconv.FormatInt(r.Int63n(135*365*86400), 10)}
}

func duration(r *rand.Rand) string {
	text := pick(r, "", "", "", "-", "+")
	for {
		text += number(r) + pick(r, "h", "m", "s", "ms", "us", "µs", "μs", "ns")
		if chance(r, 60) {
			return text
		}
	}
}

func prometheusDuration(r *rand.Rand) string {
	text := ""
	for _, unit := range strings.Fields("y w d h m s ms") {
		if chance(r, 30) {
			text += letters(r, digits, 1+r.Intn(3)) + unit
		}
	}
	if text == "" {
		return pick(r, "0", "0s", letters(r, digits, 1+r.Intn(20))+pick(r, "y", "h", "ms"))
	}
	return text
}

var zones = func() []string {
	text, err := os.ReadFile("../../../compiler/formats/zones.def")
	if err != nil {
		panic(err)
	}
	var names []string
	for _, line := range strings.Split(string(text), "\n") {
		if name, ok := strings.CutPrefix(line, `ZONE("`); ok {
			names = append(names, strings.TrimSuffix(name, `")`))
		}
	}
	return names
}()

func zone(r *rand.Rand) string { return zones[r.Intn(len(zones))] }

// ---- names ----

// label gives letters and digits, with `others` between them.
func label(most int, others string) func(*rand.Rand) string {
	return func(r *rand.Rand) string {
		n := length(r, most)
		text := []byte(letters(r, lower+lower+digits, n))
		for i := 1; i+1 < n; i++ {
			if chance(r, 10) {
				text[i] = others[r.Intn(len(others))]
			}
		}
		return string(text)
	}
}

func letterFirst(generate func(*rand.Rand) string) func(*rand.Rand) string {
	return func(r *rand.Rand) string { return letters(r, lower, 1) + generate(r)[1:] }
}

func mixedCase(generate func(*rand.Rand) string) func(*rand.Rand) string {
	return func(r *rand.Rand) string {
		text := generate(r)
		at := r.Intn(len(text) + 1)
		return strings.ToUpper(text[:at]) + text[at:]
	}
}

func subdomain(r *rand.Rand) string {
	text := label(63, "-")(r)
	for chance(r, 50) {
		text += "." + label(63, "-")(r)
	}
	if chance(r, 3) {
		text = strings.Repeat(letters(r, lower, 49)+".", 5) + letters(r, lower, r.Intn(7))
	}
	return text
}

func domain(r *rand.Rand) string {
	return subdomain(r) + "." + label(63, "-")(r) + pick(r, "", "", "", ".")
}

func domainPath(r *rand.Rand) string {
	return subdomain(r) + "/" + pick(r, "", "/", "a%2F~") + mixedCase(label(30, "-_./:"))(r)
}

func wildcard(r *rand.Rand) string { return "*." + subdomain(r) }

func labelKey(r *rand.Rand) string {
	name := mixedCase(label(63, "-_."))(r)
	if chance(r, 50) {
		return subdomain(r) + "/" + name
	}
	return name
}

func labelValue(r *rand.Rand) string {
	if chance(r, 10) {
		return ""
	}
	return mixedCase(label(20, "-_."))(r)
}

func requirement(r *rand.Rand) string {
	blank := func() string { return pick(r, "", "", " ", "\t") }
	key := blank() + labelKey(r)
	switch r.Intn(5) {
	case 0:
		return pick(r, "", "!") + key
	case 1:
		return key + blank() + pick(r, "<", ">") + blank() + strconv.Itoa(r.Intn(1000))
	case 2:
		values := labelValue(r)
		for chance(r, 50) {
			values += blank() + "," + blank() + labelValue(r)
		}
		return key + " " + pick(r, "in", "notin") + blank() + "(" + values + ")" + blank()
	}
	return key + blank() + pick(r, "=", "==", "!=") + blank() + labelValue(r)
}

func selector(r *rand.Rand) string {
	text := requirement(r)
	for chance(r, 40) {
		text += "," + requirement(r)
	}
	return text
}

func segment(r *rand.Rand) string {
	if chance(r, 5) {
		return pick(r, "", ".", "..", "...", ".a", "a..")
	}
	return mixedCase(label(40, "-_.:@"))(r)
}

// ---- images ----

func component(r *rand.Rand) string {
	text := letters(r, lower+digits, 1+r.Intn(6))
	for chance(r, 20) {
		text += pick(r, ".", "_", "__", "-", "--", "---") + letters(r, lower+digits, 1+r.Intn(4))
	}
	return text
}

func registry(r *rand.Rand) string {
	host := pick(r, "localhost", "docker.io", "index.docker.io", "registry-1.example.com", "Host", "ghcr.io", "10.0.0.1", "[::1]",
		"[2001:db8::1]", mixedCase(subdomain)(r))
	if chance(r, 30) {
		host += ":" + letters(r, digits, 1+r.Intn(5))
	}
	return host
}

func image(r *rand.Rand) string {
	text := component(r)
	for chance(r, 40) {
		text += "/" + component(r)
	}
	if chance(r, 45) {
		text = registry(r) + "/" + text
	}
	if chance(r, 2) {
		text = letters(r, lower+digits, 250+r.Intn(10))
	}
	if chance(r, 2) {
		text = letters(r, digits+"abcdef", 63+r.Intn(3))
	}
	if chance(r, 50) {
		text += ":" + mixedCase(label(128, "-_."))(r)
	}
	if chance(r, 20) {
		algorithm := r.Intn(3)
		text += []string{"@sha256:", "@sha384:", "@sha512:"}[algorithm] + letters(r, digits+"abcdef", 64+32*algorithm)
	}
	return text
}

func pathPattern(r *rand.Rand) string {
	text := ""
	for range 1 + r.Intn(6) {
		text += pick(r, "*", "*", "?", "a", "b", "b", "/", "/", "[a-c]", "[^a-c]", "[b]", "[a*]", `\a`, "ü", "[ä-ü]", ".")
	}
	return text
}

// Without classes of Unicode in braces, whose names rcc does not know, and without counts that are large in each other.
func regularExpression(r *rand.Rand) string {
	text := ""
	for range 1 + r.Intn(5) {
		switch r.Intn(8) {
		case 0:
			text += pick(r, "(", "(?:", "(?i:", "(?P<n>", "(?<m>", "(?i-s:", "(?=", "(?!", "(?<=") + regularExpression(r) + ")"
		case 1:
			text += pick(r, "*", "+", "?", "*?", "{2}", "{0,3}", "{2,}", "{1001}", "{3,2}", "{01}", "{,2}", "{2,x}")
		case 2:
			text += "[" + pick(r, "", "^") + pick(r, "a-z", "]a", `\d-`, "[:alpha:]", "[:foo:]", "z-a", `\]`, "-a", `\pL`, `a-\x7f`, "ä-ü") + "]"
		case 3:
			text += pick(r, `\d`, `\W`, `\.`, `\1`, `\01`, `\x41`, `\x{10FFFF}`, `\x{110000}`, `\pN`, `\PZ`, `\Q*\E`, `\b`, `\Z`, `\z`, `\_`, `\n`, `\-`)
		case 4:
			text += pick(r, "|", "^", "$", "(?i)")
		default:
			text += pick(r, "a", "b", "1", ".", "ü", "-", "{", "}")
		}
	}
	return text
}

func patternAndPath(r *rand.Rand) input {
	return input{spoilt(pathPattern, `a?[[[[]^-\\\\ü`)(r), letters(r, "abbab/", r.Intn(7)) + pick(r, "", "", "ä", "\xff")}
}

// A pattern that is made of the image, so that it matches now and then.
func imageAndPattern(r *rand.Rand) input {
	text := image(r)
	pattern := []byte(text)
	for range 1 + r.Intn(3) {
		pattern[r.Intn(len(pattern))] = pick(r, "*", "?", "a", "[")[0]
	}
	switch r.Intn(4) {
	case 0:
		return input{spoilt(image, "abAB09._-/:@[]")(r), pathPattern(r)}
	case 1:
		return input{text, strings.TrimPrefix(string(pattern), "docker.io/")}
	case 2:
		return input{text, text[:r.Intn(len(text))] + "*"}
	}
	return input{spoilt(image, "abAB09._-/:@[]")(r), string(pattern)}
}

// ---- encodings ----

func base64Text(r *rand.Rand) string {
	encoding := base64.StdEncoding
	if chance(r, 30) {
		encoding = base64.RawStdEncoding
	}
	text := encoding.EncodeToString([]byte(letters(r, "\x00\x7f\xff\xfeabc", r.Intn(12))))
	if chance(r, 20) {
		at := r.Intn(len(text) + 1)
		text = text[:at] + pick(r, "\n", "\r\n") + text[at:]
	}
	return text
}

func jsonString(r *rand.Rand) string {
	text := `"`
	for range r.Intn(4) {
		text += pick(r, "a", "b", "ü", `\n`, `\"`, `\\`, `\/`, `\u00e4`, `\ud83d\ude00`, `\ud83d`, `\ude00x`, "\xff", "{", "]", ",", ":")
	}
	return text + `"`
}

func jsonText(r *rand.Rand) string { return jsonValue(r, 4) }

func jsonValue(r *rand.Rand, depth int) string {
	blank := func() string { return pick(r, "", "", "", " ", "\n", "\t ") }
	text := ""
	switch kind := r.Intn(8); {
	case kind < 3 && depth > 0:
		for i := range r.Intn(4) {
			text += strings.Repeat(",", min(i, 1)) + blank() + jsonString(r) + blank() + ":" + jsonValue(r, depth-1)
		}
		text = "{" + text + blank() + "}"
	case kind < 5 && depth > 0:
		for i := range r.Intn(4) {
			text += strings.Repeat(",", min(i, 1)) + jsonValue(r, depth-1)
		}
		text = "[" + text + blank() + "]"
	case kind < 7:
		text = jsonString(r)
	default:
		text = pick(r, "true", "false", "null", "0", "-0", "1.5", "-12e+3", "0.0E0", strconv.Itoa(r.Intn(1000)))
	}
	return blank() + text + blank()
}

var plainScalars = []string{
	"y", "Y", "yes", "No", "ON", "off", "true", "False", "tRue", "null", "Null", "~", "nULL", "", "a", "a b", "web-1", "v1.2", "0", "7",
	"-0", "+1", "007", "010", "08", "0o17", "0x1F", "0b101", "-0x1", "1_000", "1__0", "0_7", "12e03", "1e3", "1E+3", "1.e3", ".5", "5.",
	"-.5", "+.5", "1.10", "01.5", "0.1", "1e-400", "1e400", ".inf", "-.Inf", ".nan", "12:30", "1:30:15", "190:20:30", "2001-12-14",
	"2001-12-14T21:59:43Z", "9223372036854775807", "9223372036854775808", "-9223372036854775808", "-9223372036854775809",
	"18446744073709551615", "18446744073709551616", "1.2.3", "500m", "1Gi", "10%", "_1", "1_", "0x", "0xg", "a#b", "a:b", "http://a/b",
	"-a", "?a", ":a", "--", "e3", "1e", "inf", "nan", "=", "é", "日本", "a,b", "x{y}", "a]b", "*/5 * * * *",
}

func yamlScalar(r *rand.Rand) string {
	text := pick(r, plainScalars...)
	switch r.Intn(8) {
	case 0:
		return strconv.Quote(text)
	case 1:
		return "'" + strings.ReplaceAll(text, "'", "''") + "'"
	case 2:
		return number(r) + pick(r, "", "", "e5", "_", "E-2", "k")
	case 3:
		return pick(r, "-", "+", "0", "0x", "0o", "0b", "") + letters(r, "0123456789abcdef_", 1+r.Intn(5))
	}
	return text
}

func yamlText(r *rand.Rand) string { return yamlBlock(r, "", 3) + pick(r, "", "\n", "# end\n") }

func yamlFlow(r *rand.Rand, depth int) string {
	if depth == 0 || chance(r, 50) {
		return yamlScalar(r)
	}
	items := []string{}
	for range r.Intn(4) {
		items = append(items, pick(r, "", " ")+yamlFlow(r, depth-1))
	}
	if chance(r, 50) {
		return "[" + strings.Join(items, ",") + "]"
	}
	for i := range items {
		items[i] = fmt.Sprintf("k%d: %s", i, items[i])
	}
	return "{" + strings.Join(items, ", ") + "}"
}

// A value behind a key or a dash.
func yamlBlock(r *rand.Rand, indent string, depth int) string {
	text := ""
	switch kind := r.Intn(10); {
	case depth == 0 || kind < 3:
		return pick(r, "", " ") + yamlFlow(r, 2) + pick(r, "", "", " # note")
	case kind < 6:
		for i := range 1 + r.Intn(3) {
			key := pick(r, fmt.Sprintf("k%d", i), fmt.Sprintf("k%d", i), yamlScalar(r))
			text += "\n" + indent + key + ":" + pick(r, " ", " ", "  ") + yamlBlock(r, indent+pick(r, "  ", " ", "    "), depth-1)
		}
	case kind < 8:
		for range 1 + r.Intn(3) {
			text += "\n" + indent + "- " + yamlBlock(r, indent+"  ", depth-1)
		}
	default:
		text = pick(r, "|", "|-", "|+", ">", ">-", ">+", "|2", ">1-")
		for range 1 + r.Intn(4) {
			text += "\n" + indent + "  " + pick(r, "a", "b c", " d", "# e", "", "f: g", "\tx")
		}
	}
	return text
}

// ---- addresses ----

func address4(r *rand.Rand) string {
	return fmt.Sprintf("%d.%d.%d.%d", r.Intn(256), r.Intn(256), r.Intn(256), r.Intn(257))
}

func address6(r *rand.Rand) string {
	groups := make([]string, 8)
	for i := range groups {
		groups[i] = strconv.FormatInt(int64(r.Intn(1<<(4*(1+r.Intn(4))))), 16)
		if chance(r, 25) {
			groups[i] = pick(r, "0", "0", "00", "0000", strings.ToUpper(groups[i]))
		}
	}
	text := strings.Join(groups, ":")
	if chance(r, 15) {
		text = strings.Join(groups[:6], ":") + ":" + address4(r)
	}
	if chance(r, 60) {
		from := r.Intn(8)
		to := from + 1 + r.Intn(8-from)
		text = strings.Join(groups[:from], ":") + "::" + strings.Join(groups[to:], ":")
	}
	if chance(r, 5) {
		text = pick(r, "::", "::1", "::ffff:"+address4(r), "::ffff:102:304")
	}
	return text
}

func address(r *rand.Rand) string {
	if chance(r, 40) {
		return address4(r)
	}
	return address6(r)
}

func block(r *rand.Rand) string {
	if chance(r, 40) {
		return address4(r) + "/" + strconv.Itoa(r.Intn(34))
	}
	return address6(r) + "/" + strconv.Itoa(r.Intn(130))
}

// Near each other often enough for blocks to overlap.
func twoBlocks(r *rand.Rand) input {
	in := input{spoilt(block, "0123456789abcdefABF.:/%")(r), block(r)}
	if before, _, found := strings.Cut(in.text, "/"); found && chance(r, 50) {
		in.other = before + "/" + strconv.Itoa(r.Intn(34))
	}
	return in
}

// An address as fields ask for it: in its canonical form.
func fieldAddress(r *rand.Rand) string {
	text := address(r)
	if parsed, err := netip.ParseAddr(text); err == nil && chance(r, 80) {
		return parsed.String()
	}
	return text
}

// A block whose bits beyond the prefix are clear, as fields ask for.
func fieldBlock(r *rand.Rand) string {
	switch r.Intn(3) {
	case 0:
		return fmt.Sprintf("%d.%d.0.0/%d", r.Intn(256), r.Intn(256), 16+r.Intn(17))
	case 1:
		return fmt.Sprintf("%x:%x::/%d", 1+r.Intn(65535), 1+r.Intn(65535), 32+r.Intn(97))
	}
	if parsed, err := netip.ParsePrefix(block(r)); err == nil {
		return parsed.Masked().String()
	}
	return block(r)
}
