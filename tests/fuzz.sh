#!/bin/sh
# Runs the fuzzer PROGRAM over the inputs kept for it, then over new ones for SECONDS.
#
#   fuzz.sh build/fuzz/fuzz_NAME SECONDS
#
# An input that breaks the program is written to tests/fuzz/corpus/NAME, to be replayed for ever.
# Those that merely reach new code stay in build/, so that the next run goes on from them.
set -eu

program=$1
seconds=$2
name=${program##*/fuzz_}
kept=tests/fuzz/corpus/$name
found=build/fuzz/found/$name
log=build/fuzz/$name.log

mkdir -p "$kept" "$found"
if ! "$program" -max_total_time="$seconds" -timeout=20 -print_final_stats=1 \
    -artifact_prefix="$kept/" "$found" "$kept" >"$log" 2>&1; then
    cat "$log"
    echo "fuzz_$name: broken by the input named above, now in $kept"
    exit 1
fi
echo "fuzz_$name: $(find "$kept" -type f | wc -l) kept inputs and" \
    "$(awk '/number_of_executed_units/ { print $2 }' "$log") runs in all, nothing broke"
