"""Whatever is sent in place of a plain recording ends in a right result or a named refusal."""

from __future__ import annotations

import io
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from data_samples.figure import FigureScript, frames
from scoring.face import FRAMES_PER_S, FaceMeter, FaceResult
from scoring.media import stream

FPS = 13  # the fewest whole frames a second at which blinks are counted
SCRIPT = FigureScript(duration_s=6.0, blinks=(1.0, 4.5), smiles=((2.0, 3.5),), seed=3)
Picture = NDArray[np.uint8]


def fed(networks: Path, script: FigureScript, fps: float = FRAMES_PER_S) -> FaceResult:
    meter = FaceMeter(networks)
    for picture, t in frames(script, fps=fps):
        meter.feed(picture, t)
    return meter.result("a1")


@pytest.fixture(scope="module")
def pictures() -> list[Picture]:
    return [picture for picture, _ in frames(SCRIPT, fps=FPS)]


def encoded(
    pictures: list[Picture], codec: str = "mpeg4", pix_fmt: str = "yuv420p", rotation: int = 0
) -> io.BytesIO:
    """The pictures as a file: MP4 where a rotation must be stated, else Matroska."""
    file = io.BytesIO()
    quick = {"preset": "ultrafast", "x265-params": "log-level=none"} if "x265" in codec else {}
    with av.open(file, "w", format="mp4" if rotation else "matroska") as out:
        video: Any = out.add_stream(codec, rate=FPS, options=quick)
        video.height, video.width = pictures[0].shape[:2]
        video.pix_fmt, video.bit_rate = pix_fmt, 1_500_000
        if rotation:
            video.set_display_rotation(rotation)
        for i, picture in enumerate(pictures):
            frame = av.VideoFrame.from_ndarray(picture, format="bgr24")
            frame.pts, frame.time_base = i, Fraction(1, FPS)
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
    file.seek(0)
    return file


def streamed(networks: Path, file: io.BytesIO) -> FaceResult:
    """The face in a file, read as any recording is."""
    meter = FaceMeter(networks)
    stream(file, audio=False, video_fps=FRAMES_PER_S, on_frame=meter.feed)
    return meter.result("a1")


def counted(result: FaceResult) -> tuple[int, int]:
    """Blinks and smiles of the six seconds."""
    names = ("face_blink_rate", "face_smile_episodes")
    blinks, smiles = (round(result.values[name] / 10) for name in names)
    return blinks, smiles


@pytest.mark.parametrize(
    ("codec", "pix_fmt"),
    [("mpeg4", "yuv420p"), ("libx265", "yuv420p10le"), ("ffv1", "yuv420p12le")],
)
def test_deep_colour_and_hevc_measure_alike(
    networks: Path, pictures: list[Picture], codec: str, pix_fmt: str
) -> None:
    result = streamed(networks, encoded(pictures, codec, pix_fmt))
    assert result.quality.passed
    assert counted(result) == (2, 1)
    assert result.values["face_present_share"] == 1.0


@pytest.mark.parametrize("degrees", [90])
def test_a_recording_filmed_on_its_side_is_turned_upright(
    networks: Path, pictures: list[Picture], degrees: int
) -> None:
    lying = [np.ascontiguousarray(np.rot90(p, -degrees // 90)) for p in pictures]
    result = streamed(networks, encoded(lying, rotation=degrees))
    assert counted(result) == (2, 1)


def test_a_damaged_stretch_ends_nothing(networks: Path, pictures: list[Picture]) -> None:
    file = encoded(pictures)
    data = bytearray(file.getvalue())
    rng = np.random.default_rng(4)
    for at in rng.integers(len(data) // 2, len(data) * 3 // 4, 40):
        data[at] ^= 0xFF
    file.seek(0)
    file.write(data)
    file.seek(0)
    result = streamed(networks, file)
    assert result.values["face_present_share"] > 0.5
    assert set(result.missing.values()) <= {"face.not_seen", "face.too_few_frames"}


def test_one_pixel_is_no_face(networks: Path) -> None:
    meter = FaceMeter(networks)
    for i in range(60):
        meter.feed(np.full((1, 1, 3), 200, dtype=np.uint8), i / FRAMES_PER_S)
    assert meter.result().quality.code == "face.not_seen"


@pytest.mark.parametrize("sway", [0.0, 3.0])
def test_a_photograph_is_no_recording(networks: Path, sway: float) -> None:
    result = fed(networks, FigureScript(duration_s=6.0, sway_deg=sway))
    assert result.quality.code == "face.still_picture"
    assert result.quality.slots["seconds"] == pytest.approx(6.0, abs=0.1)
    assert result.missing["face_gaze_share"] == "face.still_picture"


def test_dark_glasses_withhold_the_eyes_and_nothing_else(networks: Path) -> None:
    script = FigureScript(
        duration_s=6.0, blinks=(1.0,), smiles=((2.0, 3.5),), glasses=((0.0, 6.0),), sway_deg=2.0
    )
    result = fed(networks, script)
    assert result.missing == dict.fromkeys(
        ("face_gaze_share", "face_blink_rate"), "face.eyes_hidden"
    )
    assert "gaze" not in result.tracks
    assert round(result.values["face_smile_episodes"] / 10) == 1


def test_no_episode_runs_through_a_gap(networks: Path) -> None:
    """Somebody who leaves smiling and comes back smiling has smiled twice, for a short while."""
    script = FigureScript(
        duration_s=12.0, blinks=(1.0, 10.5), smiles=((3.0, 9.0),), away=((5.0, 7.0),)
    )
    result = fed(networks, script)
    assert round(result.values["face_smile_episodes"] * 10 / 60) == 2
    assert result.values["face_smile_share"] == pytest.approx(4 / 10, abs=0.06)
    assert result.tracks["smile"][5] is None
