#include "base/render_internal.h"

#include <stdlib.h>
#include <string.h>

/* A code that the run has, with the first diagnostic that has it. */
struct rule {
	const struct diag *diag;
	uint32_t number; /* of the diagnostic */
};

struct sarif {
	struct buf *out;
	struct lines lines;
	const struct rule *rules; /* in order of code */
	uint32_t nrules;
};

/* Braces are doubled in the messages of SARIF: single ones are places for arguments. */
static void put_message(struct buf *out, const char *before, const char *name, struct str text)
{
	struct buf doubled = { .arena = out->arena };

	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] == '{' || text.p[i] == '}')
			buf_char(&doubled, text.p[i]);
		buf_char(&doubled, text.p[i]);
	}
	buf_printf(out, "%s\"%s\":", before, name);
	render_json_member(out, "{", "text", buf_str(&doubled));
	buf_char(out, '}');
}

/* ---- rules --------------------------------------------------------------------------- */

static int by_code(const void *pa, const void *pb)
{
	const struct rule *a = pa, *b = pb;

	return str_cmp(a->diag->code, b->diag->code);
}

static int by_code_and_number(const void *pa, const void *pb)
{
	const struct rule *a = pa, *b = pb;
	int order = by_code(a, b);

	return order ? order : (a->number > b->number) - (a->number < b->number);
}

static void collect_rules(struct sarif *f, const struct diags *ds)
{
	struct rule *rules = arena_new(f->out->arena, struct rule, ds->list.n);

	for (uint32_t i = 0; i < ds->list.n; i++)
		rules[i] = (struct rule){ ds->list.v[i], i };
	if (ds->list.n)
		qsort(rules, ds->list.n, sizeof *rules, by_code_and_number);
	for (uint32_t i = 0; i < ds->list.n; i++) {
		if (!f->nrules || by_code(&rules[f->nrules - 1], &rules[i]) != 0)
			rules[f->nrules++] = rules[i];
	}
	f->rules = rules;
}

static uint32_t rule_of(const struct sarif *f, const struct diag *d)
{
	struct rule key = { .diag = d };
	const struct rule *found = bsearch(&key, f->rules, f->nrules, sizeof key, by_code);

	return (uint32_t)(found - f->rules);
}

/* A check of a library is described by its name. */
static struct str description(struct arena *a, const struct diag *d)
{
	for (int i = 0; i < DIAG_COUNT; i++) {
		if (str_eq(d->code, str_from(diag_infos[i].code)))
			return str_from(diag_infos[i].title);
	}
	struct str words = arena_str(a, d->slug);

	for (char *p = (char *)words.p; (p = memchr(p, '-', (size_t)(words.p + words.n - p)));)
		*p = ' ';
	return words;
}

static void put_rule(struct buf *out, const struct diag *d)
{
	render_json_member(out, "{", "id", d->code);
	render_json_member(out, ",", "name", d->slug);
	put_message(out, ",", "shortDescription", description(out->arena, d));
	put_message(out, ",", "help",
		    arena_printf(out->arena, "`rcc explain %.*s` tells more", STR_ARG(d->code)));
	render_json_member(out, ",\"defaultConfiguration\":{", "level", render_severity(d));
	buf_add(out, STR("}}"));
}

/* ---- places -------------------------------------------------------------------------- */

static bool stands_for_itself(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       (c && strchr("-._~/", c));
}

/* Relative, but for files that were given by absolute paths. */
static struct str uri_of(struct arena *a, struct str path)
{
	struct buf uri = { .arena = a };

	if (str_starts_with(path, STR("/")))
		buf_add(&uri, STR("file://"));
	for (uint32_t i = 0; i < path.n; i++) {
		if (stands_for_itself(path.p[i]))
			buf_char(&uri, path.p[i]);
		else
			buf_printf(&uri, "%%%02X", (unsigned char)path.p[i]);
	}
	return buf_str(&uri);
}

/* The library is no part of the project, wherever it is. */
static void put_artifact(struct sarif *f, uint32_t source)
{
	const struct sources *sources = f->lines.sources;

	buf_add(f->out, STR("\"artifactLocation\":"));
	render_json_member(f->out, "{", "uri", uri_of(f->out->arena, source_name(sources, source)));
	if (source_get(sources, source)->kind == SOURCE_LIBRARY)
		render_json_member(f->out, ",", "uriBaseId", STR("LIBRARY"));
	buf_char(f->out, '}');
}

static void put_region(struct buf *out, const char *name, struct extent e)
{
	buf_printf(out, "\"%s\":{\"startLine\":%u,\"startColumn\":%u,\"endLine\":%u,\"endColumn\":%u}", name,
		   e.beg.line, e.beg.column, e.end.line, e.end.column);
}

static void put_physical(struct sarif *f, struct extent e)
{
	buf_add(f->out, STR("\"physicalLocation\":{"));
	put_artifact(f, e.source);
	buf_char(f->out, ',');
	put_region(f->out, "region", e);
	buf_char(f->out, '}');
}

static void put_primary(struct sarif *f, const struct diag *d)
{
	struct extent e = render_extent_in_file(&f->lines, render_primary(d));

	if (!e.source)
		return;
	buf_add(f->out, STR(",\"locations\":[{"));
	put_physical(f, e);
	buf_add(f->out, STR("}]"));
}

