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
