/*
 * What a document has in common with a model. An entry that begins at the same column, consists of the same
 * bytes up to the next content and is followed by the same byte, or the same dash, is read to the same nodes,
 * since the reader looks at nothing else: these are not made again.
 */
#include "yaml/quick.h"

#include <string.h>

enum { KEYS_AHEAD = 8 /* of a model, which may be missing */ };

static const struct yaml_node *model_node(const struct quick *q, uint32_t node)
{
	return &q->model->nodes.v[node];
}

struct quick_twin quick_enter_twin(const struct quick *q, uint32_t node, enum yaml_kind kind)
{
	if (!q->model || node == QUICK_NONE || model_node(q, node)->kind != kind || model_node(q, node)->flow)
		return (struct quick_twin){ 0 };
	return (struct quick_twin){ node + 1, model_node(q, node)->next };
}

/* Whether the bytes of the model from `beg` to `end` are next. */
static bool is_next(const struct quick *q, uint32_t beg, uint32_t end)
{
	return q->end - q->at >= end - beg && memcmp(q->text + q->at, q->model->text.p + beg, end - beg) == 0;
}

static bool is_key(const struct quick *q, uint32_t like)
{
	const struct yaml_node *key = model_node(q, like);
	uint32_t colon = q->at + key->end - key->beg;

	return is_next(q, key->beg, key->end) && colon < q->end && q->text[colon] == ':' &&
	       quick_blank_or_end(q, colon + 1);
}

uint32_t quick_find_key(const struct quick *q, struct quick_twin *twin)
{
	uint32_t key = twin->at;

	for (uint32_t i = 0; i < KEYS_AHEAD && key < twin->end; i++) {
		uint32_t next = model_node(q, key + 1)->next;

		if (is_key(q, key)) {
			twin->at = next;
			return key;
		}
		key = next;
	}
	return QUICK_NONE;
}

uint32_t quick_next_element(const struct quick *q, struct quick_twin *twin)
{
	uint32_t element = twin->at;

	if (element >= twin->end)
		return QUICK_NONE;
	twin->at = model_node(q, element)->next;
	return element;
}

/* A node of the model, which stood `beg` bytes behind what begins here. */
static void add_as(struct quick *q, uint32_t like, uint32_t beg)
{
	struct yaml_node node = *model_node(q, like);

	node.end += q->at + beg - node.beg;
	node.beg = q->at + beg;
	if (node.kind != YAML_NODE_SCALAR)
		node.kind = YAML_NODE_SAME;
	node.next = q->out->n + 1;
	node.twin = like + 1;
	yaml_add(q->in, q->out, node);
}

void quick_add_key(struct quick *q, uint32_t like)
{
	const struct yaml_node *key = model_node(q, like);

	add_as(q, like, 0);
	q->at += key->end - key->beg + 1;
}

static bool is_dash_at(struct str text, uint32_t at, uint32_t end)
{
	return text.p[at] == '-' && (at + 1 == end || text.p[at + 1] == ' ' || text.p[at + 1] == '\n');
}

/* Whether what follows an entry, here and in the model, is the same as far as that depends on it. */
static bool goes_on_alike(const struct quick *q, uint32_t here, uint32_t there)
{
	struct str text = q->model->text;
	uint32_t end = q->model->part.end;

	if (here == q->end || there == end)
		return here == q->end && there == end;
	return q->text[here] == text.p[there] &&
	       is_dash_at(q->in->text, here, q->end) == is_dash_at(text, there, end);
}

bool quick_take_same(struct quick *q, uint32_t like, int32_t column, bool entry)
{
	const struct yaml_mark *mark = &q->model->marks.v[like];
	uint32_t behind = q->at + mark->after - mark->beg, value = like + entry;

	if (mark->column != column || mark->after == mark->beg || !is_next(q, mark->beg, mark->after) ||
	    !goes_on_alike(q, behind, mark->after))
		return false;
	if (entry)
		add_as(q, like, 0);
	add_as(q, value, model_node(q, value)->beg - mark->beg);
	q->at = behind;
	q->column = mark->behind;
	return true;
}

void quick_mark(struct quick *q, uint32_t node, uint32_t beg, int32_t column)
{
	struct yaml_model *m = q->record;

	if (!m)
		return;
	while (m->marks.n <= node)
		vec_push(&q->in->session->arena, &m->marks, (struct yaml_mark){ 0 });
	m->marks.v[node] = (struct yaml_mark){ beg, q->at, column, q->column };
}

/* ---- readers ------------------------------------------------------------------------------ */

static void clear(struct yaml_nodes *out)
{
	out->n = 0;
	out->documents = 0;
	out->aliases = false;
}

bool yaml_read_model(const struct yaml_input *in, struct yaml_part part, struct yaml_model *model)
{
	struct quick q = { .in = in, .out = &model->nodes, .record = model };

	clear(&model->nodes);
	model->text = in->text;
	model->part = part;
	model->marks.n = 0;
	return quick_read(&q, part) && model->nodes.documents;
}

bool yaml_read_like(const struct yaml_input *in, struct yaml_part part, const struct yaml_model *model,
		    struct yaml_nodes *out)
{
	struct quick q = { .in = in, .out = out, .model = model };

	clear(out);
	return quick_read(&q, part);
}
