#ifndef RCC_IMAGE_IMAGE_H
#define RCC_IMAGE_IMAGE_H
/*
 * The library's image: every table of a program that has loaded the library and nothing else,
 * laid out as plain bytes. Everything in it points by index, so it needs no relocation; a
 * process maps it and pays for the pages that its stack reaches. image.def lists its parts. It is
 * read by the very build that wrote it; the header carries the sizes of all element types to prove that.
 */
#include "sema/program.h"

/* Whether only explanations, examples and findings ask for what is in a child of a node; `at` is its place
 * among the children. */
bool image_is_for_findings(const struct ast *t, node_id parent, node_id n, uint32_t at);
enum { PRELUDE_NODES = 23 };
/* Where the prelude's nodes are noted, every one of them. */
void image_list_prelude(struct prelude *p, node_id *out[PRELUDE_NODES]);
/* By node: functions and constants that only those ask for, and `rcc report` and `rcc diff`. */
bool *image_find_told(struct program *p);
/* Moves texts that only late nodes name to names.docs; to be called when the nodes are shared. */
void image_part_docs(struct program *p);
/* Makes one of nodes that say the same and that nobody asks the place of. */
void image_share_nodes(struct program *p);
/* Writes the image of a program whose library is loaded. */
void image_write(const struct program *p, struct buf *out);
/* Makes the image the frozen part of a program and its session, instead of program_init; the bytes
 * must outlive both and be aligned to 16. False if they are no image of this build. */
bool image_attach(struct program *p, struct session *s, const void *image, size_t size);

#endif
