"""How far each voice measure moves when the same recording comes at another rate, level or codec.

The bundled answers by default; with the variable CANDOR_REAL_DATA naming a folder, every recording
in it and its subfolders as well. A change is judged against how much the measure differs between
recordings: what moves by more than a quarter of that cannot tell two people apart.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from benchmarks.signals.row import Row
from data_samples.sound_copies import sound_copy
from data_samples.spoken_pieces import Array, bundled_answers, bundled_speech
from interview import MediaError
from scoring.catalogue import FEATURES
from scoring.media import MediaSource, stream
from scoring.voice import VoiceMeter

COPIES: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "rate": {"8 kHz": {"rate": 8_000}, "16 kHz": {"rate": 16_000}, "48 kHz": {"rate": 48_000}},
    "gain": {"-12 dB": {"gain_db": -12.0}, "-6 dB": {"gain_db": -6.0}, "+6 dB": {"gain_db": 6.0}},
    "codec": {
        "Opus 24k": {"kind": "ogg", "codec": "libopus", "rate": 48_000, "bit_rate": 24_000},
        "MP3 64k": {"kind": "mp3", "codec": "libmp3lame", "rate": 44_100, "bit_rate": 64_000},
        "AAC 48k": {"kind": "mp4", "codec": "aac", "rate": 44_100, "bit_rate": 48_000},
    },
}
AIM = 0.25  # of the standard deviation between recordings, on average over recordings and copies
IN_UNIT = {"voice_snr": 3.0}  # clean recordings are all alike: their spread is no yardstick
SUFFIXES = {".mp4", ".wav", ".flac", ".ogg", ".mp3", ".webm", ".m4a"}
LONGEST_S = 60.0
NOTES = {
    "voice_snr": "above 40 dB a codec decides what is left of the background",
    "voice_clipping": "a louder copy is cut off more; nothing else may move it",
    "voice_long_pauses": "a whole number",
}


def voice_of(source: MediaSource) -> dict[str, float]:
    """The voice measures of one recording without a transcript."""
    meter = VoiceMeter("a")
    facts = stream(source, on_audio=meter.feed)
    return dict(meter.result(clipping=facts.clipping).values)


def real_speech(folder: Path) -> list[Array]:
    """The recordings of up to a minute below a folder that hold at least 3 s of speech."""
    found = []
    for path in sorted(p for p in folder.rglob("*") if p.suffix in SUFFIXES):
        blocks: list[Array] = []
        try:
            stream(path, on_audio=lambda block, t, to=blocks: to.append(block))  # type: ignore[misc]
        except MediaError:
            continue  # a collection holds broken files on purpose
        sound = np.concatenate(blocks) if blocks else np.zeros(0, np.float32)
        if 3 * 16_000 <= sound.size <= LONGEST_S * 16_000:
            meter = VoiceMeter("a")
            meter.feed(sound, 0.0)
            if meter.result().quality.passed:
                found.append(sound)
    return found


def stability(section: str, sounds: Sequence[Array]) -> list[Row]:
    """One row per measure and kind of copy: mean and largest change, in its unit and in SD."""
    plain = [voice_of(sound_copy(sound, codec="pcm_f32le")) for sound in sounds]
    copies = {
        family: [
            [voice_of(sound_copy(sound, **how)) for sound in sounds]  # type: ignore[arg-type]
            for how in kinds.values()
        ]
        for family, kinds in COPIES.items()
    }
    rows = []
    for name in sorted({name for values in plain for name in values}):
        spread = float(np.std([v[name] for v in plain if name in v], ddof=1))
        unit = FEATURES[name].unit
        for family, kinds in copies.items():
            pairs = [(a, b) for kind in kinds for a, b in zip(plain, kind, strict=True)]
            moved = [abs(b[name] - a[name]) for a, b in pairs if name in a and name in b]
            lost = sum((name in a) != (name in b) for a, b in pairs)
            mean, most = float(np.mean(moved)), float(np.max(moved))
            share = mean / spread if spread > 0 else 0.0
            exact = name in ("voice_clipping", "voice_long_pauses")
            in_unit = name in IN_UNIT
            aim = f"at most {IN_UNIT[name]:g} {unit}" if in_unit else f"mean at most {AIM} SD"
            good = most <= IN_UNIT[name] if in_unit else share <= AIM
            rows.append(
                Row(
                    section=section,
                    name=f"{name}, {family} ({', '.join(COPIES[family])})",
                    value=f"mean {mean:.3g}, largest {most:.3g} {unit}; {share:.2f} SD",
                    aim="" if exact else f"{aim}, no value lost",
                    met=None if exact else good and not lost,
                    note=NOTES.get(name, "") + (f"; {lost} lost" if lost else ""),
                )
            )
    return rows


def report() -> Sequence[Row]:
    """The bundled answers, and real recordings where a folder of them is named."""
    bundled = [bundled_speech(*which) for which in bundled_answers()]
    rows = stability(f"voice, stability: {len(bundled)} bundled answers", bundled)
    folder = os.environ.get("CANDOR_REAL_DATA")
    if folder:
        real = real_speech(Path(folder))
        rows += stability(f"voice, stability: {len(real)} real recordings", real)
    return rows
