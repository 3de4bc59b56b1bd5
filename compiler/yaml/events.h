#ifndef RCC_YAML_EVENTS_H
#define RCC_YAML_EVENTS_H
/*
 * YAML and JSON as a flat array of events with their places: a node is one event, and a mapping or
 * sequence is followed by those of its children. An alias points at the event that it repeats, so
 * nothing is written out here, however often it is repeated.
 *
 * libyaml reads any YAML. What most files consist of, block style without anchors, tags and folded
 * text, is read by a scanner of our own (quick.c), many times as fast; what it does not know it
 * leaves to libyaml. fuzz_yaml holds both to the same events.
 */
#include "base/session.h"

enum yaml_kind {
	YAML_NODE_SCALAR,
	YAML_NODE_MAP,
	YAML_NODE_LIST,
	YAML_NODE_ALIAS,
	YAML_NODE_SAME, /* a collection that is written as in a model: what is in it has no nodes here */
};

enum yaml_tag {
	YAML_TAG_NONE,
	YAML_TAG_STR,
	YAML_TAG_INT,
	YAML_TAG_FLOAT,
	YAML_TAG_BOOL,
	YAML_TAG_NULL,
	YAML_TAG_BINARY,
	YAML_TAG_OTHER, /* not known: readers of Kubernetes pass over it */
};

struct yaml_node {
	uint8_t kind, tag;
	bool plain; /* a scalar without quotes, which may be a number */
	bool flow;  /* a map or list in brackets, as in JSON */
	uint32_t beg,
		end;	 /* bytes of the text: of a scalar with its quotes, of a collection its first token */
	uint32_t next;	 /* index behind the node and its children; 0 while it is open */
	uint32_t target; /* of an alias */
	/* Of one more than the node of a model: a scalar or SAME is written as that is, a map or list has
	 * something of it. 0: none. */
	uint32_t twin;
	struct str text; /* of a scalar: in the source or the arena */
};

struct yaml_nodes {
	struct yaml_node *v;
	uint32_t n, cap;
	uint32_t documents; /* nodes without a parent, each behind the one before */
	bool aliases;	    /* there are some */
};

/* What is wrong with a text, and where: bytes of it, end not included. */
struct yaml_problem {
	uint32_t beg, end;
	struct str why;	 /* of the arena; empty: nothing */
	struct str help; /* may be empty */
	bool limit;	 /* one of ours, no mistake of the text */
};

struct yaml_input {
	struct session *session;
	struct str text; /* of a whole file, with a NUL behind it; it must outlive the nodes */
	bool common;	 /* yaml_check_bytes: nothing in it that readers of YAML see differently */
};

/*
 * A part of the text between two lines that begin with `---`, at most one document in well-formed input:
 * [beg, end). Steps to the next part; starts with `end` 0; false behind the last.
 */
struct yaml_part {
	uint32_t beg, end;
};
bool yaml_next_part(struct str text, struct yaml_part *part);
/* Where the first such line behind the one at `at` begins; the end of the text if there is none. */
uint32_t yaml_next_separator(struct str text, uint32_t at);

/* The nodes of a part, in place of what `out` held, whose memory is used again. False with a problem. */
bool yaml_read(const struct yaml_input *in, struct yaml_part part, struct yaml_nodes *out,
	       struct yaml_problem *problem);

/* Whether the bytes can be YAML at all: UTF-8 without control characters. Reports the first that are not. */
bool yaml_check_bytes(struct yaml_input *in, struct yaml_problem *problem);
/* The same of a part that nobody reads beyond. */
bool yaml_check_part(struct yaml_input *in, struct yaml_part part, struct yaml_problem *problem);

/* The three readers behind yaml_read, for those who compare them; the quick one reads what is `common`. */
bool yaml_read_quick(const struct yaml_input *in, struct yaml_part part, struct yaml_nodes *out);
/* `stopped`: where it gave up. */
bool yaml_read_json(const struct yaml_input *in, struct yaml_part part, struct yaml_nodes *out,
		    uint32_t *stopped);
bool yaml_read_any(const struct yaml_input *in, struct yaml_part part, struct yaml_nodes *out,
		   struct yaml_problem *problem);

/*
 * Documents are often much alike. One that was read once is a model for others: what of them is written in
 * the same bytes at the same place is not read again.
 */
struct yaml_mark {		/* of a key or an element */
	uint32_t beg;		/* the key, or the dash of the element */
	uint32_t after;		/* the next content behind all that belongs to it */
	int32_t column, behind; /* of both; -1 at the end */
};
struct yaml_model {
	struct str text;
	struct yaml_part part;
	struct yaml_nodes nodes;
	VEC(struct yaml_mark) marks; /* by node; without a beginning and an end for others */
};
/* A part to be a model, or like one, whose text and nodes must outlive the other's; nodes as above. False if
 * the quick reader cannot. */
bool yaml_read_model(const struct yaml_input *in, struct yaml_part part, struct yaml_model *model);
bool yaml_read_like(const struct yaml_input *in, struct yaml_part part, const struct yaml_model *model,
		    struct yaml_nodes *out);

/* Appends a node that is not closed yet; its index. */
uint32_t yaml_add(const struct yaml_input *in, struct yaml_nodes *out, struct yaml_node node);
void yaml_close(struct yaml_nodes *out, uint32_t node);

#endif
