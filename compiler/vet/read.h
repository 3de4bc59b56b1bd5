#ifndef RCC_VET_READ_H
#define RCC_VET_READ_H
/*
 * Many or large files, read in several threads. They are cut into tasks by their sizes alone; each has a
 * reader of its own, and what the readers made and reported is joined in the order of the files, so that it
 * is as if they were read one after the other.
 */
#include "manifest/manifest.h"
#include "vet/files.h"

struct vet_read {
	const struct program *program;
	struct session *session;
	struct eval *eval;
	struct manifests *manifests;
	const struct minor *minor; /* or NULL */
	const struct vet_file *files;
	uint32_t nfiles;
	bool share; /* manifests_share: in a set that is large enough for a sweep */
};

/* Adds the objects to `out`, and to `files` the number of files that have some. False, and nothing is added
 * or reported, if there is too little to share, or a limit comes into play: then they are to be read in a
 * row. */
bool vet_read(const struct vet_read *what, struct manifest_set *out, uint32_t *files);

#endif
