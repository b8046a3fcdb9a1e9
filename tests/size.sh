#!/bin/sh
# Prints what a first visit to the site in DIR loads, index.html and the files it refers to but for
# those it says are for later, compressed as a host would (gzip -9), and fails above the limit.
#
#   size.sh DIR
set -eu

limit=$((64 * 1024))
total=0
cd "$1"
for file in index.html $(grep -v 'rel="later"' index.html | grep -oE '[a-z]+-[0-9A-Z]{8}\.[a-z]+' | sort -u); do
    size=$(gzip -9 -c "$file" | wc -c)
    total=$((total + size))
    printf '%8d  %s\n' "$size" "$file"
done
printf '%8d  of %d bytes for the first load\n' "$total" "$limit"
if [ "$total" -gt "$limit" ]; then
    echo "The first load is $((total - limit)) bytes over its limit. Make it smaller, or load some of it later."
    exit 1
fi
