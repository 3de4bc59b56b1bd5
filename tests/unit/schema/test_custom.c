/* Imports of custom resources: anonymous records get names, an object its metadata. */
#include "schema.h"

#define IMPORTS "import \"std/k8s/api.rcs\" as k8s\n\n"
#define HEAD IMPORTS "@k8s(\"g.example/v1\", \"Web\")\ntype Web = {\n"

/* A resource in the short form, with these properties. */
static void one(const char *properties, const char *want)
{
	char document[4096], text[4096];

	snprintf(document, sizeof document,
		 "group: g.example\nkind: Web\nversions: [{name: v1, schema: {properties: {%s}}}]\n",
		 properties);
	snprintf(text, sizeof text, HEAD "%s", want);
	IMPORT(text, { "a", document });
}

static void test_identity(void **state)
{
	(void)state;
	one("apiVersion: {type: string}, kind: {type: string}, metadata: {type: object}, status: {type: "
	    "object}",
	    "  metadata?: k8s.ObjectMeta\n}\n");
	one("spec: {type: object, properties: {metadata: {type: object}, kind: {type: string}}}",
	    "  metadata?: k8s.ObjectMeta\n  spec?: WebSpec\n}\n\ntype WebSpec = {\n  kind?: String\n  "
	    "metadata?: Json\n}\n");
}

static void test_imported_types(void **state)
{
	(void)state;
	one("a: {type: integer, format: int32}", "  a?: k8s.Int32\n  metadata?: k8s.ObjectMeta\n}\n");
	one("a: {x-kubernetes-int-or-string: true}, b: {type: object, x-kubernetes-preserve-unknown-fields: "
	    "true, "
	    "properties: {x: {}}}",
	    "  a?: k8s.IntOrString\n  b?: Json\n  metadata?: k8s.ObjectMeta\n}\n");
}

/* Formats are those of the apiserver, however their dashes are; others are words. */
static void test_formats(void **state)
{
	(void)state;
	one("a: {type: string, format: ipv4}, b: {type: string, format: u-r-i, maxLength: 9}, "
	    "c: {type: string, format: tree}, d: {type: integer, minimum: 1, multipleOf: 5}",
	    "  a?: k8s.Ipv4Text\n  b?: k8s.UriText where len(it) <= 9\n  c?: String\n"
	    "  d?: Int where it >= 1 and mod(it, 5) == 0\n  metadata?: k8s.ObjectMeta\n}\n");
}

/* What the server fills in may be left out, though it is required. */
static void test_defaults(void **state)
{
	(void)state;
	one("a: {type: object, required: [b, c], properties: {b: {type: string, default: x}, c: {type: "
	    "string}}}",
	    "  a?: WebA\n  metadata?: k8s.ObjectMeta\n}\n\ntype WebA = {\n  ## The server fills in "
	    "`\"x\"`.\n  b?: String\n  c: String\n}\n");
	one("a: {type: object, default: {k: [1, true, null]}}",
	    "  ## The server fills in `{\"k\": [1, true, null]}`.\n  a?: Json\n  metadata?: "
	    "k8s.ObjectMeta\n}\n");
}

/* As much of the path's end as makes the name unique; equal records with one name are one. */
static void test_names(void **state)
{
	(void)state;
	one("b: {properties: {part: {properties: {x: {type: string}}}}}, "
	    "c: {items: {properties: {part: {properties: {x: {type: string}}}}}, type: array}, "
	    "d: {properties: {part: {properties: {x: {type: integer}}}}}",
	    "  b?: WebB\n  c?: [WebC]\n  d?: WebD\n  metadata?: k8s.ObjectMeta\n}\n\n"
	    "type WebB = {\n  part?: WebPart\n}\n\ntype WebC = {\n  part?: WebPart\n}\n\n"
	    "type WebD = {\n  part?: WebDPart\n}\n\ntype WebDPart = {\n  x?: Int\n}\n\n"
	    "type WebPart = {\n  x?: String\n}\n");
	one("web-hook: {properties: {$x: {type: string, enum: [a]}}}",
	    "  metadata?: k8s.ObjectMeta\n  web-hook?: WebWebHook\n}\n\ntype WebWebHook = {\n  \"$x\"?: "
	    "WebWebHookX\n}\n\ntype "
	    "WebWebHookX = | a\n");
}

