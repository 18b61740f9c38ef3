"""The solar algorithms through qgis_process: the demo town's known roofs, whole results, and every bad input."""

from __future__ import annotations

import json
import re

import geopandas as gpd
import numpy as np
import pytest
import rasterio
import shapely

SUN = "urbanthink:solar_irradiation"
PLANES = "urbanthink:roof_planes"
ROOFS = "urbanthink:rooftop_solar"
GROUND = "urbanthink:open_ground_solar"
LAYOUT = "urbanthink:panel_layout"
MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
SUITABILITY = {"excellent", "good", "moderate", "poor", "unsuitable"}
QUARTER = (701700, 6601040, 701900, 6601240)  # a part of the demo town's surface model
CORNER = (701_000, 6_601_000)


@pytest.fixture(scope="module")
def town(qgis, tmp_path_factory):
    folder = tmp_path_factory.mktemp("town") / "demo"
    outcome = qgis.run("urbanthink:demo_town", OUTPUT_FOLDER=str(folder))
    assert outcome.code == 0, outcome.errors
    return folder


@pytest.fixture(scope="module")
def truth(town):
    """The buildings that stand wholly in the surface model, with the slope and azimuth of their roofs."""
    with rasterio.open(town / "dsm.tif") as dsm:
        window = shapely.box(*dsm.bounds)
    buildings = gpd.read_file(town / "buildings.gpkg")
    return buildings[buildings.within(window)].set_index("building_id")


