#!/usr/bin/env bash
# Builds the demo town and its diagnosis through real qgis_process; everything ends up in build/demo/.
set -euo pipefail
cd "$(dirname "$0")/.."

result=$PWD/build/demo
town=$result/town
log=$PWD/build/demo.log

step() {  # ALGORITHM PARAMETERS…
    if ! tools/in_qgis.sh qgis_process --json run "$@" >"$log.json" 2>"$log"; then
        cat "$log.json" "$log" >&2
        exit 1
    fi
}

rm -rf "$result"
mkdir -p "$result"
echo "Building the demo town ..."
step urbanthink:demo_town -- OUTPUT_FOLDER="$town"
echo "Diagnosing it (vegetation, surface heat island, blocks, sun, maps, report) ..."
step urbanthink:city_diagnosis -- RECIPE="$town/recipe.json" OUTPUT_FOLDER="$result"
# qgis_process ends well even if what follows the engine, the report, fails with a Python error.
if [ ! -f "$result/report.html" ] || [ ! -f "$result/project.qgz" ]; then
    cat "$log" >&2
    exit 1
fi
/usr/bin/env python3 - "$log.json" "$result" <<'PY'
import json
import pathlib
import sys

outcome = json.loads(pathlib.Path(sys.argv[1]).read_text(encoding="utf-8"))
folder = pathlib.Path(sys.argv[2])
for line in outcome.get("log", {}).get("info", []):
    print("  " + line)
print("\nHeadline numbers")
for name, value in outcome["results"].items():
    if isinstance(value, (int, float)):
        print(f"  {name}: {value:.2f}" if isinstance(value, float) else f"  {name}: {value}")
print("\nThe result is in")
for path in sorted(folder.rglob("*")):
    if path.suffix in (".png", ".html", ".pdf", ".qgz", ".tif", ".gpkg") and "town" not in path.parts[-2]:
        print(f"  {path.relative_to(folder.parent.parent)}")
PY
