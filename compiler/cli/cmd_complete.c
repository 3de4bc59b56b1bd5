#include "cli/complete.h"

static const char *find_script(const char *shell)
{
	for (uint32_t i = 0; i < shell_count; i++) {
		if (str_eq(str_from(shell_table[i].name), str_from(shell)))
			return shell_table[i].script;
	}
	return NULL;
}

enum status cmd_complete(struct call *call)
{
	const char *const *words = call->args.words.v;
	uint32_t n = call->args.words.n;
	struct buf *out = &call->io->out;

	if (n > 1 && str_eq(str_from(words[0]), STR("words"))) {
		complete_words(call, out, words + 1, n - 1);
		return STATUS_OK;
	}
	const char *script = n == 1 ? find_script(words[0]) : NULL;

	if (!script)
		return call_misused(call, "for which shell?");
	buf_add(out, str_from(script));
	return STATUS_OK;
}
