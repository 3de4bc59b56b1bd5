/* From values to objects: form of the data, order of keys and objects, what is refused. The
 * library is a tiny one, whose stacks list their objects. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/os_fake.h"
#include "objects/build.h"

#include <inttypes.h>
#include <stdio.h>

static const char prelude[] =
	"type Meta = { name?: String, namespace?: String, labels?: [String: String] }\n"
	"type Port = { protocol: String = \"TCP\", port: Int, name?: String }\n"
	"type Mode = ReadOnly | \"None\" | sized { n: Int }\n"
	"type IntOrString = Int | String\n"
	"@k8s(\"v1\", \"Service\")\n"
	"type Service = {\n"
	"  spec?: Spec\n"
	"  metadata: Meta\n"
	"}\n"
	"type Spec = {\n"
	"  ports?: [Port by port, protocol]\n"
	"  plain?: [Port]\n"
	"  mode?: Mode\n"
	"  amounts?: [String: Quantity]\n"
	"  target?: IntOrString\n"
	"  ratio?: Float\n"
	"  on?: Bool\n"
	"  version?: Version\n"
	"  free?: Json\n"
	"}\n"
	"@k8s(\"apps/v1\", \"Deployment\")\n"
	"type Deployment = { metadata: Meta, replicas: Int = 1 }\n"
	"@k8s(\"example.com/v1\", \"Service\")\n"
	"type OtherService = { metadata: Meta }\n"
	"@k8s(\"example.com/v1\", \"Odd\")\n"
	"type Odd = { metadata: Meta, wait?: Duration, share?: Percent, key?: Secret, span?: Range[Int] }\n"
	"type Bare = { metadata: Meta }\n"
	"@k8s(\"v1\", \"../x\")\n"
	"type Stray = { metadata: Meta }\n"
	"type Object = Service | Deployment | OtherService | Odd | Bare | Stray\n"
	"type Stack = { name: String, things: [Object] = [], allow?: Allow }\n"
	"fn objects(s: Stack): [Object] = s.things\n"
	"fn order(): [String] = [\"Service\", \"Deployment\"]\n";

struct fixture {
	struct arena files;
	struct os_fake fs;
	struct session session;
	struct program program;
	struct eval *eval;
	struct object_list objects;
	bool ok;
};

/* The diagnostics, "CODE message; …". */
static const char *diagnostics(struct fixture *fx)
{
	struct buf out = { .arena = &fx->session.arena };
	const struct diags *ds = &fx->session.diags;

	for (uint32_t i = 0; i < ds->list.n; i++)
		buf_printf(&out, "%s%.*s %.*s", i ? "; " : "", STR_ARG(ds->list.v[i]->code),
			   STR_ARG(ds->list.v[i]->message));
	buf_char(&out, '\0');
	return out.p;
}

static node_id stack_node(struct fixture *fx, uint32_t module)
{
	const struct symbol *s =
		program_find(&fx->program, module, name_find(&fx->session.names, STR("shop")));

	assert_non_null(s);
	return s->node;
}

/* Loads `stack shop { things = [TEXT] }`. */
static struct value load(struct fixture *fx, const char *things)
{
	const struct load_options options = { .root = "/project", .stdlib = "/std" };

	*fx = (struct fixture){ 0 };
	arena_init(&fx->files);
	os_fake_init(&fx->fs, &fx->files);
	os_fake_add(&fx->fs, "/std/prelude.rcs", str_from(prelude));
	os_fake_add(&fx->fs, "/project/main.rcs",
		    arena_printf(&fx->files, "stack shop { things = [\n%s\n] }\n", things));
	session_init(&fx->session, os_fake(&fx->fs));
	program_init(&fx->program, &fx->session);
	program_load_library(&fx->program, &options);
	uint32_t module = program_load(&fx->program, &options, "/project/main.rcs");

	assert_string_equal(diagnostics(fx), "");
	fx->eval = eval_new(&fx->program, &fx->session);
	struct value stack = eval_stack(fx->eval, stack_node(fx, module));

	return eval_call(fx->eval, fx->program.prelude.objects, &stack, 1);
}

static void build(struct fixture *fx, const char *things)
{
	struct value list = load(fx, things);

	fx->ok = objects_build(fx->eval, &fx->program, &fx->session,
			       &(struct objects_from){ .list = list, .source = STR("main.rcs") },
			       &fx->objects);
}

