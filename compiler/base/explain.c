#include "base/explain.h"

#include "base/cold.h"

/* The next text; moves behind it. */
static const char *take(const char **at)
{
	const char *text = *at;

	*at += strlen(text) + 1;
	return text;
}

static struct explain_example take_example(struct arena *a, const char **at)
{
	struct explain_file *files = arena_new(a, struct explain_file, EXPLAIN_FILES);
	struct explain_example example = { files, 0 };

	while (**at && example.n < EXPLAIN_FILES) {
		files[example.n].name = take(at);
		files[example.n++].text = take(at);
	}
	take(at);
	return example;
}

const struct explain *explain_read(struct arena *a)
{
	VEC(struct explain) all = { 0 };
	struct cold *cold = cold_open(explain_packed, explain_packed_size);

	if (!cold)
		rcc_bug("the explanations do not belong to this build");
	uint32_t n = cold_size(cold);
	struct str texts = arena_str(a, (struct str){ cold_get(cold, 0, n), n });

	cold_close(cold);
	for (const char *at = texts.p; at < texts.p + texts.n;) {
		struct explain e = { .code = take(&at) };

		e.prose = take(&at);
		e.failing = take_example(a, &at);
		e.fixed = take_example(a, &at);
		vec_push(a, &all, e);
	}
	vec_push(a, &all, (struct explain){ 0 });
	return all.v;
}

const struct explain *explain_find(const struct explain *all, struct str code)
{
	for (const struct explain *e = all; e->code; e++) {
		if (str_eq(str_from(e->code), code))
			return e;
	}
	return NULL;
}
