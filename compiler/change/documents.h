#ifndef RCC_CHANGE_DOCUMENTS_H
#define RCC_CHANGE_DOCUMENTS_H
/*
 * YAML and JSON as plain documents, each part with its place as origin. Unlike manifest/ it asks for no
 * schema: what was made by another release of rcc, or by someone else, is taken as it is.
 */
#include "eval/origin.h"
#include "objects/doc.h"
#include "yaml/events.h"

struct documents {
	struct session *session;
	struct origins *origins; /* NULL: no places are kept */
	VEC(struct doc) list;
};

/* Appends the documents of a source; the text is not used afterwards. False with a problem, whose bytes count
 * from the beginning of the source. */
bool documents_read(struct documents *d, uint32_t source, struct yaml_problem *problem);

#endif
