#include "sema/checker.h"

void program_init(struct program *p, struct session *s)
{
	*p = (struct program){ 0 };
	ast_init(&p->ast, s);
	types_init(&p->types);
	table_init(&p->modules, sizeof(struct module), NULL, 0);
	table_init(&p->symbols, sizeof(struct symbol), NULL, 0);
	table_init(&p->checks, sizeof(struct checked), NULL, 0);
}

void program_fini(struct program *p)
{
	ast_fini(&p->ast);
	types_fini(&p->types);
	table_fini(&p->modules);
	table_fini(&p->symbols);
	table_fini(&p->checks);
}

const struct symbol *program_find(const struct program *p, uint32_t module, uint32_t name)
{
	const struct module *m = table_get(&p->modules, module);
	uint32_t lo = m->first_symbol, hi = lo + m->symbol_count;

	while (lo < hi) {
		uint32_t mid = lo + (hi - lo) / 2;
		const struct symbol *s = table_get(&p->symbols, mid);

		if (s->name == name)
			return s;
		if (s->name < name)
			lo = mid + 1;
		else
			hi = mid;
	}
	return NULL;
}
