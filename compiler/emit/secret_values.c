#include "emit/secret_values.h"

#include "formats/chars.h"

#include <stdlib.h>
#include <string.h>

/* The apiserver refuses Secrets above a mebibyte; templates could double at each step. */
enum { VALUE_MAX = 1 << 20, DEPTH_MAX = 100, ENTROPY_CHUNK = 64 };

/* Reports why a value cannot be made, and remembers it. */
static void fail(struct secret_values *v, struct secret_value_slot *slot, struct str why)
{
	diag_add(v->diags, DIAG_OBJECT_SHAPE, v->at, "key `%.*s` of secret `%.*s` cannot be made: %.*s",
		 STR_ARG(slot->key->key), STR_ARG(slot->need->name), STR_ARG(why));
	slot->state = SECRET_STATE_FAILED;
}

/* ---- random values ------------------------------------------------------------------------- */

static bool is_ascii(struct str s)
{
	for (uint32_t i = 0; i < s.n; i++)
		if ((unsigned char)s.p[i] >= 0x80)
			return false;
	return true;
}

/* Bytes above the largest multiple of the alphabet's size are thrown away: a remainder alone would favour the
 * first characters. */
static int draw(struct secrets_entropy *entropy, struct str alphabet, char *out, uint32_t n)
{
	unsigned char bytes[ENTROPY_CHUNK];
	uint32_t fair = 256 - 256 % alphabet.n;

	for (uint32_t made = 0; made < n;) {
		int error = entropy->fill(entropy->self, bytes, sizeof bytes);

		if (error)
			return error;
		for (uint32_t i = 0; i < sizeof bytes && made < n; i++)
			if (bytes[i] < fair)
				out[made++] = alphabet.p[bytes[i] % alphabet.n];
	}
	return 0;
}

static void make_random(struct secret_values *v, struct secret_value_slot *slot)
{
	struct str alphabet = slot->key->alphabet;
	uint32_t n = slot->key->length;

	if (alphabet.n < 2 || alphabet.n > 128 || !is_ascii(alphabet)) {
		fail(v, slot, STR("its alphabet is not 2 to 128 ASCII characters"));
		return;
	}
	if (n == 0 || n > VALUE_MAX) {
		fail(v, slot, STR("its length is not 1 to 1048576 characters"));
		return;
	}
	char *text = arena_alloc(v->arena, 1, n);
	int error = draw(v->entropy, alphabet, text, n);

	if (error) {
		diag_add(v->diags, DIAG_OUTPUT_WRITE, v->at, "no random bytes can be had: %s",
			 strerror(error));
		slot->state = SECRET_STATE_FAILED;
		return;
	}
	slot->text = (struct str){ text, n };
	slot->state = SECRET_STATE_MADE;
}

/* ---- templates ----------------------------------------------------------------------------- */

static int key_cmp(struct str secret, struct str key, const struct secret_value_slot *slot)
{
	int order = str_cmp(secret, slot->need->name);

	return order ? order : str_cmp(key, slot->key->key);
}

static struct secret_value_slot *find(struct secret_values *v, struct str secret, struct str key)
{
	uint32_t beg = 0, end = v->n;

	while (beg < end) {
		uint32_t middle = beg + (end - beg) / 2;
		struct secret_value_slot *slot = &v->slots[v->by_name[middle]];
		int order = key_cmp(secret, key, slot);

		if (order == 0)
			return slot;
		if (order > 0)
			beg = middle + 1;
		else
			end = middle;
	}
	return NULL;
}

/* `key` of the same Secret, or `name/key`. */
static struct secret_value_slot *find_reference(struct secret_values *v, const struct secret_value_slot *from,
						struct str reference)
{
	uint32_t slash = chars_find(reference, '/', 0);

	if (slash == reference.n)
		return find(v, from->need->name, reference);
	return find(v, str_slice(reference, 0, slash), str_slice(reference, slash + 1, reference.n));
}

static void make(struct secret_values *v, struct secret_value_slot *slot, uint32_t depth);

/* Makes what ${reference} stands for; NULL if it cannot be had, which is reported. */
static struct secret_value_slot *make_reference(struct secret_values *v, struct secret_value_slot *slot,
						struct str reference, uint32_t depth)
{
	struct secret_value_slot *target = find_reference(v, slot, reference);
	const char *why = NULL;

