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

/* The six bits of a letter of the alphabet, or -1. */
static int bits_of(char c)
{
	if (char_is_upper(c))
		return c - 'A';
	if (char_is_lower(c))
		return c - 'a' + 26;
	if (char_is_digit(c))
		return c - '0' + 52;
	return c == '+' ? 62 : c == '/' ? 63 : -1;
}

static void add_bytes(struct buf *out, uint32_t bits, uint32_t letters)
{
	bits <<= 6 * (4 - letters);
	for (uint32_t i = 0; i + 1 < letters; i++)
		buf_char(out, (char)(bits >> (16 - 8 * i)));
}

bool base64_decode(struct arena *a, struct str text, struct str *out)
{
	struct buf bytes = { .arena = a };
	uint32_t bits = 0, letters = 0, padding = 0;

	for (uint32_t i = 0; i < text.n; i++) {
		int six = bits_of(text.p[i]);

		if (char_in(text.p[i], "\r\n"))
			continue;
		padding += text.p[i] == '=';
		if (text.p[i] == '=' ? letters + padding > 4 || letters < 2 : six < 0 || padding)
			return false;
		if (text.p[i] == '=')
			continue;
		bits = bits << 6 | (uint32_t)six;
		if (++letters == 4) {
			add_bytes(&bytes, bits, letters);
			bits = letters = 0;
		}
	}
	if (letters == 1 || (padding && letters + padding != 4))
		return false;
	add_bytes(&bytes, bits, letters);
	*out = buf_str(&bytes);
	return true;
}
