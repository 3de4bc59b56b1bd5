/*
 * The formatter on ten thousand files that a grammar of this test makes, in layouts that no one
 * would write: the tree stays the same, and formatting again changes nothing.
 */
#include "syntax.h"
#include "syntax/format.h"

enum { FILES = 10000, DEPTH = 5, LONG = 2000 /* bytes */ };

/* ---- a generator of valid files --------------------------------------------------------- */

struct gen {
	struct buf out;
	uint64_t state;
	uint32_t depth;
};

static uint32_t below(struct gen *g, uint32_t n)
{
	g->state ^= g->state << 13;
	g->state ^= g->state >> 7;
	g->state ^= g->state << 17;
	return (uint32_t)((g->state >> 11) % n);
}

static void put(struct gen *g, const char *text)
{
	buf_add(&g->out, str_from(text));
}

static bool is_enough(const struct gen *g)
{
	return g->depth >= DEPTH || g->out.n > LONG;
}

#define PICK(g, array) ((array)[below((g), COUNT(array))])

/* Blanks that stay on the line. */
static void blank(struct gen *g)
{
	static const char *const blanks[] = { " ", " ", "  ", "\t", " \t " };

	put(g, PICK(g, blanks));
}

/* A place where a line may end: behind openers and operators. */
static void room(struct gen *g)
{
	static const char *const rooms[] = {
		"", " ", " ", " ", " ", " ", "\n ", " # why\n ", "\n\n   # own\n ", "\r\n\t"
	};

	put(g, PICK(g, rooms));
}

static void separator(struct gen *g)
{
	static const char *const separators[] = {
		",", ", ",	     "\n ",   "\n\n\n ",  " # c\n ",
		";", "\n  # own\n ", " ,\n,", ", # c\n ", "\n# c\n\n# d\n "
	};

	put(g, PICK(g, separators));
}

static void line_end(struct gen *g)
{
	static const char *const ends[] = { "\n ", "\n\n\n ",	   "  # c\n ",
					    ";",   "\n  # own\n ", "\n# c\n\n# d\n " };

	put(g, PICK(g, ends));
}

static void name(struct gen *g)
{
	static const char *const names[] = { "a",	 "bee",
					     "chat-lab", "some_longer_name",
					     "error",	 "note",
					     "x1",	 "a_name_that_is_quite_long_for_what_it_means" };

	put(g, PICK(g, names));
}

/* Between `open` and `close`: items with separators, some of them doubled, none at all at times. */
static void items(struct gen *g, const char *open, const char *close, void (*item)(struct gen *),
		  void (*end)(struct gen *))
{
	put(g, open);
	room(g);
	for (uint32_t n = below(g, 5); n--;) {
		item(g);
		if (n || below(g, 3) == 0)
			end(g);
	}
	blank(g);
	put(g, close);
}

static void value(struct gen *g);
static void operand(struct gen *g);
static void entry(struct gen *g);
static void type(struct gen *g);

static void string(struct gen *g)
{
	static const char *const strings[] = {
		"\"\"",
		"'raw $x'",
		"\"a \\\" ${b} c\"",
		"\"${f(\"x\", [1,2])}\"",
		"\"\xC3\xA4 \\n\"",
		"\"long enough to make a line too wide at times\"",
	};
	static const char *const lines[] = {
		"'''\n  one\n    two\n\n  '''",
		"\"\"\"\n\t\tone ${ a }\n\t\ttwo\\n\n\"\"\"",
		"'''\r\n   a\r\n  b'''",
		"\"\"\"\n  ${ '''\n x\n   y''' }\n    z\n  \"\"\"",
	};

	if (below(g, 4))
		put(g, PICK(g, strings));
	else
		put(g, PICK(g, lines));
}

static void key(struct gen *g)
{
	static const char *const keys[] = { "\"k\"", "\"a/b.c\"", "\"${x}-1\"", "'raw'" };

	put(g, PICK(g, keys));
}

static void leaf(struct gen *g)
{
	static const char *const leaves[] = { "1", "2.5", "10Gi", "80%", "true", "false", "500m" };

	switch (below(g, 4)) {
	case 0:
		put(g, PICK(g, leaves));
		break;
	case 1:
		string(g);
		break;
	default:
		name(g);
		break;
	}
}

static void element(struct gen *g)
{
	switch (below(g, 6)) {
	case 0:
		put(g, "for k,v in ");
		operand(g);
		put(g, ":");
		room(g);
		value(g);
		break;
	case 1:
		put(g, "...");
		value(g);
		break;
	case 2: /* would go on with the line before */
		put(g, below(g, 2) ? "where" : "needs");
		break;
	default:
		value(g);
		break;
	}
}

/* A `{` on a line of its own belongs to no name: behind a comma it is an element. */
static void element_end(struct gen *g)
{
	separator(g);
	put(g, ",");
	blank(g);
}

static void call(struct gen *g)
{
	name(g);
	put(g, "(");
	room(g);
	for (uint32_t n = below(g, 4); n--;) {
		if (below(g, 4) == 0)
			put(g, "n = ");
		else if (below(g, 4) == 0)
			put(g, "x y=>");
		value(g);
		put(g, n || below(g, 3) == 0 ? "," : "");
		room(g);
	}
	put(g, ")");
}

