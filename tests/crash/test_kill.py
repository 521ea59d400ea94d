"""Killed at any moment, an ingest leaves what was served before it, or all of the new; run again, it ends."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline import Report
from tests.crash.scene import EDITED, NEW, OLD, Killer, Scene, kill_after, kill_in_save, make_scene, read_state

KILLED = -9
MOSTLY = 0.98
"""Recall of Chroma against an exact search, the worst that is taken for undamaged."""

BEFORE_THE_SWITCH = [
    "commit:1", "commit:12", "embedding", "grouping", "building", "sync:1", "before-rename", "after-rename",
    "switch-statement:8", "switch-commit",
]  # fmt: skip
AFTER_THE_SWITCH = ["switched", "journal"]


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The collection before and after an undisturbed ingest."""
    return make_scene(tmp_path_factory.mktemp("scene"))


@pytest.fixture(scope="module")
def save_scene(tmp_path_factory: pytest.TempPathFactory) -> Scene:
    """The same, with so many edits that the new generation is built from nothing."""
    return make_scene(tmp_path_factory.mktemp("save_scene"), edited=16)


@pytest.fixture(scope="module")
def killer() -> Iterator[Killer]:
    """Where the victims come from."""
    with Killer() as started:
        yield started


def given(report: Report) -> int:
    return report.added + report.updated + report.unchanged + len(report.rejected)


def test_the_scene_is_large_enough_to_be_killed_in(scene: Scene) -> None:
    sizes = (len(scene.before.contents.passages) >= 300, len(scene.after.contents.passages) >= 500)

    assert sizes == (True, True)
    assert scene.before != scene.after
    assert min(scene.before.recall, scene.after.recall) >= MOSTLY


@pytest.mark.parametrize("point", BEFORE_THE_SWITCH)
def test_a_kill_before_the_switch_leaves_what_was_served(
    point: str, scene: Scene, killer: Killer, tmp_path: Path
) -> None:
    index = scene.copy(tmp_path / "index")

    status = killer.run(scene, index, point=point)
    left = read_state(index)
    report = scene.resume(index)

    assert (status, left, left.near) == (KILLED, scene.before, scene.before.near)
    assert (report.added, report.updated, given(report)) == (len(NEW), len(EDITED), len(OLD) + len(NEW))
    is_the_new_state(index, scene)


@pytest.mark.parametrize("point", AFTER_THE_SWITCH)
def test_a_kill_after_the_switch_leaves_all_of_the_new(
    point: str, scene: Scene, killer: Killer, tmp_path: Path
) -> None:
    index = scene.copy(tmp_path / "index")

    status = killer.run(scene, index, point=point)
    left = read_state(index)
    report = scene.resume(index)

    assert (status, left) == (KILLED, scene.after)
    assert (report.unchanged, report.embedded) == (len(OLD) + len(NEW), 0)
    is_the_new_state(index, scene)


def test_a_kill_while_old_generations_are_removed_leaves_all_of_the_new(
    scene: Scene, killer: Killer, tmp_path: Path
) -> None:
    index = scene.copy(tmp_path / "index")
    stale = index / "generations" / "gen-000000"
    stale.mkdir()

    status = killer.run(scene, index, point="forget")

    assert (status, read_state(index)) == (KILLED, scene.after)


def test_the_vectors_that_a_killed_run_computed_are_not_computed_again(
    scene: Scene, killer: Killer, tmp_path: Path
) -> None:
    index = scene.copy(tmp_path / "index")

    status = killer.run(scene, index, point="building")
    report = scene.resume(index)

    assert (status, report.embedded) == (KILLED, 0)


@pytest.mark.parametrize("seed", range(6))
def test_a_kill_at_a_random_moment_leaves_one_state_whole(
    seed: int, scene: Scene, killer: Killer, tmp_path: Path
) -> None:
    survives_a_random_kill(seed, scene, killer, tmp_path / "index")


@pytest.mark.parametrize("delay", [0.0, 0.004])
def test_a_kill_while_chroma_saves_leaves_what_was_served(
    delay: float, save_scene: Scene, killer: Killer, tmp_path: Path
) -> None:
    survives_a_kill_in_a_save(delay, save_scene, killer, tmp_path / "index")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(100, 130))
def test_thirty_kills_at_random_moments_leave_one_state_whole(
    seed: int, scene: Scene, killer: Killer, tmp_path: Path
) -> None:
    survives_a_random_kill(seed, scene, killer, tmp_path / "index")


@pytest.mark.long
@pytest.mark.parametrize("seed", range(20))
def test_twenty_kills_while_chroma_saves_leave_one_state_whole(
    seed: int, save_scene: Scene, killer: Killer, tmp_path: Path
) -> None:
    delay = random.Random(seed).choice([0.0, 0.001, 0.002, 0.005, 0.01, 0.03, 0.1])
    survives_a_kill_in_a_save(delay, save_scene, killer, tmp_path / "index")


def is_the_new_state(index: Path, scene: Scene) -> None:
    found = read_state(index)

    assert found == scene.after
    assert found.recall >= MOSTLY


def survives_a_random_kill(seed: int, scene: Scene, killer: Killer, index: Path) -> None:
    scene.copy(index)
    moment = random.Random(seed).uniform(0.0, 1.1 * scene.seconds)

    killer.run(scene, index, kill=kill_after(moment))
    left = read_state(index)
    scene.resume(index)

    assert left in (scene.before, scene.after)
    assert left.recall >= MOSTLY
    is_the_new_state(index, scene)


def survives_a_kill_in_a_save(delay: float, scene: Scene, killer: Killer, index: Path) -> None:
    scene.copy(index)

    status = killer.run(scene, index, kill=kill_in_save(index, delay=delay))
    left = read_state(index)
    scene.resume(index)

    assert status == KILLED
    assert left in (scene.before, scene.after)
    assert left.recall >= MOSTLY
    is_the_new_state(index, scene)
