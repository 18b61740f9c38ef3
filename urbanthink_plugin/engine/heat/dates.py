"""Whether the day of a scene belongs to the season that is asked for."""

from __future__ import annotations

from datetime import date

from ..about import table

SEASONS = ("summer", "warm", "all")


def in_season(day: date, season: str, southern: bool) -> bool:
    """Whether a day lies in a season of the hemisphere, both ends included.

    Parameters
    ----------
    day : date
    season : {"summer", "warm", "all"}
    southern : bool
        Seasons are mirrored south of the equator.
    """
    if season == "all":
        return True
    start, end = table("heat_classes")["season"][season]["south" if southern else "north"]
    today = f"{day:%m-%d}"
    return start <= today <= end if start <= end else today >= start or today <= end
