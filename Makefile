# Everything that can be made here; `make` alone lists it.
#
# What a target needs from outside it gets: Debian's packages by apt-get, JavaScript's by npm,
# Emscripten and the third-party C by the scripts in wasm/.  All that is made goes to build/.

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.SECONDARY:
MAKEFLAGS += --no-builtin-rules
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c

CC := clang-22
SECOND_CC := gcc
FORMAT := clang-format-22
TIDY := clang-tidy-22
EMCC = $$(cat build/emcc)

JOBS ?= $(shell nproc)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += --jobs=$(JOBS)
endif

export PATH := $(CURDIR)/build/bin:$(PATH)
export CORPUS ?= $(abspath ../shared/corpus)
export ASAN_OPTIONS := allocator_may_return_null=1
export ASAN_SYMBOLIZER_PATH := /usr/lib/llvm-22/bin/llvm-symbolizer
export UBSAN_OPTIONS := print_stacktrace=1

PACKAGES_native := clang-22 libclang-rt-22-dev lld-22 llvm-22 gcc libcmocka-dev libpng-dev \
	libjpeg62-turbo-dev zlib1g-dev pngcheck python3-pil libimage-exiftool-perl webp
PACKAGES_lint := gcc clang-format-22 clang-tidy-22 shellcheck
PACKAGES_browser := chromium curl fonts-liberation python3-pil libimage-exiftool-perl pngcheck unzip

# Sources: whatever lies in the rooms.  All of them but the door build natively too.

