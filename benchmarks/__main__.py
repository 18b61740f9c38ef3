"""All benchmarks, one after the other; the exit code is 1 when a target is missed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

failed = []
for script in sorted(Path(__file__).parent.glob("bench_*.py")):
    if subprocess.run([sys.executable, "-m", f"benchmarks.{script.stem}"], check=False).returncode:
        failed.append(script.stem)
print(f"\nTargets missed in: {', '.join(failed)}" if failed else "\nAll targets met.")
sys.exit(bool(failed))
