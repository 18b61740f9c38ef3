"""The solar jobs: what a user is told, what is refused, and that what they write is what the science says."""

from __future__ import annotations

import json

import geopandas as gpd
import numpy as np
import pyogrio
import pytest
import rasterio
from rasterio.transform import from_origin
from shapely.geometry import box

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.solar import jobs
from urbanthink_plugin.engine.solar.inputs import far_horizon, open_site, place_on_earth, tile_side

SIDE, PIXEL = 240, 0.5
LEFT, TOP = 701000.0, 6601000.0


def write_dsm(path, heights, crs="EPSG:2154", pixel=PIXEL, nodata=-9999.0, left=LEFT, top=TOP, unit=""):
    """A surface model on disk."""
    filled = np.where(np.isnan(heights), nodata, heights).astype(np.float32)
    shape = {"height": heights.shape[0], "width": heights.shape[1], "count": 1, "dtype": "float32", "nodata": nodata}
    with rasterio.open(
        path, "w", driver="GTiff", crs=crs, transform=from_origin(left, top, pixel, pixel), **shape
    ) as f:
        f.write(filled, 1)
        f.units = (unit,)
    return str(path)


def houses(scale=1.0):
    """Twelve gabled houses 10 × 12 m, eaves 5 m, 35°, ridge east to west, on level ground; and their footprints."""
    heights = np.full((SIDE, SIDE), 200.0)
    y, x = (np.indices(heights.shape) + 0.5) * PIXEL
    footprints = []
    for row in range(3):
        for column in range(4):
            middle_x, middle_y = 18.0 + 28.0 * column, 22.0 + 36.0 * row
            inside = (abs(x - middle_x) < 6) & (abs(y - middle_y) < 5)
            roof = 205.0 + np.tan(np.radians(35)) * (5 - abs(y - middle_y))
            heights = np.where(inside, roof, heights)
            footprints.append(box(LEFT + middle_x - 6, TOP - middle_y - 5, LEFT + middle_x + 6, TOP - middle_y + 5))
    return 200.0 + (heights - 200.0) * scale, footprints


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    folder = tmp_path_factory.mktemp("houses")
    heights, footprints = houses()
    gpd.GeoDataFrame({"name": list("abcdefghijkl")}, geometry=footprints, crs="EPSG:2154").to_file(folder / "b.gpkg")
    return {"folder": folder, "dsm": write_dsm(folder / "dsm.tif", heights), "buildings": str(folder / "b.gpkg")}


def test_roofs_of_known_houses(town, run, tmp_path):
    outputs = {"output": str(tmp_path / "p.gpkg"), "output_buildings": str(tmp_path / "b.gpkg")}
    outputs["output_modules"] = str(tmp_path / "m.gpkg")
    with run.outputs():
        result = jobs.rooftop_solar(run, dsm=town["dsm"], buildings=town["buildings"], building_id="name", **outputs)
    planes, buildings = gpd.read_file(tmp_path / "p.gpkg"), gpd.read_file(tmp_path / "b.gpkg")
    assert len(planes) == 24
    assert len(buildings) == 12
    south = planes[planes.azimuth_deg.between(90, 270)]
    # True north differs from the grid's by less than a tenth of a degree near the central meridian.
    assert planes.slope_deg.to_numpy() == pytest.approx(35.0, abs=0.1)
    assert south.azimuth_deg.to_numpy() == pytest.approx(180.0, abs=0.5)
    assert south.area_m2.to_numpy() == pytest.approx(60.0 / np.cos(np.radians(35)), rel=0.03)
    # A plane of 12 × 6.1 m with 0.5 m kept free: 11 × 5.1 m hold 9 × 2 upright or 6 × 4 lying modules.
    assert set(south.modules) == {24}
    assert (planes[~planes.plane_id.isin(south.plane_id)].modules == 0).all()
    modules = gpd.read_file(tmp_path / "m.gpkg")
    assert len(modules) == planes.modules.sum() == buildings.modules.sum()
    assert buildings.kwp.sum() == pytest.approx(result["KWP"], abs=0.06)
    months = [f"kwh_{month:02d}" for month in range(1, 13)]
    assert south[months].sum(axis=1).to_numpy() == pytest.approx(south.kwh_year.to_numpy(), abs=1.1)
    assert (south.kwh_p90 < south.kwh_year).all()
    # Allier, 35° to the south: PVGIS gives 1100 to 1250 kWh per kWp for a free-standing plant, roofs stay warmer.
    assert south.kwh_per_kwp.between(1000, 1250).all()
    assert set(buildings.suitability) <= {"excellent", "good"}
    assert json.loads((tmp_path / "p.urbanthink.json").read_text())["inputs"]


