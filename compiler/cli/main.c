/* The process around the command: streams, environment, randomness, and the library's image. */
#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

extern const unsigned char rcc_image[], rcc_image_end[];

static int random_bytes(void *self, unsigned char *bytes, uint32_t n)
{
	(void)self;
	int fd = open("/dev/urandom", O_RDONLY | O_CLOEXEC), error = 0;

	if (fd < 0)
		return errno;
	while (n && !error) {
		ssize_t got = read(fd, bytes, n);

		if (got > 0) {
			bytes += got;
			n -= (uint32_t)got;
		} else if (got == 0) {
			error = EIO;
		} else if (errno != EINTR) {
			error = errno;
		}
	}
	close(fd);
	return error;
}

static bool put_stream(int fd, struct str text)
{
	while (text.n) {
		ssize_t n = write(fd, text.p, text.n);

		if (n < 0 && errno != EINTR)
			return false;
		if (n > 0)
			text = str_slice(text, (uint32_t)n, text.n);
	}
	return true;
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && *value;
}

static bool is_dumb_terminal(void)
{
	const char *term = getenv("TERM");

	return !term || strcmp(term, "dumb") == 0;
}

int main(int argc, char **argv)
{
	struct arena arena;
	struct cli_io io = {
		.os = os_posix(),
		.out = { .arena = &arena },
		.err = { .arena = &arena },
		.err_is_terminal = isatty(STDERR_FILENO),
		.no_color = is_set("NO_COLOR") || is_dumb_terminal(),
		.image = rcc_image,
		.image_size = (size_t)(rcc_image_end - rcc_image),
		.entropy = { .fill = random_bytes },
	};

	arena_init(&arena);
	arena.few = true;
	enum status status = cli_run(&io, argc, (const char *const *)argv);

	put_stream(STDERR_FILENO, buf_str(&io.err));
	if (!put_stream(STDOUT_FILENO, buf_str(&io.out))) {
		put_stream(STDERR_FILENO,
			   arena_printf(&arena, "rcc: standard output: %s\n", strerror(errno)));
		status = STATUS_IO;
	}
	arena_fini(&arena);
	return (int)status;
}
