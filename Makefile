# rcc: build, test, install. `make help` lists the targets.
#
# Layers: a folder of compiler/ may include only itself and the folders before it in LAYERS.
LAYERS := base formats syntax sema eval rules objects emit image

B      ?= build
CC     ?= cc
FLEX   ?= flex
BISON  ?= bison
PREFIX ?= /usr/local
V      ?= 0
Q      := $(if $(filter 1,$(V)),,@)

WARN := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wimplicit-fallthrough $(if $(WERROR),-Werror)
OPT  ?= -O2 -g
ALL_CPPFLAGS = -Icompiler -I$(B)/compiler -I$(B) -D_POSIX_C_SOURCE=200809L $(CPPFLAGS)
ALL_CFLAGS   = -std=c11 $(OPT) $(WARN) $(CFLAGS)
LIBS := $(shell pkg-config --libs yaml-0.1 libcjson 2>/dev/null || echo -lyaml -lcjson)

# ---- the library, one archive per layer -------------------------------------------------
layer_src = $(wildcard compiler/$(1)/*.c)
layer_obj = $(patsubst compiler/%.c,$(B)/compiler/%.o,$(call layer_src,$(1)))
GEN_syntax := $(B)/compiler/syntax/parser.o $(B)/compiler/syntax/lexer.o
GEN_base   := $(B)/compiler/base/explain_text.o

ARCHIVES := $(foreach l,$(LAYERS),$(B)/$(l).a)
define layer_rule
$(B)/$(1).a: $(call layer_obj,$(1)) $(GEN_$(1))
	@rm -f $$@
	$(Q)$(AR) rcs $$@ $$^
endef

.PHONY: all check unit golden lint asan fuzz bench clean help install uninstall
all: $(B)/rcc

$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

$(B)/compiler/%.o: compiler/%.c
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
