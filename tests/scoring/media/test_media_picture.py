"""Pictures are sampled evenly, at their true times, upright and small."""

from __future__ import annotations

from typing import Any

import av
import numpy as np
import pytest
from recordings import clip_bytes, grey

from scoring.media import StreamFacts, stream

Array = np.ndarray[Any, Any]


def seen(file: Any, fps: float, **how: Any) -> tuple[list[Array], list[float], StreamFacts]:
    pixels: list[Array] = []
    times: list[float] = []

    def keep(image: Array, t: float) -> None:
        assert image.dtype == np.uint8
        assert image.flags["C_CONTIGUOUS"]
        pixels.append(image)
        times.append(t)

    facts = stream(file, audio=False, video_fps=fps, on_frame=keep, **how)
    return pixels, times, facts


@pytest.mark.parametrize(
    ("kind", "codec"), [("mp4", "mpeg4"), ("webm", "libvpx"), ("avi", "mjpeg"), ("mpegts", "mpeg4")]
)
@pytest.mark.parametrize("fps", [1, 8, 12.5, 25])
def test_as_many_as_asked_for_each_at_its_own_time(kind: str, codec: str, fps: float) -> None:
    file = clip_bytes(
        kind,
        video=codec,
        pix_fmt="yuvj420p" if codec == "mjpeg" else "yuv420p",
        audio=None,
        seconds=4.0,
        fps=25,
    )
    pixels, times, facts = seen(file, fps)
    assert len(times) == pytest.approx(4 * fps, abs=1)
    assert facts.frames_given == len(times)
    assert facts.frames_decoded == 100
    for image, t in zip(pixels, times, strict=True):
        # the brightness says which frame this is; 28 brightnesses, so count modulo 28
        assert float(image.mean()) == pytest.approx(grey(round(t * 25)), abs=3.9)


def test_eight_a_second_of_twenty_five_are_eight_and_not_six() -> None:
    _, times, _ = seen(clip_bytes("mp4", audio=None, seconds=10.0, fps=25), 8)
    assert len(times) == 80
    assert np.diff(times).max() <= 0.1601


def test_never_more_than_there_are() -> None:
    _, times, _ = seen(clip_bytes("mp4", audio=None, seconds=2.0, fps=5), 30)
    assert times == pytest.approx([i / 5 for i in range(10)], abs=1e-3)


@pytest.mark.parametrize(
    ("size", "shape"),
    [((96, 64), (64, 96, 3)), ((1280, 720), (360, 640, 3)), ((642, 2), (2, 640, 3))],
)
def test_wide_pictures_are_made_small(size: tuple[int, int], shape: tuple[int, ...]) -> None:
    pixels, _, _ = seen(clip_bytes("mp4", audio=None, seconds=0.4, size=size), 5)
    assert {image.shape for image in pixels} == {shape}


def test_the_width_can_be_chosen() -> None:
    pixels, _, _ = seen(clip_bytes("mp4", audio=None, seconds=0.4), 5, max_width=48)
    assert pixels[0].shape == (32, 48, 3)


def test_blue_comes_first() -> None:
    blue = np.zeros((64, 96, 3), dtype=np.uint8)
    blue[..., 0] = 255
    pixels, _, _ = seen(clip_bytes("mp4", audio=None, seconds=0.4, pictures=[blue]), 5)
    b, g, r = pixels[0].reshape(-1, 3).mean(axis=0)
    assert b > 200
    assert max(g, r) < 60


@pytest.mark.parametrize(("degrees", "corner"), [(90, (-1, 0)), (-90, (0, -1)), (180, (-1, -1))])
def test_a_turned_clip_comes_out_upright(degrees: int, corner: tuple[int, int]) -> None:
    # a bright patch at the top left of what the sensor saw; turning by 90 degrees anticlockwise
    # brings it to the bottom left
    image = np.zeros((64, 96, 3), dtype=np.uint8)
    image[:16, :16] = 255
    file = clip_bytes("mp4", audio=None, seconds=0.4, rotation=degrees, pictures=[image])
    pixels, _, _ = seen(file, 5)
    shown = pixels[0]
    assert shown.shape[:2] == ((64, 96) if degrees == 180 else (96, 64))
    assert shown[corner].mean() > 200
    others = {(0, 0), (0, -1), (-1, 0), (-1, -1)} - {corner}
    assert all(shown[place].mean() < 60 for place in others)


def test_pixels_that_are_not_square_are_made_square() -> None:
    import io
    from fractions import Fraction

    file = io.BytesIO()
    with av.open(file, "w", format="matroska") as out:
        video = out.add_stream("mpeg4", rate=10)
        video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
        video.codec_context.sample_aspect_ratio = Fraction(2, 1)
        frame = av.VideoFrame.from_ndarray(np.zeros((64, 96, 3), np.uint8), format="bgr24")
        frame.pts = 0
        out.mux(video.encode(frame))
        out.mux(video.encode())
    file.seek(0)
    pixels, _, _ = seen(file, 5)
    assert pixels[0].shape == (64, 192, 3)


def test_a_fault_in_what_receives_the_pictures_is_not_swallowed() -> None:
    def fail(*_: object) -> None:
        raise ValueError("from outside")

    with pytest.raises(ValueError, match="from outside"):
        stream(clip_bytes("mp4"), video_fps=5, on_frame=fail)
