#include "vet/patches.h"

#include "yaml/events.h"

/* The fields whose files are no resources. */
static bool names_no_resources(struct str field)
{
	static const char *const fields[] = {
		"patches",
		"patchesStrategicMerge",
		"patchesJson6902",
		"transformers",
		"generators",
		"configurations",
		"replacements",
		"openapi",
		"configMapGenerator",
		"secretGenerator",
		"helmCharts",
		"validators",
	};

	for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
		if (str_eq(field, str_from(fields[i])))
			return true;
	}
	return false;
}

static bool is_file(struct str text)
{
	return str_ends_with(text, STR(".yaml")) || str_ends_with(text, STR(".yml")) ||
	       str_ends_with(text, STR(".json"));
}

static struct vet_patch **bucket_of(struct vet_patches *patches, struct str path)
{
	return &patches->buckets[str_hash(path) % VET_PATCH_BUCKETS];
}

static void add_path(struct session *s, struct str path, struct vet_patches *out)
{
	struct vet_patch *patch = arena_new(&s->arena, struct vet_patch, 1), **bucket = bucket_of(out, path);

	*patch = (struct vet_patch){ path, *bucket };
	*bucket = patch;
	out->n++;
}

/* The scalars among nodes [from, end) that may name a file; `files: [key=path]` has it behind a sign. */
static void add_names(struct session *s, const char *folder, const struct yaml_nodes *nodes, uint32_t from,
		      uint32_t end, struct vet_patches *out)
{
	for (uint32_t i = from; i < end; i++) {
		struct str text = nodes->v[i].kind == YAML_NODE_SCALAR ? nodes->v[i].text : STR("");
		int64_t equals = str_find(text, STR("="), 0);

		if (equals >= 0)
			text = str_slice(text, (uint32_t)equals + 1, text.n);
		if (str_starts_with(text, STR("./")))
			text = str_slice(text, 2, text.n);
		if (is_file(text))
			add_path(s, arena_printf(&s->arena, "%s/%.*s", folder, STR_ARG(text)), out);
	}
}

static void add_of_map(struct session *s, const char *folder, const struct yaml_nodes *nodes, uint32_t map,
		       struct vet_patches *out)
{
	for (uint32_t key = map + 1; key < nodes->v[map].next;) {
		uint32_t value = nodes->v[key].next, end = nodes->v[value].next;

		if (names_no_resources(nodes->v[key].text))
			add_names(s, folder, nodes, value, end, out);
		key = end;
	}
}

void vet_patches_add(struct session *s, const char *folder, struct str kustomization, struct vet_patches *out)
{
	struct yaml_input in = { .session = s, .text = arena_str(&s->arena, kustomization) };
	struct yaml_part part = { 0, 0 };
	struct yaml_nodes nodes = { 0 };
	struct yaml_problem problem; /* it is reported when the file is read as others are */

	if (!yaml_check_bytes(&in, &problem))
		return;
	while (yaml_next_part(in.text, &part)) {
		if (yaml_read(&in, part, &nodes, &problem) && nodes.n && nodes.v[0].kind == YAML_NODE_MAP)
			add_of_map(s, folder, &nodes, 0, out);
	}
}

bool vet_patches_has(struct vet_patches *patches, const char *path)
{
	if (!patches->n) /* as in most folders */
		return false;
	struct str wanted = str_from(path);
	const struct vet_patch *patch = *bucket_of(patches, wanted);

	while (patch && !str_eq(patch->path, wanted))
		patch = patch->next;
	return patch != NULL;
}
