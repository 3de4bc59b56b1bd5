/* Names of files and the kustomization. */
#include "docs.h"
#include "emit/files.h"

#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

static struct object object(const char *api_version, const char *kind, const char *namespace_,
			    const char *name)
{
	return (struct object){ .doc = { .kind = DOC_MAP },
				.api_version = str_from(api_version),
				.kind = str_from(kind),
				.namespace_ = str_from(namespace_),
				.name = str_from(name),
				.source = STR("stack.rcs") };
}

static struct emit_set files_of(struct arena *a, struct object *objects, uint32_t n)
{
	struct object_list list = { objects, n };

	return emit_files(a, STR("shop"), STR("stack.rcs"), &list);
}

static void assert_str(struct str s, const char *expected)
{
	assert_int_equal(s.n, strlen(expected));
	assert_memory_equal(s.p, expected, s.n);
}

static void each_object_has_a_file(void **state)
{
	struct arena *a = *state;
	struct object objects[] = {
		object("v1", "ConfigMap", "shop", "shop-web"),
		object("rbac.authorization.k8s.io/v1", "ClusterRole", "", "system:Shop/web"),
	};
	struct emit_set set = files_of(a, objects, COUNT(objects));

	assert_int_equal(set.n, 3);
	assert_str(set.files[0].path, "configmap-shop-web.yaml");
	assert_str(set.files[0].data, "# Made by rcc from stack.rcs; do not edit.\n{}\n");
	assert_str(set.files[1].path, "clusterrole-system-shop-web.yaml");
	assert_str(set.files[2].path, "kustomization.yaml");
	assert_str(set.files[2].data, "# Made by rcc from stack.rcs; do not edit.\n"
				      "apiVersion: kustomize.config.k8s.io/v1beta1\n"
				      "kind: Kustomization\n"
				      "resources:\n"
				      "- configmap-shop-web.yaml\n"
				      "- clusterrole-system-shop-web.yaml\n"
				      "sortOptions:\n"
				      "  order: fifo\n");
}

static void names_are_told_apart(void **state)
{
	struct arena *a = *state;
	struct object objects[] = {
		object("v1", "Service", "a", "web"),
		object("serving.knative.dev/v1", "Service", "a", "web"),
		object("v1", "Service", "b", "web"),
		object("v1", "Service", "b", "web-core-a"),
		object("v1", "Service", "b", "other"),
	};
	struct emit_set set = files_of(a, objects, COUNT(objects));

	assert_str(set.files[0].path, "service-web-core-a_1.yaml");
	assert_str(set.files[1].path, "service-web-serving.knative.dev.yaml");
	assert_str(set.files[2].path, "service-web-core-b.yaml");
	assert_str(set.files[3].path, "service-web-core-a-core-b_2.yaml");
	assert_str(set.files[4].path, "service-other.yaml");
}

static void names_fit_a_file_system(void **state)
{
	struct arena *a = *state;
	char x[254], y[254];

	memset(x, 'x', sizeof x - 1);
	memset(y, 'x', sizeof y - 1);
	x[253] = y[253] = 0;
	y[252] = 'y';
	struct object objects[] = { object("v1", "Service", "a", x), object("v1", "Service", "a", y) };
	struct emit_set set = files_of(a, objects, COUNT(objects));

	assert_in_range(set.files[0].path.n, 100, 255);
	assert_in_range(set.files[1].path.n, 100, 255);
	assert_false(str_eq(set.files[0].path, set.files[1].path));
}

static int set_up(void **state)
{
	static struct arena arena;

	arena_init(&arena);
	*state = &arena;
	return 0;
}

static int tear_down(void **state)
{
	arena_fini(*state);
	return 0;
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(each_object_has_a_file, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_are_told_apart, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_fit_a_file_system, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
