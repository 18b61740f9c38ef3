"""Try the engine out on the demo town, which also compiles its kernels: ``python -m urbanthink_plugin.engine.prepare``.

Compiled code is kept beside the sources (or in the user's cache where they cannot be written), so that the first real
run of an algorithm does not have to wait for it.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .errors import UrbanThinkError
from .run import Run


def main() -> int:
    """Build the demo town and diagnose it in a folder that is thrown away; 0 if both work."""
    from .demo.jobs import demo_town
    from .territory.jobs import city_diagnosis

    started = time.time()
    print("Trying the engine out and compiling its kernels, once; about a minute ...", flush=True)
    with tempfile.TemporaryDirectory(prefix="urbanthink-") as folder:
        town = str(Path(folder, "town"))
        steps = (
            (demo_town, {"output_folder": town}),
            (city_diagnosis, {"output_folder": str(Path(folder, "diagnosis")), "recipe": f"{town}/recipe.json"}),
        )
        try:
            for job, given in steps:
                _run(job, given)
        except UrbanThinkError as error:
            print(f"ERROR: {error}", flush=True)
            return 1
    print(f"The engine works ({time.time() - started:.0f} s).", flush=True)
    return 0


def _run(job: Callable[..., object], given: dict[str, str]) -> None:
    run = Run(job.__name__, given)
    with run.outputs():
        job(run, **given)


if __name__ == "__main__":
    sys.exit(main())
