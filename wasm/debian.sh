#!/bin/sh
# What Debian's archive can give this project, in three ways:
#
#   debian.sh install PACKAGE...      installs those that are missing; needs root
#   debian.sh unpack DIR PACKAGE...   unpacks packages of a newer Debian into DIR, installs nothing
#   debian.sh source DIR PACKAGE      puts the upstream tarball of a newer Debian's PACKAGE into DIR
#
# The newer Debian is taken from the site this machine's own Debian comes from, with a private apt
# state in the cache, so that the machine's sources and preferences stay as they are.
set -eu

newer=forky
cache=${XDG_CACHE_HOME:-$HOME/.cache}/gpt-image-wasm

say() { printf '%s\n' "$*" >&2; }
fail() { say "$*"; exit 1; }

is_installed() {
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

become_root() {
    if [ "$(id -u)" = 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_missing() {
    missing=
    for package; do is_installed "$package" || missing="$missing $package"; done
    [ -n "$missing" ] || return 0
    become_root true 2>/dev/null ||
        fail "These packages are missing. Please run: sudo apt-get update && sudo apt-get install -y$missing"
    say "Installing$missing"
    become_root apt-get -qq update >&2
    # shellcheck disable=SC2086 # the list is meant to be split
    become_root env DEBIAN_FRONTEND=noninteractive apt-get -qq install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=600 $missing >/dev/null ||
        fail "apt-get could not install:$missing. Its own message above says why."
}

debian_site() {
    # shellcheck disable=SC2016 # apt fills these in
    apt-get indextargets --format '$(ORIGIN) $(RELEASE) $(SITE)' 'Created-By: Packages' |
        awk '$1 == "Debian" && $2 !~ /-/ { print $3; exit }'
}

apt_of_newer() {
    apt-get -qq -o APT::Sandbox::User=root -o Dir::State::Lists="$state/lists" \
        -o Dir::Cache="$state/cache" -o Dir::Etc::SourceList="$state/sources.list" \
        -o Dir::Etc::SourceParts=- -o Dir::Etc::PreferencesParts=/dev/null "$@" >&2
}

prepare_newer() {
    state=$cache/apt
    mkdir -p "$state/lists/partial" "$state/cache/archives/partial"
    site=$(debian_site)
    if [ -z "$site" ] && become_root apt-get -qq update >&2; then site=$(debian_site); fi
    [ -n "$site" ] || fail "apt knows no Debian archive. Please run: sudo apt-get update"
    for kind in deb deb-src; do
        echo "$kind [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $site $newer main"
    done >"$state/sources.list"
    apt_of_newer update || fail "apt-get could not read the package lists of Debian $newer from $site."
}

unpack() {
    dir=$1; shift
    prepare_newer
    (cd "$dir" && apt_of_newer download "$@") ||
        fail "apt-get could not download all of: $*. Its own message above names the file; try again later."
    for file in "$dir"/*.deb; do
        dpkg-deb -x "$file" "$dir" || fail "$file cannot be unpacked. Is the disk full?"
        rm "$file"
    done
}

source_of() {
    prepare_newer
    (cd "$1" && apt_of_newer source --download-only "$2") ||
        fail "apt-get could not download the source of $2. Its own message above names the file; try again later."
}

if [ -z "$(command -v dpkg-query)" ]; then
    [ "$1" = install ] || fail "This is no Debian. Please put an emcc of the right version on PATH" \
        "yourself, and for the other C see wasm/deps.sh."
    shift
    say "This is no Debian; whatever it calls these is taken to be there: $*"
    exit 0
fi

mkdir -p "$cache"
exec 8>"$cache/apt.lock"
flock 8
verb=$1; shift
case $verb in
install) install_missing "$@" ;;
unpack) unpack "$@" ;;
source) source_of "$@" ;;
*) fail "debian.sh knows install, unpack and source, not '$verb'." ;;
esac
