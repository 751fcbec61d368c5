"""How much each face feature changes when the same clip is lit, coded, sized or turned otherwise.

One clip of the test figure (24 s: 6 blinks, 3 smiles, 2 raised brows, 2 turns, 2 glances) is
measured plainly and in copies. The largest change over the copies stands beside the plain value.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

import numpy as np

from benchmarks.signals.figure_clips import LIVELY, Measured, Picture, coded, drawn, measure
from benchmarks.signals.row import Row
from data_samples.figure import FigureLook
from scoring.face import FRAMES_PER_S
from scoring.face.gaze import gaze_yaw

SECTION = "face, invariance"
COUNTED = ("face_blink_rate", "face_smile_episodes", "face_brow_episodes")
# how far a value may move; None where the copy changes what the feature is about
ALLOWED: Mapping[str, float | None] = {
    "face_present_share": 0.0,
    "face_count_max": 0.0,
    "face_smile_share": 0.05,
    "face_smile_episodes": 0.0,
    "face_blink_rate": 0.0,
    "face_yaw_sd": 0.5,
    "face_pitch_sd": 0.5,
    "face_gaze_share": 0.05,
    "face_brow_episodes": 0.0,
    "face_movement": 1.0,
    "face_mouth_movement": 0.3,
    "face_tracking": 0.02,
    "face_brightness": None,
    "face_sharpness": None,
    "face_size": None,
}
DARKER_SKIN = FigureLook(skin=(0.42, 0.5, 0.6))
LIGHTER_SKIN = FigureLook(skin=(1.12, 1.08, 1.05))


def lit(times: float) -> Callable[[Picture, float], Picture]:
    """Every pixel so many times as bright, cut off at white."""
    return lambda picture, _: np.clip(picture * times, 0, 255).astype(np.uint8)


def sized(times: float) -> Callable[[Picture, float], Picture]:
    """So many times as wide and high."""

    def edit(picture: Picture, _: float) -> Picture:
        import cv2

        small = cv2.INTER_AREA if times < 1 else cv2.INTER_LINEAR
        resized = cv2.resize(picture, None, fx=times, fy=times, interpolation=small)
        return resized.astype(np.uint8)

    return edit


def sampled(fps: float) -> Iterator[tuple[Picture, float]]:
    """A clip of so many frames a second, looked at as recordings are: 12.5 times."""
    due = 0.0
    for picture, t in drawn(LIVELY, fps=fps):
        if t + 1e-3 >= due:
            while due <= t + 1e-3:
                due += 1 / FRAMES_PER_S
            yield picture, t


def copies() -> Mapping[str, Callable[[], Measured]]:
    """Every changed copy by name."""
    return {
        "brightness x .6": lambda: measure(drawn(LIVELY, edit=lit(0.6))),
        "brightness x 1.4": lambda: measure(drawn(LIVELY, edit=lit(1.4))),
        "VP9, 80 kbit/s": lambda: coded(
            drawn(LIVELY, fps=25), "libvpx-vp9", {"b": "80k", "deadline": "realtime"}
        ),
        "H.264, 80 kbit/s": lambda: coded(
            drawn(LIVELY, fps=25), "libx264", {"b": "80k", "preset": "veryfast"}
        ),
        "size x .5": lambda: measure(drawn(LIVELY, edit=sized(0.5))),
        "size x 1.5": lambda: measure(drawn(LIVELY, edit=sized(1.5))),
        "darker skin": lambda: measure(drawn(LIVELY, look=DARKER_SKIN)),
        "lighter skin": lambda: measure(drawn(LIVELY, look=LIGHTER_SKIN)),
        "mirrored": lambda: measure(
            drawn(LIVELY, edit=lambda picture, _: np.ascontiguousarray(picture[:, ::-1]))
        ),
        "25 frames/s": lambda: measure(sampled(25)),
        "30 frames/s": lambda: measure(sampled(30)),
    }


def report() -> Sequence[Row]:
    """A row per feature, and two on what a mirror turns round."""
    plain = measure(drawn(LIVELY))
    others = {name: make() for name, make in copies().items()}
    rows = [_feature(name, plain, others) for name in ALLOWED]
    rows += _mirror(plain, others["mirrored"])
    return rows


def _feature(name: str, plain: Measured, others: Mapping[str, Measured]) -> Row:
    base = plain.result.values[name]
    moved = {copy: other.result.values.get(name, np.nan) - base for copy, other in others.items()}
    worst = max(moved, key=lambda copy: abs(moved[copy]) if np.isfinite(moved[copy]) else np.inf)
    allowed = ALLOWED[name]
    changes = ", ".join(f"{copy} {_told(name, change)}" for copy, change in moved.items())
    shown = f"{_told(name, base, sign=False)}; largest change {_told(name, moved[worst])} ({worst})"
    if allowed is None:
        return Row(section=SECTION, name=name, value=shown, note=changes)
    return Row(
        section=SECTION,
        name=name,
        value=shown,
        aim=f"at most {_told(name, allowed, sign=False)}" if allowed else "no change",
        met=bool(abs(moved[worst]) <= allowed + 1e-9 or _same_count(name, moved[worst])),
        note=changes,
    )


def _same_count(name: str, change: float) -> bool:
    """The same number of times, in clips whose last frames lie a little apart."""
    return name in COUNTED and abs(change) * LIVELY.duration_s / 60 < 0.5


def _told(name: str, value: float, *, sign: bool = True) -> str:
    if name in COUNTED:
        value = value * LIVELY.duration_s / 60
    return f"{value:{'+' if sign else ''}.2f}"


def _mirror(plain: Measured, mirrored: Measured) -> Iterator[Row]:
    def gaze(of: Measured) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
        return gaze_yaw(of.column["yaw"], of.column["eye_yaw"])

    sides = {
        "yaw": (plain.column["yaw"], mirrored.column["yaw"]),
        "gaze": (gaze(plain), gaze(mirrored)),
    }
    for name, (here, there) in sides.items():
        apart = float(np.median(np.abs(here + there)))
        together = float(np.corrcoef(here, -there)[0, 1])
        yield Row(
            section=SECTION,
            name=f"{name} of the mirrored clip",
            value=f"changes sign: correlation {together:.2f}, median distance {apart:.1f} deg",
            aim="correlation .9 or more, 2 deg or less",
            met=together >= 0.9 and apart <= 2.0,
        )
