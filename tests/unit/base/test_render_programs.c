/* SARIF, read back by cJSON, and the workflow commands of GitHub. */
#include "base/render.h"

#include "unit.h"

#include <cjson/cJSON.h>
#include <string.h>

/* Two user files, whose names need escapes. */
static void start(struct session *s)
{
	session_init(s, (struct os){ 0 });
	source_add(&s->sources, SOURCE_USER, STR("a b%.rcs"), STR("é = {1}\nb\n"));
	source_add(&s->sources, SOURCE_USER, STR("/abs,1:2.rcs"), STR("x = 1\n"));
}

/* The first occurrence of `what` in a source. */
static struct span in(struct session *s, uint32_t source, const char *what)
{
	int64_t found = str_find(source_text(&s->sources, source), str_from(what), 0);

	assert_true(found >= 0);
	uint32_t beg = source_get(&s->sources, source)->base + (uint32_t)found;

	return (struct span){ beg, beg + str_from(what).n };
}

static const char *github(struct session *s)
{
	struct buf out = { .arena = &s->arena };

	render_github(s, &out);
	return buf_str(&out).p;
}

/* The only run of the log, and the log to delete; whatever was added is valid JSON of one version. */
static const cJSON *sarif(struct session *s, cJSON **log)
{
	struct buf out = { .arena = &s->arena };

	render_sarif(s, &out);
	*log = cJSON_ParseWithLength(buf_str(&out).p, out.n);
	assert_non_null(*log);
	assert_string_equal(cJSON_GetObjectItem(*log, "version")->valuestring, "2.1.0");
	const cJSON *runs = cJSON_GetObjectItem(*log, "runs");

	assert_int_equal(cJSON_GetArraySize(runs), 1);
	return cJSON_GetArrayItem(runs, 0);
}

/* What a path such as "results/0/message/text" leads to; NULL if there is no such thing. */
static const cJSON *at(const cJSON *from, const char *path)
{
	char part[64];

	for (size_t n; from && *path; path += n + (path[n] == '/')) {
		n = strcspn(path, "/");
		assert_true(n < sizeof part);
		memcpy(part, path, n);
		part[n] = '\0';
		from = cJSON_IsArray(from) ? cJSON_GetArrayItem(from, part[0] - '0')
					   : cJSON_GetObjectItemCaseSensitive(from, part);
	}
	return from;
}

static void assert_text(const cJSON *from, const char *path, const char *want)
{
	const cJSON *found = at(from, path);

	assert_true(cJSON_IsString(found));
	assert_string_equal(found->valuestring, want);
}

static void assert_region(const cJSON *from, const char *path, const int want[4])
{
	static const char *const names[] = { "startLine", "startColumn", "endLine", "endColumn" };
	const cJSON *region = at(from, path);

	assert_non_null(region);
	for (size_t i = 0; i < COUNT(names); i++)
		assert_int_equal(at(region, names[i])->valueint, want[i]);
}

static void an_empty_run_has_a_log(void **state)
{
	struct session s;
	cJSON *log;

	(void)state;
	start(&s);
	const cJSON *run = sarif(&s, &log);

	assert_int_equal(cJSON_GetArraySize(at(run, "results")), 0);
	assert_int_equal(cJSON_GetArraySize(at(run, "tool/driver/rules")), 0);
	assert_text(run, "columnKind", "unicodeCodePoints");
	assert_string_equal(github(&s), "");
	cJSON_Delete(log);
	session_fini(&s);
}

static void rules_are_those_of_the_run(void **state)
{
	struct session s;
	cJSON *log;

	(void)state;
	start(&s);
	diag_add_check(&s.diags, STR("RCS3001"), STR("members-fit"), SEVERITY_WARNING, STR("too many"));
	diag_add(&s.diags, DIAG_SYNTAX, in(&s, 1, "b"), "wrong");
	diag_add_check(&s.diags, STR("RCS3001"), STR("members-fit"), SEVERITY_NOTE, STR("few"));
	const cJSON *run = sarif(&s, &log), *rules = at(run, "tool/driver/rules");

	assert_int_equal(cJSON_GetArraySize(rules), 2);
	assert_text(rules, "0/id", "RCS0101");
	assert_text(rules, "0/shortDescription/text", diag_infos[DIAG_SYNTAX].title);
	assert_text(rules, "0/defaultConfiguration/level", "error");
	assert_text(rules, "1/id", "RCS3001");
	assert_text(rules, "1/name", "members-fit");
	assert_text(rules, "1/shortDescription/text", "members fit");
	assert_text(rules, "1/defaultConfiguration/level", "warning");
	assert_int_equal(at(run, "results/0/ruleIndex")->valueint, 1);
	assert_int_equal(at(run, "results/1/ruleIndex")->valueint, 0);
	assert_int_equal(at(run, "results/2/ruleIndex")->valueint, 1);
	assert_text(run, "results/2/level", "note");
	cJSON_Delete(log);
	session_fini(&s);
}

