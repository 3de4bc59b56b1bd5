/*
 * Imports of schemas, JSON or YAML. The input is cut at a line `#---` into two documents. Any bytes
 * give declarations or a message, and the same ones with the documents in the other order.
 */
#include "base/os_fake.h"
#include "schema/import.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct str import(struct arena *a, struct str first, struct str second, const char *const *paths)
{
	struct os_fake fake;
	struct session s;
	struct schema_options o = { .documents = paths, .ndocuments = second.n ? 2 : 1 };
	struct buf out = { 0 };
	struct str text;

	os_fake_init(&fake, a);
	os_fake_add(&fake, "/a", first);
	os_fake_add(&fake, "/b", second);
	session_init(&s, os_fake(&fake));
	out.arena = &s.arena;
	if (schema_import(&s, &o, &out) != (s.diags.errors == 0))
		rcc_bug("an import that does not tell its errors");
	if (s.diags.errors > 0 && out.n > 0)
		rcc_bug("declarations in spite of errors");
	text = arena_str(a, buf_str(&out));
	session_fini(&s);
	return text;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const forward[] = { "/a", "/b" }, *const backward[] = { "/b", "/a" };
	struct str input = { (const char *)data, (uint32_t)size }, mark = STR("\n#---\n"), second = STR("");
	int64_t cut = str_find(input, mark, 0);
	struct arena a;

	arena_init(&a);
	if (cut >= 0) {
		second = str_slice(input, (uint32_t)cut + mark.n, input.n);
		input.n = (uint32_t)cut;
	}
	struct str text = import(&a, input, second, forward);

	if (second.n > 0 && !str_eq(text, import(&a, input, second, backward)))
		rcc_bug("the order of the documents shows");
	arena_fini(&a);
	return 0;
}
