/* Whole imports of small documents: what becomes of each part of a schema. */
#include "schema.h"

/* OpenAPI documents, written as YAML for brevity. */
#define DOC(release, definitions) "kubernetes: '" release "'\ndefinitions: {" definitions "}\n"
#define GVK(kind) "x-kubernetes-group-version-kind: [{group: g, version: v1, kind: '" kind "'}]"
#define OBJECT(id, kind, properties) id ": {" GVK(kind) ", properties: {" properties "}}, "
#define RECORD(id, properties) id ": {properties: {" properties "}}, "
#define REF(id) "{$ref: '#/definitions/" id "'}"
#define STRING "{type: string}"
#define ENUM(values) "{type: string, enum: [" values "]}"
#define LIST_OF(id, more) "{type: array, items: " REF(id) more "}"
#define WEB(release, properties) \
	{ \
		"v" release, DOC(release, OBJECT("x.v1.Web", "Web", properties)) \
	}

#define WEB_HEAD "@k8s(\"g/v1\", \"Web\")\ntype Web = {\n"

/* An object with these properties gets these fields, a line each. */
static void one(const char *properties, const char *want)
{
	char document[4096], text[4096];

	snprintf(document, sizeof document, DOC("1.30", OBJECT("x.v1.Web", "Web", "%s")), properties);
	snprintf(text, sizeof text, WEB_HEAD "%s}\n", want);
	IMPORT(text, { "a", document });
}

static void test_scalars(void **state)
{
	(void)state;
	one("a: {type: boolean}", "  a?: Bool\n");
	one("a: {type: integer, format: int64}", "  a?: Int\n");
	one("a: {type: integer, format: int32}", "  a?: Int32\n");
	one("a: {type: number}", "  a?: Float\n");
	one("a: " STRING, "  a?: String\n");
	one("a: {type: string, format: int-or-string}", "  a?: IntOrString\n");
	one("a: {type: string, format: byte}, b: {type: string, format: date-time}",
	    "  a?: Base64\n  b?: DateTime\n");
	one("a: {type: object}", "  a?: Json\n");
	one("a: {}", "  a?: Json\n");
	one("a: {type: array, items: " STRING "}", "  a?: [String]\n");
	one("a: {type: object, additionalProperties: {type: integer}}", "  a?: [String: Int]\n");
	one("a: {type: object, additionalProperties: true}", "  a?: Json\n");
}

static void test_bounds(void **state)
{
	(void)state;
	one("a: {type: integer, minimum: -1, maximum: 65535}", "  a?: Int where it >= -1 and it <= 65535\n");
	one("a: {type: integer, format: int32, minimum: 0}", "  a?: Int32 where it >= 0\n");
	one("a: {type: number, minimum: 0.5}", "  a?: Float where it >= 0.5\n");
	one("a: {type: integer, minimum: 0.5, pattern: a}", "  a?: Int\n");
	one("a: {type: boolean, minimum: 1}", "  a?: Bool\n");
	one("a: {type: integer, enum: [301, 302]}", "  a?: Int where it == 301 or it == 302\n");
	one("a: {type: integer, minimum: 1, enum: [1, 2]}",
	    "  a?: Int where it >= 1 and (it == 1 or it == 2)\n");
	one("a: {type: integer, enum: [1, 2.5]}", "  a?: Int\n");
	one("a: {type: array, items: " STRING ", x-kubernetes-list-type: set, maxItems: 2}",
	    "  a?: [String] where len(it) <= 2 and len(unique(it)) == len(it)\n");
	one("a: {type: array, maxItems: 3, items: {type: string, minLength: 1}}",
	    "  a?: [String where len(it) >= 1] where len(it) <= 3\n");
	one("a: {type: object, minProperties: 1, additionalProperties: " STRING "}",
	    "  a?: [String: String] where len(it) >= 1\n");
	IMPORT(WEB_HEAD "  a?: Int\n}\n",
	       { "a", "{\"kubernetes\": \"1.30\", \"definitions\": {\"x.v1.Web\": {\"properties\": {\"a\": "
		      "{\"type\": \"integer\", \"maximum\": 1e300}}, \"x-kubernetes-group-version-kind\": "
		      "[{\"group\": \"g\", \"version\": \"v1\", \"kind\": \"Web\"}]}}}" });
}

