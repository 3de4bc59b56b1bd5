#ifndef RCC_EVAL_INTERNAL_H
#define RCC_EVAL_INTERNAL_H
/*
 * What the files of the evaluator share. Evaluation is eager but for two things that are
 * computed when first asked for and then kept: fields of records that nobody wrote, and
 * top-level lets. Every node costs a step, so a limit of steps bounds everything.
 */
#include "eval/make.h"
#include "eval/reads.h"
#include "sema/builtin.h"

#include <string.h>

struct pattern;

struct eval_frame {
	struct value *slots;	       /* not cleared: what has a name is bound before it is used */
	struct record_value *self;     /* whose default is evaluated; NULL elsewhere */
	struct record_value *building; /* whose block is evaluated: parent of the records written in it */
	struct frame_chunk *chunk;     /* where the frame lies */
};

/* Frames lie one behind the other in chunks, which never move: slots may be pointed at. */
struct frame_chunk {
	struct frame_chunk *before, *after;
	uint32_t used, size;
	_Alignas(16) char bytes[];
};

/* Top-level lets, params and stacks, each computed once; open addressing by node. */
struct global {
	node_id node; /* 0: free */
	bool running; /* asked for again while this holds: a cycle */
	bool stopped; /* a limit was in the way: to be computed again for the next stack */
	struct value value;
};

struct globals {
	struct global *v;
	uint32_t n, cap;
};

/* A `remove` of the stack that is being evaluated. */
struct removal {
	node_id entry;
	struct value key; /* VALUE_ABSENT: the field as a whole */
};

/* A removal in a block of an override, which waits until that is laid on an object. */
struct waiting {
	struct removal removal;
	struct waiting *next; /* of the same record; behind the last one the first */
	bool met;	      /* a layer below wrote it: the object need not have it */
};

/* The last result of a function marked `@once`, and the one or two records that it is of. */
enum {
	ONCE_RECORDS = 2,
	ONCE_KEPT = 256, /* results */
	ONCE_NEAR = 8	 /* places of a function; when others have them all, the first one changes hands */
};
struct kept_result {
	node_id fn;
	const struct record_value *of[ONCE_RECORDS];
	bool quiet; /* it has no origins: of no use where these matter */
	struct value value;
};

struct eval {
	const struct program *program;
	const struct ast *ast;
	const struct types *types;
	struct session *session;
	struct arena *arena;
	struct origins origins;
	struct frame_chunk *chunk;
	struct globals globals;
	struct record_value outside;	/* parent of the records that a top-level let wrote */
	VEC(struct value) written;	/* PARTIAL values by record_slot.written; 0 is unused */
	struct map_value pattern_index; /* from text to number in: */
	VEC(struct pattern *) patterns; /* compiled */
	struct kept_result *kept;	/* by function; NULL before the first */
	VEC(struct removal) removals;	/* of the stacks being evaluated, the innermost last */
	bool waiting;			/* some wait in overrides */
	bool overriding;		/* overrides are being merged with each other or with objects */
	bool laying;			/* the latter */
	bool trying;			/* and the result is not the object that is written */
	struct known_result *known;	/* of calls, eval_call.c; NULL before the first */
	struct reads *reads;		/* who notes what is read, or NULL */
	node_id stack;			/* the stack being evaluated, for messages */
	uint64_t steps;
	uint64_t look;	     /* limits are looked at once there are so many steps; 0: at each */
	size_t bytes_before; /* of the arena and the origins, when the stack began */
	uint32_t calls;	     /* functions, defaults and refinements inside each other */
	uint32_t level;	     /* values inside each other: bounds the C stack */
	uint64_t deepest;    /* how many there may be */
	uint32_t exceeded;   /* limits that were reported, a bit each */
	bool stopped;	     /* a limit was exceeded: everything is VALUE_ERROR from now on */
	bool guest;	     /* nothing that it computes is kept for others */
	bool beside;	     /* a guest whose host goes on */
};

