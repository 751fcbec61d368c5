"""Whether the picture is good enough to measure the face, and if not, the first reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from interview import Evidence, Flag
from scoring.face.change import Change
from scoring.gate_thresholds import limit

FACE_FEATURES = (
    "face_present_share",
    "face_count_max",
    "face_smile_share",
    "face_smile_episodes",
    "face_blink_rate",
    "face_yaw_sd",
    "face_pitch_sd",
    "face_gaze_share",
    "face_brow_episodes",
    "face_movement",
    "face_mouth_movement",
    "face_brightness",
    "face_sharpness",
    "face_size",
    "face_tracking",
)

SHORTEST_S = limit("face.least_time")
DARK = limit("face.dark")  # mean brightness of the face, 0 to 255
DARK_FRAME = limit("face.dark_frame")  # of the whole frame, where no face could be found in it
SMALLEST_PX = limit("face.smallest")  # face height: below it an eye is fewer than ten pixels wide
SEEN_SHARE = limit("face.least_seen")
FULLY_SEEN_SHARE = limit("face.fully_seen")
# share of the looks at the whole frame that found more than one face
MANY_SHARE = limit("face.most_company")

AROUND_CHANGE_S = 2.0  # seconds to replay on either side of a change

NO_SLOTS: Mapping[str, object] = {}


@dataclass(frozen=True, kw_only=True, slots=True)
class FaceGate:
    """``code`` is empty when the picture will do; ``slots`` fill the sentence that would help."""

    code: str = ""
    slots: Mapping[str, object] = field(default_factory=dict)
    flags: tuple[Flag, ...] = ()


def face_gate(
    times: NDArray[np.float64],
    seen: NDArray[np.bool_],
    counts: Sequence[tuple[float, int]],
    values: Mapping[str, float],
    light: float,
    *,
    still: bool = False,
    cuts: Sequence[float] = (),
    changes: Sequence[Change] = (),
) -> FaceGate:
    """The first thing that stands against measuring the face.

    Parameters
    ----------
    times, seen
        Per frame looked at: its time (s) and whether a face was followed in it.
    counts
        ``(time, faces)`` of each look at the whole frame.
    values
        The quality features measured so far.
    light
        Median brightness of the whole frames, 0 to 255.
    still
        Whether the face never changes its shape.
    cuts, changes
        When the picture was cut (s), and where other proportions follow.

    Examples
    --------
    >>> none = np.array([])
    >>> face_gate(none, none.astype(bool), [], {}, 0.0).code
    'face.no_video'
    """
    if not len(times):
        return FaceGate(code="face.no_video")
    share = float(seen.mean())
    many = [t for t, n in counts if n > 1]
    many_share = len(many) / len(counts) if counts else 0.0
    flags = []
    if many:
        flags.append(
            Flag(
                code="face.second_face",
                slots={"share": round(many_share, 2), "first_s": round(many[0], 1)},
            )
        )
    if SEEN_SHARE <= share < FULLY_SEEN_SHARE:
        flags.append(Flag(code="face.partly_seen", slots={"share": round(share, 2)}))
    flags += [*_cut_flags(cuts), *(_changed_flag(change) for change in changes[:1])]
    code, slots = _first_reason(times, seen, share, many_share, values, light)
    if still and not code:
        code, slots = "face.still_picture", {"seconds": round(_seconds(times, seen), 1)}
    return FaceGate(code=code, slots=slots, flags=tuple(flags))


def _first_reason(
    times: NDArray[np.float64],
    seen: NDArray[np.bool_],
    share: float,
    many_share: float,
    values: Mapping[str, float],
    light: float,
) -> tuple[str, Mapping[str, object]]:
    dark = values.get("face_brightness", light)
    if dark < (DARK if seen.any() else DARK_FRAME):
        return "face.too_dark", {"brightness": round(dark), "needed": round(DARK)}
    if share < SEEN_SHARE:
        return "face.not_seen", {"share": round(share, 2), "needed": SEEN_SHARE}
    if many_share > MANY_SHARE:
        return "face.too_many", {"faces": int(values["face_count_max"])}
    if values["face_size"] < SMALLEST_PX:
        return "face.too_small", {"size": round(values["face_size"]), "needed": round(SMALLEST_PX)}
    seconds = _seconds(times, seen)
    if seconds < SHORTEST_S:
        return "face.too_short", {"seconds": round(seconds, 1), "needed": SHORTEST_S}
    return "", NO_SLOTS


def _seconds(times: NDArray[np.float64], seen: NDArray[np.bool_]) -> float:
    """How long a face was seen."""
    return float(seen.sum()) * float(times[-1] - times[0]) / max(len(times) - 1, 1)


def _cut_flags(cuts: Sequence[float]) -> tuple[Flag, ...]:
    if not cuts:
        return ()
    slots = {"cuts": len(cuts), "first_s": round(cuts[0], 1)}
    return (Flag(code="face.picture_cut", slots=slots),)


def _changed_flag(change: Change) -> Flag:
    return Flag(
        code="face.person_changed",
        slots={"at_s": round(change.at_s, 1), "ratio": round(change.ratio, 1)},
        evidence=(
            Evidence(
                start_ms=round(max(change.at_s - AROUND_CHANGE_S, 0.0) * 1000),
                end_ms=round((change.at_s + AROUND_CHANGE_S) * 1000),
                start_char=None,
                end_char=None,
                quote="",
                feature="face_present_share",
                modality="face",
            ),
        ),
    )
