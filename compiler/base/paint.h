#ifndef RCC_BASE_PAINT_H
#define RCC_BASE_PAINT_H
/*
 * Styled text for people. A style is begun and ended around text of other people, which
 * is shown (utf8_show), and around our own, which is added as it is.
 */
#include "base/render.h"

enum style {
	STYLE_PLAIN,
	STYLE_NOTE, /* a severity and what it points at: in the order of enum severity */
	STYLE_WARNING,
	STYLE_ERROR,
	STYLE_MESSAGE,
	STYLE_GUTTER, /* line numbers and what surrounds source text */
	STYLE_LABEL,  /* secondary labels */
	STYLE_HELP,
	STYLE_COUNT
};

struct painter {
	struct buf *out;
	enum color color;
};

void paint_begin(const struct painter *p, enum style style);
void paint_end(const struct painter *p, enum style style);
void paint_text(const struct painter *p, enum style style, struct str text);
void paint_format(const struct painter *p, enum style style, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));

/* Between a style's begin and end in tests: "error" for STYLE_ERROR; also what a severity is called. */
const char *style_name(enum style style);

#endif
