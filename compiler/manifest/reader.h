#ifndef RCC_MANIFEST_READER_H
#define RCC_MANIFEST_READER_H
/* What the files of this folder share. */
#include "manifest/manifest.h"

#include "eval/make.h"
#include "formats/chars.h"
#include "yaml/scalar.h"

/* A field as this folder looks it up. */
struct shape_field {
	struct str name;
	type_id type;
	node_id declared;
	bool required;
	bool lacking;  /* the release does not have it */
	bool nullable; /* of one that is required: null is a value of it */
};

/* A record type, prepared when an object first needs it. */
struct shape {
	struct str name;
	uint32_t n;
	struct shape_field *fields;
	uint32_t *buckets; /* index + 1 by hash of the name, open addressing */
	uint32_t mask;
	uint32_t *required; /* the fields that must be there */
	uint32_t nrequired;
	node_id declared; /* of the type, or 0 */
	bool lacking;
	bool listed; /* nothing is computed of it, and its fields are few enough for a bit each */
	bool object; /* it is declared with @k8s */
	bool custom; /* a schema says what it is, to the letter: it is none of Kubernetes' own */
	struct str api_version, kind;
};

/* A kind of Kubernetes' own. */
struct served {
	struct str api_version, kind;
	uint32_t since, until; /* minors of 1.x; 0: open */
};

struct known_kind {
	struct str api_version, kind;
	type_id type; /* 0: the library has none */
};

/* An integer that passed the conditions of a type. */
struct passed_integer {
	type_id type;
	int64_t integer;
};
enum { PASSED_INTEGERS = 256 };

/* What a node of a model was read as. */
struct read_before {
	struct value value;
	type_id type;	/* of a key: of the record or map */
	uint32_t count; /* of nodes that were visited for the value; of a key its field */
};

struct manifests {
	struct eval *eval;
	const struct program *program;
	const struct types *types;
	struct session *session;
	struct arena *arena;
	struct plain plain;    /* for questions about the release */
	struct shape **shapes; /* by type */
	VEC(struct known_kind) kinds;
	VEC(struct served) served;		       /* once asked for */
	struct passed_integer passed[PASSED_INTEGERS]; /* by hash */
	struct yaml_nodes nodes;		       /* of the part that is read */
	uint32_t base, end;			       /* of its source; where the part ends, in the text */
	uint64_t visited;			       /* nodes of this run, aliases written out */
	uint32_t depth;
	bool stopped;			  /* a limit was exceeded */
	bool secret;			  /* what is read is not to be shown */
	struct alike *alike;		  /* or NULL: each object is read for itself */
	struct read_before *record;	  /* of what is read now, by node, or NULL */
	const struct read_before *before; /* of the model of what is read now, or NULL */
	bool unlike;			  /* it is no model or not like one */
	bool meant;			  /* what was read last is a guess, of which nothing more is said */
	struct record_reading *inside;	  /* the innermost record that is read, or NULL */
};

/* Where a value stands, for messages: under a key, or as an element of what stands there. */
struct spot {
	const struct spot *around;
	struct str key;
	int64_t index;		/* -1: no element */
	struct span at;		/* the key; of an element what it begins with */
	node_id declared;	/* of the field, in the library */
	bool custom;		/* in a custom resource */
	const struct shape *in; /* the record whose field it is, or NULL */
};

/* What a key that its record has not may be meant for: a field of the record, or of one in it. */
enum { GUESS_DEPTH = 3, GUESSES_MAX = 4 };
struct guess {
	uint16_t path[GUESS_DEPTH], n;
	uint32_t key, value; /* of an entry of the field, which is a map of texts; 0: no entry */
};

/* A mapping that is read as a record. */
struct record_reading {
	struct record_value *record;
	const struct shape *shape;
	const struct spot *place;
	struct record_reading *around; /* the record that it is in, or NULL */
	uint32_t node;		       /* the mapping */
	uint32_t hint;
	uint32_t nguesses;
	struct guess guesses[GUESSES_MAX];
	struct map_value *meant; /* what was made of such guesses */
};

static inline void guess_add(struct record_reading *r, struct guess guess)
{
	if (r->nguesses < GUESSES_MAX)
		r->guesses[r->nguesses++] = guess;
}

