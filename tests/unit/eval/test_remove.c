/* `remove` in a stack takes away what the layers below wrote. */
#include "eval_test.h"

static const char base[] = "abstract stack a {\n"
			   "  app { image = \"x\", replicas = 3, disk { size = 30Gi, class = \"fast\" } }\n"
			   "  parts \"one\" { size = 4 }\n"
			   "  parts \"two\" { size = 5 }\n"
			   "  labels \"k\" = \"v\"\n"
			   "  labels \"l\" = \"w\"\n"
			   "  store disk { path = \"/p\", size = 2Gi }\n"
			   "  items file { path = \"f\" }\n"
			   "  items link { target = \"t\" }\n"
			   "  tags = [\"x\"]\n"
			   "}\n"
			   "let whole = App { image = \"y\", replicas = 7 }\n"
			   "stack b extends a { remove app, app = whole }\n";

static void start_with(struct fixture *fx, const char *stack)
{
	static char text[2000];

	snprintf(text, sizeof text, "%s%s", base, stack);
	start(fx, text);
}

static void gives(const char *stack, const char *path, const char *value)
{
	struct fixture fx;

	start_with(&fx, stack);
	assert_string_equal(shown(&fx, below(&fx, value_named(&fx, "s"), path)), value);
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void fails(const char *stack, const char *diags)
{
	struct fixture fx;

	start_with(&fx, stack);
	eval_force(fx.eval, value_named(&fx, "s"));
	assert_string_equal(take_diags(&fx), diags);
	stop(&fx);
}

static void a_removed_field_has_its_default(void **state)
{
	(void)state;
	gives("stack s extends a { remove app.replicas }", "app.replicas", "2");
	gives("stack s extends a { remove app.disk.class }", "app.disk.size", "30Gi");
	gives("stack s extends a { remove app.disk }", "app.disk.size", "20Gi");
	gives("stack s extends a { remove store }", "store", "disk { path = \"/data\" }");
	gives("stack s extends a { remove tags }", "tags", "[\"a\"]");
}

static void the_rest_stays(void **state)
{
	const char *text = "stack s extends a { remove app.disk.class }";

	(void)state;
	gives(text, "app.image", "\"x\"");
	gives(text, "app.disk.reserve", "3Gi");
	gives("stack s extends a { remove store.path }", "store", "disk { path = \"/data\", size = 2Gi }");
}

static void entries_go_by_key(void **state)
{
	(void)state;
	gives("stack s extends a { remove labels \"k\" }", "labels", "{ \"l\" = \"w\" }");
	gives("stack s extends a { remove parts \"one\" }", "parts", "[{ name = \"two\", size = 5 }]");
	gives("stack s extends a { remove items \"file\" }", "items", "[link { target = \"t\" }]");
	gives("stack s extends a { remove items \"link\" }", "items", "[file { path = \"f\" }]");
	gives("stack s extends a { remove items \"link l\" }", "items", "[file { path = \"f\" }]");
	gives("stack s extends a { remove labels \"${\"k\"}\" }", "labels", "{ \"l\" = \"w\" }");
}

static void a_layer_finds_what_is_named(void **state)
{
	(void)state;
	gives("abstract stack n { items link \"m\" { target = \"t\" } }\n"
	      "stack s extends n { items link { target = \"u\" } }",
	      "items", "[link { name = \"m\", target = \"u\" }]");
	gives("abstract stack n { items link \"m\" { target = \"t\" } }\n"
	      "stack s extends n { items link \"n\" { target = \"u\" } }",
	      "items", "[link { name = \"m\", target = \"t\" }, link { name = \"n\", target = \"u\" }]");
	gives("abstract stack n { items link \"m\" { target = \"t\" }, items link \"n\" { target = \"u\" } "
	      "}\n"
	      "stack s extends n { items link \"n\" { target = \"v\" } }",
	      "items", "[link { name = \"m\", target = \"t\" }, link { name = \"n\", target = \"v\" }]");
}

static void what_is_set_anew_is_not_merged(void **state)
{
	(void)state;
	gives("stack s extends a { remove store, store disk { size = 1Gi } }", "store",
	      "disk { path = \"/data\", size = 1Gi }");
	gives("stack s extends a { app { replicas = 5 }, remove app.replicas }", "app.replicas", "5");
	gives("stack s extends a { if true { remove app.replicas } }", "app.replicas", "2");
	gives("stack s extends a { if false { remove app.replicas } }", "app.replicas", "3");
}

static void the_layer_below_keeps_it(void **state)
{
	struct fixture fx;

	(void)state;
	start_with(&fx,
		   "stack s extends b { remove app.replicas, remove labels \"k\" }\nstack t extends b { }\n"
		   "let v = whole.replicas");
	assert_string_equal(shown(&fx, below(&fx, value_named(&fx, "s"), "app.replicas")), "2");
	assert_string_equal(shown(&fx, below(&fx, value_named(&fx, "t"), "app.replicas")), "7");
	assert_string_equal(shown(&fx, below(&fx, value_named(&fx, "t"), "labels")),
			    "{ \"k\" = \"v\", \"l\" = \"w\" }");
	assert_string_equal(shown(&fx, value_named(&fx, "v")), "7");
	assert_string_equal(take_diags(&fx), "");
	stop(&fx);
}

static void several_go_at_once(void **state)
{
	const char *text =
		"stack s extends a { remove app.disk.size, remove labels \"l\", remove app.disk.class,\n"
		"  remove parts \"two\", remove store.size, remove store.path }";

	(void)state;
	gives(text, "app.disk", "{ size = 20Gi }");
	gives(text, "labels", "{ \"k\" = \"v\" }");
	gives(text, "parts", "[{ name = \"one\", size = 4 }]");
	gives(text, "store", "disk { path = \"/data\" }");
	gives(text, "app.replicas", "3");
}

static void nothing_to_remove(void **state)
{
	(void)state;
	fails("stack s extends a { remove app.limits }", "RCS0403 no layer below sets `app.limits`");
	fails("stack s extends a { remove app.short }", "RCS0403 no layer below sets `app.short`");
	fails("stack s extends a { remove labels \"m\" }",
	      "RCS0403 no layer below has an entry \"m\" in `labels`");
	fails("stack s extends a { remove parts \"three\" }",
	      "RCS0403 no layer below has an entry \"three\" in `parts`");
	fails("stack s extends a { remove tags, remove tags }", "RCS0403 no layer below sets `tags`");
	fails("stack s extends a { remove labels \"k\", remove labels \"k\" }",
	      "RCS0403 no layer below has an entry \"k\" in `labels`");
	fails("stack s extends a { remove app.disk.class, remove app.disk }",
	      "RCS0403 no layer below sets `app.disk.class`");
	fails("stack s extends b { remove app.image }", "RCS0302 `image` is not set");
}

int main(void)
{
	RUN(cmocka_unit_test(a_removed_field_has_its_default), cmocka_unit_test(the_rest_stays),
	    cmocka_unit_test(entries_go_by_key), cmocka_unit_test(a_layer_finds_what_is_named),
	    cmocka_unit_test(what_is_set_anew_is_not_merged), cmocka_unit_test(the_layer_below_keeps_it),
	    cmocka_unit_test(several_go_at_once), cmocka_unit_test(nothing_to_remove));
}
