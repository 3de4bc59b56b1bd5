#include "base/paint.h"

#include "base/utf8.h"

static const struct {
	const char *name, *escape;
} styles[STYLE_COUNT] = {
	[STYLE_NOTE] = { "note", "1;36" },   [STYLE_WARNING] = { "warning", "1;33" },
	[STYLE_ERROR] = { "error", "1;31" }, [STYLE_MESSAGE] = { "message", "1" },
	[STYLE_GUTTER] = { "gutter", "34" }, [STYLE_LABEL] = { "label", "36" },
	[STYLE_HELP] = { "help", "32" },
};

const char *style_name(enum style style)
{
	return styles[style].name;
}

void paint_begin(const struct painter *p, enum style style)
{
	if (style == STYLE_PLAIN || p->color == COLOR_NEVER)
		return;
	if (p->color == COLOR_DEBUG)
		buf_printf(p->out, "<%s>", styles[style].name);
	else
		buf_printf(p->out, "\x1b[%sm", styles[style].escape);
}

void paint_end(const struct painter *p, enum style style)
{
	if (style == STYLE_PLAIN || p->color == COLOR_NEVER)
		return;
	if (p->color == COLOR_DEBUG)
		buf_printf(p->out, "</%s>", styles[style].name);
	else
		buf_add(p->out, STR("\x1b[0m"));
}

void paint_text(const struct painter *p, enum style style, struct str text)
{
	if (text.n == 0)
		return;
	paint_begin(p, style);
	utf8_show(p->out, text);
	paint_end(p, style);
}

void paint_format(const struct painter *p, enum style style, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	paint_text(p, style, arena_vprintf(p->out->arena, fmt, args));
	va_end(args);
}
