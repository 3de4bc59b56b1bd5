#ifndef RCC_FORMATS_SELECTOR_H
#define RCC_FORMATS_SELECTOR_H
/*
 * Selectors of labels as text, as `kubectl -l` and the API's `labelSelector` take them:
 * `app=web,tier in (a,b),!legacy,size>3`.
 */
#include "base/arena.h"

/* Empty if valid, else a phrase: "has no `(` behind `in`". The empty selector is valid: it selects all. */
struct str label_selector_problem(struct str text, struct arena *a);

#endif
