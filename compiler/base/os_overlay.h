#ifndef RCC_BASE_OS_OVERLAY_H
#define RCC_BASE_OS_OVERLAY_H
/*
 * A file system in which some files have another text than on the disk: what an editor has not saved yet, or
 * what a fix would make of them. Everything but reading goes to the world below.
 */
#include "base/os.h"

struct os_overlay_file {
	struct str path; /* as os.real gives it */
	struct str text;
};

struct os_overlay {
	struct os world;
	struct arena *arena;
	VEC(struct os_overlay_file) files;
};

void os_overlay_init(struct os_overlay *o, struct arena *arena, struct os world);
/* Gives a file another text, or yet another. Neither is copied. */
void os_overlay_put(struct os_overlay *o, struct str real_path, struct str text);
/* Valid as long as `o`, which may change. */
struct os os_overlay(struct os_overlay *o);

#endif
