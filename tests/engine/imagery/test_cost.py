"""What is told before a download, and the account of it afterwards."""

from __future__ import annotations

import pytest

from urbanthink_plugin.engine.about import table
from urbanthink_plugin.engine.errors import UrbanThinkError
from urbanthink_plugin.engine.imagery.cost import require_affordable, tell_cost, tell_spent, thrift
from urbanthink_plugin.engine.imagery.scenes import Cost

SPENT = {"bytes": 2_000_000_000, "requests": 41, "processing_units": 366.2, "cached_bytes": 500_000_000}


def test_the_cost_is_told_against_the_monthly_allowance(run):
    tell_cost(run, Cost(scenes=12, requests=12, megabytes=812.4, processing_units=366.2))
    (text,) = run.texts("info")
    assert "12 scenes" in text and "812 MB" in text and "366.2 processing units" in text
    assert "3.7 % of the 10000 of a month" in text


def test_a_source_without_processing_units_tells_none(run):
    tell_cost(run, Cost(scenes=3, requests=30, megabytes=51.6))
    assert run.texts("info") == ["This request takes 3 scenes and about 52 MB."]


def test_the_budget_and_the_allowance_are_limits():
    require_affordable(Cost(1, 1, 99.0, 9999.0), 100.0)
    require_affordable(Cost(1, 1, 1e6, 0.0), None)
    with pytest.raises(UrbanThinkError, match="about 101 MB; at most 100 MB are allowed"):
        require_affordable(Cost(1, 1, 101.0), 100.0)
    with pytest.raises(UrbanThinkError, match="12000 processing units; an account has 10000 a month"):
        require_affordable(Cost(1, 1, 1.0, 12_000.0), None)


def test_energy_and_emissions_by_hand():
    account = thrift(SPENT, seconds=360)
    # 2 GB × 0.114 kWh/GB + 0.1 h × 50 W; 494 g/kWh away, 52 g/kWh here.
    assert account["energy_kwh"] == pytest.approx(0.228 + 0.005)
    assert account["co2e_kg"] == pytest.approx(0.228 * 0.494 + 0.005 * 0.052)
    assert (account["bytes"], account["requests"], account["cached_bytes"]) == (2_000_000_000, 41, 500_000_000)
    assert account["processing_units"] == 366.2


def test_what_came_from_the_cache_was_not_moved():
    nothing = dict.fromkeys(SPENT, 0) | {"cached_bytes": 5_000_000_000}
    assert thrift(nothing, seconds=0)["energy_kwh"] == 0


def test_every_figure_of_the_account_is_a_row_with_its_source():
    assumption = thrift(SPENT, 1)["assumption"]
    for key, row in table("footprint").items():
        assert row["source"] and row["date"] and row["unit"]
        assert key == "processing_units" or (str(row["value"]) in assumption and row["source"] in assumption)


def test_what_was_spent_is_told(run):
    tell_spent(run, SPENT)
    assert run.texts("info") == [
        "Downloaded 2000.0 MB in 41 requests, 366.2 processing units; 500.0 MB came from the cache."
    ]