static void places_are_regions(void **state)
{
	struct session s;
	cJSON *log;

	(void)state;
	start(&s);
	uint32_t library = source_add(&s.sources, SOURCE_LIBRARY, STR("std/c.rcs"), STR("type T\n"));
	struct diag *d = diag_add(&s.diags, DIAG_SYNTAX, in(&s, 1, "1}\nb"), "wrong");

	diag_label(&s.diags, d, in(&s, 2, "x"), "first");
	diag_label(&s.diags, d, in(&s, library, "T"), "%s", "");
	const cJSON *run = sarif(&s, &log), *result = at(run, "results/0");

	assert_text(result, "locations/0/physicalLocation/artifactLocation/uri", "a%20b%25.rcs");
	assert_region(result, "locations/0/physicalLocation/region", (const int[]){ 1, 6, 2, 2 });
	assert_text(result, "relatedLocations/0/physicalLocation/artifactLocation/uri",
		    "file:///abs%2C1%3A2.rcs");
	assert_text(result, "relatedLocations/0/message/text", "first");
	assert_text(result, "relatedLocations/1/physicalLocation/artifactLocation/uriBaseId", "LIBRARY");
	assert_non_null(at(run, "originalUriBaseIds/LIBRARY"));
	assert_null(at(result, "relatedLocations/1/message"));
	assert_int_equal(cJSON_GetArraySize(at(result, "relatedLocations")), 2);
	cJSON_Delete(log);
	session_fini(&s);
}

static void what_is_in_no_file_has_no_location(void **state)
{
	struct session s;
	cJSON *log;

	(void)state;
	start(&s);
	uint32_t given = source_add(&s.sources, SOURCE_PARAM, STR("--param"), STR("x=1"));
	struct diag *d = diag_add(&s.diags, DIAG_SYNTAX, in(&s, given, "1"), "wrong");

	diag_primary(&s.diags, d, "here");
	diag_label(&s.diags, d, (struct span){ 0 }, "nowhere");
	diag_fix(&s.diags, d, in(&s, given, "1"), STR("2"), "give 2");
	const cJSON *run = sarif(&s, &log), *result = at(run, "results/0");

	assert_text(result, "message/text", "wrong\nhere\nnote: nowhere\nhelp: give 2 (fix 1)");
	assert_null(at(result, "locations"));
	assert_null(at(result, "relatedLocations"));
	assert_null(at(result, "fixes"));
	assert_string_equal(github(&s), "::error title=RCS0101 syntax::wrong%0Ahere%0Anote: nowhere%0A"
					"help: give 2 (fix 1)\n");
	cJSON_Delete(log);
	session_fini(&s);
}

static void braces_of_messages_are_doubled(void **state)
{
	struct session s;
	cJSON *log;

	(void)state;
	start(&s);
	struct diag *d = diag_add(&s.diags, DIAG_SYNTAX, in(&s, 1, "{1}"), "`{0}` \xff \"no\"");

	diag_because(&s.diags, d, "a\tfact");
	diag_fix(&s.diags, d, in(&s, 1, "{1}"), STR("{2}"), "write {2}");
	const cJSON *run = sarif(&s, &log), *result = at(run, "results/0");

	assert_text(result, "message/text",
		    "`{{0}}` \xef\xbf\xbd \"no\"\nbecause: a\tfact\nhelp: write {{2}} (fix 1)");
	assert_text(result, "fixes/0/description/text", "write {{2}}");
	assert_text(result, "fixes/0/artifactChanges/0/replacements/0/insertedContent/text", "{2}");
	cJSON_Delete(log);
	session_fini(&s);
}

