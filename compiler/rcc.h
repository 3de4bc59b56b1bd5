#ifndef RCC_H
#define RCC_H
/*
 * librcc: one compilation from a file to objects and diagnostics. It never prints, exits
 * or keeps state between compilations. The command, the tests, the fuzzers and the
 * language server use it alike.
 */
#include "base/render.h"
#include "base/session.h"
#include "check_info.h"
#include "emit/files.h"
#include "eval/eval.h"
#include "input/options.h"
#include "objects/doc.h"

struct rcc;

struct rcc_accepted {	    /* what is lost with one object, or made anew, may be */
	const char *risk;   /* "replace" or "data-loss" */
	const char *object; /* StatefulSet/web */
};

struct rcc_options {
	struct os os;
	struct input_options input;
	const char *stdlib; /* --stdlib, or NULL */
	const void *image;  /* the embedded library; NULL asks for stdlib */
	size_t image_size;
	const char *policy;	 /* --policy FILE, or NULL */
	const char *const *skip; /* codes of checks that do not run, so that what they refuse can be made */
	uint32_t nskip;
	const char *before; /* where the set made last stands, with {stack} for its name; NULL: nowhere */
	const struct rcc_accepted *accepted;
	uint32_t naccepted;
};

struct rcc_stack {
	struct str name;
	struct str source; /* the file that declares it, relative to the project root */
	struct object_list objects;
	struct str *summary; /* sentences of the library: what the deployment tolerates, … */
	uint32_t nsummary;
	struct value value;	/* what the objects were made of */
	struct value manifests; /* what the library knows of all of them; once they were checked */
	struct emit_set files;	/* of the objects; none yet if nobody asked for them */
};

/* The files of a stack, made if there are none yet. */
static inline struct emit_set rcc_files(struct arena *a, const struct rcc_stack *stack)
{
	return stack->files.n ? stack->files : emit_files(a, stack->name, stack->source, &stack->objects);
}

/* Who takes the stacks of a run, one at a time. */
struct rcc_taker {
	void *self;
	/* Asked once, when every stack was checked and none has an error: whether they are to be made. */
	bool (*begin)(void *self, uint32_t stacks);
	/* The stack and all that it holds is gone when this returns. */
	void (*take)(void *self, const struct rcc_stack *stack);
};

struct rcc *rcc_new(const struct rcc_options *options);
void rcc_free(struct rcc *r);
/* Runs every pass; true if there was no error. The diagnostics are in the session, sorted. */
bool rcc_compile(struct rcc *r);
/* The same with one stack in memory at a time, however many there are: all are checked, then each is made
 * once more and given away. rcc_stacks and rcc_eval have nothing to tell afterwards. */
bool rcc_compile_each(struct rcc *r, const struct rcc_taker *taker);
/* Loads the library, and the checks of `policy`, alone: for what has no stack. False if they cannot be. */
bool rcc_load(struct rcc *r);
/* Adds a module to the library that is loaded. */
void rcc_declare(struct rcc *r, struct str path, struct str text);
struct session *rcc_session(struct rcc *r);
/* The concrete stacks in order, of a folder by the names of its files; valid after a compile without
 * errors. */
const struct rcc_stack *rcc_stacks(const struct rcc *r, uint32_t *n);

/* For questions about values after a compile. The evaluator is NULL if nothing could be evaluated. */
const struct program *rcc_program(const struct rcc *r);
struct eval *rcc_eval(const struct rcc *r);
/* The file that a source was read from; NULL where the user has none to edit: in the library, on the
 * command line. */
const char *rcc_source_path(struct rcc *r, uint32_t source);

/* Every check that the program knows, in module order; needs only the library to be loaded. */
const struct check_info *rcc_checks(struct rcc *r, uint32_t *n);

#endif
