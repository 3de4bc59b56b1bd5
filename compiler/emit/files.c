#include "emit/files.h"

#include "emit/yaml.h"
#include "formats/chars.h"

#include <stdlib.h>

/* File systems allow 255 bytes; a name's own limit is 253, so long ones are cut. */
enum { STEM_MAX = 200 };

/* ---- names --------------------------------------------------------------------------------- */

/* What tells two objects of one kind and name apart is added step by step. */
enum detail { DETAIL_NONE, DETAIL_GROUP, DETAIL_NAMESPACE, DETAIL_NUMBER };

struct stem { /* name of a file, to be made unique */
	struct str text;
	uint32_t object;
};

/* Lower case, and nothing that a shell or a file system could take amiss: names of roles may hold colons. */
static void add_safe(struct buf *out, struct str text)
{
	for (uint32_t i = 0; i < text.n; i++) {
		char c = char_lower(text.p[i]);

		buf_char(out, char_is_alnum(c) || c == '.' ? c : '-');
	}
}

static struct str stem_text(struct arena *a, const struct object *o, enum detail detail, uint32_t number)
{
	struct buf out = { .arena = a };
	struct str group = api_group(o->api_version);

	add_safe(&out, o->kind);
	buf_char(&out, '-');
	add_safe(&out, o->name);
	if (detail >= DETAIL_GROUP) {
		buf_char(&out, '-');
		add_safe(&out, group.n ? group : STR("core"));
	}
	if (detail >= DETAIL_NAMESPACE && o->namespace_.n) {
		buf_char(&out, '-');
		add_safe(&out, o->namespace_);
	}
	if (out.n > STEM_MAX) {
		uint32_t hash = str_hash(buf_str(&out));

		out.n = STEM_MAX;
		buf_printf(&out, "-%08x", (unsigned)hash);
	}
	if (detail == DETAIL_NUMBER)
		buf_printf(&out, "_%u", (unsigned)number); /* no other stem holds a `_` */
	return buf_str(&out);
}

static int stem_cmp(const void *x, const void *y)
{
	const struct stem *a = x, *b = y;
	int order = str_cmp(a->text, b->text);

	return order ? order : (a->object > b->object) - (a->object < b->object);
}

/* Writes out one more detail for all whose text another one has, too. True if there were any. */
static bool stems_refine(struct arena *a, struct stem *stems, const struct object_list *objects,
			 enum detail detail)
{
	bool any = false;

	qsort(stems, objects->n, sizeof *stems, stem_cmp);
	for (uint32_t i = 0, end; i < objects->n; i = end) {
		struct str shared = stems[i].text;

		for (end = i + 1; end < objects->n && str_eq(stems[end].text, shared);)
			end++;
		if (end == i + 1)
			continue;
		any = true;
		for (uint32_t k = i; k < end; k++)
			stems[k].text = stem_text(a, &objects->v[stems[k].object], detail, k - i + 1);
	}
	return any;
}

/* The stem of each object, in their order. */
static struct str *stems_make(struct arena *a, const struct object_list *objects)
{
	struct stem *stems = arena_new(a, struct stem, objects->n);
	struct str *texts = arena_new(a, struct str, objects->n);

	for (uint32_t i = 0; i < objects->n; i++)
		stems[i] = (struct stem){ stem_text(a, &objects->v[i], DETAIL_NONE, 0), i };
	for (enum detail d = DETAIL_GROUP; d <= DETAIL_NUMBER; d++)
		if (!stems_refine(a, stems, objects, d))
			break;
	for (uint32_t i = 0; i < objects->n; i++)
		texts[stems[i].object] = stems[i].text;
	return texts;
}

/* ---- files --------------------------------------------------------------------------------- */

static struct doc text_doc(struct str text)
{
	return (struct doc){ .kind = DOC_STRING, .string = text };
}

/* Kustomize sorts by kind unless it is told to keep the order that we chose. */
static struct str kustomization(struct arena *a, struct str source, const struct emit_file *files, uint32_t n)
{
	struct doc *resources = arena_new(a, struct doc, n);
	struct buf out = { .arena = a };

	for (uint32_t i = 0; i < n; i++)
		resources[i] = text_doc(files[i].path);
	struct doc_entry sort[] = { { STR("order"), text_doc(STR("fifo")) } };
	struct doc_entry entries[] = {
		{ STR("apiVersion"), text_doc(STR("kustomize.config.k8s.io/v1beta1")) },
		{ STR("kind"), text_doc(STR("Kustomization")) },
		{ STR("resources"), { .kind = DOC_LIST, .list = { resources, n } } },
		{ STR("sortOptions"), { .kind = DOC_MAP, .map = { sort, 1 } } },
	};
	struct doc doc = { .kind = DOC_MAP, .map = { entries, sizeof entries / sizeof *entries } };

	yaml_header(&out, source);
	yaml_doc(&out, &doc);
	return buf_str(&out);
}

static struct str file_name(struct arena *a, struct str stem)
{
	struct buf name = { .arena = a };

	buf_add(&name, stem);
	buf_add(&name, STR(".yaml"));
	return buf_take(&name);
}

struct emit_set emit_files(struct arena *a, struct str stack, struct str source,
			   const struct object_list *objects)
{
	struct emit_file *files = arena_new(a, struct emit_file, objects->n + 1);
	struct str *stems = stems_make(a, objects);

	for (uint32_t i = 0; i < objects->n; i++) {
		struct buf data = { .arena = a };

		yaml_object(&data, &objects->v[i]);
		files[i].data = buf_take(&data);
		files[i].path = file_name(a, stems[i]);
	}
	files[objects->n].path = STR("kustomization.yaml");
	files[objects->n].data = kustomization(a, source, files, objects->n);
	return (struct emit_set){ stack, files, objects->n + 1, NULL };
}
