#!/bin/sh
# Checks every include of the C in wasm/ against wasm/rooms.txt.  Prints file:line and the rule for
# each one that breaks it, and fails if any does.
set -eu
cd "$(dirname "$0")/../wasm"

# shellcheck disable=SC2016 # awk's own dollars
find . -name '*.[ch]' | sed 's|^\./||' | sort | xargs awk '
    function room_of(path) { return substr(path, 1, index(path, "/") - 1) }

    # "door/*" stands for everything in door/
    function matches(path, pattern) {
        if (pattern !~ /\*$/) return path == pattern
        return index(path, substr(pattern, 1, length(pattern) - 1)) == 1
    }

    function broken(why) {
        printf "wasm/%s:%d: includes %s: %s\n", FILENAME, FNR, header, why
        faults++
    }

    function check_room(from, to) {
        if (!((from, to) in stands_on)) broken("room " from " does not stand on room " to)
    }

    function check_outside(    i, owners) {
        if (header in free) return
        for (i = 1; i <= rules; i++)
            if (matches(header, only_header[i])) {
                if (matches(FILENAME, only_file[i])) return
                owners = owners (owners ? " and " : "") only_file[i]
            }
        broken(owners ? "only " owners " may" : "rooms.txt does not know this header")
    }

    FILENAME == "rooms.txt" && $1 == "room" {
        is_room[$2]
        for (i = 2; i <= NF; i++) stands_on[$2, $i]
    }
    FILENAME == "rooms.txt" && $1 == "only" {
        for (i = 3; i <= NF; i++) { only_file[++rules] = $2; only_header[rules] = $i }
    }
    FILENAME == "rooms.txt" && $1 == "free" { for (i = 2; i <= NF; i++) free[$i] }
    FILENAME == "rooms.txt" { next }

    FNR == 1 { files++ }
    FNR == 1 && !(room_of(FILENAME) in is_room) {
        printf "wasm/%s:1: rooms.txt has no room %s\n", FILENAME, room_of(FILENAME)
        faults++
    }
    /^[ \t]*#[ \t]*include/ {
        includes++
        split($0, part, /["<>]/)
        header = part[2]
        if (room_of(header) in is_room) check_room(room_of(FILENAME), room_of(header))
        else check_outside()
    }

    END {
        printf "rooms: %d files, %d includes, %d against the rules\n", files, includes, faults
        exit faults > 0
    }' rooms.txt
