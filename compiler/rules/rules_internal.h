#ifndef RCC_RULES_INTERNAL_H
#define RCC_RULES_INTERNAL_H
/* What the files of rules/ share. */
#include "rules/rules.h"

struct reached { /* a value inside the stack that a check may look at */
	type_id type;
	uint32_t needs; /* in a sweep: the outermost value around it that a check of it looked at */
	struct value value;
	uint32_t inside; /* in a sweep, of a record: how many values it is, with what is passed over */
	uint32_t parent; /* the reached value around it; 0: none */
	uint32_t next;	 /* the next one of the same bucket; in a sweep, how many were passed over before */
};

struct making;

struct reach {
	VEC(struct reached) values; /* [0] is unused */
	uint32_t *buckets;	    /* by type */
	uint32_t nbuckets;	    /* a power of two */
	node_id stack;		    /* what is to blame where nothing else is; 0: nothing */
	bool objects;		    /* the values stand in finished objects */
	bool changes;		    /* and in those that were made before */
	uint32_t shared;	    /* the values up to here are around all objects */
	struct settled *settled;    /* parts of objects that are passed over, or NULL */
	uint32_t passed;	    /* values in such parts */
	uint32_t head;		    /* of the only object that is listed, around all that is in it; or 0 */
	struct recall *recall;	    /* or NULL: there are too few for that */
	struct swept *swept;	    /* or NULL: the same */
	struct beside *beside;	    /* or NULL: nobody asks beside */
	struct making *asking; /* or NULL: these are no values of a stack, or nothing can be made of it */
	struct rules_accepted *accepted;
	uint32_t naccepted;
};

struct skipped { /* a check that wants for a fact */
	struct str fact;
	node_id check;
};

struct allowances; /* of one stack */

struct manifests {	     /* a set of objects */
	struct value all;    /* a record of the library's type Manifests */
	struct value list;   /* the objects */
	struct value *heads; /* what the library knows of each, or NULL */
};

struct making { /* the objects of the stack at hand, asked for by a check of the stack */
	const struct rules_maker *maker; /* or NULL */
	struct rules *rules;
	struct eval *eval;
	bool asked, made;
	const struct list_value *list; /* what `set` is of */
	struct manifests set;
};

struct failed {		      /* a check, in the stack at hand */
	bool before;	      /* on what was judged before these values */
	VEC(uint32_t) values; /* those that it failed on, by their places in the reach, in order */
};

struct rules {
	const struct program *program;
	const struct ast *ast;
	struct session *session;
	uint32_t nchecks;	       /* elements of program->checks, the empty first one included */
	struct failed *failed;	       /* by place in program->checks */
	bool any_failed;	       /* one of them, in the stack at hand */
	bool *ran;		       /* there was a value for it */
	bool *off;		       /* does not run */
	struct allowances *allowances; /* of the stack at hand, or NULL */
	struct making making;
	VEC(struct skipped) skipped;
};

struct run { /* one check on one value */
	struct rules *rules;
	struct eval *eval;
	struct eval_frame *frame;
	node_id check, stmts;
	struct run_params *params;
	const struct reach *reach;
	uint32_t value; /* the reached one that it looks at */
	const struct origins *origins;
	struct diag *open; /* the report that details are added to; NULL: the require held */
	bool asked;	   /* only whether it holds, not what there is to say */
	bool failing;	   /* the last require failed */
	bool failed;	   /* one of them failed */
	bool stopped;	   /* skipped, or an error inside */
};

static inline const struct node *at(const struct rules *r, node_id n)
{
	return ast_node(r->ast, n);
}
static inline node_id next_of(const struct rules *r, node_id n)
{
	return ast_next(r->ast, n);
}

static inline const struct checked *rules_checked(const struct rules *r, uint32_t place)
{
	return table_get_sized(&r->program->checks, place, sizeof(struct checked));
}
static inline node_id rules_check(const struct rules *r, uint32_t place)
{
	return rules_checked(r, place)->node;
}

/* Everything in a stack but the objects that the user adds to it, which are checked with all others. */
void reach_collect(struct reach *out, struct eval *e, struct session *s, const struct types *t,
		   struct value root);

/* Puts objects into the lists of a record of type Manifests. */
struct manifests manifests_fill(struct rules *r, struct eval *e, struct value manifests, struct value list);
/* Makes of the heads what would be made when they are first used; what they have of objects is there. */
void manifests_settle(const struct types *types, struct eval *e, const struct manifests *set);

/* The facts about the objects of the stack at hand, if a check with this type of parameter is to have them;
 * or NULL. */
const struct value *manifests_asked(struct making *m, type_id type);

/* Everything in the objects; around each its head, the set and the stack. Of these only the set and the heads
 * are looked at by checks of their own. At first what is around all objects, then they. */
void reach_begin_objects(struct reach *out, struct session *s, struct value stack,
			 const struct manifests *set);
void reach_add_objects(struct reach *out, struct eval *e, struct session *s, const struct types *t,
		       const struct manifests *set);
/* One of many objects after the other, beside others who do the same; the values are not indexed. False if
 * something would have to be computed or made ready on the way. */
void reach_begin_guest(struct reach *guest, const struct reach *host, struct session *s);
bool reach_take_object(struct reach *guest, struct session *s, const struct types *t,
		       const struct manifests *set, uint32_t i);
/* The values of a type, in order; 0 behind the last one. */
static inline uint32_t reach_skip(const struct reach *r, uint32_t i, type_id type)
{
	while (i && r->values.v[i].type != type)
		i = r->values.v[i].next;
	return i;
}
static inline uint32_t reach_first(const struct reach *r, type_id type)
{
	return reach_skip(r, r->buckets[type & (r->nbuckets - 1)], type);
}
static inline uint32_t reach_next(const struct reach *r, uint32_t i)
{
	return reach_skip(r, r->values.v[i].next, r->values.v[i].type);
}
/* Adds one that such a walk could take; where its values begin. */
uint32_t reach_add_object(struct reach *out, struct session *s, const struct types *t,
			  const struct manifests *set, uint32_t i);

