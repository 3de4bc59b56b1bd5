/* Any YAML, by libyaml, event by event. */
#include "yaml/events.h"

#include "formats/chars.h"

#include <string.h>
#include <yaml.h>

enum { ANCHOR_BUCKETS = 256 };

struct anchor {
	struct str name;
	uint32_t node, next;
};

struct reader {
	const struct yaml_input *in;
	struct yaml_part part;
	struct yaml_nodes *out;
	struct yaml_problem *problem;
	struct arena *arena;
	yaml_parser_t parser;
	/* libyaml counts characters: the byte at which one of them begins */
	size_t mark_index;
	uint32_t mark_byte;
	VEC(struct anchor) anchors; /* of the document; the first is none */
	uint32_t buckets[ANCHOR_BUCKETS];
	VEC(uint32_t) open; /* the collections around what comes next */
};

/* ---- places ------------------------------------------------------------------------------- */

static bool starts_character(char c)
{
	return ((unsigned char)c & 0xc0) != 0x80;
}

/* Marks follow each other, so that a step from the last one is short. */
static uint32_t byte_at(struct reader *r, size_t index)
{
	const char *p = r->in->text.p;
	uint32_t at = r->mark_byte;

	while (r->mark_index < index && at < r->part.end) {
		do
			at++;
		while (at < r->part.end && !starts_character(p[at]));
		r->mark_index++;
	}
	while (r->mark_index > index && at > r->part.beg) {
		do
			at--;
		while (at > r->part.beg && !starts_character(p[at]));
		r->mark_index--;
	}
	r->mark_byte = at;
	return at;
}

static bool fail(struct reader *r, uint32_t beg, uint32_t end, struct str why)
{
	if (!r->problem->why.n)
		*r->problem = (struct yaml_problem){ .beg = beg, .end = end, .why = why };
	return false;
}

static bool fail_limit(struct reader *r, uint32_t at, enum limit limit)
{
	const struct limit_info *info = &limit_infos[limit];
	uint64_t most = r->in->session->limits[limit];

	fail(r, at, at + 1,
	     arena_printf(r->arena, "%s: more than %llu %s", info->what, (unsigned long long)most,
			  info->unit));
	r->problem->limit = true;
	return false;
}

/* ---- what libyaml says, for people --------------------------------------------------------- */

static const struct {
	const char *problem, *why, *help;
} mistakes[] = {
	{ "found character that cannot start any token", "no value can begin with this character",
	  "quote the text" },
	{ "mapping values are not allowed in this context", "a `: ` cannot stand here",
	  "quote the text if it is one value, or check how far the line is indented" },
	{ "did not find expected key", "no key of the mapping begins here",
	  "check how far this line and those above it are indented" },
	{ "did not find expected '-' indicator", "no `- ` of the list begins here",
	  "check how far this line and those above it are indented" },
	{ "did not find expected <document start>", "the document is over here",
	  "begin another one with a line `---`" },
	{ "could not find expected ':'", "a key without `: ` behind it", "write `key: value`" },
	{ "did not find expected node content", "no value can begin with this character", "quote the text" },
	{ "did not find expected ',' or ']'", "a `,` or `]` is missing here", NULL },
	{ "did not find expected ',' or '}'", "a `,` or `}` is missing here", NULL },
	{ "block sequence entries are not allowed in this context", "a `- ` cannot stand here",
	  "begin the list on a line of its own" },
	{ "found a tab character that violates indentation", "a tab cannot indent", "indent with blanks" },
	{ "found a tab character where an indentation space is expected", "a tab cannot indent",
	  "indent with blanks" },
	{ "did not find expected alphabetic or numeric character",
	  "a text that begins with `*` or `&` names what is repeated", "quote the text" },
	{ "found unknown escape character", "this escape is not known", NULL },
	{ "found duplicate %YAML directive", "a directive is there twice", NULL },
};