static void finish(struct fixture *fx)
{
	eval_free(fx->eval);
	program_fini(&fx->program);
	session_fini(&fx->session);
	arena_fini(&fx->files);
}

/* A document in one line, strings without escapes. */
static void show(struct buf *out, const struct doc *doc)
{
	switch ((enum doc_kind)doc->kind) {
	case DOC_NULL:
		buf_add(out, STR("null"));
		break;
	case DOC_BOOL:
		buf_add(out, doc->boolean ? STR("true") : STR("false"));
		break;
	case DOC_INT:
		buf_printf(out, "%" PRId64, doc->integer);
		break;
	case DOC_FLOAT:
		buf_printf(out, "%g", doc->number);
		break;
	case DOC_STRING:
		buf_printf(out, "'%.*s'", STR_ARG(doc->string));
		break;
	case DOC_LIST:
		for (uint32_t i = 0; i < doc->list.n; i++) {
			buf_add(out, i ? STR(", ") : STR("["));
			show(out, &doc->list.items[i]);
		}
		buf_add(out, doc->list.n ? STR("]") : STR("[]"));
		break;
	case DOC_MAP:
		for (uint32_t i = 0; i < doc->map.n; i++) {
			buf_printf(out, "%s%.*s: ", i ? ", " : "{", STR_ARG(doc->map.entries[i].key));
			show(out, &doc->map.entries[i].value);
		}
		buf_add(out, doc->map.n ? STR("}") : STR("{}"));
		break;
	}
}

/* Builds one Service with this spec and compares the spec. */
static void assert_spec(const char *spec, const char *expected)
{
	struct fixture fx;
	char text[512];

	snprintf(text, sizeof text, "Service { metadata { name = \"web\" }, spec { %s } }", spec);
	build(&fx, text);
	assert_string_equal(diagnostics(&fx), "");
	assert_true(fx.ok);
	assert_int_equal(fx.objects.n, 1);
	struct buf out = { .arena = &fx.session.arena };

	show(&out, doc_get(&fx.objects.v[0].doc, STR("spec")));
	buf_char(&out, '\0');
	assert_string_equal(out.p, expected);
	finish(&fx);
}

static void assert_refused(const char *things, const char *expected)
{
	struct fixture fx;

	build(&fx, things);
	assert_false(fx.ok);
	assert_string_equal(diagnostics(&fx), expected);
	finish(&fx);
}

static void objects_have_an_identity(void **state)
{
	struct fixture fx;

	(void)state;
	build(&fx, "Deployment { metadata { namespace = \"shop\", name = \"web\", labels = { \"b\" = \"1\", "
		   "\"a\" = \"2\" } } }");
	assert_string_equal(diagnostics(&fx), "");
	assert_int_equal(fx.objects.n, 1);
	struct buf out = { .arena = &fx.session.arena };
	const struct object *o = &fx.objects.v[0];

	show(&out, &o->doc);
	buf_char(&out, '\0');
	assert_string_equal(out.p, "{apiVersion: 'apps/v1', kind: 'Deployment', "
				   "metadata: {labels: {a: '2', b: '1'}, name: 'web', namespace: 'shop'}, "
				   "replicas: 1}");
	assert_true(str_eq(o->api_version, STR("apps/v1")));
	assert_true(str_eq(o->kind, STR("Deployment")));
	assert_true(str_eq(o->name, STR("web")));
	assert_true(str_eq(o->namespace_, STR("shop")));
	assert_true(str_eq(o->source, STR("main.rcs")));
	finish(&fx);
}

static void scalars(void **state)
{
	(void)state;
	assert_spec("on = true, ratio = 0.5, version = \"1.30\"", "{on: true, ratio: 0.5, version: '1.30'}");
	assert_spec("target = 80", "{target: 80}");
	assert_spec("target = \"http\"", "{target: 'http'}");
	assert_spec("mode = ReadOnly", "{mode: 'ReadOnly'}");
	assert_spec("mode = \"None\"", "{mode: 'None'}");
}

