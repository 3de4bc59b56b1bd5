#ifndef RCC_RULES_RULES_H
#define RCC_RULES_RULES_H
/*
 * Runs the checks of the library and the user on a stack. A check is looked up by the type of
 * its first parameter and runs on every value of that type that the stack holds; a check whose
 * prerequisites failed is silent; one whose facts are not declared is skipped and named once.
 */
#include "eval/eval.h"

struct rules;

struct rules *rules_new(const struct program *p, struct session *s);
/* Checks with these codes do not run, and what builds on them runs as if they held. */
void rules_skip(struct rules *r, const char *const *codes, uint32_t n);
/* The name of a check in diagnostics: members_fit is members-fit there. */
struct str rules_slug(struct arena *a, struct str name);
/* Objects to check, and what the library knows of them all. */
struct rules_objects {
	/* A record with facts: what `fn manifests` of the library's prelude returns. Each of its lists of
	 * records of a type with @k8s(…) is filled with the objects of that type, and one of records with a
	 * field `api_version` with one for each object: what that has of `api_version`, `kind`, `name`,
	 * `namespace` and `labels`. */
	struct value manifests;
	struct value list;  /* records of types that carry @k8s(…); what else is in it is passed over */
	struct value stack; /* what they were made of; of no kind if of nothing */
	node_id node;	    /* that stack in the source, or 0 */
	bool plain;	    /* no sweep: each check is run for itself, one after the other */
	/* Where objects share values, whose origins are those of one of them, or NULL: the list once more,
	 * where none do, for when there is something to say. */
	struct value (*again)(void *self);
	void *self;
};

/* What makes the objects of a stack: a check of the stack as a whole may ask for them, before it is known
 * whether anything else is wrong with it. Nothing is reported of them; false if they cannot be made. */
struct rules_maker {
	bool (*make)(void *self, struct rules_objects *out);
	void *self;
};

/* Runs every check on an evaluated stack and reports. A check of the stack with a parameter for the facts
 * about all objects gets them from the maker, which is asked once, or is passed over without them. */
void rules_run(struct rules *r, struct eval *e, node_id stack, struct value value,
	       const struct rules_maker *maker);

/*
 * Runs every check on the objects and all that is in them, on the record of facts and on the records that
 * stand for single objects. Further parameters of a check are bound to what is around its value: a part of
 * the object, the object, its record, the facts, the stack. Returns the facts with their lists filled.
 */
struct value rules_run_objects(struct rules *r, struct eval *e, const struct rules_objects *from);
/* What the user accepts of one object: `--allow-replace StatefulSet/web`. */
struct rules_accepted {
	const char *risk; /* what a check names by @accept("replace") */
	const char *object;
	struct str id; /* of the object that these words turned out to mean */
	bool used; /* a check would have refused it */
};

/* What became of the objects since they were made last. */
struct rules_changes {
	struct value changes; /* a record of the library's type Changes */
	struct value stack;   /* as above */
	node_id node;
	struct rules_accepted *accepted;
	uint32_t naccepted;
};

/* Runs every check on the record of changes and all that is in it; around it is the stack. A check with
 * @accept(…) is silent about what has an `id` that was accepted, and says how to accept it otherwise. */
void rules_run_changes(struct rules *r, struct eval *e, const struct rules_changes *from);
/* Reports allowances that the stack did not need, as far as is known from the checks that ran. */
enum rules_ran {
	RULES_PARTLY, /* something was refused, and with it perhaps what would be allowed */
	RULES_STACK,  /* those of the stack, and no more will */
	RULES_ALL
};
void rules_end(struct rules *r, struct eval *e, enum rules_ran ran);
/* One note for all checks that were skipped because of facts that nobody declared. */
void rules_finish(struct rules *r);

#endif
