"""What one answer's recording gives: voice and face, measured in a single pass."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, ParamSpec

from interview import Answer, Flag, ModelMissing
from scoring.media import MediaSource, probe, stream

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from scoring.face import FaceMeter, FaceResult
    from scoring.voice import VoiceResult

NO_MEDIA = "media.not_given"
APART_S = 1.0
"""Seconds of different sound left and right before each channel is listened to by itself."""

OpenMedia = Callable[[str], MediaSource]
_P = ParamSpec("_P")


@dataclass(frozen=True, kw_only=True, slots=True)
class RecordingSignals:
    """What one answer's recording gave: voice, face, its length and its own flags."""

    voice: VoiceResult
    face: FaceResult
    duration_ms: int | None = None
    flags: tuple[Flag, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)


def withheld_recording(
    answer: Answer, codes: Mapping[str, str], slots: Mapping[str, object]
) -> RecordingSignals:
    """Voice and face withheld, each with its code."""
    from scoring.face import face_withheld
    from scoring.voice import voice_withheld

    return RecordingSignals(
        voice=voice_withheld(codes["voice"], answer.id, **slots),
        face=face_withheld(codes["face"], answer.id, **slots),
    )


def measure_recording(
    answer: Answer,
    codes: Mapping[str, str],
    models_folder: Path,
    open_media: OpenMedia,
    max_bytes: int | None,
) -> RecordingSignals:
    """One pass through the recording, feeding whatever may be measured.

    Parameters
    ----------
    answer : Answer
    codes : mapping
        Why ``voice`` and ``face`` may not be measured; empty text where they may.
    models_folder : Path
        Where the face networks lie; without them the face is withheld, the rest goes on.
    open_media : callable
        From the answer's media address to a path or an open binary file, which is closed here.
    max_bytes : int or None
        Larger recordings are refused.

    Raises
    ------
    MediaError
        When nothing of this answer can be read.
    """
    if answer.media is None:
        return withheld_recording(answer, {m: c or NO_MEDIA for m, c in codes.items()}, {})
    source = open_media(answer.media)
    try:
        if codes["voice"] and codes["face"]:
            # nothing in it may be measured; its length, and that it is a recording, may be known
            facts = probe(source, max_bytes=max_bytes)
            held = withheld_recording(answer, codes, {})
            return replace(held, duration_ms=_span_ms(answer) or facts.duration_ms)
        return _one_pass(answer, source, codes, models_folder, max_bytes)
    finally:
        if not isinstance(source, str | Path):
            source.close()


def _one_pass(
    answer: Answer,
    source: MediaSource,
    codes: Mapping[str, str],
    models_folder: Path,
    max_bytes: int | None,
) -> RecordingSignals:
    from scoring.voice import VoiceMeter, voice_withheld

    started = time.perf_counter()
    clock = _Clock()
    voice = None if codes["voice"] else VoiceMeter(answer.id)
    face = _Face(models_folder, answer.id, codes["face"])
    facts = stream(
        source,
        audio=voice is not None,
        video_fps=face.frames_per_s,
        span=answer.span,
        on_audio=clock.timed("voice", voice.feed) if voice else None,
        on_frame=clock.timed("face", face.feed),
        max_bytes=max_bytes,
    )
    with clock.stage("voice"):
        if voice is not None:
            heard = None
            if facts.channels_apart_s >= APART_S:
                heard = _per_channel(answer, source, facts.clipping, max_bytes)
            if heard is None:
                heard = voice.result(answer.transcript, clipping=facts.clipping)
        else:
            heard = voice_withheld(codes["voice"], answer.id)
    with clock.stage("face"):
        seen = face.result(lambda: probe(source).has_video)
    spent = time.perf_counter() - started
    return RecordingSignals(
        voice=heard,
        face=seen,
        duration_ms=facts.duration_ms or _span_ms(answer),
        flags=facts.flags(),
        timings={"decode": max(0.0, spent - sum(clock.seconds.values())), **clock.seconds},
    )


def _per_channel(
    answer: Answer, source: MediaSource, clipping: float | None, max_bytes: int | None
) -> VoiceResult | None:
    """The sound once more, channel by channel; None when it is one voice after all."""
    from scoring.voice import ChannelMeter

    pair = ChannelMeter(answer.id)
    stream(source, span=answer.span, on_audio=pair.feed, max_bytes=max_bytes, split=True)
    return pair.result(answer.transcript, clipping=clipping)


class _Face:
    """The face meter, made with the first picture: a recording of sound alone never loads it."""

    def __init__(self, models_folder: Path, answer: str, code: str) -> None:
        from scoring.face import FRAMES_PER_S
        from scoring.networks import NETWORKS, network_path

        self.folder, self.answer, self.code = models_folder, answer, code
        self.slots: Mapping[str, object] = {}
        self.meter: FaceMeter | None = None
        if not code:
            try:
                for name in NETWORKS:
                    network_path(name, models_folder)
            except ModelMissing as error:
                self.code, self.slots = "face.model_missing", error.slots
        self.frames_per_s = None if self.code else FRAMES_PER_S

    def feed(self, frame: NDArray[np.uint8], t: float) -> None:
        if self.meter is None:
            from scoring.face import FaceMeter

            self.meter = FaceMeter(self.folder)
        self.meter.feed(frame, t)

    def result(self, has_video: Callable[[], bool]) -> FaceResult:
        from scoring.face import face_withheld

        if self.meter is not None:
            return self.meter.result(self.answer)
        # a missing network is no reason where there is no picture in the first place
        if not self.code or (self.code == "face.model_missing" and not has_video()):
            return face_withheld("face.no_video", self.answer)
        return face_withheld(self.code, self.answer, **self.slots)


def _span_ms(answer: Answer) -> int | None:
    return answer.span.end_ms - answer.span.start_ms if answer.span else None


class _Clock:
    """Seconds spent by stage: the meters are called from inside the decoding loop."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = {}

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        try:
            yield
        finally:
            spent = time.perf_counter() - started
            self.seconds[name] = self.seconds.get(name, 0.0) + spent

    def timed(self, name: str, call: Callable[_P, None]) -> Callable[_P, None]:
        def wrapped(*args: _P.args, **kwargs: _P.kwargs) -> None:
            with self.stage(name):
                call(*args, **kwargs)

        return wrapped
