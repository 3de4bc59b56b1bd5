#ifndef RCC_CHANGE_SHOW_H
#define RCC_CHANGE_SHOW_H
/* Changes of objects for people and for programs. */
#include "change/pair.h"

/* Lines such as `~ Deployment/web` with the fields below; how many objects there are of each sort at the
 * end. Nothing if there is no change. */
void show_text(struct buf *out, const struct object_changes *changes);
/* One JSON object: {"objects": [{"object", "change", "fields": [{"path", "before", "now"}]}], …}. */
void show_json(struct buf *out, const struct object_changes *changes);

#endif
