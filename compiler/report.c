#include "report.h"

#include "objects/needs.h"
#include "objects/plain.h"
#include "sema/program.h"

static struct value time_of(struct arena *a, const char *at)
{
	struct str *text = arena_new(a, struct str, 1);

	if (!at)
		return (struct value){ .kind = VALUE_ABSENT };
	*text = str_from(at);
	return (struct value){ .kind = VALUE_STRING, .string = text };
}

/* A library that knows what its objects come to is asked about that, too. */
static uint32_t begin_arguments(const struct program *p, const struct rcc_stack *stack, struct value *out)
{
	uint32_t n = 0;

	out[n++] = stack->value;
	if (p->prelude.manifests)
		out[n++] = stack->manifests;
	return n;
}

bool rcc_report(struct rcc *r, const struct rcc_stack *stack, const char *at, struct doc *sections)
{
	const struct program *p = rcc_program(r);
	struct session *s = rcc_session(r);
	struct eval *e = rcc_eval(r);
	struct value arguments[3];
	uint32_t n = begin_arguments(p, stack, arguments);
	struct plain plain = { .eval = e, .program = p, .session = s };

	if (!e || !p->prelude.report)
		return false;
	arguments[n++] = time_of(&s->arena, at);
	struct value list = eval_call(e, p->prelude.report, arguments, n);

	return list.kind == VALUE_LIST && eval_force(e, list) && plain_doc(&plain, list, 0, sections);
}

void rcc_secrets(struct rcc *r, const struct rcc_stack *stack, struct secret_list *out)
{
	const struct program *p = rcc_program(r);
	struct eval *e = rcc_eval(r);
	struct value arguments[2];
	uint32_t n = begin_arguments(p, stack, arguments);

	*out = (struct secret_list){ 0 };
	if (e && p->prelude.secrets)
		needs_build(e, p, rcc_session(r), eval_call(e, p->prelude.secrets, arguments, n), out);
}