static inline const struct yaml_node *node_at(const struct manifests *m, uint32_t i)
{
	return &m->nodes.v[i];
}
/* The node itself, or what an alias repeats. */
static inline uint32_t node_target(const struct manifests *m, uint32_t i)
{
	return m->nodes.v[i].kind == YAML_NODE_ALIAS ? m->nodes.v[i].target : i;
}
static inline struct span node_span(const struct manifests *m, uint32_t i)
{
	return (struct span){ m->base + m->nodes.v[i].beg, m->base + m->nodes.v[i].end };
}
static inline bool node_is_null(const struct manifests *m, uint32_t i)
{
	const struct yaml_node *node = node_at(m, node_target(m, i));
	struct scalar s;

	char first = node->text.n ? node->text.p[0] : '~';

	if (node->kind != YAML_NODE_SCALAR || !node->plain || (first != '~' && first != 'n' && first != 'N'))
		return false;
	scalar_read(node, &s);
	return s.kind == SCALAR_NULL;
}

/* ---- shape.c ---- */

const struct shape *shape_of(struct manifests *m, type_id record);
/* The index of a field, looked for behind `hint` first; -1 if there is none. */
int shape_find(const struct shape *s, struct str name, uint32_t hint);
/* The record type of a kind, or 0. */
type_id shape_of_kind(struct manifests *m, struct str api_version, struct str kind);

/* ---- facts.c ---- */

/* Whether an empty text does not stand for nothing at a place of a word. */
bool fact_is_filled(struct manifests *m, const struct spot *place);
/* Whether an object of a kind needs no name. */
bool fact_is_nameless(struct manifests *m, struct str kind);
/* Whether a group can be one of Kubernetes' own. */
bool fact_is_own_group(struct manifests *m, struct str group);
/* What the status of an object of a type may say, in words; empty if it has none. */
struct str fact_status(struct manifests *m, const struct shape *s);
/* What the field `type` of a record says beside this field; empty if that is not known. */
struct str fact_type(struct manifests *m, const struct shape *s, struct str field);
/* What to do instead of a kind that is gone; empty if there is nothing to say. */
struct str fact_instead(struct manifests *m, struct str kind);
/* All kinds of Kubernetes' own, those of one apiVersion in a row. */
const struct served *facts_served(struct manifests *m, uint32_t *n);

/* ---- read.c ---- */

/* A value of the type; VALUE_ABSENT of a null, VALUE_ERROR of what was reported. */
struct value read_value(struct manifests *m, type_id type, const struct spot *place, uint32_t node);
/* The fields of a mapping as a record. */
struct value read_record(struct manifests *m, type_id type, const struct spot *place, uint32_t node);
/* What the apiserver takes an entry or element without a value for; absent of what is nothing then. */
struct value read_empty(struct manifests *m, type_id type, origin_id origin);
/* A type without what it is called, refined or optional. */
static inline type_id bare_id(const struct manifests *m, type_id type)
{
	return type_base(m->types, type_unwrap(m->types, type));
}
static inline const struct type *bare_type(const struct manifests *m, type_id type)
{
	return type_get(m->types, bare_id(m, type));
}
static inline origin_id origin_at(const struct manifests *m, struct span at)
{
	return origin_place(eval_origins(m->eval), at);
}

/* ---- status.c ---- */

/* The status of an object, which is the cluster's: of its fields only the names are looked at. False if such
 * an object has none. */
bool status_read(struct manifests *m, const struct shape *s, uint32_t node);

/* ---- read_list.c ---- */

struct value read_list(struct manifests *m, type_id type, const struct type *t, const struct spot *place,
		       uint32_t node);
/* Refines a list; what it may not hold twice is told at its place. */
struct value read_distinct(struct manifests *m, type_id type, const struct spot *place, struct value v);
/* Where a node that is an element of a list begins, up to the end of its first entry. */
struct span read_element_span(const struct manifests *m, uint32_t node);

/* ---- plain.c ---- */

struct value read_scalar(struct manifests *m, type_id type, const struct spot *place, uint32_t node);

/* ---- mistakes.c ---- */

