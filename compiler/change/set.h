#ifndef RCC_CHANGE_SET_H
#define RCC_CHANGE_SET_H
/* Objects that stand in files: a folder that rcc wrote, any other folder of manifests, or one file. */
#include "base/session.h"
#include "objects/doc.h"

/*
 * Reads the objects of a file or a folder; of one that rcc wrote only what its list names, of another the
 * files *.yaml, *.yml and *.json directly in it. Lists of objects are taken apart; documents that are no
 * objects, and the Kustomization that lists the others, are passed over. Reports what cannot be read; false
 * then.
 */
bool set_read(struct session *s, const char *path, struct object_list *out);

#endif
