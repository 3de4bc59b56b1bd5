/*
 * Tables of upstream verdicts about fields of objects: each row is put into an object, and `rcc vet` looks at
 * all of a group at once. A row is valid if nothing in its document is an error.
 */
#include "formats/cases.h"

#include "base/os.h"
#include "vet/vet.h"

#include <unistd.h>

enum { ROWS = 256 };

/* The manifests of a group, and where each of them begins. */
struct manifests {
	struct arena arena;
	struct buf text;
	uint32_t starts[ROWS + 1];
	uint32_t rows;
};

/* Writes the object of a row; `value` is its input as JSON, which is YAML. */
typedef void object_fn(struct buf *out, uint32_t row, const char *name, const char *value);

static void write_service(struct buf *out, uint32_t row, const char *name, const char *value)
{
	(void)name;
	buf_printf(
		out,
		"apiVersion: v1\nkind: Service\nmetadata: {name: r%u}\nspec: {ports: [{port: %s, targetPort: "
		"80}]}\n",
		row, value);
}

static void write_user(struct buf *out, uint32_t row, const char *name, const char *value)
{
	(void)name;
	buf_printf(out,
		   "apiVersion: v1\nkind: Pod\nmetadata: {name: r%u}\n"
		   "spec: {securityContext: {runAsUser: %s}, containers: [{name: c, image: "
		   "'example.com/a:1'}]}\n",
		   row, value);
}

static void write_group(struct buf *out, uint32_t row, const char *name, const char *value)
{
	(void)name;
	buf_printf(
		out,
		"apiVersion: v1\nkind: Pod\nmetadata: {name: r%u}\n"
		"spec: {securityContext: {fsGroup: %s}, containers: [{name: c, image: 'example.com/a:1'}]}\n",
		row, value);
}

static void write_labels(struct buf *out, uint32_t row, const char *name, const char *value)
{
	(void)name;
	buf_printf(out, "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: r%u, labels: %s}\n", row, value);
}

static void write_budget(struct buf *out, uint32_t row, const char *name, const char *value)
{
	(void)name;
	buf_printf(out,
		   "apiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: r%u}\n"
		   "spec: {maxUnavailable: %s, selector: {matchLabels: {app: r%u}}}\n",
		   row, value, row);
}

/* Where each field stands that the rows about CronJobs name. */
static const struct {
	const char *name;
	enum { IN_CRON, IN_JOB, IN_POD } at;
} cron_fields[] = {
	{ "schedule", IN_CRON },
	{ "concurrencyPolicy", IN_CRON },
	{ "startingDeadlineSeconds", IN_CRON },
	{ "successfulJobsHistoryLimit", IN_CRON },
	{ "failedJobsHistoryLimit", IN_CRON },
	{ "parallelism", IN_JOB },
	{ "completions", IN_JOB },
	{ "activeDeadlineSeconds", IN_JOB },
	{ "ttlSecondsAfterFinished", IN_JOB },
	{ "restartPolicy", IN_POD },
};

/* The field behind the others, if it belongs there and they have no other value for it. */
static void write_cron_fields(struct buf *out, int at, const char *name, const char *value)
{
	for (size_t i = 0; i < sizeof cron_fields / sizeof *cron_fields; i++)
		if ((int)cron_fields[i].at == at && strcmp(cron_fields[i].name, name) == 0)
			buf_printf(out, "%s: %s, ", name, value);
}

static void write_cron_job(struct buf *out, uint32_t row, const char *name, const char *value)
{
	bool named = strcmp(name, "cronjob name") == 0, known = named;

	for (size_t i = 0; i < sizeof cron_fields / sizeof *cron_fields; i++)
		known |= strcmp(cron_fields[i].name, name) == 0;
	if (!known)
		fail_msg("no field for the rows `%s`", name);
	buf_printf(out, "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: ");
	if (named)
		buf_printf(out, "%s}\nspec: {", value);
	else
		buf_printf(out, "r%u}\nspec: {", row);
	write_cron_fields(out, IN_CRON, name, value);
	buf_printf(out, "%sjobTemplate: {spec: {", strcmp(name, "schedule") ? "schedule: '0 1 * * *', " : "");
	write_cron_fields(out, IN_JOB, name, value);
	buf_printf(out, "template: {spec: {");
	write_cron_fields(out, IN_POD, name, value);
	buf_printf(out, "%scontainers: [{name: c, image: 'example.com/a:1'}]}}}}}\n",
		   strcmp(name, "restartPolicy") ? "restartPolicy: Never, " : "");
}

static const struct {
	const char *table, *group;
	object_fn *write;
} groups[] = {
	{ "names.json", "IsValidPortNum", write_service },
	{ "names.json", "IsValidUserID/GroupID", write_user },
	{ "names.json", "IsValidUserID/GroupID", write_group },
	{ "names.json", "labels-map", write_labels },
	{ "names.json", "int-or-percent", write_budget },
	{ "cron.json", "k8s-cronjob-object", write_cron_job },
};

/* ---- what the rows say ---- */

/* `FromString("90%")`, as the extractor of the tables left it: what stands between the brackets. */
static char *called_with(const char *expression)
{
	const char *open = strchr(expression, '(');

	return open ? strndup(open + 1, strlen(open) - 2) : NULL;
}

