#ifndef RCC_SYNTAX_HABITS_H
#define RCC_SYNTAX_HABITS_H
/*
 * What people write out of habit, where it is plain what they mean: it is reported, and read as that, so that
 * what stands inside is told as well.
 */
#include "syntax/front.h"

/* A `:` or `==` behind the name of a field becomes `=`, a `:` before lines that are indented deeper a `{`. */
void habits_set(struct front *f, struct token *t);
/* Reports a comment between slashes and stars. */
void habits_comment(struct front *f, struct span at);
/* Reports a `$`, or another sign that is none of ours. */
void habits_sign(struct front *f, struct span at);

#endif
