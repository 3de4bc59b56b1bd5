#ifndef TESTS_UNIT_BASE_UNIT_H
#define TESTS_UNIT_BASE_UNIT_H
/* What every unit test of base/ includes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
/* cmocka needs the four above first */
#include <cmocka.h>

#include "base/session.h"

#define COUNT(array) (sizeof(array) / sizeof *(array))
#define RUN(...) \
	do { \
		const struct CMUnitTest tests[] = { __VA_ARGS__ }; \
		return cmocka_run_group_tests(tests, NULL, NULL); \
	} while (0)

static inline void assert_str(struct str got, const char *want)
{
	assert_int_equal(got.n, str_from(want).n);
	if (got.n)
		assert_memory_equal(got.p, want, got.n);
}

#endif
