"""The voice measures against truths that were put into the sound, and real voices beside an oracle.

Planted sound: a voice made by rule (data_samples/synthetic_voice.py) and pieces of the bundled
speech joined by silences of known length. Real recordings are read from the folder the variable
CANDOR_REAL_DATA names; their pitch is held against librosa's pyin, an independent method.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.signals.row import Row
from benchmarks.signals.voice_stability import SUFFIXES
from data_samples.rendered import sample_interview
from data_samples.sound_copies import sound_copy
from data_samples.spoken_pieces import Array, bundled_answers, bundled_speech, spoken_pieces
from data_samples.synthetic_sound import melody, noise_at
from data_samples.synthetic_voice import RATE, join, say
from interview import Answer, MediaError
from scoring.media import stream
from scoring.recording_signals import measure_recording
from scoring.voice import ChannelMeter, VoiceMeter, VoiceResult, spoken_syllables

SECTION = "voice, planted truths"
LONGEST_MS = 60_000  # pyin takes five seconds for a minute
PAUSES = (0.3, 0.4, 0.6, 0.8, 1.2, 2.0, 2.9, 3.1, 3.6, 5.0)


def measured(sound: Array) -> VoiceResult:
    """The voice of a mono sound at 16 kHz."""
    meter = VoiceMeter("a")
    meter.feed(sound.astype(np.float32), 0.0)
    return meter.result()


def report() -> Sequence[Row]:
    """Every planted truth, bad sound, what a minute costs, and real voices where there are any."""
    rows = [*_pitch(), *_pauses(), *_level(), *_rate(), *_two_voices(), *_bad_sound(), *_cost()]
    folder = os.environ.get("CANDOR_REAL_DATA")
    return rows + (list(_real(Path(folder))) if folder else [])


def _row(name: str, value: str, aim: str, met: bool, note: str = "") -> Row:
    return Row(section=SECTION, name=name, value=value, aim=aim, met=met, note=note)


def _pitch() -> Iterator[Row]:
    """Contours that move evenly up and down in semitones."""
    middle, spread = [], []
    for base in (95.0, 140.0, 210.0):
        for width in (0.0, 4.0, 8.0, 12.0):

            def contour(t: Array, base: float = base, width: float = width) -> Array:
                away = np.abs(t / 4 % 2 - 1) - 0.5
                return np.asarray(base * 2 ** (away * width / 12), dtype=np.float32)

            values = measured(join([0.5, say(8.0, pitch=contour, seed=int(base)), 0.5])).values
            middle.append(abs(12 * np.log2(values["voice_pitch_median"] / base)))
            spread.append(abs(values["voice_pitch_range"] - 0.9 * width))
    yield _row(
        "pitch median, 12 contours, 95 to 210 Hz",
        f"largest error {max(middle):.2f} semitones",
        "at most 0.5",
        max(middle) <= 0.5,
    )
    yield _row(
        "pitch range, 0 to 12 semitones planted",
        f"largest error {max(spread):.2f} semitones",
        "at most 0.5",
        max(spread) <= 0.5,
        "P5 to P95 of an even contour is .9 of its width",
    )


def _pauses(recordings: int = 40) -> Iterator[Row]:
    """Bundled speech in pieces, silences of known length between them."""
    rng = np.random.default_rng(1)
    pieces = spoken_pieces()
    right, longest, latency, share = 0, [], [], []
    for number in range(recordings):
        silences = [float(s) for s in rng.choice(PAUSES, 4)]
        lead = float(rng.uniform(0.3, 2.0))
        chosen = [pieces[i] for i in rng.choice(len(pieces), 5)]
        parts: list[Array | float] = [lead, chosen[0]]
        for silence, piece in zip(silences, chosen[1:], strict=True):
            parts += [silence, piece]
        sound = join([*parts, 1.0], seed=number)
        meter = VoiceMeter("a")
        meter.feed(sound, 0.0)
        heard = meter.heard
        assert heard is not None
        found = heard.pauses
        if found is None:
            continue
        planted = sum(s > 0.5 for s in silences), sum(s > 3 for s in silences)
        right += (found.count, found.long) == planted
        longest.append(abs(found.longest - max(silences)))
        latency.append(abs(found.latency - lead))
        spoken = sum(piece.size for piece in chosen) / sound.size
        share.append(abs(found.speech / heard.seconds - spoken))
    yield _row(
        f"pauses over 0.5 s and over 3 s, {recordings} recordings",
        f"both counts exact in {right}",
        f"{recordings}",
        right == recordings,
    )
    for name, errors, aim in (
        ("longest pause", longest, 0.05),
        ("latency", latency, 0.05),
        ("speech share", share, 0.03),
    ):
        within = float(np.mean(np.array(errors) <= aim))
        unit = "" if name == "speech share" else " s"
        yield _row(
            name,
            f"median error {np.median(errors):.3f}, largest {max(errors):.3f}{unit}",
            f"within {aim}{unit} in 9 of 10",
            within >= 0.9,
            f"{within:.0%} within",
        )


def _level() -> Iterator[Row]:
    """Noise mixed in at known ratios, sound cut off, and a step between loud and soft."""
    silences = (0.8, 1.2, 0.6, 1.5)
    parts: list[Array | float] = [1.0]
    for number, silence in enumerate(silences):
        parts += [say(2.4, pitch=150, seed=30 + number), silence]
    clean = join(parts, hiss=0.0)
    voice = float(np.mean(clean[np.abs(clean) > 0] ** 2))
    for colour in ("white", "pink"):
        errors = {}
        for planted in (5, 10, 15, 20, 25, 30):
            noise = noise_at(voice / 10 ** (planted / 10), clean.size, colour=colour)
            errors[planted] = measured(clean + noise).values["voice_snr"] - planted
        yield _row(
            f"signal to {colour} noise, 5 to 30 dB planted",
            "errors " + ", ".join(f"{error:+.1f}" for error in errors.values()) + " dB",
            "at most 2",
            max(map(abs, errors.values())) <= 2,
            "power above 70 Hz only, so pink noise counts a little less" * (colour == "pink"),
        )
    loud = clean / np.abs(clean).max()
    shares = []
    for gain in (1.0, 1.5, 2.0, 3.0, 5.0, 8.0):
        cut = np.clip(gain * loud, -1, 1)
        planted_share = float(np.mean(np.abs(cut) >= 0.99))
        shares.append((planted_share, measured(cut).values["voice_clipping"]))
    off = max(abs(found - planted) for planted, found in shares)
    yield _row(
        "share cut off, 0 to 26 % planted",
        f"largest error {100 * off:.2f} points",
        "at most 1",
        off <= 0.01,
        "runs of three samples and more: the tips of loud waves do not count",
    )
    ranges = []
    for step in (0.0, 6.0, 12.0, 18.0):
        parts = [0.5]
        for number in range(4):
            level = 0.1 * 10 ** (-step / 20 * (number % 2))
            parts += [say(2.4, rate=5.2, pitch=150, seed=number, level=level), 0.6]
        ranges.append((step, measured(join(parts)).values["voice_energy_range"]))
    own = ranges[0][1]
    off = max(abs(found - own - step) for step, found in ranges)
    yield _row(
        "energy range, steps of 0 to 18 dB planted",
        f"largest error {off:.2f} dB",
        "at most 1",
        off <= 1,
        f"over the {own:.1f} dB of the voice itself",
    )


def _rate() -> Iterator[Row]:
    """Four stretches of syllables at a known rate."""
    errors = {}
    for rate in (4.0, 5.0, 6.0, 7.0):
        parts: list[Array | float] = [0.5]
        for number in range(4):
            parts += [say(2.4, rate=rate, pitch=150, seed=number), 0.6]
        errors[rate] = measured(join(parts)).values["voice_articulation_rate"] / rate - 1
    yield _row(
        "articulation heard, 4 to 7 syllables/s planted",
        "errors " + ", ".join(f"{error:+.0%}" for error in errors.values()),
        "at most 10 %",
        max(map(abs, errors.values())) <= 0.1,
        "without a transcript; with one, its syllables are counted",
    )
    ratios = []
    for key, number in bundled_answers():
        meter = VoiceMeter("a")
        meter.feed(bundled_speech(key, number), 0.0)
        said = sample_interview(key).interview.answers[number - 1].transcript
        if meter.heard is not None and said is not None:
            ratios.append(meter.heard.syllables.size / spoken_syllables(said.text))
    yield _row(
        f"syllables heard / written, {len(ratios)} bundled answers",
        f"{min(ratios):.2f} to {max(ratios):.2f}, mean {np.mean(ratios):.2f}",
        "0.9 to 1.1 each",
        min(ratios) >= 0.9 and max(ratios) <= 1.1,
        "English spelling gives one syllable in ten wrong by itself",
    )


def _two_voices() -> Iterator[Row]:
    """Two bundled voices on a channel each, in turn and together; one voice on both."""
    one, two = bundled_speech("en_lively", 1), bundled_speech("zh_unsteady", 1)
    size = 16 * RATE
    one, two = one[:size], two[:size]
    quiet = np.zeros_like(one)
    for name, left, right, together in (
        ("in turn", np.concatenate([one, quiet]), np.concatenate([quiet, two]), False),
        ("together", one, two, True),
        (
            "in turn, -20 dB of each in the other",
            np.concatenate([one, 0.1 * two]),
            np.concatenate([0.1 * one, two]),
            False,
        ),
    ):
        found = _channels(np.stack([left, right]))
        flags = [flag.code for flag in found.flags] if found else []
        share = found.values["voice_overlap"] if found else 0.0
        yield _row(
            f"two people, {name}",
            f"noticed, {share:.0%} together" if found else "not noticed",
            "noticed" + ("" if together else ", at most 2 % together"),
            "voice.two_speakers" in flags and (together or share <= 0.02),
        )
    echo = np.convolve(one, np.r_[np.zeros(160), 0.5, np.zeros(400), 0.3])[: one.size]
    for name, right in (
        ("same on both channels", one),
        ("10 dB softer on the right", 0.3 * one),
        ("later and with an echo on the right", echo.astype(np.float32)),
        ("noise on the right", noise_at(1e-5, one.size)),
    ):
        found = _channels(np.stack([one, right.astype(np.float32)]))
        yield _row(
            f"one person, {name}",
            "taken for two" if found else "one voice",
            "one voice",
            found is None,
        )


def _channels(pair: Array) -> VoiceResult | None:
    meter = ChannelMeter("a")
    stream(sound_copy(pair), on_audio=meter.feed, split=True)
    return meter.result()


def _bad_sound() -> Iterator[Row]:
    """What is no voice ends in a code."""
    for name, sound, code in (
        ("a melody with chords", melody(12.0), "voice.no_speech"),
        ("white noise", noise_at(2.5e-3, 10 * RATE), "voice.no_speech"),
        ("digital silence", np.zeros(5 * RATE, np.float32), "voice.silent"),
        ("a steady tone", melody(5.0, steady=True), "voice.no_speech"),
    ):
        found = measured(sound).quality.code
        yield _row(name, found, code, found == code)


def _cost() -> Iterator[Row]:
    """Processor seconds per minute of sound, by what is measured."""
    from scoring.voice.energy import Levels
    from scoring.voice.level import Leveller
    from scoring.voice.pitch import PitchTracker
    from scoring.voice.vad import SpeechDetector

    sound = np.resize(bundled_speech("en_lively", 1), 60 * RATE)
    blocks = np.split(sound, range(8000, sound.size, 8000))

    def all_of(make: Callable[[], object]) -> Callable[[], None]:
        def run() -> None:
            part = make()
            for block in blocks:
                part.feed(block)  # type: ignore[attr-defined]
            part.finish()  # type: ignore[attr-defined]

        return run

    def whole() -> None:
        meter = VoiceMeter("a")
        for number, block in enumerate(blocks):
            meter.feed(block, number * 0.5)  # as a recording streams past, half a second at a time
        meter.result()

    parts: dict[str, Callable[[], None]] = {
        "one level (gain)": all_of(Leveller),
        "speech, pauses, latency (silero-vad)": all_of(SpeechDetector),
        "pitch (swift-f0)": all_of(PitchTracker),
        "levels, syllables' band": all_of(Levels),
        "everything of the voice": whole,
    }
    for name, run in parts.items():
        run()
        started = time.process_time()
        run()
        spent = time.process_time() - started
        yield Row(section="voice, cost", name=name, value=f"{spent:.2f} s per minute of sound")


def _real(folder: Path) -> Iterator[Row]:
    """Each recording with speech: its measures as scoring takes them, its pitch beside pyin's."""
    for path in sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES):
        try:
            facts = stream(path)
            answer = Answer(id="a", media=str(path))
            found = measure_recording(answer, {"voice": "", "face": "off"}, folder, Path, None)
        except MediaError:
            continue
        voice = found.voice
        if not voice.quality.passed or facts.audio_ms > LONGEST_MS:
            continue
        values = {name.removeprefix("voice_"): value for name, value in voice.values.items()}
        flag = next((f for f in voice.flags if f.code == "voice.two_speakers"), None)
        semitones, agreed, note = _beside_pyin(path, int(str(flag.slots["channel"])) if flag else 0)
        yield Row(
            section="voice, real recordings",
            name=path.name,
            value=", ".join(f"{name} {value:.3g}" for name, value in values.items()),
            aim="median within 0.5 semitones of pyin's where both hear a voice",
            met=semitones <= 0.5,
            note=f"{agreed:.0%} of frames within 1 semitone; {note}",
        )


