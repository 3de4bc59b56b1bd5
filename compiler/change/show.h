#ifndef RCC_CHANGE_SHOW_H
#define RCC_CHANGE_SHOW_H
/* Changes of objects for people and for programs. */
#include "change/value.h"

/* Lines such as `~ Deployment/web: its pods start anew` with the fields below; at the end how many objects
 * there are of each sort, and what all of it does. Nothing if there is no change. `told` has a consequence
 * for each change, or is NULL. */
void show_text(struct buf *out, const struct object_changes *changes, const struct consequence *told);
/* One JSON object: {"objects": [{"object", "change", "effect", "consequence",
 * "fields": [{"path", "before", "now"}]}], "same"}. */
void show_json(struct buf *out, const struct object_changes *changes, const struct consequence *told);

#endif
