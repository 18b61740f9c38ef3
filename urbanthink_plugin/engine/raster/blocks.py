"""One kernel, run block by block: on this machine's cores or on a Dask cluster, with the same bits."""

from __future__ import annotations

import itertools
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import dask.array
import numpy as np
import xarray as xr
from dask.local import get_sync
from rasterio.errors import RasterioIOError

from ..errors import UrbanThinkError
from ..run import Run
from .info import unreadable

Window = tuple[slice, slice]

#: How often a cancel is looked for while a block is being computed [s].
CANCEL_SECONDS = 0.25


def map_blocks(
    kernel: Callable[..., np.ndarray],
    *rasters: xr.DataArray,
    bands: Sequence[str],
    dtype: Any = np.float32,
    **options: Any,
) -> xr.DataArray:
    """Apply a kernel to rasters on one grid, lazily.

    Parameters
    ----------
    kernel : callable
        Takes one numpy block (band, y, x) per raster, and the options; returns a block (len(bands), y, x).
    *rasters : xarray.DataArray
        On the same grid.
    bands : sequence of str
        Names of the result's bands.
    """
    first = rasters[0]
    chunks = first.data.chunks
    blocks = [first.data, *(raster.data.rechunk((raster.shape[0], *chunks[1:])) for raster in rasters[1:])]
    data = dask.array.map_blocks(
        kernel,
        *blocks,
        dtype=dtype,
        chunks=((len(bands),), *chunks[1:]),
        meta=np.empty((0, 0, 0), dtype),
        **options,
    )
    coordinates = {name: value for name, value in first.coords.items() if name != "band"}
    return xr.DataArray(data, dims=("band", "y", "x"), coords={**coordinates, "band": list(bands)})


def compute_blocks(
    raster: xr.DataArray, run: Run | None = None, text: str = "Computing", at_once: int | None = None
) -> Iterator[tuple[Window, np.ndarray]]:
    """Compute a raster block by block, a few at a time, in a fixed order.

    Memory holds as many blocks as there are workers, plus one; whoever iterates decides what to keep.

    Parameters
    ----------
    at_once : int, optional
        Compute so many blocks at the same time, and on this machine whatever cluster there is: for what needs much
        memory per block, holds open connections, or credentials.

    Yields
    ------
    window : (slice, slice)
        Rows and columns of the block.
    block : ndarray
        (band, y, x).

    Raises
    ------
    UrbanThinkError
        If a source file cannot be read.
    """
    data = raster.data.rechunk({0: -1})
    tasks = data.to_delayed().ravel()
    windows = list(itertools.product(_slices(data.chunks[1]), _slices(data.chunks[2])))
    with _executor(at_once) as submit:
        pending: deque[Future[np.ndarray]] = deque()
        todo = iter(tasks)
        pending.extend(submit(task) for task in itertools.islice(todo, (at_once or workers()) + 1))
        for number, window in enumerate(windows):
            if run is not None:
                run.progress(number / len(windows), text)
            try:
                block = _result(pending.popleft(), run)
            except RasterioIOError as error:
                raise unreadable(str(raster.attrs.get("source", "the input")), error) from error
            pending.extend(submit(task) for task in itertools.islice(todo, 1))
            yield window, block


def workers() -> int:
    """Worker threads on this machine (``URBANTHINK_WORKERS``, or its cores)."""
    wanted = os.environ.get("URBANTHINK_WORKERS", "")
    return max(1, int(wanted)) if wanted.isdigit() else os.cpu_count() or 1


def _result(future: Future[np.ndarray], run: Run | None) -> np.ndarray:
    """A block when it is ready; a cancel is heard while waiting for it."""
    while run is not None and not future.done():
        try:
            return future.result(timeout=CANCEL_SECONDS)
        except TimeoutError:
            run.check()
    return future.result()


def _slices(sizes: Sequence[int]) -> list[slice]:
    ends = list(itertools.accumulate(sizes))
    return [slice(end - size, end) for size, end in zip(sizes, ends, strict=True)]


class _executor:
    """Where blocks are computed: threads, or the cluster at ``URBANTHINK_SCHEDULER``."""

    def __init__(self, at_once: int | None) -> None:
        self._at_once = at_once

    def __enter__(self) -> Callable[[Any], Any]:
        address = os.environ.get("URBANTHINK_SCHEDULER", "") if self._at_once is None else ""
        if address:
            self._pool = _cluster(address)
            return self._pool.compute
        self._pool = ThreadPoolExecutor(self._at_once or workers())
        # The function and not its name: a name makes dask import the whole of distributed.
        return lambda task: self._pool.submit(task.compute, scheduler=get_sync)

    def __exit__(self, *failure: object) -> None:
        if isinstance(self._pool, ThreadPoolExecutor):
            # After a failure nobody waits for blocks that may hang in a slow connection.
            self._pool.shutdown(wait=not any(failure), cancel_futures=True)
        else:
            self._pool.close()


def _cluster(address: str) -> Any:
    from distributed import Client

    try:
        return Client(address, timeout="10s", set_as_default=False)
    except OSError as error:
        raise UrbanThinkError(
            "The Dask scheduler {address} does not answer.",
            "Start it, correct URBANTHINK_SCHEDULER, or empty it to use this machine.",
            address=address,
        ) from error
