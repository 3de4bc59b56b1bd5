#include "emit/secrets.h"

#include "base/utf8.h"
#include "emit/secret_values.h"
#include "emit/yaml.h"

#include <string.h>

/* ---- the table ----------------------------------------------------------------------------- */

enum { COLUMNS = 5, GAP = 2 };

struct row {
	struct str cell[COLUMNS];
};

static struct str made_text(struct arena *a, const struct secret_key *key)
{
	switch (key->make) {
	case SECRET_EXTERNAL:
		break;
	case SECRET_RANDOM:
		return arena_printf(a, "random, %u characters", (unsigned)key->length);
	case SECRET_TEMPLATE:
		return STR("from other keys");
	case SECRET_FIXED:
		return arena_printf(a, "`%.*s`", STR_ARG(key->text));
	}
	return STR("by its owner");
}

static struct str readers_text(struct arena *a, const struct secret_key *key)
{
	struct buf out = { .arena = a };

	for (uint32_t i = 0; i < key->nreaders; i++) {
		if (i)
			buf_add(&out, STR(", "));
		buf_add(&out, key->readers[i]);
	}
	return buf_str(&out);
}

static struct str shown(struct arena *a, struct str text)
{
	struct buf out = { .arena = a };

	utf8_show(&out, text);
	return buf_str(&out);
}

static uint32_t add_rows(struct arena *a, const struct secret_need *need, struct row *rows)
{
	for (uint32_t i = 0; i < need->nkeys; i++) {
		const struct secret_key *key = &need->keys[i];

		rows[i] =
			(struct row){ { shown(a, need->name), shown(a, key->key), shown(a, made_text(a, key)),
					shown(a, readers_text(a, key)), shown(a, key->about) } };
	}
	return need->nkeys;
}

static void add_row(struct buf *out, const struct row *row, const uint32_t *widths)
{
	for (uint32_t c = 0; c < COLUMNS; c++) {
		buf_add(out, row->cell[c]);
		for (uint32_t w = utf8_shown_cells(row->cell[c]); c + 1 < COLUMNS && w < widths[c] + GAP; w++)
			buf_char(out, ' ');
	}
	while (out->n && out->p[out->n - 1] == ' ')
		out->n--;
	buf_char(out, '\n');
}

void secrets_text(struct buf *out, const struct secret_list *secrets)
{
	uint32_t n = 1, widths[COLUMNS] = { 0 };

	for (uint32_t i = 0; i < secrets->n; i++)
		n += secrets->v[i].nkeys;
	struct row *rows = arena_new(out->arena, struct row, n);

	rows[0] = (struct row){ { STR("SECRET"), STR("KEY"), STR("MADE"), STR("READ BY"), STR("PURPOSE") } };
	n = 1;
	for (uint32_t i = 0; i < secrets->n; i++)
		n += add_rows(out->arena, &secrets->v[i], rows + n);
	for (uint32_t i = 0; i < n; i++)
		for (uint32_t c = 0; c < COLUMNS; c++) {
			uint32_t width = utf8_shown_cells(rows[i].cell[c]);

			widths[c] = width > widths[c] ? width : widths[c];
		}
	for (uint32_t i = 0; i < n; i++)
		add_row(out, &rows[i], widths);
}

/* ---- manifests ----------------------------------------------------------------------------- */

static struct doc text_doc(struct str text)
{
	return (struct doc){ .kind = DOC_STRING, .string = text };
}

static struct doc map_doc(struct doc_entry *entries, uint32_t n)
{
	return (struct doc){ .kind = DOC_MAP, .map = { entries, n } };
}

/* The values of one Secret; those still open become comments. */
static struct doc string_data(struct buf *out, const struct secret_value_slot *slots, uint32_t n)
{
	struct doc_entry *entries = arena_new(out->arena, struct doc_entry, n);
	uint32_t made = 0;

	for (uint32_t i = 0; i < n; i++) {
		const struct secret_key *key = slots[i].key;

		if (slots[i].state == SECRET_STATE_MADE)
			entries[made++] = (struct doc_entry){ key->key, text_doc(slots[i].text) };
		else
			yaml_comment(
				out,
				arena_printf(out->arena, "To be filled in under stringData: %.*s (%.*s)%s",
					     STR_ARG(key->key), STR_ARG(key->about),
					     key->make == SECRET_TEMPLATE ? ", made of other keys" : ""));
	}
	return map_doc(entries, made);
}

static void add_manifest(struct buf *out, const struct secret_need *need, struct str source,
			 const struct secret_value_slot *slots)
{
	struct doc_entry metadata[2] = { { STR("name"), text_doc(need->name) },
					 { STR("namespace"), text_doc(need->namespace_) } };
	struct doc_entry entries[] = {
		{ STR("apiVersion"), text_doc(STR("v1")) },
		{ STR("kind"), text_doc(STR("Secret")) },
		{ STR("metadata"), map_doc(metadata, need->namespace_.n ? 2 : 1) },
		{ STR("stringData"), { 0 } },
		{ STR("type"), text_doc(STR("Opaque")) },
	};

	buf_add(out, STR("---\n"));
	yaml_comment(out,
		     arena_printf(out->arena,
				  "Made by rcc from %.*s with values of its own: apply it, never commit it.",
				  STR_ARG(source)));
	entries[3].value = string_data(out, slots, need->nkeys);
	struct doc doc = map_doc(entries, sizeof entries / sizeof *entries);

	yaml_doc(out, &doc);
}

static bool any_made(const struct secret_value_slot *slots, uint32_t n)
{
	for (uint32_t i = 0; i < n; i++)
		if (slots[i].state == SECRET_STATE_MADE)
			return true;
	return false;
}

static void add_left_out(struct buf *left, struct str name)
{
	if (left->n)
		buf_add(left, STR(", "));
	utf8_show(left, name);
}

bool secrets_manifests(struct buf *out, struct buf *left, const struct secret_list *secrets,
		       struct str source, struct secrets_entropy *entropy, struct diags *ds, struct span at)
{
	struct secret_values values = { .arena = out->arena, .diags = ds, .at = at, .entropy = entropy };
	const struct secret_value_slot *slots;

	if (!secret_values_make(&values, secrets))
		return false;
	slots = values.slots;
	for (uint32_t i = 0; i < secrets->n; i++) {
		if (any_made(slots, secrets->v[i].nkeys))
			add_manifest(out, &secrets->v[i], source, slots);
		else
			add_left_out(left, secrets->v[i].name);
		slots += secrets->v[i].nkeys;
	}
	return true;
}
