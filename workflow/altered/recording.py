"""Writes an altered copy of one answer's recording."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np

from interview import ModelMissing
from scoring.media import MediaFacts, probe, stream
from workflow.altered.alterations import Alteration
from workflow.altered.pictures import Glasses, Picture, relit
from workflow.altered.sounds import RATE, Samples, noisy, stretched

FPS = 25.0  # twice what the face is measured at, so that slower copies still have enough
# free encoders only (docs/decisions/0010); good enough that copying itself changes little
VP9 = {"deadline": "realtime", "cpu-used": "8", "crf": "22", "b": "0"}
GOOD_SOUND, POOR_SOUND = 64_000, 12_000  # bits a second and channel
TICKS = 1000

Edit = Callable[[Picture, float], Picture]


def altered_recording(
    source: Path,
    target: Path,
    alteration: Alteration,
    *,
    models: Path,
    max_bytes: int | None = None,
) -> str:
    """Write a copy of a recording with one thing changed: VP9 and Opus in WebM.

    Sound is held whole (4 MB a minute), pictures pass one by one. The copy is at most as wide as
    what the scorer looks at, at most 25 pictures a second, with 16 kHz sound in one channel or
    two.

    Parameters
    ----------
    source, target : Path
        ``target`` ends in ``.webm``; it is not there when a code is returned.
    alteration : Alteration
        One that touches a recording.
    models : Path
        The face networks, for the glasses.

    Returns
    -------
    str
        Empty when the copy was written, else why it could not be: ``altered.no_picture``,
        ``altered.no_sound``, ``altered.no_face``, ``face.model_missing``.

    Raises
    ------
    MediaError
        What opening and reading the recording raises.
    """
    facts = probe(source, max_bytes=max_bytes)
    if alteration.touches == "picture" and not facts.has_video:
        return "altered.no_picture"
    if alteration.touches in ("sound", "time") and not facts.has_audio:
        return "altered.no_sound"
    glasses = None
    if alteration.key == "glasses":
        try:
            glasses = Glasses(models, alteration.amount)
        except ModelMissing:
            return "face.model_missing"
    sound = _sound(source, facts, max_bytes)
    if sound is not None:
        sound = _changed(sound, alteration)
    try:
        _write(source, target, facts, alteration, sound, glasses or _edit(alteration))
    except BaseException:
        target.unlink(missing_ok=True)
        raise
    if glasses is not None and not glasses.worn:
        target.unlink()
        return "altered.no_face"
    return ""


def _edit(alteration: Alteration) -> Edit:
    if alteration.touches != "picture":
        return lambda picture, t: picture
    return lambda picture, t: relit(picture, alteration.amount)


def _sound(source: Path, facts: MediaFacts, max_bytes: int | None) -> Samples | None:
    if not facts.has_audio:
        return None
    blocks: list[Samples] = []
    # two people on a channel each must stay apart
    split = facts.audio_channels == 2
    stream(
        source,
        on_audio=lambda block, t: blocks.append(np.atleast_2d(block).astype(np.float32)),
        max_bytes=max_bytes,
        split=split,
    )
    return np.concatenate(blocks, axis=1) if blocks else None


def _changed(sound: Samples, alteration: Alteration) -> Samples:
    if alteration.touches == "time":
        return stretched(sound, alteration.amount)
    if alteration.touches == "sound":
        # the same recording gets the same noise whenever it is tried
        seed = int.from_bytes(hashlib.sha256(sound.tobytes()[: 4 * RATE]).digest()[:4], "big")
        return noisy(sound, alteration.amount, seed=seed)
    return sound


def _write(
    source: Path,
    target: Path,
    facts: MediaFacts,
    alteration: Alteration,
    sound: Samples | None,
    edit: Edit,
) -> None:
    import av

    poor = alteration.touches == "encoding" and alteration.amount > 0
    slower = 1 / alteration.amount if alteration.touches == "time" else 1.0
    with av.open(str(target), "w", format="webm") as out:
        bit_rate = POOR_SOUND if poor else GOOD_SOUND
        heard = deque([] if sound is None else _packets(out, sound, bit_rate))
        video: Any = None

        def show(picture: Picture, t: float) -> None:
            nonlocal video
            shown = edit(picture, t)[: picture.shape[0] & ~1, : picture.shape[1] & ~1]
            if video is None:
                video = _video(out, shown, alteration.amount if poor else 0.0)
            at = round(t * slower * TICKS)
            while heard and heard[0][0] * TICKS <= at:
                out.mux(heard.popleft()[1])
            frame: Any = av.VideoFrame.from_ndarray(np.ascontiguousarray(shown), format="bgr24")
            frame.pts, frame.time_base = at, Fraction(1, TICKS)
            out.mux(video.encode(frame))

        if facts.has_video:
            stream(source, audio=False, video_fps=FPS, on_frame=show)
        for _, packet in heard:
            out.mux(packet)
        if video is not None:
            out.mux(video.encode(None))


def _video(out: Any, picture: Picture, bit_rate: float) -> Any:
    options = {**VP9, "crf": "50"} if bit_rate else dict(VP9)
    if bit_rate:
        options["b"] = str(round(bit_rate))
    video = out.add_stream("libvpx-vp9", rate=round(FPS), options=options)
    video.height, video.width = picture.shape[:2]
    video.pix_fmt = "yuv420p"
    video.codec_context.thread_count = 1
    video.codec_context.time_base = Fraction(1, TICKS)
    return video


def _packets(out: Any, sound: Samples, bit_rate: int) -> list[tuple[float, Any]]:
    """The sound as Opus, each packet with its time in seconds; nothing is written yet."""
    import av

    layout = "mono" if sound.shape[0] == 1 else "stereo"
    track = out.add_stream("libopus", rate=RATE, layout=layout)
    track.codec_context.bit_rate = bit_rate * sound.shape[0]
    change = av.AudioResampler(
        format=track.codec_context.format.name, layout=layout, rate=RATE, frame_size=320
    )
    raw: Any = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound), "fltp", layout)
    raw.sample_rate = RATE
    made, done = [], 0
    for frame in [*change.resample(raw), *change.resample(None)]:
        frame.pts = done
        done += frame.samples
        made += track.encode(frame)
    made += track.encode(None)
    return [(float((p.pts or 0) * p.time_base), p) for p in made]
