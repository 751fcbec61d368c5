"""One pass: damaged files give what they still hold, spans are cut exactly, memory stays level."""

from __future__ import annotations

import io
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import av
import numpy as np
import pytest
from recordings import clip_bytes, grey, tone, wav

from interview import MediaError, Span
from scoring.media import RATE, StreamFacts, open_media, probe, stream

Array = np.ndarray[Any, Any]


def read(file: Any, **how: Any) -> tuple[Array, list[tuple[float, float]], StreamFacts]:
    """The sound, (time, brightness) of the pictures, and the facts."""
    blocks: list[Array] = [np.zeros(0, np.float32)]
    frames: list[tuple[float, float]] = []
    facts = stream(
        file,
        on_audio=lambda block, t: blocks.append(block),
        on_frame=lambda image, t: frames.append((t, float(image.mean()))),
        **how,
    )
    return np.concatenate(blocks), frames, facts


def staircase(seconds: int, rate: int) -> Array:
    """A tone that is 200 Hz in the first second, 300 Hz in the next, and so on."""
    return np.concatenate([tone(1.0, rate, 200.0 + 100 * s) for s in range(seconds)])


def frequency(samples: Array) -> float:
    spectrum = np.abs(np.fft.rfft(samples * np.hanning(samples.size)))
    return float(np.argmax(spectrum) * RATE / samples.size)


@pytest.mark.parametrize(
    ("kind", "video", "audio"),
    [("mp4", "mpeg4", "aac"), ("webm", "libvpx", "libopus"), ("matroska", "mpeg4", "pcm_s16le")],
)
def test_an_answer_is_cut_out_of_a_longer_recording(kind: str, video: str, audio: str) -> None:
    file = clip_bytes(
        kind, video=video, audio=audio, seconds=8.0, rate=48_000, sound=staircase(8, 48_000)
    )
    samples, frames, facts = read(file, video_fps=25, span=Span(start_ms=3000, end_ms=5000))
    assert facts.audio_ms == pytest.approx(2000, abs=40)
    assert facts.video_ms == pytest.approx(2000, abs=80)
    # the fourth and fifth second, counted from the answer's own start
    assert frequency(samples[3000:13_000]) == pytest.approx(500, abs=6)
    assert frequency(samples[19_000:29_000]) == pytest.approx(600, abs=6)
    assert len(frames) == pytest.approx(50, abs=2)
    for t, brightness in frames:
        assert 0 <= t < 2
        assert brightness == pytest.approx(grey(round((t + 3) * 25)), abs=3.9)


def test_adjoining_answers_lose_nothing_between_them() -> None:
    whole = staircase(6, 16_000)
    file = wav(whole, 16_000)
    parts = []
    for start in range(0, 6000, 1500):
        samples, _, _ = read(file, span=Span(start_ms=start, end_ms=start + 1500))
        parts.append(samples)
    joined = np.concatenate(parts)
    assert joined.size == whole.size
    np.testing.assert_allclose(joined, whole, atol=1e-4)


def test_an_answer_beyond_the_end_says_how_long_the_recording_is() -> None:
    file = clip_bytes("mp4", seconds=2.0)
    with pytest.raises(MediaError) as caught:
        stream(file, video_fps=5, span=Span(start_ms=70_000, end_ms=80_000))
    assert caught.value.code == "media.outside_span"
    length = float(str(caught.value.slots["length"]))
    assert length == pytest.approx(2.0, abs=0.1)
    # the advice, followed, works
    start = round(1000 * (length - 0.5))
    assert stream(file, video_fps=5, span=Span(start_ms=start, end_ms=80_000)).audio_ms > 0


