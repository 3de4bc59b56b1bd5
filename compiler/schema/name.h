#ifndef RCC_SCHEMA_NAME_H
#define RCC_SCHEMA_NAME_H
/*
 * Type names. A definition gets its last word, and its version and group as well only if
 * that word is taken. Anonymous records are called after the object and the end of the
 * path to them; equal ones with the same name are one type. Enumerations are called
 * after their record and field, or the field alone where all definitions agree about it.
 */
#include "schema/model.h"

void name_types(struct model *m);
/* Whether `text` is a name that the language itself gives to a type. */
bool name_is_builtin(struct str text);
/* Whether `text` may stand without quotes as a tag; a field's name may be a reserved word too. */
bool name_is_word(struct str text);
bool name_is_field(struct str text);
/* `web-hook` and `webHook` become `WebHook`. */
struct str name_camel(struct arena *a, struct str text);

#endif
