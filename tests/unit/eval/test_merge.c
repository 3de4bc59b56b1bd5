/* Layers, amendments and completed defaults: what was written is merged, then defaults are filled. */
#include "eval_test.h"

static void same(const char *text, const char *stack, const char *path, const char *value)
{
	struct fixture fx;

	start(&fx, text);
	struct value v = below(&fx, value_named(&fx, stack), path);

	assert_string_equal(shown(&fx, v), value);
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void headless_completes_default(void **state)
{
	const char *text = "stack s { app { image = \"x\", limits { memory = 2Gi } } }";

	(void)state;
	same(text, "s", "app.limits.cpu", "2");
	same(text, "s", "app.limits.memory", "2Gi");
}

static void headed_starts_from_type(void **state)
{
	(void)state;
	same("stack s { app { image = \"x\", limits = Limits { memory = 2Gi } } }", "s", "app.limits.cpu",
	     "500m");
}

static void value_replaces_default(void **state)
{
	(void)state;
	same("let l = Limits { memory = 2Gi }\nstack s { app { image = \"x\", limits = l } }", "s",
	     "app.limits.cpu", "500m");
}

static void same_tag_completes(void **state)
{
	const char *text = "stack s { store disk { size = 5Mi } }";
	struct fixture fx;

	(void)state;
	start(&fx, text);
	assert_string_equal(shown(&fx, below(&fx, value_named(&fx, "s"), "store")),
			    "disk { path = \"/data\", size = 5Mi }");
	stop(&fx);
}

static void other_tag_replaces(void **state)
{
	(void)state;
	same("stack s { store grid }", "s", "store", "grid");
	same("stack a { store disk { size = 5Mi } }\nstack s extends a { store grid }", "s", "store", "grid");
}

static void layers_merge_fields(void **state)
{
	const char *text = "stack a { app { image = \"x\", replicas = 3, limits { cpu = 1 } } }\n"
			   "stack s extends a { app { limits { memory = 3Gi } } }";

	(void)state;
	same(text, "s", "app.replicas", "3");
	same(text, "s", "app.limits.cpu", "1");
	same(text, "s", "app.limits.memory", "3Gi");
	same(text, "s", "name", "\"s\"");
}

static void defaults_follow_the_upper_layer(void **state)
{
	const char *text = "stack a { app { image = \"x\", disk { size = 10Gi } } }\n"
			   "stack s extends a { app { disk { size = 30Gi } } }";

	(void)state;
	same(text, "s", "app.disk.reserve", "3Gi");
	same(text, "a", "app.disk.reserve", "1Gi");
}

/* What one layer asked for before must not be frozen into the next. */
static void order_of_asking_does_not_matter(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack a { app { image = \"x\", disk { class = \"fast\" } } }\n"
		   "stack s extends a { app { disk { size = 30Gi } } }");
	assert_true(eval_force(fx.eval, value_named(&fx, "a")));
	struct value s = value_named(&fx, "s");

	assert_string_equal(shown(&fx, below(&fx, s, "app.disk.reserve")), "3Gi");
	assert_string_equal(shown(&fx, below(&fx, s, "app.disk.class")), "\"fast\"");
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void three_layers_are_associative(void **state)
{
	const char *text =
		"stack a { app { image = \"x\", replicas = 1 }\n labels { \"a\" = \"1\", \"b\" = \"1\" } }\n"
		"stack b extends a { app { replicas = 2 }\n labels { \"b\" = \"2\" } }\n"
		"stack s extends b { app { image = \"y\" }\n labels { \"c\" = \"3\" } }";

	(void)state;
	same(text, "s", "app.image", "\"y\"");
	same(text, "s", "app.double", "4");
	same(text, "s", "labels", "{ \"a\" = \"1\", \"b\" = \"2\", \"c\" = \"3\" }");
}

static void keyed_entries(void **state)
{
	(void)state;
	same("stack a {\n parts \"x\" { size = 1 }\n parts \"y\" { size = 2 }\n}\n"
	     "stack s extends a {\n parts \"y\" { twice = 5 }\n parts \"z\" { }\n}",
	     "s", "parts",
	     "[{ name = \"x\", size = 1 }, { name = \"y\", size = 2, twice = 5 }, { name = \"z\" }]");
}

static void keyed_by_tag(void **state)
{
	(void)state;
	same("stack a {\n items file { path = \"/a\" }\n}\n"
	     "stack s extends a {\n items link { target = \"t\" }\n items file { path = \"/b\" }\n}",
	     "s", "items", "[file { path = \"/b\" }, link { target = \"t\" }]");
}

static void several_keys(void **state)
{
	(void)state;
	same("type Port = { port: Int, protocol: String = \"TCP\", note?: String }\n"
	     "type Ports = { ports: [Port by port, protocol] = [] }\n"
	     "let a = Ports { ports { port = 1 }\n ports { port = 1, protocol = \"UDP\" } }\n"
	     "let b = a { ports { port = 1, note = \"x\" } }\nstack s { tags = [json(b)] }",
	     "s", "tags",
	     "[\"{\\\"ports\\\":[{\\\"note\\\":\\\"x\\\",\\\"port\\\":1,\\\"protocol\\\":\\\"TCP\\\"},"
	     "{\\\"port\\\":1,\\\"protocol\\\":\\\"UDP\\\"}]}\"]");
}

static void map_entries(void **state)
{
	(void)state;
	same("stack s { labels \"a\" = \"1\"\n labels \"b\" = \"2\" }", "s", "labels",
	     "{ \"a\" = \"1\", \"b\" = \"2\" }");
	same("let m: [String: String] = { \"a\" = \"1\" }\nstack s { labels { ...m\n \"b\" = \"2\" } }", "s",
	     "labels", "{ \"a\" = \"1\", \"b\" = \"2\" }");
}

/* An entry whose value is another one's is given its key on a copy. */
static void keyed_copies(void **state)
{
	const char *text =
		"let p = Part { name = \"p\", size = 7 }\nstack s { parts \"x\" = p\n parts \"y\" = p }\n"
		"stack t { parts = [p] }";

	(void)state;
	same(text, "s", "parts", "[{ name = \"x\", size = 7 }, { name = \"y\", size = 7 }]");
	same(text, "t", "parts", "[{ name = \"p\", size = 7 }]");
}

static void spread_is_replaced_by_entries(void **state)
{
	(void)state;
	same("let a = App { image = \"x\", limits { cpu = 7, memory = 2Gi } }\n"
	     "stack s { app = App { ...a\n image = \"y\"\n limits { cpu = 3 } } }",
	     "s", "app", "{ image = \"y\", limits = { cpu = 3, memory = 2Gi } }");
}

static void other_lists_replace(void **state)
{
	(void)state;
	same("stack a { tags = [\"x\", \"y\"] }\nstack s extends a { tags = [\"z\"] }", "s", "tags",
	     "[\"z\"]");
}

static void amended_copy(void **state)
{
	const char *text = "let a = App { image = \"x\", replicas = 3, limits { cpu = 1 } }\n"
			   "stack s { app = a { limits { memory = 5Gi } } }\nstack t { app = a }";

	(void)state;
	same(text, "s", "app.limits.cpu", "1");
	same(text, "s", "app.limits.memory", "5Gi");
	same(text, "s", "app.replicas", "3");
	same(text, "t", "app.limits.memory", "1Gi");
}

static void amending_moves_defaults(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "let a = Disk { size = 10Gi }\nlet first = a.reserve\nlet v = a { size = 20Gi }\nlet w = "
		   "v.reserve");
	assert_string_equal(shown(&fx, value_named(&fx, "first")), "1Gi");
	assert_string_equal(shown(&fx, value_named(&fx, "w")), "2Gi");
	stop(&fx);
}

static void defaults_look_outwards(void **state)
{
	(void)state;
	same("stack s { outer = 4 }", "s", "inline.value", "40");
	same("stack s { outer = 4\n inline { } }", "s", "inline.value", "40");
	same("stack a { outer = 4\n inline { } }\nstack s extends a { outer = 5 }", "s", "inline.value",
	     "50");
}

static void branches_write(void **state)
{
	const char *text = "let big = true\nstack s {\n app { image = \"x\"\n if big { replicas = 9 } else { "
			   "replicas = 1 } }\n"
			   " labels {\n  for k in [\"a\", \"b\"] { \"${k}\" = k }\n }\n}";

	(void)state;
	same(text, "s", "app.replicas", "9");
	same(text, "s", "labels", "{ \"a\" = \"a\", \"b\" = \"b\" }");
}

static void computed_duplicates(void **state)
{
	(void)state;
	expect_failure("let v: [String: Int] = { for k in [\"a\", \"a\"] { \"${k}\" = 1 } }",
		       "RCS0303 the entry \"a\" is there twice");
	expect_failure("let v = App { image = \"x\"\n if true { replicas = 1 }\n if true { replicas = 2 } }",
		       "RCS0303 `replicas` is set twice");
}

static void duplicate_keys(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "let n = \"x\"\nstack s { parts = [Part { name = n }, Part { name = \"x\" }] }");
	assert_false(eval_force(fx.eval, value_named(&fx, "s")));
	assert_string_equal(take_diags(&fx), "RCS0303 the entry \"x\" is there twice");
	stop(&fx);
}

static void missing_after_merging(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "abstract stack a { items link { name = \"x\" } }\nstack s extends a { outer = 2 }");
	assert_false(eval_force(fx.eval, value_named(&fx, "s")));
	assert_string_equal(take_diags(&fx), "RCS0302 `target` is not set");
	assert_false(eval_force(fx.eval, value_named(&fx, "s")));
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void allowances(void **state)
{
	struct fixture fx;

	(void)state;
	start(&fx, "stack a { allow RCS2001 \"one\" }\nstack s extends a { allow RCS2002 \"two\" }");
	struct value v = below(&fx, value_named(&fx, "s"), "allow");

	assert_int_equal(v.kind, VALUE_ALLOW);
	assert_string_equal(shown(&fx, v), "{ \"RCS2001\" = \"one\", \"RCS2002\" = \"two\" }");
	stop(&fx);
}

int main(void)
{
	RUN(cmocka_unit_test(headless_completes_default), cmocka_unit_test(headed_starts_from_type),
	    cmocka_unit_test(value_replaces_default), cmocka_unit_test(same_tag_completes),
	    cmocka_unit_test(other_tag_replaces), cmocka_unit_test(layers_merge_fields),
	    cmocka_unit_test(defaults_follow_the_upper_layer),
	    cmocka_unit_test(order_of_asking_does_not_matter), cmocka_unit_test(three_layers_are_associative),
	    cmocka_unit_test(keyed_entries), cmocka_unit_test(keyed_by_tag), cmocka_unit_test(several_keys),
	    cmocka_unit_test(map_entries), cmocka_unit_test(keyed_copies),
	    cmocka_unit_test(spread_is_replaced_by_entries), cmocka_unit_test(other_lists_replace),
	    cmocka_unit_test(amended_copy), cmocka_unit_test(amending_moves_defaults),
	    cmocka_unit_test(defaults_look_outwards), cmocka_unit_test(branches_write),
	    cmocka_unit_test(computed_duplicates), cmocka_unit_test(duplicate_keys),
	    cmocka_unit_test(missing_after_merging), cmocka_unit_test(allowances));
}
