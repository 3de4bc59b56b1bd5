/*
 * Objects of one origin are much alike. The first one of a kind is a model for others: what of them is
 * written as it is there is the same value, not another one that equals it, and is read once.
 */
#include "manifest/reader.h"

enum {
	MODELS = 8,
	HEAD_LINES = 2, /* of a document, which tell its kind, as mostly they do */
	TRIES = 8,	/* before there is no model of a kind any more */
	MISSES = 2,	/* more than hits, before another model is tried */
};

struct model {
	struct str head;
	struct yaml_model yaml;
	struct read_before *reads; /* by node */
	uint32_t room;
	uint32_t tries, hits, misses;
	bool good;
};

struct alike {
	struct model models[MODELS];
	uint32_t n;
};

struct alike *alike_new(struct arena *a)
{
	return arena_new(a, struct alike, 1);
}

/* ---- models ------------------------------------------------------------------------------- */

static struct str head_of(struct str part)
{
	uint32_t beg = 0, end;

	if (str_starts_with(part, STR("---\n")))
		beg = 4;
	end = beg;
	for (uint32_t i = 0; i < HEAD_LINES; i++) {
		int64_t newline = str_find(part, STR("\n"), end);

		end = newline < 0 ? part.n : (uint32_t)newline + 1;
	}
	return str_slice(part, beg, end);
}

struct model *alike_find(struct alike *alike, struct str part)
{
	struct str head = head_of(part);
	uint32_t i = 0;

	while (i < alike->n && !str_eq(alike->models[i].head, head))
		i++;
	if (i == MODELS)
		return NULL;
	if (i == alike->n)
		alike->models[alike->n++] = (struct model){ .head = head };
	return alike->models[i].good || alike->models[i].tries < TRIES ? &alike->models[i] : NULL;
}

/* ---- one document ------------------------------------------------------------------------- */

static void exchange(struct manifests *m, struct model *model)
{
	struct yaml_nodes nodes = m->nodes;

	m->nodes = model->yaml.nodes;
	model->yaml.nodes = nodes;
}

static bool begin_model(struct manifests *m, struct model *model, const struct yaml_input *in,
			struct yaml_part part)
{
	model->tries++;
	model->hits = model->misses = 0;
	if (!yaml_read_model(in, part, &model->yaml))
		return false;
	uint32_t n = model->yaml.nodes.n;

	if (n > model->room) {
		model->room = n;
		model->reads = arena_new(m->arena, struct read_before, n);
	} else {
		memset(model->reads, 0, n * sizeof *model->reads);
	}
	exchange(m, model);
	m->record = model->reads;
	return true;
}

bool alike_begin(struct manifests *m, struct model *model, const struct yaml_input *in, struct yaml_part part)
{
	m->unlike = false;
	if (!model->good)
		return begin_model(m, model, in, part);
	m->before = model->reads;
	return yaml_read_like(in, part, &model->yaml, &m->nodes) || alike_end(m, model, false);
}

bool alike_end(struct manifests *m, struct model *model, bool good)
{
	good &= !m->unlike;
	if (m->record) {
		exchange(m, model);
		m->record = NULL;
		model->good = good;
		return true;
	}
	/* What has less than a quarter in common with it is better read without. */
	if (good && m->nodes.n / 3 < model->yaml.nodes.n / 4)
		model->hits++;
	else
		model->misses++;
	m->before = NULL;
	model->good = model->misses <= model->hits + MISSES;
	return good;
}
