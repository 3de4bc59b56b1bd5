/*
 * Replays a folder of inputs through a fuzz target without libFuzzer: each input is copied into
 * memory of its exact size, so that a sanitizer sees any read beyond it. Fails without inputs.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int replay(const char *path)
{
	FILE *f = fopen(path, "rb");
	long size;
	uint8_t *data;
	int ok;

	if (!f)
		return 0;
	fseek(f, 0, SEEK_END);
	size = ftell(f);
	rewind(f);
	data = size >= 0 ? malloc(size ? (size_t)size : 1) : NULL;
	ok = data && fread(data, 1, (size_t)size, f) == (size_t)size;
	fclose(f);
	if (ok)
		LLVMFuzzerTestOneInput(data, (size_t)size);
	free(data);
	return ok;
}

int main(int argc, char **argv)
{
	DIR *dir = argc == 2 ? opendir(argv[1]) : NULL;
	struct dirent *entry;
	char path[4096];
	int count = 0;

	if (!dir) {
		fprintf(stderr, "usage: replay FOLDER\n");
		return 2;
	}
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		snprintf(path, sizeof path, "%s/%s", argv[1], entry->d_name);
		if (!replay(path)) {
			fprintf(stderr, "replay: cannot read %s\n", path);
			return 1;
		}
		count++;
	}
	closedir(dir);
	printf("%d inputs\n", count);
	return count ? 0 : 1;
}