@pytest.fixture(scope="module")
def planes(qgis, town, truth, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planes")
    footprints = folder / "footprints.gpkg"
    truth.reset_index().to_file(footprints)
    outcome = qgis.run(
        PLANES, DSM=str(town / "dsm.tif"), BUILDINGS=str(footprints), BUILDING_ID="building_id",
        OUTPUT=str(folder / "planes.gpkg"), OUTPUT_OBSTACLES=str(folder / "obstacles.gpkg"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    return folder, gpd.read_file(folder / "planes.gpkg"), outcome


@pytest.fixture(scope="module")
def roofs(qgis, town, truth, tmp_path_factory):
    """Rooftop solar of the quarter."""
    folder = tmp_path_factory.mktemp("roofs")
    footprints = folder / "footprints.gpkg"
    truth[truth.intersects(shapely.box(*QUARTER))].reset_index().to_file(footprints)
    outcome = qgis.run(
        ROOFS, DSM=str(town / "dsm.tif"), BUILDINGS=str(footprints), BUILDING_ID="building_id",
        OUTPUT=str(folder / "planes.gpkg"), OUTPUT_BUILDINGS=str(folder / "buildings.gpkg"),
        OUTPUT_MODULES=str(folder / "modules.gpkg"), environment={"URBANTHINK_LANGUAGE": "en"},
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    return folder, outcome


def area(bounds=QUARTER):
    xmin, ymin, xmax, ymax = bounds
    return f"{xmin},{xmax},{ymin},{ymax} [EPSG:2154]"


def kilowatt_hours(path, band=1):
    with rasterio.open(path) as source:
        values = source.read(band, masked=True).astype(float).filled(np.nan)
        return values * source.scales[band - 1] + source.offsets[band - 1]


def test_irradiation_of_the_year_and_its_months(qgis, town, out):
    outcome = qgis.run(
        SUN, DSM=str(town / "dsm.tif"), AREA=area(), OUTPUT=str(out / "sun.tif"), OUTPUT_SKY_VIEW=str(out / "sky.tif"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    written = {path.name for path in out.iterdir()}
    assert written >= {"sun.tif", "sun.qml", "sun.months.qml", "sun.urbanthink.json", "sky.tif", "sky.qml"}
    with rasterio.open(out / "sun.tif") as source:
        assert source.descriptions == ("year", *MONTHS)
        assert set(source.units) == {"kWh/m²"}
        assert source.dtypes[0] == "uint16" and source.nodata == 65535
        assert source.shape == (400, 400) and source.bounds[:2] == QUARTER[:2]
    year = kilowatt_hours(out / "sun.tif")
    months = np.stack([kilowatt_hours(out / "sun.tif", band) for band in range(2, 14)])
    assert np.nanmax(np.abs(months.sum(axis=0) - year)) < 13 * 0.051
    assert np.nanmean(months[5]) > 3 * np.nanmean(months[11])
    # The valley lies at 46.5° N: about 1250 kWh/m² on the level, up to 1500 on the best roofs.
    assert np.nanmin(year) > 100 and 1300 < np.nanpercentile(year, 99) < 1650
    assert outcome.results["IRRADIATION"] == pytest.approx(np.nanmean(year), rel=1e-3)
    sky = kilowatt_hours(out / "sky.tif")
    assert 0 <= np.nanmin(sky) < 0.6 and 0.97 < np.nanmax(sky) <= 1.0


def test_the_year_alone(qgis, town, out):
    outcome = qgis.run(SUN, DSM=str(town / "dsm.tif"), AREA=area(), MONTHS=False, OUTPUT=str(out / "sun.tif"))
    assert outcome.code == 0, outcome.errors
    with rasterio.open(out / "sun.tif") as source:
        assert source.descriptions == ("year",)
    assert "sun.months.qml" not in {path.name for path in out.iterdir()}


def test_roofs_to_the_south_get_more_than_roofs_to_the_north(roofs):
    found = gpd.read_file(roofs[0] / "planes.gpkg")
    steep = found[(found.slope_deg > 25) & (found.area_m2 > 30)]
    away = np.abs(steep.azimuth_deg % 360 - 180)
    assert steep[away < 45].irradiation.median() > 1.3 * steep[away > 135].irradiation.median()


def test_the_known_roofs_are_recovered(planes, truth):
    _, found, outcome = planes
    assert outcome.results["PLANES"] == len(found) and outcome.results["BUILDINGS_FOUND"] == len(truth)
    slopes, azimuths, areas, missed = [], [], [], 0
    for number, roof in truth.iterrows():
        own = found[found.building_id.astype(int) == number]
        wanted = [None] if roof.roof_type == "flat" else [roof.roof_azimuth_deg]
        wanted += [(wanted[0] + 180) % 360] if roof.roof_type == "gable" else []
        for azimuth in wanted:
            turned = np.abs((own.azimuth_deg.astype(float) - (azimuth or 0) + 180) % 360 - 180)
            near = own[own.slope_deg < 5] if azimuth is None else own[(turned < 20) & (own.slope_deg > 5)]
            if near.empty:
                missed += 1
                continue
            plane = near.loc[near.area_plan_m2.idxmax()]
            slopes.append(abs(plane.slope_deg - roof.roof_slope_deg))
            areas.append(plane.area_plan_m2 / (roof.geometry.area / len(wanted)) - 1)
            if azimuth is not None:
                azimuths.append(turned[plane.name])
    assert missed <= 0.02 * (len(slopes) + missed)
    assert np.percentile(slopes, 95) <= 0.5
    assert np.percentile(azimuths, 95) <= 1.0
    assert np.median(np.abs(areas)) <= 0.03 and np.percentile(np.abs(areas), 95) <= 0.1
    tilted = found[found.slope_deg > 1]
    np.testing.assert_allclose(
        tilted.area_m2 * np.cos(np.radians(tilted.slope_deg)), tilted.area_plan_m2, rtol=1e-3, atol=0.02
    )
    assert (found.rmse_m < 0.1).mean() > 0.95


def test_what_fits_on_the_roofs(roofs):
    folder, outcome = roofs
    planes, buildings, modules = (gpd.read_file(folder / f"{name}.gpkg") for name in ("planes", "buildings", "modules"))
    months = [f"kwh_{month:02}" for month in range(1, 13)]
    for layer in (planes, buildings):
        assert set(layer.suitability) <= SUITABILITY
        assert layer.reason.str.len().min() > 10 and layer.reason_key.str.len().min() > 2
        used = layer[layer.modules > 0]
        assert used.kwh_per_kwp.min() > 700 and used.kwh_per_kwp.max() < 1500
        assert (used.kwh_p90 < used.kwh_year).all() and (used.kwh_p90 > 0.7 * used.kwh_year).all()
        np.testing.assert_allclose(used[months].sum(axis=1), used.kwh_year, rtol=2e-3, atol=1)
        assert (used.usable_m2 > 0).all()
        assert outcome.results["KWP"] == pytest.approx(layer.kwp.sum(), rel=1e-3)
        assert outcome.results["KWH_YEAR"] == pytest.approx(layer.kwh_year.sum(), rel=1e-3)
    assert len(modules) == planes.modules.sum() == buildings.modules.sum()
    assert outcome.results["BUILDINGS_SUITABLE"] == (buildings.suitability != "unsuitable").sum() > 0
    assert (buildings.height_m > 2).all()
    assert {path.name for path in folder.glob("*.qml")} == {"planes.qml", "buildings.qml", "modules.qml"}


def test_modules_lie_on_their_planes_and_not_on_one_another(roofs):
    folder, _ = roofs
    planes, modules = gpd.read_file(folder / "planes.gpkg"), gpd.read_file(folder / "modules.gpkg")
    inside = shapely.union_all(planes.geometry.buffer(0.05).to_numpy())
    assert shapely.contains(inside, modules.geometry.to_numpy()).mean() > 0.995
    tree = shapely.STRtree(modules.geometry)
    first, second = tree.query(modules.geometry, predicate="overlaps")
    over = shapely.area(shapely.intersection(modules.geometry.to_numpy()[first], modules.geometry.to_numpy()[second]))
    assert over.size == 0 or over.max() < 0.01


def test_the_reason_is_told_in_the_users_language(qgis, town, roofs, out):
    folder, _ = roofs
    outcome = qgis.run(
        ROOFS, DSM=str(town / "dsm.tif"), BUILDINGS=str(folder / "footprints.gpkg"), OUTPUT=str(out / "p.gpkg"),
        OUTPUT_BUILDINGS=str(out / "b.gpkg"), environment={"LC_ALL": "fr_FR.UTF-8", "URBANTHINK_LANGUAGE": "fr"},
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    english, french = gpd.read_file(folder / "buildings.gpkg"), gpd.read_file(out / "b.gpkg")
    assert list(english.reason_key) == list(french.reason_key)
    assert not set(english.reason) & set(french.reason)
    assert (out / "b.qml").read_text(encoding="utf-8").count("renderer-3d") >= 1


def test_protected_roofs_get_no_modules(qgis, town, roofs, out):
    folder, _ = roofs
    outcome = qgis.run(
        ROOFS, DSM=str(town / "dsm.tif"), BUILDINGS=str(folder / "footprints.gpkg"), OUTPUT=str(out / "p.gpkg"),
        OUTPUT_BUILDINGS=str(out / "b.gpkg"), PROTECTED=str(folder / "footprints.gpkg"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    buildings = gpd.read_file(out / "b.gpkg")
    assert outcome.results["KWP"] == 0 and (buildings.modules == 0).all()
    assert "protected" in set(buildings.reason_key)


@pytest.fixture(scope="module")
def open_ground(town, tmp_path_factory):
    """The two most level squares of 50 m: a car park and a field."""
    with rasterio.open(town / "dsm.tif") as dsm:
        heights = dsm.read(1)
        corners = [(r, c) for r in range(100, 1000, 20) for c in range(100, 1000, 20)]
        rough = sorted(corners, key=lambda at: heights[at[0] : at[0] + 100, at[1] : at[1] + 100].std())
        chosen = [rough[0], next(at for at in rough if max(abs(at[0] - rough[0][0]), abs(at[1] - rough[0][1])) > 110)]
        squares = [shapely.box(*dsm.xy(r + 100, c, offset="ul"), *dsm.xy(r, c + 100, offset="ul")) for r, c in chosen]
    path = tmp_path_factory.mktemp("ground") / "ground.gpkg"
    gpd.GeoDataFrame({"use": ["parking", "ground"]}, geometry=squares, crs="EPSG:2154").to_file(path)
    return str(path)


def test_car_parks_and_land(qgis, town, open_ground, out):
    outcome = qgis.run(
        GROUND, DSM=str(town / "dsm.tif"), GROUND=open_ground, KIND="use", OUTPUT=str(out / "g.gpkg"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    found = gpd.read_file(out / "g.gpkg").set_index("kind")
    assert set(found.index) == {"parking", "ground"}
    assert found.area_m2.to_numpy() == pytest.approx(2500, rel=0.01)
    assert (found.kwp > 50).all() and (found.kwp < 500).all()
    assert (found.kwh_per_kwp > 900).all() and (found.kwh_per_kwp < 1500).all()
    # French law asks something of car parks from 1500 m² on, and of nobody's field.
    assert "to be verified" in found.loc["parking", "obligation"]
    assert outcome.results["KWP"] == pytest.approx(found.kwp.sum(), rel=1e-3)
    assert (out / "g.qml").is_file()


def test_a_layout_of_planes(qgis, planes, out):
    folder, _, _ = planes
    outcome = qgis.run(
        LAYOUT, PLANES=str(folder / "planes.gpkg"), ORIENTATION="portrait", OUTPUT=str(out / "m.gpkg"),
        OUTPUT_PLANES=str(out / "p.gpkg"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    modules, counted = gpd.read_file(out / "m.gpkg"), gpd.read_file(out / "p.gpkg")
    assert outcome.results["COUNT"] == len(modules) == counted.modules.sum() > 1000
    # A wider margin at the edge holds fewer; the better of both ways holds at least as many as one.
    best = qgis.run(LAYOUT, PLANES=str(folder / "planes.gpkg"), OUTPUT=str(out / "best.gpkg"))
    narrow = qgis.run(LAYOUT, PLANES=str(folder / "planes.gpkg"), SETBACK=1.5, OUTPUT=str(out / "narrow.gpkg"))
    assert best.results["COUNT"] >= outcome.results["COUNT"] > 1.2 * narrow.results["COUNT"]


# Bad input.


@pytest.fixture
def flat_dsm(make_raster):
    """60 m of level ground at 100 m with one block 8 m high."""

    def make(name="dsm.tif", block=8.0, **profile):
        heights = np.full((120, 120), 100, np.float32)
        heights[40:70, 40:80] += block
        return make_raster(heights, name, origin=CORNER, size=profile.pop("size", 0.5), **profile)

    return make


@pytest.fixture
def block(make_zones):
    """The footprint of that block."""
    x, y = CORNER
    return make_zones([shapely.box(x + 20, y - 35, x + 40, y - 20)], name="block.gpkg")


def roof_outputs(out):
    return {"OUTPUT": str(out / "p.gpkg"), "OUTPUT_BUILDINGS": str(out / "b.gpkg")}


def test_heights_in_degrees(qgis, make_raster, block, out):
    dsm = make_raster(np.full((50, 50), 100, np.float32), origin=(3.0, 46.5), size=1e-5, crs="EPSG:4326")
    qgis.refuse(SUN, "metre", "EPSG:4326", folder=out, DSM=dsm, OUTPUT=str(out / "o.tif"))
    qgis.refuse(ROOFS, "metre", folder=out, DSM=dsm, BUILDINGS=block, **roof_outputs(out))


def test_heights_in_feet(qgis, flat_dsm, block, out):
    dsm = flat_dsm("feet.tif", crs="EPSG:2249")
    qgis.refuse(ROOFS, "metre", folder=out, DSM=dsm, BUILDINGS=block, **roof_outputs(out))


def test_heights_without_a_reference_system(qgis, flat_dsm, block, out):
    dsm = flat_dsm("nowhere.tif", crs=None)
    qgis.refuse(SUN, "coordinate reference system", folder=out, DSM=dsm, OUTPUT=str(out / "o.tif"))
    qgis.refuse(PLANES, "coordinate reference system", folder=out, DSM=dsm, BUILDINGS=block, OUTPUT=str(out / "o.gpkg"))


def test_a_terrain_model_taken_for_a_surface_model(qgis, flat_dsm, block, out):
    outcome = qgis.run(ROOFS, DSM=flat_dsm("dtm.tif", block=0.0), BUILDINGS=block, **roof_outputs(out))
    assert re.search(r"stands? out|terrain model", outcome.errors + outcome.log), outcome
    assert "Traceback" not in outcome.errors


def test_holes_are_never_heights(qgis, make_raster, out):
    heights = np.full((120, 120), 100, np.float32)
    heights[50:60, 50:60] = -9999
    dsm = make_raster(heights, "holes.tif", origin=CORNER, size=0.5, nodata=-9999)
    outcome = qgis.run(SUN, DSM=dsm, MONTHS=False, OUTPUT=str(out / "o.tif"))
    assert outcome.code == 0, outcome.errors
    year = kilowatt_hours(out / "o.tif")
    assert np.isnan(year[50:60, 50:60]).all()
    # Level ground is level ground beside a hole as well.
    assert np.nanmax(year) - np.nanmin(year) < 0.005 * np.nanmean(year)
    assert np.isfinite(year).sum() >= 120 * 120 - 14 * 14


def test_footprints_elsewhere(qgis, flat_dsm, make_zones, out):
    far = make_zones([shapely.box(300_000, 6_200_000, 300_020, 6_200_015)], name="far.gpkg")
    qgis.refuse(ROOFS, "No building lies on", folder=out, DSM=flat_dsm(), BUILDINGS=far, **roof_outputs(out))
    qgis.refuse(PLANES, "No building lies on", folder=out, DSM=flat_dsm(), BUILDINGS=far, OUTPUT=str(out / "o.gpkg"))


def test_footprints_that_overlap_or_are_broken(qgis, flat_dsm, make_zones, out):
    x, y = CORNER
    bow_tie = shapely.Polygon([(x + 20, y - 20), (x + 40, y - 35), (x + 40, y - 20), (x + 20, y - 35)])
    whole = shapely.box(x + 20, y - 35, x + 40, y - 20)
    zones = make_zones([bow_tie, whole, whole], name="broken.gpkg")
    outcome = qgis.run(ROOFS, DSM=flat_dsm(), BUILDINGS=zones, **roof_outputs(out))
    assert outcome.code == 0, outcome.errors
    assert "repaired" in outcome.log
    assert "overlap" in outcome.log
    # The roof is 300 m²: nothing is counted twice.
    planes = gpd.read_file(out / "p.gpkg")
    assert planes.area_plan_m2.sum() < 310


def test_a_roof_of_one_pixel(qgis, flat_dsm, make_zones, out):
    x, y = CORNER
    small = shapely.box(x + 25, y - 25.5, x + 25.5, y - 25)
    big = shapely.box(x + 26, y - 35, x + 40, y - 20)
    outcome = qgis.run(ROOFS, DSM=flat_dsm(), BUILDINGS=make_zones([small, big]), **roof_outputs(out))
    assert outcome.code == 0, outcome.errors
    buildings = gpd.read_file(out / "b.gpkg")
    assert len(buildings) == 2
    assert buildings.loc[buildings.area.idxmin(), "suitability"] == "unsuitable"
    assert len(buildings.loc[buildings.area.idxmin(), "reason"]) > 10


def test_weather_of_another_hemisphere(qgis, flat_dsm, real_data, tmp_path, out):
    text = (real_data / "pvgis_pvlib" / "tmy_45.000_8.000_2005_2023.epw").read_text(encoding="latin-1")
    (tmp_path / "south.epw").write_text(text.replace("45.000000,8.000000,1", "-45.000000,8.000000,1", 1))
    given = {"DSM": flat_dsm(), "WEATHER": str(tmp_path / "south.epw"), "OUTPUT": str(out / "o.tif")}
    qgis.refuse(SUN, "hemisphere", folder=out, **given)


def test_weather_with_gaps(qgis, flat_dsm, real_data, tmp_path, out):
    text = (real_data / "pvgis_pvlib" / "tmy_45.000_8.000_2005_2023.csv").read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if not re.match(r"\d{4}0315:", line)]
    (tmp_path / "gaps.csv").write_text("".join(lines), encoding="utf-8")
    given = {"DSM": flat_dsm(), "WEATHER": str(tmp_path / "gaps.csv"), "OUTPUT": str(out / "o.tif")}
    qgis.refuse(SUN, "gaps.csv lacks 24 hours", "03-15", folder=out, **given)


def test_weather_that_is_none(qgis, flat_dsm, tmp_path, out):
    (tmp_path / "none.csv").write_text("a,b\n1,2\n")
    given = {"DSM": flat_dsm(), "OUTPUT": str(out / "o.tif")}
    qgis.refuse(SUN, "none.csv", folder=out, WEATHER=str(tmp_path / "none.csv"), **given)
    qgis.refuse(SUN, "missing.epw", folder=out, WEATHER=str(tmp_path / "missing.epw"), **given)


@pytest.fixture
def cloud(tmp_path):
    """A roof of 300 m² at 30° as laser points, 9 per m², with or without a reference system."""
    laspy = pytest.importorskip("laspy")
    pyproj = pytest.importorskip("pyproj")

    def make(name, crs=None):
        rng = np.random.default_rng(4)
        x, y = CORNER[0] + rng.uniform(10, 50, 14_400), CORNER[1] - rng.uniform(10, 50, 14_400)
        east, south = x - CORNER[0], CORNER[1] - y
        roof = (east > 20) & (east < 40) & (south > 20) & (south < 35)
        z = np.where(roof, 106 + (35 - south) * np.tan(np.radians(30)), 100) + rng.normal(0, 0.03, x.size)
        header = laspy.LasHeader(point_format=6, version="1.4")
        header.offsets, header.scales = [*CORNER, 0], [0.01, 0.01, 0.01]
        if crs:
            header.add_crs(pyproj.CRS(crs))
        points = laspy.LasData(header)
        points.x, points.y, points.z = x, y, z
        points.classification[:] = np.where(roof, 6, 2)
        points.write(str(tmp_path / name))
        return tmp_path / name

    return make


def test_planes_of_a_point_cloud(qgis, cloud, block, out):
    outcome = qgis.run(
        PLANES, POINTS=str(cloud("roof.laz", "EPSG:2154")), BUILDINGS=block, OUTPUT=str(out / "p.gpkg"),
    )  # fmt: skip
    assert outcome.code == 0, outcome.errors
    found = gpd.read_file(out / "p.gpkg")
    plane = found.loc[found.area_plan_m2.idxmax()]
    assert plane.slope_deg == pytest.approx(30, abs=0.5)
    assert plane.azimuth_deg == pytest.approx(180, abs=1.5)
    assert plane.area_plan_m2 == pytest.approx(300, rel=0.1)


def test_a_point_cloud_that_does_not_say_where_it_is(qgis, cloud, block, out):
    path = str(cloud("nowhere.laz"))
    given = {"POINTS": path, "BUILDINGS": block, "OUTPUT": str(out / "p.gpkg")}
    qgis.refuse(PLANES, "nowhere.laz", "coordinate reference system", folder=out, **given)
    outcome = qgis.run(PLANES, POINTS_CRS="EPSG:2154", **given)
    assert outcome.code == 0, outcome.errors


@pytest.mark.parametrize("name", ["cut.laz", "cut.las"])
def test_a_point_cloud_that_is_cut_off(qgis, cloud, block, out, name):
    path = cloud(name, "EPSG:2154")
    path.write_bytes(path.read_bytes()[: path.stat().st_size * 2 // 3])
    qgis.refuse(PLANES, name, folder=out, POINTS=str(path), BUILDINGS=block, OUTPUT=str(out / "p.gpkg"))


def test_a_point_cloud_that_is_none(qgis, block, tmp_path, out):
    (tmp_path / "text.laz").write_text("no points")
    given = {"BUILDINGS": block, "OUTPUT": str(out / "p.gpkg")}
    qgis.refuse(PLANES, "text.laz", folder=out, POINTS=str(tmp_path / "text.laz"), **given)
    qgis.refuse(PLANES, "give DSM or POINTS", folder=out, **given)


def test_planes_without_slope(qgis, block, out):
    qgis.refuse(LAYOUT, "slope_deg, azimuth_deg", folder=out, PLANES=block, OUTPUT=str(out / "m.gpkg"))


def test_a_truncated_surface_model(qgis, flat_dsm, tmp_path, out):
    cut = tmp_path / "cut.tif"
    with open(flat_dsm(compress="deflate"), "rb") as whole:
        cut.write_bytes(whole.read()[:-200])
    qgis.refuse(SUN, "cut.tif", folder=out, DSM=str(cut), OUTPUT=str(out / "o.tif"))


def test_provenance_replays_the_run(qgis, flat_dsm, out):
    dsm = flat_dsm()
    outcome = qgis.run(SUN, DSM=dsm, MONTHS=False, OUTPUT=str(out / "o.tif"))
    assert outcome.code == 0, outcome.errors
    told = json.loads((out / "o.urbanthink.json").read_text(encoding="utf-8"))
    assert told["algorithm"] == SUN
    again = qgis.run(SUN, **{**told["parameters"], "OUTPUT": str(out / "again.tif")})
    assert again.code == 0, again.errors
    np.testing.assert_array_equal(kilowatt_hours(out / "o.tif"), kilowatt_hours(out / "again.tif"))


def test_a_real_town_in_america(qgis, real_data, out):
    """Alexandria, 2 m DSM of the USGS, footprints in degrees with the heights their makers measured."""
    town, weather = real_data / "dsm_alexandria_va", real_data / "pvgis_pvlib" / "tmy_45.000_8.000_2005_2023.csv"
    given = {"DSM": str(town / "dsm.tif"), "BUILDINGS": str(town / "buildings.geojson")}
    given |= {"OUTPUT": str(out / "planes.gpkg"), "OUTPUT_BUILDINGS": str(out / "buildings.gpkg")}
    qgis.refuse(ROOFS, "There is no built-in weather for latitude 38.8", folder=out, **given)
    outcome = qgis.run(ROOFS, **given, WEATHER=str(weather))
    assert outcome.code == 0, outcome.errors
    assert "pixels of 2 m: roofs are blurred" in outcome.log
    assert re.search(r"is of a place 6\d\d\d km away", outcome.log)
    found = gpd.read_file(out / "buildings.gpkg")
    stated = gpd.read_file(town / "buildings.geojson")["HEIGHT"].astype(float)
    difference = found["height_m"].to_numpy() - stated.to_numpy()
    assert len(found) == 84
    assert abs(np.nanmedian(difference)) < 0.6
    assert np.nanpercentile(np.abs(difference), 90) < 2.5
    assert (found["suitability"] != "unsuitable").mean() > 0.7
