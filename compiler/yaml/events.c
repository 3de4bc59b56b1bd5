#include "yaml/events.h"

#include "base/utf8.h"

#include <string.h>
#ifdef __SSE2__
#include <emmintrin.h>
#endif

uint32_t yaml_add(const struct yaml_input *in, struct yaml_nodes *out, struct yaml_node node)
{
	if (out->n == out->cap)
		out->v = vec_grow(&in->session->arena, out->v, sizeof *out->v, out->n, &out->cap);
	out->v[out->n] = node;
	return out->n++;
}

void yaml_close(struct yaml_nodes *out, uint32_t node)
{
	out->v[node].next = out->n;
}

/* ---- parts -------------------------------------------------------------------------------- */

static bool is_separator(struct str text, uint32_t at)
{
	if (text.n - at < 3 || memcmp(text.p + at, "---", 3) != 0)
		return false;
	return at + 3 == text.n || text.p[at + 3] == '\n' || text.p[at + 3] == '\r' ||
	       text.p[at + 3] == ' ' || text.p[at + 3] == '\t';
}

#ifdef __SSE2__
/* Of sixteen bytes those that are newlines with two dashes behind them. */
static inline __m128i newline_and_dashes(const char *p)
{
	const __m128i newline = _mm_set1_epi8('\n'), dash = _mm_set1_epi8('-');
	__m128i first = _mm_cmpeq_epi8(_mm_loadu_si128((const void *)(p + 1)), dash);
	__m128i second = _mm_cmpeq_epi8(_mm_loadu_si128((const void *)(p + 2)), dash);

	return _mm_and_si128(_mm_cmpeq_epi8(_mm_loadu_si128((const void *)p), newline),
			     _mm_and_si128(first, second));
}
#endif

/* Steps over bytes up to a newline with two dashes behind it, sixteen at a time where the machine can; it
 * need not step over all of them. */
static uint32_t skip_lines(struct str text, uint32_t at)
{
#ifdef __SSE2__
	enum { STEP = 64 };

	for (; text.n - at >= STEP + 2; at += STEP) {
		__m128i found = _mm_setzero_si128();

		for (uint32_t i = 0; i < STEP; i += 16)
			found = _mm_or_si128(found, newline_and_dashes(text.p + at + i));
		if (_mm_movemask_epi8(found))
			break;
	}
	for (; text.n - at >= 18; at += 16) {
		int found = _mm_movemask_epi8(newline_and_dashes(text.p + at));

		if (found)
			return at + (uint32_t)__builtin_ctz((unsigned)found);
	}
#endif
	return at;
}

/* At the beginning of a line `---` separates documents wherever it stands, even in a string. */
uint32_t yaml_next_separator(struct str text, uint32_t at)
{
	do {
		at = skip_lines(text, at);
		const char *newline = memchr(text.p + at, '\n', text.n - at);

		at = newline ? (uint32_t)(newline - text.p) + 1 : text.n;
	} while (at < text.n && !is_separator(text, at));
	return at;
}

bool yaml_next_part(struct str text, struct yaml_part *part)
{
	uint32_t at = part->end;

	if (at >= text.n)
		return false;
	part->beg = at;
	part->end = yaml_next_separator(text, at);
	return true;
}

/* ---- bytes -------------------------------------------------------------------------------- */

static bool refuse(const struct yaml_input *in, struct yaml_problem *problem, uint32_t at, uint32_t n,
		   const char *why, const char *help)
{
	uint32_t rest = in->text.n - at;

	*problem = (struct yaml_problem){
		.beg = at, .end = at + (n < rest ? n : rest), .why = str_from(why), .help = str_from(help)
	};
	return false;
}

/* Editors and shells of Windows write it; every second byte of most of it is 0. */
static bool is_utf16(struct str text)
{
	unsigned char a = text.n > 1 ? (unsigned char)text.p[0] : 0,
		      b = text.n > 1 ? (unsigned char)text.p[1] : 0;

	return (a == 0xff && b == 0xfe) || (a == 0xfe && b == 0xff) || (text.n > 1 && (a == 0) != (b == 0));
}

/* What YAML lets stand in a text. */
static bool is_printable(uint32_t cp)
{
	if (cp < 0x20)
		return cp == '\t' || cp == '\n' || cp == '\r';
	return (cp < 0x7f || cp >= 0xa0 || cp == 0x85) && cp != 0xfffe && cp != 0xffff;
}

