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

# ---- generated sources ---------------------------------------------------------------------
$(B)/compiler/syntax/parser.c $(B)/compiler/syntax/parser.h &: grammar/parser.y
	@mkdir -p $(@D)
	$(Q)$(BISON) -Wall -Wcounterexamples -Wdangling-alias -Werror --header=$(B)/compiler/syntax/parser.h \
	  -o $(B)/compiler/syntax/parser.c $<
$(B)/compiler/syntax/lexer.c: grammar/lexer.l
	@mkdir -p $(@D)
	$(Q)$(FLEX) -Cfe -o $@ $<
$(B)/compiler/syntax/lexer.o $(B)/compiler/syntax/parser.o: $(B)/compiler/syntax/%.o: $(B)/compiler/syntax/%.c | $(B)/compiler/syntax/parser.h
	$(Q)$(CC) $(ALL_CPPFLAGS) -Igrammar $(ALL_CFLAGS) -Wno-conversion -Wno-undef -Wno-shadow -MMD -MP -c -o $@ $<
$(call layer_obj,syntax): | $(B)/compiler/syntax/parser.h
$(call layer_obj,syntax): ALL_CPPFLAGS += -Igrammar

# Explanations of the compiler's own diagnostics, as C strings.
$(B)/compiler/base/explain_text.c: compiler/base/explain.sh $(wildcard docs/diagnostics/*.md)
	@mkdir -p $(@D)
	$(Q)sh compiler/base/explain.sh docs/diagnostics > $@.tmp && mv $@.tmp $@
$(B)/compiler/base/explain_text.o: $(B)/compiler/base/explain_text.c
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<

# ---- unit tests: tests/unit/LAYER/test_*.c links LAYER and all layers before it ---------------
upto = $(if $(filter $(1),$(firstword $(2))),$(firstword $(2)),$(firstword $(2)) $(call upto,$(1),$(wordlist 2,99,$(2))))
reverse = $(if $(1),$(call reverse,$(wordlist 2,99,$(1))) $(firstword $(1)))
UNIT := $(patsubst tests/unit/%.c,$(B)/tests/unit/%,$(wildcard tests/unit/*/test_*.c))
define unit_rule
$(B)/tests/unit/$(1)/%: tests/unit/$(1)/%.c $(foreach l,$(call upto,$(1),$(LAYERS)),$(B)/$(l).a)
	@mkdir -p $$(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) -Itests/unit $(ALL_CFLAGS) -Wno-missing-prototypes -MMD -MP -o $$@ $$< \
	  $(foreach l,$(call reverse,$(call upto,$(1),$(LAYERS))),$(B)/$(l).a) -lcmocka $(LIBS) -lm
endef
$(foreach l,$(LAYERS),$(eval $(call unit_rule,$(l))))

unit: $(UNIT)
	$(Q)for t in $(UNIT); do $$t || exit 1; done

clean:
	rm -rf $(B)

-include $(shell find $(B) -name '*.d' 2>/dev/null)
.DELETE_ON_ERROR:
