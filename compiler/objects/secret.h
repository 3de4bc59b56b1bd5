#ifndef RCC_OBJECTS_SECRET_H
#define RCC_OBJECTS_SECRET_H
/*
 * What a stack needs of Kubernetes Secrets: names, keys, who reads them, and how a value
 * can be made. Values are never part of a compile; `rcc secrets --generate` makes them.
 * Built from what the library's `fn secrets` returns.
 */
#include "base/arena.h"

enum secret_make {
	SECRET_EXTERNAL, /* only its owner knows it: a client secret, a licence */
	SECRET_RANDOM,	 /* `length` characters of `alphabet` */
	SECRET_TEMPLATE, /* `text` with ${key} for other keys of the same Secret, or ${name/key} */
	SECRET_FIXED,	 /* `text` itself: a user name */
};

struct secret_key {
	struct str key;
	enum secret_make make;
	uint32_t length;
	struct str alphabet, text;
	struct str about;    /* one sentence: what it is for */
	struct str *readers; /* names of what reads it, e.g. Deployment/chat */
	uint32_t nreaders;
};

struct secret_need {
	struct str name, namespace_;
	struct secret_key *keys;
	uint32_t nkeys;
};

struct secret_list {
	struct secret_need *v;
	uint32_t n;
};

#endif
