#ifndef RCC_CHANGE_SECRET_H
#define RCC_CHANGE_SECRET_H
#include "change/compare.h"

/* Replaces what nobody may see in changes of an object of this kind: all that a Secret holds, and elsewhere
 * the values of variables, keys and arguments whose name is that of a password or the like. */
void secret_hide(struct arena *a, struct str kind, struct field_changes *fields);
#endif