/* A template is no YAML before it is rendered. */
static bool is_template(struct str line)
{
	return str_find(line, STR("{{"), 0) >= 0;
}

static struct str line_around(struct str text, uint32_t at)
{
	uint32_t beg = at < text.n ? at : text.n, end = beg;

	while (beg > 0 && text.p[beg - 1] != '\n')
		beg--;
	while (end < text.n && text.p[end] != '\n')
		end++;
	return str_slice(text, beg, end);
}

static uint32_t indent_of(struct str line)
{
	uint32_t n = 0;

	while (n < line.n && line.p[n] == ' ')
		n++;
	return n;
}

/* The `:` of `key:value` in the line above, which YAML reads as one text that goes on in this line; the end
 * of the text if there is none. */
static uint32_t find_glued(struct str text, uint32_t at)
{
	struct str line = line_around(text, at);
	uint32_t beg = (uint32_t)(line.p - text.p);
	struct str above = line_around(text, beg ? beg - 1 : 0);
	uint32_t i = indent_of(above);

	if (!beg || i != indent_of(line))
		return text.n;
	while (i < above.n && (char_is_alnum(above.p[i]) || char_in(above.p[i], "-_.")))
		i++;
	bool glued = i + 1 < above.n && above.p[i] == ':' && !char_in(above.p[i + 1], " /:\r");

	return glued ? (uint32_t)(above.p - text.p) + i : text.n;
}

static bool is_in_template(struct reader *r, uint32_t at)
{
	uint32_t context = r->parser.context ? byte_at(r, r->parser.context_mark.index) : at;

	return is_template(line_around(r->in->text, at)) || is_template(line_around(r->in->text, context));
}

static void fail_parse(struct reader *r)
{
	const char *problem = r->parser.problem ? r->parser.problem : "the text cannot be read";
	uint32_t at = byte_at(r, r->parser.problem_mark.index), end = at < r->part.end ? at + 1 : at;
	struct str why = arena_str(r->arena, str_from(problem));
	uint32_t glued = find_glued(r->in->text, at);
	bool template = is_in_template(r, at);
	const char *help = NULL;

	for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
		if (strcmp(mistakes[i].problem, problem) == 0) {
			why = str_from(mistakes[i].why);
			help = mistakes[i].help;
		}
	}
	if (at >= r->part.end && r->parser.context &&
	    r->parser.context_mark.index < r->parser.problem_mark.index) {
		at = byte_at(r, r->parser.context_mark.index);
		end = at + 1;
		why = STR("the document ends, and this is never closed");
		help = NULL;
	}
	if (at < r->part.end && r->in->text.p[at] == '\t') {
		why = STR("a tab cannot indent, nor stand before a value");
		help = "indent with blanks";
	}
	if (glued < r->part.end && glued >= r->part.beg && r->parser.error == YAML_SCANNER_ERROR) {
		at = glued;
		end = at + 1;
		why = STR("a blank is missing behind this `:`");
		help = "write `key: value`";
	}
	if (template) {
		why = STR("this is a template, and no YAML before it is rendered");
		help = "of a Helm chart: `helm template CHART | rcc vet -`";
	}
	fail(r, at, end, why);
	r->problem->help = help ? str_from(help) : STR("");
}

static bool next_event(struct reader *r, yaml_event_t *event)
{
	if (yaml_parser_parse(&r->parser, event))
		return true;
	fail_parse(r);
	return false;
}

/* ---- anchors ------------------------------------------------------------------------------ */

static struct anchor *find_anchor(struct reader *r, struct str name)
{
	for (uint32_t i = r->buckets[str_hash(name) % ANCHOR_BUCKETS]; i; i = r->anchors.v[i].next) {
		if (str_eq(r->anchors.v[i].name, name))
			return &r->anchors.v[i];
	}
	return NULL;
}

static void forget_anchors(struct reader *r)
{
	memset(r->buckets, 0, sizeof r->buckets);
	r->anchors.n = 0;
	vec_push(r->arena, &r->anchors, (struct anchor){ 0 });
}

