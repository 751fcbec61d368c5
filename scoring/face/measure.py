"""The face in one answer: frames in, measured values with their units out."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from interview import Flag, Quality
from scoring.face.brow import brow_height
from scoring.face.change import ChangeWatch
from scoring.face.detector import FaceDetector
from scoring.face.engine import Engine, open_network
from scoring.face.expression import expression, length_s
from scoring.face.gate import FACE_FEATURES, face_gate
from scoring.face.iris import FaceIris
from scoring.face.landmarks import FaceLandmarks, Landmarks
from scoring.face.per_second import Track, per_second
from scoring.face.pose import HeadPose, head_pose
from scoring.face.smile import mouth
from scoring.face.still import is_still
from scoring.face.tracker import FaceTracker
from scoring.networks import network_path

FRAMES_PER_S = 12.5
SURE_SCORE = 0.9
MIDDLE_GREY = 128.0
# places in the square around the face: the middle of it is skin, not background
INNER, CHEEKS = np.s_[48:144, 48:144], np.s_[96:136, 56:136]

# one row of these per frame looked at
COLUMNS = (
    "width",
    "lift",
    "curve",
    "gap",
    "brow",
    "opening",
    "eye_yaw",
    "eye_pitch",
    "eye_light",
    "skin_light",
    "yaw",
    "pitch",
    "roll",
    "score",
    "size",
    "brightness",
    "sharpness",
)

Series = NDArray[np.float64]


@dataclass(frozen=True, kw_only=True, slots=True)
class FaceResult:
    """What the face showed: every catalogue name in ``values`` or, with a code, in ``missing``.

    ``tracks`` hold one value per second (None where no face was seen): ``smile`` and ``brow`` in
    own-baseline units, ``gaze``, ``face`` and ``tracking`` as shares.
    """

    values: Mapping[str, float]
    missing: Mapping[str, str]
    tracks: Mapping[str, Track] = field(default_factory=dict)
    quality: Quality
    flags: tuple[Flag, ...] = ()


def face_withheld(code: str, answer: str = "", **slots: object) -> FaceResult:
    """The result when the face was not measured at all: a policy, no picture, no network.

    Examples
    --------
    >>> face_withheld("face.model_missing").missing["face_yaw_sd"]
    'face.model_missing'
    """
    return FaceResult(
        values={},
        missing=dict.fromkeys(FACE_FEATURES, code),
        quality=Quality(modality="face", answer=answer, code=code, slots=slots),
    )


class FaceMeter:
    """Measures one face through a recording, frame by frame; memory grows by 150 bytes a frame.

    Parameters
    ----------
    networks : Path
        The folder of models.
    engine : str, optional
        ``litert`` or ``opencv``; by default what is installed.

    Raises
    ------
    ModelMissing
        When a network file is absent or altered; withhold with ``face.model_missing`` then.
    """

    def __init__(self, networks: Path, *, engine: Engine | None = None) -> None:
        import cv2

        cv2.setNumThreads(1)  # one thread per process: two workers then scale almost twofold
        detector, mesh, iris = (
            open_network(network_path(name, networks), engine)
            for name in ("face_detection_short_range", "face_landmark", "iris_landmark")
        )
        self._tracker = FaceTracker(FaceDetector(detector), FaceLandmarks(mesh))
        self._iris = FaceIris(iris)
        self._times = array("d")
        self._rows = array("d")
        self._light = array("d")
        self._counts: list[tuple[float, int]] = []
        self._change = ChangeWatch()

    def feed(self, frame: NDArray[np.uint8], t: float) -> None:
        """Takes one BGR frame at ``t`` seconds; frames come in order, 12.5 a second or more."""
        seen = self._tracker(frame, t)
        if seen.faces is not None:
            self._counts.append((t, seen.faces))
        self._times.append(t)
        self._light.append(float(frame[::8, ::8].mean()))
        if seen.landmarks is None:
            self._rows.extend([np.nan] * len(COLUMNS))
            self._change.feed(t, frame, None, None)
            return
        pose = head_pose(seen.landmarks.points)
        self._rows.extend(self._row(frame, seen.landmarks, pose))
        self._change.feed(t, frame, seen.landmarks.square, pose.straight)

    def _row(self, frame: NDArray[np.uint8], face: Landmarks, pose: HeadPose) -> list[float]:
        import cv2

        a, b = self._iris(frame, face.points)
        lips = mouth(pose.straight)
        grey = cv2.cvtColor(face.square, cv2.COLOR_BGR2GRAY)
        inner = grey[INNER]
        return [
            lips.width,
            lips.lift,
            lips.curve,
            lips.gap,
            brow_height(pose.straight),
            (a.opening + b.opening) / 2,
            (a.yaw + b.yaw) / 2,
            (a.pitch + b.pitch) / 2,
            (a.light + b.light) / 2,
            float(np.median(grey[CHEEKS])),
            pose.yaw,
            pose.pitch,
            pose.roll,
            face.score,
            float(np.ptp(face.points[:, 1])),
            float(inner.mean()),
            sharpness(inner),
        ]

    def frames(self) -> tuple[Series, dict[str, Series]]:
        """Times of the frames looked at, and by name (`COLUMNS`) what was read off each.

        NaN where no face was followed.
        """
        times = np.frombuffer(self._times, dtype=np.float64).copy()
        rows = np.frombuffer(self._rows, dtype=np.float64).reshape(-1, len(COLUMNS)).copy()
        return times, dict(zip(COLUMNS, rows.T, strict=True))

    def result(self, answer: str = "") -> FaceResult:
        """Everything measured so far, for the answer with this id."""
        times, column = self.frames()
        light = float(np.median(self._light)) if self._light else 0.0
        seen = np.isfinite(column["score"])
        quality_values = _quality_values(column, seen, self._counts)
        of = {name: values[seen] for name, values in column.items()}
        gate = face_gate(
            times,
            seen,
            self._counts,
            quality_values,
            light,
            still=bool(seen.any()) and is_still(of, float(seen.mean()) * length_s(times)),
            cuts=self._change.cuts,
            changes=self._change.finish(),
        )
        if gate.code == "face.no_video":
            return face_withheld(gate.code, answer)
        # a frame without a face has no score, so the second's mean is over those with one
        sure = np.where(seen, column["score"] >= SURE_SCORE, np.nan)
        values, tracks = dict(quality_values), per_second(times, seen, {"tracking": sure})
        missing: dict[str, str] = {}
        if not gate.code:
            found, measured = expression(times, column, seen)
            tracks |= measured
            for name, value in found.items():
                if isinstance(value, str):
                    missing[name] = value
                else:
                    values[name] = value
        rest = [name for name in FACE_FEATURES if name not in values and name not in missing]
        missing |= dict.fromkeys(rest, gate.code or "face.not_seen")
        return FaceResult(
            values=values,
            missing=missing,
            tracks=tracks,
            quality=Quality(modality="face", answer=answer, code=gate.code, slots=gate.slots),
            flags=gate.flags,
        )


def sharpness(grey: NDArray[Any]) -> float:
    """Variance of the Laplacian of a grey picture, as if its mean brightness were 128.

    So the same picture in half the light is as sharp as before.

    Examples
    --------
    >>> bright = (np.indices((96, 96)).sum(axis=0) % 8 * 20 + 60).astype(np.uint8)
    >>> abs(sharpness(bright) / sharpness(bright // 2) - 1) < 0.01
    True
    """
    import cv2

    variance = float(cv2.Laplacian(grey, cv2.CV_32F).var())
    return variance * (MIDDLE_GREY / max(float(grey.mean()), 1.0)) ** 2


def _quality_values(
    column: Mapping[str, Series], seen: NDArray[np.bool_], counts: list[tuple[float, int]]
) -> dict[str, float]:
    """What can be said even of a recording that is not good enough for the rest."""
    if not len(seen):
        return {}
    values = {
        "face_present_share": float(seen.mean()),
        "face_count_max": float(max((n for _, n in counts), default=0)),
    }
    if seen.any():
        values["face_brightness"] = float(np.median(column["brightness"][seen]))
        values["face_sharpness"] = float(np.median(column["sharpness"][seen]))
        values["face_size"] = float(np.median(column["size"][seen]))
        values["face_tracking"] = float((column["score"][seen] >= SURE_SCORE).mean())
    return values