#define HELD_HEAD(type) \
	"  a?: WebAChecked\n  metadata?: k8s.ObjectMeta\n}\n\n" \
	"type WebA = {\n  x?: String\n  y?: String\n}\n\n" \
	"@message(\"${" type

/* What holds other schemas becomes a condition, and a message that tells what is lacking. */
static void test_held(void **state)
{
	(void)state;
	one("a: {anyOf: [{required: [x]}, {required: [y]}], properties: {x: {type: string}, y: {type: "
	    "string}}}",
	    HELD_HEAD("\"this needs `x` or `y`\"}\")\ntype WebAChecked = WebA where (it.x? or it.y?)\n"));
	one("a: {not: {required: [x], properties: {x: {enum: [b, c]}}}, properties: {x: {type: string}, y: "
	    "{type: string}}}",
	    HELD_HEAD("\"the schema excludes that `x` is there and `x` is one of `b`, `c`\"}\")\n"
		      "type WebAChecked = WebA where not ((it.x? and (not it.x? or (it.x == \"b\" or it.x == "
		      "\"c\"))))\n"));
	one("a: {type: string, maxLength: 9, allOf: [{minLength: 2}]}",
	    "  a?: WebAChecked\n  metadata?: k8s.ObjectMeta\n}\n\n"
	    "@message(\"${\"this has fewer than 2 characters\"}\")\n"
	    "type WebAChecked = WebABounded where len(it) >= 2\n\ntype WebABounded = String where len(it) <= "
	    "9\n");
}

/* Integers and texts are told apart by the type; of what is open or may be null nothing can be said. */
static void test_not_held(void **state)
{
	(void)state;
	one("a: {x-kubernetes-int-or-string: true, anyOf: [{type: integer}, {type: string}]}",
	    "  a?: k8s.IntOrString\n  metadata?: k8s.ObjectMeta\n}\n");
	one("a: {x-kubernetes-preserve-unknown-fields: true, not: {required: [x]}}",
	    "  a?: Json\n  metadata?: k8s.ObjectMeta\n}\n");
	one("a: {not: {required: [x]}, properties: {x: {type: string, nullable: true}}}",
	    "  a?: WebA\n  metadata?: k8s.ObjectMeta\n}\n\ntype WebA = {\n  x?: String\n}\n");
}

static void test_nullable(void **state)
{
	(void)state;
	one("a: {required: [x], properties: {x: {type: string, nullable: true}, y: {type: array, items: "
	    "{type: string, "
	    "nullable: true}}}}",
	    "  a?: WebA\n  metadata?: k8s.ObjectMeta\n}\n\ntype WebA = {\n  @nullable x: String\n  y?: "
	    "[Json]\n}\n");
}

#define CLUSTER_FORM \
	"apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nspec:\n  group: g.example\n" \
	"  names: {kind: Web, plural: webs}\n  versions:\n  - name: v1beta1\n    storage: false\n    " \
	"schema:\n" \
	"      openAPIV3Schema: {properties: {old: {type: string}}}\n  - name: v1\n    storage: true\n    " \
	"schema:\n" \
	"      openAPIV3Schema: {properties: {new: {type: string}}}\n"

static void test_cluster_form(void **state)
{
	(void)state;
	IMPORT(HEAD "  metadata?: k8s.ObjectMeta\n  new?: String\n}\n", { "a", CLUSTER_FORM });
	IMPORT(HEAD "  metadata?: k8s.ObjectMeta\n  new?: String\n}\n", { "kinds", "g.example/v1 Web" },
	       { "a", CLUSTER_FORM
		 "---\n{group: g, kind: Other, versions: [{name: v1, schema: {properties: {}}}]}\n" });
}

