/* JSON and YAML give the same tree; broken texts and deep ones are refused with their place. */
#include "schema.h"

#include "schema/json.h"

static void dump(const struct json *j, struct buf *out)
{
	static const char opener[] = { [JSON_LIST] = '[', [JSON_MAP] = '{' };
	static const char closer[] = { [JSON_LIST] = ']', [JSON_MAP] = '}' };

	if (j->key.n)
		buf_printf(out, "%.*s:", STR_ARG(j->key));
	if (j->kind < JSON_LIST) {
		buf_printf(out, "%c%.*s", "0bns"[j->kind], STR_ARG(j->text));
		return;
	}
	buf_char(out, opener[j->kind]);
	for (const struct json *c = j->first; c; c = c->next) {
		dump(c, out);
		if (c->next)
			buf_char(out, ' ');
	}
	buf_char(out, closer[j->kind]);
}

static void check_tree(const char *text, bool yaml, const char *want)
{
	struct arena a;
	struct json_error e = { 0, "" };
	const struct json *j;
	struct buf out = { .arena = &a };

	arena_init(&a);
	j = yaml ? json_from_yaml(&a, str_from(text), 20, &e) : json_from_json(&a, str_from(text), 20, &e);
	if (j)
		dump(j, &out);
	else
		buf_printf(&out, "%u: %s", e.bad, e.why);
	buf_char(&out, '\0');
	assert_string_equal(out.p, want);
	arena_fini(&a);
}

static void test_same_tree(void **state)
{
	(void)state;
	check_tree("{\"a\": [1, -2, 0.5, true, false, null, \"x\"], \"b\": {\"c\": \"1\"}}", false,
		   "{a:[n1 n-2 n0.5 btrue bfalse 0 sx] b:{c:s1}}");
	check_tree("a: [1, -2, 0.5, true, false, null, x]\nb:\n  c: '1'\n", true,
		   "[{a:[n1 n-2 n0.5 btrue bfalse 0null sx] b:{c:s1}}]");
}

static void test_yaml_documents(void **state)
{
	(void)state;
	check_tree("---\na: 1\n---\nb: ~\n", true, "[{a:n1} {b:0~}]");
	check_tree("", true, "[]");
	check_tree("a: 1.2.3\nb: -\nc: 1e3\n", true, "12: this is no YAML");
	check_tree("a: 1.2.3\nb: '-'\nc: 1e3\n", true, "[{a:s1.2.3 b:s- c:s1e3}]");
}

static void test_broken(void **state)
{
	(void)state;
	check_tree("{\"a\": }", false, "6: this is no JSON");
	check_tree("{} x", false, "3: this is no JSON");
	check_tree("", false, "0: it ends in the middle of its JSON");
	check_tree("a: &x [1, 1]\nb: &y [*x, *x]\nc: [*y, *y]\n", true, "20: aliases are not read");
	check_tree("a: [1\n", true, "6: this is no YAML");
	check_tree("a: &x 1\nb: *x\n", true, "11: aliases are not read");
}

static void test_depth(void **state)
{
	(void)state;
	check_tree("[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]", false, "[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]");
	check_tree("[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]", false, "20: it is nested too deeply");
	check_tree("[[[[[[[[[[[[[[[[[[[[7]]]]]]]]]]]]]]]]]]]]", false,
		   "[[[[[[[[[[[[[[[[[[[[n7]]]]]]]]]]]]]]]]]]]]");
	check_tree("[[[[[[[[[[[[[[[[[[[[7]]]]]]]]]]]]]]]]]]]]", true,
		   "[[[[[[[[[[[[[[[[[[[[[n7]]]]]]]]]]]]]]]]]]]]]");
	check_tree("\"[[[[[[[[[[[[[[[[[[[[[\\\"[\"", false, "s[[[[[[[[[[[[[[[[[[[[[\"[");
	check_tree("[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]", true, "20: it is nested too deeply");
}

/* A document of `depth` brackets, imported within the limit of a run. */
static const char *imported(char open, uint32_t depth)
{
	static char text[2000], message[300];
	const char *path = "a";
	struct test_file file[] = { { "a", text } };
	struct test_world w;
	uint32_t n = (uint32_t)snprintf(text, sizeof text, open == '{' ? "{\"x\": " : "x: ");

	for (uint32_t i = open == '{'; i < depth; i++)
		text[n++] = '[';
	for (uint32_t i = open == '{'; i < depth; i++)
		text[n++] = ']';
	snprintf(text + n, sizeof text - n, open == '{' ? "}" : "\n");
	world_init(&w, file, 1);
	world_import(&w, &(struct schema_options){ .documents = &path, .ndocuments = 1 });
	snprintf(message, sizeof message, "%.*s", STR_ARG(w.session.diags.list.v[0]->message));
	world_fini(&w);
	return message;
}

static void test_depth_of_an_import(void **state)
{
	static const char deep[] = "'a' cannot be imported: it is nested too deeply";
	static const char other[] = "'a' cannot be imported: it is neither an OpenAPI v2 document nor a "
				    "CustomResourceDefinition";

	(void)state;
	assert_string_equal(imported('{', 199), other);
	assert_string_equal(imported('{', 200), other);
	assert_string_equal(imported('{', 201), deep);
	assert_string_equal(imported('[', 198), other);
	assert_string_equal(imported('[', 199), other);
	assert_string_equal(imported('[', 200), deep);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_same_tree),
		cmocka_unit_test(test_yaml_documents),
		cmocka_unit_test(test_broken),
		cmocka_unit_test(test_depth),
		cmocka_unit_test(test_depth_of_an_import),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
