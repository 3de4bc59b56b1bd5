/*
 * What the rig needs to know of a stack file, and no command tells: probe [OPTION]... FILE
 *
 *   --skip CODE        the check with this code does not run, so that what it refuses is made
 *   --stdlib DIR       another library than the one built in
 *   --param-file FILE  parameters
 *
 * Prints JSON values: each diagnostic, then for each stack {"stack", "cluster", "survive", "objects",
 * "secrets"}, where the second and third are fields of the stack. Exit status 0: compiled, 1: errors.
 */
#include "emit/json.h"
#include "objects/plain.h"
#include "rcc.h"
#include "report.h"

#include <stdio.h>
#include <string.h>

extern const unsigned char rcc_image[], rcc_image_end[];

enum { MOST = 64 };

struct arguments {
	const char *skip[MOST], *params[MOST];
	struct rcc_options o;
};

static bool read_arguments(struct arguments *a, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		bool more = i + 1 < argc;

		if (more && strcmp(argv[i], "--skip") == 0 && a->o.nskip < MOST)
			a->skip[a->o.nskip++] = argv[++i];
		else if (more && strcmp(argv[i], "--param-file") == 0 && a->o.input.nparam_files < MOST)
			a->params[a->o.input.nparam_files++] = argv[++i];
		else if (more && strcmp(argv[i], "--stdlib") == 0)
			a->o.stdlib = argv[++i];
		else if (argv[i][0] != '-' && !a->o.input.main)
			a->o.input.main = argv[i];
		else
			return false;
	}
	a->o.skip = a->skip;
	a->o.input.param_files = a->params;
	a->o.image = a->o.stdlib ? NULL : rcc_image;
	a->o.image_size = (size_t)(rcc_image_end - rcc_image);
	return a->o.input.main != NULL;
}

static void put_field(struct buf *out, struct rcc *r, const struct rcc_stack *stack, const char *name)
{
	struct eval *e = rcc_eval(r);
	struct plain p = { .eval = e, .program = rcc_program(r), .session = rcc_session(r) };
	struct doc doc;

	buf_printf(out, ",\"%s\":", name);
	if (plain_doc(&p, eval_field_named(e, stack->value.record, name), 0, &doc))
		json_doc(out, &doc, 0);
	else
		buf_add(out, STR("null"));
}

static void put_objects(struct buf *out, const struct rcc_stack *stack)
{
	buf_add(out, STR(",\"objects\":["));
	for (uint32_t i = 0; i < stack->objects.n; i++) {
		buf_add(out, i ? STR(",") : STR(""));
		json_doc(out, &stack->objects.v[i].doc, 0);
	}
	buf_char(out, ']');
}

/* Names of Secrets and keys: DNS names and file names, so nothing in them needs an escape. */
static void put_secrets(struct buf *out, const struct secret_list *secrets)
{
	buf_add(out, STR(",\"secrets\":["));
	for (uint32_t i = 0; i < secrets->n; i++) {
		const struct secret_need *need = &secrets->v[i];

		buf_printf(out, "%s{\"name\":\"%.*s\",\"keys\":[", i ? "," : "", STR_ARG(need->name));
		for (uint32_t k = 0; k < need->nkeys; k++)
			buf_printf(out, "%s\"%.*s\"", k ? "," : "", STR_ARG(need->keys[k].key));
		buf_add(out, STR("]}"));
	}
	buf_char(out, ']');
}

static void put_stack(struct buf *out, struct rcc *r, const struct rcc_stack *stack)
{
	struct secret_list secrets;

	buf_printf(out, "{\"stack\":\"%.*s\"", STR_ARG(stack->name));
	put_field(out, r, stack, "cluster");
	put_field(out, r, stack, "survive");
	put_objects(out, stack);
	rcc_secrets(r, stack, &secrets);
	put_secrets(out, &secrets);
	buf_add(out, STR("}\n"));
}

int main(int argc, char **argv)
{
	struct arguments a = { .o = { .os = os_posix() } };
	uint32_t n = 0;

	if (!read_arguments(&a, argc, argv)) {
		fputs("usage: probe [--skip CODE] [--stdlib DIR] [--param-file FILE] FILE\n", stderr);
		return 2;
	}
	struct rcc *r = rcc_new(&a.o);
	bool good = rcc_compile(r);
	struct buf out = { .arena = &rcc_session(r)->arena };

	render_json(rcc_session(r), &out);
	const struct rcc_stack *stacks = rcc_stacks(r, &n);

	for (uint32_t i = 0; good && i < n; i++)
		put_stack(&out, r, &stacks[i]);
	fwrite(out.p, 1, out.n, stdout);
	rcc_free(r);
	return good ? 0 : 1;
}
