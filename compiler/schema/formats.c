#include "schema/formats.h"

#define TEXT(s) \
	{ \
		s, sizeof s - 1 \
	}

const struct text_format text_formats[TEXT_FORMATS] = {
#define FORMAT(format, type, message, condition) \
	{ TEXT(format), TEXT(#type), TEXT(message), TEXT(condition) },
#include "schema/formats.def"
#undef FORMAT
};

/* The apiserver leaves out dashes before it compares. */
static bool is_format(struct str text, struct str format)
{
	uint32_t k = 0;

	for (uint32_t i = 0; i < text.n; i++) {
		if (text.p[i] == '-')
			continue;
		if (k == format.n || text.p[i] != format.p[k++])
			return false;
	}
	return k == format.n;
}

const struct text_format *text_format_of(struct str format)
{
	for (int i = 0; i < TEXT_FORMATS; i++) {
		if (is_format(format, text_formats[i].format))
			return &text_formats[i];
	}
	return NULL;
}

struct str text_format_test(struct arena *a, const struct text_format *f, struct str value)
{
	struct buf out = { .arena = a };

	for (uint32_t i = 0; i < f->condition.n; i++) {
		if (f->condition.p[i] == TEXT_FORMAT_IT[0])
			buf_add(&out, value);
		else
			buf_char(&out, f->condition.p[i]);
	}
	return buf_str(&out);
}
