"""The days that files and users name: when a scene was acquired, and the period that is asked for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from .errors import UrbanThinkError

#: Dataset tags that hold the day of acquisition, most trustworthy first.
ACQUISITION_TAGS = (
    "DATE_ACQUIRED",
    "ACQUISITION_DATE",
    "SENSING_DATE",
    "DATATAKE_1_DATATAKE_SENSING_START",
    "RANGEBEGINNINGDATE",
    "datetime",
)
_YEAR_DAY = re.compile(r"doy_?((?:19|20)\d{2})(\d{3})(?!\d)|L[COTEM]\d\d{6}((?:19|20)\d{2})(\d{3})", re.IGNORECASE)
_DAY = re.compile(r"(?<!\d)((?:19|20)\d{2})([-:_./]?)(\d{2})\2(\d{2})(?!\d)")


def find_date(text: str) -> date | None:
    """The first calendar day named in a text, or None.

    In a Landsat name, ``LC08_L2SP_196024_20240813_20240822_02_T1``, the first day is the acquisition and the second the
    processing; path and row (196024) are no day. Years with a day number (``doy2024226``) are understood too.
    """
    for match in _DAY.finditer(text):
        year, _, month, day = match.groups()
        try:
            return date(int(year), int(month), int(day))
        except ValueError:
            continue
    for match in _YEAR_DAY.finditer(text):
        year, number = (part for part in match.groups() if part)
        if 1 <= int(number) <= 366:
            return date(int(year), 1, 1) + timedelta(days=int(number) - 1)
    return None


def acquisition_date(description: str, single_band: bool, tags: Mapping[str, str], file_name: str) -> date | None:
    """The day one band was acquired.

    Parameters
    ----------
    description : str
        The band's description; in a time stack it is the ISO date.
    single_band : bool
        Whether the band is alone in its file; only then do the tags and the name of the file speak for it.
    tags : mapping
        Dataset-level metadata.
    file_name : str
        Without its folder. ``TIFFTAG_DATETIME`` comes after it, since many programs write the day of export there.
    """
    found = find_date(description)
    if found is not None or not single_band:
        return found
    for text in (*(tags.get(tag, "") for tag in ACQUISITION_TAGS), file_name, tags.get("TIFFTAG_DATETIME", "")):
        found = find_date(text)
        if found is not None:
            return found
    return None


def parse_period(start: Any, end: Any) -> tuple[date | None, date | None]:
    """Both ends of a period given as ISO dates; None where it is open.

    Raises
    ------
    UrbanThinkError
        If a date cannot be read or the ends are reversed.
    """
    first, last = _parse(start), _parse(end)
    if first and last and first > last:
        raise UrbanThinkError(
            "The period starts on {start}, after its end on {end}.",
            "Exchange the two dates.",
            start=first.isoformat(),
            end=last.isoformat(),
        )
    return first, last


def _parse(value: Any) -> date | None:
    if not value:
        return None
    try:
        return date.fromisoformat(str(value)[:10])
    except ValueError as error:
        raise UrbanThinkError(
            "{value} is not a date.", "Write it as year-month-day, for example 2024-06-01.", value=value
        ) from error
