"""What a recording says of itself."""

from __future__ import annotations

import io

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
