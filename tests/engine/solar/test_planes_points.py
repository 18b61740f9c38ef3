"""Point clouds: what is read, what is refused and in which words, and their gridding."""

from __future__ import annotations

import laspy
import numpy as np
import pytest
from pyproj import CRS

from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.points import describe_points, grid_heights, read_points


@pytest.fixture
def make_cloud(tmp_path):
    def make(name="cloud.laz", points=5000, crs=2154, origin=(700_000, 6_600_000)):
        header = laspy.LasHeader(point_format=6, version="1.4")
        header.scales, header.offsets = [0.01] * 3, [*origin, 0]
        if crs:
            header.add_crs(CRS.from_epsg(crs))
        cloud = laspy.LasData(header)
        rng = np.random.default_rng(1)
        cloud.x, cloud.y = origin[0] + rng.uniform(0, 50, points), origin[1] + rng.uniform(0, 50, points)
        cloud.z = rng.uniform(10, 12, points)
        cloud.classification = rng.choice([2, 5, 6, 7], points)
        cloud.write(tmp_path / name)
        return tmp_path / name

    return make


@pytest.mark.parametrize("name", ["cloud.las", "cloud.laz"])
def test_points_of_an_area(make_cloud, name):
    path = make_cloud(name)
    info = describe_points(path)
    assert info.count == 5000 and info.crs == "EPSG:2154"
    shares = []
    cloud = read_points(path, bounds=(700_010, 6_600_010, 700_020, 6_600_020), tick=shares.append)
    assert 100 < len(cloud.xyz) < 300 and shares[-1] == 1.0
    assert (cloud.xyz[:, 0] >= 700_010).all() and (cloud.xyz[:, 1] <= 6_600_020).all()
    assert cloud.is_classified
    assert len(cloud.roofs) == (cloud.classes == 6).sum() and len(cloud.surface) == (cloud.classes != 7).sum()


def test_several_files(make_cloud):
    paths = [make_cloud("a.laz"), make_cloud("b.las", origin=(700_050, 6_600_000))]
    assert len(read_points(paths).xyz) == 10000
    assert len(read_points(paths, bounds=(700_051, 6_600_000, 700_100, 6_600_050)).xyz) < 5000


def said_about(path, **options):
    with pytest.raises(UrbanThinkError) as caught:
        read_points(path, **options)
    assert caught.value.hint
    return caught.value.message


@pytest.mark.parametrize("name", ["cloud.las", "cloud.laz"])
@pytest.mark.parametrize("share", [0.002, 0.05, 0.5, 0.99, 0.99999])
def test_a_file_cut_short(make_cloud, tmp_path, name, share):
    data = make_cloud(name).read_bytes()
    cut = tmp_path / f"cut_{name}"
    cut.write_bytes(data[: max(8, int(len(data) * share))])
    assert said_about(cut) == f"The point cloud cut_{name} is damaged or cut short."


def test_files_that_are_no_clouds(tmp_path, make_cloud):
    other = tmp_path / "image.laz"
    other.write_bytes(b"II*\0" + bytes(1000))
    assert "is not a las or laz" in said_about(other)
    assert "is not there" in said_about(tmp_path / "none.laz")
    assert "has no points" in said_about(make_cloud("empty.las", points=0))
    words = tmp_path / "words.xyz"
    words.write_text("x y z\n1 2 3\n")
    assert "is not a text of points" in said_about(words, crs="EPSG:2154")


def test_a_cloud_without_reference_system_asks_for_it(make_cloud, tmp_path):
    path = make_cloud("nowhere.laz", crs=None)
    assert "does not say its coordinate reference system" in said_about(path)
    assert read_points(path, crs="EPSG:2154").crs == "EPSG:2154"
    text = tmp_path / "text.xyz"
    text.write_text("1.5 2.5 3.5 255\n2;3;4\n\n3,4,5,6\n")
    assert "does not say" in said_about(text)
    assert read_points(text, crs="EPSG:2154").xyz.tolist() == [[1.5, 2.5, 3.5], [2, 3, 4], [3, 4, 5]]


def test_no_point_in_the_area_and_two_systems(make_cloud):
    path = make_cloud()
    assert "No point of cloud.laz lies in the area" in said_about(path, bounds=(0, 0, 1, 1))
    assert "different coordinate reference systems" in said_about([path, make_cloud("b.laz", crs=3857)])


def test_a_sloping_plane_is_gridded_without_bias():
    rng = np.random.default_rng(4)
    xy = rng.uniform(0, 50, (25_000, 2))
    points = np.column_stack([xy, 100 + 0.7 * xy[:, 0] + rng.normal(0, 0.03, len(xy))])
    heights, transform = grid_heights(points, 0.5)
    x, _ = transform * np.meshgrid(np.arange(heights.shape[1]) + 0.5, np.arange(heights.shape[0]) + 0.5)
    apart = heights - (100 + 0.7 * x)
    assert abs(np.nanmean(apart)) < 0.01 and np.nanstd(apart) < 0.08
    assert not np.isnan(heights).any()


def test_water_stays_empty():
    rng = np.random.default_rng(4)
    xy = rng.uniform(0, 50, (25_000, 2))
    xy = xy[np.hypot(*(xy - 25).T) > 8]
    heights, _ = grid_heights(np.column_stack([xy, np.full(len(xy), 5.0)]), 0.5)
    assert np.isnan(heights[48:52, 48:52]).all()
    assert set(np.unique(heights[~np.isnan(heights)])) == {5.0}
