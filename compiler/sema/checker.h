#ifndef RCC_SEMA_CHECKER_H
#define RCC_SEMA_CHECKER_H
/*
 * Internal to sema: the state of checking one module, shared by the files check_*.c.
 * Expectations flow down (`want`), types flow up; TYPE_ERROR absorbs silently, so that one
 * cause gives one message.
 */
#include "sema/builtin.h"
#include "sema/program.h"

struct local {
	uint32_t name, slot;
	type_id type;
	node_id node; /* where it is bound */
};

struct record_scope { /* a record type whose defaults see its fields */
	type_id type;
	struct record_scope *outer; /* the record type around it, lexically */
};

struct edge { /* declaration `from` needs declaration `to` */
	node_id from, to;
	struct span at;
};

struct checker {
	struct program *program;
	struct session *session;
	struct ast *ast;
	struct types *types;
	uint32_t module;
	bool library;
	VEC(struct local) locals;
	uint32_t visible;     /* locals before this one belong to a declaration around */
	VEC(node_id) present; /* paths that are known not to be absent here */
	uint32_t slots;	      /* of the frame, so far */
	struct record_scope *self;
	node_id decl;	 /* the top-level declaration that is being checked */
	bool layered;	 /* inside a stack with layers: required fields may come from elsewhere */
	bool overriding; /* inside an entry of Overrides, which is laid on an object */
	bool operand;	 /* of what binds more tightly than `??`: told of what may be absent */
	VEC(struct edge) edges;
	VEC(node_id) pending;  /* top-level lets and types that are being worked out, each for the next */
	bool all_read;	       /* no declaration of the file is a syntax error, as far as is known */
	uint64_t levels;       /* of their trees together, which bounds the C stack */
	VEC(type_id) unfilled; /* declared records and unions that have their number, but no rows yet */
	const struct load_options *options;
};

/* ---- names (scope.c) ---- */
struct body;   /* check_block.h */
struct found { /* what a word means */
	uint32_t ref;
	type_id type;
	node_id node;
};
/* What the word of node n means here; false if nothing. */
bool scope_lookup(struct checker *k, node_id n, struct found *out);
/* The symbol of another module by `alias.name`; reports what is not there. */
bool scope_member(struct checker *k, uint32_t module, node_id get, struct found *out);
/* ---- near misses (suggest.c) ---- */
/* Whether somebody reads what is suggested in the diagnostic added last, and few enough words were looked at:
 * asked before many are gathered. */
bool suggest_is_worth(struct checker *k, const struct diag *d);
/* As str_nearest, for a run that asks for as much as a user may write. */
int suggest_nearest(struct checker *k, struct str word, const struct str *names, uint32_t n);
/* Adds a fix that replaces `where` by the name most like `word`; its index, or -1. */
int suggest_name(struct checker *k, struct diag *d, struct span where, struct str word,
		 const struct str *names, uint32_t n);
/* All fields of a record, as help. */
void suggest_fields(struct checker *k, struct diag *d, type_id record);
/* Where the entry before sets the field that is meant, that is said instead of a fix. */
bool suggest_set_already(struct checker *k, struct diag *d, const struct body *in, int field,
			 struct str name);
/* Whether a field of a record is like the word. */
bool suggest_is_near(struct checker *k, struct str word, type_id record);
/* A field of a record; where none is near, where else there is one, or the fields that there are. The block
 * `in` of the record, if given, is told of each field in whose block it may belong. */
int suggest_field(struct checker *k, struct diag *d, struct span where, struct str word, type_id record,
		  const struct body *in);
/* One of a few names, and its index; where none is near, all of them, and -1. */
int suggest_one_of(struct checker *k, struct diag *d, struct span where, struct str word,
		   const struct str *names, uint32_t n);
/* Text that stands there without quotes; report_bare_text gives TYPE_ERROR. */
void suggest_quotes(struct checker *k, struct diag *d, node_id n);
type_id report_bare_text(struct checker *k, node_id n, type_id want);
/* A value that the library lists for a type of that name: the first that goes on from `text`, else the first
 * as help. False if it lists none. */
bool suggest_listed(struct checker *k, struct diag *d, node_id n, type_id want, struct str text);
int suggest_tag(struct checker *k, struct diag *d, struct span where, struct str word, type_id u);

/* ---- fields that are written elsewhere (elsewhere.c) ---- */
/* The field, or tag, that the library also knows by this word; or -1. */
int elsewhere_alias(const struct checker *k, const struct type *record, struct str word);
int elsewhere_alias_of_tag(const struct checker *k, const struct type *u, struct str word);
/* What the declaration of a record or union says of a word that is none of its own. False: nothing. */
bool elsewhere_hint(struct checker *k, struct diag *d, const struct type *t, struct str word);
/* What is written behind a field of that type: ` = …`, ` { … }`. */
const char *elsewhere_form(const struct checker *k, type_id t);
/* Tells of a field of that name in a block of the record, in another block of the stack. False: nothing. */
bool elsewhere_inside(struct checker *k, struct diag *d, struct str word, type_id record, bool *meant);
bool elsewhere_outside(struct checker *k, struct diag *d, struct str word, type_id record);
/* A key of one of the record's maps, as far as the library lists them. */
bool elsewhere_key(struct checker *k, struct diag *d, struct span where, struct str word, type_id record);

