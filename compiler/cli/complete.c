#include "cli/complete.h"

#include "cli/compile.h"

struct cursor {
	struct call *call;
	struct buf *out;
	struct str before;	       /* what every candidate begins with: `--name=`, or nothing */
	struct str typed;	       /* after that: what there is of the word */
	const struct command *command; /* of the line */
};

static void offer(const struct cursor *c, const char *text, const char *about)
{
	if (str_starts_with(str_from(text), c->typed))
		buf_printf(c->out, "%.*s%s\t%s\n", STR_ARG(c->before), text, about);
}

/* ---- what a word in capitals stands for ----------------------------------------------- */

static void offer_files(const struct cursor *c)
{
	buf_add(c->out, STR(":files\n"));
}

static void offer_stacks(const struct cursor *c)
{
	buf_add(c->out, STR(":stacks\n"));
}

static void offer_folders(const struct cursor *c)
{
	buf_add(c->out, STR(":folders\n"));
}

static void offer_commands(const struct cursor *c)
{
	for (uint32_t i = 0; i < command_count; i++) {
		if (!command_table[i].hidden)
			offer(c, command_table[i].name, command_table[i].summary);
	}
}

/* Of the compiler and of the library built in; nothing where that cannot be read. */
static void offer_codes(const struct cursor *c)
{
	struct compile compile;
	uint32_t n;

	for (int i = 0; i < DIAG_COUNT; i++)
		offer(c, diag_infos[i].code, diag_infos[i].title);
	if (compile_start(&compile, c->call, NULL) != STATUS_OK)
		return;
	const struct check_info *checks = rcc_checks(compile.rcc, &n);
	struct arena *a = c->call->arena;

	for (uint32_t i = 0; i < n; i++)
		offer(c, arena_str(a, checks[i].code).p, arena_str(a, checks[i].title).p);
	compile_finish(&compile);
}

/* The same word means a stack's source as an argument of a command, and any file as that of an option. */
static const struct noun {
	const char *name;
	void (*of_command)(const struct cursor *c);
	void (*of_option)(const struct cursor *c);
} nouns[] = {
	{ "FILE", offer_stacks, offer_files },	 { "DOCUMENT", offer_files, offer_files },
	{ "DIR", offer_folders, offer_folders }, { "CODE", offer_codes, offer_codes },
	{ "PLACE", offer_files, offer_files },	 { "COMMAND", offer_commands, NULL },
};

static const struct noun *noun_find(struct str name)
{
	for (size_t i = 0; i < sizeof nouns / sizeof *nouns; i++) {
		if (str_eq(str_from(nouns[i].name), name))
			return &nouns[i];
	}
	return NULL;
}

/* ---- usage texts ---------------------------------------------------------------------- */

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The next run of letters in *rest, cut off there; false at the end. */
static bool next_name(struct str *rest, struct str *name)
{
	uint32_t beg = 0, end;

	while (beg < rest->n && !is_letter(rest->p[beg]))
		beg++;
	for (end = beg; end < rest->n && is_letter(rest->p[end]);)
		end++;
	*name = str_slice(*rest, beg, end);
	*rest = str_slice(*rest, end, rest->n);
	return name->n > 0;
}

/* A choice like `text|json`, `warnings|CODE` or `FILE...`: small words stand for themselves. */
static void offer_choice(const struct cursor *c, struct str choice, bool of_option)
{
	struct str name;

	while (next_name(&choice, &name)) {
		const struct noun *noun = noun_find(name);

		if (name.p[0] >= 'a')
			offer(c, arena_str(c->call->arena, name).p, "");
		else if (noun && of_option && noun->of_option)
			noun->of_option(c);
		else if (noun && !of_option)
			noun->of_command(c);
	}
}

/* The next word of *rest up to a blank, cut off there; false at the end. */
static bool next_word(struct str *rest, struct str *word)
{
	int64_t blank = str_find(*rest, STR(" "), 0);
	uint32_t n = blank < 0 ? rest->n : (uint32_t)blank;

	*word = str_slice(*rest, 0, n);
	*rest = str_slice(*rest, n < rest->n ? n + 1 : n, rest->n);
	return word->n > 0;
}

/* What the usage of the command names besides options and their arguments (`FILE -o DIR`). */
static void offer_arguments(const struct cursor *c)
{
	struct str rest = str_from(c->command->usage), word;
	bool after_option = false;

	while (next_word(&rest, &word)) {
		bool is_option = word.p[0] == '-' || str_starts_with(word, STR("[-"));

		if (!is_option && !after_option)
			offer_choice(c, word, false);
		after_option = is_option && !str_ends_with(word, STR("]"));
	}
}

/* ---- options -------------------------------------------------------------------------- */

/* The option that the command knows as `--name` or `-n`, or NULL. */
static const struct option *find_option(const struct command *command, struct str word)
{
	for (uint32_t i = 0; i < command->options.n; i++) {
		const struct option *o = &option_table[command->options.v[i]];

		if (word.n == 2 && word.p[0] == '-' && o->short_name && word.p[1] == o->short_name)
			return o;
		if (str_starts_with(word, STR("--")) && str_eq(str_slice(word, 2, word.n), str_from(o->name)))
			return o;
	}
	return NULL;
}

static void offer_options(const struct cursor *c)
{
	struct arena *a = c->call->arena;

	for (uint32_t i = 0; i < c->command->options.n; i++) {
		const struct option *o = &option_table[c->command->options.v[i]];

		offer(c, arena_printf(a, "--%s", o->name).p, o->help);
	}
}

/* Whether the line's last word is the argument of the option in `word`, which is then offered. */
static bool offer_argument(const struct cursor *c, struct str word)
{
	const struct option *o = find_option(c->command, word);

	if (!o || o->kind == OPTION_KIND_FLAG)
		return false;
	offer_choice(c, str_from(o->argument), true);
	return true;
}

/* ---- the line ------------------------------------------------------------------------- */

/* The word before the last one. Some shells make words of their own of `=`. */
static struct str previous(const char *const *words, uint32_t n)
{
	uint32_t i = n - 1;

	while (i > 0 && str_eq(str_from(words[i - 1]), STR("=")))
		i--;
	return i > 0 ? str_from(words[i - 1]) : (struct str){ 0 };
}

static void offer_word(struct cursor *c, struct str word)
{
	int64_t equals = str_find(word, STR("="), 0);

	if (word.n == 0 || word.p[0] != '-') {
		offer_arguments(c);
	} else if (equals < 0) {
		offer_options(c);
	} else {
		c->before = str_slice(word, 0, (uint32_t)equals + 1);
		c->typed = str_slice(word, (uint32_t)equals + 1, word.n);
		offer_argument(c, str_slice(word, 0, (uint32_t)equals));
	}
}

void complete_words(struct call *call, struct buf *out, const char *const *words, uint32_t n)
{
	struct str word = str_from(words[n - 1]);
	const struct command *command = n > 1 ? command_find(str_from(words[0])) : NULL;

	if (str_eq(word, STR("=")))
		word = (struct str){ 0 };
	struct cursor c = {
		.call = call, .out = out, .typed = word, .command = command ? command : &command_table[0]
	};

	if (n == 1)
		offer_commands(&c);
	if (n == 1 || !offer_argument(&c, previous(words, n)))
		offer_word(&c, word);
}
