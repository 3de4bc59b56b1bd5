#ifndef RCC_EMIT_MANIFEST_H
#define RCC_EMIT_MANIFEST_H
/*
 * The list of what rcc made in a folder: the stack, and name and hash of each file. Its text
 * is sorted, and `sha256sum -c` reads it. A journal is a manifest that may list several hashes of a name.
 */
#include "base/session.h"
#include "emit/files.h"

#define MANIFEST_FILE ".rcc-manifest"
#define MANIFEST_JOURNAL ".rcc-journal"
#define MANIFEST_SCRATCH ".rcc-tmp" /* a file on its way into place */

struct manifest_entry {
	struct str name;
	struct str hash; /* SHA-256, 64 hex digits */
};

struct manifest {
	struct str stack;
	VEC(struct manifest_entry) entries; /* by name, then hash; without repetition */
};

struct str manifest_hash(const struct session *s, struct arena *a, struct str data);
/* Keeps the hashes of a set, which are then made only once. */
void manifest_keep_hashes(const struct session *s, struct arena *a, struct emit_set *set);
/* What a set will list. */
struct manifest manifest_of(const struct session *s, struct arena *a, const struct emit_set *set);
/* False if the text is not a whole manifest. Names that could lead out of the folder, or to the files of
 * this header, make it invalid. */
bool manifest_parse(struct arena *a, struct str text, struct manifest *out);
struct str manifest_text(struct arena *a, const struct manifest *m);
/* Adds the entries of another one; takes its stack if there is none yet. */
void manifest_merge(struct arena *a, struct manifest *m, const struct manifest *other);
/* Whether a name is listed at all, or with this hash. */
bool manifest_lists(const struct manifest *m, struct str name);
bool manifest_knows(const struct manifest *m, struct str name, struct str hash);
/* The hash of a name; empty if it is not listed. */
struct str manifest_hash_of(const struct manifest *m, struct str name);
/* Whether a name is one of the three files above. */
bool manifest_is_own_file(struct str name);

#endif
