/* Secrets: the table, fair random values, templates in any order, and what cannot be made. */
#include "base/session.h"
#include "docs.h"
#include "emit/secrets.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <string.h>

#include <cmocka.h>

struct world {
	struct arena arena;
	struct diags diags;
	struct buf out, left;
	struct secrets_entropy entropy;
	uint32_t next;
};

/* Counts through all bytes. */
static int counting(void *self, unsigned char *bytes, uint32_t n)
{
	struct world *w = self;

	for (uint32_t i = 0; i < n; i++)
		bytes[i] = (unsigned char)w->next++;
	return 0;
}

static int failing(void *self, unsigned char *bytes, uint32_t n)
{
	(void)self;
	memset(bytes, 0, n);
	return ENOSYS;
}

static void world_begin(struct world *w)
{
	*w = (struct world){ .entropy = { w, counting } };
	arena_init(&w->arena);
	diags_init(&w->diags, &w->arena);
	w->out.arena = w->left.arena = &w->arena;
}

static bool generate(struct world *w, struct secret_need *needs, uint32_t n)
{
	struct secret_list list = { needs, n };

	return secrets_manifests(&w->out, &w->left, &list, STR("stack.rcs"), &w->entropy, &w->diags,
				 (struct span){ 0, 0 });
}

static void assert_out(struct world *w, const char *expected)
{
	buf_char(&w->out, 0);
	assert_string_equal(w->out.p, expected);
}

#define KEY(name, how, ...) \
	{ \
		.key = STR(name), .make = (how), __VA_ARGS__ \
	}
#define NEED(name, key_array) \
	{ \
		STR(name), STR("shop"), (key_array), COUNT(key_array) \
	}

static void table_tells_the_keys(void **state)
{
	struct world w;
	struct str readers[] = { STR("Deployment/web"), STR("Job/init") };
	struct secret_key keys[] = {
		KEY("password", SECRET_RANDOM, .length = 32, .readers = readers, .nreaders = 2,
		    .about = STR("Signs the first user in")),
		KEY("user", SECRET_FIXED, .text = STR("admin\x1b[1m")),
	};
	struct secret_need needs[] = { NEED("shop-admin", keys) };
	struct secret_list list = { needs, COUNT(needs) };

	(void)state;
	world_begin(&w);
	secrets_text(&w.out, &list);
	assert_out(&w, "SECRET      KEY       MADE                   READ BY                   PURPOSE\n"
		       "shop-admin  password  random, 32 characters  Deployment/web, Job/init  Signs the "
		       "first user in\n"
		       "shop-admin  user      `admin\\x1b[1m`\n");
	arena_fini(&w.arena);
}

static void values_belong_together(void **state)
{
	struct world w;
	struct secret_key web[] = {
		KEY("uri", SECRET_TEMPLATE, .text = STR("db://${user}:${shop-db/password}@db/")),
		KEY("user", SECRET_FIXED, .text = STR("web")),
		KEY("client", SECRET_EXTERNAL, .about = STR("what\nthe provider gave")),
		KEY("login", SECRET_TEMPLATE, .text = STR("x${client}"), .about = STR("both")),
	};
	struct secret_key db[] = { KEY("password", SECRET_RANDOM, .length = 4, .alphabet = STR("abc")) };
	struct secret_need needs[] = { NEED("shop-web", web), NEED("shop-db", db) };

	(void)state;
	world_begin(&w);
	assert_true(generate(&w, needs, COUNT(needs)));
	assert_out(&w, "---\n"
		       "# Made by rcc from stack.rcs with values of its own: apply it, never commit it.\n"
		       "# To be filled in under stringData: client (what?the provider gave)\n"
		       "# To be filled in under stringData: login (both), made of other keys\n"
		       "apiVersion: v1\n"
		       "kind: Secret\n"
		       "metadata:\n"
		       "  name: shop-web\n"
		       "  namespace: shop\n"
		       "stringData:\n"
		       "  uri: db://web:abca@db/\n"
		       "  user: web\n"
		       "type: Opaque\n"
		       "---\n"
		       "# Made by rcc from stack.rcs with values of its own: apply it, never commit it.\n"
		       "apiVersion: v1\n"
		       "kind: Secret\n"
		       "metadata:\n"
		       "  name: shop-db\n"
		       "  namespace: shop\n"
		       "stringData:\n"
		       "  password: abca\n"
		       "type: Opaque\n");
	arena_fini(&w.arena);
}

/* Over all bytes, each of three characters must come 85 times, though 256 is no multiple of 3. */
static void what_only_owners_have_is_left_out(void **state)
{
	struct world w;
	struct secret_key certificate[] = { KEY("tls.crt", SECRET_EXTERNAL),
					    KEY("tls.key", SECRET_EXTERNAL) };
	struct secret_key copy[] = { KEY("copy", SECRET_TEMPLATE, .text = STR("${shop-tls/tls.key}")) };
	struct secret_key user[] = { KEY("user", SECRET_FIXED, .text = STR("web")),
				     KEY("key", SECRET_EXTERNAL) };
	struct secret_need needs[] = { NEED("shop-tls", certificate), NEED("shop-copy", copy),
				       NEED("shop-web", user) };

	(void)state;
	world_begin(&w);
	assert_true(generate(&w, needs, COUNT(needs)));
	assert_true(str_eq(buf_str(&w.left), STR("shop-tls, shop-copy")));
	assert_true(str_find(buf_str(&w.out), STR("shop-web"), 0) > 0);
	assert_true(str_find(buf_str(&w.out), STR("shop-tls"), 0) < 0);
	arena_fini(&w.arena);
}

