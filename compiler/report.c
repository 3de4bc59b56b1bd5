#include "report.h"

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

bool rcc_report(struct rcc *r, const struct rcc_stack *stack, const char *at, struct doc *sections)
{
	const struct program *p = rcc_program(r);
	struct session *s = rcc_session(r);
	struct eval *e = rcc_eval(r);
	struct value arguments[3] = { stack->value };
	uint32_t n = 1;
	struct plain plain = { .eval = e, .program = p, .session = s };

	if (!e || !p->prelude.report)
		return false;
	if (p->prelude.manifests)
		arguments[n++] = stack->manifests;
	arguments[n++] = time_of(&s->arena, at);
	struct value list = eval_call(e, p->prelude.report, arguments, n);

	return list.kind == VALUE_LIST && eval_force(e, list) && plain_doc(&plain, list, 0, sections);
}
