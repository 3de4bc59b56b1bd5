#include "syntax/foreign.h"

#include "formats/chars.h"
#include "syntax/layout.h"
#include "syntax/parser.h"
#include "syntax/token.h"
#include "syntax/token_set.h"

char foreign_following(const struct front *f)
{
	uint32_t at = f->layout.last.at.end - f->base;

	while (at < f->text.n && f->text.p[at] == ' ')
		at++;
	return at < f->text.n ? f->text.p[at] : 0;
}

/* `-- text` is a comment elsewhere, `->` is `=` or `=>`. */
static bool report_dashes(struct front *f, const struct expected *e)
{
	struct span at = { f->layout.last.at.beg, f->layout.last.at.end + 1 };
	char next = f->layout.last.kind == TOK_MINUS && at.end - f->base <= f->text.n
			    ? f->text.p[at.end - 1 - f->base]
			    : 0;
	const char *ours = next == '-' ? "#" : parser_expects(e, TOK_SET) ? "=" : "=>";

	if (next != '-' && next != '>')
		return false;
	struct diag *d = front_report(f, DIAG_FOREIGN_SYNTAX, at,
				      next == '-' ? "a comment begins with `#`"
				      : ours[1]	  ? "an arm is written `tag => value`"
						  : "a field is set with `=`");

	if (d)
		diag_fix(&f->session->diags, d, at, str_from(ours), "write `%s`", ours);
	return true;
}

static bool is_of_word(char c)
{
	return char_is_alnum(c) || c == '_' || c == '-';
}

static bool is_of_key(char c)
{
	return is_of_word(c) || c == '.' || c == '/';
}

static struct span stretch(const struct front *f, struct span from, bool (*belongs)(char c))
{
	while (from.end - f->base < f->text.n && belongs(f->text.p[from.end - f->base]))
		from.end++;
	return from;
}

/* `block.field = …` in a block, and a key of a map without its quotes: `example.com/name = …` */
static bool report_dotted(struct front *f, const struct expected *e)
{
	const struct layout *l = &f->layout;
	struct span behind = { l->last.at.end, l->last.at.end };

	if (l->last.kind != TOK_DOT || !token_is_name(l->before.kind) || !parser_expects(e, TOK_SET))
		return false;
	struct span key = stretch(f, (struct span){ l->before.at.beg, behind.end }, is_of_key);
	struct str text = front_text(f, key), word = front_text(f, stretch(f, behind, is_of_word));
	bool slash = str_find(text, STR("/"), 0) >= 0;
	struct diag *d =
		slash ? front_report(f, DIAG_FOREIGN_SYNTAX, key, "a key with dots is written in quotes")
		      : front_report(f, DIAG_FOREIGN_SYNTAX, l->last.at,
				     "a field of a block is set inside of it: `%.*s { %.*s = … }`",
				     STR_ARG(front_text(f, l->before.at)), STR_ARG(word));

	if (d && slash)
		diag_fix(&f->session->diags, d, key,
			 arena_printf(&f->session->arena, "\"%.*s\"", STR_ARG(text)), "write `\"%.*s\"`",
			 STR_ARG(text));
	else if (d)
		diag_help(&f->session->diags, d, "or, if it is the key of a map: `\"%.*s\"`", STR_ARG(text));
	return true;
}

/* `stack a : b {` */
static bool report_parent(struct front *f, const struct expected *e)
{
	struct span at = f->layout.last.at;

	if (f->layout.last.kind != TOK_COLON || !parser_expects(e, TOK_EXTENDS) ||
	    !token_is_name(layout_peek(f, 0)->kind))
		return false;
	struct diag *d =
		front_report(f, DIAG_FOREIGN_SYNTAX, at, "what a stack goes on from stands behind `extends`");

	if (d)
		diag_fix(&f->session->diags, d, at, STR("extends"), "write `extends`");
	return true;
}

