# rcc: build, test, install. `make help` lists the targets.
#
# A folder of compiler/ may include only itself and the folders before it in LAYERS; `rcc` is
# compiler/*.c, the way of a stack through all folders before it, and `cli` the command around them.
LAYERS := base formats yaml pack schema syntax sema eval rules objects manifest emit change image input stacks rcc vet trace fix reference cli

# STATIC=1: one file that needs nothing of the system, with the C library musl (`make static` gets what that takes).
STATIC ?=
ifneq ($(STATIC),)
B      ?= build/static
CC     := musl-gcc
endif
STATIC_LIBS := build/static-libs
B      ?= build
CC     ?= cc
AR     ?= ar
FLEX   ?= flex
BISON  ?= bison
PREFIX ?= /usr/local
V      ?= 0
Q      := $(if $(filter 1,$(V)),,@)

WARN := -Wall -Wextra -Wshadow -Wconversion -Wno-sign-conversion -Wstrict-prototypes -Wmissing-prototypes \
        -Wwrite-strings -Wvla -Wformat=2 -Wundef -Wimplicit-fallthrough $(if $(WERROR),-Werror)
GNU  := $(findstring Free Software,$(shell $(CC) --version 2>/dev/null))
# Jumps that begin on a line of the cache cost 16 kB of the command, and no compile is faster for it.
OPT  ?= -O2 -g $(if $(GNU),-fno-align-jumps -fno-align-loops)
SAN  ?=
ALL_CPPFLAGS = $(if $(STATIC),-I$(STATIC_LIBS)/include) -Icompiler -I$(B)/compiler -I$(B) -D_POSIX_C_SOURCE=200809L $(CPPFLAGS)
# Nothing is thrown through C: what a debugger needs to unwind lies beside the program.
ALL_CFLAGS   = -std=c11 -pthread $(OPT) $(SAN) $(WARN) -fno-asynchronous-unwind-tables -ffunction-sections \
               -fdata-sections $(FIXED:-no-pie=-fno-pie) $(CFLAGS)
# At a fixed place: to move its pointers costs each start as much as to read a stack. What is instrumented moves.
FIXED := $(if $(SAN),,-no-pie)
ALL_LDFLAGS  = $(SAN) $(FIXED) $(if $(STATIC),-static) -Wl,--gc-sections -Wl,-z,noseparate-code $(LDFLAGS)
LIBS := $(if $(STATIC),-L$(STATIC_LIBS)/lib -lyaml -lcjson -lz,-Wl,--as-needed \
          $(shell pkg-config --libs yaml-0.1 libcjson zlib 2>/dev/null || echo -lyaml -lcjson -lz))
# The names by which the command loads these, where they are known: compiler/cli/late_main.c.
soname = $(shell readelf -d "$$($(CC) -print-file-name=lib$(1).so)" 2>/dev/null | sed -n 's/.*SONAME.*\[\(.*\)\]/\1/p')
LATE  := $(if $(SAN)$(STATIC),,$(foreach l,yaml cjson z,$(call soname,$(l))))
LATE  := $(if $(filter 3,$(words $(LATE))),$(LATE))

.PHONY: all static static-check help demo check checks bare-check unit golden lint asan tsan tsan-tests valgrind fuzz \
        fuzzers differential bench bench-check bench-pack bench-unused bench-vet bless k8s-types docs fmt install uninstall clean
all: $(B)/rcc

help:
	@sed -n 's/^## //p' Makefile

# ---- the library, one archive per layer -------------------------------------------------
layer_src = $(filter-out %main.c,$(wildcard compiler/$(if $(filter rcc,$(1)),,$(1)/)*.c))
objects   = $(patsubst %.c,$(B)/%.o,$(1))
archives  = $(patsubst %,$(B)/%.a,$(1))
GEN_syntax := $(B)/compiler/syntax/parser.o $(B)/compiler/syntax/lexer.o
GEN_base   := $(B)/compiler/base/explain_packed.o

