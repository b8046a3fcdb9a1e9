#!/bin/sh
# Runs one test program and prints what it said in one piece, since others run beside it.
set -eu

log=$1.log
if "$1" >"$log" 2>&1; then cat "$log"; else
    cat "$log"
    echo "$1 failed"
    exit 1
fi
