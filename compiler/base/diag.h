#ifndef RCC_BASE_DIAG_H
#define RCC_BASE_DIAG_H
/*
 * Diagnostics are records. Passes add them as they go; nothing is printed here. One
 * record later becomes text, JSON, SARIF or an editor's squiggle (render.h).
 * The compiler's own codes stand in diag.def; a check of the library brings its own.
 */
#include "base/source.h"

enum severity { SEVERITY_NOTE, SEVERITY_WARNING, SEVERITY_ERROR };

enum diag_code {
#define DIAG(code, id, slug, severity, title) DIAG_##id,
#include "base/diag.def"
#undef DIAG
	DIAG_COUNT
};

struct diag_label { /* the first label of a record is the primary one */
	struct span span;
	struct str text;
};

struct diag_edit { /* replace the bytes of `span` (may be empty: insert) by `text` */
	struct span span;
	struct str text;
};

struct diag_fix {
	struct str title;
	VEC(struct diag_edit) edits;
};

struct diag {
	struct str code; /* RCS0123 */
	struct str slug; /* kebab-case name */
	enum severity severity;
	struct str message; /* lower case, no full stop */
	VEC(struct diag_label) labels;
	VEC(struct str) because; /* derived facts */
	VEC(struct str) help;	 /* actions */
	VEC(struct diag_fix) fixes;
	bool by_hand; /* no command applies its fixes: texts do not number them */
};

struct diags {
	struct arena *arena;
	VEC(struct diag *) list;
	VEC(struct span) hidden;   /* source text that is never shown: secrets written by mistake */
	uint32_t errors, warnings; /* reported, whether kept or not */
	uint32_t dropped;	   /* beyond the limit, since diags_sort last told of them */
	const uint64_t *limit;	   /* how many are kept; NULL: all */
	bool by_hand;		   /* what is added from now on is mended by hand */
};

/* What the table says of a code of the compiler itself. */
struct diag_info {
	const char *code, *slug, *title;
	enum severity severity;
};
extern const struct diag_info diag_infos[DIAG_COUNT];

void diags_init(struct diags *ds, struct arena *arena);
/* Adds a diagnostic of the compiler with its primary span (label text empty). */
struct diag *diag_add(struct diags *ds, enum diag_code code, struct span at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
/* Adds a diagnostic of a library check. It has no label yet. The texts are copied. */
struct diag *diag_add_check(struct diags *ds, struct str code, struct str slug, enum severity severity,
			    struct str message);
/* Sets the text beside the primary span. */
void diag_primary(struct diags *ds, struct diag *d, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void diag_label(struct diags *ds, struct diag *d, struct span at, const char *fmt, ...)
	__attribute__((format(printf, 4, 5)));
void diag_because(struct diags *ds, struct diag *d, const char *fmt, ...)
	__attribute__((format(printf, 3, 4)));
void diag_help(struct diags *ds, struct diag *d, const char *fmt, ...) __attribute__((format(printf, 3, 4)));
/* A machine-applicable fix of one or more edits (add more with diag_edit). */
struct diag_fix *diag_fix(struct diags *ds, struct diag *d, struct span at, struct str text, const char *fmt,
			  ...) __attribute__((format(printf, 5, 6)));
/* Whether the one that was added last is kept: nobody reads what else is said of one that is not. */
bool diag_is_kept(const struct diags *ds, const struct diag *d);
/* No rendering shows the source text of this span from now on, whatever it is about. */
void diag_hide(struct diags *ds, struct span secret);
/* Whether it has this code. */
bool diag_is(const struct diag *d, enum diag_code code);
/* Whether something with this code was reported that begins in [beg, end). */
bool diags_have(const struct diags *ds, enum diag_code code, uint32_t beg, uint32_t end);
void diag_edit(struct diags *ds, struct diag_fix *f, struct span at, struct str text);
/* Forgets what was reported since the mark: a pass that is run again says the same again. */
struct diag_mark {
	uint32_t n, errors, warnings, dropped;
};
struct diag_mark diags_mark(const struct diags *ds);
void diags_release(struct diags *ds, struct diag_mark mark);
/* Drops what was reported since `then` at a place that an error reported between `from` and `then` points at,
 * too, or at `whole` alone: one cause is told once. */
void diags_drop_alike(struct diags *ds, struct diag_mark from, struct diag_mark then, struct span whole);
/* Whether anything was, kept or not. */
bool diags_any_since(const struct diags *ds, struct diag_mark mark);
/* Adds what others reported, as if it were reported now; their arena goes on. */
void diags_join(struct diags *ds, const struct diags *others);
/* Sorts by source (user files first, what has no place last), offset and code; drops repetitions (same code,
 * message and labels), masks passwords in texts, adds a note if the limit left out some. Again after more
 * was added. */
void diags_sort(struct diags *ds, const struct sources *sources);

#endif
