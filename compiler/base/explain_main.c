/* mkexplain: writes the explanations, deflated, as C for the command. */
#include "base/cold.h"
#include "base/explain.h"

#include <stdio.h>

static void add(struct buf *out, const char *text)
{
	buf_add(out, (struct str){ text, (uint32_t)strlen(text) + 1 });
}

static void add_example(struct buf *out, const struct explain_example *example)
{
	if (example->n > EXPLAIN_FILES)
		rcc_bug("an example has %u files", example->n);
	for (uint32_t i = 0; i < example->n; i++) {
		add(out, example->files[i].name);
		add(out, example->files[i].text);
	}
	add(out, "");
}

int main(void)
{
	struct arena a;

	arena_init(&a);
	struct buf texts = { .arena = &a }, packed = { .arena = &a };

	for (const struct explain *e = explains; e->code; e++) {
		add(&texts, e->code);
		add(&texts, e->prose);
		add_example(&texts, &e->failing);
		add_example(&texts, &e->fixed);
	}
	cold_pack(&packed, texts.p, texts.n, 0);
	printf("/* Made by mkexplain. */\n#include \"base/explain.h\"\n\nconst uint32_t explain_packed[] = "
	       "{\n");
	for (uint32_t i = 0; i < packed.n; i += 4) {
		uint32_t word = 0;

		memcpy(&word, packed.p + i, packed.n - i < 4 ? packed.n - i : 4);
		printf("0x%08x,\n", word);
	}
	printf("};\nconst uint32_t explain_packed_size = %u;\n", packed.n);
	arena_fini(&a);
	return 0;
}
