#include "emit/json.h"

#include "formats/json_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { INDENT = 2 };

/* ---- numbers ------------------------------------------------------------------------------- */

/* Shortest text in scientific notation that reads back as the same double. */
static void shortest(char *text, size_t size, double number)
{
	for (int digits = 0; digits < 17; digits++) {
		snprintf(text, size, "%.*e", digits, number);
		if (strtod(text, NULL) == number)
			return;
	}
}

/* Where the fixed notation ends is the apiserver's choice, so that it gives back what we wrote. The mantissa
 * keeps a point before an exponent: YAML 1.1 takes `1e+21` for a string. */
void json_number(struct buf *out, double number)
{
	char text[40];
	double size = number < 0 ? -number : number;

	shortest(text, sizeof text, number);
	int exponent = atoi(strchr(text, 'e') + 1);
	int digits = (int)(strcspn(text, "e") - (text[0] == '-'));

	digits -= digits > 1; /* the point */
	if (size == 0 || (size >= 1e-6 && size < 1e21)) {
		int decimals = digits - 1 - exponent;

		buf_printf(out, "%.*f", decimals > 0 ? decimals : 0, size == 0 ? 0.0 : number);
		return;
	}
	*strchr(text, 'e') = 0;
	buf_printf(out, "%s%se%+03d", text, digits > 1 ? "" : ".0", exponent);
}

/* ---- documents ----------------------------------------------------------------------------- */

static void new_line(struct buf *out, uint32_t indent)
{
	buf_char(out, '\n');
	for (uint32_t i = 0; i < indent; i++)
		buf_char(out, ' ');
}

static void json_array(struct buf *out, const struct doc *doc, uint32_t indent)
{
	buf_char(out, '[');
	for (uint32_t i = 0; i < doc->list.n; i++) {
		if (i)
			buf_char(out, ',');
		new_line(out, indent + INDENT);
		json_doc(out, &doc->list.items[i], indent + INDENT);
	}
	if (doc->list.n)
		new_line(out, indent);
	buf_char(out, ']');
}

static void json_map(struct buf *out, const struct doc *doc, uint32_t indent)
{
	buf_char(out, '{');
	for (uint32_t i = 0; i < doc->map.n; i++) {
		if (i)
			buf_char(out, ',');
		new_line(out, indent + INDENT);
		json_add_string(out, doc->map.entries[i].key);
		buf_add(out, STR(": "));
		json_doc(out, &doc->map.entries[i].value, indent + INDENT);
	}
	if (doc->map.n)
		new_line(out, indent);
	buf_char(out, '}');
}

void json_doc(struct buf *out, const struct doc *doc, uint32_t indent)
{
	switch ((enum doc_kind)doc->kind) {
	case DOC_NULL:
		buf_add(out, STR("null"));
		break;
	case DOC_BOOL:
		buf_add(out, doc->boolean ? STR("true") : STR("false"));
		break;
	case DOC_INT:
		buf_integer(out, doc->integer);
		break;
	case DOC_FLOAT:
		json_number(out, doc->number);
		break;
	case DOC_STRING:
		json_add_string(out, doc->string);
		break;
	case DOC_LIST:
		json_array(out, doc, indent);
		break;
	case DOC_MAP:
		json_map(out, doc, indent);
		break;
	}
}

static struct doc doc_text(struct str text)
{
	return (struct doc){ .kind = DOC_STRING, .string = text };
}

void json_list(struct buf *out, const struct object_list *objects)
{
	struct doc *items = arena_new(out->arena, struct doc, objects->n);

	for (uint32_t i = 0; i < objects->n; i++)
		items[i] = objects->v[i].doc;
	struct doc_entry entries[] = {
		{ STR("apiVersion"), doc_text(STR("v1")) },
		{ STR("kind"), doc_text(STR("List")) },
		{ STR("items"), { .kind = DOC_LIST, .list = { items, objects->n } } },
	};
	struct doc list = { .kind = DOC_MAP, .map = { entries, sizeof entries / sizeof *entries } };

	json_doc(out, &list, 0);
	buf_char(out, '\n');
}
