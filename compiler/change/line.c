#include "change/compare.h"

#include "emit/json.h"
#include "formats/json_text.h"

static void put_line(struct buf *out, const struct doc *doc)
{
	if (doc->kind == DOC_LIST) {
		buf_char(out, '[');
		for (uint32_t i = 0; i < doc->list.n; i++) {
			buf_add(out, i ? STR(", ") : STR(""));
			put_line(out, &doc->list.items[i]);
		}
		buf_char(out, ']');
	} else if (doc->kind == DOC_MAP) {
		buf_char(out, '{');
		for (uint32_t i = 0; i < doc->map.n; i++) {
			buf_add(out, i ? STR(", ") : STR(""));
			json_add_string(out, doc->map.entries[i].key);
			buf_add(out, STR(": "));
			put_line(out, &doc->map.entries[i].value);
		}
		buf_char(out, '}');
	} else {
		json_doc(out, doc, 0);
	}
}

struct str doc_line(struct arena *a, const struct doc *doc)
{
	struct buf out = { .arena = a };

	if (doc->kind == DOC_STRING)
		return doc->string;
	put_line(&out, doc);
	return buf_str(&out);
}
