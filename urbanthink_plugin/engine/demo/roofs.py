"""What is true of the roofs in the demo town's surface model."""

from __future__ import annotations

from typing import Any

import numpy as np
import shapely

from .heights import inside_window
from .town import Building, Town

#: A building with no other nearer than this stands alone [m]; the roofs of a row run into one another.
APART = 1.0


def roof_truth(town: Town) -> list[dict[str, Any]]:
    """Each roof in the window by its planes.

    Returns
    -------
    list of dict
        ``building_id``, ``type``, ``stands_alone`` and ``planes``: slope [°], azimuth of the downhill side clockwise
        from grid north [°] (true north differs by 0.02°), true area [m²], which is that of the plan over the cosine
        of the slope.
    """
    shapes = [building.shape for building in town.buildings]
    tree = shapely.STRtree(shapes)
    return [
        {
            "building_id": number,
            "type": building.roof,
            "stands_alone": len(tree.query(building.shape, predicate="dwithin", distance=APART)) == 1,
            "planes": _planes(building),
        }
        for number, building in enumerate(town.buildings, 1)
        if inside_window(building)
    ]


def _planes(building: Building) -> list[dict[str, Any]]:
    azimuths = [building.azimuth]
    if building.azimuth is not None and building.roof == "gable":
        azimuths.append(round((building.azimuth + 180) % 360, 2))
    area = building.length * building.depth / np.cos(np.radians(building.slope)) / len(azimuths)
    return [
        {"slope_deg": building.slope, "azimuth_deg": azimuth, "area_m2": round(float(area), 2)} for azimuth in azimuths
    ]