def test_heights_in_feet_are_suspected(town, run, tmp_path):
    heights, _ = houses(scale=1 / 0.3048)
    dsm = write_dsm(tmp_path / "feet.tif", heights)
    with run.outputs():
        jobs.roof_planes(run, dsm=dsm, buildings=town["buildings"], output=str(tmp_path / "p.gpkg"))
    assert any("feet" in text for text in run.texts("warning"))


@pytest.mark.parametrize("unit", ["ft", "US survey foot"])
def test_heights_told_in_feet_are_refused(town, run, tmp_path, unit):
    dsm = write_dsm(tmp_path / "feet.tif", houses()[0], unit=unit)
    with pytest.raises(UrbanThinkError, match="in feet"):
        open_site(run, dsm)


def test_a_terrain_model_is_refused(town, run, tmp_path):
    dsm = write_dsm(tmp_path / "dtm.tif", np.full((SIDE, SIDE), 200.0))
    outputs = {"output": str(tmp_path / "p.gpkg"), "output_buildings": str(tmp_path / "b.gpkg")}
    with pytest.raises(UrbanThinkError, match="terrain model"), run.outputs():
        jobs.rooftop_solar(run, dsm=dsm, buildings=town["buildings"], **outputs)
    assert not list(tmp_path.glob("*.gpkg*"))


def test_a_building_in_a_hole_gets_a_rule_of_thumb_that_is_not_counted(town, run, tmp_path):
    heights, _ = houses()
    heights[:90, :72] = np.nan
    dsm = write_dsm(tmp_path / "hole.tif", heights)
    outputs = {"output": str(tmp_path / "p.gpkg"), "output_buildings": str(tmp_path / "b.gpkg")}
    with run.outputs():
        jobs.rooftop_solar(run, dsm=dsm, buildings=town["buildings"], building_id="name", **outputs)
    buildings = gpd.read_file(tmp_path / "b.gpkg").set_index("building_id")
    assert buildings.loc["a", "reason_key"] == "no_data"
    assert "footprint alone would suggest about" in buildings.loc["a", "reason"]
    assert buildings.loc["a", "kwp"] == 0
    assert buildings.loc["d", "kwp"] > 0


def test_far_hills_take_the_low_sun(town, run, tmp_path):
    """A ridge of 1200 m, 3 km to the south, stands 21.8° high: December's noon sun (20°) is hidden, June's is not."""
    terrain = np.full((400, 400), 200.0)
    ridge_y = int((5000 + 3000) / 25)
    terrain[ridge_y : ridge_y + 4] = 1400.0
    hills = write_dsm(tmp_path / "hills.tif", terrain, pixel=25.0, left=LEFT - 5000, top=TOP + 5000)
    outputs = []
    for name, given in (("open", None), ("ridge", hills)):
        with run.outputs():
            jobs.solar_irradiation(run, dsm=town["dsm"], output=str(tmp_path / f"{name}.tif"), terrain=given)
        with rasterio.open(tmp_path / f"{name}.tif") as source:
            assert source.descriptions[:2] == ("year", "january")
            assert set(source.units) == {"kWh/m²"}
            outputs.append(source.read().mean(axis=(1, 2)) / 10)
    loss = 1 - outputs[1] / outputs[0]
    assert outputs[0][0] == pytest.approx(outputs[0][1:].sum(), rel=1e-3)
    assert 0.15 < loss[12] < 0.9, "December"
    assert 0 < loss[6] < 0.05, "June"


