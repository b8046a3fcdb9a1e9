#!/bin/sh
# Makes sure that there is a node of version 20 or newer, and npm.  Where the machine has an older
# one, a newer one from npm goes into the cache and is linked into the directory given.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
bin=$1
least=20
cache=${XDG_CACHE_HOME:-$HOME/.cache}/gpt-image-wasm/node

is_new_enough() {
    [ "$("$1" -p "process.versions.node.split('.')[0] >= $least" 2>/dev/null)" = true ]
}

if is_new_enough node && command -v npm >/dev/null; then exit; fi
"$here/../wasm/debian.sh" install nodejs npm
if is_new_enough node; then exit; fi

arch=$(node -p process.arch)
new=$cache/node_modules/node-linux-$arch/bin/node
if ! is_new_enough "$new"; then
    echo "This machine's node $(node --version) is older than $least. Getting node 22." >&2
    mkdir -p "$cache"
    npm install --silent --no-save --prefix "$cache" "node-linux-$arch@22" >&2
    is_new_enough "$new" || {
        echo "npm brought no node that runs here. Please install node $least or newer." >&2
        exit 1
    }
fi
mkdir -p "$bin"
ln -sf "$new" "$bin/node"