	if (!target)
		why = "is no key of a secret of this stack";
	else if (target->state == SECRET_STATE_BUSY)
		why = "is made of it in turn";
	else if (depth > DEPTH_MAX)
		why = "is a template in too many templates";
	if (why) {
		fail(v, slot, arena_printf(v->arena, "`%.*s` %s", STR_ARG(reference), why));
		return NULL;
	}
	make(v, target, depth + 1);
	return target;
}

/* Appends the value of the reference; false if there is none, which `slot` then says of itself. */
static bool add_reference(struct secret_values *v, struct secret_value_slot *slot, struct str reference,
			  uint32_t depth, struct buf *text)
{
	const struct secret_value_slot *target = make_reference(v, slot, reference, depth);

	if (!target)
		return false;
	if (target->state != SECRET_STATE_MADE) {
		slot->state = target->state; /* open, or failed and reported */
		return false;
	}
	buf_add(text, target->text);
	return true;
}

static void make_template(struct secret_values *v, struct secret_value_slot *slot, uint32_t depth)
{
	struct str rest = slot->key->text;
	struct buf text = { .arena = v->arena };

	slot->state = SECRET_STATE_BUSY;
	for (int64_t open; (open = str_find(rest, STR("${"), 0)) >= 0;) {
		uint32_t close = chars_find(rest, '}', (uint32_t)open);

		if (close == rest.n) {
			fail(v, slot, STR("its template has a `${` without `}`"));
			return;
		}
		buf_add(&text, str_slice(rest, 0, (uint32_t)open));
		if (!add_reference(v, slot, str_slice(rest, (uint32_t)open + 2, close), depth, &text))
			return;
		if (text.n > VALUE_MAX) {
			fail(v, slot, STR("it is longer than 1048576 bytes"));
			return;
		}
		rest = str_slice(rest, close + 1, rest.n);
	}
	buf_add(&text, rest);
	slot->text = buf_str(&text);
	slot->state = SECRET_STATE_MADE;
}

/* ---- all keys ------------------------------------------------------------------------------ */

static void make(struct secret_values *v, struct secret_value_slot *slot, uint32_t depth)
{
	if (slot->state != SECRET_STATE_NEW)
		return;
	switch (slot->key->make) {
	case SECRET_EXTERNAL:
		slot->state = SECRET_STATE_OPEN;
		break;
	case SECRET_RANDOM:
		make_random(v, slot);
		break;
	case SECRET_TEMPLATE:
		make_template(v, slot, depth);
		break;
	case SECRET_FIXED:
		slot->text = slot->key->text;
		slot->state = SECRET_STATE_MADE;
		break;
	}
}

struct named_slot {
	const struct secret_value_slot *slot;
	uint32_t index;
};

static int by_name(const void *x, const void *y)
{
	const struct named_slot *a = x, *b = y;
	int order = key_cmp(a->slot->need->name, a->slot->key->key, b->slot);

	return order ? order : (a->index > b->index) - (a->index < b->index);
}

static void index_slots(struct secret_values *v)
{
	struct named_slot *named = arena_new(v->arena, struct named_slot, v->n);

	for (uint32_t i = 0; i < v->n; i++)
		named[i] = (struct named_slot){ &v->slots[i], i };
	qsort(named, v->n, sizeof *named, by_name);
	v->by_name = arena_new(v->arena, uint32_t, v->n);
	for (uint32_t i = 0; i < v->n; i++)
		v->by_name[i] = named[i].index;
}

static void collect_slots(struct secret_values *v, const struct secret_list *secrets)
{
	uint32_t n = 0;

	for (uint32_t i = 0; i < secrets->n; i++)
		n += secrets->v[i].nkeys;
	v->slots = arena_new(v->arena, struct secret_value_slot, n);
	for (uint32_t i = 0; i < secrets->n; i++)
		for (uint32_t k = 0; k < secrets->v[i].nkeys; k++) {
			struct secret_value_slot *slot = &v->slots[v->n++];

			slot->need = &secrets->v[i];
			slot->key = &secrets->v[i].keys[k];
		}
}

bool secret_values_make(struct secret_values *v, const struct secret_list *secrets)
{
	bool ok = true;

	collect_slots(v, secrets);
	index_slots(v);
	for (uint32_t i = 0; i < v->n; i++) {
		make(v, &v->slots[i], 0);
		ok &= v->slots[i].state != SECRET_STATE_FAILED;
	}
	return ok;
}
