#include "objects/doc.h"

const struct doc *doc_get(const struct doc *map, struct str key)
{
	if (map->kind != DOC_MAP)
		return NULL;
	for (uint32_t i = 0; i < map->map.n; i++)
		if (str_eq(map->map.entries[i].key, key))
			return &map->map.entries[i].value;
	return NULL;
}

struct str api_group(struct str api_version)
{
	int64_t slash = str_find(api_version, STR("/"), 0);

	return slash < 0 ? STR("") : str_slice(api_version, 0, (uint32_t)slash);
}
