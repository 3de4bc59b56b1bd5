#include "objects/minor.h"

bool minor_read(struct value version, struct minor *out)
{
	if (version.kind != VALUE_VERSION)
		return false;
	out->text = *version.string;
	out->origin = version.origin;
	return version_parse(out->text, &out->version);
}

static const struct {
	enum diag_code code;
	const char *name;
} parts[] = {
	[MINOR_TYPE] = { DIAG_TYPE_NOT_IN_RELEASE, "" },
	[MINOR_FIELD] = { DIAG_FIELD_NOT_IN_RELEASE, "field " },
	[MINOR_TAG] = { DIAG_VALUE_NOT_IN_RELEASE, "value " },
};

/* The text of an attribute of a declaration; empty without it. */
static struct str bound(const struct ast *t, node_id declared, const char *attribute)
{
	node_id attr = ast_attr(t, declared, attribute);

	return attr ? ast_text(t, ast_child(t, attr, 0)) : STR("");
}

static bool reached(const struct minor *m, struct str bound)
{
	struct version v;

	return bound.n && version_parse(bound, &v) && version_compare(&m->version, &v) >= 0;
}

static void label(struct plain *p, struct diag *d, struct span at, const char *text)
{
	const struct diag_label *primary = &d->labels.v[0];

	if (at.end && at.beg != primary->span.beg)
		diag_label(&p->session->diags, d, at, "%s", text);
}

static bool refuse(struct plain *p, enum minor_part part, node_id declared, origin_id origin)
{
	struct diags *ds = &p->session->diags;
	const struct ast *t = &p->program->ast;
	struct str since = bound(t, declared, "since"), until = bound(t, declared, "until");
	struct span release = plain_span(p->eval, p->session, p->minor->origin);
	struct diag *d = diag_add(ds, parts[part].code, plain_span(p->eval, p->session, origin),
				  "Kubernetes %.*s has no %s`%.*s`", STR_ARG(p->minor->text),
				  parts[part].name, STR_ARG(ast_text(t, declared)));

	diag_primary(ds, d, "asked for here");
	label(p, d, plain_library_span(p->eval, p->session, origin), "made here, in the library");
	label(p, d, release, arena_printf(&p->session->arena, "for %.*s", STR_ARG(p->minor->text)).p);
	if (since.n)
		diag_because(ds, d, "it is there from %.*s on", STR_ARG(since));
	if (until.n)
		diag_because(ds, d, "it is gone since %.*s", STR_ARG(until));
	return false;
}

static bool has_attributes(const struct ast *t, node_id declared)
{
	for (node_id c = ast_node(t, declared)->first; c; c = ast_next(t, c)) {
		if (ast_node(t, c)->kind == NODE_ATTR)
			return true;
	}
	return false;
}

bool minor_has(const struct plain *p, node_id declared)
{
	const struct ast *t = &p->program->ast;

	if (!p->minor || !declared || !has_attributes(t, declared))
		return true;
	struct str since = bound(t, declared, "since");

	return (!since.n || reached(p->minor, since)) && !reached(p->minor, bound(t, declared, "until"));
}

bool minor_check(struct plain *p, enum minor_part part, node_id declared, origin_id origin)
{
	return minor_has(p, declared) || refuse(p, part, declared, origin);
}