static void test_patterns(void **state)
{
	(void)state;
	one("a: {type: string, minLength: 1, maxLength: 9, pattern: '^[a-z]+$'}",
	    "  a?: String where len(it) >= 1 and len(it) <= 9 and matches(it, '[a-z]+')\n");
	one("a: {type: string, pattern: '^[''\"\\\\${]+$'}",
	    "  a?: String where matches(it, \"['\\\"\\\\\\\\\\${]+\")\n");
	one("a: {type: string, pattern: '^\\ba$'}", "  a?: String\n");
	one("a: {x-kubernetes-int-or-string: true, pattern: '^\\d+%$'}",
	    "  a?: IntOrString where matches(\"${it}\", '-?[0-9]+|(\\d+%)')\n");
}

static void test_fields(void **state)
{
	(void)state;
	one("zoo: " STRING ", for: " STRING ", $ref: " STRING ", x-y: " STRING,
	    "  \"$ref\"?: String\n  for?: String\n  x-y?: String\n  zoo?: String\n");
	one("apiVersion: " STRING ", kind: " STRING ", status: " STRING, "");
	IMPORT(WEB_HEAD "  a: String\n  b?: String\n}\n",
	       { "a", DOC("1.30", "x.v1.Web: {" GVK("Web") ", required: [a], properties: {b: " STRING
							   ", a: " STRING "}}") });
}

/* A list of ports with these attributes is this type. */
static void list_is(const char *attributes, const char *want)
{
	char document[4096], text[4096];

	snprintf(document, sizeof document,
		 DOC("1.30", OBJECT("x.v1.Web", "Web", "a: {type: array, items: " REF("x.Port") "%s}")
				     RECORD("x.Port", "name: " STRING)),
		 attributes);
	snprintf(text, sizeof text, "type Port = {\n  name?: String\n}\n\n" WEB_HEAD "  a?: %s\n}\n", want);
	IMPORT(text, { "a", document });
}

static void test_keyed_lists(void **state)
{
	(void)state;
	list_is("", "[Port]");
	list_is(", x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [name, x]", "[Port by name, x]");
	list_is(", x-kubernetes-patch-merge-key: name", "[Port by name]");
	list_is(", x-kubernetes-patch-merge-key: name, x-kubernetes-list-type: atomic", "[Port]");
	list_is(", x-kubernetes-patch-merge-key: a b", "[Port]");
	one("a: {type: array, items: " STRING ", x-kubernetes-patch-merge-key: name}", "  a?: [String]\n");
}

static void test_enumerations(void **state)
{
	(void)state;
	IMPORT(WEB_HEAD "  many?: [WebMany]\n  one?: WebOne\n}\n\n"
			"type WebMany = \"\" | \"*\" | Ok | \"String\" | \"Web\" | \"true\"\n\n"
			"type WebOne = | Only\n",
	       WEB("1.30", "one: " ENUM("Only, Only") ", many: {type: array, items: " ENUM(
				   "String, Web, Ok, '', '*', 'true'") "}"));
}

/* Records that agree about a field share its type; where one differs, each has its own. */
static void test_shared_enumerations(void **state)
{
	(void)state;
	IMPORT("@k8s(\"g/v1\", \"A\")\ntype A = {\n  mode?: Mode\n  typ?: ATyp\n}\n\ntype ATyp = x | y\n\n"
	       "@k8s(\"g/v1\", \"B\")\ntype B = {\n  mode?: Mode\n  typ?: BTyp\n}\n\ntype BTyp = x | z\n\n"
	       "type Mode = m | n\n",
	       { "a", DOC("1.30", OBJECT("x.v1.A", "A", "mode: " ENUM("m, n") ", typ: " ENUM("x, y")) OBJECT(
					  "x.v1.B", "B", "mode: " ENUM("m, n") ", typ: " ENUM("x, z"))) });
}

