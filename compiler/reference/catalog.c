/* The chapters that follow from one table each. */
#include "base/explain.h"
#include "formats/number.h"
#include "reference/reference.h"
#include "sema/type.h"

#include <stdlib.h>

static void put_plain(struct page *p, struct str text)
{
	phrase_add(page_cell(p), RUN_TEXT, text, STR(""));
}

/* ---- plain types -------------------------------------------------------------------------- */

struct plain_type {
	enum type_kind kind;
	const char *example, *meaning;
	enum number_kind units; /* whose units it takes; NUMBER_INT: none */
};

static const struct plain_type plain_types[] = {
	{ TYPE_BOOL, "true", "`true` or `false`", NUMBER_INT },
	{ TYPE_INT, "3", "a whole number of 64 bits", NUMBER_INT },
	{ TYPE_FLOAT, "0.5", "a number with a fraction", NUMBER_INT },
	{ TYPE_STRING, "\"text\"", "a text; `${…}` in it is computed", NUMBER_INT },
	{ TYPE_BYTES, "10Gi", "an amount of memory or storage", NUMBER_BYTES },
	{ TYPE_CPU, "500m", "processor time; a number without unit counts cores", NUMBER_CPU },
	{ TYPE_DURATION, "15min", "a span of time", NUMBER_DURATION },
	{ TYPE_PERCENT, "80%", "a share", NUMBER_PERCENT },
	{ TYPE_QUANTITY, "10Gi", "a quantity of Kubernetes: bytes, cpu or a count", NUMBER_INT },
	{ TYPE_VERSION, "\"1.30\"", "a version; its numbers are compared, not its letters", NUMBER_INT },
	{ TYPE_SECRET, "secret(\"name\", \"key\")", "a reference to a key of a Secret, never its value",
	  NUMBER_INT },
	{ TYPE_ALLOW, "allow RCS1234 \"reason\"",
	  "codes of diagnostics that are accepted, each with its reason", NUMBER_INT },
	{ TYPE_JSON, "{ a = 1 }", "plain data of any shape", NUMBER_INT },
};

static void put_units(struct page *p, enum number_kind kind)
{
	struct phrase *cell = page_cell(p);

	for (uint32_t i = 0; kind != NUMBER_INT && i < number_unit_count; i++) {
		if (number_units[i].kind != kind)
			continue;
		phrase_text(cell, cell->n ? " " : "");
		phrase_code(cell, number_units[i].text);
	}
}

void reference_plain_types(const struct reference *r)
{
	static const char *const heads[] = { "type", "for example", "units", "meaning" };
	const struct types *types = &r->program->types;
	const struct names *names = &r->program->ast.session->names;

	page_chapter(r->page, "plain-types", "Plain types");
	page_table(r->page, 4, heads);
	for (uint32_t i = 0; i < sizeof plain_types / sizeof *plain_types; i++) {
		const struct plain_type *t = &plain_types[i];

		phrase_code(page_cell(r->page), type_text(types, names, r->page->arena, t->kind));
		phrase_code(page_cell(r->page), str_from(t->example));
		put_units(r->page, t->units);
		phrase_marked(page_cell(r->page), str_from(t->meaning));
	}
}

/* ---- diagnostics -------------------------------------------------------------------------- */

static const char *const severity_names[] = { "note", "warning", "error" };

static void put_title(struct page *p, struct str code, struct str slug, enum severity severity,
		      struct str title)
{
	struct phrase *heading = page_heading(p, 3, page_anchor(p, "code", code));

	phrase_code(heading, code);
	phrase_text(heading, " ");
	phrase_add(heading, RUN_TEXT, slug, STR(""));
	struct phrase *text = page_text(p);

	phrase_add(text, RUN_STRONG, str_from(severity_names[severity]), STR(""));
	phrase_text(text, ": ");
	phrase_marked(text, title);
}

static void put_example(struct page *p, const char *what, struct str code)
{
	if (code.n == 0)
		return;
	phrase_text(page_text(p), what);
	page_code(p, "rcs", code);
}

static int by_code(const void *a, const void *b)
{
	const struct check_info *x = a, *y = b;
	int order = str_cmp(x->code, y->code);

	return order ? order : str_cmp(x->slug, y->slug);
}

