"""What a recording says of itself."""

from __future__ import annotations

import io
from fractions import Fraction

import av
import numpy as np
import pytest
from recordings import NoSeek, clip, clip_bytes, mp3_with_cover, tone, wav

from scoring.media import probe, stream


def test_a_plain_clip() -> None:
    file = clip_bytes("mp4", seconds=2.0, fps=25, size=(96, 64), rate=48_000)
    facts = probe(file)
    assert facts.duration_ms == pytest.approx(2000, abs=60)
    assert (facts.has_audio, facts.has_video) == (True, True)
    assert (facts.width, facts.height, facts.rotation) == (96, 64, 0)
    assert facts.fps == pytest.approx(25)
    assert (facts.audio_rate, facts.audio_channels) == (48_000, 1)
    assert facts.size_bytes == len(file.getvalue())


def test_no_sound_and_no_picture() -> None:
    silent = probe(clip_bytes("mp4", audio=None))
    assert (silent.has_audio, silent.audio_rate, silent.audio_channels) == (False, None, None)
    blind = probe(wav(tone(1.5, 44_100), 44_100))
    assert (blind.has_video, blind.width, blind.height, blind.fps) == (False, None, None, None)
    assert blind.duration_ms == 1500


def test_a_recorder_that_cannot_go_back_writes_no_length() -> None:
    pipe = NoSeek()
    clip(pipe, "webm", video="libvpx", audio="libopus", seconds=2.0)
    file = io.BytesIO(pipe.data.getvalue())
    assert probe(file).duration_ms is None
    # reading on finds it
    facts = stream(file, video_fps=8)
    assert facts.duration_ms == pytest.approx(2000, abs=80)
    assert not facts.ended_early


def test_a_cover_picture_is_not_video() -> None:
    file = mp3_with_cover()
    facts = probe(file)
    assert (facts.has_audio, facts.has_video) == (True, False)
    seen: list[float] = []
    done = stream(file, video_fps=8, on_frame=lambda pixels, t: seen.append(t))
    assert (seen, done.has_video, done.frames_given) == ([], False, 0)
    assert done.audio_ms == pytest.approx(1000, abs=60)


@pytest.mark.parametrize("degrees", [90, -90, 180])
def test_a_clip_filmed_upright_is_taller_than_wide(degrees: int) -> None:
    facts = probe(clip_bytes("mp4", size=(96, 64), rotation=degrees))
    upright = (96, 64) if degrees == 180 else (64, 96)
    assert (facts.width, facts.height) == upright
    assert facts.rotation == degrees % 360


def test_one_pixel_at_one_frame_a_second() -> None:
    file = clip_bytes(
        "matroska", video="ffv1", pix_fmt="yuv444p", audio=None, size=(1, 1), fps=1, seconds=3
    )
    facts = probe(file)
    assert (facts.width, facts.height, facts.fps) == (1, 1, 1.0)
    shapes: list[tuple[int, ...]] = []
    stream(file, video_fps=8, on_frame=lambda pixels, t: shapes.append(pixels.shape))
    assert shapes == [(1, 1, 3)] * 3


def test_a_rate_that_nobody_knows_is_not_made_up() -> None:
    # a browser stamps frames as they come, on a clock of milliseconds
    file = NoSeek()
    with av.open(file, "w", format="webm") as out:
        video = out.add_stream("libvpx", rate=1000)
        video.width, video.height, video.pix_fmt = 96, 64, "yuv420p"
        for ms in (0, 37, 80, 121, 160, 203, 241, 277):
            image = np.full((64, 96, 3), 99, dtype=np.uint8)
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts, frame.time_base = ms, Fraction(1, 1000)
            out.mux(video.encode(frame))
        out.mux(video.encode())
    data = io.BytesIO(file.data.getvalue())
    fps = probe(data).fps
    assert fps is None or 20 < fps < 30
    times: list[float] = []
    stream(data, video_fps=12.5, on_frame=lambda pixels, t: times.append(t))
    assert times == pytest.approx([0.0, 0.08, 0.16, 0.241], abs=0.002)
