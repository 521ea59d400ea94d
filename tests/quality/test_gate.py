"""The gate itself: it lets nothing sink unseen."""

from __future__ import annotations

from tests.quality.gate import repin, sunk


def test_repinning_refuses_to_lower_a_floor() -> None:
    floors = repin({"right": 0.7, "refused though answerable": 0.3}, {"right": 0.8, "refused though answerable": 0.1})

    assert floors == {"right": 0.8, "refused though answerable": 0.1}


def test_repinning_raises_a_floor() -> None:
    floors = repin({"right": 0.9, "refused though answerable": 0.0}, {"right": 0.8, "refused though answerable": 0.1})

    assert floors == {"right": 0.9, "refused though answerable": 0.0}


def test_a_regression_that_is_meant_can_be_pinned() -> None:
    assert repin({"right": 0.7}, {"right": 0.8}, allow_regression=True) == {"right": 0.7}


def test_one_flipped_question_is_no_regression_and_two_are() -> None:
    floors = {"right": 0.8}

    assert sunk({"right": 0.7}, floors, questions=10) == []
    assert sunk({"right": 0.6}, floors, questions=10) == ["right 0.600, its floor is 0.800"]


def test_a_figure_of_which_less_is_better_sinks_upwards() -> None:
    floors = {"refused though answerable": 0.1}

    assert sunk({"refused though answerable": 0.4}, floors, questions=10) == [
        "refused though answerable 0.400, its floor is 0.100"
    ]


def test_a_figure_that_is_no_longer_measured_has_sunk() -> None:
    assert sunk({}, {"right": 0.8}, questions=10) == ["right 0.000, its floor is 0.800"]
