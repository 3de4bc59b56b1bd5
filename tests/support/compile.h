#ifndef RCC_TESTS_SUPPORT_COMPILE_H
#define RCC_TESTS_SUPPORT_COMPILE_H
/*
 * Whole compilations on a fake file system, for tests and fuzzers: add files to a project,
 * open it, compile it. The library is that of support/library.h.
 */
#include "rcc.h"

struct project_file {
	struct str path;
	struct buf text;
};

struct project {
	struct arena arena;
	VEC(struct project_file *) files;
	struct rcc *rcc;
};

void project_init(struct project *p);
void project_fini(struct project *p);
/* The text of a file, relative to the project's folder; made when first asked for. */
struct buf *project_file(struct project *p, const char *path);
/* The file name STEM<n>.rcs; it lives as long as the project. */
const char *project_name(struct project *p, const char *stem, int n);
/* No more files after this: the session, whose limits may be lowered. The main file is stack.rcs. */
struct session *project_open(struct project *p);
bool project_compile(struct project *p);
/* Reads the manifests of the project (`rcc vet`). */
bool project_vet(struct project *p);
/* The diagnostics as text, for messages of tests. */
const char *project_diagnostics(struct project *p);

#endif