/* An anchor may be set again, and means the last node then. */
static void add_anchor(struct reader *r, const yaml_char_t *text, uint32_t node)
{
	if (!text)
		return;
	struct str name = arena_str(r->arena, str_from((const char *)text));
	struct anchor *before = find_anchor(r, name);

	if (before) {
		before->node = node;
		return;
	}
	uint32_t *bucket = &r->buckets[str_hash(name) % ANCHOR_BUCKETS];

	vec_push(r->arena, &r->anchors, (struct anchor){ name, node, *bucket });
	*bucket = r->anchors.n - 1;
}

/* ---- nodes -------------------------------------------------------------------------------- */

static enum yaml_tag tag_of(const yaml_char_t *tag)
{
	static const struct {
		const char *name;
		enum yaml_tag tag;
	} known[] = {
		{ YAML_STR_TAG, YAML_TAG_STR },	    { YAML_INT_TAG, YAML_TAG_INT },
		{ YAML_FLOAT_TAG, YAML_TAG_FLOAT }, { YAML_BOOL_TAG, YAML_TAG_BOOL },
		{ YAML_NULL_TAG, YAML_TAG_NULL },   { "tag:yaml.org,2002:binary", YAML_TAG_BINARY },
	};

	if (!tag || strcmp((const char *)tag, "!") == 0)
		return tag ? YAML_TAG_STR : YAML_TAG_NONE;
	for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
		if (strcmp((const char *)tag, known[i].name) == 0)
			return known[i].tag;
	}
	return YAML_TAG_OTHER;
}

static bool is_block_scalar(yaml_scalar_style_t style)
{
	return style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE;
}

/* In brackets a `?` begins a key for the library of Kubernetes, wherever it stands; for libyaml only before a
 * blank. */
static bool has_stray_key(const struct reader *r, const struct yaml_node *node)
{
	return node->plain && r->open.n && r->out->v[r->open.v[r->open.n - 1]].flow && node->text.n &&
	       memchr(node->text.p, '?', node->text.n);
}

static bool refuse_stray_key(struct reader *r, const struct yaml_node *node)
{
	fail(r, node->beg, node->end, STR("in brackets a `?` ends a text: to Kubernetes a key begins there"));
	r->problem->help = STR("write the text between quotes");
	return false;
}

static bool add_scalar(struct reader *r, const yaml_event_t *event)
{
	struct str text = { (const char *)event->data.scalar.value, (uint32_t)event->data.scalar.length };
	uint32_t beg = byte_at(r, event->start_mark.index), end = byte_at(r, event->end_mark.index);
	yaml_scalar_style_t style = event->data.scalar.style;
	struct yaml_node node = { .kind = YAML_NODE_SCALAR,
				  .tag = (uint8_t)tag_of(event->data.scalar.tag),
				  .plain = style == YAML_PLAIN_SCALAR_STYLE,
				  .beg = beg,
				  .end = is_block_scalar(style) ? beg + 1 : end,
				  .text = arena_str(r->arena, text) };

	if (text.n > r->in->session->limits[LIMIT_LITERAL_BYTES])
		return fail_limit(r, beg, LIMIT_LITERAL_BYTES);
	if (has_stray_key(r, &node))
		return refuse_stray_key(r, &node);
	uint32_t at = yaml_add(r->in, r->out, node);

	yaml_close(r->out, at);
	add_anchor(r, event->data.scalar.anchor, at);
	return true;
}

static bool add_alias(struct reader *r, const yaml_event_t *event)
{
	struct str name = str_from((const char *)event->data.alias.anchor);
	uint32_t beg = byte_at(r, event->start_mark.index), end = byte_at(r, event->end_mark.index);
	const struct anchor *anchor = find_anchor(r, name);

	if (!anchor)
		return fail(r, beg, end,
			    arena_printf(r->arena, "no `&%.*s` stands above this alias", STR_ARG(name)));
	if (!r->out->v[anchor->node].next)
		return fail(r, beg, end, STR("this alias stands inside of what it repeats"));
	uint32_t at =
		yaml_add(r->in, r->out,
			 (struct yaml_node){
				 .kind = YAML_NODE_ALIAS, .beg = beg, .end = end, .target = anchor->node });

	yaml_close(r->out, at);
	r->out->aliases = true;
	return true;
}

