#ifndef RCC_SEMA_GIVEN_H
#define RCC_SEMA_GIVEN_H
/*
 * Parameters from outside meet their declarations. Text that is a value as it stands (a number, a string, a
 * word) is left to the evaluator; what needs the language (lists, maps, records, tags with fields) is parsed
 * where it stands in the env file and checked like any other value.
 */
#include "sema/program.h"

struct given {
	struct str name;	 /* as a file declares it */
	struct str text;	 /* all behind the `=` */
	struct span name_at, at; /* of both, in a source of the kind SOURCE_PARAM */
	node_id param;		 /* what declares it; made by given_bind, as is: */
	node_id value; /* a let that holds the checked value; 0 where the text itself is the value */
	bool failed;   /* what is wrong was reported: nothing more is to be said of this parameter */
};

struct given_list {
	VEC(struct given) v;
};

/* For each parameter that is given, every declaration of the name in the user's files. Reports names that no
 * file declares, for which the nearest one counts as given, and values that are none. */
void given_bind(struct program *p, const struct load_options *options, const struct given *list, uint32_t n,
		struct given_list *out);
/* Reports parameters of a module that nothing mentions, at the place that gives them if there is one. */
void given_report_unused(const struct program *p, uint32_t module, const struct given_list *given);

#endif
