#!/usr/bin/env bash
# Runs a command with a QGIS profile, cache and settings of this clone's own (build/), the plugin enabled in it.
# Example: tools/in_qgis.sh qgis_process run urbanthink:check_installation
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
build=${URBANTHINK_BUILD:-$root/build}

export QGIS_PLUGINPATH="$build/plugins"
export QGIS_CUSTOM_CONFIG_PATH="$build/profile"
export XDG_RUNTIME_DIR="$build/runtime"
export XDG_CACHE_HOME="$build/cache" XDG_CONFIG_HOME="$build/config" XDG_DATA_HOME="$build/data"
export PYTHONDONTWRITEBYTECODE=1
[ -n "${DISPLAY:-}" ] || export QT_QPA_PLATFORM=offscreen

# QGIS embeds the system's Python, and finds its folders by the python3 that comes first on the PATH.
if [ "$(command -v python3)" != /usr/bin/python3 ] \
    && /usr/bin/python3 -c 'import importlib.util, sys; sys.exit(not importlib.util.find_spec("qgis"))' 2>/dev/null; then
    export PATH="/usr/bin:$PATH"
fi

mkdir -p "$build/plugins" "$QGIS_CUSTOM_CONFIG_PATH" "$XDG_CACHE_HOME" "$XDG_CONFIG_HOME" "$XDG_DATA_HOME"
mkdir -p -m 700 "$XDG_RUNTIME_DIR"
# A copy of the plugin put there on purpose (an unpacked zip, say) is left alone.
[ -e "$build/plugins/urbanthink" ] || ln -sfn "$root" "$build/plugins/urbanthink"
if [ ! -e "$build/profile/enabled" ]; then
    qgis_process plugins enable urbanthink >/dev/null 2>&1 && touch "$build/profile/enabled"
fi
exec "$@"
