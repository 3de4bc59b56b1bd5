#ifndef RCC_SEMA_BUILTIN_H
#define RCC_SEMA_BUILTIN_H
/* The functions of the language by number, as REF_BUILTIN gives it. */
enum builtin {
#define BUILTIN(name, signature, doc) BUILTIN_##name,
#include "sema/builtin.def"
#undef BUILTIN
	BUILTIN_COUNT
};

#endif