static void binary(struct gen *g)
{
	static const char *const ops[] = { "or", "and", "??", "+", "*", "/", "-" };

	const char *op = PICK(g, ops);

	operand(g);
	if (below(g, 4) == 0 && *op != '-') /* which begins an entry there */
		put(g, "\n ");
	blank(g);
	put(g, op);
	put(g, " ");
	room(g);
	operand(g);
}

static void operand(struct gen *g)
{
	if (is_enough(g)) {
		leaf(g);
		return;
	}
	g->depth++;
	switch (below(g, 12)) {
	case 0:
		items(g, "[", "]", element, element_end);
		break;
	case 1:
		call(g);
		break;
	case 2:
		put(g, "(");
		room(g);
		value(g);
		room(g);
		put(g, ")");
		break;
	case 3:
		name(g);
		put(g, below(g, 2) ? ".in" : "\n  .b ? . c");
		break;
	case 4:
		put(g, below(g, 2) ? "- " : "not ");
		leaf(g);
		break;
	case 5:
		put(g, "(1 + a..- b)");
		break;
	case 6:
		name(g);
		put(g, "[ ");
		operand(g);
		put(g, "]?");
		break;
	case 7:
		put(g, "(");
		binary(g);
		put(g, ")");
		break;
	default:
		leaf(g);
		break;
	}
	g->depth--;
}

static void block(struct gen *g)
{
	items(g, "{", "}", entry, separator);
}

static void arm(struct gen *g)
{
	if (below(g, 3))
		put(g, below(g, 2) ? "tag x=>" : "_ =>");
	else
		put(g, "\"text\" =>");
	room(g);
	value(g);
}

static void value(struct gen *g)
{
	if (is_enough(g)) {
		leaf(g);
		return;
	}
	g->depth++;
	switch (below(g, 9)) {
	case 0:
		block(g);
		break;
	case 1:
		name(g);
		put(g, below(g, 2) ? "" : " ");
		block(g);
		break;
	case 2:
		put(g, "if ");
		operand(g);
		put(g, below(g, 3) ? " then " : "\n then ");
		value(g);
		put(g, below(g, 3) ? " else " : "\n   else\n");
		value(g);
		break;
	case 3:
		put(g, "match ");
		operand(g);
		items(g, "{", "}", arm, separator);
		break;
	case 4:
		binary(g);
		break;
	default:
		operand(g);
		break;
	}
	g->depth--;
}

static void if_entry(struct gen *g)
{
	put(g, "if ");
	operand(g);
	block(g);
	if (below(g, 2)) {
		put(g, below(g, 2) ? "\nelse if " : " else if ");
		operand(g);
		block(g);
	}
	if (below(g, 2)) {
		put(g, below(g, 2) ? "\n\n else" : "else ");
		block(g);
	}
}

static void entry(struct gen *g)
{
	static const char *const forms[] = { "=", " = ", "=\n    ", " = # c\n" };

	switch (is_enough(g) ? 9 : below(g, 10)) {
	case 0:
		name(g);
		blank(g);
		block(g);
		break;
	case 1:
		name(g);
		blank(g);
		key(g);
		put(g, below(g, 2) ? "= 1" : "{}");
		break;
	case 2:
		key(g);
		put(g, " =");
		value(g);
		break;
	case 3:
		put(g, "field tag.b \"k\"");
		block(g);
		break;
	case 4:
		if_entry(g);
		break;
	case 5:
		put(g, "for k ,v in ");
		operand(g);
		block(g);
		break;
	case 6:
		put(g, "let x : Int= ");
		value(g);
		break;
	case 7:
		put(g, "...");
		operand(g);
		break;
	default:
		put(g, below(g, 5) ? "port" : "for");
		put(g, PICK(g, forms));
		leaf(g);
		break;
	}
}

/* ---- types and declarations --------------------------------------------------------------- */

static void field(struct gen *g)
{
	static const char *const heads[] = { "## Doc.\n name: ", "@old @since( \"1\" )\n in ?:",
					     "\"$ref\" : ", "@a x:", "if: " };

	put(g, PICK(g, heads));
	type(g);
	if (below(g, 3) == 0) {
		put(g, "=");
		value(g);
	}
}

static void union_type(struct gen *g)
{
	static const char *const bars[] = { "|",    " | ",
					    "\n|",  "\n\n  ## Doc.\n  | ",
					    " |\n", "\n # c\n| @a(1) \n" };

	put(g, below(g, 2) ? "|one" : "one");
	for (uint32_t n = 1 + below(g, 4); n--;) {
		put(g, PICK(g, bars));
		put(g, below(g, 2) ? "two { a:Int }" : "\"x\"");
	}
}

static void type(struct gen *g)
{
	static const char *const simple[] = { "Int",	      "a.B",  "[T by a ,b]", "[ String:Int ]",
					      "Range[ Int ]", "[[T]]" };

	g->depth++;
	switch (is_enough(g) ? 9 : below(g, 8)) {
	case 0:
		items(g, "{", "}", field, separator);
		break;
	case 1:
		union_type(g);
		break;
	case 2:
		put(g, "Int where ");
		put(g, "it<=3 and\n it > - 1");
		break;
	default:
		put(g, PICK(g, simple));
		break;
	}
	g->depth--;
}

