"""The same clip lit, sized, coloured, mirrored or coded otherwise measures the same."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from benchmarks.signals.face_invariance import ALLOWED, COUNTED, DARKER_SKIN, lit, sized
from benchmarks.signals.figure_clips import Measured, coded, drawn, measure
from data_samples.figure import FigureScript
from scoring.face.gaze import gaze_yaw

SCRIPT = FigureScript(
    duration_s=8.0,
    blinks=(0.8, 5.4),
    smiles=((1.2, 2.8),),
    brows=((3.2, 4.0),),
    turns=((4.2, 5.2, 9.0, 0.0),),
    glances=((5.8, 7.4, -1.0),),
    seed=4,
)
COPIES: dict[str, Callable[[], Measured]] = {
    "dark": lambda: measure(drawn(SCRIPT, edit=lit(0.6))),
    "bright": lambda: measure(drawn(SCRIPT, edit=lit(1.4))),
    "half the size": lambda: measure(drawn(SCRIPT, edit=sized(0.5))),
    "larger": lambda: measure(drawn(SCRIPT, edit=sized(1.5))),
    "darker skin": lambda: measure(drawn(SCRIPT, look=DARKER_SKIN)),
    "25 frames a second, VP9 at 80 kbit/s": lambda: coded(
        drawn(SCRIPT, fps=25), "libvpx-vp9", {"b": "80k", "deadline": "realtime", "cpu-used": "8"}
    ),
    "mirrored": lambda: measure(
        drawn(SCRIPT, edit=lambda picture, _: np.ascontiguousarray(picture[:, ::-1]))
    ),
}


@pytest.fixture(scope="module")
def plain(networks: Path) -> Measured:
    return measure(drawn(SCRIPT))


def test_the_plain_clip_shows_what_was_planted(plain: Measured) -> None:
    counts = {name: plain.count(name, 8.0) for name in COUNTED}
    assert counts == {"face_blink_rate": 2, "face_smile_episodes": 1, "face_brow_episodes": 1}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_measures_the_same(name: str, plain: Measured) -> None:
    copy = COPIES[name]()
    assert copy.result.missing == {}
    for feature, allowed in ALLOWED.items():
        if feature in COUNTED:
            assert copy.count(feature, 8.0) == plain.count(feature, 8.0), feature
        elif allowed is not None:
            change = copy.result.values[feature] - plain.result.values[feature]
            assert abs(change) <= allowed + 1e-9, feature
    if name == "dark":  # light does not sharpen; nothing is cut off at white in this copy
        sharpness = [of.result.values["face_sharpness"] for of in (plain, copy)]
        assert sharpness[1] == pytest.approx(sharpness[0], rel=0.1)
    if name == "mirrored":
        for here, there in (
            (plain.column["yaw"], copy.column["yaw"]),
            (
                gaze_yaw(plain.column["yaw"], plain.column["eye_yaw"]),
                gaze_yaw(copy.column["yaw"], copy.column["eye_yaw"]),
            ),
        ):
            assert np.corrcoef(here, -there)[0, 1] > 0.9
            assert np.median(np.abs(here + there)) < 2.0