/* How much is kept of what is evaluated: whether reads are noted, and origins left out. */
struct eval_manner {
	struct reads *reads;
	bool quiet;
};
/* Around what many share: it is computed with its origins, and is no part of what one of them read. */
static inline struct eval_manner eval_manner_whole(struct eval *e)
{
	struct eval_manner before = { e->reads, e->origins.quiet };

	e->reads = NULL;
	e->origins.quiet = e->guest;
	return before;
}
static inline void eval_manner_again(struct eval *e, struct eval_manner before)
{
	e->reads = before.reads;
	e->origins.quiet = before.quiet;
}

/* ---- eval.c: limits, frames, globals ---- */

/* Compares what was spent with the limits; false once evaluation has to stop. */
bool eval_look(struct eval *e, node_id at);
/* Counts n steps; false once evaluation has to stop. */
static inline bool eval_charge(struct eval *e, uint64_t n, node_id at)
{
	e->steps += n;
	return e->steps < e->look || eval_look(e, at);
}
/* Reports a limit once, at `at` and the stack, and stops evaluation. */
void eval_exceed(struct eval *e, enum limit limit, node_id at);
/* Around anything that recurses over values or calls; false: too deep, reported. */
static inline bool eval_enter(struct eval *e, node_id at)
{
	if (e->level >= e->deepest) {
		eval_exceed(e, LIMIT_LEVELS, at);
		return false;
	}
	e->level++;
	return true;
}
static inline void eval_leave(struct eval *e)
{
	e->level--;
}
/* Goes on to a chunk with so much room. */
void frame_make_room(struct eval *e, size_t need);
/* The same as eval_frame_enter and eval_frame_leave, in line. */
static inline struct eval_frame *frame_enter(struct eval *e, node_id decl)
{
	enum { HEAD = (sizeof(struct eval_frame) + 15) & ~15u };
	uint32_t need = HEAD + ast_node(e->ast, decl)->ref * (uint32_t)sizeof(struct value);

	if (e->chunk->size - e->chunk->used < need)
		frame_make_room(e, need);
	struct frame_chunk *c = e->chunk;
	char *at = c->bytes + c->used;
	struct eval_frame *f = (void *)at;

	*f = (struct eval_frame){ .slots = (void *)(at + HEAD), .chunk = c };
	c->used += need;
	return f;
}
static inline void frame_leave(struct eval *e, struct eval_frame *f)
{
	struct frame_chunk *c = f->chunk;

	c->used = (uint32_t)((char *)f - c->bytes);
	e->chunk = c->used == 0 && c->before ? c->before : c;
}
bool eval_call_enter(struct eval *e, node_id at);
void eval_call_leave(struct eval *e);
/* The value kept for a node, or NULL. Dies with the next globals_add. */
struct global *globals_find(struct eval *e, node_id node);
struct global *globals_add(struct eval *e, node_id node);
struct value eval_global(struct eval *e, node_id decl);
/* Where to report something about a value: what the user wrote of it, else the block around it, else `at`. */
struct span eval_blame(struct eval *e, origin_id origin, node_id at);
/* Adds a diagnostic there; where that is elsewhere than `at`, a second label names the operation. */
struct diag *eval_report(struct eval *e, enum diag_code code, origin_id origin, node_id at, const char *fmt,
			 ...) __attribute__((format(printf, 5, 6)));

/* ---- making values ---- */

static inline bool value_is_integral(struct value v)
{
	return v.kind == VALUE_INT || (v.kind >= VALUE_BYTES && v.kind <= VALUE_PERCENT);
}
/* A value with another origin. */
static inline struct value value_from(struct value v, origin_id origin)
{
	v.origin = origin;
	return v;
}
/* A value as it is where it is read: only the entry or element that wrote it knows that it was PARTIAL. */
static inline struct value value_whole(struct value v)
{
	v.flags &= (uint8_t)~VALUE_F_PARTIAL;
	return v;
}
/* Like `v`, because of a condition. */
static inline struct value value_chosen(struct eval *e, struct value v, origin_id condition)
{
	return condition ? value_from(v, origin_chosen(&e->origins, v.origin, condition)) : v;
}
/* The origin of an operation on values. */
origin_id value_computed(struct eval *e, node_id operation, const struct value *inputs, uint32_t n);

