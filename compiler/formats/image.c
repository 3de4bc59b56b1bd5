#include "formats/image.h"

#include "formats/chars.h"
#include "formats/glob.h"

enum { REPOSITORY_MAX = 255, TAG_MAX = 128, ID_HEX = 64 };

/* Whether the first of several components is not one of Docker Hub. */
static bool looks_like_registry(struct str text)
{
	uint32_t slash = chars_find(text, '/', 0);
	bool found = str_eq(str_slice(text, 0, slash), STR("localhost"));

	for (uint32_t i = 0; i < slash; i++)
		found |= text.p[i] == '.' || text.p[i] == ':' || char_is_upper(text.p[i]);
	return found && slash < text.n;
}

/* No host has a `_`: upstream then takes the component for a part of the repository. */
static bool has_registry(struct str text)
{
	uint32_t slash = chars_find(text, '/', 0);

	return looks_like_registry(text) && chars_find(text, '_', 0) >= slash;
}

struct image image_split(struct str text)
{
	struct image image = { 0 };
	uint32_t at = chars_find(text, '@', 0);

	image.digest = str_slice(text, at + (at < text.n), text.n);
	text = str_slice(text, 0, at);
	if (has_registry(text)) {
		uint32_t slash = chars_find(text, '/', 0);

		image.registry = str_slice(text, 0, slash);
		text = str_slice(text, slash + 1, text.n);
	}
	uint32_t colon = chars_find(text, ':', 0);

	image.tag = str_slice(text, colon + (colon < text.n), text.n);
	image.repository = str_slice(text, 0, colon);
	return image;
}

static bool is_on_docker_hub(const struct image *image)
{
	if (image->registry.n == 0)
		return !looks_like_registry(image->repository);
	return str_eq(image->registry, STR("docker.io")) || str_eq(image->registry, STR("index.docker.io"));
}

/* The folder of Docker Hub for what has none, with its slash; else empty. */
static struct str implied_folder(const struct image *image)
{
	bool has_folder = chars_find(image->repository, '/', 0) < image->repository.n;

	return is_on_docker_hub(image) && !has_folder ? STR("library/") : STR("");
}

struct str image_full(struct arena *a, struct str text)
{
	struct image image = image_split(text);
	struct str registry = is_on_docker_hub(&image) ? STR("docker.io") : image.registry;
	struct str folder = implied_folder(&image);
	struct buf b = { .arena = a };

	if (registry.n)
		buf_printf(&b, "%.*s/", STR_ARG(registry));
	buf_printf(&b, "%.*s%.*s", STR_ARG(folder), STR_ARG(image.repository));
	if (image.tag.n)
		buf_printf(&b, ":%.*s", STR_ARG(image.tag));
	if (image.digest.n)
		buf_printf(&b, "@%.*s", STR_ARG(image.digest));
	return buf_str(&b);
}

struct str image_familiar(struct arena *a, struct str text)
{
	struct str hub = STR("docker.io/"), folder = STR("library/");
	struct str full = image_full(a, text);

	if (!str_starts_with(full, hub))
		return full;
	struct str name = str_slice(full, hub.n, full.n), rest = str_slice(name, folder.n, name.n);

	if (!str_starts_with(name, folder) || chars_find(rest, '/', 0) < rest.n)
		return name;
	return rest;
}

bool image_matches(struct arena *a, struct str text, struct str pattern)
{
	struct str name = image_familiar(a, text);
	struct image image = image_split(name);
	uint32_t behind = (image.tag.n ? image.tag.n + 1 : 0) + (image.digest.n ? image.digest.n + 1 : 0);

	return glob_matches(pattern, name) || glob_matches(pattern, str_slice(name, 0, name.n - behind));
}

static struct str port_problem(struct str port)
{
	uint32_t at = 0;

	chars_number(port, &at, UINT32_MAX);
	return port.n && at == port.n ? STR("") : STR("has a registry whose port is no number");
}

/* As loosely as the grammar of references has it: hex digits and colons. */
static bool bracket_is_bad(struct str address)
{
	uint32_t i = 0;

	while (i < address.n && (char_hex(address.p[i]) >= 0 || address.p[i] == ':'))
		i++;
	return address.n == 0 || i < address.n;
}

/* A registry may be written in upper case; its labels obey the rest of DNS. */
static struct str host_problem(struct str host, struct arena *a)
{
	for (uint32_t beg = 0, end; beg <= host.n; beg = end + 1) {
		end = chars_find(host, '.', beg);
		if (beg == end)
			return STR("has a registry with an empty part");
		if (host.p[beg] == '-' || host.p[end - 1] == '-')
			return STR("has a registry with a part that starts or ends with `-`");
		for (uint32_t i = beg; i < end; i++)
			if (!char_is_alnum(host.p[i]) && host.p[i] != '-')
				return chars_problem(a, host, i, "in its registry");
	}
	return STR("");
}

static struct str registry_problem(struct str registry, struct arena *a)
{
	uint32_t colon = chars_find(registry, ':', 0);

