#ifndef RCC_FORMATS_CRON_WORDS_H
#define RCC_FORMATS_CRON_WORDS_H
#include "formats/cron.h"

/* When a schedule fires, as people would say it: "at 01:00 every day", "every 15 minutes on Monday to
 * Friday". Empty for a text that is no schedule, or one that never fires. */
struct str cron_words(struct str text, struct arena *a);

#endif
