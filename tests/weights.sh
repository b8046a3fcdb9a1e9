#!/bin/sh
# Prints how many bytes each source file has in the compiled modules, code and data, the heaviest
# first: from the linker's maps, so before wasm-opt has made all of them a little smaller.  What is
# not ours, of libc for the most part, is a line of its own.
#
#   weights.sh MAP...
set -eu

awk -v maps="$*" '
    FNR == 1 { map++ }
    # A line of the map: address, offset, size, and what it is: FILE:(SYMBOL) for a piece of a file.
    $4 ~ /\.o\)?:\(/ {
        name = "(libraries)"
        if ($4 ~ /^build\//) {
            name = $4
            sub(/\.o\)?:\(.*/, "", name)
            sub(/.*[\/(]/, "", name)
        }
        weight = 0
        for (i = 1; i <= length($3); i++) weight = weight * 16 + index("0123456789abcdef", substr($3, i, 1)) - 1
        weights[name, map] += weight
        totals[map] += weight
        sums[name] += weight
    }
    function line(name, count, of, i) {
        printf "%16s", name
        for (i = 1; i <= count; i++) printf "%10s", of == "" ? weights[name, i] + 0 : totals[i]
        print ""
    }
    END {
        count = split(maps, files, " ")
        printf "%16s", "bytes of"
        for (i = 1; i <= count; i++) {
            sub(/.*\//, "", files[i])
            sub(/\.map$/, "", files[i])
            printf "%10s", files[i]
        }
        print ""
        for (name in sums) order[++names] = name
        for (i = 2; i <= names; i++)
            for (j = i; j > 1 && sums[order[j]] > sums[order[j - 1]]; j--) {
                swap = order[j]; order[j] = order[j - 1]; order[j - 1] = swap
            }
        for (i = 1; i <= names; i++) line(order[i], count, "")
        line("all", count, "total")
    }' "$@"
