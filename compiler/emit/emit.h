#ifndef RCC_EMIT_EMIT_H
#define RCC_EMIT_EMIT_H
/*
 * The ways out of a compilation. For a folder: emit_files, then outdir_write. For standard output:
 * yaml_stream or json_list. For `secrets`: secrets_text or secrets_manifests. Only outdir touches
 * files, through struct os.
 */
#include "emit/files.h"
#include "emit/json.h"
#include "emit/outdir.h"
#include "emit/secrets.h"
#include "emit/yaml.h"

#endif