def _beside_pyin(path: Path, channel: int) -> tuple[float, float, str]:
    """Distance of the medians and agreement over frames both call voiced; channel 0 is the mix."""
    import librosa

    blocks: list[Array] = []
    meter = VoiceMeter("a")

    def feed(block: Array, t: float) -> None:
        line = block[channel - 1] if channel else block
        meter.feed(line, t)
        blocks.append(line)

    stream(path, on_audio=feed, split=channel > 0)
    heard = meter.heard
    other, _, _ = librosa.pyin(
        np.concatenate(blocks), fmin=55, fmax=600, sr=RATE, frame_length=1024, hop_length=256
    )
    if heard is None:
        return 0.0, 0.0, "no sound"
    size = min(other.size, heard.hz.size)
    mine, theirs = heard.hz[:size], other[:size]
    both = np.isfinite(mine) & np.isfinite(theirs)
    alone = np.isfinite(mine) & ~np.isfinite(theirs) & heard.speech[:size]
    away = 12 * np.log2(mine[both] / theirs[both])
    middles = 12 * np.log2(np.median(mine[both]) / np.median(theirs[both]))
    note = f"pyin {np.median(theirs[both]):.0f} Hz, ours there {np.median(mine[both]):.0f} Hz"
    if alone.any():
        note += f"; {alone.mean():.0%} voiced for us alone, at {np.median(mine[alone]):.0f} Hz"
    return abs(float(middles)), float(np.mean(np.abs(away) <= 1)), note
