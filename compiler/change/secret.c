#include "change/secret.h"

#include "formats/chars.h"

static const struct doc not_shown = { .kind = DOC_STRING, .string = { "(not shown)", 11 } };

/* How names of credentials end, without case and what is between words. */
static const char *const endings[] = {
	"password", "passwd", "secret", "token", "apikey", "accesskey", "privatekey", "credentials",
};

static bool is_credential(struct str name)
{
	char last[16];
	uint32_t n = sizeof last;

	for (uint32_t i = name.n; i > 0 && n > 0; i--) {
		if (char_is_alnum(name.p[i - 1]))
			last[--n] = char_lower(name.p[i - 1]);
	}
	struct str end = { last + n, sizeof last - n };

	for (uint32_t i = 0; i < sizeof endings / sizeof *endings; i++) {
		if (str_ends_with(end, str_from(endings[i])))
			return true;
	}
	return false;
}

/* `--password=…`, as an argument of a program. */
static bool is_flag(const struct doc *value)
{
	struct str s = value->kind == DOC_STRING ? value->string : STR("");
	int64_t sign = str_starts_with(s, STR("-")) ? str_find(s, STR("="), 0) : -1;

	return sign > 0 && is_credential(str_slice(s, 0, (uint32_t)sign)) &&
	       !str_starts_with(str_slice(s, (uint32_t)sign, s.n), STR("=$("));
}

/* A variable that is filled in by another one, or a switch, is no credential. */
static bool is_told(const struct doc *value)
{
	struct str s = value->kind == DOC_STRING ? value->string : STR("");

	return s.n && !str_eq(s, STR("true")) && !str_eq(s, STR("false")) && !str_starts_with(s, STR("$("));
}

static struct doc without_secrets(struct arena *a, const struct doc *doc);

static void hide_entry(struct arena *a, struct doc_entry *e, const struct doc *name)
{
	bool named = name && name->kind == DOC_STRING && str_eq(e->key, STR("value"));

	if (is_told(&e->value) && is_credential(named ? name->string : e->key))
		e->value = not_shown;
	else
		e->value = without_secrets(a, &e->value);
}

static struct doc without_secrets(struct arena *a, const struct doc *doc)
{
	struct doc copy = is_flag(doc) ? not_shown : *doc;

	if (doc->kind == DOC_LIST) {
		copy.list.items = arena_new(a, struct doc, doc->list.n);
		for (uint32_t i = 0; i < doc->list.n; i++)
			copy.list.items[i] = without_secrets(a, &doc->list.items[i]);
	} else if (doc->kind == DOC_MAP) {
		copy.map.entries = arena_new(a, struct doc_entry, doc->map.n);
		for (uint32_t i = 0; i < doc->map.n; i++) {
			copy.map.entries[i] = doc->map.entries[i];
			hide_entry(a, &copy.map.entries[i], doc_get(doc, STR("name")));
		}
	}
	return copy;
}

/* Whether a path is that of the value of a variable, or of a key of data, that is named like a credential. */
static bool is_secret(struct str path)
{
	static const struct str variable = { "].value", 7 };
	uint32_t end = path.n, beg;

	if (str_ends_with(path, variable))
		end -= variable.n;
	else if (!str_starts_with(path, STR("data")))
		return false;
	while (end && !char_is_alnum(path.p[end - 1]))
		end--;
	for (beg = end; beg && !char_in(path.p[beg - 1], "[.\""); beg--)
		;
	return is_credential(str_slice(path, beg, end));
}

static const struct doc *hide(struct arena *a, const struct field_change *f, const struct doc *doc, bool all)
{
	if (!doc)
		return NULL;
	if (all || (is_told(doc) && is_secret(f->path)))
		return &not_shown;
	struct doc *copy = arena_one(a, struct doc);

	*copy = without_secrets(a, doc);
	return copy;
}

void secret_hide(struct arena *a, struct str kind, struct field_changes *fields)
{
	bool secret = str_eq(kind, STR("Secret"));

	for (uint32_t i = 0; i < fields->v.n; i++) {
		struct field_change *f = &fields->v.v[i];
		bool all = secret && (str_starts_with(f->path, STR("data")) ||
				      str_starts_with(f->path, STR("stringData")));

		f->before = hide(a, f, f->before, all);
		f->now = hide(a, f, f->now, all);
	}
}
