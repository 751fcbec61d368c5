"""The figure's script says exactly what happens in each frame."""

from __future__ import annotations

import numpy as np
import pytest

from data_samples.figure.script import FigureScript, Moment, moments


def states(script: FigureScript, fps: float = 100.0) -> list[Moment]:
    return moments(script, fps, np.zeros(round(script.duration_s * fps)))


def test_a_still_script_is_a_figure_at_rest() -> None:
    rows = states(FigureScript(duration_s=2.0, sway_deg=0.0))
    assert len(rows) == 200
    assert set(rows) == {Moment()}


def test_lids_are_shut_at_the_moment_of_the_blink_and_open_around_it() -> None:
    lids = [row.lids for row in states(FigureScript(duration_s=2.0, blinks=(1.0,)))]
    assert lids[100] == 1.0
    assert lids[85] == lids[120] == 0.0
    assert 0.0 < lids[95] < 1.0
    # half shut for .2 s: longer than two frames at 12.5 a second, shorter than .4 s
    assert 0.12 < sum(x > 0.5 for x in lids) / 100 < 0.4


def test_stretches_begin_and_end_where_they_are_written() -> None:
    script = FigureScript(
        duration_s=4.0,
        smiles=((1.0, 3.0),),
        brows=((0.5, 1.5),),
        turns=((1.0, 3.0, 8.0, -5.0),),
        glances=((1.0, 3.0, -1.0),),
        sway_deg=0.0,
    )
    rows = states(script)
    before, middle, after = rows[99], rows[200], rows[300]
    assert (before.smile, middle.smile, after.smile) == (0.0, 1.0, 0.0)
    assert (middle.yaw, middle.pitch, middle.glance) == pytest.approx((8.0, -5.0, -1.0))
    assert (after.yaw, after.pitch, after.glance) == pytest.approx((0.0, 0.0, 0.0))
    assert rows[100].brow == pytest.approx(1.0)


def test_away_and_visitors() -> None:
    rows = states(FigureScript(duration_s=3.0, away=((0.0, 1.0),), visitors=((2.0, 3.0),)))
    assert [rows[i].present for i in (0, 99, 100)] == [False, False, True]
    assert [rows[i].visitor for i in (199, 200, 299)] == [False, True, True]


def test_sway_is_small_smooth_and_seeded() -> None:
    one, same, other = (
        [row.yaw for row in states(FigureScript(duration_s=20.0, seed=seed))] for seed in (1, 1, 2)
    )
    assert one == same
    assert one != other
    assert np.abs(one).max() <= 1.5
    assert np.abs(np.diff(one)).max() < 0.05


def test_the_mouth_follows_the_given_loudness() -> None:
    loud = np.linspace(0.0, 1.0, 50)
    rows = moments(FigureScript(duration_s=2.0), 25.0, loud)
    assert [row.mouth for row in rows] == pytest.approx(loud.tolist())
