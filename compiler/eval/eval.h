#ifndef RCC_EVAL_EVAL_H
#define RCC_EVAL_EVAL_H
/*
 * The evaluator: walks the annotated tree (sema/annotate.h) and computes values with
 * origins. It runs only on programs without errors; what can still fail (refinements,
 * division, limits, missing fields of extended stacks, duplicate computed keys) is reported
 * at the value's origin and gives VALUE_ERROR.
 */
#include "eval/value.h"
#include "sema/given.h"

struct eval; /* opaque outside eval/: frames, caches, counters */

struct eval *eval_new(const struct program *p, struct session *s);
/*
 * An evaluator beside another one, for a task of a pool. It may look at all values of its host, which rests
 * meanwhile, but for fields whose default was never asked for; what it computes has no origins, and dies with
 * it.
 */
struct eval *eval_guest(struct eval *host, struct session *s);
/*
 * The same while its host goes on: it may look at settled values only, and knows nothing of their origins. It
 * stops where it would have to know what was given for a parameter, or a stack.
 */
struct eval *eval_beside(struct eval *host, struct session *s);
/*
 * An evaluator for one of several readers of texts, which work side by side; the values that are made with it
 * are the host's once it is joined, and so is what was spent. Readers count from 1, below EVAL_READERS.
 */
enum { EVAL_READERS = ORIGIN_READERS };
struct eval *eval_reader(struct eval *host, struct session *s, uint32_t reader);
void eval_join(struct eval *host, struct eval *reader);
/* Joined or not. */
void eval_reader_free(struct eval *host, struct eval *reader);
void eval_free(struct eval *e);
struct origins *eval_origins(struct eval *e);

/* Parameters given from outside, bound to their declarations; set before anything is evaluated. Reports
 * values that do not fit; they are VALUE_ERROR from then on. */
void eval_set_params(struct eval *e, const struct given_list *params);
/* Reports the same, and sets nothing. */
void eval_test_params(struct eval *e, const struct given_list *params);

/* Tests the literals of the user's files, and the names of their stacks, against the refined types of
 * the library: what a run with errors can still tell of values. */
void eval_literals(struct eval *e);

/* Gives what follows the whole of the limits again, as each stack has them. */
void eval_restart(struct eval *e);
/* A stack with everything that it extends, merged; defaults still wait. */
struct value eval_stack(struct eval *e, node_id stack);
/* Forces every default below a value, reports required fields that are missing. False if anything failed. */
bool eval_force(struct eval *e, struct value v);
/* `over` laid on the record `base`, as a layer on the one below; then all of it is computed. VALUE_ERROR,
 * reported, if something is missing or wrong then. */
struct value eval_lay_on(struct eval *e, struct value base, struct value over);
/* A copy of a record with the field at the end of a path set; records on the way are made where there are
 * none. The record as it is if its types have no such path. */
struct value eval_with(struct eval *e, struct value record, const char *const *path, uint32_t n,
		       struct value leaf);
/* A record of a type with these fields, one for each of the type; of no kind: what `base` has, if it is a
 * record, else the default. */
struct value eval_new_record(struct eval *e, type_id type, struct value base, const struct value *fields,
			     origin_id origin);
/* A list of these values. */
struct value eval_new_list(struct eval *e, type_id type, struct value *items, uint32_t n, origin_id origin);
/* A map from String to these values, under different keys. */
struct value eval_new_map(struct eval *e, type_id type, const struct map_entry *entries, uint32_t n,
			  origin_id origin);
/* A bare tag of a union by its name; of no kind if the union has none such. */
struct value eval_new_tag(struct eval *e, type_id type, const char *name, origin_id origin);
/* A field of a record, its default computed when first asked for. */
struct value eval_field(struct eval *e, struct record_value *r, uint32_t index);
/* Makes ready what would be made of a map when it is first looked into, so that guests may look. */
void eval_settle_map(struct eval *e, struct map_value *m);
bool eval_is_settled_map(const struct map_value *m);
/* The same of a record: who holds it does not become its parent, and nothing is noted in it. */
void eval_settle_record(struct eval *e, struct record_value *r);
/* Whether a field is optional and nobody set it: asking for its value would only make a note of that. */
static inline bool eval_is_unset(const struct record_value *r, uint32_t index, const struct field *f)
{
	return r->slots[index].state == SLOT_UNSET && f->flags == FIELD_OPTIONAL;
}
/* A field whose value is there already; false if it would be computed. */
bool eval_known_field(const struct record_value *r, uint32_t index, struct value *out);
/* The field by name; VALUE_ABSENT where the type has none. */
struct value eval_field_named(struct eval *e, struct record_value *r, const char *name);
/* The same of a value that may be no record: then there is no field either. */
struct value eval_field_of(struct eval *e, struct value record, const char *name);
/* Its text; empty if it is none. */
struct str eval_text_of(struct eval *e, struct value record, const char *name);
/* Calls a function with positional arguments. */
struct value eval_call(struct eval *e, node_id fn, const struct value *args, uint32_t n);

/* Whether values that are computed from now on get no origins; what it was before. */
bool eval_quiet(struct eval *e, bool quiet);

/* What was spent of the limits. */
struct eval_spent {
	uint64_t steps;
	uint32_t exceeded; /* limits that were reported, a bit each */
	bool stopped;
};
struct eval_spent eval_spent(const struct eval *e);
/* Goes back to what was spent before: a limit that is exceeded again is reported again. */
void eval_unspend(struct eval *e, struct eval_spent before);
/* Counts what somebody else spent; false, and counts nothing, if that is too much. */
bool eval_spend(struct eval *e, uint64_t steps, uint64_t bytes);

/* For checks (rules/): a frame to evaluate statements in. */
struct eval_frame;
struct eval_frame *eval_frame_enter(struct eval *e, node_id decl); /* slots as annotated */
void eval_frame_leave(struct eval *e, struct eval_frame *f);
void eval_bind(struct eval *e, struct eval_frame *f, uint32_t slot, struct value v);
struct value eval_node(struct eval *e, struct eval_frame *f, node_id value);
/* The owner chain for `at`: the origin of the innermost record on the path of an expression such as s.a.b. */
origin_id eval_owner(struct eval *e, struct eval_frame *f, node_id path);

/* A value as source text of the language ("3", "\"a\"", 10Gi, gridfs), for fixes and messages. */
struct str value_text(const struct program *p, struct arena *a, struct value v);
/* A value as shown inside a message: strings without quotes; secrets as secret("name", "key"). */
struct str value_display(const struct program *p, struct arena *a, struct value v);
bool value_equal(struct eval *e, struct value a, struct value b);

#endif
