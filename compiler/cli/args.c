#include "cli/args.h"

const struct option option_table[OPTION_COUNT] = {
#define OPTION(id, short_name, name, kind, argument, help) \
	[OPTION_##id] = { short_name, name, OPTION_KIND_##kind, argument, help },
#include "cli/options.def"
#undef OPTION
};

/* What one step of reading needs to know. */
struct reader {
	struct args *args;
	struct arena *arena;
	struct option_set known;
	const char *const *argv;
	int at, argc;
	struct str why;
};

/* ---- choices ------------------------------------------------------------------------- */

/* The next word of "yaml|json"; false at the end. */
static bool next_choice(struct str *rest, struct str *word)
{
	int64_t bar = str_find(*rest, STR("|"), 0);
	uint32_t n = bar < 0 ? rest->n : (uint32_t)bar;

	*word = str_slice(*rest, 0, n);
	*rest = str_slice(*rest, n + 1, rest->n);
	return word->n > 0;
}

/* The number of a word among the choices, or -1. */
static int find_choice(const char *choices, struct str word)
{
	struct str rest = str_from(choices), choice;

	for (int i = 0; next_choice(&rest, &choice); i++) {
		if (str_eq(choice, word))
			return i;
	}
	return -1;
}

static struct str choices_text(struct arena *a, const char *choices)
{
	struct str rest = str_from(choices), choice;
	struct buf b = { .arena = a };

	while (next_choice(&rest, &choice)) {
		if (b.n)
			buf_add(&b, rest.n ? STR(", ") : STR(" or "));
		buf_add(&b, choice);
	}
	return buf_str(&b);
}

/* ---- reading ------------------------------------------------------------------------- */

static bool fail(struct reader *r, struct str why)
{
	r->why = why;
	return false;
}

static int find_long(struct option_set known, struct str name)
{
	for (uint32_t i = 0; i < known.n; i++) {
		if (str_eq(str_from(option_table[known.v[i]].name), name))
			return (int)known.v[i];
	}
	return -1;
}

static int find_short(struct option_set known, char name)
{
	for (uint32_t i = 0; i < known.n; i++) {
		if (option_table[known.v[i]].short_name == name)
			return (int)known.v[i];
	}
	return -1;
}

static bool fail_unknown(struct reader *r, struct str name)
{
	struct str *names = arena_new(r->arena, struct str, r->known.n);

	for (uint32_t i = 0; i < r->known.n; i++)
		names[i] = str_from(option_table[r->known.v[i]].name);
	int nearest = str_nearest(name, names, (int)r->known.n);

	for (uint32_t i = 0; name.n && i < r->known.n && nearest < 0; i++) {
		if (str_starts_with(names[i], name))
			nearest = (int)i;
	}

	if (nearest < 0)
		return fail(r, arena_printf(r->arena, "there is no option `--%.*s` here", STR_ARG(name)));
	return fail(r, arena_printf(r->arena, "there is no option `--%.*s`; did you mean `--%.*s`?",
				    STR_ARG(name), STR_ARG(names[nearest])));
}

/* A single dash is a word. */
static bool is_option(const char *text)
{
	return text[0] == '-' && text[1];
}

/* `given`: the argument written with the option (--name=given, -ogiven), or NULL. */
static bool take(struct reader *r, enum option_id id, const char *given)
{
	const struct option *o = &option_table[id];

	if (o->kind == OPTION_KIND_FLAG) {
		if (given)
			return fail(r, arena_printf(r->arena, "`--%s` takes no argument", o->name));
		given = o->name;
	}
	if (!given && r->at == r->argc)
		return fail(r, arena_printf(r->arena, "`--%s` needs an argument: %s", o->name, o->argument));
	if (!given && is_option(r->argv[r->at]))
		return fail(r,
			    arena_printf(r->arena,
					 "`--%s` needs an argument: %s; for one that begins with `-` write "
					 "`--%s=%s`",
					 o->name, o->argument, o->name, r->argv[r->at]));
	if (!given)
		given = r->argv[r->at++];
	if (o->kind == OPTION_KIND_CHOICE && find_choice(o->argument, str_from(given)) < 0) {
		struct str choices = choices_text(r->arena, o->argument);

		return fail(r, arena_printf(r->arena, "`--%s` takes %.*s, not `%s`", o->name,
					    STR_ARG(choices), given));
	}
	vec_push(r->arena, &r->args->of[id], given);
	return true;
}

static bool take_long(struct reader *r, const char *text)
{
	struct str name = str_from(text);
	int64_t equals = str_find(name, STR("="), 0);
	const char *given = equals < 0 ? NULL : text + equals + 1;

	if (equals >= 0)
		name.n = (uint32_t)equals;
	int id = find_long(r->known, name);

	return id < 0 ? fail_unknown(r, name) : take(r, (enum option_id)id, given);
}

static bool take_short(struct reader *r, const char *text)
{
	int id = find_short(r->known, text[0]);

	if (id < 0)
		return fail(r, arena_printf(r->arena, "there is no option `-%c` here", text[0]));
	return take(r, (enum option_id)id, text[1] ? text + 1 : NULL);
}

/* One argument. */
static bool step(struct reader *r, bool *words_only)
{
	const char *text = r->argv[r->at++];

	if (!*words_only && text[0] == '-' && text[1] == '-' && text[2])
		return take_long(r, text + 2);
	if (!*words_only && text[0] == '-' && text[1] == '-')
		*words_only = true;
	else if (!*words_only && is_option(text))
		return take_short(r, text + 1);
	else
		vec_push(r->arena, &r->args->words, text);
	return true;
}

bool args_parse(struct args *args, struct arena *a, struct option_set known, int argc,
		const char *const *argv, struct str *why)
{
	struct reader r = { .args = args, .arena = a, .known = known, .argv = argv, .argc = argc };
	bool words_only = false, good = true;

	*args = (struct args){ 0 };
	while (good && r.at < argc)
		good = step(&r, &words_only);
	*why = r.why;
	return good;
}

bool args_has(const struct args *args, enum option_id id)
{
	return args->of[id].n > 0;
}

const char *args_text(const struct args *args, enum option_id id)
{
	return args->of[id].n ? args->of[id].v[args->of[id].n - 1] : NULL;
}

int args_choice(const struct args *args, enum option_id id)
{
	const char *text = args_text(args, id);

	return text ? find_choice(option_table[id].argument, str_from(text)) : 0;
}
