#ifndef RCC_SYNTAX_FOREIGN_H
#define RCC_SYNTAX_FOREIGN_H
/* What other languages write, where the grammar takes something else: whole files, comments, lists, dots. */
#include "syntax/message.h"

/* Reports a wrong token that another language explains; false if none does. */
bool foreign_report(struct front *f, const struct expected *e);
/* Reports `name:` with lines below it that begin with `-`. */
bool foreign_list(struct front *f, const struct expected *e);
/* What to write for a word that begins a declaration elsewhere, or NULL. */
const char *foreign_declaration(struct str word);
/* What follows the wrong token on its line; 0 at the end. */
char foreign_following(const struct front *f);
/* Whether nothing follows it but a comment. */
bool foreign_is_last(const struct front *f);

#endif
