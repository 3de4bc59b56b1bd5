#include "change/show.h"

#include "base/diff.h"
#include "base/mask.h"
#include "base/utf8.h"
#include "emit/json.h"

enum {
	WIDTH = 100,	 /* of a line that shows both values */
	VALUE_MAX = 240, /* bytes of a value that are shown */
	LINES_MAX = 24,	 /* of the difference of a text of several lines */
};

static const char marks[] = { [CHANGE_ADDED] = '+', [CHANGE_REMOVED] = '-', [CHANGE_CHANGED] = '~' };

/* ---- text ---------------------------------------------------------------------------------- */

static void put_value(struct buf *out, struct str text)
{
	bool cut = text.n > VALUE_MAX;

	utf8_show(out, cut ? str_slice(text, 0, utf8_align(text, VALUE_MAX)) : text);
	buf_add(out, cut ? STR("…") : STR(""));
}

/* A string that could be taken for something else, or for nothing, is shown as JSON has it. */
static struct str shown(struct arena *a, const struct doc *doc)
{
	struct str text = doc_line(a, doc);
	bool plain = doc->kind != DOC_STRING ||
		     (text.n && text.p[0] != ' ' && text.p[0] != '"' && text.p[text.n - 1] != ' ');

	text = mask_passwords(a, text); /* before it is cut */
	if (plain)
		return text;
	struct buf b = { .arena = a };

	json_doc(&b, doc, 0);
	return buf_str(&b);
}

static bool has_lines(const struct doc *doc)
{
	return doc && doc->kind == DOC_STRING && str_find(doc->string, STR("\n"), 0) >= 0;
}

/* The lines that differ, without the two that name files. */
static void put_lines(struct buf *out, struct str before, struct str now)
{
	struct buf diff = { .arena = out->arena };
	uint32_t lines = 0, beg = 0;

	diff_unified(&diff, (struct diff_names){ STR("a"), STR("a") }, before, now);
	struct str text = buf_str(&diff);

	for (uint32_t end; beg < text.n; beg = end, lines++) {
		int64_t newline = str_find(text, STR("\n"), beg);

		end = newline < 0 ? text.n : (uint32_t)newline + 1;
		if (lines < 2 || lines >= LINES_MAX + 2)
			continue;
		buf_add(out, STR("        "));
		utf8_show(out, str_slice(text, beg, newline < 0 ? end : end - 1));
		buf_char(out, '\n');
	}
	if (lines > LINES_MAX + 2)
		buf_printf(out, "        and %u more line%s\n", lines - LINES_MAX - 2,
			   lines - LINES_MAX - 2 == 1 ? "" : "s");
}

static void put_both(struct buf *out, struct str path, struct str before, struct str now)
{
	bool wide = path.n + before.n + now.n > WIDTH - 14;

	buf_add(out, wide ? STR(":\n        ") : STR(": "));
	put_value(out, before);
	buf_add(out, wide ? STR("\n     -> ") : STR(" -> "));
	put_value(out, now);
	buf_char(out, '\n');
}

static void put_field(struct buf *out, const struct field_change *f)
{
	struct arena *a = out->arena;

	buf_printf(out, "    %c ", !f->before ? '+' : !f->now ? '-' : '~');
	utf8_show(out, f->path);
	if (f->before && f->now && (has_lines(f->before) || has_lines(f->now)) &&
	    f->before->kind == DOC_STRING && f->now->kind == DOC_STRING) {
		buf_add(out, STR(":\n"));
		put_lines(out, f->before->string, f->now->string);
	} else if (f->before && f->now) {
		put_both(out, f->path, shown(a, f->before), shown(a, f->now));
	} else {
		buf_add(out, STR(": "));
		put_value(out, shown(a, f->now ? f->now : f->before));
		buf_char(out, '\n');
	}
}

static bool has_namespaces(const struct object_changes *changes)
{
	for (uint32_t i = 1; i < changes->v.n; i++)
		if (!str_eq(change_object(&changes->v.v[0])->namespace_,
			    change_object(&changes->v.v[i])->namespace_))
			return true;
	return false;
}

static void put_object(struct buf *out, const struct object_change *c, const struct consequence *told,
		       bool namespaces)
{
	const struct object *o = change_object(c);

	buf_printf(out, "%c ", marks[c->kind]);
	utf8_show(out, object_id(out->arena, o));
	if (namespaces && o->namespace_.n) {
		buf_add(out, STR(" in "));
		utf8_show(out, o->namespace_);
	}
	if (told && told->text.n) {
		buf_add(out, STR(": "));
		utf8_show(out, told->text);
	}
	buf_char(out, '\n');
	for (uint32_t i = 0; i < c->fields.v.n; i++)
		put_field(out, &c->fields.v.v[i]);
}

