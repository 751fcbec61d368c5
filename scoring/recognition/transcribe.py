"""A recording with speech and no transcript gets one, from the recogniser this place has added."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

from interview import (
    Answer,
    Interview,
    Locale,
    MediaError,
    Segment,
    SignalPolicy,
    Span,
    Transcript,
    Word,
)
from scoring.added_model import AddedModel
from scoring.language.transcript_words import gathered
from scoring.media import MediaSource, stream
from scoring.quality_gate import barred
from scoring.recognition.recogniser import Recogniser, recogniser
from scoring.recognition.windows import Window, Windows
from scoring.recognition.word_times import mended
from scoring.recording_signals import OpenMedia


def recognise(
    source: MediaSource,
    *,
    model_folder: Path,
    locale: Locale | None = None,
    span: Span | None = None,
    name: str | None = None,
    max_bytes: int | None = None,
) -> Transcript:
    """What is said in a recording, with times of words.

    The sound is streamed and heard in windows of at most 30 s that end in pauses, so an hour needs
    no more memory than a minute. Stretches without speech are never given to the model. Word times
    count from the start of the answer, never run backwards and never leave their window.

    Parameters
    ----------
    source : path or binary file
    model_folder : Path
        The model's own folder.
    locale : str, optional
        The language spoken; by default the model finds out from the first window.
    span : Span, optional
        The stretch that is one answer.
    name : str, optional
        What the transcript calls its source; by default the folder's name.
    max_bytes : int, optional
        Larger recordings are refused.

    Returns
    -------
    Transcript
        Without segments when nobody speaks. ``locale`` is the language asked for or found, None
        when the model cannot tell. Every word carries its window's confidence.

    Raises
    ------
    ModelMissing
        ``model.not_a_model`` when the folder holds no recogniser.
    MediaError
        As `scoring.media.stream`.
    """
    hearing = _Hearing(recogniser(str(model_folder)), locale)
    windows = Windows(hearing.take)
    stream(source, span=span, on_audio=windows.feed, max_bytes=max_bytes)
    windows.finish()
    return Transcript(
        segments=tuple(hearing.segments),
        source=name or model_folder.name,
        locale=hearing.language,
    )


class _Hearing:
    """What has been heard so far in one recording."""

    def __init__(self, engine: Recogniser, locale: Locale | None) -> None:
        self._engine = engine
        self.language = locale
        self.segments: list[Segment] = []

    def take(self, window: Window) -> None:
        if self.language is None:
            # one answer is in one language: what the first window tells holds for all
            self.language = self._engine.language_of(window.samples)
        found = self._engine.hear(window.samples, self.language)
        at = window.start_s
        pieces = [(text, _later(a, at), _later(b, at)) for text, a, b in found.pieces]
        words = mended(pieces, at, window.end_s, found.confidence)
        if found.by_word:
            self.segments += [
                replace(segment, confidence=found.confidence) for segment in gathered(words)
            ]
        else:
            self.segments += [_phrase(word) for word in words]


def _later(time: float | None, by: float) -> float | None:
    return None if time is None else float(time) + by


def _phrase(piece: Word) -> Segment:
    return Segment(
        text=piece.text,
        start_ms=piece.start_ms,
        end_ms=piece.end_ms,
        confidence=piece.confidence,
    )


def transcribe_interview(
    interview: Interview,
    model: AddedModel | None,
    *,
    policy: SignalPolicy,
    open_media: OpenMedia | None = None,
    max_bytes: int | None = None,
) -> Interview:
    """The interview with a transcript for every recorded answer that had none.

    Answers with a transcript keep it. An answer stays without where the law or consent bars
    language, where its language is none of the model's, and where its recording cannot be read
    (scoring then says why). Without a model nothing changes.

    Examples
    --------
    >>> answers = (Answer(id="a", media="a.mp4"),)
    >>> one = Interview(id="i", candidate_id="c", role="r", answers=answers)
    >>> law = SignalPolicy(key="words", version=1, compute=("language",))
    >>> transcribe_interview(one, None, policy=law) == one
    True
    """
    if model is None or barred("language", policy, interview.consent):
        return interview
    if interview.locale is not None and interview.locale not in model.languages:
        return interview
    hear = partial(
        _heard,
        model=model,
        locale=interview.locale,
        open_media=open_media or Path,
        max_bytes=max_bytes,
    )
    return replace(interview, answers=tuple(hear(answer) for answer in interview.answers))


def _heard(
    answer: Answer,
    *,
    model: AddedModel,
    locale: Locale | None,
    open_media: OpenMedia,
    max_bytes: int | None,
) -> Answer:
    if answer.media is None or answer.transcript is not None:
        return answer
    # a model for one language is told it; one for several finds out which
    only = model.languages[0] if len(model.languages) == 1 else None
    source: MediaSource | None = None
    try:
        source = open_media(answer.media)
        found = recognise(
            source,
            model_folder=Path(model.folder),
            locale=locale or only,
            span=answer.span,
            name=model.id,
            max_bytes=max_bytes,
        )
    except MediaError:
        return answer
    finally:
        if source is not None and not isinstance(source, str | Path):
            source.close()
    if found.segments and found.locale not in (None, *model.languages):
        return answer
    return replace(answer, transcript=found)
