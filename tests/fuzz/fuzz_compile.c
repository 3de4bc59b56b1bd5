/*
 * Whole compilations of several files. The input is cut at lines `#--- NAME`; what stands
 * before the first of them is the main file. Limits are low, so that no input is slow.
 */
#include "support/compile.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void add_files(struct project *p, struct str input)
{
	struct str mark = STR("\n#--- ");
	const char *name = "stack.rcs";
	uint32_t at = 0;

	for (;;) {
		int64_t end = str_find(input, mark, at);

		buf_add(project_file(p, name), str_slice(input, at, end < 0 ? input.n : (uint32_t)end + 1));
		if (end < 0)
			return;
		int64_t line_end = str_find(input, STR("\n"), (uint32_t)end + mark.n);

		if (line_end < 0)
			return;
		name = arena_str(&p->arena, str_slice(input, (uint32_t)end + mark.n, (uint32_t)line_end)).p;
		at = (uint32_t)line_end;
	}
}

static void lower_limits(struct session *s)
{
	s->limits[LIMIT_STEPS] = 100000;
	s->limits[LIMIT_VALUE_BYTES] = 16u << 20;
	s->limits[LIMIT_OBJECTS] = 100;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct project p;

	project_init(&p);
	add_files(&p, (struct str){ (const char *)data, (uint32_t)size });
	lower_limits(project_open(&p));
	bool ok = project_compile(&p);

	if (ok != (rcc_session(p.rcc)->diags.errors == 0))
		rcc_bug("a compile that says %d with %u errors", ok, rcc_session(p.rcc)->diags.errors);
	project_diagnostics(&p);
	project_fini(&p);
	return 0;
}