static void count_kinds(const struct object_changes *changes, uint32_t counts[3])
{
	for (uint32_t i = 0; i < changes->v.n; i++)
		counts[changes->v.v[i].kind]++;
}

static uint32_t count_effect(const struct consequence *told, uint32_t n, struct str effect)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < n; i++)
		count += str_eq(told[i].effect, effect);
	return count;
}

/* What all of it does, beyond the numbers of objects. */
static void put_effects(struct buf *out, const struct consequence *told, uint32_t n)
{
	uint32_t pods = count_effect(told, n, STR("pods")), replaced = count_effect(told, n, STR("replace")),
		 lost = count_effect(told, n, STR("lose"));

	if (pods)
		buf_printf(out, "; the pods of %u start anew", pods);
	if (replaced)
		buf_printf(out, "; %u cannot be changed in place", replaced);
	if (lost)
		buf_printf(out, "; the data of %u is lost", lost);
}

void show_text(struct buf *out, const struct object_changes *changes, const struct consequence *told)
{
	uint32_t counts[3] = { 0 };
	bool namespaces = has_namespaces(changes);

	count_kinds(changes, counts);
	for (uint32_t i = 0; i < changes->v.n; i++)
		put_object(out, &changes->v.v[i], told ? &told[i] : NULL, namespaces);
	if (!changes->v.n) {
		buf_printf(out, "nothing changes: %u object%s the same\n", changes->same,
			   changes->same == 1 ? " is" : "s are");
		return;
	}
	buf_printf(out, "%u added, %u removed, %u changed, %u the same", counts[CHANGE_ADDED],
		   counts[CHANGE_REMOVED], counts[CHANGE_CHANGED], changes->same);
	if (told)
		put_effects(out, told, changes->v.n);
	buf_char(out, '\n');
}

/* ---- JSON ---------------------------------------------------------------------------------- */

static struct doc text_doc(struct str text)
{
	return (struct doc){ .kind = DOC_STRING, .string = text };
}

struct members {
	struct arena *arena;
	VEC(struct doc_entry) entries;
};

static void member(struct members *m, const char *key, struct doc value)
{
	vec_push(m->arena, &m->entries, (struct doc_entry){ str_from(key), value });
}

static struct doc members_doc(const struct members *m)
{
	return (struct doc){ .kind = DOC_MAP, .map = { m->entries.v, m->entries.n } };
}

static struct doc field_doc(struct arena *a, const struct field_change *f)
{
	struct members m = { .arena = a };

	member(&m, "path", text_doc(f->path));
	if (f->before)
		member(&m, "before", *f->before);
	if (f->now)
		member(&m, "now", *f->now);
	return members_doc(&m);
}

static struct doc fields_doc(struct arena *a, const struct field_changes *fields)
{
	struct doc list = { .kind = DOC_LIST };

	list.list.items = arena_new(a, struct doc, fields->v.n);
	for (uint32_t i = 0; i < fields->v.n; i++)
		list.list.items[list.list.n++] = field_doc(a, &fields->v.v[i]);
	return list;
}

static struct doc object_doc(struct arena *a, const struct object_change *c, const struct consequence *told)
{
	static const char *const names[] = {
		[CHANGE_ADDED] = "added", [CHANGE_REMOVED] = "removed", [CHANGE_CHANGED] = "changed"
	};
	const struct object *o = change_object(c);
	struct members m = { .arena = a };

	member(&m, "object", text_doc(object_id(a, o)));
	member(&m, "apiVersion", text_doc(o->api_version));
	member(&m, "kind", text_doc(o->kind));
	member(&m, "namespace", text_doc(o->namespace_));
	member(&m, "name", text_doc(o->name));
	member(&m, "change", text_doc(str_from(names[c->kind])));
	if (told) {
		member(&m, "effect", text_doc(told->effect));
		member(&m, "consequence", text_doc(told->text));
	}
	member(&m, "fields", fields_doc(a, &c->fields));
	return members_doc(&m);
}

void show_json(struct buf *out, const struct object_changes *changes, const struct consequence *told)
{
	struct members m = { .arena = out->arena };
	struct doc list = { .kind = DOC_LIST };

	list.list.items = arena_new(out->arena, struct doc, changes->v.n);
	for (uint32_t i = 0; i < changes->v.n; i++)
		list.list.items[list.list.n++] =
			object_doc(out->arena, &changes->v.v[i], told ? &told[i] : NULL);
	member(&m, "objects", list);
	member(&m, "same", (struct doc){ .kind = DOC_INT, .integer = changes->same });
	struct doc doc = members_doc(&m);

	json_doc(out, &doc, 0);
	buf_char(out, '\n');
}
