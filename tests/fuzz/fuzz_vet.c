/*
 * Manifests of others, YAML or JSON. Any bytes give objects or a message; and what the quick readers accept,
 * libyaml accepts with the same events at the same places.
 */
#include "support/compile.h"

#include "yaml/events.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static bool same_node(const struct yaml_node *a, const struct yaml_node *b, bool json)
{
	if (a->kind != b->kind || a->tag != b->tag || a->plain != b->plain || a->flow != b->flow ||
	    a->next != b->next || a->target != b->target || !str_eq(a->text, b->text))
		return false;
	return json || (a->beg == b->beg && a->end == b->end);
}

static void compare(const struct yaml_nodes *quick, const struct yaml_nodes *any, bool json)
{
	if (quick->n != any->n || quick->documents != any->documents)
		rcc_bug("%u nodes of %u documents became %u of %u", any->n, any->documents, quick->n,
			quick->documents);
	for (uint32_t i = 0; i < quick->n; i++) {
		if (!same_node(&quick->v[i], &any->v[i], json))
			rcc_bug("node %u is not what libyaml reads", i);
	}
}

static void compare_quick(const struct yaml_input *in, struct yaml_part part)
{
	struct yaml_nodes quick = { 0 }, any = { 0 };
	struct yaml_problem problem = { 0 };

	if (!yaml_read_quick(in, part, &quick))
		return;
	if (!yaml_read_any(in, part, &any, &problem))
		rcc_bug("libyaml refuses at %u what is read quickly: %.*s", problem.beg,
			STR_ARG(problem.why));
	compare(&quick, &any, false);
}

/* libyaml refuses some JSON: pairs of surrogates, tabs, long keys. */
static void compare_json(const struct yaml_input *in, struct yaml_part part)
{
	struct yaml_nodes json = { 0 }, any = { 0 };
	struct yaml_problem problem = { 0 };
	uint32_t stopped;

	if (yaml_read_json(in, part, &json, &stopped) && json.documents == 1 &&
	    yaml_read_any(in, part, &any, &problem))
		compare(&json, &any, true);
}

static void compare_readers(struct str text)
{
	struct session s;
	struct os none = { 0 };

	session_init(&s, none);
	struct yaml_input in = { .session = &s, .text = arena_str(&s.arena, text) };
	struct yaml_part part = { 0, 0 };
	struct yaml_problem problem;

	if (yaml_check_bytes(&in, &problem)) {
		while (yaml_next_part(in.text, &part)) {
			compare_quick(&in, part);
			compare_json(&in, part);
		}
	}
	session_fini(&s);
}

static void vet(struct str text)
{
	struct project p;

	project_init(&p);
	buf_add(project_file(&p, "a.yaml"), text);
	struct session *s = project_open(&p);

	if (project_vet(&p) != (s->diags.errors == 0))
		rcc_bug("a run that does not tell its errors");
	project_diagnostics(&p);
	project_fini(&p);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct str text = { (const char *)data, (uint32_t)size };

	compare_readers(text);
	vet(text);
	return 0;
}
