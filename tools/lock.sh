#!/usr/bin/env bash
# Makes the locks anew: every platform and Python 3.11 or newer, wheels only, each file with its hashes. Needs uv.
set -euo pipefail
cd "$(dirname "$0")/.."
compile() {
    uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-annotate \
        --custom-compile-command 'make lock' --only-binary :all: "$@"
}
compile resources/engine/requirements.in -o resources/engine/requirements.lock
compile -c resources/engine/requirements.lock tools/requirements-dev.in -o tools/requirements-dev.lock
compile tools/requirements-qgis.in -o tools/requirements-qgis.lock
