"""Roof planes against outside truth: Building3D wireframes, the city model of Zürich, IGN's laser points."""

from __future__ import annotations

import numpy as np
import pytest
import rasterio
import shapely
from affine import Affine
from rasterio.features import shapes
from scipy import ndimage

from urbanthink_plugin.engine.points import grid_heights, read_points
from urbanthink_plugin.engine.solar.roofs.planes import find_planes

from .roof_truth import read_city_model, read_wireframe, score


@pytest.fixture(scope="module")
def tallinn(real_data):
    folder = real_data / "roofs_building3d_tallinn"
    roofs = []
    for path in sorted((folder / "xyz").glob("*.xyz")):
        points = read_points(path, crs="EPSG:3301").xyz
        truths = read_wireframe(folder / "wireframe" / f"{path.stem}.obj", points)
        roofs.append((points, truths, shapely.union_all([truth.polygon for truth in truths]).buffer(0.02)))
    return roofs


@pytest.mark.parametrize(("source", "slope"), [("points", 3.0), ("surface", 5.0)])
def test_ten_roofs_of_tallinn(tallinn, source, slope):
    truths, planes = [], []
    for points, faces, footprint in tallinn:
        heights, transform = grid_heights(points, 0.5)
        scan = find_planes(
            heights, transform, list(shapely.get_parts(footprint)), points=points if source == "points" else None
        )
        truths += faces
        planes += scan.planes
    found = score(truths, planes)
    print(f"Tallinn, {source}: {found}")
    assert len(truths) >= 45
    assert found.completeness >= 0.9 and found.correctness >= 0.85
    assert np.percentile(found.slope, 95) <= slope and np.percentile(found.azimuth, 95) <= 6


@pytest.fixture(scope="module")
def zurich(real_data):
    return read_city_model(real_data / "lod2_zurich" / "zurich_subset_lod2.city.json")


def surface_of(faces, low, bounds, pixel, noise, random):
    """The roofs (the higher one where two lie over one another) over level ground."""
    west, south, east, north = np.floor(bounds[0]) - 8, bounds[1] - 8, bounds[2] + 8, np.ceil(bounds[3]) + 8
    shape = int((north - south) / pixel) + 1, int((east - west) / pixel) + 1
    x, y = np.meshgrid(west + (np.arange(shape[1]) + 0.5) * pixel, north - (np.arange(shape[0]) + 0.5) * pixel)
    heights = np.full(shape, low)
    for face in faces:
        c, p, q = face.plane
        inside = shapely.contains_xy(face.polygon, x, y)
        heights[inside] = np.maximum(heights, c + p * x + q * y)[inside]
    return heights + random.normal(0, noise, shape), Affine(pixel, 0, west, 0, -pixel, north)


def visible(face, others):
    """The part of a face that no other covers."""
    polygon = face.polygon
    for other in others:
        common = face.polygon.intersection(other.polygon)
        if other is not face and common.area > 0.05:
            middle = common.representative_point()
            here, there = (c + p * middle.x + q * middle.y for c, p, q in (face.plane, other.plane))
            if there > here + 0.01:
                polygon = polygon.difference(other.polygon)
    return polygon