static void statement(struct gen *g)
{
	static const char *const plain[] = {
		"require a and\n not b",
		"given a,\n  b.c",
		"error RCS1 \"m\"",
		"at s.x \"here\"",
		"at s.longer.path \"there\"",
		"at x",
		"because \"${x}\"",
		"help 'h'",
		"explain '''\n  text\n  '''",
		"let y=[1,2]",
		"fix \"f\" { s.a=1, remove s.b; }",
		"for k,v in m{at k \"x\"}",
	};

	if (below(g, 6) == 0 && !is_enough(g)) {
		g->depth++;
		put(g, "if a ");
		items(g, "{", "}", statement, line_end);
		put(g, below(g, 2) ? "\n else {}" : "");
		g->depth--;
	} else {
		put(g, PICK(g, plain));
	}
}

static void function(struct gen *g)
{
	put(g, below(g, 2) ? "fn f( a :Int,b: [T]= []):String" : "fn f(\n a: Int,\n b: T ?\n ,): T ?");
	if (below(g, 2)) {
		put(g, below(g, 2) ? "=" : "=\n  ");
		value(g);
		return;
	}
	put(g, "{ let a=1\n\n\n");
	value(g);
	put(g, "\n}");
}

static void declaration(struct gen *g)
{
	static const char *const plain[] = { "import \"x.rcs\"  as y", "param p: Int=3", "let z =1 # c",
					     "abstract stack b extends c.d{}" };

	switch (below(g, 6)) {
	case 0:
		put(g, "## A type.\n@message( \"m\" )\ntype T =");
		type(g);
		break;
	case 1:
		function(g);
		break;
	case 2:
		put(g, below(g, 2) ? "check c(s:T)needs d ,e" : "check c( s : T )");
		items(g, "{", "}", statement, line_end);
		break;
	case 3:
		put(g, "stack s ");
		block(g);
		break;
	default:
		put(g, PICK(g, plain));
		break;
	}
}

static struct str generate(struct arena *a, uint64_t seed)
{
	static const char *const ends[] = { "\n", "\n\n", "  # c\n", "\n# own\n", "\n\n\n\n# a\n\n\n# b\n" };
	struct gen g = { .out.arena = a, .state = seed * 0x9e3779b97f4a7c15u + 1 };

	for (uint32_t n = below(&g, 5); n--;) {
		declaration(&g);
		put(&g, PICK(&g, ends));
	}
	return buf_str(&g.out);
}

/* ---- properties ----------------------------------------------------------------------------- */

static struct str format(struct parse *p, struct str text)
{
	parse_text(p, text);
	struct buf out = { .arena = &p->session.arena };

	if (parse_errors(p) || !format_source(&p->session, p->source, &out)) {
		const struct diag *d = p->session.diags.list.v[0];
		uint32_t at = d->labels.v[0].span.beg - 1;

		fail_msg("%.*s at `%.40s` in:\n%.*s", STR_ARG(d->message), text.p + at, STR_ARG(text));
	}
	return buf_str(&out);
}

/* The comments from trivia i on: the next one's text, or empty. */
static struct str next_comment(const struct parse *p, uint32_t *i)
{
	while (*i < p->ast.trivia.n) {
		const struct trivia *t = table_get(&p->ast.trivia, (*i)++);
		struct str text = parse_span(p, t->at);

		if (text.n && text.p[0] == '#')
			return text;
	}
	return (struct str){ 0 };
}

static bool have_same_comments(const struct parse *a, const struct parse *b)
{
	for (uint32_t i = 1, j = 1;;) {
		struct str x = next_comment(a, &i), y = next_comment(b, &j);

		if (!str_eq(x, y))
			return false;
		if (!x.n)
			return true;
	}
}

static void check_format(struct str text)
{
	struct parse before, after;
	struct str once = format(&before, text), twice = format(&after, once);

	if (!ast_equal(&before.ast, before.root, &after.ast, after.root))
		fail_msg("another tree, from:\n%.*s\nto:\n%.*s", STR_ARG(text), STR_ARG(once));
	if (!have_same_comments(&before, &after))
		fail_msg("other comments, from:\n%.*s\nto:\n%.*s", STR_ARG(text), STR_ARG(once));
	if (!str_eq(once, twice))
		fail_msg("unstable, from:\n%.*s\nto:\n%.*s\nto:\n%.*s", STR_ARG(text), STR_ARG(once),
			 STR_ARG(twice));
	parse_end(&after);
	parse_end(&before);
}

static void generated_files_keep_their_tree(void **state)
{
	struct arena a;

	(void)state;
	for (uint64_t seed = 1; seed <= FILES; seed++) {
		arena_init(&a);
		check_format(generate(&a, seed));
		arena_fini(&a);
	}
}

int main(void)
{
	RUN(cmocka_unit_test(generated_files_keep_their_tree));
}
