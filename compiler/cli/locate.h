#ifndef RCC_CLI_LOCATE_H
#define RCC_CLI_LOCATE_H
/* Places as people write them on a command line, and where the output of a compile has them. */
#include "cli/compile.h"
#include "emit/files.h"
#include "emit/yaml_lines.h"

struct location { /* FILE:LINE or FILE:LINE:COLUMN */
	struct str file;
	struct place place; /* a column of 0: none was given */
};

/* False if the word does not end in a line number. */
bool locate_parse(struct arena *a, const char *word, struct location *out);

/* Says why there is no answer. Returns STATUS_USAGE. */
enum status locate_failed(struct call *call, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/* The files of a stack, with the parts of its objects. */
struct output {
	const struct rcc_stack *stack;
	struct emit_set set;
	struct yaml_lines *objects; /* of the object with the same number as its file */
};
struct output output_of(struct arena *a, const struct rcc_stack *stack);

/* A scalar as it is shown in one line; what a list or map holds is counted. */
struct str output_value(struct arena *a, const struct doc *doc);

/* Members of a JSON object that is printed at once. */
struct answer_object {
	struct arena *arena;
	VEC(struct doc_entry) entries;
};
void answer_text(struct answer_object *o, const char *key, struct str text);
void answer_count(struct answer_object *o, const char *key, uint32_t n);
void answer_bool(struct answer_object *o, const char *key, bool value);
/* file, line, column, endLine, endColumn; none where there is no place. */
void answer_place(struct answer_object *o, const struct sources *sources, struct span at);
void answer_items(struct answer_object *o, const char *key, struct doc *items, uint32_t n);
struct doc answer_doc(const struct answer_object *o);

#endif
