#!/bin/sh
# What `rcc vet` says of an object does not depend on what else is read: a check that passed on others which are made
# alike is not evaluated again, and must not hide anything. tests/property/vet_alike.py makes the objects.
python3 tests/property/vet_alike.py "$RCC" "$WORK/vet-alike"
