#!/bin/sh
# Prints the emcc to build with, getting one first if need be; everything else goes to stderr.
#
# In this order: an emcc on PATH or in $EMSDK of the version in emsdk-version.txt, one that an
# earlier run put into the cache, Emscripten's own SDK, and where that is not to be had, the parts
# of it that Debian has. The cache is shared by all clones of this user. Only the last step of an
# installation writes the file 'emcc' there: what was interrupted before is started over.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
version=$(cat "$here/../emsdk-version.txt")
cache=${XDG_CACHE_HOME:-$HOME/.cache}/gpt-image-wasm/$version

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

is_right_version() {
    [ -x "$1" ] && "$1" --version 2>/dev/null | head -n 1 | grep -qF " $version "
}

# Takes the script that is to be the emcc.  Its first compilation shows that it works, and unpacks
# the C library's headers, which clang-tidy reads without asking emcc.
publish_emcc() {
    cat >"$cache/emcc.part"
    chmod +x "$cache/emcc.part"
    "$cache/emcc.part" -fsyntax-only -x c /dev/null >&2 || return 1
    mv "$cache/emcc.part" "$cache/emcc"
}

install_emsdk() {
    "$here/debian.sh" install ca-certificates git python3 xz-utils || return 1
    rm -rf "$cache/emsdk"
    say "Getting Emscripten $version from its own SDK (300 MB)."
    timeout 60 git clone --quiet --depth 1 --branch "$version" \
        https://github.com/emscripten-core/emsdk.git "$cache/emsdk" >&2 || return 1
    timeout 1200 "$cache/emsdk/emsdk" install "$version" >&2 || return 1
    "$cache/emsdk/emsdk" activate "$version" >&2 || return 1
    publish_emcc <<END
#!/bin/sh
exec "$cache/emsdk/upstream/emscripten/emcc" "\$@"
END
}

check_debian_version() {
    found=$(cat "$root/usr/share/emscripten/emscripten-version.txt")
    [ "$found" != "$version" ] || return 0
    dpkg --compare-versions "$found" gt "$version" ||
        fail "Debian has Emscripten $found, older than the $version this needs. Please install $version: https://emscripten.org"
    say "Warning: Debian has moved on to Emscripten $found; this was tried with $version."
}

# Binaryen was linked to a newer libc than the machine's: it runs on the one unpacked beside it.
wrap_binaryen() {
    mkdir -p "$root/binaryen/bin"
    for program in "$root"/usr/bin/wasm*; do
        wrapper=$root/binaryen/bin/${program##*/}
        cat >"$wrapper" <<END
#!/bin/sh
exec "$libs/${loader##*/}" --library-path "$libs" "$program" "\$@"
END
        chmod +x "$wrapper"
    done
    "$root/binaryen/bin/wasm-opt" --version >/dev/null ||
        fail "$root/usr/bin/wasm-opt does not run here."
}

install_from_debian() {
    root=$cache/debian
    rm -rf "$root"
    mkdir -p "$root"
    "$here/debian.sh" install clang-22 lld-22 llvm-22 python3
    say "Getting Emscripten from Debian's archive (15 MB)."
    "$here/debian.sh" unpack "$root" emscripten binaryen libc6 libstdc++6 libgcc-s1
    check_debian_version
    loader=$(find "$root/usr/lib" -path '*/*-linux-gnu*/ld-linux-*.so.*' | head -n 1)
    libs=${loader%/*}
    wrap_binaryen
    (cd "$root/usr/share/emscripten" &&
        npm install --silent --no-save --no-package-lock acorn@8 acorn-import-phases@1 >&2) ||
        fail "npm could not install acorn, which Emscripten's optimizer needs. Please see to npm and try again."
    cat >"$root/config" <<END
LLVM_ROOT = '/usr/lib/llvm-22/bin'
BINARYEN_ROOT = '$root/binaryen'
CACHE = '$root/cache'
END
    publish_emcc <<END || fail "The emcc from Debian's archive does not compile. Its own message above says why."
#!/bin/sh
export EM_CONFIG="$root/config" EM_NODE_JS="\$(command -v node)"
exec "$root/usr/share/emscripten/emcc" -Wno-version-check "\$@"
END
}

for emcc in "$(command -v emcc)" "${EMSDK:-}/upstream/emscripten/emcc"; do
    if is_right_version "$emcc"; then echo "$emcc"; exit; fi
done
case $cache in *' '*)
    fail "Emscripten cannot live in '$cache', for the space in it. Please set XDG_CACHE_HOME to a directory without one." ;;
esac
mkdir -p "$cache"
exec 9>"$cache/emsdk.lock"
flock 9
[ -x "$cache/emcc" ] || install_emsdk || install_from_debian
echo "$cache/emcc"