void mistake_type(struct manifests *m, type_id wanted, const struct spot *place, uint32_t node);
/* The alternative that is offered instead, or -1. */
int mistake_word(struct manifests *m, type_id u, const struct spot *place, uint32_t node);
/* A key that the record has not; guesses what it is meant for. */
void mistake_field(struct manifests *m, struct record_reading *r, uint32_t key, uint32_t value);
void mistake_key(struct manifests *m, uint32_t key);
/* The key of a map is read as another text than stands there. */
void mistake_otherwise(struct manifests *m, uint32_t key, struct str read_as);
void mistake_missing(struct manifests *m, const struct spot *place, struct str field, struct span at);
/* A key that is there already, and as what both are read if that is another text; or that of an element of
 * a list. */
struct twice {
	struct str key, read_as, list;
	struct span first, second;
};
void mistake_twice(struct manifests *m, struct twice t);
/* What a scalar of another type is meant to be: what it is once the fix of `mistake_type` is applied. False
 * without one. */
bool mistake_meant(struct manifests *m, type_id wanted, uint32_t node, struct scalar *out);
void mistake_merge(struct manifests *m, uint32_t node);
/* Offers another text for a scalar that stands at a place; as advice where only people can write it. */
void mistake_offer(struct manifests *m, struct diag *d, struct span at, struct str old, struct str text,
		   const char *fmt, ...) __attribute__((format(printf, 6, 7)));
void mistake_limit(struct manifests *m, enum limit limit, struct span at);
/* The place for a message: `args[1]`. */
struct str spot_text(struct manifests *m, const struct spot *place);
/* A text as YAML reads it back, quoted. */
struct str yaml_quoted(struct arena *a, struct str text);

/* ---- alike.c ---- */

/* What the model has at the place of a node that is like it, and was read as of this type; or NULL. */
static inline const struct read_before *read_before(const struct manifests *m, type_id type, uint32_t node)
{
	uint32_t twin = m->nodes.v[node].twin;

	return twin && m->before[twin - 1].type == type ? &m->before[twin - 1] : NULL;
}
static inline void read_keep(const struct manifests *m, uint32_t node, struct read_before read)
{
	if (m->record)
		m->record[node] = read;
}

struct alike *alike_new(struct arena *a);
/* What was read of the same kind as the part, and is like most others; NULL if it is of no use to look. */
struct model *alike_find(struct alike *alike, struct str part);
/* The nodes of a part: what the model does not have, with m->before; or all of them, with m->record, if there
 * is no model yet. False if neither can be had. */
bool alike_begin(struct manifests *m, struct model *model, const struct yaml_input *in,
		 struct yaml_part part);
/* Once the nodes are read; `good`: to an object without a mistake. False if it has to be done again. */
bool alike_end(struct manifests *m, struct model *model, bool good);

/* ---- hint.c ---- */

/* Whether a node may stand for a value of a type, by its form. */
bool hint_fits(const struct manifests *m, type_id type, uint32_t node);
/* Where a key of another record may belong: `service: {name: web}` for `serviceName: web`, and which field
 * that is. Empty without it. */
struct str hint_nested(struct manifests *m, const struct shape *s, uint32_t key, uint32_t value,
		       uint32_t *field);
/* The only field of which a word is the end: `secretName` for `name`; or -1. */
int hint_longer(const struct manifests *m, const struct shape *s, struct str word, uint32_t value);
/* A scalar as the record that is wanted: `{name: x}` for `x`. Empty if that is not plain. */
struct str hint_record(struct manifests *m, type_id record, uint32_t node);
/* The same, also as the only element of a list that is wanted: `[x]`. */
struct str hint_form(struct manifests *m, type_id wanted, uint32_t node);

/* ---- guess.c ---- */

/* Advice to indent a key otherwise, which a record around its own has, or one inside; notes the guess. Empty
 * if there is none, or several. */
struct str guess_indent(struct manifests *m, struct record_reading *r, uint32_t key, uint32_t value);
/* What was guessed for a record that is read, once all its keys are. */
void guess_take(struct manifests *m, struct record_reading *r);

/* ---- kind.c ---- */

/* The version in which the release serves a kind of Kubernetes' own; empty if it is none. */
struct str kind_version(struct manifests *m, struct str kind);

/* Why there is no type for a kind; reports what is a mistake. True if it is a kind that others define. */
bool kind_unknown(struct manifests *m, struct str api_version, struct str kind, struct span version_at,
		  struct span kind_at);

#endif