define layer_rule
$(B)/$(1).a: $(call objects,$(call layer_src,$(1))) $(GEN_$(1))
	@rm -f $$@
	$(Q)$(AR) rcs $$@ $$^
endef
$(foreach l,$(LAYERS),$(eval $(call layer_rule,$(l))))

# What a compile spends little time in is made small, what it hardly enters as small as can be. One file is larger anyhow:
# there time counts for more.
sources_of = $(foreach l,$(1),$(call objects,$(call layer_src,$(l))))
SMALL := $(call sources_of,$(if $(STATIC),,base formats syntax sema objects emit image input rcc) \
           pack stacks vet trace fix schema change reference cli)
# But not what it goes through with each value that it writes, nor hashing, nor with each node of the library where
# there is something to say.
OFTEN := $(patsubst %,$(B)/compiler/%.o,base/arena base/cold base/str base/utf8 formats/chars formats/image \
	  formats/json_text formats/names formats/quantity formats/sha256 formats/sha256_x86 objects/minor \
	  objects/plain syntax/spans emit/yaml emit/yaml_text)
$(filter-out $(OFTEN),$(SMALL)): OPT := $(OPT:-O2=-Os)

# What is entered once a document, where something is wrong or odd, or before it is known what is asked.
rare := yaml/any rules/allow rules/facts rules/fix rules/label rules/path manifest/alike manifest/guess \
        manifest/identity manifest/kind manifest/mistakes manifest/status
$(rare:%=$(B)/compiler/%.o): OPT := $(OPT:-O2=-Os)

# What a value goes through as it is computed, or read from a manifest and judged: here calls cost more than the room
# they save.
HOT := $(patsubst %,$(B)/compiler/%.o,$(addprefix rules/,beside reach recall rules run settled sweep sweep_ask) \
       $(addprefix eval/,builtin builtin_list eval eval_block eval_call eval_choice eval_field eval_node eval_op \
       eval_refine map origin reads value writing) $(addprefix formats/,image names quantity) \
       $(addprefix manifest/,manifest plain read read_list shape) $(addprefix yaml/,events quick quick_like quick_text scalar))
$(HOT): OPT := $(OPT:-O2=-O3)

# GCC looks at all files of these at once when it links the command; the tests do without, and so does what is
# instrumented.
LTO := $(if $(SAN),,$(if $(GNU),-flto=auto))
$(call sources_of,base formats yaml eval rules objects manifest emit): CFLAGS += $(if $(LTO),$(LTO) -ffat-lto-objects)

# Its flags stand here.
$(B)/%.o: %.c Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

# Archives up to a layer, the last layer first: what a linker wants.
reverse = $(if $(1),$(call reverse,$(wordlist 2,99,$(1))) $(firstword $(1)))
upto    = $(if $(filter $(1),$(firstword $(2))),$(1),$(firstword $(2)) $(call upto,$(1),$(wordlist 2,99,$(2))))
linked  = $(call archives,$(call reverse,$(call upto,$(1),$(LAYERS))))
link    = $(Q)$(CC) $(ALL_CFLAGS) $(or $(3),$(NO_LTO)) -o $@ $(1) $(ALL_LDFLAGS) $(2) $(LIBS) -lm
NO_LTO := $(if $(LTO),-fno-lto)

# ---- generated sources ------------------------------------------------------------------
SYNTAX := $(B)/compiler/syntax
$(SYNTAX)/parser.c $(SYNTAX)/parser.h &: grammar/parser.y
	@mkdir -p $(@D)
	$(Q)$(BISON) -Wall -Wcounterexamples -Wdangling-alias -Werror --header=$(SYNTAX)/parser.h -o $(SYNTAX)/parser.c $<
$(SYNTAX)/lexer.c: grammar/lexer.l
	@mkdir -p $(@D)
	$(Q)$(FLEX) -Cem -o $@ $<
