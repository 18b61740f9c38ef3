"""Rows on level surfaces: against pvlib's geometry, and closed forms."""

import math

import numpy as np
import pvlib
import pytest
from pvlib.bifacial.utils import vf_row_sky_2d_integ
from shapely.affinity import rotate
from shapely.geometry import box

from urbanthink_plugin.engine.solar.panels.rows import (
    design_rows,
    main_axis_deg,
    row_azimuth_deg,
    shaded_fraction,
    sky_share,
    solstice_pitch,
    solstice_profile_deg,
    sun_vector,
)

LYON = 45.76


@pytest.mark.parametrize("latitude", [60.0, LYON, 43.3, -21.1, -45.0])
@pytest.mark.parametrize("turn", [0.0, 20.0, -40.0])
def test_the_profile_angle_is_pvlibs_projected_zenith(latitude, turn):
    facing = (180.0 if latitude > 0 else 0.0) + turn
    declination = -math.copysign(23.44, latitude)
    east, north, up = sun_vector(latitude, declination, np.array([-30.0, 0.0, 30.0]))
    zenith, azimuth = np.degrees(np.arccos(up)), np.degrees(np.arctan2(east, north)) % 360
    projected = pvlib.shading.projected_solar_zenith_angle(zenith, azimuth, 0.0, facing - 90.0)
    expected = max((90.0 - np.abs(projected)).min(), 10.0)
    assert solstice_profile_deg(latitude, facing) == pytest.approx(expected, abs=1e-6)


def test_the_sun_of_the_solstice_is_where_the_ephemeris_has_it():
    # 21 December 2023 near the solstice, solar noon at the meridian of Greenwich to the equation of time.
    when = pvlib.tools.pd.date_range("2023-12-22 09:00", "2023-12-22 15:00", freq="1min", tz="UTC")
    sun = pvlib.solarposition.get_solarposition(when, LYON, 0.0)
    _, _, up = sun_vector(LYON, -23.44, np.array([0.0]))
    assert math.degrees(math.asin(up[0])) == pytest.approx(sun["elevation"].max(), abs=0.01)


def test_pitch_and_ground_cover_at_lyon():
    # By hand: sin e = 0.2695 at 10 h, tan γ = 0.3183 (γ = 17.66°); d/L = cos 10° + sin 10° / tan γ = 1.530.
    design = design_rows(1.134, LYON, 180.0, tilt_deg=10.0)
    assert design.profile_deg == pytest.approx(17.66, abs=0.02)
    assert design.pitch_m / 1.134 == pytest.approx(1.530, abs=0.002)
    assert 0.5 <= design.gcr <= 0.7
    assert design.gcr == pytest.approx(1 / 1.530, abs=0.002)
    steeper = design_rows(1.134, LYON, 180.0, tilt_deg=15.0)
    assert 0.5 <= steeper.gcr < design.gcr
    assert design_rows(1.134, -LYON, 0.0, tilt_deg=10.0).pitch_m == pytest.approx(design.pitch_m)


def test_no_shade_inside_the_hours_and_some_outside():
    design = design_rows(1.7, LYON, 180.0, tilt_deg=15.0)
    tangent = math.tan(math.radians(design.profile_deg))
    assert shaded_fraction(tangent, 1.7, 15.0, design.distance_m) == pytest.approx(0.0, abs=1e-12)
    assert shaded_fraction(0.8 * tangent, 1.7, 15.0, design.distance_m) > 0.05
    assert shaded_fraction(np.array([np.nan, -0.1]), 1.7, 15.0, 1.0) == pytest.approx(0.0)


@pytest.mark.parametrize("gcr", [0.4, 0.65, 0.9])
@pytest.mark.parametrize("tilt", [5.0, 10.0, 30.0])
def test_shade_and_sky_are_pvlibs(gcr, tilt):
    slant = 1.9
    distance = slant / gcr - slant * math.cos(math.radians(tilt))
    zenith = np.array([40.0, 60.0, 75.0, 85.0, 89.0])
    azimuth = np.array([180.0, 200.0, 140.0, 225.0, 180.0])
    expected = pvlib.shading.shaded_fraction1d(zenith, azimuth, 90.0, tilt, collector_width=slant, pitch=slant / gcr)
    z, a = np.radians(zenith), np.radians(azimuth - 180.0)
    found = shaded_fraction(1 / (np.tan(z) * np.cos(a)), slant, tilt, distance)
    assert found == pytest.approx(expected, abs=1e-9)
    alone = (1 + math.cos(math.radians(tilt))) / 2
    assert sky_share(slant, tilt, distance) * alone == pytest.approx(vf_row_sky_2d_integ(tilt, gcr), abs=1e-6)


def test_pitches_stay_sensible_from_the_equator_to_the_pole():
    for latitude in np.arange(-80.0, 81.0, 10.0):
        design = design_rows(1.134, latitude, 180.0 if latitude >= 0 else 0.0, tilt_deg=10.0)
        assert design.plan_depth_m + 0.3 <= design.pitch_m + 1e-9 <= solstice_pitch(1.134, 10.0, 10.0) + 2e-9
        assert 0 < design.sky_share <= 1
        assert 0 <= design.beam_loss < 0.02
    # Between the tropics the sun of the solstice can stand behind the row: no shade to keep clear of.
    assert solstice_profile_deg(0.0, 0.0) == 90.0


def test_tents_cover_more_and_face_both_ways():
    south = design_rows(1.134, LYON, 180.0, tilt_deg=10.0)
    tents = design_rows(1.134, LYON, 90.0, tilt_deg=10.0, arrangement="east_west")
    assert tents.gcr == pytest.approx(0.85)
    assert tents.gcr > south.gcr
    assert tents.unit_depth_m == pytest.approx(2 * tents.plan_depth_m + tents.ridge_gap_m)
    assert tents.gap_m > 0.3
    assert math.isnan(tents.profile_deg)
    with pytest.raises(ValueError, match="arrangement"):
        design_rows(1.134, LYON, 90.0, tilt_deg=10.0, arrangement="north")


@pytest.mark.parametrize("bearing", [0.0, 12.0, 44.0, 46.0, 90.0, 137.0, 179.0])
def test_rows_follow_the_building(bearing):
    long_axis = rotate(box(-20, -5, 20, 5), 90.0 - bearing)  # from east-west to the bearing, which counts clockwise
    off = (main_axis_deg(long_axis) - bearing + 90) % 180 - 90
    assert off == pytest.approx(0.0, abs=1e-6)
    azimuth = row_azimuth_deg(long_axis, LYON, convergence_deg=0.0)
    assert abs(azimuth - 180.0) <= 45.0
    assert min((azimuth - bearing) % 90, (bearing - azimuth) % 90) == pytest.approx(0.0, abs=1e-6)
    assert row_azimuth_deg(long_axis, LYON, aligned=False, convergence_deg=0.0) == 180.0
    assert row_azimuth_deg(long_axis, -LYON, aligned=False, convergence_deg=0.0) == 0.0
    east = row_azimuth_deg(long_axis, LYON, arrangement="east_west", convergence_deg=0.0)
    assert abs(east - 90.0) <= 45.0


def test_true_north_is_not_the_grids():
    assert row_azimuth_deg(box(0, 0, 40, 10), LYON, convergence_deg=-3.3) == pytest.approx(176.7)
