#!/bin/sh
# What `survive` proves and refuses is what every placement of small clusters comes to, in every order of arrival.
set -u
mkdir -p "${WORK:?}/survive"
python3 tests/property/survive.py "${RCC:?}" "$WORK/survive" 2500 3
