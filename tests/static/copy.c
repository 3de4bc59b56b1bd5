/* memcpy and memmove of compiler/cli/static_main.c beside a loop that copies byte by byte: every length and
 * distance up to FEW, and some around those from which on the processor copies many. */
#include <stdio.h>
#include <string.h>

enum { FEW = 80, MANY = 2048, ROOM = 3 * MANY };

static unsigned char room[ROOM], wanted[ROOM], between[ROOM];

static void fill(size_t seed)
{
	for (size_t i = 0; i < ROOM; i++)
		room[i] = wanted[i] = (unsigned char)(i * 31 + i / 256 + seed);
}

/* Whether both copy n bytes from one place to another; memcpy only where these do not overlap. */
static int copies(size_t n, size_t from, size_t to)
{
	int apart = from + n <= to || to + n <= from;

	fill(n + from + to);
	for (size_t i = 0; i < n; i++)
		between[i] = wanted[from + i];
	for (size_t i = 0; i < n; i++)
		wanted[to + i] = between[i];
	if (memmove(room + to, room + from, n) != room + to || memcmp(room, wanted, ROOM) != 0)
		return 0;
	fill(n + from + to);
	for (size_t i = 0; i < n; i++)
		wanted[to + i] = between[i];
	return !apart || (memcpy(room + to, room + from, n) == room + to && memcmp(room, wanted, ROOM) == 0);
}

static int all_copy(size_t n, size_t from, size_t first, size_t last)
{
	for (size_t to = first; to <= last; to++) {
		if (!copies(n, from, to)) {
			printf("%zu bytes from %zu to %zu are not as they were\n", n, from, to);
			return 0;
		}
	}
	return 1;
}

int main(void)
{
	int good = 1;

	for (size_t n = 0; n <= FEW; n++)
		good &= all_copy(n, FEW + 20, 0, 3 * FEW);
	for (size_t n = MANY - 2; n <= MANY + 2; n++)
		good &= all_copy(n, 40, 0, 80) && all_copy(n, 3, MANY + 10, MANY + 30);
	return !good;
}
