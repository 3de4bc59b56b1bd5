#include "formats/base64.h"

#include "formats/chars.h"

struct str base64_encode(struct arena *a, struct str data)
{
	static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	const unsigned char *in = (const unsigned char *)data.p;
	struct buf b = { .arena = a };

	for (uint32_t i = 0; i < data.n; i += 3) {
		uint32_t left = data.n - i;
		uint32_t group = (uint32_t)in[i] << 16;

		group |= left > 1 ? (uint32_t)in[i + 1] << 8 : 0;
		group |= left > 2 ? in[i + 2] : 0;
		buf_char(&b, alphabet[group >> 18]);
		buf_char(&b, alphabet[group >> 12 & 63]);
		buf_char(&b, left > 1 ? alphabet[group >> 6 & 63] : '=');
		buf_char(&b, left > 2 ? alphabet[group & 63] : '=');
	}
	return buf_str(&b);
}

bool base64_size(struct str text, uint32_t *out)
{
	uint32_t padding = 0;

	while (padding < 2 && padding < text.n && text.p[text.n - 1 - padding] == '=')
		padding++;
	for (uint32_t i = 0; i < text.n - padding; i++) {
		if (!char_is_alnum(text.p[i]) && text.p[i] != '+' && text.p[i] != '/')
			return false;
	}
	*out = text.n / 4 * 3 - padding;
	return text.n % 4 == 0;
}
