"""The expression features of one answer, from the rows of its frames."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from scoring.face.baseline import near_frontal
from scoring.face.blink import CLOSED, blinks, fast_enough
from scoring.face.brow import brow_episodes, brow_track
from scoring.face.gaze import eyes_hidden, towards_camera
from scoring.face.mouth_movement import mouth_movement
from scoring.face.movement import movement
from scoring.face.per_second import Track, per_second
from scoring.face.smile import smile_episodes, smile_track

Series = NDArray[np.float64]
MM_PER_CM = 10.0
BASED_ON_REST = ("face_smile_share", "face_smile_episodes", "face_brow_episodes")


def expression(
    times: Series, column: Mapping[str, Series], seen: NDArray[np.bool_]
) -> tuple[dict[str, float | str], dict[str, Track]]:
    """Features and timeline; a text in place of a number is the code why it is missing.

    Parameters
    ----------
    times : array
        Seconds, every frame looked at.
    column : mapping
        One value per frame of each row of ``measure.COLUMNS``; NaN where no face was followed.
    seen : array
        Whether a face was followed in each frame.
    """
    t = times[seen]
    of = {name: values[seen] for name, values in column.items()}
    minutes = float(seen.mean()) * length_s(times) / 60
    frontal = near_frontal(of["yaw"], of["pitch"])
    found: dict[str, float | str] = {
        "face_yaw_sd": float(of["yaw"].std()),
        "face_pitch_sd": float(of["pitch"].std()),
        "face_movement": movement(t, of["yaw"], of["pitch"], of["roll"]),
        "face_mouth_movement": mouth_movement(t, of["gap"] * MM_PER_CM),
    }
    by_track: dict[str, Series] = {}
    if eyes_hidden(of["eye_light"], of["skin_light"]):
        found |= dict.fromkeys(("face_gaze_share", "face_blink_rate"), "face.eyes_hidden")
    else:
        gaze = towards_camera(of["yaw"], of["pitch"], of["eye_yaw"], of["eye_pitch"])
        # shut eyes look nowhere
        gaze = np.where(of["opening"] >= CLOSED * np.median(of["opening"]), gaze, np.nan)
        by_track["gaze"] = _spread(seen, gaze)
        found["face_gaze_share"] = float(np.nanmean(gaze))
        found["face_blink_rate"] = "face.too_few_frames"
        if fast_enough(times):
            found["face_blink_rate"] = len(blinks(t, of["opening"])) / minutes
    smile = smile_track(t, of["width"], of["lift"], of["curve"], of["gap"], frontal)
    brow = brow_track(of["brow"], frontal)
    if smile is None or brow is None:
        found |= dict.fromkeys(BASED_ON_REST, "face.no_baseline")
    else:
        # turned further away, a cheek hides a corner and the brow's ridge looks higher
        frontal_minutes = minutes * float(frontal.mean())
        by_track["smile"] = _spread(seen, np.where(frontal, smile, np.nan))
        by_track["brow"] = _spread(seen, np.where(frontal, brow, np.nan))
        smiles = smile_episodes(times, by_track["smile"])
        share = sum(b - a for a, b in smiles) / (frontal_minutes * 60)
        found["face_smile_share"] = min(share, 1.0)
        found["face_smile_episodes"] = len(smiles) / frontal_minutes
        found["face_brow_episodes"] = len(brow_episodes(times, by_track["brow"])) / frontal_minutes
    return found, per_second(times, seen, by_track)


def length_s(times: Series) -> float:
    """The time the frames stand for: from the first to the last and one frame more."""
    return float(times[-1] - times[0]) * len(times) / max(len(times) - 1, 1)


def _spread(seen: NDArray[np.bool_], values: Series) -> Series:
    """Values of the frames with a face, laid over all frames; NaN where there was none."""
    full = np.full(len(seen), np.nan)
    full[seen] = values
    return full