def test_a_container_that_cannot_be_wound_is_read_from_its_beginning(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    file = clip_bytes("mp4", seconds=4.0)

    class Unwound:
        """A container whose index is gone."""

        def __init__(self, real: Any) -> None:
            self._real = real

        def __getattr__(self, name: str) -> Any:
            return getattr(self._real, name)

        def seek(self, *_: object, **__: object) -> None:
            raise av.error.PermissionError(1, "Operation not permitted")

    @contextmanager
    def opened(*args: Any, **how: Any) -> Iterator[Any]:
        with open_media(*args, **how) as container:
            yield Unwound(container)

    # the package names the function like its module, so the module is asked for by name
    monkeypatch.setattr(sys.modules["scoring.media.stream"], "open_media", opened)
    _, frames, facts = read(file, video_fps=25, span=Span(start_ms=2000, end_ms=3000))
    assert len(frames) == 25
    assert facts.audio_ms == pytest.approx(1000, abs=30)


def test_an_answer_that_runs_past_the_end_gets_what_is_there() -> None:
    _, _, facts = read(clip_bytes("mp4", seconds=2.0), span=Span(start_ms=1000, end_ms=9000))
    assert facts.audio_ms == pytest.approx(1000, abs=60)


def test_a_recording_without_length_can_be_cut_too() -> None:
    from recordings import NoSeek, clip

    pipe = NoSeek()
    clip(pipe, "webm", video="libvpx", audio="libopus", seconds=6.0, sound=staircase(6, 48_000))
    file = io.BytesIO(pipe.data.getvalue())
    samples, frames, _ = read(file, video_fps=5, span=Span(start_ms=4000, end_ms=5000))
    assert frequency(samples[2000:14_000]) == pytest.approx(600, abs=6)
    assert len(frames) == 5


def test_of_what_nobody_wanted_nothing_is_said_to_have_ended() -> None:
    # pictures alone, and the law or a missing network leaves the face out
    samples, frames, facts = read(clip_bytes("mp4", audio=None, seconds=4.0))
    assert samples.size == 0
    assert frames == []
    assert facts.flags() == ()


@pytest.mark.parametrize("kind", ["webm", "matroska", "avi", "mpegts"])
def test_a_recording_that_breaks_off_gives_its_first_part(kind: str) -> None:
    video, audio = ("libvpx", "libopus") if kind == "webm" else ("mpeg4", "libmp3lame")
    whole = clip_bytes(kind, video=video, audio=audio, seconds=8.0, size=(160, 120)).getvalue()
    samples, frames, facts = read(io.BytesIO(whole[: len(whole) // 2]), video_fps=8)
    assert max(facts.audio_ms, facts.video_ms) > 1000
    assert facts.duration_ms < 7000
    assert samples.size or frames
    if probe(io.BytesIO(whole[: len(whole) // 2])).duration_ms == 8000:
        assert facts.ended_early
        assert "media.ended_early" in [f.code for f in facts.flags()]


def test_packets_that_cannot_be_decoded_are_counted_and_passed_over() -> None:
    whole = clip_bytes("mp3", video=None, audio="libmp3lame", rate=44_100, seconds=6.0).getvalue()
    noise = np.random.default_rng(3).integers(0, 255, 6000, dtype=np.uint8).tobytes()
    middle = len(whole) // 2
    broken = whole[:middle] + noise + whole[middle + len(noise) :]
    samples, _, facts = read(io.BytesIO(broken))
    assert facts.damaged > 0
    assert "media.damaged" in [f.code for f in facts.flags()]
    assert frequency(samples[: 2 * RATE]) == pytest.approx(440, abs=3.9)
    assert frequency(samples[-RATE - 2000 : -2000]) == pytest.approx(440, abs=3.9)


def test_streams_that_are_named_but_empty() -> None:
    # a header, and after it nothing that can be decoded
    whole = clip_bytes("matroska", audio="libmp3lame", seconds=2.0).getvalue()
    start = whole.index(b"\x1f\x43\xb6\x75")  # the first cluster of packets
    with pytest.raises(MediaError) as caught:
        stream(io.BytesIO(whole[: start + 16]), video_fps=5)
    assert caught.value.code == "media.truncated"


@pytest.mark.parametrize(
    ("kind", "video", "audio"),
    [("mp4", "mpeg4", "aac"), ("webm", "libvpx", "libopus"), ("avi", "mjpeg", "pcm_s16le")],
)
def test_damage_anywhere_ends_in_facts_or_in_a_coded_error(
    kind: str, video: str, audio: str
) -> None:
    pix_fmt = "yuvj420p" if video == "mjpeg" else "yuv420p"
    whole = clip_bytes(kind, video=video, audio=audio, pix_fmt=pix_fmt, seconds=1.5).getvalue()
    rng = np.random.default_rng(11)
    outcomes = []
    for _ in range(40):
        data = np.frombuffer(whole, dtype=np.uint8).copy()
        for place in rng.integers(0, data.size, rng.integers(1, 60)):
            data[place] = rng.integers(0, 256)
        if rng.random() < 0.3:
            data = data[: rng.integers(1, data.size)]
        outcomes.append(outcome(io.BytesIO(data.tobytes())))
    assert set(outcomes) <= {"read", "media.truncated", "media.wrong_type"}
    assert outcomes.count("read") > 5


def outcome(file: io.BytesIO) -> str:
    try:
        samples, frames, facts = read(file, video_fps=8)
        probe(file)
    except MediaError as error:
        return error.code
    assert np.isfinite(samples).all()
    assert all(t >= 0 for t, _ in frames)
    assert facts.duration_ms < 3_600_000
    return "read"


def test_only_what_is_asked_for_is_read() -> None:
    file = clip_bytes("mp4")
    samples, frames, facts = read(file, audio=False, video_fps=5)
    assert samples.size == 0
    assert len(frames) == 10
    assert not facts.has_audio
    samples, frames, facts = read(file)
    assert samples.size > RATE
    assert frames == []
    assert (facts.has_video, facts.frames_decoded) == (False, 0)


def test_a_file_over_the_limit() -> None:
    with pytest.raises(MediaError) as caught:
        stream(clip_bytes("mp4"), max_bytes=100)
    assert caught.value.code == "media.too_large"


def test_a_clock_that_does_not_start_at_nought() -> None:
    # transport streams start wherever the transmitter's clock stood
    file = clip_bytes("mpegts", seconds=2.0, audio="libmp3lame")
    _, frames, facts = read(file, video_fps=25)
    assert frames[0][0] == pytest.approx(0.0, abs=0.1)
    assert facts.duration_ms == pytest.approx(2000, abs=150)
    assert facts.audio_gaps == 0


def peak_of(file: Any) -> int:
    stream(file, on_audio=lambda block, t: None)
    tracemalloc.start()
    stream(file, on_audio=lambda block, t: None)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak


def test_ten_minutes_need_the_memory_of_one(tmp_path: Any) -> None:
    for name, minutes in (("short", 1), ("long", 10)):
        samples = np.tile(tone(1.0, 8000), 60 * minutes)
        (tmp_path / name).write_bytes(wav(samples, 8000, 1).getvalue())
    assert peak_of(tmp_path / "long") < 1.2 * peak_of(tmp_path / "short")