/* What the library lists by `@lists("name")` in front of a `let`: its value, or 0. */
node_id elsewhere_list(const struct checker *k, struct str name);
/* ---- values of other languages (foreign.c): each adds what to write instead ---- */
bool foreign_word(struct checker *k, struct diag *d, node_id n, type_id want);
/* What the value, which does not fit, is written as there: `3` for "3", `[x]`, `{ size = 1Gi }`. */
bool foreign_value(struct checker *k, struct diag *d, node_id n, type_id got, type_id want);
/* A range that is written as a block of two numbers. */
void foreign_bounds(struct checker *k, struct diag *d, node_id n, node_id block);
/* Of an element of a list of kinds, which is an entry of its own; false: it is none. */
bool foreign_element(struct checker *k, node_id n, const struct field *f);
void foreign_fraction(struct checker *k, struct diag *d, node_id n, type_id want);
void foreign_sum(struct checker *k, struct diag *d, node_id n);
/* Of a word for what comes from outside, told if there is a diagnostic; false: it is none. */
bool foreign_source(struct checker *k, struct diag *d, struct str word);

void scope_report_unknown(struct checker *k, node_id n, type_id want);
/* What an import declares is written behind its name: offers that; false if none declares the name of `n`. */
bool scope_suggest_import(struct checker *k, struct diag *d, node_id n);
/* Finds what a symbol denotes, computing the types of its declaration on demand. */
bool scope_use(struct checker *k, const struct symbol *symbol, uint32_t module, struct span at,
	       struct found *out);
/* Warns where the name that n is about to bind means something already. */
void scope_warn_hidden(struct checker *k, node_id n);
uint32_t scope_bind(struct checker *k, node_id n, uint32_t name, type_id type);
void scope_declare(struct program *p, uint32_t module);
void scope_edge(struct checker *k, node_id to, struct span at);

/* The declaration of a word at the top level of this module or the prelude, or NULL. */
const struct symbol *scope_symbol(const struct checker *k, uint32_t name, uint32_t *module);
/* Declares that `decl` is being worked out; false after a report: it depends on itself, or the chain is too
 * long. Ends with scope_resolved. */
bool scope_resolving(struct checker *k, node_id decl, struct span where);
void scope_resolved(struct checker *k);

/* ---- types (check_type.c, check_type_name.c) ---- */
type_id check_type(struct checker *k, node_id n);
type_id check_type_decl(struct checker *k, node_id decl);
/* Makes the rows of all records and unions that were declared; afterwards their fields may be asked for. */
void check_type_rows(struct checker *k);
/* The type that a path names, without a diagnostic if it names none. */
type_id check_type_path(struct checker *k, node_id n);
/* The type that a word of the language names, or 0. */
type_id check_type_builtin(struct str word);
/* Reports that it names none, unless that was said of what it stands in. */
type_id check_type_unknown(struct checker *k, node_id n);
type_id check_signature(struct checker *k, node_id fn);

/* ---- values ---- */
/* Checks a value against `want` (0: anything) and gives its type; reports mismatches. */
type_id check_value(struct checker *k, node_id n, type_id want);
/* The type of a value without an expectation. */
type_id check_synth(struct checker *k, node_id n);
/* Checks and gives TYPE_BOOL or reports. */
void check_condition(struct checker *k, node_id n);
type_id check_name(struct checker *k, node_id n, type_id want);
type_id check_get(struct checker *k, node_id n);
/* The same where a value is wanted: words with dots that name nothing may be text without quotes. */
type_id check_member(struct checker *k, node_id n, type_id want);
type_id check_index(struct checker *k, node_id n);
type_id check_list(struct checker *k, node_id n, type_id want);
type_id check_template(struct checker *k, node_id n, type_id want);
type_id check_binary(struct checker *k, node_id n, type_id want);
type_id check_unary(struct checker *k, node_id n, type_id want);
/* Whether texts are joined by `+`, as other languages do it. */
bool check_is_sum_of_texts(const struct checker *k, node_id n);
type_id check_call(struct checker *k, node_id n, type_id want);
type_id check_number(struct checker *k, node_id n, type_id want);
/* Whether the text is a number of a kind that belongs there. */
bool number_fits(const struct checker *k, struct str text, type_id want);
type_id check_string(struct checker *k, node_id n, type_id want);
/* Reports a text in the place of a secret, and hides it. */
type_id check_secret_expected(struct checker *k, node_id n);
type_id check_amend(struct checker *k, node_id n, type_id want);
type_id check_match(struct checker *k, node_id n, type_id want);
/* A block without a head. */
type_id check_block(struct checker *k, node_id n, type_id want);
enum block_base {
	BLOCK_FRESH,
	BLOCK_COMPLETES, /* a default or an amended value has what is not written */
	BLOCK_STACK,	 /* the field `name` is set by the declaration */
};
/* The entries of a record: `base` tells whether required fields may come from elsewhere. */
void check_record(struct checker *k, node_id block, type_id record, enum block_base base, struct span head);
/* Of `f tag "key" { … }`: the key, behind the tag, is the value of a field. */
void check_record_named(struct checker *k, node_id block, type_id record, int field, node_id tag);
void check_vars(struct checker *k, node_id vars, type_id source, node_id source_node);

