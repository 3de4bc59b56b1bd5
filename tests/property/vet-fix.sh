#!/bin/sh
# `rcc vet --fix` on the manifests of tests/vet, of docs/diagnostics and of tests/property/vet_fix.py, with the library.
python3 tests/property/vet_fix.py "$RCC" "$WORK/vet-fix"
