#ifndef RCC_EVAL_READS_H
#define RCC_EVAL_READS_H
/*
 * What an evaluation read of the records that it was given. Evaluation has no side effects, so on other
 * records that answer all of these questions alike it would end alike: checks of many objects that are made
 * alike need not be evaluated for each. Texts are compared by 64-bit hashes.
 */
#include "eval/value.h"

struct eval;

/* A question: a field of a record that is known by then, or what a function marked `@once` says of it. */
struct reads_entry {
	uint16_t from;	    /* number of the record: the given ones first, then those that answers brought */
	uint16_t field;	    /* READS_SET: which of them anybody set */
	uint32_t type : 24; /* of the record */
	uint32_t plain : 8; /* the field is optional without a default: where nobody set it, it is absent */
	node_id fn;	    /* 0: none */
};

enum { READS_SET = UINT16_MAX };

/* Questions that were asked one after the other, and all that was answered so far: a hash of the answers to
 * all of them, without the insides of the records in these. */
struct reads_kept {
	uint32_t n, nanswers, room;
	uint32_t roots; /* the first records that are asked, a bit for each */
	struct reads_entry *entries;
	uint64_t *answers; /* room for a power of two of them, open addressing; 0 is free */
};

struct reads; /* a recorder; one serves a whole run */

struct reads *reads_new(struct arena *a);
/* Notes from now on what is read of `given`, until reads_end. */
void reads_begin(struct eval *e, struct reads *r, const struct value *given, uint32_t n);
/* Stops. */
void reads_end(struct eval *e);
/* Begins to keep what was noted last; false if that was too much or too odd. */
bool reads_keep(struct eval *e, struct reads *r, struct reads_kept *out);
/* Adds it where the questions were the same; false if they were not. */
bool reads_add(struct eval *e, struct reads *r, struct reads_kept *kept);
/* Whether these records answer as those did of which the notes were made. */
bool reads_hold(struct eval *e, struct reads *r, const struct reads_kept *kept, const struct value *given,
		uint32_t n);

/* The hashes that answers are compared by. */
uint64_t reads_mix(uint64_t hash, uint64_t more);
uint64_t reads_mix_text(uint64_t hash, struct str s);

/* For the evaluator: a field was read. */
void reads_note(struct eval *e, const struct record_value *record, uint32_t field, struct value answer);
/* For the evaluator: whether it is noted what functions say of this record; then what they say, whose own
 * questions are no part of it. */
bool reads_asks(struct eval *e, const struct record_value *record);
void reads_note_said(struct eval *e, const struct record_value *record, node_id fn, struct value answer);
/* For the evaluator: it was asked which fields are set. */
void reads_note_set(struct eval *e, const struct record_value *record);
/* For the evaluator: something was looked at in a way that is not noted. */
void reads_spoil(struct eval *e);

#endif