@pytest.mark.parametrize(("noise", "complete", "slope", "azimuth"), [(0.0, 0.9, 0.5, 0.5), (0.05, 0.85, 4.0, 5.0)])
def test_the_city_model_of_zurich(zurich, noise, complete, slope, azimuth):
    every = [face for faces, _, _ in zurich for face in faces]
    assert len(every) == 644
    tree, random = shapely.STRtree([face.polygon for face in every]), np.random.default_rng(3)
    truths, planes, small, hidden = [], [], 0, 0
    for faces, footprint, low in zurich:
        near = [every[n] for n in tree.query(shapely.box(*footprint.buffer(8).bounds))]
        heights, transform = surface_of(near, low, footprint.bounds, 0.5, noise, random)
        planes += find_planes(heights, transform, [footprint]).planes
        for face in faces:
            seen = visible(face, near).area
            small += seen < 2
            hidden += 2 <= seen < 0.5 * face.polygon.area
            if seen >= max(2, 0.5 * face.polygon.area):
                truths.append(face)
    found = score(truths, planes)
    large = score([truth for truth in truths if truth.polygon.area >= 10], planes)
    print(f"Zürich, σ = {noise} m ({small} surfaces below 2 m² and {hidden} covered ones left out): {found}")
    print(f"  of at least 10 m²: {large}")
    assert found.completeness >= complete and found.completeness_by_area >= 0.97
    assert np.percentile(found.slope, 95) <= slope and np.percentile(found.azimuth, 95) <= azimuth
    assert large.completeness >= 0.97
    assert np.percentile(large.slope, 95) <= 2 and np.percentile(large.azimuth, 95) <= 2


@pytest.fixture(scope="module")
def montpellier(real_data):
    return read_points(sorted((real_data / "ign_lidar_montpellier").glob("*.laz")))


def test_gridding_agrees_with_the_surface_model_of_ign(montpellier, real_data):
    with rasterio.open(real_data / "ign_lidar_montpellier" / "reference_DSM_77055_627760_50cm.tif") as source:
        reference, transform = source.read(1, masked=True).filled(np.nan), source.transform
    # IGN's cells begin at quarter metres.
    quarter = np.array([transform.c % 0.5, transform.f % 0.5 - 0.5, 0])
    heights, ours = grid_heights(montpellier.surface - quarter, 0.5)
    row, column = round((ours.f + quarter[1] - transform.f) / 0.5), round((transform.c - ours.c - quarter[0]) / 0.5)
    rows, columns = np.arange(reference.shape[0]) + row, np.arange(reference.shape[1]) + column
    rows, columns = rows[(rows >= 0) & (rows < heights.shape[0])], columns[(columns >= 0)]
    apart = heights[np.ix_(rows, columns)] - reference[rows[0] - row :][: len(rows), columns[0] - column :]
    print(f"Montpellier, gridding minus IGN: median {np.nanmedian(apart):.3f} m")
    assert apart.size > 9000
    assert abs(np.nanmedian(apart)) < 0.03
    assert np.nanmedian(np.abs(apart)) < 0.05


def test_planes_of_laser_points_in_montpellier(montpellier):
    building = montpellier.xyz[montpellier.classes == 6]
    occupied, transform = grid_heights(building, 0.5)
    mask = ndimage.binary_opening(ndimage.binary_closing(~np.isnan(occupied), iterations=2), iterations=2)
    drawn = shapes(mask.astype(np.uint8), mask=mask, transform=transform)
    footprints = [shapely.geometry.shape(shape).simplify(0.5) for shape, _ in drawn]
    footprints = [footprint for footprint in footprints if footprint.area > 20]
    heights, grid = grid_heights(montpellier.surface, 0.5)
    scan = find_planes(heights, grid, footprints, points=montpellier.roofs)
    planes = scan.planes
    rough = np.percentile([plane.rmse_m for plane in planes], [50, 95])
    covered = sum(plane.area_plan_m2 for plane in planes) / sum(footprint.area for footprint in footprints)
    print(f"Montpellier: {len(planes)} planes cover {covered:.3f}, rmse {rough[0]:.3f}/{rough[1]:.3f} m (median/P95)")
    assert rough[0] < 0.04 and rough[1] < 0.10
    assert covered > 0.9
    beside = 0
    for plane in planes:
        inner = building[shapely.contains_xy(plane.polygon.buffer(-0.5), building[:, 0], building[:, 1])]
        if len(inner) > 20:
            away = inner[:, 2] - plane.a - plane.p * (inner[:, 0] - plane.x0) - plane.q * (inner[:, 1] - plane.y0)
            beside += abs(np.median(away)) > 0.1
    # Walls and balconies below an eave are "building" as well.
    assert beside <= 0.05 * len(planes)
