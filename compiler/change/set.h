#ifndef RCC_CHANGE_SET_H
#define RCC_CHANGE_SET_H
/* Objects that stand in files: a folder that rcc wrote, any other folder of manifests, or one file. */
#include "base/session.h"
#include "eval/origin.h"
#include "objects/doc.h"

struct set_reader {
	struct session *session;
	struct origins *origins; /* for the places of all parts; NULL: they are not kept */
	bool optional;		 /* what cannot be read is left out, with a warning (RCS0801) */
};

/*
 * Reads the objects of a file or a folder; of one that rcc wrote only what its list names, of another the
 * files *.yaml, *.yml and *.json directly in it. Lists of objects are taken apart; documents that are no
 * objects, and the Kustomization that lists the others, are passed over. Reports what cannot be read
 * (RCS0001, RCS0701); false then.
 */
bool set_read(const struct set_reader *how, const char *path, struct object_list *out);

/* Reads the objects of some files of a folder; a file that is not there is left out. */
void set_read_files(const struct set_reader *how, const char *dir, const struct str *names, uint32_t n,
		    struct object_list *out);

#endif
