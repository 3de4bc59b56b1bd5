/* Builtins: the table of their implementations, their arguments, and what results share. */
#include "eval/eval_internal.h"

typedef struct value builtin_fn(const struct builtin_call *c);

static builtin_fn *const functions[BUILTIN_COUNT] = {
#define BUILTIN(name, signature, doc) [BUILTIN_##name] = builtin_##name,
#include "sema/builtin.def"
#undef BUILTIN
};

enum { ARGS_FEW = 4 }; /* that need no memory of their own */

/* The few arguments that there are, with room for all of them. */
static struct value *with_room(const struct builtin_call *c, node_id first)
{
	uint32_t n = 0;

	for (node_id arg = first; arg; arg = ast_next(c->e->ast, arg))
		n++;
	return memcpy(arena_new(c->e->arena, struct value, n), c->args, c->n * sizeof *c->args);
}

struct value eval_builtin(struct eval *e, struct eval_frame *f, node_id call, uint32_t builtin)
{
	node_id first = ast_next(e->ast, ast_node(e->ast, call)->first);
	struct builtin_call c = { .e = e, .f = f, .node = call };
	struct value few[ARGS_FEW];

	c.args = few;
	for (node_id arg = first; arg; arg = ast_next(e->ast, arg)) {
		if (ast_node(e->ast, arg)->kind == NODE_LAMBDA) {
			c.lambda = arg;
			continue;
		}
		struct value v = value_whole(eval_operand(e, f, arg));

		if (v.kind == VALUE_ERROR)
			return v;
		if (c.n == ARGS_FEW)
			c.args = with_room(&c, first);
		c.args[c.n++] = v;
	}
	return functions[builtin](&c);
}

struct value builtin_apply(const struct builtin_call *c, const struct value *args, uint32_t n)
{
	struct eval *e = c->e;
	node_id vars = ast_node(e->ast, c->lambda)->first, var = ast_node(e->ast, vars)->first;

	for (uint32_t i = 0; i < n && var; i++, var = ast_next(e->ast, var))
		c->f->slots[ast_node(e->ast, var)->ref] = value_whole(args[i]);
	return eval_node(e, c->f, ast_next(e->ast, vars));
}

origin_id builtin_origin(const struct builtin_call *c)
{
	return value_computed(c->e, c->node, c->args, c->n);
}

struct value builtin_string(const struct builtin_call *c, struct str s)
{
	return value_string(c->e, s, builtin_origin(c));
}

struct value builtin_int(const struct builtin_call *c, int64_t i)
{
	return value_integer(VALUE_INT, i, builtin_origin(c));
}

struct value builtin_bool(const struct builtin_call *c, bool b)
{
	return value_bool(b, builtin_origin(c));
}

struct value builtin_optional(const struct builtin_call *c, struct str s)
{
	return s.n ? builtin_string(c, s) : value_absent(builtin_origin(c));
}

struct value builtin_failed(const struct builtin_call *c, const char *why)
{
	eval_report(c->e, DIAG_ARITHMETIC, builtin_origin(c), c->node, "%s", why);
	return value_error();
}

bool builtin_fits(const struct builtin_call *c, uint64_t n)
{
	if (n > c->e->session->limits[LIMIT_STRING_BYTES])
		eval_exceed(c->e, LIMIT_STRING_BYTES, c->node);
	return eval_charge(c->e, n / 64, c->node);
}

/* ---- special forms ---- */

struct value builtin_embed(const struct builtin_call *c)
{
	rcc_bug("embed was not replaced when its module was checked (node %u)", c->node);
}

struct value builtin_secret(const struct builtin_call *c)
{
	struct secret_value *secret = arena_one(c->e->arena, struct secret_value);

	*secret = (struct secret_value){
		.name = builtin_text(c, 0),
		.key = builtin_text(c, 1),
		.name_value = c->args[0],
		.key_value = c->args[1],
	};
	return (struct value){ .kind = VALUE_SECRET, .origin = origin_written(c->node), .secret = secret };
}