static void quantities_are_canonical(void **state)
{
	(void)state;
	assert_spec("amounts = { \"cpu\" = 2, \"memory\" = 1024Mi, \"disk\" = 100MB, \"part\" = 1500m }",
		    "{amounts: {cpu: '2', disk: '100M', memory: '1Gi', part: '1500m'}}");
}

static void merge_keys_come_first(void **state)
{
	(void)state;
	assert_spec("ports = [{ name = \"http\", port = 80 }]",
		    "{ports: [{port: 80, protocol: 'TCP', name: 'http'}]}");
	assert_spec("plain = [{ name = \"http\", port = 80 }]",
		    "{plain: [{name: 'http', port: 80, protocol: 'TCP'}]}");
}

static void free_data_is_sorted(void **state)
{
	(void)state;
	assert_spec("free = { \"b\" = [1, \"x\", true], \"a\" = { \"d\" = 1.5, \"c\" = [] } }",
		    "{free: {a: {c: [], d: 1.5}, b: [1, 'x', true]}}");
}

static void objects_are_in_apply_order(void **state)
{
	struct fixture fx;
	static const char *const expected[] = { "Service a", "Service b", "Service b", "Deployment a",
						"Odd z" };

	(void)state;
	build(&fx, "Odd { metadata { name = \"z\" } }\n"
		   "Deployment { metadata { name = \"a\" } }\n"
		   "Service { metadata { name = \"b\", namespace = \"y\" } }\n"
		   "Service { metadata { name = \"b\", namespace = \"x\" } }\n"
		   "Service { metadata { name = \"a\" } }");
	assert_string_equal(diagnostics(&fx), "");
	assert_int_equal(fx.objects.n, 5);
	for (uint32_t i = 0; i < fx.objects.n; i++) {
		const struct object *o = &fx.objects.v[i];
		struct str text =
			arena_printf(&fx.session.arena, "%.*s %.*s", STR_ARG(o->kind), STR_ARG(o->name));

		assert_string_equal(text.p, expected[i]);
	}
	assert_true(str_eq(fx.objects.v[1].namespace_, STR("x")));
	finish(&fx);
}

static void ranks(void **state)
{
	struct fixture fx;

	(void)state;
	build(&fx, "");
	struct value order = objects_order(fx.eval, &fx.program);

	assert_int_equal(objects_rank(order, STR("Service")), 0);
	assert_int_equal(objects_rank(order, STR("Deployment")), 1);
	assert_int_equal(objects_rank(order, STR("Unknown")), 2);
	assert_int_equal(objects_rank((struct value){ 0 }, STR("Unknown")), 0); /* a library without it */
	finish(&fx);
}

static void one_identity_is_one_object(void **state)
{
	(void)state;
	assert_refused("Deployment { metadata { name = \"web\" } }\n"
		       "Deployment { metadata { name = \"web\" }, replicas = 2 }",
		       "RCS0601 two objects are Deployment `web`");
	struct fixture fx;

	build(&fx, "Service { metadata { name = \"web\" } }\n"
		   "OtherService { metadata { name = \"web\" } }\n"
		   "Service { metadata { name = \"web\", namespace = \"shop\" } }");
	assert_true(fx.ok);
	assert_int_equal(fx.objects.n, 3);
	finish(&fx);
}

static void both_culprits_are_labelled(void **state)
{
	struct fixture fx;

	(void)state;
	build(&fx, "Deployment { metadata { name = \"web\" } }\n"
		   "Deployment { metadata { name = join([\"w\", \"eb\"], \"\") } }");
	assert_int_equal(fx.session.diags.list.n, 1);
	const struct diag *d = fx.session.diags.list.v[0];

	assert_int_equal(d->labels.n, 2);
	assert_true(str_eq(source_span_text(&fx.session.sources, d->labels.v[0].span), STR("\"w\"")));
	assert_true(str_eq(source_span_text(&fx.session.sources, d->labels.v[1].span), STR("\"web\"")));
	finish(&fx);
}

