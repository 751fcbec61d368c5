"""Where in a recording a voice or face feature can be heard or seen: one stretch to replay each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from interview import EXPRESSION, Evidence, Timeline
from scoring.catalogue import FEATURES

Track = Sequence[float | None]
Stretch = tuple[int, int]

SPEAKING = 0.5
SMILING = 0.6  # of the own unit: where a smile ends
TOWARDS = 0.5
WINDOW = 5


def expression_evidence(
    timeline: Timeline | None,
    values: Mapping[str, float],
    speaks: Mapping[str, Iterable[str]],
) -> dict[str, tuple[Evidence, ...]]:
    """One replayable stretch for each expression feature that may speak to a competency.

    Taken from the timeline, so to the second: the longest pause (or, without one, the longest
    stretch of unbroken speech), the five seconds in which pitch or level move most, the longest
    smile (or the longest stretch without), the longest look towards the camera or away from it,
    whichever the person did more. What has no such stretch is shown by the talk as a whole.

    Parameters
    ----------
    timeline : Timeline or None
        Of the answer; without one there is nothing to replay.
    values : mapping
        The answer's measured features.
    speaks : mapping
        Competency to the voice and face features that may speak to it.

    Examples
    --------
    >>> said = Timeline(step_ms=1000, tracks={"speech": (1.0, 1.0, 0.0, 0.0, 0.0, 1.0)})
    >>> found = expression_evidence(said, {"voice_long_pauses": 1.0},
    ...                             {"stress_tolerance": ["voice_long_pauses"]})
    >>> found["stress_tolerance"][0].start_ms, found["stress_tolerance"][0].end_ms
    (2000, 5000)
    """
    if timeline is None:
        return {}
    found: dict[str, tuple[Evidence, ...]] = {}
    for competency, names in speaks.items():
        pieces = [
            _evidence(name, stretch, timeline.step_ms)
            for name in names
            if name in values and (stretch := _stretch(name, values[name], timeline.tracks))
        ]
        if pieces:
            found[competency] = tuple(pieces)
    return found


def _evidence(name: str, stretch: Stretch, step_ms: int) -> Evidence:
    return Evidence(
        start_ms=stretch[0] * step_ms,
        end_ms=stretch[1] * step_ms,
        start_char=None,
        end_char=None,
        quote="",
        feature=name,
        modality=FEATURES[name].modality,
    )


def _stretch(name: str, value: float, tracks: Mapping[str, Track]) -> Stretch | None:
    """The stretch of steps that shows a feature best; None where its track is not there."""
    if FEATURES[name].modality not in EXPRESSION:
        return None
    if name.startswith("face_"):
        return _seen(name, value, tracks)
    speech = tracks.get("speech", ())
    talk = _talk(speech)
    if talk is None:
        return None
    if name in ("voice_pauses_per_min", "voice_long_pauses", "voice_longest_pause"):
        return (
            _longest(speech, lambda v: v < SPEAKING, talk)
            or _longest(speech, lambda v: v >= SPEAKING, talk)
            or talk
        )
    if name == "voice_pitch_range":
        return _liveliest(tracks.get("pitch", ()), talk) or talk
    if name == "voice_energy_range":
        spoken = [
            level if (share or 0.0) >= SPEAKING else None
            for level, share in zip(tracks.get("energy", ()), speech, strict=False)
        ]
        return _liveliest(spoken, talk) or talk
    return talk


def _seen(name: str, value: float, tracks: Mapping[str, Track]) -> Stretch | None:
    face = tracks.get("face", ())
    whole = _longest(face, lambda v: v > 0.0, (0, len(face)))
    if whole is None:
        return None
    if name in ("face_smile_share", "face_smile_episodes"):
        smile = tracks.get("smile", ())
        return _longest(smile, lambda v: v >= SMILING, (0, len(smile))) or whole
    if name == "face_gaze_share":
        gaze, much = tracks.get("gaze", ()), value >= TOWARDS
        return _longest(gaze, lambda v: (v >= TOWARDS) is much, (0, len(gaze))) or whole
    return whole


def _talk(speech: Track) -> Stretch | None:
    """From the first to the last step with speech."""
    spoken = [step for step, share in enumerate(speech) if share is not None and share > 0.0]
    return (spoken[0], spoken[-1] + 1) if spoken else None


def _longest(track: Track, holds: Callable[[float], bool], within: Stretch) -> Stretch | None:
    """The longest run of steps for which something holds; a gap ends a run."""
    best: Stretch | None = None
    begun = None
    for step in range(within[0], within[1] + 1):
        value = track[step] if step < within[1] else None
        if value is not None and holds(value):
            begun = step if begun is None else begun
        elif begun is not None:
            if best is None or step - begun > best[1] - best[0]:
                best = (begun, step)
            begun = None
    return best


def _liveliest(track: Track, within: Stretch) -> Stretch | None:
    """The window of five steps with the largest distance between its highest and lowest value."""
    best: Stretch | None = None
    widest = 0.0
    for start in range(within[0], max(within[0] + 1, within[1] - WINDOW + 1)):
        known = [v for v in track[start : start + WINDOW] if v is not None]
        if len(known) >= 2 and max(known) - min(known) > widest:
            widest = max(known) - min(known)
            best = (start, min(start + WINDOW, within[1]))
    return best
