"""What the law may ask of a car park or a roof: dated rows of a table, evaluated, and always "to be verified"."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ...about import table
from ...errors import translatable

#: Sentences by the row's `text`; a row says which one fits.
TEXTS = {
    "canopies": translatable(
        "Canopies with panels over {share} % of the car park ({required} m²), due {deadline} ({article}; to be "
        "verified)."
    ),
    "canopies_or_trees": translatable(
        "Shade over {share} % of the car park ({required} m²), of which canopies with panels over at least {canopy} m² "
        "and trees for the rest, or as much renewable energy elsewhere, due {deadline} ({article}; to be verified)."
    ),
    "shade": translatable(
        "Trees or canopies with panels over {share} % of the car park ({required} m²) if it is new ({article}; to be "
        "verified)."
    ),
    "roof": translatable(
        "Panels or planting on {share} % of the roof ({required} m²) if it is built, extended or heavily renovated "
        "for: {uses} ({article}; to be verified)."
    ),
    "roof_by_decree": translatable(
        "Panels or planting on a share of the roof that a decree sets, due {deadline}, if it is used for: {uses} "
        "({article}; to be verified)."
    ),
}


@dataclass(frozen=True)
class Obligation:
    """One row of ``solar_obligations.json`` that concerns a surface.

    Attributes
    ----------
    row : dict
        As in the table: article, source, confidence, status, exemptions, what is pending.
    template, values : str, dict
        The sentence and what fills it.
    required_m2, canopy_m2 : float
        Area to be equipped, and of it the least with panels; NaN where no text says [m²].
    deadline : datetime.date or None
        None is at the time of the works.
    overdue : bool
        The deadline has passed.
    """

    row: dict[str, Any]
    template: str
    values: dict[str, str]
    required_m2: float
    canopy_m2: float
    deadline: dt.date | None
    overdue: bool

    @property
    def text(self) -> str:
        """The sentence in English."""
        return self.template.format(**self.values)


def obligations(
    kind: str,
    area_m2: float,
    on: dt.date,
    *,
    situation: str = "existing",
    use: str | None = None,
    roof_m2: float | None = None,
) -> list[Obligation]:
    """The rows that may concern a surface on a day, in the order of the table.

    Parameters
    ----------
    kind : {"parking", "building"}
        Anything else, such as open ground, is concerned by none.
    area_m2 : float
        Of the car park, or of the building's footprint [m²].
    on : datetime.date
        The day whose law counts.
    situation : {"existing", "new"}
        New is also extended or heavily renovated.
    use : str, optional
        Of the building, as in the table's `uses`; without it all uses are listed, and the sentence says "if".
    roof_m2 : float, optional
        What shares of a roof refer to; the footprint without it [m²].
    """
    return [
        _evaluated(row, area_m2 if roof_m2 is None else roof_m2, on, use)
        for row in _rows(kind, on)
        if situation in row["situations"]
        and _concerns(row, area_m2)
        and (use is None or row["uses"] is None or use in row["uses"])
    ]


def _rows(kind: str, on: dt.date) -> Iterator[dict[str, Any]]:
    for row in table("solar_obligations")["obligations"]:
        begins, ends = _date(row["from"]), _date(row["until"])
        if row["applies_to"] == kind and (begins is None or begins <= on) and (ends is None or on < ends):
            yield row


def _concerns(row: dict[str, Any], area_m2: float) -> bool:
    over = area_m2 >= row["over_m2"] if row["inclusive"] else area_m2 > row["over_m2"]
    return over and (row["below_m2"] is None or area_m2 < row["below_m2"])


def _evaluated(row: dict[str, Any], area_m2: float, on: dt.date, use: str | None) -> Obligation:
    share, canopy = (math.nan if row[name] is None else float(row[name]) for name in ("share", "min_canopy_share"))
    deadline = _date(row["deadline"])
    values = {
        "article": row["article"],
        "share": "?" if math.isnan(share) else f"{100 * share:g}",
        "required": "?" if math.isnan(share) else f"{share * area_m2:.0f}",
        "canopy": "?" if math.isnan(canopy) else f"{canopy * area_m2:.0f}",
        "deadline": row["deadline"] or "",
        "uses": use or ", ".join(row["uses"] or ()),
    }
    return Obligation(
        row=row,
        template=TEXTS[row["text"]],
        values=values,
        required_m2=share * area_m2,
        canopy_m2=canopy * area_m2,
        deadline=deadline,
        overdue=deadline is not None and on >= deadline,
    )


def _date(text: str | None) -> dt.date | None:
    return None if text is None else dt.date.fromisoformat(text)
