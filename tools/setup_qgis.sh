#!/usr/bin/env bash
# Installs QGIS 3.40 or newer and the few system packages the checks need (Debian 12 and 13; root or sudo).
# Only missing packages are installed; a machine that has them all is left alone.
set -euo pipefail

readonly NEEDED_MAJOR=3 NEEDED_MINOR=40
readonly PACKAGES=(qgis python3-qgis python3-venv qttools5-dev-tools xvfb xdotool imagemagick fonts-open-sans locales)
readonly SOURCE_FILE=/etc/apt/sources.list.d/urbanthink-backports.sources

main() {
    if has_qgis && has_packages; then
        echo "QGIS $(qgis_version) and the system packages are in place."
        return
    fi
    command -v apt-get >/dev/null || refuse
    as_root apt-get update -qq
    if ! candidate_is_new_enough; then
        add_backports
        as_root apt-get update -qq
        candidate_is_new_enough || refuse
    fi
    echo "Installing QGIS and the system packages the checks need (some minutes the first time) ..."
    local release=()
    [ -f "$SOURCE_FILE" ] && release=(-t "$(codename)-backports")
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        "${release[@]}" "${PACKAGES[@]}" >/dev/null
    add_french_locale
    has_qgis || refuse
    echo "QGIS $(qgis_version) is installed."
}

qgis_version() { dpkg-query -W -f '${Version}' qgis 2>/dev/null | sed -E 's/^[0-9]+://; s/[+~-].*//'; }

new_enough() {  # VERSION: true from 3.40 on
    local major minor
    major=$(cut -d. -f1 <<<"${1:-0}")
    minor=$(cut -d. -f2 <<<"${1:-0}.0")
    [ "$major" -gt "$NEEDED_MAJOR" ] || { [ "$major" -eq "$NEEDED_MAJOR" ] && [ "$minor" -ge "$NEEDED_MINOR" ]; }
}

has_qgis() {
    if command -v dpkg-query >/dev/null && new_enough "$(qgis_version)"; then return 0; fi
    # QGIS that did not come as a Debian package
    command -v qgis_process >/dev/null || return 1
    new_enough "$(QT_QPA_PLATFORM=offscreen qgis_process --version 2>/dev/null | sed -nE 's/^QGIS ([0-9.]+).*/\1/p' | head -1)"
}

has_packages() {
    command -v dpkg-query >/dev/null || return 0
    dpkg-query -W -f '${Status}\n' "${PACKAGES[@]}" 2>/dev/null | grep -c 'ok installed' | grep -qx "${#PACKAGES[@]}" \
        && locale -a 2>/dev/null | grep -qi '^fr_FR\.utf'
}

candidate_is_new_enough() {
    local all
    all=$(apt-cache madison qgis | awk -F'|' '{gsub(/ /, "", $2); print $2}')
    local version
    for version in $all; do
        new_enough "$(sed -E 's/^[0-9]+://; s/[+~-].*//' <<<"$version")" && return 0
    done
    return 1
}

codename() { . /etc/os-release && echo "$VERSION_CODENAME"; }

# The backports suite is asked of the very mirror this machine already uses for its own suite, with the same key.
add_backports() {
    local suite uri key options
    suite=$(codename)
    read -r uri key <<<"$(configured_source "$suite")"
    [ -n "${uri:-}" ] || refuse
    options=""
    [ -n "${key:-}" ] && [ "$key" != - ] && options="Signed-By: $key"
    printf 'Types: deb\nURIs: %s\nSuites: %s-backports\nComponents: main\n%s\n' "$uri" "$suite" "$options" \
        | as_root tee "$SOURCE_FILE" >/dev/null
    echo "Added the $suite-backports suite of this machine's own Debian mirror ($SOURCE_FILE)."
}

configured_source() {  # SUITE: prints "URI KEYRING" (KEYRING is - when none is named)
    cat /etc/apt/sources.list.d/*.sources 2>/dev/null | awk -v suite="$1" '
        BEGIN { RS = ""; FS = "\n" }
        { uri = key = suites = ""
          for (i = 1; i <= NF; i++) {
              if ($i ~ /^URIs:/)      { split($i, a, /[ \t]+/); uri = a[2] }
              if ($i ~ /^Suites:/)    { suites = " " substr($i, 8) " " }
              if ($i ~ /^Signed-By:/) { split($i, a, /[ \t]+/); key = a[2] }
          }
          if (uri != "" && index(suites, " " suite " ")) { print uri, (key == "" ? "-" : key); exit } }'
    cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | awk -v suite="$1" '
        /^deb[ \t]/ { key = "-"
          if (match($0, /signed-by=[^] ]+/)) key = substr($0, RSTART + 10, RLENGTH - 10)
          sub(/\[[^]]*\][ \t]*/, "")
          if ($3 == suite) { print $2, key; exit } }'
}

add_french_locale() {
    locale -a 2>/dev/null | grep -qi '^fr_FR\.utf' && return
    as_root localedef -i fr_FR -f UTF-8 fr_FR.UTF-8 || true
}

as_root() { if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi; }

refuse() {
    cat >&2 <<'TXT'
QGIS 3.40 or newer was not found and cannot be installed from this machine's package sources.
Install it from https://qgis.org/download (Linux, Windows, macOS) or, on Debian 12, from the backports suite; then run this again.
TXT
    exit 1
}

main "$@"
