"""What a request will take, told before anything is downloaded, and what it took, kept in the provenance."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..about import table
from ..errors import UrbanThinkError
from ..run import Run
from .scenes import Cost

BYTES_PER_GB = 1e9


def monthly_allowance() -> float:
    """Processing units a general user of the Copernicus Data Space has per month."""
    return float(table("footprint")["processing_units"]["value"])


def tell_cost(run: Run, cost: Cost) -> None:
    """Log what a request will take."""
    if cost.processing_units:
        run.log(
            "info",
            "This request takes {scenes} scenes, {requests} downloads, about {megabytes} MB and {units} processing "
            "units ({share} % of the {allowance} of a month); what the cache holds is not counted.",
            scenes=cost.scenes,
            requests=cost.requests,
            megabytes=f"{cost.megabytes:.0f}",
            units=f"{cost.processing_units:.1f}",
            share=f"{100 * cost.processing_units / monthly_allowance():.1f}",
            allowance=f"{monthly_allowance():.0f}",
        )
    else:
        run.log(
            "info",
            "This request takes {scenes} scenes and about {megabytes} MB.",
            scenes=cost.scenes,
            megabytes=f"{cost.megabytes:.0f}",
        )


def require_affordable(cost: Cost, max_megabytes: float | None) -> None:
    """Refuse what cannot be paid: more than the user allows, or than a whole month's allowance.

    Raises
    ------
    UrbanThinkError
    """
    if max_megabytes is not None and cost.megabytes > max_megabytes:
        raise UrbanThinkError(
            "The request would take about {megabytes} MB; at most {most} MB are allowed.",
            "Choose a smaller area, a shorter period, fewer bands or a larger pixel, or allow more.",
            megabytes=f"{cost.megabytes:.0f}",
            most=f"{max_megabytes:g}",
        )
    if cost.processing_units > monthly_allowance():
        raise UrbanThinkError(
            "The request would take {units} processing units; an account has {allowance} a month.",
            "Choose a smaller area, a shorter period, fewer bands or a larger pixel, or the source planetary-computer.",
            units=f"{cost.processing_units:.0f}",
            allowance=f"{monthly_allowance():.0f}",
        )


def thrift(spent: Mapping[str, float], seconds: float) -> dict[str, Any]:
    """What a run took, for the provenance.

    Parameters
    ----------
    spent : mapping
        ``bytes``, ``requests``, ``processing_units``, ``cached_bytes`` of a source.
    seconds : float
        How long the machine has worked [s].

    Returns
    -------
    dict
        These, and ``energy_kwh``, ``co2e_kg`` and the ``assumption`` they rest on.
    """
    rows = table("footprint")
    moved = spent["bytes"] / BYTES_PER_GB * rows["transfer"]["value"]
    worked = seconds / 3600 * rows["machine"]["value"] / 1000
    grams = moved * rows["electricity_abroad"]["value"] + worked * rows["electricity_here"]["value"]
    return {
        "bytes": int(spent["bytes"]),
        "requests": int(spent["requests"]),
        "processing_units": round(float(spent["processing_units"]), 3),
        "cached_bytes": int(spent["cached_bytes"]),
        "energy_kwh": round(moved + worked, 6),
        "co2e_kg": round(grams / 1000, 7),
        "assumption": "; ".join(
            f"{row['title']}: {row['value']} {row['unit']} ({row['source']})"
            for key, row in rows.items()
            if key != "processing_units"
        ),
        "uncertain": "An order of magnitude only: none of these figures was measured on this run.",
    }


def tell_spent(run: Run, spent: Mapping[str, float]) -> None:
    """Log what was downloaded and what came from the cache."""
    run.log(
        "info",
        "Downloaded {megabytes} MB in {requests} requests, {units} processing units; {cached} MB came from the cache.",
        megabytes=f"{spent['bytes'] / 1e6:.1f}",
        requests=int(spent["requests"]),
        units=f"{spent['processing_units']:.1f}",
        cached=f"{spent['cached_bytes'] / 1e6:.1f}",
    )
