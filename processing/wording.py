"""Numbers, dates and intervals as a reader of the language writes them."""

from __future__ import annotations

import re
from typing import NamedTuple

from qgis.PyQt.QtCore import QCoreApplication, QDate, QLocale

translate = QCoreApplication.translate


class Figure(NamedTuple):
    """A number, what it is, and what it rests on."""

    value: str
    caption: str
    basis: str


def bound(text: str) -> str:
    """Keep a number and its unit, and French punctuation and its word, on one line."""
    return re.sub(r"(?<=\d) (?=[%KkmM°])| (?=[:;!?»])|(?<=«) ", "\u00a0", text)


def dates_text(dates: list[str]) -> str:
    """The days of a composite as a reader of the map writes them."""
    days = [QDate.fromString(text, "yyyy-MM-dd") for text in dates]
    if not all(day.isValid() for day in days):
        return ", ".join(dates)
    shown = QLocale()
    return ", ".join(shown.toString(day, "d MMM yyyy") for day in days)


def kelvin(value: float) -> str:
    """A difference of temperature, with its sign."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{QLocale().toString(abs(float(value)), 'f', 1)} K"


def interval(low: float | None, high: float | None) -> str:
    """A 90 % interval of a difference of temperature."""
    if low is None or high is None:
        return ""
    return translate("UrbanThink", "{low} to {high}").format(low=kelvin(low), high=kelvin(high))


def percent(share: float) -> str:
    """A share in whole percent; less than half a percent is said to be so."""
    if 0 < share < 0.005:
        return "< 1 %"
    return f"{round(100 * share)} %"


def whole(number: float) -> str:
    """A whole number with the thousands separator of the language."""
    return QLocale().toString(round(number))


def decimal(number: float, digits: int = 2) -> str:
    """A number with the decimal sign of the language."""
    return QLocale().toString(float(number), "f", digits)


def plain(number: float) -> str:
    """A number with the digits that it has, and the decimal sign of the language."""
    return QLocale().toString(float(number), "g", 6)


def about(number: float) -> str:
    """A count to two digits: more would promise what its interval does not hold."""
    step = 10 ** max(len(str(int(number))) - 2, 0)
    return whole(round(number / step) * step)


def power(kwp: float) -> str:
    """What modules give in full sun: kWp, from a thousand on MWp."""
    if kwp >= 1000:
        return translate("UrbanThink", "{value} MWp").format(value=decimal(kwp / 1000, 1))
    return translate("UrbanThink", "{value} kWp").format(value=decimal(kwp, 1) if kwp < 100 else whole(kwp))


def energy(kwh: float) -> str:
    """A yearly yield in MWh, to two digits: more is not known."""
    mwh = kwh / 1000
    return f"{about(mwh) if mwh >= 10 else decimal(mwh, 1)} MWh"
