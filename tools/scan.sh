#!/usr/bin/env bash
# What the plugin site does to an uploaded zip: bandit, detect-secrets, flake8, file rules. No suppressions.
set -euo pipefail
zip=$(realpath "$1")
cd "$(dirname "$0")/.."
tools=$PWD/.venv/bin
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m zipfile -e "$zip" "$folder"

# The site's warnings (asserts, subprocess use) are allowed; what it calls critical is not.
"$tools/bandit" --quiet --recursive "$folder" --skip B101,B110,B113,B310,B314,B324,B404,B603,B606,B607,B608
"$tools/flake8" --isolated --max-line-length=120 --select=E9,F821,F823,F831,F401,F403,F811,F841 "$folder"
secrets=$("$tools/detect-secrets" scan --all-files "$folder" \
    --disable-plugin KeywordDetector --disable-plugin HexHighEntropyString --disable-plugin Base64HighEntropyString \
    | python3 -c 'import json, sys; print(json.dumps(json.load(sys.stdin)["results"]))')
[ "$secrets" = "{}" ] || { echo "Secrets found: $secrets"; exit 1; }
suspicious=$(find "$folder" -regextype posix-extended \
    -iregex '.*\.(exe|dll|so|dylib|bat|sh|ps1|cmd|pyc)|.*/(__pycache__|\.git|__MACOSX)(/.*)?')
[ -z "$suspicious" ] || { echo "Not allowed in a plugin: $suspicious"; exit 1; }
for needed in LICENSE metadata.txt __init__.py resources/i18n/urbanthink_fr.qm resources/engine/requirements.lock; do
    [ -e "$folder/urbanthink/$needed" ] || { echo "The zip lacks $needed"; exit 1; }
done
[ "$(stat -c %s "$zip")" -lt 25000000 ] || { echo "The zip is over 25 MB"; exit 1; }
echo "The plugin site's scan passes: $(stat -c %s "$zip") bytes."