static void test_names(void **state)
{
	(void)state;
	IMPORT("type SecretV1 = {\n}\n\ntype SideV1 = {\n}\n\ntype SideV2 = {\n  x?: String\n}\n\n" WEB_HEAD
	       "  a?: SecretV1\n  b?: SideV1\n  c?: SideV2\n  d?: YSideV1\n}\n\ntype YSideV1 = {\n}\n",
	       { "a", DOC("1.30", OBJECT("x.v1.Web", "Web",
					 "a: " REF("x.v1.Secret") ", b: " REF("x.v1.Side") ", c: " REF(
						 "x.v2.Side") ", d: " REF("y.v1.Side"))
					  RECORD("x.v1.Secret", "") RECORD("x.v1.Side", "") RECORD(
						  "x.v2.Side", "x: " STRING) RECORD("y.v1.Side", "")) });
}

/* What an API calls the same in two versions, and means the same by, is one type, also where only what it
 * refers to could differ; the latest version of an object has the short name, before what is no object. */
static void test_versions(void **state)
{
	(void)state;
	IMPORT("type Inner = {\n  x?: String\n}\n\ntype Outer = {\n  i?: Inner\n}\n\n"
	       "type OuterV1beta1 = {\n  i?: Inner\n  j?: String\n}\n\n"
	       "@k8s(\"g/v1\", \"Web\")\ntype Web = {\n  o?: Outer\n  w?: WebV1\n}\n\n"
	       "type WebV1 = {\n}\n\n"
	       "@k8s(\"g/v1\", \"Web\")\ntype WebV1beta1 = {\n  o?: OuterV1beta1\n}\n",
	       { "a", DOC("1.30",
			  OBJECT("x.v1.Web", "Web", "o: " REF("x.v1.Outer") ", w: " REF("y.v1.Web")) OBJECT(
				  "x.v1beta1.Web", "Web",
				  "o: " REF("x.v1beta1.Outer")) RECORD("x.v1.Outer", "i: " REF("x.v1.Inner"))
				  RECORD("x.v1beta1.Outer", "i: " REF("x.v1beta1.Inner") ", j: " STRING)
					  RECORD("x.v1.Inner", "x: " STRING) RECORD(
						  "x.v1beta1.Inner", "x: " STRING) RECORD("y.v1.Web", "")) });
}

#define UNDERSCORE(field) field ": {properties: {_: " ENUM("a, b") "}}"

/* Names that no type can have get more in front or a number, texts that would end a string are escaped. */
static void test_odd_names(void **state)
{
	(void)state;
	IMPORT("@k8s(\"g/v1\", \"\\\"x\")\ntype Type2 = {\n  \"a\\\"\"?: Type93\n}\n\ntype Type93 = {\n}\n",
	       { "a", DOC("1.30", OBJECT("''", "\"x", "'a\"': " REF("9")) RECORD("9", "")) });
	IMPORT("type A = {\n  _?: A_\n}\n\ntype A_ = a | b\n\n"
	       "type V1_Web = {\n  _?: V1_Web_\n}\n\ntype V1_Web_ = a | b\n\n" WEB_HEAD
	       "  _?: V1_Web\n  a?: A\n}\n",
	       { "a", DOC("1.30", OBJECT("x.v1.Web", "Web", UNDERSCORE("_") ", " UNDERSCORE("a"))) });
}

static void test_references(void **state)
{
	(void)state;
	IMPORT("type Node = {\n  next?: Node\n}\n\n" WEB_HEAD
	       "  alias?: String\n  node?: Node\n  size?: Quantity\n}\n",
	       { "a", DOC("1.30",
			  OBJECT("x.v1.Web", "Web",
				 "alias: " REF("Time") ", node: " REF("x.v1.Node") ", size: " REF(
					 "x.api.resource.Quantity"))
				  RECORD("x.v1.Node",
					 "next: " REF("x.v1.Node")) "Time: " STRING
								    ", x.api.resource.Quantity: " STRING) });
}

static void test_references_to_nothing(void **state)
{
	(void)state;
	REFUSED("`x.v1.Web.endless` cannot be imported: it is a reference that leads back to itself, or "
		"through "
		"more than 200 others\n"
		"`x.v1.Web.lost` cannot be imported: it refers to `#/definitions/Gone`, which the document "
		"does "
		"not define\n",
		{ "a",
		  DOC("1.30", OBJECT("x.v1.Web", "Web",
				     "endless: " REF("Loop") ", lost: " REF("Gone")) "Loop: " REF("Loop")) });
}

