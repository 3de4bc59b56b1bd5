#ifndef RCC_SYNTAX_TEXT_H
#define RCC_SYNTAX_TEXT_H
/*
 * From the source text of a string literal to the string it means: escapes, and for the
 * multi-line forms the removal of the indentation that they have for the source's sake.
 * Indentation is measured on the source, before escapes and interpolations count.
 */
#include "syntax/front.h"

struct text_form {
	bool escapes;	     /* "…" and """…""" */
	bool lines;	     /* """…""" and '''…''' */
	uint32_t indent;     /* blanks to remove at the beginning of each line */
	struct span content; /* what may count: without quotes, the opener's line and the closer's blanks */
};

/* The form of a whole literal, quotes included; its closing quote may be missing. */
struct text_form text_form_of(struct front *f, struct span literal);
/* The text that a part of the literal means, interned. Unknown escapes are reported. */
uint32_t text_cook(struct front *f, const struct text_form *form, struct span part);
/* Both, for a literal without interpolations. */
uint32_t text_literal(struct front *f, struct span literal);
/* Where `{name}` stands behind no `$` in a literal with the source `text`, or `$name` without braces; any
 * name, if it is empty. An empty span if nowhere, or where nothing is filled in. */
struct span text_placeholder(struct str text, struct span literal, struct str name);

#endif
