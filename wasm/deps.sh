#!/bin/sh
# Prints the directory that holds the third-party C: stb_image.h, stb_image_write.h,
# stb_image_resize2.h, cJSON.h and cJSON.c, getting them first if need be; everything else goes to
# stderr. They come from Debian's archive; where that is not to be had, put these five files
# anywhere and run make with DEPS=/that/directory.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
version=$(cat "$here/../emsdk-version.txt")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/gpt-image-wasm/$version
dir=$cache/deps
part=$cache/deps.part

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

get_stb() {
    "$here/debian.sh" unpack "$part" libstb-dev
    for file in stb_image.h stb_image_write.h stb_image_resize2.h; do
        cp "$part/usr/include/stb/$file" "$part/deps/" ||
            fail "Debian's libstb-dev has no $file any more. Please get it from github.com/nothings/stb and use DEPS."
    done
}

get_cjson() {
    "$here/debian.sh" source "$part" cjson
    tar -xf "$part"/cjson_*.orig.tar.* -C "$part/deps" --strip-components 1 --wildcards \
        'cJSON-*/cJSON.h' 'cJSON-*/cJSON.c' ||
        fail "cJSON.c and cJSON.h cannot be unpacked from $(echo "$part"/cjson_*)."
    awk '/define CJSON_VERSION_/ { v = v * 1000 + $3 } END { exit v < 1007019 }' \
        "$part/deps/cJSON.h" || fail "Debian's cJSON is older than 1.7.19, which has known faults."
}

mkdir -p "$cache"
exec 9>"$cache/deps.lock"
flock 9
if ! [ -d "$dir" ]; then
    say "Getting stb and cJSON from Debian's archive (1 MB)."
    rm -rf "$part"
    mkdir -p "$part/deps"
    get_stb
    get_cjson
    mv "$part/deps" "$dir"
    rm -rf "$part"
fi
echo "$dir"
