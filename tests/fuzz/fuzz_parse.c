/* Any bytes parse to a tree with diagnostics that can be shown; places stay within the text. */
#include "base/os_fake.h"
#include "base/render.h"
#include "syntax/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The nodes of the source are the last of the table: all that the parser made. */
static void check_places(const struct ast *t, const struct source *source)
{
	for (uint32_t i = 1; i < t->nodes.n; i++) {
		struct span at = ast_span(t, i);

		if (at.beg > at.end || at.beg < source->base || at.end > source->base + source->length)
			rcc_bug("node %u, %s, at %u..%u", i, ast_kind_name(ast_node(t, i)->kind), at.beg,
				at.end);
	}
}

static void render_all(struct session *s)
{
	struct buf out = { .arena = &s->arena };

	diags_sort(&s->diags, &s->sources);
	render_text(s, COLOR_ALWAYS, &out);
	render_json(s, &out);
	render_sarif(s, &out);
	render_github(s, &out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	struct os_fake fake;
	struct ast tree;
	struct buf dump;
	uint32_t source;

	os_fake_init(&fake, &s.arena);
	session_init(&s, os_fake(&fake));
	ast_init(&tree, &s);
	source = source_add(&s.sources, SOURCE_USER, STR("input.rcs"),
			    (struct str){ (const char *)data, (uint32_t)size });
	dump = (struct buf){ .arena = &s.arena };
	ast_dump(&tree, parse_file(&tree, source), &dump);
	check_places(&tree, source_get(&s.sources, source));
	parse_value(&tree, source);
	render_all(&s);
	ast_fini(&tree);
	session_fini(&s);
	return 0;
}
