#ifndef RCC_EMIT_YAML_TEXT_H
#define RCC_EMIT_YAML_TEXT_H
/* Strings as YAML: which of them need no quotes, which may be blocks of lines, and quotes for the rest. */
#include "base/arena.h"

/* Whether a string may stand unquoted as a key or a value in block context. */
bool yaml_plain_is_safe(struct str s);

/* Whether a text of several lines survives a literal block, in every reader and editor: no blanks at the
 * end of a line, no tab at the very start, nothing but printable characters, tabs and line feeds. */
bool yaml_literal_is_safe(struct str s);

/* Whether a string holds a break of lines, of YAML 1.1 or 1.2. */
bool yaml_has_break(struct str s);

/* Appends a string, which must be UTF-8, in double quotes, on one line. */
void yaml_quote(struct buf *out, struct str s);

#endif