/* ---- flow (flow.c) ---- */
enum fit { FIT_NO, FIT_ABSENT, FIT_SECRET, FIT_TESTED, FIT_YES };
enum fit flow_fit(const struct checker *k, type_id got, type_id want);
/* The value `n` of type `got` stands where `want` is: marks it for a test, or reports. */
type_id flow(struct checker *k, node_id n, type_id got, type_id want);
struct str flow_text(struct checker *k, type_id t);
const char *flow_article(struct str word);
/* What a value of a type with a name of its own is written as, as help. */
void flow_suggest_shape(struct checker *k, struct diag *d, type_id want);
/* The tagged union that a word or string may be a tag of, or 0. */
type_id flow_union(const struct checker *k, type_id want);
/* Where a literal goes that means this member of an untagged union: the whole place if that says
 * more of its values than their union does. */
type_id flow_place(const struct checker *k, type_id member, type_id want);

/* ---- narrowing (narrow.c) ---- */
uint32_t narrow_mark(const struct checker *k);
void narrow_release(struct checker *k, uint32_t mark);
/* Adds the paths that are present when `condition` is `holds`. */
void narrow_by(struct checker *k, node_id condition, bool holds);
void narrow_add(struct checker *k, node_id path);
bool narrow_is_present(const struct checker *k, node_id path);

/* ---- declarations (check.c) ---- */
struct frame { /* what a declaration has of its own while it is checked */
	uint32_t visible, locals, present, slots;
	struct record_scope *self;
	node_id decl;
	bool layered, overriding;
};
/* Starts a frame without locals of the declaration around it; leave gives the number of its slots. */
struct frame frame_enter(struct checker *k, node_id decl);
uint32_t frame_leave(struct checker *k, const struct frame *saved);
/* The type of a top-level let or param, inferred when it is first needed. */
type_id check_global(struct checker *k, node_id n, struct span where);
/* A default value, in a frame of its own that sees the siblings of `self`. */
void check_default(struct checker *k, node_id field, type_id type);
void check_params(struct checker *k, node_id params);
/* A let inside a block, a function or a check: binds its name in the frame. */
void check_let(struct checker *k, node_id n);

/* ---- the rest ---- */
void check_check(struct checker *k, node_id check);
void check_stack(struct checker *k, node_id stack);
void check_cycles(struct checker *k);
/* Adds the checks of a module to the program's, once it is known that they have no cycle (order.c). */
void check_order(struct checker *k, node_id file);
void check_default_cycles(struct checker *k, type_id record);
type_id check_embed(struct checker *k, node_id call);
/* Result of a builtin; arguments are checked. */
type_id check_builtin(struct checker *k, node_id call, uint32_t builtin, type_id want);
void check_module(struct program *p, uint32_t module, const struct load_options *options);

/* ---- small helpers ---- */
static inline const struct node *at(const struct checker *k, node_id n)
{
	return ast_node(k->ast, n);
}
static inline node_id next_of(const struct checker *k, node_id n)
{
	return ast_next(k->ast, n);
}
static inline const struct type *ty(const struct checker *k, type_id t)
{
	return type_get(k->types, t);
}
static inline enum type_kind kind_of(const struct checker *k, type_id t)
{
	return (enum type_kind)type_get(k->types, type_base(k->types, t))->kind;
}
static inline bool is_list(const struct type *t)
{
	return t->kind == TYPE_LIST || t->kind == TYPE_KEYED;
}

static inline struct str text_of(const struct checker *k, uint32_t name)
{
	return name_text(&k->session->names, name);
}
void annotate(struct checker *k, node_id n, type_id type, uint32_t ref);
node_id child(const struct checker *k, node_id n, uint32_t i);
/* Iterates the children of a node. */
#define for_each_child(k, c, parent) for (node_id c = at((k), (parent))->first; c; c = next_of((k), c))

#endif