void reference_checks(const struct reference *r)
{
	uint32_t n;
	const struct check_info *known = rcc_checks(r->rcc, &n);
	struct check_info *checks = arena_new(r->page->arena, struct check_info, n);

	for (uint32_t i = 0; i < n; i++)
		checks[i] = known[i];
	if (n)
		qsort(checks, n, sizeof *checks, by_code);
	page_chapter(r->page, "checks", "Checks");
	phrase_text(page_text(r->page), "What the library asks of a stack, beyond the types of its fields.");
	for (uint32_t i = 0; i < n; i++) {
		put_title(r->page, checks[i].code, checks[i].slug, checks[i].severity, checks[i].title);
		page_prose(r->page, "rcs", checks[i].explain);
		put_example(r->page, "Failing:", checks[i].failing);
		put_example(r->page, "Fixed:", checks[i].fixed);
	}
}

static void put_files(struct page *p, const char *what, const struct explain_example *example)
{
	for (uint32_t i = 0; i < example->n; i++) {
		struct phrase *text = page_text(p);

		phrase_text(text, i ? "" : what);
		phrase_code(text, str_from(example->files[i].name));
		page_code(p, "", str_from(example->files[i].text));
	}
}

void reference_diagnostics(const struct reference *r)
{
	const struct explain *all = explain_read(r->page->arena);

	page_chapter(r->page, "diagnostics", "Diagnostics");
	phrase_text(page_text(r->page), "What the compiler itself says, whatever the library.");
	for (int i = 0; i < DIAG_COUNT; i++) {
		const struct diag_info *info = &diag_infos[i];
		const struct explain *page = explain_find(all, str_from(info->code));

		put_title(r->page, str_from(info->code), str_from(info->slug), info->severity,
			  str_from(info->title));
		if (!page)
			continue;
		page_prose(r->page, "rcs", str_from(page->prose));
		put_files(r->page, "Failing: ", &page->failing);
		put_files(r->page, "Fixed: ", &page->fixed);
	}
}

/* ---- functions and limits ----------------------------------------------------------------- */

static const struct function {
	const char *name, *signature, *meaning;
} functions[] = {
#define BUILTIN(name, signature, doc) { #name, signature, doc },
#include "sema/builtin.def"
#undef BUILTIN
};

/* The forms of a signature stand between ` / `. */
static void put_forms(struct phrase *cell, const char *name, struct str forms)
{
	while (forms.n) {
		int64_t end = str_find(forms, STR(" / "), 0);
		struct str form = str_slice(forms, 0, end < 0 ? forms.n : (uint32_t)end);

		phrase_text(cell, cell->n ? " or " : "");
		phrase_code(cell, arena_printf(cell->arena, "%s%.*s", name, STR_ARG(form)));
		forms = str_slice(forms, form.n + 3, forms.n);
	}
}

void reference_functions(const struct reference *r)
{
	static const char *const heads[] = { "function", "meaning" };

	page_chapter(r->page, "functions", "Functions");
	phrase_marked(
		page_text(r->page),
		STR("`T` and `U` are any type, `Q` a quantity or number, `K` what has an order; `?` may be "
		    "absent, `...` is one or more, `fn` a function literal such as `x => x + 1`."));
	page_table(r->page, 2, heads);
	for (uint32_t i = 0; i < sizeof functions / sizeof *functions; i++) {
		put_forms(page_cell(r->page), functions[i].name, str_from(functions[i].signature));
		phrase_marked(page_cell(r->page), str_from(functions[i].meaning));
	}
}

void reference_limits(const struct reference *r)
{
	static const char *const heads[] = { "of", "at most" };

	page_chapter(r->page, "limits", "Limits");
	phrase_marked(page_text(r->page), STR("What exceeds one is refused with `RCS0090`."));
	page_table(r->page, 2, heads);
	for (int i = 0; i < LIMIT_COUNT; i++) {
		const struct limit_info *limit = &limit_infos[i];

		put_plain(r->page, str_from(limit->what));
		put_plain(r->page, arena_printf(r->page->arena, "%llu %s", (unsigned long long)limit->value,
						limit->unit));
	}
}
