#!/bin/sh
# Says which dumps go: reads their names, one a line in any order, and prints
# those that need not be kept. A dump stays if one of the rules wants it, and the
# newest always does. Days are days of UTC, and weeks begin on Monday.
#
#   KEEP_LAST      how many of the newest; `all` for every dump
#   KEEP_DAILY     the newest of each day, for so many days that have one
#   KEEP_WEEKLY    the newest of each week, for so many weeks
#   KEEP_MONTHLY   the newest of each month, for so many months
set -eu

if [ "${KEEP_LAST:?}" = all ]; then
	while read -r name; do :; done
	exit 0
fi
for rule in "$KEEP_LAST" "${KEEP_DAILY:?}" "${KEEP_WEEKLY:?}" "${KEEP_MONTHLY:?}"; do
	case $rule in
	'' | *[!0-9]*)
		echo "not a number of dumps: $rule" >&2
		exit 1
		;;
	esac
done
if [ "$((KEEP_LAST + KEEP_DAILY + KEEP_WEEKLY + KEEP_MONTHLY))" -eq 0 ]; then
	echo "at least one dump has to be kept" >&2
	exit 1
fi

# The number of the week that a day is in, by the number of days since 1 March of the year 0.
week_of() { # YEAR MONTH DAY, without leading zeros
	year=$1 month=$2
	if [ "$month" -gt 2 ]; then
		month=$((month - 3))
	else
		month=$((month + 9))
		year=$((year - 1))
	fi
	days=$((year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + $3 - 1))
	echo $(((days + 2) / 7))
}

LC_ALL=C sort -r | {
	last=0 days=0 weeks=0 months=0
	this_day='' this_week='' this_month=''
	while read -r name; do
		stamp=${name#*-}
		stamp=${stamp%%.*}
		case $stamp in
		[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z) ;;
		*) continue ;;
		esac
		day=${stamp%T*}
		month=${day%??}
		number=${day#"$month"}
		of_year=${month#????}
		week=$(week_of "${month%??}" "${of_year#0}" "${number#0}")
		stays=
		if [ "$last" -lt "$KEEP_LAST" ] || [ -z "$this_day" ]; then
			last=$((last + 1)) stays=yes
		fi
		if [ "$day" != "$this_day" ] && [ "$days" -lt "$KEEP_DAILY" ]; then
			days=$((days + 1)) stays=yes
		fi
		if [ "$week" != "$this_week" ] && [ "$weeks" -lt "$KEEP_WEEKLY" ]; then
			weeks=$((weeks + 1)) stays=yes
		fi
		if [ "$month" != "$this_month" ] && [ "$months" -lt "$KEEP_MONTHLY" ]; then
			months=$((months + 1)) stays=yes
		fi
		this_day=$day this_week=$week this_month=$month
		[ -n "$stays" ] || echo "$name"
	done
}
