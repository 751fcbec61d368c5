"""Another face after a cut is noticed by its proportions; the same one, lit otherwise, is not."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from data_samples.figure import FigureLook, FigureScript, frames
from scoring.face import FRAMES_PER_S, FaceMeter, FaceResult
from scoring.face.change import FEWEST, MOST, Change, ChangeWatch

SCRIPT = FigureScript(duration_s=4.5, blinks=(1.0, 3.0), seed=5)
RNG = np.random.default_rng(6)
ROOMS = [RNG.integers(0, 255, (64, 64, 3)).astype(np.uint8) for _ in range(3)]
SHAPE = RNG.normal(0, 3, (468, 3))
OTHER = SHAPE + RNG.normal(0, 0.4, (468, 3))


def watched(*shots: tuple[int, np.ndarray, int]) -> ChangeWatch:
    """Shots of so many frames: the room's number and the face's shape, which trembles a little."""
    watch, t = ChangeWatch(), 0.0
    noise = np.random.default_rng(8)
    for room, shape, n in shots:
        for _ in range(n):
            seen = shape + noise.normal(0, 0.15, shape.shape)
            watch.feed(t, ROOMS[room], ROOMS[room], seen)
            t += 1 / FRAMES_PER_S
    watch.finish()
    return watch


def test_other_proportions_after_a_cut_are_found_at_its_time() -> None:
    watch = watched((0, SHAPE, 60), (1, OTHER, 60))
    assert watch.cuts == pytest.approx([60 / FRAMES_PER_S])
    assert [change.at_s for change in watch.changes] == pytest.approx([60 / FRAMES_PER_S])
    assert watch.changes[0].ratio > 1


def test_a_cut_without_other_proportions_is_only_a_cut() -> None:
    watch = watched((0, SHAPE, 60), (1, SHAPE, 60), (0, SHAPE, 60))
    assert len(watch.cuts) == 2
    assert watch.changes == []


def test_without_a_cut_nothing_is_compared() -> None:
    assert watched((0, SHAPE, 60), (0, OTHER, 60)).changes == []


def test_a_shot_too_short_to_judge_does_not_hide_what_comes_after() -> None:
    watch = watched((0, SHAPE, 60), (1, SHAPE, FEWEST - 5), (2, OTHER, 60))
    assert [change.at_s for change in watch.changes] == pytest.approx([60 / FRAMES_PER_S])
    assert watched((0, SHAPE, FEWEST - 5), (1, OTHER, 60)).changes == []


def test_somebody_else_on_the_chair_after_an_absence() -> None:
    watch, t = ChangeWatch(), 0.0
    for shape in (*[SHAPE] * 60, *[None] * 30, *[OTHER] * 60):
        watch.feed(t, ROOMS[0], None if shape is None else ROOMS[0], shape)
        t += 1 / FRAMES_PER_S
    watch.finish()
    assert watch.cuts == []
    assert len(watch.changes) == 1


def test_memory_holds_four_seconds_and_results_hold_no_shape() -> None:
    watch = watched((0, SHAPE, 500))
    assert len(watch._recent) == MOST
    assert {field.name for field in fields(Change)} == {"at_s", "ratio"}


def test_flat_pictures_are_not_cut() -> None:
    watch = ChangeWatch()
    for i, grey in enumerate((10, 200, 30, 240)):
        watch.feed(i / FRAMES_PER_S, np.full((48, 64, 3), grey, dtype=np.uint8), None, None)
    assert watch.cuts == []


def joined(networks: Path, *looks: FigureLook) -> FaceResult:
    meter = FaceMeter(networks)
    pictures = [picture for look in looks for picture, _ in frames(SCRIPT, fps=12.5, look=look)]
    for i, picture in enumerate(pictures):
        meter.feed(picture, i / FRAMES_PER_S)
    return meter.result("a1")


def test_two_figures_joined(networks: Path) -> None:
    other = FigureLook(width=1.15, mirrored=True, skin=(0.6, 0.68, 0.75))
    result = joined(networks, FigureLook(), other)
    flags = {flag.code: flag for flag in result.flags}
    assert set(flags) == {"face.picture_cut", "face.person_changed"}
    assert flags["face.person_changed"].slots["at_s"] == pytest.approx(4.5, abs=0.1)
    (moment,) = flags["face.person_changed"].evidence
    assert moment.start_ms == pytest.approx(2500, abs=100)
    assert moment.end_ms == pytest.approx(6500, abs=100)


def test_the_same_figure_before_another_wall(networks: Path) -> None:
    result = joined(networks, FigureLook(), FigureLook(tint=(0.4, 0.6, 1.0)))
    assert "face.person_changed" not in {flag.code for flag in result.flags}
