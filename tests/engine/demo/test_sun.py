"""The diagnosis of the demo town finds its roofs, car parks and sun; the truth is how the town was built."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import rasterio
from rasterio.features import geometry_mask

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture(scope="module")
def layers(diagnosed):
    folder = Path(diagnosed["OUTPUT_FOLDER"]) / "layers"
    return {name: gpd.read_file(folder / f"{name}.gpkg") for name in ("roofs", "buildings_solar", "ground_solar")}


@pytest.fixture(scope="module")
def alone(truth):
    """The true planes of the roofs that touch no other, by building."""
    return {roof["building_id"]: roof["planes"] for roof in truth["roofs"]["in_window"] if roof["stands_alone"]}


def test_the_truth_is_that_of_the_footprints(town, truth, alone):
    buildings = gpd.read_file(town / "buildings.gpkg").set_index("building_id")
    assert len(truth["roofs"]["in_window"]) == truth["roofs"]["buildings_in_window"]
    assert len(alone) > 150
    for number, planes in alone.items():
        building = buildings.loc[number]
        plan = sum(plane["area_m2"] * np.cos(np.radians(plane["slope_deg"])) for plane in planes)
        assert plan == pytest.approx(building.geometry.area, rel=2e-3)
        assert {plane["slope_deg"] for plane in planes} == {building.roof_slope_deg}
        assert len(planes) == (2 if building.roof_type == "gable" else 1)


def test_every_plane_of_a_free_roof_is_found(layers, alone):
    """Slope within 1°, azimuth within 3°, area within 10 %, and nothing that is not there."""
    roofs = layers["roofs"].groupby("building_id")
    seen = 0
    for number, planes in alone.items():
        found = roofs.get_group(number)
        assert len(found) == len(planes), number
        for plane in planes:
            off = 0.0
            if plane["azimuth_deg"] is not None:
                off = np.abs((found.azimuth_deg - plane["azimuth_deg"] + 180) % 360 - 180)
            (match,) = found[off < 45].itertuples() if plane["azimuth_deg"] is not None else found.itertuples()
            assert match.slope_deg == pytest.approx(plane["slope_deg"], abs=1.0)
            assert match.area_m2 == pytest.approx(plane["area_m2"], rel=0.1)
            if plane["azimuth_deg"] is not None:
                assert (match.azimuth_deg - plane["azimuth_deg"] + 180) % 360 - 180 == pytest.approx(0, abs=3.0)
            seen += 1
    assert seen > 300


def test_a_building_is_the_sum_of_its_planes(layers, diagnosed):
    roofs, buildings = layers["roofs"], layers["buildings_solar"].set_index("building_id")
    fitting = roofs[roofs.suitability != "unsuitable"].groupby("building_id")[["kwp", "kwh_year", "modules"]].sum()
    known = buildings.loc[fitting.index]
    assert known.kwp.to_numpy() == pytest.approx(fitting.kwp.to_numpy(), abs=0.002)
    assert known.kwh_year.to_numpy() == pytest.approx(fitting.kwh_year.to_numpy(), abs=2)
    assert (known.modules == fitting.modules).all()
    solar = diagnosed["SUMMARY"]["solar"]
    assert solar["roofs"]["kwp"] == pytest.approx(fitting.kwp.sum(), abs=0.1)
    assert solar["roofs"]["kwh_year"] == pytest.approx(fitting.kwh_year.sum(), rel=1e-4)
    assert sum(row["count"] for row in solar["roofs"]["classes"]) == solar["roofs"]["buildings"]
    assert diagnosed["SOLAR_KWP"] == pytest.approx(fitting.kwp.sum() + layers["ground_solar"].kwp.sum(), abs=0.2)


def test_every_building_is_counted_once(town, layers, truth, diagnosed):
    roofs = diagnosed["SUMMARY"]["solar"]["roofs"]
    assert roofs["buildings"] + roofs["not_known"] == len(gpd.read_file(town / "buildings.gpkg"))
    judged = layers["buildings_solar"]
    judged = judged[judged.reason_key != "no_data"]
    assert {roof["building_id"] for roof in truth["roofs"]["in_window"]} <= set(judged.building_id)


def test_consumption_is_that_of_the_buildings_that_were_judged(town, layers, diagnosed):
    told = diagnosed["SUMMARY"]["solar"]["roofs"]["consumption"]
    judged = layers["buildings_solar"]
    judged = judged[judged.reason_key != "no_data"]
    buildings = gpd.read_file(town / "buildings.gpkg").set_index("building_id").loc[judged.building_id]
    assert told["kwh_year"] == buildings.consumption_kwh.sum()
    assert told["share"] == pytest.approx(judged.kwh_year.sum() / buildings.consumption_kwh.sum(), abs=1e-3)


def test_no_more_modules_than_there_is_room_for(layers):
    """Usual modules give 0.22 kWp per m²."""
    roofs, ground = layers["roofs"], layers["ground_solar"]
    assert (roofs.kwp <= 0.2205 * roofs.area_m2).all() and (ground.kwp <= 0.2205 * ground.area_m2).all()
    south = roofs[roofs.azimuth_deg.between(170, 190) & (roofs.slope_deg > 25) & (roofs.shading_loss_percent < 3)]
    # PVGIS tells 1150 to 1250 kWh/kWp for such roofs between Nevers and Moulins.
    assert len(south) > 5 and south.kwh_per_kwp.between(1050, 1350).all()


def test_a_level_roof_in_the_open_gets_the_light_of_the_place(town, truth, diagnosed):
    """The yearly global irradiation that the table of départements has for Allier (03), where the town lies."""
    with (ROOT / "resources/data/weather_departements.csv").open(encoding="utf-8") as lines:
        row = next(row for row in csv.DictReader(lines) if row["departement"] == "03")
    published = sum(float(row[f"ghi_{month:02}"]) for month in range(1, 13))
    buildings = gpd.read_file(town / "buildings.gpkg").set_index("building_id")
    flat = {roof["building_id"] for roof in truth["roofs"]["in_window"] if roof["type"] == "flat"}
    halls = buildings.loc[sorted(flat)]
    halls = halls[halls.use.isin(("industry", "retail"))].geometry.buffer(-8)
    with rasterio.open(Path(diagnosed["OUTPUT_FOLDER"]) / "layers" / "irradiation.tif") as source:
        values = source.read() * np.asarray(source.scales)[:, None, None]
        inside = geometry_mask(halls, source.shape, source.transform, invert=True)
    assert inside.sum() > 1000
    assert np.median(values[0][inside]) == pytest.approx(published, rel=0.02)
    assert values[1:].sum(axis=0)[inside] == pytest.approx(values[0][inside], abs=1.0)


def test_sunny_slopes_get_more_than_the_others(layers):
    tilted = layers["roofs"]
    tilted = tilted[(tilted.slope_deg > 25) & (tilted.kwp > 0)]
    south = tilted[tilted.azimuth_deg.between(150, 210)].irradiation
    aside = tilted[tilted.azimuth_deg.between(60, 120) | tilted.azimuth_deg.between(240, 300)].irradiation
    assert south.median() > aside.median() + 150
    north = layers["roofs"]
    north = north[(north.slope_deg > 35) & ((north.azimuth_deg < 30) | (north.azimuth_deg > 330))]
    assert len(north) > 5 and (north.suitability == "unsuitable").all()


def test_car_parks_and_land(town, layers, diagnosed):
    ground = layers["ground_solar"].set_index("name")
    drawn = gpd.read_file(town / "ground.gpkg").set_index("name")
    assert ground.area_m2.to_numpy() == pytest.approx(drawn.area.to_numpy(), rel=1e-3)
    assert (ground.kwp > 50).all() and (ground.suitability != "unsuitable").all()
    large, small, land = (ground.loc[name] for name in ("Parking des Prés", "Place du Marché", "Friche des Prés"))
    # Law 2023-175, art. 40, as changed in 2025: car parks over 1500 m², by 1 July 2028; new ones over 500 m² only.
    assert large.area_m2 > 1500 and "art. 40" in large.obligation and "2028-07-01" in large.obligation
    assert "to be verified" in large.obligation
    assert 500 < small.area_m2 < 1500 and not small.obligation and not land.obligation
    told = diagnosed["SUMMARY"]["solar"]["ground"]
    assert [row["text"] for row in told["obligations"]] == [large.obligation]
    assert {row["kind"]: row["count"] for row in told["kinds"]} == {"ground": 1, "parking": 2}


def test_open_ground_is_free(town):
    ground, buildings = gpd.read_file(town / "ground.gpkg"), gpd.read_file(town / "buildings.gpkg")
    near = ground.buffer(3.9)
    assert not gpd.sjoin(gpd.GeoDataFrame(geometry=near), buildings, predicate="intersects").shape[0]
    west, south, east, north = json.loads((town / "truth.json").read_text(encoding="utf-8"))["roofs"]["dsm_window"]
    assert (ground.bounds[["minx", "miny"]] > (west, south)).all().all()
    assert (ground.bounds[["maxx", "maxy"]] < (east, north)).all().all()
    assert sorted(ground.area > 1500) == [False, True, True] and set(ground.kind) == {"parking", "ground"}
