#ifndef RCC_REPORT_H
#define RCC_REPORT_H
/* What the library tells of a stack when it is asked: tables as plain data, and the Secrets that it reads. */
#include "objects/secret.h"
#include "rcc.h"

/* The sections of a stack that was compiled without errors, a list of maps with name, title, text, columns
 * (name, title) and rows (a list of cells for each). `at` is the time after which schedules are looked at,
 * or NULL. False if the library has no report, or something was reported. */
bool rcc_report(struct rcc *r, const struct rcc_stack *stack, const char *at, struct doc *sections);

/* The Secrets that the finished objects of such a stack need; none if the library names none. */
void rcc_secrets(struct rcc *r, const struct rcc_stack *stack, struct secret_list *out);

#endif