static bool open_collection(struct reader *r, const yaml_event_t *event)
{
	bool map = event->type == YAML_MAPPING_START_EVENT;
	uint32_t beg = byte_at(r, event->start_mark.index);
	struct yaml_node node = { .kind = map ? YAML_NODE_MAP : YAML_NODE_LIST, .beg = beg, .end = beg + 1 };

	node.flow = map ? event->data.mapping_start.style == YAML_FLOW_MAPPING_STYLE
			: event->data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
	if (r->open.n >= r->in->session->limits[LIMIT_NESTING])
		return fail_limit(r, beg, LIMIT_NESTING);
	uint32_t at = yaml_add(r->in, r->out, node);

	vec_push(r->arena, &r->open, at);
	add_anchor(r, map ? event->data.mapping_start.anchor : event->data.sequence_start.anchor, at);
	return true;
}

/* A document of nothing but comments is none. */
static void end_document(struct reader *r, uint32_t first)
{
	const struct yaml_node *root = &r->out->v[first];

	if (r->out->n == first)
		return;
	if (root->kind == YAML_NODE_SCALAR && root->plain && !root->text.n && root->tag == YAML_TAG_NONE)
		r->out->n = first;
	else
		r->out->documents++;
}

static bool take(struct reader *r, const yaml_event_t *event, uint32_t *first)
{
	switch (event->type) {
	case YAML_DOCUMENT_START_EVENT:
		*first = r->out->n;
		forget_anchors(r);
		return true;
	case YAML_DOCUMENT_END_EVENT:
		end_document(r, *first);
		return true;
	case YAML_SCALAR_EVENT:
		return add_scalar(r, event);
	case YAML_ALIAS_EVENT:
		return add_alias(r, event);
	case YAML_MAPPING_START_EVENT:
	case YAML_SEQUENCE_START_EVENT:
		return open_collection(r, event);
	case YAML_MAPPING_END_EVENT:
	case YAML_SEQUENCE_END_EVENT:
		yaml_close(r->out, r->open.v[--r->open.n]);
		return true;
	default:
		return true;
	}
}

static bool read_all(struct reader *r)
{
	uint32_t first = 0;

	for (;;) {
		yaml_event_t event;

		if (!next_event(r, &event))
			return false;
		bool end = event.type == YAML_STREAM_END_EVENT, ok = take(r, &event, &first);

		yaml_event_delete(&event);
		if (end || !ok)
			return ok;
	}
}

/* libyaml takes a byte order mark at the beginning without counting it. */
static struct str without_mark(struct str text)
{
	return str_starts_with(text, STR("\xef\xbb\xbf")) ? str_slice(text, 3, text.n) : text;
}

bool yaml_read_any(const struct yaml_input *in, struct yaml_part part, struct yaml_nodes *out,
		   struct yaml_problem *problem)
{
	struct reader r = {
		.in = in, .part = part, .out = out, .problem = problem, .arena = &in->session->arena
	};
	struct str text = without_mark(str_slice(in->text, part.beg, part.end));

	r.part.beg = part.end - text.n;
	r.mark_byte = r.part.beg;
	if (!yaml_parser_initialize(&r.parser))
		rcc_bug("libyaml has no memory");
	yaml_parser_set_encoding(&r.parser, YAML_UTF8_ENCODING);
	yaml_parser_set_input_string(&r.parser, (const unsigned char *)(text.n ? text.p : ""), text.n);
	bool ok = read_all(&r);

	yaml_parser_delete(&r.parser);
	return ok;
}
