"""The drawn figure: only what was asked for moves, the mark is on every frame, the file plays."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from data_samples.figure import FigureLook, FigureScript, frames, render
from data_samples.figure.clip import loudness
from data_samples.figure.drawing import Figure
from data_samples.figure.portrait import SIDE
from data_samples.figure.script import Moment
from data_samples.make import write_opus

EYES = (slice(172, 200), slice(184, 302))
MOUTH = (slice(245, 300), slice(190, 290))
MARK = slice(SIDE - 34, SIDE)


@pytest.fixture(scope="module")
def figure() -> Figure:
    return Figure()


def moved(figure: Figure, moment: Moment, part: tuple[slice, slice]) -> float:
    """Mean change of brightness in one part of the picture against the figure at rest."""
    at_rest, now = figure.draw(Moment()).astype(float), figure.draw(moment).astype(float)
    return float(np.abs(now[part] - at_rest[part]).mean())


def test_each_movement_stays_in_its_place(figure: Figure) -> None:
    assert moved(figure, Moment(lids=1.0), EYES) > 5
    assert moved(figure, Moment(lids=1.0), MOUTH) == 0
    assert moved(figure, Moment(smile=1.0), MOUTH) > 5
    assert moved(figure, Moment(smile=1.0), EYES) == 0
    assert moved(figure, Moment(mouth=1.0), MOUTH) > 3
    assert moved(figure, Moment(glance=1.0), EYES) > 1
    assert moved(figure, Moment(brow=1.0), (slice(140, 172), slice(175, 310))) > 2
    assert moved(figure, Moment(brow=1.0), MOUTH) == 0
    assert moved(figure, Moment(yaw=8.0), (slice(205, 245), slice(200, 280))) > 2


def test_the_mark_is_on_every_kind_of_frame() -> None:
    """White letters on a dark band: the band differs from the same band of the bare picture."""
    for look in (FigureLook(), FigureLook(mirrored=True)):
        for moment in (Moment(), Moment(present=False), Moment(light=0.1), Moment(visitor=True)):
            band = Figure(look).draw(moment)[MARK]
            letters = (band > 200).all(axis=2).mean()
            assert 0.02 < letters < 0.4
            assert np.median(band) < 120


def test_the_mark_is_never_mirrored(figure: Figure) -> None:
    plain = (figure.draw(Moment())[MARK] > 200).all(axis=2)
    other = (Figure(FigureLook(mirrored=True)).draw(Moment())[MARK] > 200).all(axis=2)
    assert (plain == other).mean() > 0.98


def test_a_mirrored_figure_moves_as_the_script_says(figure: Figure) -> None:
    """Drawn to the right, it is the mirror image of the plain figure drawn to the left."""
    to_right = Figure(FigureLook(mirrored=True)).draw(Moment(yaw=8.0, glance=1.0))
    to_left = figure.draw(Moment(yaw=-8.0, glance=-1.0))
    assert (to_right[: MARK.start] == to_left[: MARK.start, ::-1]).all()


def test_frames_come_at_their_times() -> None:
    drawn = list(frames(FigureScript(duration_s=0.4), fps=12.5))
    assert [t for _, t in drawn] == pytest.approx([0.0, 0.08, 0.16, 0.24, 0.32])
    assert all(picture.shape == (SIDE, SIDE, 3) for picture, _ in drawn)


@pytest.fixture
def speech(tmp_path: Path) -> Path:
    """A second of silence, a second of a loud tone, a second of silence."""
    t = np.arange(16000) / 16000
    tone = (0.4 * np.sin(2 * np.pi * 220 * t)).astype(np.float32)
    quiet = np.zeros(16000, dtype=np.float32)
    write_opus(tmp_path / "speech.ogg", np.concatenate([quiet, tone, quiet]))
    return tmp_path / "speech.ogg"


def test_the_lips_follow_the_sound(speech: Path) -> None:
    opened = loudness(speech, 25.0, 75)
    assert opened[5:20].max() == 0.0
    assert opened[30:45].min() > 0.5
    assert opened[60:70].max() == 0.0


def test_a_clip_plays_with_picture_and_sound(speech: Path, tmp_path: Path) -> None:
    out = tmp_path / "clip.webm"
    render(FigureScript(duration_s=3.0, blinks=(1.0,)), speech, out, fps=15)
    with av.open(str(out)) as clip:
        video, sound = clip.streams.video[0], clip.streams.audio[0]
        assert (video.codec_context.name, sound.codec_context.name) == ("vp9", "opus")
        assert (video.width, video.height) == (SIDE, SIDE)
        times = [frame.time for frame in clip.decode(video)]
    assert times == pytest.approx([i / 15 for i in range(45)], abs=0.002)
    with av.open(str(out)) as clip:
        samples = sum(frame.samples / frame.sample_rate for frame in clip.decode(audio=0))
    assert samples == pytest.approx(3.0, abs=0.1)
    with av.open(str(out)) as clip:
        last = {"video": 0.0, "audio": 0.0}
        for packet in clip.demux():
            if packet.pts is not None:
                last[packet.stream.type] = float(packet.pts * packet.time_base)
                # sound and picture lie side by side in the file, never one after the other
                assert abs(last["video"] - last["audio"]) < 0.5
    assert sorted(path.name for path in tmp_path.iterdir()) == ["clip.webm", "speech.ogg"]


def test_a_clip_without_sound(tmp_path: Path) -> None:
    render(FigureScript(duration_s=0.5), None, tmp_path / "mute.webm", fps=15)
    with av.open(str(tmp_path / "mute.webm")) as clip:
        assert len(clip.streams.audio) == 0


def test_a_clip_broken_off_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        render(FigureScript(duration_s=0.5), tmp_path / "absent.ogg", tmp_path / "clip.webm")
    assert list(tmp_path.iterdir()) == []
