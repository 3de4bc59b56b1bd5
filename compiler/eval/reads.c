#include "eval/reads.h"

#include "eval/eval_internal.h"

enum { RECORDS_MAX = 256, ENTRIES_MAX = 96, SLOTS = 1024, FIELDS_SEEN = 64 };
enum { ANSWERS_MIN = 4, ANSWERS_MAX = 256 }; /* most notes are of few objects, and never grow */

struct numbered { /* a record, by hash of its address; of an earlier round if `round` is another */
	const struct record_value *record;
	uint32_t round;
	uint32_t number;
};

struct reads {
	const struct record_value *records[RECORDS_MAX];
	uint64_t seen[RECORDS_MAX]; /* the fields that were noted of each, a bit for each of the first ones */
	uint32_t nrecords;
	struct numbered slots[SLOTS];
	uint32_t round;
	struct reads_entry entries[ENTRIES_MAX];
	uint32_t n;
	uint64_t answers; /* a hash of what is given and of all answers */
	bool by_address;  /* records are looked up by their addresses, too */
	bool spoilt;
};

struct reads *reads_new(struct arena *a)
{
	return arena_one(a, struct reads);
}

/* ---- records by number -------------------------------------------------------------------- */

static struct numbered *slot_of(struct reads *r, const struct record_value *record)
{
	uint32_t i = (uint32_t)((uintptr_t)record >> 4) * 2654435761u >> 22;

	while (r->slots[i].round == r->round && r->slots[i].record != record)
		i = (i + 1) % SLOTS;
	return &r->slots[i];
}

static inline void add_record(struct reads *r, const struct record_value *record)
{
	if (r->nrecords == RECORDS_MAX) {
		r->spoilt = true;
		return;
	}
	if (r->by_address) {
		struct numbered *slot = slot_of(r, record);

		if (slot->round != r->round)
			*slot = (struct numbered){ record, r->round, r->nrecords };
	}
	r->seen[r->nrecords] = 0;
	r->records[r->nrecords++] = record;
}

/* ---- what an answer is like --------------------------------------------------------------- */

/* Both halves of a product depend on all of both numbers, so what differs in a few bits does not come to the
 * same again with the next word, as it would after a multiplication with a constant. */
uint64_t reads_mix(uint64_t hash, uint64_t more)
{
	unsigned __int128 product =
		(unsigned __int128)(hash ^ 0x9e3779b97f4a7c15u) * (more ^ 0xc2b2ae3d27d4eb4fu);

	return (uint64_t)product ^ (uint64_t)(product >> 64);
}

static uint64_t word_at(const char *p)
{
	uint64_t word;

	memcpy(&word, p, sizeof word);
	return word;
}

/* Fewer than eight bytes as one number. */
static uint64_t short_word(struct str s)
{
	const unsigned char *p = (const unsigned char *)s.p;
	uint32_t first, last;

	if (s.n == 0)
		return 0;
	if (s.n < 4)
		return (uint64_t)p[0] | (uint64_t)p[s.n / 2] << 8 | (uint64_t)p[s.n - 1] << 16;
	memcpy(&first, p, 4);
	memcpy(&last, p + s.n - 4, 4);
	return first | (uint64_t)last << 32;
}

uint64_t reads_mix_text(uint64_t hash, struct str s)
{
	hash = reads_mix(hash, s.n);
	if (s.n < 8)
		return reads_mix(hash, short_word(s));
	for (uint32_t i = 0; i + 8 < s.n; i += 8)
		hash = reads_mix(hash, word_at(s.p + i));
	return reads_mix(hash, word_at(s.p + s.n - 8));
}

static uint64_t absorb(struct reads *r, uint64_t hash, struct value v);

static uint64_t absorb_elements(struct reads *r, uint64_t hash, const struct list_value *list)
{
	hash = reads_mix(hash, list->n);
	for (uint32_t i = 0; i < list->n; i++)
		hash = absorb(r, hash, list->items[i]);
	return hash;
}

static uint64_t absorb_entries(struct reads *r, uint64_t hash, const struct map_value *map)
{
	hash = reads_mix(hash, map->n);
	for (uint32_t i = 0; i < map->n; i++)
		hash = absorb(r, reads_mix_text(hash, map->entries[i].key), map->entries[i].value);
	return hash;
}