$(GEN_syntax): $(B)/%.o: $(B)/%.c Makefile | $(SYNTAX)/parser.h
	$(Q)$(CC) $(ALL_CPPFLAGS) -Igrammar $(ALL_CFLAGS) -Wno-conversion -Wno-undef -Wno-shadow -MMD -MP -c -o $@ $<
$(call objects,$(call layer_src,syntax)): ALL_CPPFLAGS += -Igrammar
$(call objects,$(call layer_src,syntax)): | $(SYNTAX)/parser.h

# Explanations of the compiler's own diagnostics, as C strings, and of those what lies in the command.
$(B)/compiler/base/explain_text.c: compiler/base/explain.sh $(wildcard docs/diagnostics/*.md)
	@mkdir -p $(@D)
	$(Q)sh compiler/base/explain.sh docs/diagnostics > $@.tmp && mv $@.tmp $@
$(GEN_base) $(B)/compiler/base/explain_text.o: $(B)/%.o: $(B)/%.c
	$(Q)$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -c -o $@ $<
MKEXPLAIN := $(patsubst %,$(B)/compiler/base/%.o,explain_main explain_text arena cold copies str utf8)
$(B)/mkexplain: $(MKEXPLAIN)
	$(call link,$^,)
$(B)/compiler/base/explain_packed.c: $(B)/mkexplain
	$(Q)$(B)/mkexplain > $@.tmp && mv $@.tmp $@

# The style of the reference, as C strings.
STYLE := $(B)/compiler/reference/style.inc
$(STYLE): compiler/reference/style.css
	@mkdir -p $(@D)
	$(Q)sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $< > $@
$(B)/compiler/reference/html.o: | $(STYLE)

# ---- the command, with the library's image ------------------------------------------------
# mkimage is the stage-0 compiler: it parses and checks stdlib/ and writes it as read-only tables.
$(B)/mkimage: $(B)/compiler/image/mkimage_main.o $(call linked,image)
	$(call link,$<,$(call linked,image))
$(B)/image.bin: $(B)/mkimage $(shell find stdlib -type f)
	$(Q)$(B)/mkimage stdlib $@.tmp && mv $@.tmp $@
$(B)/image.o: compiler/image/image.S $(B)/image.bin
	$(Q)$(CC) -c -Wa,-I$(B) -o $@ $<
$(B)/compiler/cli/late_main.o: ALL_CPPFLAGS += -DLATE_YAML='"$(word 1,$(LATE))"' -DLATE_CJSON='"$(word 2,$(LATE))"' \
  -DLATE_Z='"$(word 3,$(LATE))"'
$(B)/rcc: private LIBS := $(if $(LATE),-ldl,$(LIBS))
# The compiler may not make a call of memcpy of what copies in its place.
$(B)/compiler/cli/static_main.o: CFLAGS += -O2 -fno-builtin -fno-tree-loop-distribute-patterns
INSTEAD := $(if $(LATE),late_main) $(if $(STATIC),static_main)
$(B)/rcc: $(B)/compiler/cli/main.o $(INSTEAD:%=$(B)/compiler/cli/%.o) $(B)/image.o $(call linked,cli)
	$(call link,$(filter %.o,$^),$(call linked,cli),$(LTO))

# ---- tests ---------------------------------------------------------------------------------
# tests/unit/LAYER/test_*.c links LAYER and all layers before it.
UNIT := $(patsubst %.c,$(B)/%,$(wildcard tests/unit/*/test_*.c tests/limit/test_*.c))
# Tests run once: to compile them fast counts for more than how fast they are.
define unit_rule
$(B)/tests/unit/$(1)/%: tests/unit/$(1)/%.c $(call linked,$(1))
	@mkdir -p $$(@D)
	$(Q)$(CC) $(ALL_CPPFLAGS) -Itests/unit $(ALL_CFLAGS) $(NO_LTO) -Wno-missing-prototypes -MMD -MP -o $$@ $$< \
	  $(ALL_LDFLAGS) $(call linked,$(1)) -lcmocka $(LIBS) -lm