/* The parameters of a check, each with its type and slot; room for what they are given. */
struct run_params {
	uint32_t n;
	struct run_param {
		type_id type;
		uint32_t slot;
		const struct value *given;
	} * v;
	struct value *own; /* those given values that are not the same for all objects */
	uint32_t *places;  /* of these, in the reach */
	uint32_t nown;
	const struct value *all; /* given instead of the reached value that is around all objects, or NULL */
	uint32_t room;
};
/* Looks up those of a check, where there were those of another one. */
void run_params_read(const struct rules *r, const struct checked *check, struct run_params *params);
/* The value itself for the first parameter, what is around it for the others; false if one is not there. */
bool run_find_given(struct run_params *params, const struct reach *reach, uint32_t value);
/* Whether a check with bound parameters has nothing to say. */
bool run_holds(struct run *run);
/* Runs a check, by its place, on a reached value; whether all that it requires holds. */
bool run_on(struct rules *r, struct eval *e, uint32_t check, struct run_params *params,
	    const struct reach *reach, uint32_t value);

/* ---- recall.c: checks that passed on values that are much alike ---- */

/* For checks or groups of them with numbers below n. */
struct recall *recall_new(struct arena *a, uint32_t n);
/* How often a check was not recalled. */
uint32_t recall_misses(const struct recall *recall, uint32_t check);
/* Whether so few values are alike that asking is a waste. */
bool recall_is_wasted(const struct recall *recall, uint32_t check);
/* Of the last one that was recalled: which of the given values it looked at, a bit for each. */
uint32_t recall_roots(const struct recall *recall);
/* Whether a check, by its place, passes on these values, since it did on others like them. */
bool recall_holds(struct recall *recall, struct eval *e, uint32_t check, const struct value *given,
		  uint32_t n);
/* Around a check that is run. */
void recall_begin(struct recall *recall, struct eval *e, uint32_t check, const struct value *given,
		  uint32_t n);
void recall_end(struct recall *recall, struct eval *e, uint32_t check, bool passed);

/* ---- settled.c: parts of which there is nothing to say, whatever is around them ---- */

struct settled *settled_new(struct arena *a);
/* How many values are in such a part, itself included; 0: it is none. */
uint32_t settled_find(const struct settled *s, const struct record_value *record);
/* Once all is asked about the values of an object. */
void settled_learn(struct settled *s, const struct reach *reach);

/* ---- sweep.c: which checks have nothing to say ---- */

struct doubt {
	uint32_t check, value; /* places in program->checks and in `reach` */
	uint32_t object;       /* which that value is in; none if it is shared */
};

struct swept { /* what is left to do */
	struct doubt *doubts;
	uint32_t n, at;
};

/*
 * Asks all checks about all values, in several threads, and keeps those pairs of which there may be
 * something to say. NULL if there are too few objects for that, or limits come into play.
 */
struct swept *sweep(struct rules *r, struct eval *e, const struct reach *reach, const struct manifests *set);
/* Adds the objects in question to `reach`, and sorts the pairs by check and value. The set may be another
 * one, whose objects are like those one by one. */
void sweep_take(struct swept *swept, struct rules *r, struct eval *e, struct reach *reach,
		const struct manifests *set);

/* ---- beside.c: the same while they run, of single objects ---- */

/* Begins, if there is a thread for it; `reach` does not change any more. */
struct beside *beside_begin(struct rules *r, struct eval *e, const struct reach *reach);
/* To be asked before each check, in order: whether it is known to hold for all of its values. */
bool beside_passed(struct beside *b, struct eval *e, uint32_t check);
/* To be called before anything is said, and in the end. */
void beside_end(struct beside *b);

/* Everything in a value, with the stack around it. */
void reach_collect_changes(struct reach *out, struct eval *e, struct session *s, const struct types *t,
			   struct value stack, struct value changes);

/* Whether what the check is about was accepted by the user; remembers that it was needed. */
bool accept_covers(const struct run *run);
/* Adds to a report how to accept it. */
void accept_help(const struct run *run);

/* What the first label of a report is about: `spec.replicas` of the Deployment `chat`. */
struct str path_text(const struct run *run, node_id report);

/* A check was skipped for want of a fact. */
void facts_note(struct rules *r, struct str fact, node_id check);

/* `at e "text"`: labels what the user wrote of e. */
void label_add(struct run *run, node_id value, struct str text);
/* A fix of the check as edits; offered as help where no edit is plain. */
void fix_add(struct run *run, node_id fix);
/* The block of a user's file that wrote a record, or 0. */
node_id fix_block(const struct run *run, struct value record);

/* Whether a check, or a part of it, reports this code. */
bool check_has_code(const struct rules *r, node_id n, struct str code);

struct allowances *allow_read(struct rules *r, struct eval *e, struct value stack);
/* Whether the stack allows a warning with this code; remembers that it was used. */
bool allow_covers(struct allowances *a, struct str code);
/* Reports allowances that nothing needed. */
void allow_finish(struct allowances *a, struct rules *r, struct eval *e, enum rules_ran ran);

/* ---- places.c ---- */

/* Drops what was reported since `first` at a value that was refused before. */
void places_drop_refused(struct diags *ds, uint32_t first);
/* Shows the overrides of a stack where only its name is to blame. */
void places_show_overrides(struct rules *r, struct eval *e, const struct rules_objects *from, uint32_t first);

#endif
