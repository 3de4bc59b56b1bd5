#include "base/session.h"

const struct limit_info limit_infos[LIMIT_COUNT] = {
#define LIMIT(id, value_, unit_, what_) [LIMIT_##id] = { #id, unit_, what_, value_ },
#include "base/limits.def"
#undef LIMIT
};

void session_init(struct session *s, struct os os)
{
	*s = (struct session){ .os = os };
	arena_init(&s->arena);
	arena_init(&s->told);
	s->told.few = true;
	names_init(&s->names);
	sources_init(&s->sources);
	for (int i = 0; i < LIMIT_COUNT; i++)
		s->limits[i] = limit_infos[i].value;
	diags_init(&s->diags, &s->told);
	s->diags.limit = &s->limits[LIMIT_DIAGNOSTICS];
}

void session_move(struct session *to, const struct session *from)
{
	*to = *from;
	to->diags.arena = &to->told;
	to->diags.limit = &to->limits[LIMIT_DIAGNOSTICS];
}

void session_guest(struct session *s, const struct session *host)
{
	*s = *host;
	s->arena = s->told = (struct arena){ 0 };
	diags_init(&s->diags, &s->told);
	s->diags.limit = &s->limits[LIMIT_DIAGNOSTICS];
	s->diags.by_hand = host->diags.by_hand;
}

void session_guest_fini(struct session *s)
{
	arena_fini(&s->arena);
	arena_fini(&s->told);
}

void session_join(struct session *host, struct session *guest)
{
	diags_join(&host->diags, &guest->diags);
	arena_take(&host->arena, &guest->arena);
	arena_take(&host->told, &guest->told);
}

void session_fini(struct session *s)
{
	sources_fini(&s->sources);
	names_fini(&s->names);
	arena_fini(&s->arena);
	arena_fini(&s->told);
}
