#ifndef RCC_SEMA_PROGRAM_H
#define RCC_SEMA_PROGRAM_H
/*
 * A program is the set of modules that a run sees: the library's (frozen, from the image
 * or read by --stdlib) and the user's, with their trees, types and scopes.
 */
#include "sema/annotate.h"

struct symbol { /* a name that a module declares or imports */
	uint32_t name;
	uint32_t ref; /* REF_FN, REF_GLOBAL, REF_TYPE, REF_MODULE; 0 while a type is not resolved yet */
	node_id node; /* the declaration */
};

struct module {
	uint32_t path;	 /* name: relative to the project root, or std/… for the library */
	uint32_t source; /* index of the source */
	node_id file;	 /* NODE_FILE */
	uint32_t first_symbol, symbol_count;
	uint32_t library; /* 1: of the library */
};

struct checked {	       /* a check; what is asked of each in each run lies together */
	node_id node;	       /* NODE_CHECK */
	node_id params, stmts; /* its children */
	type_id type;	       /* of the values that it looks at, without refinements */
	uint32_t needs;	       /* 1: other checks have to hold first */
};

/* What the compiler needs of the library, found by name in std/prelude.rcs. */
struct prelude {
	uint32_t module;
	type_id stack;			   /* type Stack: a record with a field `name` of a String type */
	node_id objects, secrets, summary; /* functions of a Stack: [Object], [Secret need], [String]; or 0 */
	node_id order;	/* the kinds in the order in which their objects are applied; or 0 */
	node_id report; /* of a Stack, what `manifests` told of it, and a time, or none: its tables; or 0 */
	node_id manifests; /* of a Stack: what rules of objects want to know of them, rules/rules.h; or 0 */
	type_id changes;   /* type Changes: what became of each object, rules/rules.h; or 0 */
	node_id facts_of_change; /* of a Stack: what rules of changes want to know of it; or 0 */
	node_id consequence;	 /* of an element of it, and all of it: what applying the change does; or 0 */
	node_id unset;		 /* the values that the server puts where nothing is, by `Type.field`; or 0 */
	node_id exclusive;	 /* by type, the fields of which an object has one; or 0 */
	node_id kubernetes;	 /* of a Stack: the Version that its objects are for; or 0 */
	node_id held;		 /* of a Stack and its Manifests: what it takes of its cluster; or 0 */
	node_id exceeded;	 /* of a thing, what stacks take of it and what there is: a message; or 0 */
	node_id namespace_of;	 /* of a Stack and a kind: the namespace of its objects, if any; or 0 */
	node_id resting;	 /* of a Stack: `Type name` of objects that it has at other times; or 0 */
	node_id known_as;	 /* of a Stack: by `Type name` of objects, what overrides call them; or 0 */
	/* What a reader of manifests knows of the server, each 0 if the library does not tell it. */
	uint32_t k8s;	    /* import … as k8s: the module of Kubernetes' own types */
	node_id filled;	    /* by type, the words of which an empty text is none for nothing */
	node_id nameless;   /* kinds whose objects need no name */
	node_id own_groups; /* how the groups with a dot of Kubernetes' own end */
	node_id types;	    /* what `type` says beside `Type.field` */
	node_id statuses;   /* by type, what the status of an object may say, in words */
	node_id served;	    /* by apiVersion, lines such as `LeaseCandidate 1.31..1.32` */
	node_id instead;    /* by kind, what to do instead of one that is gone */
};

struct program {
	struct ast ast;
	struct types types;
	struct table modules; /* struct module */
	struct table symbols; /* struct symbol; those of a module in a row */
	struct table checks;  /* struct checked, in the order in which they run */
	struct prelude prelude;
	uint32_t main_module; /* the first one */
	uint32_t files_read;  /* of the user, against LIMIT_MODULES */
	uint64_t bytes_read;  /* of them, against LIMIT_SOURCES_TOTAL */
	uint32_t compared;    /* words that were looked at for near misses: suggest.c */
	bool contained;	      /* there are errors, and what they leave is evaluated (contain.h) */
};

void program_init(struct program *p, struct session *s);
void program_fini(struct program *p);

struct load_options {
	const char *root;      /* of the project; files outside are refused */
	const char *real_root; /* the same without links, if it was found; else NULL */
	const char *stdlib;    /* folder of the library, or NULL: the image is in place already */
};

/* Reads, parses and checks the library in options->stdlib: std/prelude.rcs and what it imports. */
bool program_load_library(struct program *p, const struct load_options *options);
/* Whether a path means standard input. */
bool load_is_standard_input(const char *path);
/* Reads, parses and checks a user's file and what it imports, unless that was done before. Its module,
 * or 0 if it cannot be read. */
uint32_t program_load(struct program *p, const struct load_options *options, const char *path);
/* Parses and checks a text as a module of the library, std/…, that may import others of it. */
void program_load_text(struct program *p, const struct load_options *options, struct str path,
		       struct str text);
/* The symbol of a module, or NULL. */
const struct symbol *program_find(const struct program *p, uint32_t module, uint32_t name);

#endif
