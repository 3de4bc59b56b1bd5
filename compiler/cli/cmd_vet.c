#include "cli/fixing.h"

#include "formats/version.h"

#include <string.h>

/* Before, the standards went by annotations that no release reads any more. */
enum { STANDARD_OLDEST = 19 };

/* A release of the standards as the label of a namespace has it: `latest`, which is that of the cluster, or
 * 1.N with or without a `v`, however new. False if it is none. */
static bool read_standard(const char *text, const char **release)
{
	struct version v;

	*release = NULL;
	if (strcmp(text, "latest") == 0)
		return true;
	text += text[0] == 'v';
	*release = text;
	return version_parse(str_from(text), &v) && v.count == 2 && !v.suffix.n && v.numbers[0] == 1 &&
	       v.numbers[1] >= STANDARD_OLDEST;
}

/* LEVEL, or LEVEL:RELEASE. */
static bool read_pod_security(struct call *call, struct rcc_vet *what)
{
	static const char *const levels[] = { "privileged", "baseline", "restricted" };
	const char *text = args_text(&call->args, OPTION_POD_SECURITY);
	struct str level = text ? str_from(text) : STR("");
	int64_t colon = str_find(level, STR(":"), 0);

	if (!text)
		return true;
	if (colon >= 0)
		level.n = (uint32_t)colon;
	for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
		if (str_eq(level, str_from(levels[i])))
			what->pod_security = levels[i];
	}
	if (!what->pod_security) {
		call_misused(call, "`--pod-security` takes restricted, baseline or privileged, not `%.*s`",
			     STR_ARG(level));
		return false;
	}
	if (colon >= 0 && !read_standard(text + colon + 1, &what->pod_security_release)) {
		call_misused(call, "behind `%s:` stands a release from 1.%d on, or latest, and not `%s`",
			     what->pod_security, STANDARD_OLDEST, text + colon + 1);
		return false;
	}
	return true;
}

static bool read_options(struct call *call, struct rcc_vet *what)
{
	const char *release = args_text(&call->args, OPTION_KUBERNETES);
	struct str problem = release ? rcc_vet_release_problem(call->arena, release) : STR("");

	*what = (struct rcc_vet){ .paths = call->args.words.v,
				  .npaths = call->args.words.n,
				  .kubernetes = release };
	if (!what->npaths)
		call_misused(call, "which files? a folder is all manifests below it, `-` standard input");
	else if (problem.n)
		call_misused(call, "%.*s", STR_ARG(problem));
	else
		return read_pod_security(call, what);
	return false;
}

static void report(struct buf *out, const struct rcc_vetted *found)
{
	buf_printf(out, "%u object%s in %u file%s", found->objects, found->objects == 1 ? "" : "s",
		   found->files, found->files == 1 ? "" : "s");
	if (found->unchecked)
		buf_printf(out, ", %u more not checked", found->unchecked);
	buf_char(out, '\n');
}

static enum status check_all(struct call *call, const struct rcc_vet *what)
{
	struct compile c;
	struct rcc_vetted found;
	enum status status = compile_start(&c, call, NULL);

	if (status != STATUS_OK)
		return status;
	rcc_vet(c.rcc, what, &found);
	if (compile_good(&c))
		report(&call->io->out, &found);
	return compile_finish(&c);
}

/* ---- fixes --------------------------------------------------------------------------------- */

static enum status check_fixing(struct call *call, const struct rcc_vet *what)
{
	static const enum option_id with[] = { OPTION_ONLY, OPTION_DRY_RUN, OPTION_DIFF, OPTION_JSON };
	bool fix = args_has(&call->args, OPTION_FIX);

	for (size_t i = 0; !fix && i < sizeof with / sizeof *with; i++) {
		if (args_has(&call->args, with[i]))
			return call_misused(call, "`--%s` goes with `--fix`", option_table[with[i]].name);
	}
	for (uint32_t i = 0; fix && i < what->npaths; i++) {
		if (strcmp(what->paths[i], "-") == 0)
			return call_misused(call, "`--fix` edits files, and no standard input");
	}
	return fixing_check(call);
}

/* What is left is told of as without --fix. */
static enum status fix_all(struct call *call, const struct rcc_vet *what)
{
	struct edit_options o = { .vet = what, .only = args_text(&call->args, OPTION_ONLY) };
	struct os world = call->io->os;
	struct edit e;
	enum status status = compile_options(call, NULL, &o.compile);

	if (status == STATUS_OK)
		status = fixing_run(call, &o, &e);
	if (status != STATUS_OK)
		return status;
	call->io->os = os_overlay(&e.overlay);
	status = check_all(call, what);
	call->io->os = world;
	return status;
}

enum status cmd_vet(struct call *call)
{
	struct rcc_vet what;

	if (!read_options(call, &what))
		return STATUS_USAGE;
	enum status status = check_fixing(call, &what);

	if (status != STATUS_OK)
		return status;
	return args_has(&call->args, OPTION_FIX) ? fix_all(call, &what) : check_all(call, &what);
}
