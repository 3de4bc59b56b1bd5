#include "emit/manifest.h"

#include "formats/chars.h"
#include "formats/sha256.h"

#include <stdlib.h>

#define HEAD "# rcc made these files for stack "
#define HEAD_END "; `sha256sum -c` compares them"
#define TAIL "# end of the list"

enum { HASH_LENGTH = 64 };

struct str manifest_hash(const struct session *s, struct arena *a, struct str data)
{
	return sha256_hex(a, data, s->fast_sha);
}

/* ---- order --------------------------------------------------------------------------------- */

static int entry_cmp(const void *x, const void *y)
{
	const struct manifest_entry *a = x, *b = y;
	int order = str_cmp(a->name, b->name);

	return order ? order : str_cmp(a->hash, b->hash);
}

static void sort_entries(struct manifest *m)
{
	uint32_t kept = 0;

	if (m->entries.n)
		qsort(m->entries.v, m->entries.n, sizeof *m->entries.v, entry_cmp);
	for (uint32_t i = 0; i < m->entries.n; i++)
		if (kept == 0 || entry_cmp(&m->entries.v[kept - 1], &m->entries.v[i]) != 0)
			m->entries.v[kept++] = m->entries.v[i];
	m->entries.n = kept;
}

/* The first entry that is not before `wanted`. */
static uint32_t lower_bound(const struct manifest *m, struct manifest_entry wanted)
{
	uint32_t beg = 0, end = m->entries.n;

	while (beg < end) {
		uint32_t middle = beg + (end - beg) / 2;

		if (entry_cmp(&m->entries.v[middle], &wanted) < 0)
			beg = middle + 1;
		else
			end = middle;
	}
	return beg;
}

bool manifest_lists(const struct manifest *m, struct str name)
{
	uint32_t i = lower_bound(m, (struct manifest_entry){ name, STR("") });

	return i < m->entries.n && str_eq(m->entries.v[i].name, name);
}

bool manifest_knows(const struct manifest *m, struct str name, struct str hash)
{
	struct manifest_entry wanted = { name, hash };
	uint32_t i = lower_bound(m, wanted);

	return i < m->entries.n && entry_cmp(&m->entries.v[i], &wanted) == 0;
}

struct str manifest_hash_of(const struct manifest *m, struct str name)
{
	uint32_t i = lower_bound(m, (struct manifest_entry){ name, STR("") });

	return i < m->entries.n && str_eq(m->entries.v[i].name, name) ? m->entries.v[i].hash : STR("");
}

bool manifest_is_own_file(struct str name)
{
	return str_eq(name, STR(MANIFEST_FILE)) || str_eq(name, STR(MANIFEST_JOURNAL)) ||
	       str_eq(name, STR(MANIFEST_SCRATCH));
}

void manifest_merge(struct arena *a, struct manifest *m, const struct manifest *other)
{
	if (m->stack.n == 0)
		m->stack = other->stack;
	for (uint32_t i = 0; i < other->entries.n; i++)
		vec_push(a, &m->entries, other->entries.v[i]);
	sort_entries(m);
}

void manifest_keep_hashes(const struct session *s, struct arena *a, struct emit_set *set)
{
	struct str *hashes = arena_new(a, struct str, set->n);

	for (uint32_t i = 0; i < set->n; i++)
		hashes[i] = manifest_hash(s, a, set->files[i].data);
	set->hashes = hashes;
}

struct manifest manifest_of(const struct session *s, struct arena *a, const struct emit_set *set)
{
	struct manifest m = { .stack = set->stack };

	for (uint32_t i = 0; i < set->n; i++) {
		const struct emit_file *f = &set->files[i];
		struct str hash = set->hashes ? set->hashes[i] : manifest_hash(s, a, f->data);

		vec_push(a, &m.entries, (struct manifest_entry){ f->path, hash });
	}
	sort_entries(&m);
	return m;
}

/* ---- text ---------------------------------------------------------------------------------- */

struct str manifest_text(struct arena *a, const struct manifest *m)
{
	struct buf out = { .arena = a };

	buf_printf(&out, HEAD "%.*s" HEAD_END "\n", STR_ARG(m->stack));
	for (uint32_t i = 0; i < m->entries.n; i++) {
		buf_add(&out, m->entries.v[i].hash);
		buf_add(&out, STR("  "));
		buf_add(&out, m->entries.v[i].name);
		buf_char(&out, '\n');
	}
	buf_add(&out, STR(TAIL "\n"));
	return buf_str(&out);
}

/* Our names begin with a letter, so `..` and hidden files are out. */
static bool is_name(struct str s)
{
	if (s.n == 0 || !char_is_lower(s.p[0]))
		return false;
	for (uint32_t i = 0; i < s.n; i++)
		if (!char_is_alnum(s.p[i]) && !char_in(s.p[i], ".-_"))
			return false;
	return true;
}

static bool is_hash(struct str s)
{
	for (uint32_t i = 0; i < s.n; i++)
		if (!char_is_digit(s.p[i]) && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
			return false;
	return s.n == HASH_LENGTH;
}

/* Cuts the first line off; false at the end or without a line feed, which is how a torn write looks. */
static bool next_line(struct str *text, struct str *line)
{
	uint32_t end = chars_find(*text, '\n', 0);

	if (end == text->n)
		return false;
	*line = str_slice(*text, 0, end);
	*text = str_slice(*text, end + 1, text->n);
	return true;
}

static bool parse_entry(struct str line, struct manifest_entry *out)
{
	out->hash = str_slice(line, 0, HASH_LENGTH);
	out->name = str_slice(line, HASH_LENGTH + 2, line.n);
	return is_hash(out->hash) && str_eq(str_slice(line, HASH_LENGTH, HASH_LENGTH + 2), STR("  ")) &&
	       is_name(out->name);
}

bool manifest_parse(struct arena *a, struct str text, struct manifest *out)
{
	struct str line;

	*out = (struct manifest){ 0 };
	if (!next_line(&text, &line) || !str_starts_with(line, STR(HEAD)) ||
	    !str_ends_with(line, STR(HEAD_END)) || line.n < sizeof HEAD HEAD_END - 1)
		return false;
	out->stack = str_slice(line, sizeof HEAD - 1, line.n - (uint32_t)(sizeof HEAD_END - 1));
	while (next_line(&text, &line) && !str_eq(line, STR(TAIL))) {
		struct manifest_entry entry;

		if (!parse_entry(line, &entry))
			return false;
		vec_push(a, &out->entries, entry);
	}
	sort_entries(out);
	return str_eq(line, STR(TAIL)) && text.n == 0;
}
