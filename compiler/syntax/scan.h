#ifndef RCC_SYNTAX_SCAN_H
#define RCC_SYNTAX_SCAN_H
/*
 * What the rules of grammar/lexer.l do: places, nesting, comments, and the diagnostics of
 * single tokens.
 */
#include "syntax/front.h"
#include "syntax/token.h"

void scan_init(struct front *f);

/* Places. Every match passes through scan_advance; scan_again takes it back. */
struct span scan_advance(struct front *f, uint32_t length);
uint32_t scan_again(struct front *f, uint32_t beg);
struct span scan_end(struct front *f);

/* Trivia, and newlines inside a token. */
void scan_blanks(struct front *f, struct span at);
void scan_comment(struct front *f, struct span at, struct str text);
void scan_newlines(struct front *f, struct span at, struct str text);
void scan_lines(struct front *f, struct span token);

/* Nesting. Closing what is not open is harmless: the layout filter reports it. */
void scan_open(struct front *f, int kind, struct span at);
void scan_close(struct front *f);
/* TOK_RC, or TOK_INTERP_END if the brace closes an interpolation. */
int scan_close_brace(struct front *f);
/* Whether it opens a string of several lines; false for NULL. */
bool scan_is_of_lines(const struct opener *o);
bool scan_in_interpolation(const struct front *f);
/* Which of three start conditions goes on: code, a string of one line, one of several. */
int scan_state(const struct front *f, int code, int line, int lines);

/* Repairs: each reports once for a line and closes what the line left open. */
void scan_break_interpolation(struct front *f, struct span newline);
void scan_break_string(struct front *f);
/* A certificate or key in PEM, on several lines, between quotes of a single one. */
void scan_armor(struct front *f, struct span at);
void scan_unterminated(struct front *f, struct span at, uint32_t quote);
/* Whether a string of the line that begins at `line` was reported as unterminated. */
bool scan_line_is_broken(const struct front *f, uint32_t line);

/* Tokens that are wrong in themselves. */
void scan_bad_version(struct front *f, struct span at);
void scan_bad_number(struct front *f, struct span at);
void scan_bad_character(struct front *f, struct span at);
void scan_foreign(struct front *f, struct span at, const char *ours);
void scan_foreign_comment(struct front *f, struct span at);
/* Whether what a slash and a star at `at` begin has an end. It is looked for once behind the last one. */
bool scan_begin_comment(struct front *f, struct span at);
/* Of the comment that was begun, up to here. */
struct span scan_comment_span(const struct front *f);
void scan_typographic(struct front *f, struct span at, struct str text, uint32_t quote);
/* A character that looks like a blank, which it then stands for; others are reported as bad. */
bool scan_is_blank(struct front *f, struct span at);
/* A text up to a line with a word: the rest of the file is not read. */
void scan_heredoc(struct front *f, struct span at);
/* The first mark of a merge that was not resolved: what follows up to the second one is read. */
void scan_conflict(struct front *f, struct span at);

/* The next token; grammar/lexer.l. */
int raw_lex(union syntax_value *value, struct span *at, void *scanner);

#endif