/* Records get numbers, in one order; everything else goes into the hash, behind its kind. */
static uint64_t absorb(struct reads *r, uint64_t hash, struct value v)
{
	hash += v.kind + 1u;
	switch (v.kind) {
	case VALUE_ABSENT:
		return reads_mix(hash, 0);
	case VALUE_BOOL:
		return reads_mix(hash, v.boolean);
	case VALUE_STRING:
	case VALUE_VERSION:
		return reads_mix_text(hash, *v.string);
	case VALUE_INT:
		return reads_mix(hash, (uint64_t)v.integer);
	case VALUE_BYTES:
	case VALUE_CPU:
	case VALUE_DURATION:
	case VALUE_PERCENT:
		return reads_mix(reads_mix(hash, (uint64_t)v.integer), v.flags & VALUE_F_DECIMAL);
	case VALUE_FLOAT:
		return reads_mix_text(hash, (struct str){ (const char *)&v.number, sizeof v.number });
	case VALUE_RECORD:
		add_record(r, v.record);
		return reads_mix(hash, v.record->type);
	case VALUE_TAG:
		return absorb(r, reads_mix(reads_mix(hash, v.tag->type), v.tag->index), v.tag->payload);
	case VALUE_LIST:
		return absorb_elements(r, hash, v.list);
	case VALUE_MAP:
		return absorb_entries(r, hash, v.map);
	default:
		r->spoilt = true;
		return hash;
	}
}

/* The same, in line for what most answers are. */
static inline uint64_t take(struct reads *r, uint64_t hash, struct value v)
{
	if (v.kind == VALUE_ABSENT)
		return reads_mix(hash + VALUE_ABSENT + 1u, 0);
	if (v.kind == VALUE_BOOL)
		return reads_mix(hash + VALUE_BOOL + 1u, v.boolean);
	if (v.kind != VALUE_RECORD)
		return absorb(r, hash, v);
	add_record(r, v.record);
	return reads_mix(hash + VALUE_RECORD + 1u, v.record->type);
}

static void start(struct reads *r, bool by_address, const struct value *given, uint32_t n)
{
	r->nrecords = r->n = 0;
	r->by_address = by_address;
	r->spoilt = false;
	r->answers = 1;
	r->round++;
	for (uint32_t i = 0; i < n; i++)
		r->answers = take(r, r->answers, given[i]);
}

/* ---- noting ------------------------------------------------------------------------------- */

void reads_begin(struct eval *e, struct reads *r, const struct value *given, uint32_t n)
{
	start(r, true, given, n);
	e->reads = r;
}

static bool is_plain(const struct eval *e, const struct record_value *record, uint32_t field)
{
	const struct type *t = type_get(e->types, record->type);

	return field < t->count && type_field(e->types, t, field)->flags == FIELD_OPTIONAL;
}

/* Notes a question about a field or, without one, of a function; false if there are too many. */
static bool add_entry(const struct eval *e, uint32_t number, uint32_t field, node_id fn)
{
	struct reads *r = e->reads;

	if (r->n == ENTRIES_MAX || field > UINT16_MAX) {
		r->spoilt = true;
		return false;
	}
	struct reads_entry *entry = &r->entries[r->n++];

	*entry = (struct reads_entry){ .from = (uint16_t)number, .field = (uint16_t)field, .fn = fn };
	entry->type = r->records[number]->type & NODE_TYPE_MAX;
	entry->plain = is_plain(e, r->records[number], field);
	return true;
}

void reads_note(struct eval *e, const struct record_value *record, uint32_t field, struct value answer)
{
	struct reads *r = e->reads;
	const struct numbered *slot = slot_of(r, record);

	if (r->spoilt || slot->round != r->round) /* of what is the same for all */
		return;
	uint32_t number = slot->number;
	uint64_t bit = field < FIELDS_SEEN ? (uint64_t)1 << field : 0;

	if (r->seen[number] & bit)
		return;
	r->seen[number] |= bit;
	if (add_entry(e, number, field, 0))
		r->answers = absorb(r, r->answers, answer);
}

bool reads_asks(struct eval *e, const struct record_value *record)
{
	struct reads *r = e->reads;

	return r && !r->spoilt && slot_of(r, record)->round == r->round;
}

static bool is_noted(const struct reads *r, uint32_t number, node_id fn)
{
	uint32_t i = 0;

	while (i < r->n && (r->entries[i].from != number || r->entries[i].fn != fn))
		i++;
	return i < r->n;
}

void reads_note_said(struct eval *e, const struct record_value *record, node_id fn, struct value answer)
{
	struct reads *r = e->reads;
	uint32_t number = slot_of(r, record)->number;

	if (!is_noted(r, number, fn) && add_entry(e, number, 0, fn))
		r->answers = absorb(r, r->answers, answer);
}

