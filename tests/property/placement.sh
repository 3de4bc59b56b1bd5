#!/bin/sh
# What rcc says of where pods find room, and of what may be lost, is what every placement of small clusters comes to.
set -u
mkdir -p "${WORK:?}/placement"
python3 tests/property/placement.py "${RCC:?}" "$WORK/placement" 150 2
