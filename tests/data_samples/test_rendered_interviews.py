"""The committed interviews: complete, small, timed, and measured as they were planted."""

from __future__ import annotations

from pathlib import Path

import av
import numpy as np
import pytest

from data_samples import rendered
from data_samples.rendered import SAMPLES, render_interviews, sample_interview, sample_keys
from scoring.face import FRAMES_PER_S, FaceMeter
from scoring.media import stream
from scoring.networks import NETWORKS, network_state
from scoring.role_model import shipped_roles
from scoring.voice import VoiceMeter
from scoring.voice.syllables import spoken_syllables

MODELS = Path(__file__).parents[2] / ".models"
ALL = sample_keys()


def test_four_interviews_in_two_languages() -> None:
    locales = [sample_interview(key).interview.locale for key in ALL]
    assert sorted(str(locale) for locale in locales) == ["en", "en", "zh", "zh"]
    sound = sum(path.stat().st_size for path in SAMPLES.rglob("*.ogg"))
    assert sound < 1_500_000


@pytest.mark.parametrize("key", ALL)
def test_answers_fit_their_role_and_their_sound(key: str) -> None:
    sample = sample_interview(key)
    role = shipped_roles()[sample.interview.role]
    assert 3 <= len(sample.interview.answers) <= 5
    for number, answer in enumerate(sample.interview.answers, 1):
        assert role.question(str(answer.question), answer.version) is not None
        assert answer.transcript is not None
        assert answer.transcript.timed
        with av.open(str(SAMPLES / key / f"answer_{number}.ogg")) as speech:
            seconds = sum(f.samples / f.sample_rate for f in speech.decode(audio=0))
        script = sample.scripts[answer.id]
        assert script.duration_s == pytest.approx(seconds, abs=0.15)
        ends = [b for _, b in (*script.smiles, *script.brows)]
        ends += [row[1] for row in (*script.turns, *script.glances)]
        assert all(end < script.duration_s for end in ends)
        last = 0
        for segment in answer.transcript.segments:
            assert segment.start_ms is not None
            assert segment.end_ms is not None
            assert last <= segment.start_ms < segment.end_ms <= script.duration_s * 1000
            last = segment.end_ms
            assert "".join(w.text for w in segment.words) == segment.text.replace(" ", "")
            times = [t for w in segment.words for t in (w.start_ms, w.end_ms)]
            assert times == sorted(times)
            assert segment.start_ms <= times[0]
            assert times[-1] <= segment.end_ms + 1


def heard_in(speech: Path) -> tuple[np.ndarray, float]:
    """The sound at 16 kHz and the syllables heard in a second of speech, without the text."""
    blocks: list[np.ndarray] = []
    meter = VoiceMeter()

    def feed(block: np.ndarray, t: float) -> None:
        meter.feed(block, t)
        blocks.append(block.copy())

    stream(speech, audio=True, on_audio=feed)
    return np.concatenate(blocks), meter.result(None).values["voice_articulation_rate"]


@pytest.mark.parametrize("key", ALL)
def test_the_sound_is_what_its_words_say(key: str) -> None:
    sample = sample_interview(key)
    for number, answer in enumerate(sample.interview.answers, 1):
        sound, heard = heard_in(SAMPLES / key / f"answer_{number}.ogg")
        assert answer.transcript is not None
        times = [
            (w.start_ms, w.end_ms)
            for segment in answer.transcript.segments
            for w in segment.words
            if w.start_ms is not None and w.end_ms is not None
        ]
        # as many syllables are heard in a second of speech as the text has
        spoken = sum(end - start for start, end in times) / 1000
        syllables = spoken_syllables(answer.transcript.text)
        assert heard == pytest.approx(syllables / spoken, rel=0.1)
        # sound stands where a word stands, and hardly anywhere else
        frames = np.abs(sound[: sound.size // 160 * 160]).reshape(-1, 160).max(axis=1)
        loud = frames > 0.02 * frames.max()
        word = np.zeros(loud.size, dtype=np.bool_)
        for start, end in times:
            word[start // 10 : -(-end // 10)] = True
        assert (loud & ~word).sum() <= 0.01 * loud.sum()
        assert (word & ~loud).sum() <= 0.15 * word.sum()


def test_lively_and_unsteady_differ_in_what_is_planted() -> None:
    for locale in ("en", "zh"):
        scripts = {
            kind: list(sample_interview(f"{locale}_{kind}").scripts.values())
            for kind in ("lively", "unsteady")
        }
        smiling = {
            kind: sum(b - a for s in rows for a, b in s.smiles) / sum(s.duration_s for s in rows)
            for kind, rows in scripts.items()
        }
        assert smiling["lively"] > 0.14
        assert smiling["unsteady"] < 0.05
        assert not any(s.glances for s in scripts["lively"])
        assert all(s.glances for s in scripts["unsteady"])


def test_rendering_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[str] = []

    def draw(script: object, speech: Path, out: Path, **more: object) -> None:
        assert speech.exists()
        drawn.append(out.name)
        out.write_bytes(b"clip")

    monkeypatch.setattr(rendered, "render", draw)
    steps: list[tuple[int, int]] = []
    first = render_interviews(tmp_path, on_progress=lambda done, n: steps.append((done, n)))
    assert len(drawn) == steps[-1][0] == steps[-1][1] == 13
    assert [str(a.media) for s in first for a in s.interview.answers] == [
        str(tmp_path / name) for name in drawn
    ]
    (tmp_path / "zh_lively_2.webm").unlink()
    again = render_interviews(tmp_path)
    assert drawn[13:] == ["zh_lively_2.webm"]
    assert again == first


def test_the_face_of_a_sample_is_measured_as_planted(tmp_path: Path) -> None:
    absent = [name for name in NETWORKS if network_state(name, MODELS) != "present"]
    if absent:
        pytest.fail(f"network files missing: {', '.join(absent)}. Run: make models")
    sample = sample_interview("zh_lively", media_folder=tmp_path)
    answer = sample.interview.answers[1]
    script = sample.scripts[answer.id]
    clip = Path(str(answer.media))
    rendered.render(
        script, SAMPLES / "zh_lively" / "answer_2.ogg", clip, fps=rendered.FPS, look=sample.look
    )
    meter = FaceMeter(MODELS)
    stream(clip, audio=False, video_fps=FRAMES_PER_S, on_frame=meter.feed)
    result = meter.result(answer.id)
    minutes = script.duration_s / 60
    assert result.quality.passed
    assert result.values["face_blink_rate"] * minutes == pytest.approx(len(script.blinks), abs=0.3)
    assert result.values["face_smile_episodes"] * minutes == pytest.approx(1, abs=0.1)
    assert result.values["face_brow_episodes"] * minutes == pytest.approx(1, abs=0.1)
    smiling = sum(b - a for a, b in script.smiles) / script.duration_s
    assert result.values["face_smile_share"] == pytest.approx(smiling, abs=0.04)