bool foreign_is_last(const struct front *f)
{
	uint32_t at = f->layout.last.at.end - f->base;

	while (at < f->text.n && (f->text.p[at] == ' ' || f->text.p[at] == '\t' || f->text.p[at] == '\r'))
		at++;
	return at == f->text.n || f->text.p[at] == '\n' || f->text.p[at] == '#';
}

/* `name:`, and below it lines that begin with `-`. */
bool foreign_list(struct front *f, const struct expected *e)
{
	if (f->layout.last.kind != TOK_COLON || !foreign_is_last(f) || !parser_expects(e, TOK_SET) ||
	    layout_peek(f, 0)->kind != TOK_NL || layout_peek(f, 1)->kind != TOK_MINUS)
		return false;
	front_report(f, DIAG_FOREIGN_SYNTAX, f->layout.last.at, "a list is written `name = [a, b]`");
	return true;
}

/* The first thing in the file tells its language; nothing more is said of it. */
static bool report_foreign_file(struct front *f)
{
	const struct token *t = &f->layout.last;
	bool first = f->layout.before.kind == TOK_START_FILE;
	bool toml = t->kind == TOK_LB &&
		    (token_is_word(layout_peek(f, 0)->kind) || foreign_following(f) == '[');
	bool json = !toml && (t->kind == TOK_LC || t->kind == TOK_LB);
	struct str rest = str_slice(f->text, t->at.beg - f->base, f->text.n);
	bool yaml = (t->kind == TOK_MINUS && !str_starts_with(rest, STR("-- "))) ||
		    ((token_is_word(t->kind) || t->kind == TOK_STRING) && foreign_following(f) == ':');

	if (f->layout.earlier == TOK_START_FILE && t->kind == TOK_COLON) /* `stack:` */
		first = yaml = true;
	if (!first || (!json && !yaml && !toml))
		return false;
	struct diag *d =
		front_report(f, DIAG_FOREIGN_SYNTAX, t->at, "this file is %s, and describes no stack",
			     json   ? "JSON"
			     : toml ? "TOML"
				    : "YAML");

	f->stopped = true;
	if (!d)
		return true;
	diag_help(&f->session->diags, d, "a stack is written `stack name { field = value }`");
	if (!toml)
		diag_help(&f->session->diags, d, "manifests of Kubernetes are checked by `rcc vet FILE`");
	return true;
}

/* Words that begin a declaration in other languages. */
static const struct {
	const char *word, *help;
} foreign_words[] = {
	{ "var", "a value is named by `let name = value`" },
	{ "const", "a value is named by `let name = value`" },
	{ "local", "a value is named by `let name = value`" },
	{ "locals", "a value is named by `let name = value`" },
	{ "variable", "a value from outside is declared by `param name: Type = value`" },
	{ "function", "a function is written `fn name(x: Type): Type = value`" },
	{ "func", "a function is written `fn name(x: Type): Type = value`" },
	{ "def", "a function is written `fn name(x: Type): Type = value`" },
	{ "class", "a type is written `type Name = { field: Type }`" },
	{ "struct", "a type is written `type Name = { field: Type }`" },
	{ "module", "a stack is written `stack name { … }`, with another one below it `extends base`" },
	{ "resource", "a further object is `extra Kind \"name\" { … }` inside of `stack name { … }`" },
	{ "include", "a file is imported by `import \"file.rcs\" as name`" },
	{ "from", "a file is imported by `import \"file.rcs\" as name`" },
};

const char *foreign_declaration(struct str word)
{
	for (size_t i = 0; i < sizeof foreign_words / sizeof *foreign_words; i++) {
		if (str_eq(word, str_from(foreign_words[i].word)))
			return foreign_words[i].help;
	}
	return NULL;
}

bool foreign_report(struct front *f, const struct expected *e)
{
	return report_foreign_file(f) || report_dashes(f, e) || report_dotted(f, e) || report_parent(f, e);
}