	if (registry.n && registry.p[0] == '[') {
		uint32_t close = chars_find(registry, ']', 0);

		if (close == registry.n || bracket_is_bad(str_slice(registry, 1, close)))
			return STR("has a registry in brackets that is no IPv6 address");
		colon = close + 1;
		if (colon < registry.n && registry.p[colon] != ':')
			return STR("has a registry with more than a port behind its `]`");
	} else {
		struct str problem = host_problem(str_slice(registry, 0, colon), a);

		if (problem.n)
			return problem;
	}
	return colon < registry.n ? port_problem(str_slice(registry, colon + 1, registry.n)) : STR("");
}

/* Behind one separator of a repository: `.`, `_`, `__` or any number of `-`; `at` if there
 * is none. */
static uint32_t separator_end(struct str s, uint32_t at)
{
	uint32_t end = at;

	if (s.p[at] == '.')
		return at + 1;
	if (s.p[at] == '_')
		return at + 1 + (at + 1 < s.n && s.p[at + 1] == '_');
	while (end < s.n && s.p[end] == '-')
		end++;
	return end;
}

static bool is_name_char(char c)
{
	return char_is_lower(c) || char_is_digit(c);
}

static struct str component_problem(struct str part, struct arena *a)
{
	uint32_t at = 0;

	if (part.n == 0)
		return STR("has an empty component in its repository");
	while (at < part.n) {
		if (is_name_char(part.p[at])) {
			at++;
			continue;
		}
		uint32_t end = separator_end(part, at);

		if (end == at)
			return chars_problem(a, part, at, "in its repository");
		if (at == 0)
			return arena_printf(a, "has a component that starts with `%c`", part.p[0]);
		if (end == part.n)
			return arena_printf(a, "has a component that ends with `%c`", part.p[part.n - 1]);
		if (!is_name_char(part.p[end]) && separator_end(part, end) > end)
			return STR("has two separators side by side in its repository");
		at = end;
	}
	return STR("");
}

static bool is_id(struct str s)
{
	uint32_t i = 0;

	while (i < s.n && char_hex(s.p[i]) >= 0 && !char_is_upper(s.p[i]))
		i++;
	return i == ID_HEX && s.n == ID_HEX;
}

static struct str repository_problem(const struct image *image, struct arena *a)
{
	struct str name = image->repository;

	if (name.n == 0)
		return STR("has no repository");
	for (uint32_t beg = 0, end; beg <= name.n; beg = end + 1) {
		end = chars_find(name, '/', beg);
		struct str problem = component_problem(str_slice(name, beg, end), a);

		if (problem.n)
			return problem;
	}
	uint32_t room = REPOSITORY_MAX - implied_folder(image).n;

	if (name.n > room)
		return arena_printf(a, "has a repository of %u characters, at most %u are allowed", name.n,
				    room);
	return STR("");
}

static struct str tag_problem(struct str tag, struct arena *a)
{
	if (tag.n == 0)
		return STR("has an empty tag behind its `:`");
	if (char_in(tag.p[0], ".-"))
		return arena_printf(a, "has a tag that starts with `%c`", tag.p[0]);
	for (uint32_t i = 0; i < tag.n; i++)
		if (!char_is_alnum(tag.p[i]) && tag.p[i] != '_' && tag.p[i] != '.' && tag.p[i] != '-')
			return chars_problem(a, tag, i, "in its tag");
	if (tag.n > TAG_MAX)
		return arena_printf(a, "has a tag of %u characters, at most %d are allowed", tag.n, TAG_MAX);
	return STR("");
}

static const struct {
	struct str prefix;
	uint32_t hex; /* digits */
} algorithms[] = { { STR("sha256:"), 64 }, { STR("sha384:"), 96 }, { STR("sha512:"), 128 } };

static struct str digest_problem(struct str digest, struct arena *a)
{
	for (size_t i = 0; i < sizeof algorithms / sizeof *algorithms; i++) {
		if (!str_starts_with(digest, algorithms[i].prefix))
			continue;
		struct str hex = str_slice(digest, algorithms[i].prefix.n, digest.n);

		for (uint32_t k = 0; k < hex.n; k++)
			if (char_hex(hex.p[k]) < 0 || char_is_upper(hex.p[k]))
				return chars_problem(a, hex, k, "in its digest");
		if (hex.n != algorithms[i].hex)
			return arena_printf(a, "has a digest of %u hex digits, %u are needed", hex.n,
					    algorithms[i].hex);
		return STR("");
	}
	return STR("has a digest that does not begin with `sha256:`");
}

struct str image_problem(struct str text, struct arena *a)
{
	struct image image = image_split(text);
	uint32_t at = chars_find(text, '@', 0);
	struct str problem = chars_scheme_problem(a, text);

	if (text.n == 0)
		return STR("is empty");
	if (problem.n)
		return problem;
	if (is_id(text))
		return STR("is the id of an image, not a reference");
	if (image.registry.n)
		problem = registry_problem(image.registry, a);
	if (problem.n == 0)
		problem = repository_problem(&image, a);
	if (problem.n == 0 && image.tag.p > image.repository.p + image.repository.n)
		problem = tag_problem(image.tag, a);
	if (problem.n == 0 && at < text.n)
		problem = digest_problem(image.digest, a);
	return problem;
}
