#ifndef RCC_SEMA_PATH_H
#define RCC_SEMA_PATH_H
/*
 * Names of modules: a path relative to the project root, or std/… for a file of the library, with `/` between
 * the parts and neither `.` nor `..` in it.
 */
#include "sema/program.h"

bool path_is_library(struct str path);
/* Up to and with the last `/`. */
struct str path_folder(struct str path);
/* Joins a folder and a relative path; false if that climbs above the start. */
bool path_join(struct arena *a, struct str folder, struct str relative, struct str *out);
/* Where a module's text lies on disk, NUL-terminated. */
struct str path_file(struct session *s, const struct load_options *options, struct str path);
/* The project root without links; false if it is not there. */
bool path_root(struct session *s, const struct load_options *options, struct str *out);
/* Whether a file is below the project root, symbolic links followed. True for one that cannot be
 * found: reading it will tell what is wrong. */
bool path_is_inside(struct session *s, const struct load_options *options, struct str file);
/* The file that a module means by a relative name; false if that leaves the project or the library. */
bool path_beside(struct program *p, const struct load_options *options, uint32_t module, struct str name,
		 struct str *file);

#endif
