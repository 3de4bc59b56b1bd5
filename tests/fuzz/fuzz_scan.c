/* The scanner alone: any bytes end in an end of file, and spans go forward within the text. */
#include "base/os_fake.h"
#include "syntax/scan.h"

#include <limits.h>

/* Of flex. */
int raw_lex_init_extra(struct front *f, void **scanner);
struct yy_buffer_state *raw__scan_bytes(const char *bytes, int length, void *scanner);
int raw_lex_destroy(void *scanner);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void scan_all(struct front *f)
{
	union syntax_value value;
	struct span at;
	uint32_t last = f->base;

	raw_lex_init_extra(f, &f->scanner);
	raw__scan_bytes(f->text.p, (int)f->text.n, f->scanner);
	while (raw_lex(&value, &at, f->scanner)) {
		if (at.beg < last || at.end < at.beg || at.end > f->base + f->text.n)
			rcc_bug("a token at %u..%u after %u", at.beg, at.end, last);
		last = at.beg;
	}
	raw_lex_destroy(f->scanner);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct session s;
	struct os_fake fake;
	struct ast tree;
	struct front f;
	uint32_t source;

	os_fake_init(&fake, &s.arena);
	session_init(&s, os_fake(&fake));
	ast_init(&tree, &s);
	source = source_add(&s.sources, SOURCE_USER, STR("input.rcs"),
			    (struct str){ (const char *)data, (uint32_t)size });
	f = (struct front){
		.session = &s,
		.ast = &tree,
		.text = source_text(&s.sources, source),
		.base = source_get(&s.sources, source)->base,
	};
	scan_init(&f);
	scan_all(&f);
	ast_fini(&tree);
	session_fini(&s);
	return 0;
}
