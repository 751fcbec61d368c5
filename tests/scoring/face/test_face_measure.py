"""The whole meter on clips of the test figure whose truth is planted."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from data_samples.figure import FigureLook, FigureScript, frames
from interview import ModelMissing
from scoring.catalogue import FEATURES
from scoring.face import FACE_FEATURES, FRAMES_PER_S, FaceMeter, FaceResult, face_withheld

QUALITY = {"face_present_share", "face_count_max", "face_brightness", "face_sharpness"} | {
    "face_size",
    "face_tracking",
}


def measured(
    networks: Path,
    script: FigureScript,
    *,
    fps: float = FRAMES_PER_S,
    look: FigureLook | None = None,
    scale: float = 1.0,
) -> FaceResult:
    import cv2

    meter = FaceMeter(networks)
    for picture, t in frames(script, fps=fps, look=look or FigureLook()):
        small = picture if scale == 1.0 else cv2.resize(picture, None, fx=scale, fy=scale)
        meter.feed(np.asarray(small, dtype=np.uint8), t)
    return meter.result("a1")


LIVELY = FigureScript(
    duration_s=24.0,
    blinks=(2.0, 5.5, 7.0, 11.2, 15.0, 19.3),
    smiles=((3.0, 5.0), (12.0, 14.5), (20.0, 22.0)),
    brows=((8.5, 9.3), (17.0, 17.8)),
    seed=4,
)
STILL = FigureScript(duration_s=24.0, blinks=(2.0, 20.0), seed=5)


@pytest.fixture(scope="module")
def lively(networks: Path) -> FaceResult:
    return measured(networks, LIVELY)


@pytest.fixture(scope="module")
def still(networks: Path) -> FaceResult:
    return measured(networks, STILL)


def per_clip(result: FaceResult, name: str) -> float:
    return result.values[name] * 24.0 / 60.0


def test_what_was_planted_is_counted(lively: FaceResult, still: FaceResult) -> None:
    assert per_clip(lively, "face_blink_rate") == pytest.approx(6)
    assert per_clip(lively, "face_smile_episodes") == pytest.approx(3)
    assert per_clip(lively, "face_brow_episodes") == pytest.approx(2)
    assert lively.values["face_smile_share"] == pytest.approx(6.5 / 24, abs=0.05)
    assert per_clip(still, "face_blink_rate") == pytest.approx(2)


def test_nothing_is_found_where_nothing_was_planted(still: FaceResult) -> None:
    assert still.values["face_smile_share"] == 0.0
    assert still.values["face_smile_episodes"] == 0.0
    assert still.values["face_brow_episodes"] == 0.0
    assert still.values["face_present_share"] == 1.0
    assert still.values["face_count_max"] == 1.0
    assert still.values["face_gaze_share"] > 0.97
    assert still.quality.passed
    assert still.flags == ()


def test_every_feature_stands_in_exactly_one_map(lively: FaceResult) -> None:
    rows = {name for name, spec in FEATURES.items() if spec.modality == "face"}
    assert set(FACE_FEATURES) == rows
    assert set(lively.values) | set(lively.missing) == rows
    assert not set(lively.values) & set(lively.missing)
    assert all(type(value) is float for value in lively.values.values())


def test_the_timeline_shows_the_smiles_at_their_seconds(lively: FaceResult) -> None:
    smile = lively.tracks["smile"]
    assert {name: len(track) for name, track in lively.tracks.items()} == dict.fromkeys(
        ("face", "tracking", "gaze", "smile", "brow"), 24
    )
    assert smile[13] is not None
    assert smile[13] > 1.0
    assert smile[9] is not None
    assert smile[9] < 0.3
    assert lively.tracks["face"] == (1.0,) * 24


def test_turns_widen_the_spread_of_the_right_angle(networks: Path, still: FaceResult) -> None:
    side = measured(
        networks,
        FigureScript(
            duration_s=12.0,
            blinks=(5.5, 11.0),
            turns=((1.0, 5.0, 10.0, 0.0), (6.0, 10.0, -10.0, 0.0)),
            seed=5,
        ),
    )
    nods = measured(
        networks,
        FigureScript(
            duration_s=12.0,
            blinks=(5.5, 11.0),
            turns=((1.0, 5.0, 0.0, 10.0), (6.0, 10.0, 0.0, -10.0)),
            seed=5,
        ),
    )
    assert side.values["face_yaw_sd"] > 3 * still.values["face_yaw_sd"]
    assert nods.values["face_pitch_sd"] > 2 * still.values["face_pitch_sd"]
    assert side.values["face_yaw_sd"] > 2 * side.values["face_pitch_sd"]
    assert nods.values["face_pitch_sd"] > 2 * nods.values["face_yaw_sd"]
    assert side.values["face_smile_share"] == 0.0  # a turned mouth is no narrower one
    assert side.values["face_movement"] > still.values["face_movement"]


def test_too_few_frames_withhold_blinks_and_nothing_else(networks: Path) -> None:
    result = measured(networks, FigureScript(duration_s=8.0, blinks=(2.0,)), fps=8.0)
    assert result.missing == {"face_blink_rate": "face.too_few_frames"}
    assert result.quality.passed


def test_the_other_look_measures_alike(networks: Path, lively: FaceResult) -> None:
    mirrored = measured(networks, LIVELY, look=FigureLook(mirrored=True, tint=(0.9, 1.0, 1.1)))
    for name in ("face_blink_rate", "face_smile_episodes", "face_brow_episodes"):
        assert mirrored.values[name] == pytest.approx(lively.values[name])


@pytest.mark.parametrize(
    ("script", "scale", "code"),
    [
        (FigureScript(duration_s=5.0, away=((0.0, 5.0),)), 1.0, "face.not_seen"),
        (FigureScript(duration_s=6.0, away=((2.0, 6.0),)), 1.0, "face.not_seen"),
        (FigureScript(duration_s=5.0, light=0.15), 1.0, "face.too_dark"),
        (FigureScript(duration_s=5.0, light=0.02), 1.0, "face.too_dark"),
        (FigureScript(duration_s=5.0), 0.25, "face.too_small"),
        (FigureScript(duration_s=2.0), 1.0, "face.too_short"),
        (FigureScript(duration_s=5.0, visitors=((1.0, 5.0),)), 1.0, "face.too_many"),
    ],
)
def test_a_picture_that_will_not_do_is_named(
    networks: Path, script: FigureScript, scale: float, code: str
) -> None:
    result = measured(networks, script, scale=scale)
    assert result.quality.code == code
    assert (result.quality.answer, result.quality.modality) == ("a1", "face")
    withheld = set(FACE_FEATURES) - QUALITY
    assert {result.missing[name] for name in withheld} == {code}
    assert set(result.values) <= QUALITY


def test_somebody_else_for_a_moment_is_a_flag_not_a_refusal(networks: Path) -> None:
    result = measured(
        networks, FigureScript(duration_s=12.0, blinks=(2.0, 9.0), visitors=((5.6, 6.8),))
    )
    assert result.quality.passed
    assert [flag.code for flag in result.flags] == ["face.second_face"]
    assert result.values["face_count_max"] == 2.0


def test_somebody_who_leaves_for_a_while_is_measured_while_there(networks: Path) -> None:
    script = FigureScript(duration_s=20.0, blinks=(2.0, 4.0, 12.0, 16.0), away=((5.0, 10.0),))
    result = measured(networks, script)
    assert result.values["face_present_share"] == pytest.approx(0.75, abs=0.02)
    # the figure vanishes and comes back from one frame to the next, as only a cut can do it
    assert [flag.code for flag in result.flags] == ["face.partly_seen", "face.picture_cut"]
    assert result.tracks["face"][7] == 0.0
    assert result.tracks["gaze"][7] is None
    assert result.values["face_blink_rate"] * 15 / 60 == pytest.approx(4, abs=0.1)


def test_a_drawn_face_is_no_person(networks: Path) -> None:
    import cv2

    cartoon = np.full((480, 640, 3), 235, dtype=np.uint8)
    cv2.circle(cartoon, (320, 240), 150, (60, 200, 250), -1)
    for x in (270, 370):
        cv2.circle(cartoon, (x, 200), 18, (0, 0, 0), -1)
    cv2.ellipse(cartoon, (320, 280), (80, 50), 0, 0, 180, (0, 0, 0), 6)
    meter = FaceMeter(networks)
    for i in range(50):
        meter.feed(cartoon, i / FRAMES_PER_S)
    assert meter.result().quality.code == "face.not_seen"


def test_opencv_measures_as_litert_does(networks: Path) -> None:
    script = FigureScript(duration_s=4.0, blinks=(1.0, 2.6), turns=((1.5, 3.0, 6.0, 4.0),))
    meters = [FaceMeter(networks, engine="litert"), FaceMeter(networks, engine="opencv")]
    for picture, t in frames(script, fps=FRAMES_PER_S):
        for meter in meters:
            meter.feed(picture, t)
    fast, slow = (meter.result() for meter in meters)
    assert fast.missing == slow.missing
    for name, value in fast.values.items():
        assert slow.values[name] == pytest.approx(value, rel=0.01, abs=0.01)


def test_no_frame_at_all(networks: Path) -> None:
    assert FaceMeter(networks).result("a1") == face_withheld("face.no_video", "a1")


def test_missing_networks_are_said_before_the_first_frame(tmp_path: Path) -> None:
    with pytest.raises(ModelMissing) as caught:
        FaceMeter(tmp_path)
    assert caught.value.code == "model.missing"
    assert "candor models fetch" in caught.value.remedy
