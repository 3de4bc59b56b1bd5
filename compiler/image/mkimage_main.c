/*
 * mkimage STDLIB OUT: the stage-0 compiler. Reads, parses and checks the library with the
 * same passes as rcc --stdlib and writes its image; a mistake in the library fails the build.
 */
#include "base/render.h"
#include "image/image.h"

#include <stdio.h>

static int report(struct session *s)
{
	struct buf text = { .arena = &s->arena };

	diags_sort(&s->diags, &s->sources);
	render_text(s, COLOR_NEVER, &text);
	fwrite(text.p, 1, text.n, stderr);
	return 1;
}

static int make(struct session *s, const char *stdlib, const char *out)
{
	struct program p;
	struct load_options options = { .root = ".", .stdlib = stdlib };
	struct buf image = { .arena = &s->arena };
	int status = 0;

	program_init(&p, s);
	if (!program_load_library(&p, &options) || s->diags.list.n) {
		status = report(s);
	} else {
		image_share_nodes(&p);
		image_part_docs(&p);
		image_write(&p, &image);
		status = s->os.write(&s->os, out, buf_str(&image));
		if (status)
			fprintf(stderr, "mkimage: cannot write %s\n", out);
	}
	program_fini(&p);
	return status ? 1 : 0;
}

int main(int argc, char **argv)
{
	struct session s;

	if (argc != 3) {
		fprintf(stderr, "usage: mkimage STDLIB OUT\n");
		return 2;
	}
	session_init(&s, os_posix());
	int status = make(&s, argv[1], argv[2]);

	session_fini(&s);
	return status;
}
