#ifndef RCC_VET_DEFINE_H
#define RCC_VET_DEFINE_H
#include "vet/files.h"

/* Declares the types of custom resources that some of the files define and some hold, and that the library
 * has no types for: those are checked like all others. Before anything is evaluated. */
void vet_define(struct rcc *r, const struct vet_files *files);

#endif
