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

static void add_record(struct reads *r, const struct record_value *record)
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

uint64_t reads_mix(uint64_t hash, uint64_t more)
{
	hash = (hash ^ more) * 0x9e3779b97f4a7c15u;
	return hash ^ hash >> 29;
}

uint64_t reads_mix_text(uint64_t hash, struct str s)
{
	uint64_t word = 0;
	uint32_t i = 0;

	for (; i + 8 <= s.n; i += 8) {
		memcpy(&word, s.p + i, 8);
		hash = reads_mix(hash, word);
	}
	word = 0;
	if (i < s.n)
		memcpy(&word, s.p + i, s.n - i);
	return reads_mix(reads_mix(hash, word), s.n);
}

/* Records get numbers, in one order; everything else goes into the hash. */
static uint64_t absorb(struct reads *r, uint64_t hash, struct value v)
{
	hash = reads_mix(hash, v.kind);
	switch (v.kind) {
	case VALUE_ABSENT:
		return hash;
	case VALUE_BOOL:
		return reads_mix(hash, v.boolean);
	case VALUE_STRING:
	case VALUE_VERSION:
		return reads_mix_text(hash, *v.string);
	case VALUE_INT:
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
		for (uint32_t i = 0; i < v.list->n; i++)
			hash = absorb(r, hash, v.list->items[i]);
		return reads_mix(hash, v.list->n);
	case VALUE_MAP:
		for (uint32_t i = 0; i < v.map->n; i++)
			hash = absorb(r, reads_mix_text(hash, v.map->entries[i].key),
				      v.map->entries[i].value);
		return reads_mix(hash, v.map->n);
	default:
		r->spoilt = true;
		return hash;
	}
}

static void start(struct reads *r, bool by_address, const struct value *given, uint32_t n)
{
	r->nrecords = r->n = 0;
	r->by_address = by_address;
	r->spoilt = false;
	r->answers = 1;
	r->round++;
	for (uint32_t i = 0; i < n; i++)
		r->answers = absorb(r, r->answers, given[i]);
}

/* ---- noting ------------------------------------------------------------------------------- */

void reads_begin(struct eval *e, struct reads *r, const struct value *given, uint32_t n)
{
	start(r, true, given, n);
	e->reads = r;
}

/* Notes a question; false if there are too many. */
static bool add_entry(struct reads *r, uint32_t number, uint32_t field)
{
	if (r->n == ENTRIES_MAX || field > UINT16_MAX) {
		r->spoilt = true;
		return false;
	}
	r->entries[r->n++] = (struct reads_entry){ (uint16_t)number, (uint16_t)field };
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
	if (add_entry(r, number, field))
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

	if (!r->spoilt && slot->round == r->round && add_entry(r, slot->number, READS_SET))
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
	if (r->n)
		memcpy(out->entries, r->entries, r->n * sizeof *r->entries);
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

/* Asking for a field that nobody set would make a note of that. */
static struct value field_of(struct eval *e, const struct record_value *record, uint32_t i)
{
	const struct type *t = type_get(e->types, record->type);

	if (record->slots[i].state == SLOT_WRITTEN && !(record->slots[i].value.flags & VALUE_F_PARTIAL))
		return record->slots[i].value;
	if (eval_is_unset(record, i, type_field(e->types, t, i)))
		return value_absent(0);
	return eval_field(e, (struct record_value *)record, i);
}

bool reads_hold(struct eval *e, struct reads *r, const struct reads_kept *kept, const struct value *given,
		uint32_t n)
{
	start(r, false, given, n);
	for (uint32_t i = 0; i < kept->n && !r->spoilt; i++) {
		const struct reads_entry *entry = &kept->entries[i];

		if (entry->from >= r->nrecords) /* other answers brought other records */
			return false;
		const struct record_value *record = r->records[entry->from];

		if (entry->field == READS_SET) {
			r->answers = absorb_set(e, r->answers, record);
			continue;
		}
		if (entry->field >= record_field_count(e, record))
			return false;
		r->answers = absorb(r, r->answers, field_of(e, record, entry->field));
	}
	return !r->spoilt && *answer_at(kept, r->answers) != 0;
}
