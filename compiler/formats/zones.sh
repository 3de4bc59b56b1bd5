#!/bin/sh
# Prints zones.def: the names of zones and links of a tzdata.zi (first argument, or the
# system's), sorted bytewise, since zone.c searches them by halves.
set -eu
zi=${1:-/usr/share/zoneinfo/tzdata.zi}
echo "/* ZONE(name): time zones and links of tzdata $(sed -n '1s/^# version //p' "$zi"), sorted; made by zones.sh. */"
awk '$1 == "Z" { print $2 } $1 == "L" { print $3 }' "$zi" | LC_ALL=C sort -u | sed 's/.*/ZONE("&")/'