/* Keys kept the quotes that they had in the source, and the line that they stood in. */
static char *labels_of(const cJSON *input)
{
	cJSON *clean = cJSON_CreateObject();
	const cJSON *entry;

	cJSON_ArrayForEach(entry, input)
	{
		const char *key = entry->string;
		size_t quote = key[0] == '"';
		char *bare = strndup(key + quote, strlen(key) - 2 * quote);

		if (strcmp(key, "$line") != 0)
			cJSON_AddStringToObject(clean, bare, entry->valuestring);
		free(bare);
	}
	char *text = cJSON_PrintUnformatted(clean);

	cJSON_Delete(clean);
	return text;
}

/* Texts of digits are what a command line was given: a number there is one in a manifest. */
static char *value_of(const char *group, const cJSON *row)
{
	const cJSON *input = cJSON_GetObjectItemCaseSensitive(row, "input");
	const char *expression = cases_text(input, "$expr");

	if (expression)
		return called_with(expression);
	if (strcmp(group, "labels-map") == 0)
		return labels_of(input);
	if (strcmp(group, "int-or-percent") == 0)
		return strdup(input->valuestring);
	return cJSON_PrintUnformatted(input);
}

/* Upstream's test validates what was not defaulted. Nobody can send that: of an empty policy the apiserver
 * makes `Allow` first (SetDefaults_CronJob). */
static bool is_defaulted(const cJSON *row)
{
	const char *name = cases_text(row, "name"), *input = cases_text(row, "input");

	return name && input && strcmp(name, "concurrencyPolicy") == 0 && input[0] == '\0';
}

static bool is_valid(const cJSON *row)
{
	const cJSON *output = cJSON_GetObjectItem(row, "output");

	if (cJSON_GetObjectItem(row, "expectErr"))
		return !cases_true(row, "expectErr");
	if (output) /* a number of 32 bits; no number of pods is below 0 */
		return cJSON_GetObjectItem(output, "IntVal") &&
		       cJSON_GetObjectItem(output, "IntVal")->valuedouble >= 0;
	return cases_true(row, "valid") || is_defaulted(row);
}

/* ---- the test ---- */

static void write_rows(struct manifests *m, const char *group, const cJSON *rows, object_fn *write)
{
	const cJSON *row;

	cJSON_ArrayForEach(row, rows)
	{
		const char *name = cases_text(row, "name");
		char *value = value_of(group, row);

		assert_non_null(value);
		assert_true(m->rows < ROWS);
		m->starts[m->rows] = m->text.n;
		write(&m->text, m->rows++, name ? name : "", value);
		buf_printf(&m->text, "---\n");
		free(value);
	}
	m->starts[m->rows] = m->text.n;
}

static void write_file(char *path, const struct buf *text)
{
	FILE *out = fdopen(mkstemp(path), "w");

	assert_non_null(out);
	assert_int_equal(fwrite(text->p, 1, text->n, out), text->n);
	assert_int_equal(fclose(out), 0);
}

/* The row in which the first label of an error stands. */
static void mark_errors(const struct manifests *m, struct rcc *r, bool *refused)
{
	const struct session *s = rcc_session(r);

	for (uint32_t i = 0; i < s->diags.list.n; i++) {
		const struct diag *d = s->diags.list.v[i];
		uint32_t row = 0;

		if (d->severity != SEVERITY_ERROR)
			continue;
		assert_true(d->labels.n > 0);
		const struct source *source =
			source_get(&s->sources, source_at(&s->sources, d->labels.v[0].span.beg));

		while (row + 1 < m->rows && m->starts[row + 1] <= d->labels.v[0].span.beg - source->base)
			row++;
		refused[row] = true;
	}
}

static void vet_rows(const struct manifests *m, bool *refused)
{
	struct rcc_options options = { .os = os_posix(), .stdlib = "stdlib" };
	char path[] = "/tmp/rcc-cases-XXXXXX";
	const char *paths[] = { path };
	struct rcc_vet what = { .paths = paths, .npaths = 1 };
	struct rcc_vetted found;
	struct rcc *r = rcc_new(&options);

	write_file(path, &m->text);
	rcc_session(r)->limits[LIMIT_DIAGNOSTICS] = 1000000;
	rcc_vet(r, &what, &found);
	unlink(path);
	assert_int_equal(found.objects, m->rows);
	mark_errors(m, r, refused);
	rcc_free(r);
}

static void check_group(const char *group, const cJSON *rows, object_fn *write)
{
	struct manifests m = { 0 };
	bool refused[ROWS] = { 0 };
	const cJSON *row;
	uint32_t n = 0;

	arena_init(&m.arena);
	m.text.arena = &m.arena;
	write_rows(&m, group, rows, write);
	vet_rows(&m, refused);
	cJSON_ArrayForEach(row, rows)
	{
		if (is_valid(row) == refused[n])
			fail_msg("%s: row %u is refused: %d\n%.*s", group, n, refused[n],
				 (int)(m.starts[n + 1] - m.starts[n]), m.text.p + m.starts[n]);
		n++;
	}
	arena_fini(&m.arena);
}

static void objects_agree_with_upstream(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof groups / sizeof *groups; i++) {
		cJSON *root = cases_load(groups[i].table);

		check_group(groups[i].group, cases_group(root, groups[i].group), groups[i].write);
		cJSON_Delete(root);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(objects_agree_with_upstream),
	};

	return cmocka_run_group_tests_name("cases", tests, NULL, NULL);
}