/* A growing list in the arena. */
struct list_builder {
	VEC(struct value) items;
};
/* Makes room for n elements, which may become more, where there is none yet. */
static inline void list_builder_expect(struct eval *e, struct list_builder *b, uint32_t n)
{
	if (!b->items.cap && n) {
		b->items.cap = n;
		b->items.v = arena_new(e->arena, struct value, n);
	}
}
/* Adds an element; an absent one is dropped. False: too many, reported. */
bool list_builder_add(struct eval *e, struct list_builder *b, struct value v, node_id at);

/* ---- types ---- */

/* The kind behind optionals and refinements. */
static inline type_id eval_bare_type(const struct eval *e, type_id id)
{
	const struct type *t = type_get(e->types, id);

	while (t->kind == TYPE_OPTIONAL || t->kind == TYPE_REFINED) {
		id = t->a;
		t = type_get(e->types, id);
	}
	return id;
}
static inline const struct type *eval_type(const struct eval *e, type_id id)
{
	return type_get(e->types, eval_bare_type(e, id));
}
/* Whether a value has a type: for the arms of a match over an untagged union. */
bool value_has_type(const struct eval *e, struct value v, type_id type);

/* ---- nodes ---- */

#define ARGS struct eval *e, struct eval_frame *f, node_id id, const struct node *n
typedef struct value eval_fn(ARGS);

eval_fn eval_path;			/* eval_node of a GET */
eval_fn eval_unary, eval_binary;	/* eval_op.c */
eval_fn eval_block_value, eval_amend;	/* eval_block.c */
eval_fn eval_call_node;			/* eval_call.c */
eval_fn eval_list, eval_if, eval_match; /* eval_choice.c */

/* Whether a node is the name of a local, whose value lies in the frame. */
static inline bool eval_is_local(const struct node *n)
{
	return n->kind == NODE_NAME && REF_KIND(n->ref) == REF_LOCAL && !(n->flags & NODE_F_REFINE);
}
static inline struct value eval_local(struct eval *e, struct eval_frame *f, node_id id, const struct node *n)
{
	return eval_charge(e, 1, id) ? f->slots[REF_PAYLOAD(n->ref)] : value_error();
}
/* The same as eval_node, in line for what most operands are. */
static inline struct value eval_operand(struct eval *e, struct eval_frame *f, node_id id)
{
	const struct node *n = ast_node(e->ast, id);

	if (eval_is_local(n))
		return eval_local(e, f, id, n);
	return n->kind == NODE_GET ? eval_path(e, f, id, n) : eval_node(e, f, id);
}

/* A block as a record or map of the type of its node; PARTIAL. */
struct value eval_block(struct eval *e, struct eval_frame *f, node_id block, origin_id origin);
/* The value of a tag; `block` may be 0. */
struct value eval_tag(struct eval *e, struct eval_frame *f, node_id tag, node_id block,
		      origin_id payload_origin);
/* Iterates over a list or a map: binds the variables of VARS for element i; false behind the last. */
bool eval_bind_element(struct eval *e, struct eval_frame *f, node_id vars, struct value source, uint32_t i);
uint32_t value_count(struct value v);
/* Compares by order: numbers, quantities, strings, versions, booleans. */
int value_compare(struct value a, struct value b);
struct value eval_literal(struct eval *e, struct str text, type_id type, origin_id origin);

/* ---- eval_field.c ---- */

/* Whether the value of a slot is there, and nothing has to be added to it. */
static inline bool slot_is_final(const struct record_slot *slot)
{
	if (slot->state == SLOT_WRITTEN)
		return !(slot->value.flags & VALUE_F_PARTIAL);
	return slot->state == SLOT_COMPLETED || slot->state == SLOT_DEFAULT;
}

/* What was written into a slot, before any default; false if nothing was. */
bool slot_written(const struct eval *e, const struct record_value *r, uint32_t i, struct value *out);
uint32_t record_field_count(const struct eval *e, const struct record_value *r);

/* ---- merge.c: what extends, amendments and completed defaults have in common ---- */

