#include "syntax/parse.h"

#include "base/utf8.h"
#include "syntax/doc.h"
#include "syntax/layout.h"
#include "syntax/parser.h"
#include "syntax/scan.h"

#include <limits.h>
#include <string.h>

/* Of flex; the scanner's own header would bring its macros along. */
int raw_lex_init_extra(struct front *f, void **scanner);
struct yy_buffer_state *raw__scan_bytes(const char *bytes, int length, void *scanner);
int raw_lex_destroy(void *scanner);

struct str front_text(const struct front *f, struct span at)
{
	return str_slice(f->text, at.beg - f->base, at.end - f->base);
}

struct diag *front_report(struct front *f, enum diag_code code, struct span at, const char *fmt, ...)
{
	va_list args;

	/* one more than are kept, so that the run says that some were left out */
	f->stopped |= f->session->diags.errors > f->session->limits[LIMIT_DIAGNOSTICS];
	if (f->stopped)
		return NULL;
	va_start(args, fmt);
	struct str message = arena_vprintf(&f->session->arena, fmt, args);

	va_end(args);
	return diag_add(&f->session->diags, code, at, "%.*s", STR_ARG(message));
}

void front_limit(struct front *f, enum limit limit, struct span at)
{
	const struct limit_info *info = &limit_infos[limit];

	front_report(f, DIAG_LIMIT, at, "more than %llu %s: %s",
		     (unsigned long long)f->session->limits[limit], info->unit, info->what);
	f->stopped = true;
}

/* By its byte order mark, or by the zero that is half of its first character. */
static bool is_utf16(struct str text)
{
	return text.n >= 2 && (memcmp(text.p, "\xff\xfe", 2) == 0 || memcmp(text.p, "\xfe\xff", 2) == 0 ||
			       (text.p[0] == 0) != (text.p[1] == 0));
}

/* Once for a file: what is not UTF-8 is nearly always so from end to end. Nothing of UTF-16 can be read, nor
 * what holds zeros: they end the messages that quote it. */
static void check_encoding(struct front *f)
{
	static const struct str zero = { "", 1 };
	bool utf16 = is_utf16(f->text);
	int64_t nought = str_find(f->text, zero, 0), bad = utf16 ? 0 : utf8_find_bad(f->text);
	const char *what = bad < 0 ? "has no meaning here" : "is no UTF-8";

	if (bad < 0)
		bad = nought;
	if (bad < 0)
		return;
	uint32_t at = f->base + (uint32_t)bad;
	struct span where = { at, at + 1 };
	struct diag *d = utf16 ? front_report(f, DIAG_BAD_BYTE, where, "the file is UTF-16")
			       : front_report(f, DIAG_BAD_BYTE, where, "the byte 0x%02x %s",
					      (unsigned char)f->text.p[bad], what);

	if (d)
		diag_help(&f->session->diags, d, "save the file as UTF-8");
	if (utf16 || nought >= 0)
		f->text.n = 0;
}

static struct span whole(const struct ast *t, uint32_t source)
{
	const struct source *s = source_get(&t->session->sources, source);

	return (struct span){ s->base, s->base + s->length };
}

void front_begin(struct front *f, struct ast *t, uint32_t source, int start)
{
	front_begin_at(f, t, whole(t, source), start);
}

void front_begin_at(struct front *f, struct ast *t, struct span at, int start)
{
	*f = (struct front){
		.session = t->session,
		.ast = t,
		.text = source_span_text(&t->session->sources, at),
		.base = at.beg,
	};
	check_encoding(f);
	scan_init(f);
	layout_init(&f->layout, start);
	if (f->text.n > INT_MAX)
		rcc_bug("a source of %u bytes", f->text.n);
	if (raw_lex_init_extra(f, &f->scanner) != 0 ||
	    !raw__scan_bytes(f->text.n ? f->text.p : "", (int)f->text.n, f->scanner))
		rcc_bug("the scanner cannot be set up");
}

void front_end(struct front *f)
{
	raw_lex_destroy(f->scanner);
}

static void run(struct front *f, struct ast *t, struct span at, int start)
{
	front_begin_at(f, t, at, start);
	/* The result says nothing: a parse that recovered is a success to bison. */
	rcc_parse(f);
	front_end(f);
}

node_id parse_file(struct ast *t, uint32_t source)
{
	struct front f;
	node_id first = t->nodes.n;
	uint32_t trivia = t->trivia.n, errors = t->session->diags.errors;

	run(&f, t, whole(t, source), TOK_START_FILE);
	node_id file = ast_new(t, NODE_FILE, (struct span){ f.base, f.base + f.text.n }, 0);

	ast_adopt(t, file, f.declarations.first);
	/* where a declaration is broken, its comment is not to blame */
	if (t->session->diags.errors == errors)
		doc_check_misplaced(t, first, trivia);
	return file;
}

node_id parse_value(struct ast *t, uint32_t source)
{
	return parse_value_at(t, whole(t, source));
}

node_id parse_value_at(struct ast *t, struct span at)
{
	struct front f;

	run(&f, t, at, TOK_START_VALUE);
	return f.root ? f.root : ast_new(t, NODE_ERROR, at, 0);
}