#ifdef __SSE2__
/* Of sixteen bytes those that are neither printable ASCII nor newlines. */
static inline __m128i odd_bytes(const char *p)
{
	__m128i v = _mm_loadu_si128((const void *)p);
	/* As signed numbers, bytes that are not ASCII are below the blank as well. */
	__m128i low = _mm_andnot_si128(_mm_cmpeq_epi8(v, _mm_set1_epi8('\n')),
				       _mm_cmplt_epi8(v, _mm_set1_epi8(' ')));

	return _mm_or_si128(low, _mm_cmpeq_epi8(v, _mm_set1_epi8(0x7f)));
}
#endif

/* The bytes from `i` on that are printable ASCII or newlines, many at a time. */
static uint32_t skip_ascii(struct str text, uint32_t i)
{
#ifdef __SSE2__
	for (; i + 64 <= text.n; i += 64) {
		__m128i odd = _mm_or_si128(odd_bytes(text.p + i), odd_bytes(text.p + i + 16));

		odd = _mm_or_si128(odd, odd_bytes(text.p + i + 32));
		if (_mm_movemask_epi8(_mm_or_si128(odd, odd_bytes(text.p + i + 48))))
			break;
	}
#endif
	const uint64_t ones = 0x0101010101010101u, tops = ones << 7;

	for (; i + 8 <= text.n; i += 8) {
		uint64_t w, control, del, newline;

		memcpy(&w, text.p + i, 8);
		if (w & tops)
			break;
		/* The top bit of each byte: below 0x20, 0x7f, a newline. No byte borrows from the next. */
		control = ~((w | tops) - ones * 0x20) & tops;
		del = (w + ones) & tops;
		newline = ~(((w ^ ones * '\n') | tops) - ones) & tops;
		if ((control & ~newline) | del)
			break;
	}
	while (i < text.n && ((text.p[i] >= 0x20 && text.p[i] < 0x7f) || text.p[i] == '\n'))
		i++;
	return i;
}

/* Line breaks and marks that only some readers know: NEL, LS, PS, the byte order mark; and a lone CR. */
static bool is_odd(uint32_t cp)
{
	return cp == '\r' || cp == 0x85 || cp == 0x2028 || cp == 0x2029 || cp == 0xfeff;
}

bool yaml_check_part(struct yaml_input *in, struct yaml_part part, struct yaml_problem *problem)
{
	struct str text = str_slice(in->text, 0, part.end);

	if (is_utf16(str_slice(text, part.beg, part.end)))
		return refuse(in, problem, 0, 0, "the file is UTF-16, and manifests are UTF-8",
			      "save it as UTF-8; in PowerShell write it by `| Out-File -Encoding utf8 FILE`");
	in->common = true;
	for (uint32_t i = skip_ascii(text, part.beg), n; i < text.n; i = skip_ascii(text, i + n)) {
		uint32_t cp;

		n = utf8_decode(text, i, &cp);
		if (cp == UTF8_BAD)
			return refuse(in, problem, i, 1, "this byte is not UTF-8",
				      "write binary data as base64, in `binaryData` or `data` of a Secret");
		if (!is_printable(cp))
			return refuse(in, problem, i, n, "a control character cannot stand in YAML",
				      "write it as an escape between double quotes: \"\\x07\"");
		in->common &= !is_odd(cp);
	}
	return true;
}

bool yaml_check_bytes(struct yaml_input *in, struct yaml_problem *problem)
{
	return yaml_check_part(in, (struct yaml_part){ 0, in->text.n }, problem);
}

/* ---- reading ------------------------------------------------------------------------------ */

static bool is_json(struct str text, struct yaml_part part)
{
	uint32_t i = part.beg;

	while (i < part.end && strchr(" \t\r\n", text.p[i]) && text.p[i])
		i++;
	return i < part.end && text.p[i] == '{';
}

static void clear(struct yaml_nodes *out)
{
	out->n = 0;
	out->documents = 0;
	out->aliases = false;
}

static bool read_as_json(const struct yaml_input *in, struct yaml_part part, struct yaml_nodes *out,
			 struct yaml_problem *problem)
{
	uint32_t stopped;

	if (yaml_read_json(in, part, out, &stopped))
		return true;
	clear(out);
	if (yaml_read_any(in, part, out, problem))
		return true;
	if (!problem->limit && stopped > problem->beg && stopped < part.end)
		refuse(in, problem, stopped, 1, "this is no JSON", "");
	return false;
}

bool yaml_read(const struct yaml_input *in, struct yaml_part part, struct yaml_nodes *out,
	       struct yaml_problem *problem)
{
	*problem = (struct yaml_problem){ 0 };
	clear(out);
	if (is_json(in->text, part))
		return read_as_json(in, part, out, problem);
	if (in->common && yaml_read_quick(in, part, out))
		return true;
	clear(out);
	return yaml_read_any(in, part, out, problem);
}