static void each_file_is_changed_once(void **state)
{
	struct session s;
	cJSON *log;

	(void)state;
	start(&s);
	struct diag *d = diag_add(&s.diags, DIAG_SYNTAX, in(&s, 1, "b"), "wrong");
	struct diag_fix *fix = diag_fix(&s.diags, d, in(&s, 1, "b"), STR("c"), "rename");
	struct span before = { in(&s, 1, "1").beg, in(&s, 1, "1").beg };

	diag_edit(&s.diags, fix, in(&s, 2, "x"), STR("y"));
	diag_edit(&s.diags, fix, before, STR("2"));
	const cJSON *run = sarif(&s, &log), *changes = at(run, "results/0/fixes/0/artifactChanges");

	assert_int_equal(cJSON_GetArraySize(changes), 2);
	assert_int_equal(cJSON_GetArraySize(at(changes, "0/replacements")), 2);
	assert_region(changes, "0/replacements/0/deletedRegion", (const int[]){ 1, 6, 1, 6 });
	assert_region(changes, "0/replacements/1/deletedRegion", (const int[]){ 2, 1, 2, 2 });
	assert_text(changes, "0/replacements/1/insertedContent/text", "c");
	assert_text(changes, "1/artifactLocation/uri", "file:///abs%2C1%3A2.rcs");
	assert_text(changes, "1/replacements/0/insertedContent/text", "y");
	cJSON_Delete(log);
	session_fini(&s);
}

static void annotations_are_escaped(void **state)
{
	struct session s;

	(void)state;
	start(&s);
	struct diag *d = diag_add(&s.diags, DIAG_MISPLACED_DOC, in(&s, 2, "1"), "100%% a:b,c\r\x1b");

	diag_label(&s.diags, d, in(&s, 1, "b"), "declared here");
	diag_add(&s.diags, DIAG_UNKNOWN_FACTS, in(&s, 1, "1}\nb"), "skipped");
	assert_string_equal(
		github(&s),
		"::warning file=/abs%2C1%3A2.rcs,line=1,col=5,endLine=1,endColumn=6,"
		"title=RCS0110 misplaced-doc::100%25 a:b,c%0D\\x1b%0Aa b%25.rcs:2:1: declared here\n"
		"::notice file=a b%25.rcs,line=1,endLine=2,title=RCS0501 unknown-facts::skipped\n");
	session_fini(&s);
}

/* Spans anywhere, also outside of every source, over bytes of every kind. */
static void any_span_over_any_bytes_renders(void **state)
{
	struct session s;
	char text[256];
	cJSON *log;

	(void)state;
	for (uint32_t i = 0; i < sizeof text; i++)
		text[i] = (char)(i * 37 + (i % 7 == 0 ? '\n' : 0));
	session_init(&s, (struct os){ 0 });
	source_add(&s.sources, SOURCE_USER, (struct str){ text, 40 }, (struct str){ text, sizeof text });
	for (uint32_t beg = 0; beg < 262; beg += 3) {
		struct diag *d = diag_add(&s.diags, DIAG_SYNTAX, (struct span){ beg, 300 - beg }, "%u", beg);

		diag_label(&s.diags, d, (struct span){ beg / 2, beg }, "%.*s", (int)(beg % 40), text);
		diag_fix(&s.diags, d, (struct span){ beg, beg / 3 }, (struct str){ text, beg % 256 }, "fix");
	}
	assert_int_equal(cJSON_GetArraySize(at(sarif(&s, &log), "results")), s.diags.list.n);
	const char *lines = github(&s);
	uint32_t rows = 0;

	for (; (lines = strchr(lines, '\n')); lines++)
		rows++;
	assert_int_equal(rows, s.diags.list.n);
	cJSON_Delete(log);
	session_fini(&s);
}

int main(void)
{
	RUN(cmocka_unit_test(an_empty_run_has_a_log), cmocka_unit_test(rules_are_those_of_the_run),
	    cmocka_unit_test(places_are_regions), cmocka_unit_test(what_is_in_no_file_has_no_location),
	    cmocka_unit_test(braces_of_messages_are_doubled), cmocka_unit_test(each_file_is_changed_once),
	    cmocka_unit_test(annotations_are_escaped), cmocka_unit_test(any_span_over_any_bytes_renders));
}