static void characters_are_equally_likely(void **state)
{
	struct world w;
	struct secret_key keys[] = { KEY("k", SECRET_RANDOM, .length = 255, .alphabet = STR("xyz")) };
	struct secret_need needs[] = { NEED("s", keys) };
	uint32_t count[3] = { 0 };

	(void)state;
	world_begin(&w);
	assert_true(generate(&w, needs, 1));
	int64_t value = str_find(buf_str(&w.out), STR("  k: "), 0);

	assert_in_range(value, 1, w.out.n);
	for (const char *p = w.out.p + value + 5; *p != '\n'; p++)
		count[*p - 'x']++;
	for (int i = 0; i < 3; i++)
		assert_int_equal(count[i], 85);
	arena_fini(&w.arena);
}

static void what_cannot_be_made_is_reported(void **state)
{
	struct secret_key cycle[] = { KEY("a", SECRET_TEMPLATE, .text = STR("${b}")),
				      KEY("b", SECRET_TEMPLATE, .text = STR("${s/a}")) };
	struct secret_key self[] = { KEY("a", SECRET_TEMPLATE, .text = STR("${a}")) };
	struct secret_key unknown[] = { KEY("a", SECRET_TEMPLATE, .text = STR("${t/a}")) };
	struct secret_key unclosed[] = { KEY("a", SECRET_TEMPLATE, .text = STR("x${a")) };
	struct secret_key alphabet[] = { KEY("a", SECRET_RANDOM, .length = 8, .alphabet = STR("x")) };
	struct secret_key length[] = { KEY("a", SECRET_RANDOM, .length = 0, .alphabet = STR("xy")) };
	struct {
		struct secret_need need;
		const char *message;
	} cases[] = {
		{ NEED("s", cycle), "key `b` of secret `s` cannot be made: `s/a` is made of it in turn" },
		{ NEED("s", self), "key `a` of secret `s` cannot be made: `a` is made of it in turn" },
		{ NEED("s", unknown),
		  "key `a` of secret `s` cannot be made: `t/a` is no key of a secret of this stack" },
		{ NEED("s", unclosed),
		  "key `a` of secret `s` cannot be made: its template has a `${` without `}`" },
		{ NEED("s", alphabet),
		  "key `a` of secret `s` cannot be made: its alphabet is not 2 to 128 ASCII characters" },
		{ NEED("s", length),
		  "key `a` of secret `s` cannot be made: its length is not 1 to 1048576 characters" },
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct world w;

		world_begin(&w);
		assert_false(generate(&w, &cases[i].need, 1));
		assert_int_equal(w.diags.list.n, 1);
		assert_true(str_eq(w.diags.list.v[0]->message, str_from(cases[i].message)));
		assert_true(str_eq(w.diags.list.v[0]->code, STR("RCS0608")));
		assert_int_equal(w.out.n, 0);
		arena_fini(&w.arena);
	}
}

static void templates_do_not_explode(void **state)
{
	struct world w;
	struct secret_key keys[40];
	struct secret_need needs[] = { NEED("s", keys) };

	(void)state;
	world_begin(&w);
	for (uint32_t i = 0; i < COUNT(keys); i++) {
		keys[i] = (struct secret_key){ .key = arena_printf(&w.arena, "k%u", (unsigned)i),
					       .make = i ? SECRET_TEMPLATE : SECRET_FIXED,
					       .text = STR("x") };
		if (i)
			keys[i].text =
				arena_printf(&w.arena, "${k%u}${k%u}", (unsigned)i - 1, (unsigned)i - 1);
	}
	assert_false(generate(&w, needs, 1));
	assert_int_equal(w.diags.list.n, 1);
	assert_in_range(w.arena.total, 1, 64 << 20);
	arena_fini(&w.arena);
}

static void no_entropy_is_an_error(void **state)
{
	struct world w;
	struct secret_key keys[] = { KEY("k", SECRET_RANDOM, .length = 8, .alphabet = STR("xyz")) };
	struct secret_need needs[] = { NEED("s", keys) };

	(void)state;
	world_begin(&w);
	w.entropy.fill = failing;
	assert_false(generate(&w, needs, 1));
	assert_true(str_eq(w.diags.list.v[0]->code, STR("RCS0605")));
	arena_fini(&w.arena);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(table_tells_the_keys),
		cmocka_unit_test(values_belong_together),
		cmocka_unit_test(what_only_owners_have_is_left_out),
		cmocka_unit_test(characters_are_equally_likely),
		cmocka_unit_test(what_cannot_be_made_is_reported),
		cmocka_unit_test(templates_do_not_explode),
		cmocka_unit_test(no_entropy_is_an_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