endef
$(foreach l,$(LAYERS),$(eval $(call unit_rule,$(l))))
# What compiles whole projects on a fake file system.
SUPPORT := $(B)/tests/support.a
$(SUPPORT): $(call objects,$(wildcard tests/support/*.c))
	@rm -f $@
	$(Q)$(AR) rcs $@ $^
$(B)/tests/%.o: ALL_CPPFLAGS += -Itests
$(B)/tests/limit/%: $(B)/tests/limit/%.o $(SUPPORT) $(call linked,fix)
	$(call link,$<,$(SUPPORT) $(call linked,fix) -lcmocka)
FUZZ    := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
REPLAY  := $(patsubst %,$(B)/tests/fuzz/replay_%,$(FUZZ))
FUZZERS := $(patsubst %,$(B)/tests/fuzz/fuzz_%,$(FUZZ))
$(B)/tests/fuzz/replay_%: $(B)/tests/fuzz/fuzz_%.o $(B)/tests/fuzz/replay.o $(SUPPORT) $(call linked,fix)
	$(call link,$(filter %.o,$^),$(SUPPORT) $(call linked,fix))
$(B)/tests/fuzz/fuzz_%: $(B)/tests/fuzz/fuzz_%.o $(SUPPORT) $(call linked,fix)
	$(call link,$< -fsanitize=fuzzer,$(SUPPORT) $(call linked,fix))
# What the colours of editors are compared with.
COLOURS := $(B)/tests/editors/tokens
$(COLOURS).o: | $(SYNTAX)/parser.h
$(COLOURS): $(COLOURS).o $(call linked,syntax)
	$(call link,$<,$(call linked,syntax))
# What tells the cluster's rig of a stack, and makes what a check refuses.
PROBE := $(B)/tests/cluster/probe
$(PROBE): $(PROBE).o $(B)/image.o $(call linked,fix)
	$(call link,$(filter %.o,$^),$(call linked,fix))
# What the Go libraries of Kubernetes are compared with.
DRIVER := $(B)/tests/differential/driver
$(DRIVER): $(DRIVER).o $(call linked,yaml)
	$(call link,$<,$(call linked,yaml))
.SECONDARY:

GROUPS := lint unit language golden diag explain vet tour library change failures examples commands property webserver \
          scripts validate fuzz editors
run    := tests/run.sh -b $(B)

## make            build build/rcc
## make static     build/static/rcc: one file for any Linux, an empty image, too (on Debian; installs what is missing)
static:
	$(Q)tests/static/setup.sh $(STATIC_LIBS)
	+$(Q)$(MAKE) --no-print-directory STATIC=1 B=build/static all
## make static-check   it says and makes what the other one does, where there is nothing else
static-check: static
	$(Q)tests/run.sh -b build/static static $(filter-out lint unit property scripts validate fuzz editors,$(GROUPS))
# What a newcomer types installs what is missing first. Only then can the rest be read again and made.
again = $(MAKE) --no-print-directory $(if $(findstring -j,$(MAKEFLAGS)),,-j$(shell getconf _NPROCESSORS_ONLN))
## make demo       what rcc does, shown with examples/lab; installs what is missing to build it
demo:
	$(Q)tests/setup.sh build
	$(Q)[ -x $(B)/rcc ] || echo "Building $(B)/rcc"
	+$(Q)$(again) all
	$(Q)tests/demo.sh $(B)
## make check      every test; ends with `N passed, N failed`; installs what is missing for that
check:
	$(Q)tests/setup.sh check
	+$(Q)$(again) checks
checks: all $(UNIT) $(REPLAY) $(COLOURS)
	$(Q)$(run) $(GROUPS)
## make bare-check both in a Debian that has nothing but make and git (as root)
bare-check:
	$(Q)tests/bare/run.sh
## make unit | golden | lint   one group of tests (tests/run.sh runs any group, or some cases of it)
unit: $(UNIT)
	$(Q)$(run) unit
golden: all
	$(Q)$(run) golden diag explain vet examples commands webserver
lint: all $(call archives,$(LAYERS))
	$(Q)$(run) lint
## make bless      rewrite the expected outputs of the golden groups; the review is the diff
bless: all
	$(Q)$(run) -u golden diag explain vet tour library change examples commands webserver
## make asan       the same tests under AddressSanitizer and UBSan
ASAN := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
asan:
	$(Q)$(MAKE) --no-print-directory B=build/asan OPT='-O1 -g' SAN='$(ASAN)' \
	  GROUPS='$(filter-out lint scripts validate editors,$(GROUPS))' check
## make tsan       what runs in several threads, under ThreadSanitizer
TSAN := -fsanitize=thread -fno-omit-frame-pointer
tsan:
	$(Q)$(MAKE) --no-print-directory B=build/tsan OPT='-O1 -g' SAN='$(TSAN)' tsan-tests
tsan-tests: $(patsubst %,$(B)/tests/%,unit/base/test_pool limit/test_ahead limit/test_sweep)
	$(Q)set -e; for t in $^; do $$t; done
## make valgrind   compile the examples under valgrind: no error, no leak
valgrind: all
	$(Q)$(run) valgrind
## make cluster-check   what rcc accepts runs on a real control plane, what it refuses does not; needs Go
## make cluster-check-all   the same with ten times as many random stacks, each check taken away once, and on older minors
RANDOM_STACKS ?= 200
.PHONY: cluster-check cluster-check-all
cluster-check: all $(PROBE)
	$(Q)tests/cluster/run.sh $(B) -random $(RANDOM_STACKS)
cluster-check-all: all $(PROBE)
	$(Q)tests/cluster/all.sh $(B)
## make fuzz       libFuzzer (clang) on each target for FUZZ_SECONDS, with the committed corpus
FUZZ_SECONDS ?= 20
fuzz:
	$(Q)$(MAKE) --no-print-directory B=build/fuzz CC=clang OPT='-O1 -g' \
	  SAN='-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all' fuzzers
	$(Q)tests/fuzz/run.sh build/fuzz $(FUZZ_SECONDS) $(FUZZ)
fuzzers: $(FUZZERS)
## make differential  the formats beside the Go libraries that Kubernetes uses: TEXTS of each format; its feature gates, Pod Security and custom resources (needs Go)
TEXTS ?= 100000
differential: all $(DRIVER)
	$(Q)cd tests/differential/judge && go build -trimpath -o $(abspath $(B))/tests/differential/differential . && \
	  $(abspath $(B))/tests/differential/differential -n $(TEXTS) $(abspath $(DRIVER))
	$(Q)cd tests/differential/gates && go run .
	$(Q)cd tests/differential/podsecurity && go build -trimpath -o $(abspath $(B))/tests/differential/podsecurity . && \
	  $(abspath $(B))/tests/differential/podsecurity $(abspath $(B))/rcc
	$(Q)cd tests/differential/definitions && go build -trimpath -o $(abspath $(B))/tests/differential/definitions . && \
	  $(abspath $(B))/tests/differential/definitions $(abspath $(B))/rcc
## make bench      what a compile costs, beside the system and the tools that tests/bench/setup.sh installs
MEASURE := $(B)/tests/bench/measure
$(MEASURE): tests/bench/measure.c
	@mkdir -p $(@D)
	$(Q)$(CC) -std=c11 -O2 $(WARN) -o $@ $<
bench: all $(MEASURE)
	+$(Q)$(MAKE) --no-print-directory static || echo 'Left out: the command as one file'
	$(Q)python3 tests/bench/bench.py $(B)
## make bench-vet  1,000 Deployments through rcc vet and kubeconform, by turns
bench-vet: all $(MEASURE)
	$(Q)python3 tests/bench/vet.py $(B)
## make bench-unused   what a part of the library costs a stack that does not use it: less than one in a hundred
bench-unused: all
	$(Q)python3 tests/bench/unused.py $(B)
## make bench-pack whether 10,000 pods have room on 1,000 nodes, timed
bench-pack: all
	$(Q)python3 tests/bench/pack.py $(B)
## make bench-check   fail if the instructions grew beyond tests/bench/baseline.json
bench-check: all
	$(Q)python3 tests/bench/bench.py $(B) --check
## make k8s-types  stdlib/k8s/*.rcs from the OpenAPI documents and custom resources under SHARED/k8s
SHARED ?= ../shared
CRDS   := argoproj bitnami cert-manager external-secrets gateway kustomize mongodbcommunity monitoring route snapshot traefik
k8s-types: all
	$(Q)$(B)/rcc schema import --kinds stdlib/k8s/kinds.txt $(SHARED)/k8s/openapi/*.json > $(B)/api.rcs
	$(Q)for group in $(CRDS); do \
	  $(B)/rcc schema import $(SHARED)/k8s/crds/$$group.*.json > $(B)/$$group.rcs || exit 1; done
	$(Q)mv $(B)/api.rcs $(CRDS:%=$(B)/%.rcs) stdlib/k8s/
## make editors    highlighting from the token table and the library, and $(B)/rcstack.vsix
.PHONY: editors
editors:
	@mkdir -p $(B)
	$(Q)editors/generate --vsix $(B)/rcstack.vsix
fmt:
	clang-format -i $$(git ls-files 'compiler/*.[ch]' 'tests/*.[ch]')
## make docs       the reference as Markdown and HTML: DOCS/reference.md, DOCS/reference.html
DOCS := $(B)/docs
docs: all
	@mkdir -p $(DOCS)
	$(Q)$(B)/rcc reference examples/minimal/stack.rcs > $(DOCS)/reference.md
	$(Q)$(B)/rcc reference examples/minimal/stack.rcs --format html > $(DOCS)/reference.html
## make install | uninstall   under DESTDIR and PREFIX: command, manual page, completions, files of editors
SHARE  := $(DESTDIR)$(PREFIX)/share
MADE   := man/man1/rcc.1 bash-completion/completions/rcc zsh/site-functions/_rcc fish/vendor_completions.d/rcc.fish
EDITED := vim:vim/vimfiles vim:nvim/site emacs:emacs/site-lisp
each_editor = for e in $(EDITED); do from=editors/$${e%:*} to=$(SHARE)/$${e\#*:}; [ ! -d "$$from" ] || { $(1); }; done
STRIP  ?= -s
install: all
	$(Q)install -D $(STRIP) -m 755 $(B)/rcc $(DESTDIR)$(PREFIX)/bin/rcc
	$(Q)mkdir -p $(dir $(MADE:%=$(SHARE)/%))
	$(Q)set -e; set -- man 'complete bash' 'complete zsh' 'complete fish'; \
	  for f in $(MADE:%=$(SHARE)/%); do $(B)/rcc $$1 > $$f; shift; done
	$(Q)set -e; $(call each_editor,mkdir -p "$$to" && cp -R "$$from/." "$$to")
uninstall:
	$(Q)rm -f $(DESTDIR)$(PREFIX)/bin/rcc $(MADE:%=$(SHARE)/%)
	$(Q)$(call each_editor,(cd "$$from" && find . -type f) | { cd "$$to" 2> /dev/null && xargs rm -f; } || :)
## make clean      remove the build folder
clean:
	rm -rf $(B)

-include $(shell find $(B)/compiler $(B)/tests -name '*.d' 2>/dev/null)
.DELETE_ON_ERROR:
