/* What parses is formatted to the same tree, and formatting that changes nothing. */
#include "base/os_fake.h"
#include "syntax/format.h"
#include "syntax/parse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static node_id parse(struct ast *t, uint32_t source)
{
	ast_init(t, t->session);
	return parse_file(t, source);
}

static void check_tree(struct session *s, uint32_t before, uint32_t after)
{
	struct ast a = { .session = s }, b = { .session = s };
	node_id x = parse(&a, before), y = parse(&b, after);

	if (s->diags.errors || !ast_equal(&a, x, &b, y))
		rcc_bug("formatting changed the tree");
	ast_fini(&b);
	ast_fini(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	struct os_fake fake;

	os_fake_init(&fake, &s.arena);
	session_init(&s, os_fake(&fake));
	struct buf once = { .arena = &s.arena }, twice = { .arena = &s.arena };
	uint32_t before = source_add(&s.sources, SOURCE_USER, STR("input.rcs"),
				     (struct str){ (const char *)data, (uint32_t)size });

	if (format_source(&s, before, &once)) {
		uint32_t after = source_add(&s.sources, SOURCE_USER, STR("output.rcs"), buf_str(&once));

		check_tree(&s, before, after);
		if (!format_source(&s, after, &twice) || !str_eq(buf_str(&once), buf_str(&twice)))
			rcc_bug("formatting again changed the text");
	}
	session_fini(&s);
	return 0;
}