/* A list of itself has no last element; the import has an end. */
static void test_endless_list(void **state)
{
	static const struct test_file file[] = {
		{ "a", DOC("1.30", OBJECT("x.v1.Web", "Web", "a: " REF("L")) "L: " LIST_OF("L", "")) }
	};
	const char *path = "a";
	struct test_world w;

	(void)state;
	world_init(&w, file, 1);
	w.session.limits[LIMIT_NESTING] = 8;
	assert_string_equal(world_import(&w, &(struct schema_options){ .documents = &path, .ndocuments = 1 }),
			    WEB_HEAD "  a?: [[[[[[[[Json]]]]]]]]\n}\n");
	world_fini(&w);
}

static void test_releases(void **state)
{
	(void)state;
	IMPORT(WEB_HEAD "  always?: String\n  @since(\"1.31\") @until(\"1.32\") middle?: String\n"
			"  @since(\"1.32\") new?: String\n  @until(\"1.31\") old?: String\n}\n",
	       WEB("1.32", "always: " STRING ", new: " STRING),
	       WEB("1.30", "always: " STRING ", old: " STRING),
	       WEB("1.31", "always: " STRING ", middle: " STRING));
}

/* 1.9 is older than 1.10; types begin and end too, and their fields not once more. */
static void test_releases_of_types(void **state)
{
	(void)state;
	IMPORT("@since(\"1.10\")\ntype Part = {\n  b?: String\n}\n\n" WEB_HEAD
	       "  @since(\"1.10\") a?: Part\n}\n",
	       WEB("1.9", ""),
	       { "v1.10", DOC("v1.10.2", OBJECT("x.v1.Web", "Web", "a: " REF("x.v1.Part"))
						 RECORD("x.v1.Part", "b: " STRING)) });
}

static void test_releases_of_values(void **state)
{
	(void)state;
	IMPORT(WEB_HEAD "  a?: WebA\n}\n\ntype WebA = @until(\"1.31\") gone | kept | @since(\"1.32\") new\n",
	       WEB("1.30", "a: " ENUM("kept, gone")), WEB("1.31", "a: " ENUM("kept")),
	       WEB("1.32", "a: " ENUM("kept, new")));
	/* a release that does not say its values has them all */
	IMPORT(WEB_HEAD "  a?: WebA\n}\n\ntype WebA = kept | new\n", WEB("1.30", "a: " STRING),
	       WEB("1.31", "a: " ENUM("kept, new")));
}

/* What one release lets be absent may be absent. */
static void test_loosest_requirement(void **state)
{
	(void)state;
	IMPORT(WEB_HEAD "  a?: String\n}\n",
	       { "a", DOC("1.30", "x.v1.Web: {" GVK("Web") ", required: [a], properties: {a: " STRING "}}") },
	       WEB("1.31", "a: " STRING));
}

/* Where the documents of Kubernetes are known to differ from what its apiserver takes. */
static void test_corrections(void **state)
{
	(void)state;
	IMPORT("@k8s(\"g/v1\", \"EndpointSlice\")\ntype EndpointSlice = {\n  addressType: "
	       "EndpointSliceAddressType\n  "
	       "header?: HTTPHeader\n}\n\n"
	       "type EndpointSliceAddressType = FQDN | IPv4 | IPv6\n\n"
	       "type HTTPHeader = {\n  name: String\n  value?: String\n}\n",
	       { "a",
		 DOC("1.30",
		     "io.k8s.api.discovery.v1.EndpointSlice: {" GVK(
			     "EndpointSlice") ", required: "
					      "[addressType], properties: {addressType: " ENUM(
						      "FQDN") ", header: " REF("io.k8s.api.core.v1."
									       "HTTPHeader") "}}, "
											     "io.k8s.api."
											     "core.v1."
											     "HTTPHeader: "
											     "{required: "
											     "[name, value], "
											     "properties: "
											     "{name: " STRING
											     ", "
											     "value: " STRING
											     "}}") });
}

#define CUSTOM "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaProps"