def test_the_year_is_the_same_with_and_without_months(town, run, tmp_path):
    """The months keep their sums in whole hundredths meanwhile; the file holds tenths."""
    years = []
    for months in (True, False):
        path = tmp_path / f"{months}.tif"
        with run.outputs():
            jobs.solar_irradiation(
                run,
                dsm=town["dsm"],
                output=str(path),
                output_sky_view=str(tmp_path / f"sky_{months}.tif"),
                months=months,
            )
        with rasterio.open(path) as source, rasterio.open(tmp_path / f"sky_{months}.tif") as view:
            years.append((source.read(1) / 10, source.count, view.read(1) / 1e4))
    assert (years[0][1], years[1][1]) == (13, 1)
    assert np.abs(years[0][0] - years[1][0]).max() < 0.5
    assert np.abs((years[0][0] - years[1][0]).mean()) < 0.01
    assert np.abs(years[0][2] - years[1][2]).max() < 2.5e-4
    assert all(view.min() >= 0 and view.max() <= 1 for _, _, view in years), "no pixel sees more than the whole sky"


@pytest.mark.parametrize("azimuths", [8, 10, 12])
@pytest.mark.parametrize("months", [True, False])
def test_few_directions(town, run, tmp_path, azimuths, months):
    """Fewer directions than are taken at a time; open ground gets the same with any number of them."""
    dsm = write_dsm(tmp_path / "flat.tif", np.full((40, 50), 200.0))
    with run.outputs():
        result = jobs.solar_irradiation(run, dsm=dsm, output=str(tmp_path / "o.tif"), azimuths=azimuths, months=months)
    with run.outputs():
        usual = jobs.solar_irradiation(run, dsm=dsm, output=str(tmp_path / "o36.tif"), months=months)
    assert result["IRRADIATION"] == pytest.approx(usual["IRRADIATION"], rel=1e-3)


def test_the_horizon_of_a_ridge_is_its_angle(run, tmp_path):
    terrain = np.full((400, 400), 0.0)
    terrain[:, 320:324] = 600.0
    path = write_dsm(tmp_path / "hills.tif", terrain, pixel=25.0, left=LEFT - 5000, top=TOP + 5000)
    from urbanthink_plugin.engine.raster import open_raster

    found = far_horizon(open_raster(path, [1]), open_site(run, path).crs, LEFT, TOP, 0.0, 36, 500.0)
    # 3000 m to the east; the earth's curve takes 0.6 m of it.
    assert found[9] == pytest.approx(600 / 3000, rel=0.01)
    assert found[27] == 0


def test_grid_north_of_lambert_93(run):
    """Convergence of Lambert-93 at Brest, Paris and Nice, as pyproj's factors give it."""
    from pyproj import Proj, Transformer

    for lon, lat in ((-4.49, 48.39), (2.35, 48.86), (7.27, 43.70)):
        x, y = Transformer.from_crs("EPSG:4326", "EPSG:2154", always_xy=True).transform(lon, lat)
        expected = Proj("EPSG:2154").get_factors(lon, lat).meridian_convergence
        assert place_on_earth("EPSG:2154", x, y)[2] == pytest.approx(expected, abs=0.01)
    assert tile_side(36) >= 2000


