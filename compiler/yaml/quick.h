#ifndef RCC_YAML_QUICK_H
#define RCC_YAML_QUICK_H
/* What the two files of the quick reader share: quick.c has the structure, quick_text.c lines and scalars,
 * quick_like.c what is as in a model. */
#include "yaml/events.h"

struct quick {
	const struct yaml_input *in;
	struct yaml_nodes *out;
	const char *text;
	uint32_t at, end; /* the next byte, and where the part ends */
	int32_t column;	  /* of the content of the current line; -1 behind the last line */
	uint32_t depth;
	bool marker;			/* a line begins with a dot */
	const struct yaml_model *model; /* what this may be like, or NULL */
	struct yaml_model *record;	/* what this is to be, or NULL */
};

enum { QUICK_NONE = UINT32_MAX }; /* no node of the model */

bool quick_read(struct quick *q, struct yaml_part part);

/* ---- quick_like.c ---- */

/* Where the reader is in a collection of the model; `end` is 0 if there is no such collection. */
struct quick_twin {
	uint32_t next, end; /* the key or element that may come next; nodes of the model */
	uint32_t at;	    /* the one that was found, or QUICK_NONE */
	uint32_t same;	    /* bytes that it and what is here have in common */
};
/* In the collection `node` of the model, or none. */
struct quick_twin quick_enter_twin(const struct quick *q, uint32_t node, enum yaml_kind kind);
/* Finds the key that begins here, over those that are not there, which are few. */
bool quick_find_key(const struct quick *q, struct quick_twin *twin);
/* Finds the element at this place in its list. */
bool quick_find_element(const struct quick *q, struct quick_twin *twin);
/* Over the key, which is as `like` in the model, and its colon. */
void quick_add_key(struct quick *q, uint32_t like);
/* Over the entry or else element that was found, if it is as in the model up to the next one. */
bool quick_take_same(struct quick *q, const struct quick_twin *twin, int32_t column, bool entry);
void quick_add_mark(struct quick *q, uint32_t node, uint32_t beg, int32_t column);
/* Keeps where the entry or element `node` began, of a model; the reader is behind it. */
static inline void quick_mark(struct quick *q, uint32_t node, uint32_t beg, int32_t column)
{
	if (q->record)
		quick_add_mark(q, node, beg, column);
}

static inline char quick_peek(const struct quick *q)
{
	return q->at < q->end ? q->text[q->at] : '\n';
}

static inline bool quick_blank_or_end(const struct quick *q, uint32_t at)
{
	return at >= q->end || q->text[at] == ' ' || q->text[at] == '\n';
}

static inline void quick_skip_blanks(struct quick *q)
{
	while (q->at < q->end && q->text[q->at] == ' ')
		q->at++;
}

/* The offset of the newline at or behind `at`, or the end. */
uint32_t quick_line_end(const struct quick *q, uint32_t at);
/* Whether nothing but a comment stands before the end of the line; `at` is behind a blank or a token. */
bool quick_at_rest(const struct quick *q);
/* From anywhere in a line to the content of the next one that has some. */
void quick_next_content(struct quick *q, uint32_t at);
/* The same from the line behind this one. */
void quick_next_line(struct quick *q);
/* Over the rest of the line, if it is empty but for a comment. What is indented deeper than `around`
 * would belong to the value that ends here. */
bool quick_finish_value(struct quick *q, int32_t around);
void quick_add_scalar(struct quick *q, uint32_t beg, uint32_t end, struct str text, bool plain);
/* A quoted or plain text within one line; over it. */
bool quick_line_scalar(struct quick *q);
/* A literal block, whose `|` is next, in the collection at column `around`; over it. */
bool quick_literal(struct quick *q, int32_t around);

#endif
