#ifndef RCC_REPORT_H
#define RCC_REPORT_H
/* The report of a stack: tables that the library makes of it, as plain data. */
#include "rcc.h"

/* The sections of a stack that was compiled without errors, a list of maps with name, title, text, columns
 * (name, title) and rows (a list of cells for each). `at` is the time after which schedules are looked at,
 * or NULL. False if the library has no report, or something was reported. */
bool rcc_report(struct rcc *r, const struct rcc_stack *stack, const char *at, struct doc *sections);

#endif
