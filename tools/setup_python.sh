#!/usr/bin/env bash
# Creates the engine's environment (.venv) from its hashed lock; "checks" adds the tools of the checks and the
# environment of the tests that run inside QGIS (.venv-qgis). Nothing is done again while the locks are unchanged.
set -euo pipefail
cd "$(dirname "$0")/.."

main() {
    engine_python=$(find_python)
    make_environment .venv "$engine_python" "" resources/engine/requirements.lock
    if [ "${1:-}" = checks ]; then
        add_to .venv tools/requirements-dev.lock
        make_environment .venv-qgis "$(qgis_python)" --system-site-packages tools/requirements-qgis.lock
    fi
}

# A Python of 3.11 or newer that can make environments.
find_python() {
    local candidate
    for candidate in /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        if "$candidate" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "Python 3.11 or newer with its venv module was not found. Install it (Debian: apt install python3-venv)." >&2
    exit 1
}

# The Python that QGIS embeds is not necessarily the python3 of the PATH.
qgis_python() {
    local candidate
    for candidate in /usr/bin/python3 python3; do
        if "$candidate" -c 'import qgis.core' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    echo "No Python that can import qgis was found: the tests inside QGIS cannot run." >&2
    exit 1
}

make_environment() {  # FOLDER PYTHON OPTIONS LOCK
    if is_current "$1" "$4"; then return; fi
    echo "Creating $1 (about a minute) ..."
    rm -rf "$1"
    # shellcheck disable=SC2086
    "$2" -m venv $3 "$1"
    install "$1" "$4"
}

add_to() {  # FOLDER LOCK
    is_current "$1" "$2" || install "$1" "$2"
}

install() {  # FOLDER LOCK
    local only_wheels=(--only-binary :all:)
    "$1/bin/python" -m pip install --quiet --disable-pip-version-check --require-hashes "${only_wheels[@]}" -r "$2" \
        2> >(grep -v '^WARNING: Location' >&2)
    stamp "$2" >"$1/$(basename "$2").stamp"
}

is_current() { [ -x "$1/bin/python" ] && [ "$(cat "$1/$(basename "$2").stamp" 2>/dev/null)" = "$(stamp "$2")" ]; }

stamp() { sha256sum "$1" | cut -d' ' -f1; }

main "$@"