/* `over` laid on `base` in a place of `type`: PARTIAL records field by field, the same tag by its
 * payload, maps and keyed lists by key; anything else replaces. New records get `parent`. */
struct value merge_values(struct eval *e, type_id type, struct value base, struct value over,
			  struct record_value *parent);
struct record_value *merge_records(struct eval *e, struct record_value *base, struct record_value *over,
				   struct record_value *parent);
/* `v` as part of `to` instead of `from`: records written inside `from` are copied. */
struct value merge_adopt(struct eval *e, struct value v, const struct record_value *from,
			 struct record_value *to);
/* Reports elements of a keyed list with the same key; false if there are any. */
bool merge_check_keys(struct eval *e, const struct type *keyed, const struct list_value *list);

/* The key of an element of a keyed list as one text, `name` or `80 TCP`. */
struct value merge_key(struct eval *e, const struct type *keyed, struct value element);

/* ---- remove.c ---- */

/* What the layers below wrote without what the removals from `first` on take away; these are done with
 * then. */
struct value removals_apply(struct eval *e, uint32_t first, struct value under);

/* Lets one wait in the record of its block; `met`: a layer below wrote it. */
void removal_waits(struct eval *e, struct record_value *in, struct removal removal, bool met);
/* What is below a record of an override without what that removes; `over` is laid on it, as `to`. */
struct record_value *removals_below(struct eval *e, struct record_value *base,
				    const struct record_value *over);
/* The removals that wait in a record wait in a copy of it, too. */
void removals_move(struct eval *e, const struct record_value *from, struct record_value *to);
/* Reports removals in what nothing was below. */
void removals_left(struct eval *e, struct value v);

/* ---- retain.c ---- */

/* Of an object: `base` without the fields that give way to those of `over`, as one source of a volume does to
 * another. */
struct record_value *retain_below(struct eval *e, struct record_value *base, struct record_value *over);

/* ---- map.c ---- */

/* For arrays that grow by doubling and keep no capacity: whether one of n elements is full, and the size that
 * the array of n elements has. */
static inline bool array_full(uint32_t n)
{
	return n == 0 || (n >= 4 && (n & (n - 1)) == 0);
}
static inline uint32_t array_size(uint32_t n)
{
	uint32_t size = 4;

	while (size < n)
		size *= 2;
	return size;
}

/* ---- builtin.c ---- */

struct builtin_call {
	struct eval *e;
	struct eval_frame *f;
	node_id node;	/* the CALL */
	node_id lambda; /* the function literal among the arguments, or 0 */
	uint32_t n;	/* values; a function literal is none */
	struct value *args;
};

/* A hash such that equal values have equal hashes; computes defaults. */
uint32_t value_hash(struct eval *e, struct value v);
struct value eval_builtin(struct eval *e, struct eval_frame *f, node_id call, uint32_t builtin);
/* The function literal applied to one or two values. */
struct value builtin_apply(const struct builtin_call *c, const struct value *args, uint32_t n);
/* The origin of a result computed from all arguments. */
origin_id builtin_origin(const struct builtin_call *c);
struct value builtin_string(const struct builtin_call *c, struct str s);
struct value builtin_int(const struct builtin_call *c, int64_t i);
struct value builtin_bool(const struct builtin_call *c, bool b);
/* A string, absent if it is empty. */
struct value builtin_optional(const struct builtin_call *c, struct str s);
/* Reports that the call has no result. */
struct value builtin_failed(const struct builtin_call *c, const char *why);
/* Whether a text of n bytes may be made; reports otherwise. */
bool builtin_fits(const struct builtin_call *c, uint64_t n);
/* The text of argument i. */
static inline struct str builtin_text(const struct builtin_call *c, uint32_t i)
{
	return *c->args[i].string;
}

#define BUILTIN(name, signature, doc) struct value builtin_##name(const struct builtin_call *c);
#include "sema/builtin.def"
#undef BUILTIN

/* eval_words.c: what a condition on `it` asks for, as far as there are words for it; else its source. */
struct str eval_condition_words(struct eval *e, node_id condition, struct value v);

#endif
