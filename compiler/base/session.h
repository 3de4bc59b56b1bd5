#ifndef RCC_BASE_SESSION_H
#define RCC_BASE_SESSION_H
/*
 * What every pass shares: memory, names, sources, diagnostics, the world, and the limits.
 * One per compilation; there is no other state anywhere.
 */
#include "base/diag.h"
#include "base/names.h"
#include "base/os.h"

enum limit {
#define LIMIT(id, value, unit, what) LIMIT_##id,
#include "base/limits.def"
#undef LIMIT
	LIMIT_COUNT
};

struct limit_info {
	const char *name, *unit, *what;
	uint64_t value;
};
extern const struct limit_info limit_infos[LIMIT_COUNT];

struct session {
	struct arena arena;	  /* of the compilation; a pass over many stacks empties it after each */
	struct arena told; /* of the diagnostics, which outlive what they are about */
	struct names names;
	struct sources sources;
	struct diags diags;
	struct os os;
	bool fast_sha;	   /* the processor has instructions for SHA-256 */
	struct pool *pool; /* with threads for tasks that the world allows to run at once, or NULL */
	uint64_t limits[LIMIT_COUNT]; /* start as in the table; tests lower them */
};

void session_init(struct session *s, struct os os);
void session_fini(struct session *s);
/* A session beside another one, for a task of a pool: memory and diagnostics of its own; names and sources
 * are those of the other, and nothing may be added to them. */
void session_guest(struct session *s, const struct session *host);
void session_guest_fini(struct session *s);
/* The host takes over what the guest made and reported. */
void session_join(struct session *host, struct session *guest);
/* Gives a session, which points into itself, another address; `from` is dead afterwards. */
void session_move(struct session *to, const struct session *from);

#endif