/* Numbered, for no two of them may be equal. */
static void put_related(struct sarif *f, const struct diag *d)
{
	uint32_t n = 0;

	for (uint32_t i = 1; i < d->labels.n; i++) {
		const struct diag_label *label = &d->labels.v[i];
		struct extent e = render_extent_in_file(&f->lines, label->span);

		if (!e.source)
			continue;
		buf_printf(f->out, "%s{\"id\":%u,", n ? "," : ",\"relatedLocations\":[", n + 1);
		put_physical(f, e);
		if (label->text.n)
			put_message(f->out, ",", "message", label->text);
		buf_char(f->out, '}');
		n++;
	}
	if (n)
		buf_char(f->out, ']');
}

/* ---- fixes --------------------------------------------------------------------------- */

/* In order of place, which is in order of file; edits of one place stay in their order. */
static int by_place(const void *pa, const void *pb)
{
	const struct diag_edit *a = *(const struct diag_edit *const *)pa;
	const struct diag_edit *b = *(const struct diag_edit *const *)pb;

	if (a->span.beg != b->span.beg)
		return a->span.beg < b->span.beg ? -1 : 1;
	return (a > b) - (a < b);
}

static const struct diag_edit **sorted_edits(struct arena *a, const struct diag_fix *fix)
{
	const struct diag_edit **edits = arena_new(a, const struct diag_edit *, fix->edits.n);

	for (uint32_t i = 0; i < fix->edits.n; i++)
		edits[i] = &fix->edits.v[i];
	qsort(edits, fix->edits.n, sizeof *edits, by_place);
	return edits;
}

static void put_replacement(struct sarif *f, struct extent e, struct str text)
{
	buf_char(f->out, '{');
	put_region(f->out, "deletedRegion", e);
	render_json_member(f->out, ",\"insertedContent\":{", "text", text);
	buf_add(f->out, STR("}}"));
}

/* Each file once, with all its replacements. */
static void put_changes(struct sarif *f, const struct diag_fix *fix)
{
	const struct diag_edit **edits = sorted_edits(f->out->arena, fix);
	uint32_t source = 0;

	for (uint32_t i = 0; i < fix->edits.n; i++) {
		struct extent e = render_extent(&f->lines, edits[i]->span);

		if (e.source == source) {
			buf_char(f->out, ',');
		} else {
			buf_add(f->out, source ? STR("]},{") : STR("{"));
			put_artifact(f, e.source);
			buf_add(f->out, STR(",\"replacements\":["));
		}
		put_replacement(f, e, edits[i]->text);
		source = e.source;
	}
	buf_add(f->out, STR("]}"));
}

/* What is to be changed in no file cannot be said. */
static bool changes_files(struct sarif *f, const struct diag_fix *fix)
{
	for (uint32_t i = 0; i < fix->edits.n; i++) {
		if (!render_extent_in_file(&f->lines, fix->edits.v[i].span).source)
			return false;
	}
	return fix->edits.n > 0;
}

static void put_fixes(struct sarif *f, const struct diag *d)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < d->fixes.n; i++) {
		if (!changes_files(f, &d->fixes.v[i]))
			continue;
		buf_add(f->out, n++ ? STR(",") : STR(",\"fixes\":["));
		put_message(f->out, "{", "description", d->fixes.v[i].title);
		buf_add(f->out, STR(",\"artifactChanges\":["));
		put_changes(f, &d->fixes.v[i]);
		buf_add(f->out, STR("]}"));
	}
	if (n)
		buf_char(f->out, ']');
}

/* ---- the log ------------------------------------------------------------------------- */

static void put_result(struct sarif *f, const struct diag *d)
{
	struct buf text = { .arena = f->out->arena };

	render_headline(&text, d);
	render_notes(&text, &f->lines, d);
	render_json_member(f->out, "{", "ruleId", d->code);
	buf_printf(f->out, ",\"ruleIndex\":%u", rule_of(f, d));
	render_json_member(f->out, ",", "level", render_severity(d));
	put_message(f->out, ",", "message", buf_str(&text));
	put_primary(f, d);
	put_related(f, d);
	put_fixes(f, d);
	buf_char(f->out, '}');
}

void render_sarif(const struct session *s, struct buf *out)
{
	struct sarif f = { .out = out };

	lines_init(&f.lines, &s->sources, out->arena);
	collect_rules(&f, &s->diags);
	buf_add(out,
		STR("{\"$schema\":\"https://json.schemastore.org/sarif-2.1.0.json\",\"version\":\"2.1.0\","
		    "\"runs\":[{\"columnKind\":\"unicodeCodePoints\",\"originalUriBaseIds\":{\"LIBRARY\":"
		    "{\"description\":{\"text\":\"the library of rcc\"}}},"
		    "\"tool\":{\"driver\":{\"name\":\"rcc\",\"rules\":["));
	for (uint32_t i = 0; i < f.nrules; i++) {
		buf_add(out, i ? STR(",\n") : STR("\n"));
		put_rule(out, f.rules[i].diag);
	}
	buf_add(out, STR("]}},\"results\":["));
	for (uint32_t i = 0; i < s->diags.list.n; i++) {
		buf_add(out, i ? STR(",\n") : STR("\n"));
		put_result(&f, s->diags.list.v[i]);
	}
	buf_add(out, STR("]}]}\n"));
}