def test_what_cannot_be_used_is_said(town, run, tmp_path):
    degrees = write_dsm(tmp_path / "deg.tif", houses()[0], crs="EPSG:4326", pixel=5e-6, left=3.0, top=46.0)
    with pytest.raises(UrbanThinkError, match="unit is not the metre"):
        jobs.solar_irradiation(run, dsm=degrees, output=str(tmp_path / "o.tif"))
    stretched = write_dsm(tmp_path / "web.tif", houses()[0], crs="EPSG:3857", left=334000.0, top=5860000.0)
    with pytest.raises(UrbanThinkError, match=r"distances are 4\d % off"):
        jobs.solar_irradiation(run, dsm=stretched, output=str(tmp_path / "o.tif"))
    with pytest.raises(UrbanThinkError, match="must be even"):
        jobs.solar_irradiation(run, dsm=town["dsm"], output=str(tmp_path / "o.tif"), azimuths=35)
    empty = write_dsm(tmp_path / "empty.tif", np.full((SIDE, SIDE), np.nan))
    with pytest.raises(UrbanThinkError, match="holds no heights"), run.outputs():
        jobs.solar_irradiation(run, dsm=empty, output=str(tmp_path / "o.tif"))
    with pytest.raises(UrbanThinkError, match="no heights"):
        jobs.roof_planes(run, buildings=town["buildings"], output=str(tmp_path / "p.gpkg"))
    with pytest.raises(UrbanThinkError, match="no column who"):
        jobs.roof_planes(
            run, dsm=town["dsm"], buildings=town["buildings"], building_id="who", output=str(tmp_path / "p.gpkg")
        )
    assert not (tmp_path / "o.tif").exists()


def test_a_layer_without_roofs_is_a_result(town, run, tmp_path):
    gpd.GeoDataFrame(geometry=[box(LEFT + 50, TOP - 50.3, LEFT + 50.3, TOP - 50)], crs="EPSG:2154").to_file(
        tmp_path / "kennel.gpkg"
    )
    outputs = {"output": str(tmp_path / "p.gpkg"), "output_buildings": str(tmp_path / "b.gpkg")}
    outputs["output_modules"] = str(tmp_path / "m.gpkg")
    with run.outputs():
        result = jobs.rooftop_solar(run, dsm=town["dsm"], buildings=str(tmp_path / "kennel.gpkg"), **outputs)
    assert result["BUILDINGS_SUITABLE"] == 0
    assert [len(gpd.read_file(tmp_path / f"{name}.gpkg")) for name in "pbm"] == [0, 1, 0]


def test_obstacles_may_be_none(town, run, tmp_path):
    """What roof_planes finds goes into panel_layout as it is, also when nothing stands on the roofs."""
    planes, obstacles = str(tmp_path / "p.gpkg"), str(tmp_path / "o.gpkg")
    with run.outputs():
        jobs.roof_planes(run, dsm=town["dsm"], buildings=town["buildings"], output=planes, output_obstacles=obstacles)
    with run.outputs():
        result = jobs.panel_layout(run, planes=planes, obstacles=obstacles, output=str(tmp_path / "m.gpkg"))
    assert len(gpd.read_file(obstacles)) == 0
    assert pyogrio.read_info(obstacles)["geometry_type"] == "Polygon"
    # Of the 24 planes, the twelve to the south.
    assert result["COUNT"] == 12 * 24


def test_nothing_is_put_where_the_surface_is_not_known(run, tmp_path):
    """A field of 100 × 100 m, of which the model shows the western half, with a hole of 20 × 60 m in it."""
    heights = np.full((SIDE, SIDE), 200.0)
    heights[60:180, 60:100] = np.nan
    dsm = write_dsm(tmp_path / "dsm.tif", heights)
    field = box(LEFT + 20, TOP - 110, LEFT + 220, TOP - 10)
    gpd.GeoDataFrame({"a": [1]}, geometry=[field], crs="EPSG:2154").to_file(tmp_path / "g.gpkg")
    with run.outputs():
        jobs.open_ground_solar(run, dsm=dsm, ground=str(tmp_path / "g.gpkg"), output=str(tmp_path / "o.gpkg"))
    found = gpd.read_file(tmp_path / "o.gpkg").iloc[0]
    assert found["area_m2"] == pytest.approx(20000)
    # 100 × 100 m are seen; 3 m of border and a hole of 1200 m² with 1 m round it are left free.
    assert 7000 < found["usable_m2"] < 94 * 97 - 20 * 60
    # Rows at 25° cover 40 to 50 % of the ground they stand on, at 220 W/m².
    assert 0.35 < found["kwp"] / 0.22 / found["usable_m2"] < 0.55
