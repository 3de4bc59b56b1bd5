/*
 * What a document has in common with a model. An entry that begins at the same column, consists of the same
 * bytes up to the next content and is followed by the same byte, or the same dash, is read to the same nodes,
 * since the reader looks at nothing else: these are not made again.
 */
#include "yaml/quick.h"

#ifdef __SSE2__
#include <emmintrin.h>
#endif

enum { KEYS_AHEAD = 8 /* of a model, which may be missing */ };

static const struct yaml_node *model_node(const struct quick *q, uint32_t node)
{
	return &q->model->nodes.v[node];
}

struct quick_twin quick_enter_twin(const struct quick *q, uint32_t node, enum yaml_kind kind)
{
	if (!q->model || node == QUICK_NONE || model_node(q, node)->kind != kind || model_node(q, node)->flow)
		return (struct quick_twin){ .at = QUICK_NONE };
	return (struct quick_twin){ node + 1, model_node(q, node)->next, QUICK_NONE, 0 };
}

/* How many of the `n` bytes of the model at `there` are next. */
static uint32_t count_same(const struct quick *q, uint32_t there, uint32_t n)
{
	const char *a = q->text + q->at, *b = q->model->text.p + there;
	uint32_t i = 0;

	if (n > q->end - q->at)
		n = q->end - q->at;
#ifdef __SSE2__
	for (; i + 16 <= n; i += 16) {
		__m128i x = _mm_loadu_si128((const void *)(a + i)),
			y = _mm_loadu_si128((const void *)(b + i));
		int same = _mm_movemask_epi8(_mm_cmpeq_epi8(x, y));

		if (same != 0xffff)
			return i + (uint32_t)__builtin_ctz(~(unsigned)same);
	}
#endif
	while (i < n && a[i] == b[i])
		i++;
	return i;
}

/* Of an entry or element of the model. */
static uint32_t count_same_of(const struct quick *q, uint32_t node)
{
	const struct yaml_mark *mark = &q->model->marks.v[node];

	return count_same(q, mark->beg, mark->after - mark->beg);
}

static bool is_key(const struct quick *q, uint32_t like, uint32_t same)
{
	const struct yaml_node *key = model_node(q, like);
	uint32_t n = key->end - key->beg;

	return same > n && q->text[q->at + n] == ':' && quick_blank_or_end(q, q->at + n + 1);
}

bool quick_find_key(const struct quick *q, struct quick_twin *twin)
{
	uint32_t key = twin->next;

	for (uint32_t i = 0; i < KEYS_AHEAD && key < twin->end; i++) {
		uint32_t next = model_node(q, key + 1)->next, same = count_same_of(q, key);

		if (is_key(q, key, same)) {
			*twin = (struct quick_twin){ next, twin->end, key, same };
			return true;
		}
		key = next;
	}
	twin->at = QUICK_NONE;
	return false;
}

bool quick_find_element(const struct quick *q, struct quick_twin *twin)
{
	twin->at = QUICK_NONE;
	if (twin->next >= twin->end)
		return false;
	twin->at = twin->next;
	twin->same = count_same_of(q, twin->at);
	twin->next = model_node(q, twin->at)->next;
	return true;
}

/* A node of the model, which stood `beg` bytes behind what begins here. */
static void add_as(struct quick *q, uint32_t like, uint32_t beg)
{
	struct yaml_nodes *out = q->out;

	if (out->n == out->cap)
		out->v = vec_grow(&q->in->session->arena, out->v, sizeof *out->v, out->n, &out->cap);
	struct yaml_node *node = &out->v[out->n++];

	*node = *model_node(q, like);
	node->end += q->at + beg - node->beg;
	node->beg = q->at + beg;
	if (node->kind != YAML_NODE_SCALAR)
		node->kind = YAML_NODE_SAME;
	node->next = out->n;
	node->twin = like + 1;
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

bool quick_take_same(struct quick *q, const struct quick_twin *twin, int32_t column, bool entry)
{
	const struct yaml_mark *mark = &q->model->marks.v[twin->at];
	uint32_t n = mark->after - mark->beg, value = twin->at + entry;

	if (twin->same != n || mark->column != column || !goes_on_alike(q, q->at + n, mark->after))
		return false;
	if (entry)
		add_as(q, twin->at, 0);
	add_as(q, value, model_node(q, value)->beg - mark->beg);
	q->at += n;
	q->column = mark->behind;
	return true;
}

void quick_add_mark(struct quick *q, uint32_t node, uint32_t beg, int32_t column)
{
	struct yaml_model *m = q->record;

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
