#include "base/mask.h"

#include "unit.h"

static const struct {
	const char *text, *want;
} cases[] = {
	{ "amqp://u:hunter2@a.example/x", "amqp://u:*******@a.example/x" },
	{ "two: https://a:b@c and https://d:efg@h/i", "two: https://a:*@c and https://d:***@h/i" },
	{ "redis://:pw@host", "redis://:**@host" },
	{ "amqp://u:p@ss@host/v", "amqp://u:****@host/v" },
	{ "amqp://u:p/w@host/v", "amqp://u:***@host/v" },
	{ "amqp://u:p?w@host/v", "amqp://u:***@host/v" },
	{ "\"amqp://u:p\"@", "\"amqp://u:p\"@" },
	/* no password */
	{ "https://user@host/a", "https://user@host/a" },
	{ "https://host:8443/@me", "https://host:8443/@me" },
	{ "amqp://a:27017,b:27017/v?x=@", "amqp://a:27017,b:27017/v?x=@" },
	{ "http://[::1]:80/a@b", "http://[::1]:80/a@b" },
	{ "https://host/a:b@c", "https://host/a:b@c" },
	{ "a://", "a://" },
	{ "://:@", "://:@" },
	/* what only stands for one */
	{ "amqp://u:$(PASSWORD)@h", "amqp://u:$(PASSWORD)@h" },
	{ "amqp://u:${p}@h", "amqp://u:${p}@h" },
	{ "amqp://u:<password>@h", "amqp://u:<password>@h" },
	{ "amqp://u:$(PASSWORD@h", "amqp://u:**********@h" },
	/* behind a name */
	{ "password = \"a b\", x = \"y\"", "password = \"***\", x = \"y\"" },
	{ "it's said: Token='t', e", "it's said: Token='*', e" },
	{ "\"SMTP_Password\" : \"x\\\"y\" z", "\"SMTP_Password\" : \"****\" z" },
	{ "db_passwd=\"open", "db_passwd=\"****" },
	{ "pwd = '''ab'''", "pwd = '''**'''" },
	{ "pwd = \"\", x = \"y\"", "pwd = \"\", x = \"y\"" },
	{ "password = \"$(P)\"", "password = \"$(P)\"" },
	{ "token_path = \"/t\", password(\"a\")", "token_path = \"/t\", password(\"a\")" },
	{ "= \"a\" = \"", "= \"a\" = \"" },
	/* in a list */
	{ "passwords = [\"ab\", 'c'], x = [\"y\", \"z\"]", "passwords = [\"**\", '*'], x = [\"y\", \"z\"]" },
	{ "token = [\n  \"ab\",\n  \"c\"\n], \"y\"", "token = [\n  \"**\",\n  \"*\"\n], \"y\"" },
	{ "password = \"a\", \"b\"", "password = \"*\", \"b\"" },
	{ "x = [\"a\", \"password\"], [\"b\"]", "x = [\"a\", \"password\"], [\"b\"]" },
};

static void passwords_are_masked(void **state)
{
	struct arena a;

	(void)state;
	arena_init(&a);
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
		assert_str(mask_passwords(&a, str_from(cases[i].text)), cases[i].want);
	arena_fini(&a);
}

int main(void)
{
	RUN(cmocka_unit_test(passwords_are_masked));
}
