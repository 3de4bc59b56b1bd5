#include "support/compile.h"

#include "base/os_fake.h"
#include "support/library.h"
#include "vet/vet.h"

#define FOLDER "/project/"

void project_init(struct project *p)
{
	*p = (struct project){ 0 };
	arena_init(&p->arena);
}

void project_fini(struct project *p)
{
	if (p->rcc)
		rcc_free(p->rcc);
	arena_fini(&p->arena);
}

const char *project_name(struct project *p, const char *stem, int n)
{
	return arena_printf(&p->arena, "%s%d.rcs", stem, n).p;
}

struct buf *project_file(struct project *p, const char *path)
{
	for (uint32_t i = 0; i < p->files.n; i++)
		if (str_eq(p->files.v[i]->path, str_from(path)))
			return &p->files.v[i]->text;
	struct project_file *file = arena_new(&p->arena, struct project_file, 1);

	file->path = arena_str(&p->arena, str_from(path));
	file->text.arena = &p->arena;
	vec_push(&p->arena, &p->files, file);
	return &file->text;
}

struct session *project_open(struct project *p)
{
	struct os_fake *fake = arena_new(&p->arena, struct os_fake, 1);
	struct rcc_options options = {
		.input.main = FOLDER "stack.rcs",
		.stdlib = LIBRARY_FOLDER,
	};

	os_fake_init(fake, &p->arena);
	os_fake_add(fake, LIBRARY_FOLDER "/prelude.rcs", str_from(library_prelude));
	for (uint32_t i = 0; i < p->files.n; i++) {
		struct str path = arena_printf(&p->arena, FOLDER "%.*s", STR_ARG(p->files.v[i]->path));

		os_fake_add(fake, path.p, buf_str(&p->files.v[i]->text));
	}
	options.os = os_fake(fake);
	p->rcc = rcc_new(&options);
	return rcc_session(p->rcc);
}

bool project_compile(struct project *p)
{
	return rcc_compile(p->rcc);
}

bool project_vet(struct project *p)
{
	const char *const paths[] = { FOLDER };
	const struct rcc_vet what = { .paths = paths, .npaths = 1 };
	struct rcc_vetted found;

	return rcc_vet(p->rcc, &what, &found);
}

const char *project_diagnostics(struct project *p)
{
	struct buf out = { .arena = &p->arena };

	render_text(rcc_session(p->rcc), COLOR_NEVER, &out);
	buf_char(&out, '\0');
	return out.p;
}