static void one_cause_is_one_diagnostic(void **state)
{
	struct fixture fx;

	(void)state;
	build(&fx, "for n in [\"web\", \"web\"]: ...[\n"
		   "  Deployment { metadata { name = n } }, Service { metadata { name = n } }\n"
		   "]");
	assert_string_equal(diagnostics(&fx), "RCS0601 two objects are Service `web`");
	const struct diag *d = fx.session.diags.list.v[0];

	assert_int_equal(d->because.n, 1);
	assert_true(str_eq(d->because.v[0], STR("the same holds for Deployment `web`")));
	finish(&fx);
	build(&fx, "for i in [1, 2]: Deployment { metadata { name = \"web\" } }\n"
		   "for i in [1, 2]: Service { metadata { name = \"web\" } }");
	assert_int_equal(fx.session.diags.list.n, 2);
	assert_int_equal(fx.session.diags.list.v[0]->labels.n, 1);
	finish(&fx);
}

static void what_is_no_data_is_refused(void **state)
{
	(void)state;
	assert_refused("Odd { metadata { name = \"x\" }, wait = 30s }",
		       "RCS0608 a Duration cannot stand in a Kubernetes object");
	assert_refused("Odd { metadata { name = \"x\" }, share = 5% }",
		       "RCS0608 a Percent cannot stand in a Kubernetes object");
	assert_refused("Odd { metadata { name = \"x\" }, key = secret(\"a\", \"b\") }",
		       "RCS0608 a Secret cannot stand in a Kubernetes object");
	assert_refused("Odd { metadata { name = \"x\" }, span = 1..2 }",
		       "RCS0608 a Range cannot stand in a Kubernetes object");
	assert_refused("Service { metadata { name = \"x\" }, spec { mode sized { n = 1 } } }",
		       "RCS0608 a tag with fields cannot stand in a Kubernetes object");
}

static void what_is_no_object_is_refused(void **state)
{
	(void)state;
	assert_refused("Bare { metadata { name = \"x\" } }",
		       "RCS0608 a Kubernetes object cannot be made: its type has no @k8s(apiVersion, kind)");
	assert_refused(
		"Stray { metadata { name = \"x\" } }",
		"RCS0608 a Kubernetes object cannot be made: its kind is not a word of letters and digits");
	assert_refused("Odd { metadata {} }",
		       "RCS0608 a Kubernetes object cannot be made: it has no `metadata.name`");
}

/* Builds with a limit; it is exceeded or not. */
static void assert_limit(const char *things, enum limit limit, uint64_t value, const char *expected)
{
	struct fixture fx;
	struct value list = load(&fx, things);

	fx.session.limits[limit] = value;
	bool ok =
		objects_build(fx.eval, &fx.program, &fx.session,
			      &(struct objects_from){ .list = list, .source = STR("main.rcs") }, &fx.objects);

	assert_int_equal(ok, *expected == '\0');
	assert_string_equal(diagnostics(&fx), expected);
	finish(&fx);
}

static void objects_are_bounded(void **state)
{
	static const char two[] =
		"Deployment { metadata { name = \"a\" } }, Deployment { metadata { name = \"b\" } }";
	static const char deep[] = "Service { metadata { name = \"a\" }, spec { free = [[[[1]]]] } }";

	(void)state;
	assert_limit(two, LIMIT_OBJECTS, 2, "");
	assert_limit(two, LIMIT_OBJECTS, 1, "RCS0090 Kubernetes objects of one stack: more than 1 objects");
	assert_limit(deep, LIMIT_NESTING, 6, "");
	assert_limit(deep, LIMIT_NESTING, 5,
		     "RCS0090 brackets, blocks and expressions inside each other: more than 5 levels");
	assert_limit(two, LIMIT_OBJECT_BYTES, 1000, "");
	assert_limit("Deployment { metadata { name = \"a\" } }", LIMIT_OBJECT_BYTES, 20,
		     "RCS0090 one Kubernetes object (etcd refuses more): more than 20 bytes");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_have_an_identity),
		cmocka_unit_test(scalars),
		cmocka_unit_test(quantities_are_canonical),
		cmocka_unit_test(merge_keys_come_first),
		cmocka_unit_test(free_data_is_sorted),
		cmocka_unit_test(objects_are_in_apply_order),
		cmocka_unit_test(ranks),
		cmocka_unit_test(one_identity_is_one_object),
		cmocka_unit_test(both_culprits_are_labelled),
		cmocka_unit_test(one_cause_is_one_diagnostic),
		cmocka_unit_test(what_is_no_data_is_refused),
		cmocka_unit_test(what_is_no_object_is_refused),
		cmocka_unit_test(objects_are_bounded),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
