#!/usr/bin/env bash
# All checks in one run; every part runs, and one that fails fails the whole.
cd "$(dirname "$0")/.." || exit 1

parts=(lint types translations docs-check test-engine test-qgis test-e2e scan)
failed=()
for part in "${parts[@]}"; do
    echo "== $part"
    started=$SECONDS
    make --no-print-directory "$part" || failed+=("$part")
    echo "== $part: $((SECONDS - started)) s"
done
if [ ${#failed[@]} -gt 0 ]; then
    echo "FAILED: ${failed[*]}"
    exit 1
fi
echo "All checks passed in $SECONDS s: ${parts[*]}"
