"""Makes the clips that are measured: H.264 720p with sound, from a bundled test figure.

The picture gets camera-like grain, so that its bit rate and its decoding cost are those of a
webcam recording and not of a still. H.264 is what browsers and phones record; the encoder serves
this measurement only and the product never encodes with it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

WIDTH, HEIGHT, FPS, RATE = 1280, 720, 30, 48_000
BIT_RATE = 1_500_000  # what interview platforms record 720p at


@dataclass(frozen=True, kw_only=True, slots=True)
class Clip:
    """A recording and its transcript, ``seconds`` long."""

    media: Path
    transcript: Path
    seconds: int


def make_clip(source: Path, cues: list[dict[str, object]], folder: Path, seconds: int = 60) -> Clip:
    """Loop a rendered answer to ``seconds`` of 1280x720 at 30 frames per second, AAC sound."""
    import av
    import cv2
    import numpy as np

    frames, samples, length = _read(source)
    target = folder / f"clip_{seconds}.mp4"
    noise = np.random.default_rng(7).normal(0, 4.0, (16, HEIGHT, WIDTH, 1)).astype(np.int16)
    grain = np.repeat(noise, 3, axis=3)
    with av.open(str(target), "w") as out:
        video = out.add_stream("libx264", rate=FPS, options={"preset": "veryfast"})
        video.width, video.height, video.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        video.bit_rate = BIT_RATE
        video.time_base = Fraction(1, FPS)
        audio = out.add_stream("aac", rate=RATE, layout="mono")
        for index in range(seconds * FPS):
            picture = frames[int(index / FPS % length * len(frames) / length) % len(frames)]
            noisy = cv2.add(picture, grain[index * 7 % 16], dtype=cv2.CV_8U)
            frame = av.VideoFrame.from_ndarray(noisy, format="bgr24")
            frame.pts = index
            out.mux(video.encode(frame))
        out.mux(video.encode(None))
        sound = np.resize(samples, seconds * RATE).astype(np.float32)
        for start in range(0, sound.size, 1024):
            block = av.AudioFrame.from_ndarray(sound[None, start : start + 1024], "fltp", "mono")
            block.sample_rate, block.pts = RATE, start
            out.mux(audio.encode(block))
        out.mux(audio.encode(None))
    transcript = folder / f"clip_{seconds}.json"
    transcript.write_text(json.dumps({"segments": _loop(cues, length, seconds)}))
    return Clip(media=target, transcript=transcript, seconds=seconds)


def repeat_clip(clip: Clip, times: int) -> Clip:
    """The same packets ``times`` over, without encoding anything again."""
    import av

    target = clip.media.with_name(f"clip_{clip.seconds * times}.mp4")
    with av.open(str(target), "w") as out:
        # every stream stands before the first packet: the header is written with that one
        with av.open(str(clip.media)) as source:
            copies = {s.index: out.add_stream_from_template(s) for s in source.streams}
            # a little more than the length: encoders start before 0 and end after the last frame
            step = source.duration / av.time_base + 0.1
        for turn in range(times):
            with av.open(str(clip.media)) as source:
                for packet in source.demux():
                    if packet.dts is None or packet.pts is None:
                        continue
                    offset = int(turn * step / packet.time_base)
                    packet.pts, packet.dts = packet.pts + offset, packet.dts + offset
                    packet.stream = copies[packet.stream.index]
                    out.mux(packet)
    cues = json.loads(clip.transcript.read_text())["segments"]
    length = clip.seconds * times
    transcript = target.with_suffix(".json")
    transcript.write_text(json.dumps({"segments": _loop(cues, step, length)}))
    return Clip(media=target, transcript=transcript, seconds=length)


def _read(source: Path):  # type: ignore[no-untyped-def]
    """All frames at 720p and all sound of a short clip, and its length in seconds."""
    import av
    import numpy as np

    frames, blocks = [], []
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=RATE)
    with av.open(str(source)) as container:
        for packet in container.demux():
            for frame in packet.decode():
                if isinstance(frame, av.VideoFrame):
                    side = HEIGHT
                    square = frame.reformat(side, side, "bgr24").to_ndarray()
                    wide = np.full((HEIGHT, WIDTH, 3), 90, np.uint8)
                    wide[:, (WIDTH - side) // 2 : (WIDTH + side) // 2] = square
                    frames.append(wide)
                else:
                    blocks += [b.to_ndarray()[0] for b in resampler.resample(frame)]
    samples = np.concatenate(blocks)
    return frames, samples, samples.size / RATE


def _loop(cues: list[dict[str, object]], length: float, seconds: int) -> list[dict[str, object]]:
    """The cues repeated every ``length`` seconds until ``seconds``."""
    looped, shift = [], 0.0
    while shift < seconds:
        for cue in cues:
            start, end = float(str(cue["start"])) + shift, float(str(cue["end"])) + shift
            if end <= seconds:
                looped.append({"text": cue["text"], "start": start, "end": end})
        shift += length
    return looped