/* A hash of which fields anybody set. */
static uint64_t absorb_set(const struct eval *e, uint64_t hash, const struct record_value *record)
{
	const struct type *t = type_get(e->types, record->type);

	for (uint32_t i = 0; i < t->count; i++) {
		if (!eval_is_unset(record, i, type_field(e->types, t, i)))
			hash = reads_mix(hash, i);
	}
	return hash;
}

void reads_note_set(struct eval *e, const struct record_value *record)
{
	struct reads *r = e->reads;
	const struct numbered *slot = slot_of(r, record);

	if (!r->spoilt && slot->round == r->round && add_entry(e, slot->number, READS_SET, 0))
		r->answers = absorb_set(e, r->answers, record);
}

void reads_spoil(struct eval *e)
{
	if (e->reads)
		e->reads->spoilt = true;
}

void reads_end(struct eval *e)
{
	e->reads = NULL;
}

/* Where a hash stands, or would. */
static uint64_t *answer_at(const struct reads_kept *kept, uint64_t hash)
{
	uint32_t i = (uint32_t)hash & (kept->room - 1);

	while (kept->answers[i] && kept->answers[i] != hash)
		i = (i + 1) & (kept->room - 1);
	return &kept->answers[i];
}

static void make_room(struct arena *a, struct reads_kept *kept, uint32_t room)
{
	const struct reads_kept old = *kept;

	kept->room = room;
	kept->answers = arena_new(a, uint64_t, room);
	for (uint32_t i = 0; i < old.room; i++) {
		if (old.answers[i])
			*answer_at(kept, old.answers[i]) = old.answers[i];
	}
}

static void add_answer(struct arena *a, struct reads_kept *kept, uint64_t hash)
{
	bool full = kept->nanswers >= kept->room / 4 * 3;
	uint64_t *place = answer_at(kept, hash);

	if (*place || (full && kept->room == ANSWERS_MAX))
		return;
	if (full) {
		make_room(a, kept, kept->room * 2);
		place = answer_at(kept, hash);
	}
	*place = hash;
	kept->nanswers++;
}

bool reads_keep(struct eval *e, struct reads *r, struct reads_kept *out)
{
	if (r->spoilt)
		return false;
	*out = (struct reads_kept){ .n = r->n };
	out->entries = arena_new(e->arena, struct reads_entry, r->n);
	make_room(e->arena, out, ANSWERS_MIN);
	for (uint32_t i = 0; i < r->n; i++) {
		out->entries[i] = r->entries[i];
		out->roots |= r->entries[i].from < 32 ? 1u << r->entries[i].from : 0;
	}
	add_answer(e->arena, out, r->answers);
	return true;
}

bool reads_add(struct eval *e, struct reads *r, struct reads_kept *kept)
{
	if (r->spoilt || kept->n != r->n || memcmp(kept->entries, r->entries, r->n * sizeof *r->entries) != 0)
		return false;
	add_answer(e->arena, kept, r->answers);
	return true;
}

/* ---- comparing ---------------------------------------------------------------------------- */

static struct value answer(struct eval *e, const struct reads_entry *entry, const struct record_value *record)
{
	const struct record_slot *slot = &record->slots[entry->field];

	if (slot_is_final(slot))
		return slot->value;
	if (slot->state == SLOT_UNSET && entry->plain) /* to ask for it would make a note of that */
		return value_absent(0);
	return eval_field(e, (struct record_value *)record, entry->field);
}

/* What a function says of a record: if it cannot tell, nobody hears of that here. */
static struct value say(struct eval *e, const struct reads_entry *entry, const struct record_value *record)
{
	struct diags *ds = &e->session->diags;
	struct diag_mark mark = diags_mark(ds);
	bool quiet = eval_quiet(e, true);
	struct value about = value_of_record((struct record_value *)record, 0);
	struct value said = eval_call(e, entry->fn, &about, 1);

	eval_quiet(e, quiet);
	diags_release(ds, mark);
	return said;
}

bool reads_hold(struct eval *e, struct reads *r, const struct reads_kept *kept, const struct value *given,
		uint32_t n)
{
	uint64_t answers;

	start(r, false, given, n);
	answers = r->answers;
	for (uint32_t i = 0; i < kept->n; i++) {
		const struct reads_entry *entry = &kept->entries[i];

		/* Other answers may bring other records. */
		if (entry->from >= r->nrecords || r->records[entry->from]->type != entry->type)
			return false;
		const struct record_value *record = r->records[entry->from];

		if (entry->field == READS_SET)
			answers = absorb_set(e, answers, record);
		else if (entry->fn)
			answers = take(r, answers, say(e, entry, record));
		else
			answers = take(r, answers, answer(e, entry, record));
	}
	return !r->spoilt && *answer_at(kept, answers) != 0;
}
