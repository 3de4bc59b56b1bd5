#include "syntax/message.h"

#include "syntax/layout.h"
#include "syntax/parser.h"
#include "syntax/token.h"

void message_syntax_error(struct front *f, struct span at, const struct expected *e)
{
	struct str found = token_describe(f->layout.last.kind);

	(void)e;
	front_report(f, DIAG_SYNTAX, at, "%.*s cannot stand here", STR_ARG(found));
	layout_error(f);
}