CORE := $(foreach room,base pixels paint api job,$(wildcard wasm/$(room)/*.c))
DOOR := $(wildcard wasm/door/*.c) tests/bench/speed/door.c
BOTH_DOORS := reply handles file_door
CORE_DOOR := reply page_door
ENGINE_DOOR := $(BOTH_DOORS) note_door render_door worker_door workflow_door transport_fetch transport_paper
STUDIO_DOOR := $(BOTH_DOORS) paint_door mask_door picture_door compose_door
WASM := build/wasm/core.wasm build/wasm/engine.js build/wasm/studio.wasm
SUPPORT := $(wildcard tests/unit/support/*.c)
UNITS := $(basename $(notdir $(wildcard tests/unit/test_*.c)))
FUZZERS := $(basename $(notdir $(wildcard tests/fuzz/fuzz_*.c)))

BENCH := tests/bench/speed
NATIVE := $(CORE) $(SUPPORT) $(UNITS:%=tests/unit/%.c) $(FUZZERS:%=tests/fuzz/%.c) \
	$(BENCH)/native.c
HEADERS := $(wildcard wasm/*/*.h tests/*/*.h tests/*/*/*.h)
SCRIPTS := $(wildcard wasm/*.sh web/*.sh tests/*.sh) .ci/run

# Flags.  Locals start as zeros: what stb_image never wrote of a broken picture, and hands out all the
# same, is then at least nothing that lay on the stack before.

WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wvla -Wundef
CFLAGS := -std=c11 $(WARNINGS) -Iwasm -Itests/unit -isystem build/deps \
	-ftrivial-auto-var-init=zero
CHECKED := -g -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
UNIT_FLAGS := -O1 $(CHECKED)
FUZZ_FLAGS := -O2 $(CHECKED) -fsanitize=fuzzer-no-link
NATIVE_FLAGS := -O3 -march=native # as fast as this machine can

# Small: the first load has a limit, and most loops that matter are written in SIMD.  What follows
# is for later loads, and faster with -O3.
WASM_FLAGS := -Os -msimd128 -msse2
QUICK := average blend checksum deflate filter inflate inset lanczos mask match png_rows png_writer \
	resize sample stb_decode unfilter

# With the stack first in memory, an overflow traps instead of running into our data.
WASM_LINK := -Oz --no-entry -Wl,--stack-first -sSTACK_SIZE=1MB \
	-sMALLOC=emmalloc -sALLOW_MEMORY_GROWTH -sMAXIMUM_MEMORY=2GB \
	-sFILESYSTEM=0 -sDEFAULT_TO_CXX=0 -sEXPORTED_FUNCTIONS=_malloc,_free
ALONE_LINK := -sSTANDALONE_WASM # it needs nothing of JavaScript
ENGINE_LINK := -sMODULARIZE -sEXPORT_NAME=createEngineModule -sENVIRONMENT=web,worker \
	-sFETCH=1 -sFETCH_STREAMING=1 -sFETCH_SUPPORT_INDEXEDDB=0 \
	-sDYNAMIC_EXECUTION=0 -sINCOMING_MODULE_JS_API=instantiateWasm \
	-sEXPORTED_RUNTIME_METHODS=HEAPU8

##@ To use it

run: site ## serve the page with a stand-in for the API; prints the address
	node web/demo/serve.mjs

site: $(WASM) web/node_modules ## make build/site, for any static host
	node web/build.mjs site

single: $(WASM) web/node_modules ## make build/gpt-image.html, one file for a double click
	node web/build.mjs single

##@ To check it

CHECKS := rooms lint unit fuzz-replay web api site single size e2e

test: ## all of the checks, the quick ones first
	@for check in $(CHECKS); do \
	    echo "== make $$check"; \
	    $(MAKE) --no-print-directory $$check; \
	done
	@echo "== all passed: $(CHECKS)"

rooms: web/node_modules ## includes and imports, against wasm/rooms.txt and web/rooms.txt
	@tests/rooms.sh
	@node web/rooms.mjs

LINTS := lint-format lint-gcc lint-clang lint-tidy lint-js lint-sh

lint: $(LINTS) ## formatting, warnings, clang-tidy, tsc, shellcheck

unit: $(UNITS:%=build/unit/%) ## the C modules, natively, under ASan and UBSan
	@test -n "$^" || { echo "There is no test in tests/unit."; exit 1; }
	@printf '%s\n' $^ | xargs -P $(JOBS) -I @ tests/unit.sh @

# Longer for what reads what servers send, and writes what they get.
LONGER := $(patsubst %,build/fuzz/fuzz_%,sse sieve json base64 multipart)
fuzz-replay: $(FUZZERS:%=build/fuzz/%) ## every input that fuzzing kept, and 5 or 20 s of new ones
	@echo $(foreach fuzzer,$^,$(fuzzer) $(if $(filter $(LONGER),$(fuzzer)),20,5)) | \
	    xargs -P $(JOBS) -n 2 tests/fuzz.sh

web: web/node_modules ## the page's pure JavaScript
	node --test tests/web/*.test.mjs

api: build/wasm/core.wasm tests/node_modules web/node_modules ## the stand-in for the API, by OpenAI's own client, and by our checks
	node --test tests/api/*.test.mjs

size: site ## the first load of build/site, against its limit; what each module of C weighs
	@tests/size.sh build/site
	@tests/weights.sh build/wasm/core.map build/wasm/engine.map build/wasm/studio.map

e2e: site single tests/node_modules build/have/browser ## the shipped files, in Chromium
	cd tests && npx playwright test --config e2e/playwright.config.mjs --grep-invert @deep

deep: site single tests/node_modules build/have/browser ## the same with what is very large or very many: tasks, memory, leaks
	cd tests && npx playwright test --config e2e/playwright.config.mjs --workers=1 --grep @deep

kill: site single tests/node_modules build/have/browser ## 100 times the page is killed while it works, and opened again
	cd tests && KILL_ROUNDS=$${KILL_ROUNDS:-100} npx playwright test --config e2e/playwright.config.mjs --workers=1 kill.spec.mjs

fuzz: $(FUZZERS:%=build/fuzz/%) ## 10 minutes of each fuzzer
	@printf '%s\n' $^ | xargs -P $(JOBS) -I @ tests/fuzz.sh @ 600

##@ To work on it

format: build/have/lint ## format the C
	$(FORMAT) -i $(HEADERS) $(NATIVE) $(DOOR)

BENCHED := build/wasm/engine.js build/bench/bench.wasm build/bench/native web/node_modules tests/node_modules \
	build/have/browser

bench: $(BENCHED) ## pictures and answers beside others' ways, and natively; writes build/bench.md
	node tests/bench/bench.mjs

bench-quick: $(BENCHED) ## the same in less than two minutes
	node tests/bench/bench.mjs quick

bench-paint: build/wasm/studio.wasm web/node_modules tests/node_modules build/have/browser ## painting at 48 MP beside other ways to do it
	node tests/bench/paint.mjs

bench-compose: $(WASM) web/node_modules tests/node_modules build/have/browser ## putting an answer back into 48 MP beside a canvas
	node tests/bench/compose.mjs

bench-gallery: site tests/node_modules build/have/browser ## 500 pictures of 4K in the gallery: how soon, and how much memory
	node tests/bench/gallery.mjs

lighthouse: site build/have/browser ## how fast Lighthouse finds build/site on a phone; gets Lighthouse by npx
	node tests/lighthouse.mjs

picture: site tests/node_modules build/have/browser ## take the README's picture of the page anew
	node tests/picture.mjs web/picture.png

difference-picture: build/wasm/studio.wasm web/node_modules tests/node_modules build/have/browser ## make the README's picture of the difference anew
	node tests/difference-picture.mjs web/difference.png

clean: ## remove build/; the toolchain stays in its cache
	rm -rf build

help:
	@awk -F ':.*## ' '/^##@/ { print "\n" substr($$0, 5) } \
	    /^[a-z0-9-]+:.*## / { printf "  make %-18s %s\n", $$1, $$2 }' Makefile

.PHONY: run site single test rooms lint $(LINTS) unit fuzz-replay web api size e2e deep kill fuzz format \
	bench bench-quick bench-paint bench-compose bench-gallery lighthouse picture difference-picture clean help

# Lint: one tool each

lint-format: build/have/lint
	@$(FORMAT) --dry-run -Werror $(HEADERS) $(NATIVE) $(DOOR)

lint-gcc: build/have/lint build/have/native build/deps
	@$(SECOND_CC) $(CFLAGS) -Werror -fsyntax-only -x c $(wildcard wasm/*/*.h) $(NATIVE)

lint-clang: build/have/native build/deps build/emcc
	@$(CC) $(CFLAGS) -Werror -fsyntax-only -x c $(wildcard wasm/*/*.h) $(NATIVE)
	@$(if $(DOOR),$(EMCC) $(CFLAGS) -Werror -fsyntax-only $(DOOR))

lint-tidy: $(patsubst %.c,build/tidy/%.ok,$(NATIVE) $(DOOR))

TIDY_RULES := .clang-tidy tests/.clang-tidy wasm/door/.clang-tidy
build/tidy/wasm/door/%.ok build/tidy/tests/bench/speed/%.ok: EMSCRIPTEN = $$($(EMCC) --cflags)
build/tidy/%.ok: %.c $(HEADERS) $(TIDY_RULES) | build/have/lint build/have/native build/deps build/emcc
	@$(TIDY) --quiet $< -- $(CFLAGS) $(EMSCRIPTEN)
	@mkdir -p $(@D)
	@touch $@

lint-js: web/node_modules tests/node_modules
	@web/node_modules/.bin/tsc --project web

lint-sh: build/have/lint
	@shellcheck $(SCRIPTS)

# C to objects: build/obj/CONFIGURATION/SOURCE.o

build/obj/unit/%.o: COMPILE = $(CC) $(CFLAGS) $(UNIT_FLAGS)
build/obj/fuzz/%.o: COMPILE = $(CC) $(CFLAGS) $(FUZZ_FLAGS)
build/obj/native/%.o: COMPILE = $(CC) $(CFLAGS) $(NATIVE_FLAGS)
build/obj/wasm/%.o: COMPILE = $(EMCC) $(CFLAGS) $(WASM_FLAGS)
# Smaller still where no pixel passes: the last -O counts.
$(foreach room,api job door,build/obj/wasm/wasm/$(room)/%.o): WASM_FLAGS += -Oz
$(QUICK:%=build/obj/wasm/wasm/pixels/%.o) build/obj/wasm/wasm/base/base64.o: WASM_FLAGS += -O3
build/obj/wasm/$(BENCH)/%.o: WASM_FLAGS += -O3

# What looks letters up in WebAssembly is in all processors, but not in what compilers expect of them.
ifeq ($(shell uname -m),x86_64)
build/obj/unit/wasm/base/base64.o build/obj/fuzz/wasm/base/base64.o: CFLAGS += -mssse3
endif

# cJSON recurses once per level of nesting, and its own limit of 1000 is too much for a stack in
# WebAssembly; for strtod see wasm/base/decimal.h.
THIRD_PARTY := build/deps/cJSON.c
CJSON_FLAGS := -DCJSON_NESTING_LIMIT=64 -Dstrtod=decimal_parse
define compile
@mkdir -p $(@D)
@echo "  compile $@"
@$(COMPILE) $(if $(filter $(THIRD_PARTY),$<),-w $(CJSON_FLAGS)) -MMD -MP -c $< -o $@
endef

build/obj/unit/%.o: %.c Makefile | build/deps build/have/native
	$(compile)
build/obj/fuzz/%.o: %.c Makefile | build/deps build/have/native
	$(compile)
build/obj/native/%.o: %.c Makefile | build/deps build/have/native
	$(compile)
build/obj/wasm/%.o: %.c Makefile | build/deps build/emcc
	$(compile)

-include $(wildcard build/obj/*/*/*/*.d build/obj/*/*/*/*/*.d)

# Objects to programs

objects = $(patsubst %.c,build/obj/$(1)/%.o,$(2) $(THIRD_PARTY))

build/unit/core.a: $(call objects,unit,$(CORE) $(SUPPORT))
build/fuzz/core.a: $(call objects,fuzz,$(CORE))
build/%/core.a:
	@mkdir -p $(@D)
	@rm -f $@
	@ar rcs $@ $^

build/unit/test_%: build/obj/unit/tests/unit/test_%.o build/unit/core.a
	@$(CC) $(UNIT_FLAGS) -fuse-ld=lld $^ -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc \
	    -lcmocka -lpng -ljpeg -lz -lm -o $@

build/fuzz/fuzz_%: build/obj/fuzz/tests/fuzz/fuzz_%.o build/fuzz/core.a
	@$(CC) $(FUZZ_FLAGS) -fsanitize=fuzzer -fuse-ld=lld $^ -lz -lm -o $@

# Three modules of the same rooms: the core, which the page starts with, the engine of its workers,
# and the studio, which it gets once there is a picture.  Each takes in what its doors lead to.

build/wasm/core.a: $(call objects,wasm,$(CORE))

build/wasm/core.wasm build/wasm/studio.wasm: LINK = $(WASM_LINK) $(ALONE_LINK)
build/wasm/core.wasm: $(CORE_DOOR:%=build/obj/wasm/wasm/door/%.o)
build/wasm/engine.js: LINK = $(WASM_LINK) $(ENGINE_LINK)
build/wasm/engine.js: $(ENGINE_DOOR:%=build/obj/wasm/wasm/door/%.o)
build/wasm/studio.wasm: $(STUDIO_DOOR:%=build/obj/wasm/wasm/door/%.o)
$(WASM): build/wasm/core.a Makefile
	@echo "  link    $@"
	@$(EMCC) $(WASM_FLAGS) $(LINK) -Wl,-Map=$(basename $@).map $(filter %.o,$^) build/wasm/core.a -o $@

# The benchmark's: the engine's stages one by one, of the same objects; and the same natively.

build/bench/bench.wasm: build/obj/wasm/wasm/door/reply.o \
	$(patsubst %,build/obj/wasm/$(BENCH)/%.o,door stb_png) build/wasm/core.a Makefile
	@mkdir -p $(@D)
	@$(EMCC) $(WASM_FLAGS) $(WASM_LINK) $(ALONE_LINK) $(filter %.o %.a,$^) -o $@

build/native/core.a: $(call objects,native,$(CORE))
build/bench/native: build/obj/native/$(BENCH)/native.o build/native/core.a
	@mkdir -p $(@D)
	@$(CC) -fuse-ld=lld $^ -lm -o $@

# What comes from outside

build/have/native build/have/lint build/have/browser: build/have/%: Makefile
	@wasm/debian.sh install $(PACKAGES_$*)
	@mkdir -p $(@D)
	@touch $@

build/have/node: web/node.sh
	@web/node.sh build/bin
	@mkdir -p $(@D)
	@touch $@

web/node_modules tests/node_modules: %/node_modules: %/package-lock.json | build/have/node
	cd $* && npm ci --no-audit --no-fund
	@touch $@

build/emcc: emsdk-version.txt wasm/emsdk.sh | build/have/node
	@mkdir -p $(@D)
	@wasm/emsdk.sh >$@

build/deps:
	@mkdir -p $(@D)
	@deps=$(or $(DEPS),$$(wasm/deps.sh)); ln -sfn "$$deps" $@

$(THIRD_PARTY): | build/deps ;