#define VERSIONS(one, two) \
	"spec:\n  group: g.example\n  names: {kind: Web}\n  versions:\n  - {name: v1, " one \
	", schema: {openAPIV3Schema: {properties: {a: {type: string}}}}}\n  - {name: v2, " two \
	", schema: {openAPIV3Schema: {properties: {b: {type: string}}}}}\n"
#define V2 \
	IMPORTS "@k8s(\"g.example/v2\", \"Web\")\ntype Web = {\n  b?: String\n  metadata?: " \
		"k8s.ObjectMeta\n}\n"

/* What the cluster stores but does not serve cannot be written. */
static void test_served_version(void **state)
{
	(void)state;
	IMPORT(HEAD "  a?: String\n  metadata?: k8s.ObjectMeta\n}\n",
	       { "a", VERSIONS("served: true", "served: true") });
	IMPORT(V2, { "a", VERSIONS("served: true", "served: true, storage: true") });
	IMPORT(V2, { "a", VERSIONS("served: false, storage: true", "served: true") });
	REFUSED("'a' cannot be imported: no version that it serves has a schema\n",
		{ "a", VERSIONS("served: false, storage: true", "served: false") });
}

/* Equal kinds of two groups, and a kind that is called as the part of another one. */
static void test_clashes(void **state)
{
	(void)state;
	IMPORT(IMPORTS
	       "@k8s(\"b.example/v1\", \"Web\")\ntype BExampleV1Web = {\n  metadata?: k8s.ObjectMeta\n  y?: "
	       "Int\n}\n\n"
	       "@k8s(\"a.example/v1\", \"Web\")\ntype Web = {\n  metadata?: k8s.ObjectMeta\n  spec?: "
	       "WebSpec2\n}\n\n"
	       "@k8s(\"b.example/v1\", \"WebSpec\")\ntype WebSpec = {\n  metadata?: k8s.ObjectMeta\n}\n\n"
	       "type WebSpec2 = {\n  x?: Int\n}\n",
	       { "a", "group: a.example\nkind: Web\nversions: [{name: v1, schema: {properties: {spec: "
		      "{properties: {x: "
		      "{type: integer}}}}}}]\n" },
	       { "b", "group: b.example\nkind: Web\nversions: [{name: v1, schema: {properties: {y: {type: "
		      "integer}}}}]\n"
		      "---\ngroup: b.example\nkind: WebSpec\nversions: [{name: v1, schema: {properties: "
		      "{}}}]\n" });
}

static void test_base(void **state)
{
	static const struct test_file file[] = {
		{ "a", "group: g\nkind: Web\nversions: [{name: v1, schema: {properties: {}}}]\n" }
	};
	const char *path = "a";
	struct test_world w;

	(void)state;
	world_init(&w, file, 1);
	assert_string_equal(world_import(&w, &(struct schema_options){ .documents = &path,
								       .ndocuments = 1,
								       .base = "mine.rcs" }),
			    "import \"mine.rcs\" as k8s\n\n@k8s(\"g/v1\", \"Web\")\ntype Web = {\n  "
			    "metadata?: k8s.ObjectMeta\n}\n");
	world_fini(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_identity),       cmocka_unit_test(test_imported_types),
		cmocka_unit_test(test_formats),	       cmocka_unit_test(test_defaults),
		cmocka_unit_test(test_names),	       cmocka_unit_test(test_cluster_form),
		cmocka_unit_test(test_served_version), cmocka_unit_test(test_clashes),
		cmocka_unit_test(test_base),	       cmocka_unit_test(test_held),
		cmocka_unit_test(test_not_held),       cmocka_unit_test(test_nullable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
