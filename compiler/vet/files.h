#ifndef RCC_VET_FILES_H
#define RCC_VET_FILES_H
/* The files of a run of `rcc vet`. */
#include "vet/vet.h"

struct vet_file {
	uint32_t source;
	uint32_t set; /* files of one set are applied together */
	bool named;   /* by the user; the others were found in a folder */
};

struct vet_files {
	VEC(struct vet_file) list; /* those of a set in a row */
	uint32_t sets;
	uint32_t charts;  /* folders with templates of Helm, which were left out */
	uint32_t patches; /* files that kustomize lays on others, which were left out */
};

/* Finds, reads and adds the files to the session. Reports what cannot be read. */
void vet_files_read(struct session *s, const struct rcc_vet *what, struct vet_files *out);

#endif
