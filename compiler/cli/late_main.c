/*
 * Libraries that few runs need. To load one costs a start as much as to write ten files does, so the command
 * is linked with these functions in their place, which load it when the first of them is called.
 */
#include "cli/cli.h"

#include <cjson/cJSON.h>
#include <dlfcn.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <yaml.h>
#include <zlib.h>

static void *find(const char *library, const char *name)
{
	void *handle = dlopen(library, RTLD_NOW), *function = handle ? dlsym(handle, name) : NULL;

	if (function)
		return function;
	fprintf(stderr, "rcc: %s\n", dlerror());
	exit(STATUS_IO);
}

/* Threads that find a function at the same time find the same. */
#define LATE(library, type, name, params, args) \
	type name params \
	{ \
		static _Atomic(void *) found; \
		void *function = found; \
\
		if (!function) \
			found = function = find(library, #name); \
		return ((type(*) params)function)args; \
	}

LATE(LATE_YAML, int, yaml_parser_initialize, (yaml_parser_t * parser), (parser))
LATE(LATE_YAML, void, yaml_parser_delete, (yaml_parser_t * parser), (parser))
LATE(LATE_YAML, void, yaml_parser_set_encoding, (yaml_parser_t * parser, yaml_encoding_t encoding),
     (parser, encoding))
LATE(LATE_YAML, void, yaml_parser_set_input_string,
     (yaml_parser_t * parser, const unsigned char *input, size_t size), (parser, input, size))
LATE(LATE_YAML, int, yaml_parser_parse, (yaml_parser_t * parser, yaml_event_t *event), (parser, event))
LATE(LATE_YAML, void, yaml_event_delete, (yaml_event_t * event), (event))

LATE(LATE_CJSON, cJSON *, cJSON_ParseWithLengthOpts,
     (const char *text, size_t size, const char **end, cJSON_bool closed), (text, size, end, closed))
LATE(LATE_CJSON, void, cJSON_Delete, (cJSON * item), (item))
LATE(LATE_CJSON, cJSON_bool, cJSON_IsArray, (const cJSON *item), (item))
LATE(LATE_CJSON, cJSON_bool, cJSON_IsBool, (const cJSON *item), (item))
LATE(LATE_CJSON, cJSON_bool, cJSON_IsNumber, (const cJSON *item), (item))
LATE(LATE_CJSON, cJSON_bool, cJSON_IsObject, (const cJSON *item), (item))
LATE(LATE_CJSON, cJSON_bool, cJSON_IsString, (const cJSON *item), (item))
LATE(LATE_CJSON, cJSON_bool, cJSON_IsTrue, (const cJSON *item), (item))

LATE(LATE_Z, int, inflateInit2_, (z_stream * z, int bits, const char *version, int size),
     (z, bits, version, size))
LATE(LATE_Z, int, inflate, (z_stream * z, int flush), (z, flush))
LATE(LATE_Z, int, inflateEnd, (z_stream * z), (z))