/* Definitions without content that an apiserver reads as another one, or as a boolean. */
static void test_stand_ins(void **state)
{
	(void)state;
	IMPORT("type JSONSchemaProps = {\n  free?: Bool | JSONSchemaProps\n  items?: JSONSchemaProps\n"
	       "  other?: Json\n  type?: String\n}\n\n"
	       "@k8s(\"g/v1\", \"Web\")\ntype Web = {\n  a?: JSONSchemaProps\n}\n",
	       { "a", DOC("1.30",
			  "x.v1.Web: {" GVK("Web") ", properties: {a: " REF(
				  CUSTOM) "}}, " CUSTOM "OrArray: {}, " CUSTOM "OrBool: {}, " CUSTOM
					  "OrStringArray: {}, " CUSTOM ": {properties: {type: " STRING
					  ", items: " REF(CUSTOM "OrArray") ", free: " REF(
						  CUSTOM
						  "OrBool") ", other: " REF(CUSTOM "OrStringArray") "}}") });
}

/* A field whose definition was renamed existed before, with the fields that it had. */
static void test_renamed_definition(void **state)
{
	(void)state;
	IMPORT("type Fresh = {\n  @until(\"1.31\") gone?: String\n  kept?: String\n}\n\n" WEB_HEAD
	       "  a?: Fresh\n}\n",
	       { "a", DOC("1.30", OBJECT("x.v1.Web", "Web", "a: " REF("x.v1.Stale"))
					  RECORD("x.v1.Stale", "gone: " STRING ", kept: " STRING)) },
	       { "b", DOC("1.31", OBJECT("x.v1.Web", "Web", "a: " REF("x.v1.Fresh"))
					  RECORD("x.v1.Fresh", "kept: " STRING)) });
}

static void test_kinds(void **state)
{
	(void)state;
	IMPORT(WEB_HEAD "}\n", { "kinds", "# wanted\n  g/v1 Web # the site\n\ng/v1 Web" },
	       { "a", DOC("1.30", OBJECT("x.v1.Web", "Web", "") OBJECT("x.v1.Other", "Other", "")) });
	REFUSED("no document has the kind 'g/v1 Wob'\n", { "kinds", "g/v1 Wob\ng/v1 Web\n" },
		WEB("1.30", ""));
	REFUSED("the list of kinds is empty\n", { "kinds", "# none\n" }, WEB("1.30", ""));
}

static void test_refused(void **state)
{
	(void)state;
	REFUSED("'a' cannot be imported: it ends in the middle of its JSON\n", { "a", "{\"a\"" });
	REFUSED("'a' cannot be imported: it holds no document\n", { "a", "" });
	REFUSED("'a' cannot be imported: this is no JSON\n", { "a", "{\"a\"]" });
	REFUSED("'a' cannot be imported: it is neither an OpenAPI v2 document nor a "
		"CustomResourceDefinition\n",
		{ "a", "{}" });
	REFUSED("'a' cannot be imported: it does not say which release of Kubernetes it describes\n",
		{ "a", "{\"definitions\": {}, \"info\": {\"version\": \"unversioned\"}}" });
	REFUSED("'b' cannot be imported: another document describes the same release\n",
		{ "b", DOC("1.30", "") }, { "a", DOC("1.30", "") });
	REFUSED("'b' cannot be imported: custom resources and the types of a release go to modules of their "
		"own\n",
		{ "a", DOC("1.30", "") }, { "b", "group: g\n" });
}

static void test_missing_file(void **state)
{
	const char *path = "nowhere";
	struct test_world w;

	(void)state;
	world_init(&w, NULL, 0);
	world_import(&w, &(struct schema_options){ .documents = &path, .ndocuments = 1 });
	assert_int_equal(w.session.diags.errors, 1);
	world_fini(&w);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_scalars),
		cmocka_unit_test(test_bounds),
		cmocka_unit_test(test_patterns),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_keyed_lists),
		cmocka_unit_test(test_enumerations),
		cmocka_unit_test(test_shared_enumerations),
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_versions),
		cmocka_unit_test(test_odd_names),
		cmocka_unit_test(test_references),
		cmocka_unit_test(test_references_to_nothing),
		cmocka_unit_test(test_endless_list),
		cmocka_unit_test(test_releases),
		cmocka_unit_test(test_releases_of_types),
		cmocka_unit_test(test_releases_of_values),
		cmocka_unit_test(test_loosest_requirement),
		cmocka_unit_test(test_corrections),
		cmocka_unit_test(test_stand_ins),
		cmocka_unit_test(test_renamed_definition),
		cmocka_unit_test(test_kinds),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_missing_file),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
