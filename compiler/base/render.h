#ifndef RCC_BASE_RENDER_H
#define RCC_BASE_RENDER_H
/*
 * Diagnostics as text for people and in three forms for programs. All read the records in the
 * order in which diags_sort left them, and change nothing. Scratch memory comes from the
 * arena of `out`.
 */
#include "base/session.h"

enum color {
	COLOR_NEVER,
	COLOR_ALWAYS, /* terminal escapes */
	COLOR_DEBUG,  /* <error>…</error>: styles that a test can read */
};

enum { RENDER_TEXT_MAX = 20 };

/* The run as text: at most RENDER_TEXT_MAX diagnostics, the count of the rest, and a last
 * line with the totals. Errors are preferred where not all fit. Nothing for an empty run. */
void render_text(const struct session *s, enum color color, struct buf *out);
/* The same with another maximum. */
void render_text_max(const struct session *s, enum color color, uint32_t max, struct buf *out);

/*
 * One JSON object a line for each diagnostic:
 * {"code","name","severity","message","file","line","column","endLine","endColumn",
 *  "labels":[{"file","line","column","endLine","endColumn","text"}],"because":[…],"help":[…],
 *  "fixes":[{"title","edits":[{"file","line","column","endLine","endColumn","text"}]}]}
 * The place beside the message is that of the first label, the primary one. Lines and
 * columns count from 1, columns in code points; the end is the place behind the last
 * character. Where there is no place, its five members are null. Bytes that are not UTF-8
 * become U+FFFD.
 */
void render_json(const struct session *s, struct buf *out);

/*
 * The run as one SARIF 2.1.0 log, with a line for each rule and each result; also an empty
 * run has one. Rules are the codes of the run in their order. URIs count from the project
 * root, as names of sources do (file: for absolute ones); the library has the base LIBRARY.
 * What is in no file has no location, and its text is part of the message, as are facts,
 * fixes and help.
 */
void render_sarif(const struct session *s, struct buf *out);

/*
 * One workflow command of GitHub a line for each diagnostic:
 * ::error file=…,line=…,col=…,endLine=…,endColumn=…,title=CODE NAME::MESSAGE
 * Notes are notices. Further labels, facts, fixes and help are lines of the message.
 * Columns are left out where a span has several lines, and the place where there is none.
 */
void render_github(const struct session *s, struct buf *out);

#endif
