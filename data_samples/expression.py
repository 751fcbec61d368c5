"""Voice and face of every answer: measures with units, unrelated to ability and performance."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from data_samples import plan
from data_samples.attributes import by_interview

WITHIN_SHARE = 0.3
"""Share of a measure's variance that differs between answers of one interview."""
GENERAL = 0.6
"""Loading of each expressive measure on a person's general liveliness."""
FLAT_TOP = 1.6
"""Where a trained smile stays, in person-level standard deviations."""
DULL = -1.1
"""Where the rest of a trained display stays."""

#            name                      typical   sd     low    high   lively
VOICE: tuple[tuple[str, float, float, float, float, float], ...] = (
    ("voice_speech_share", 0.74, 0.07, 0.2, 0.98, 0.2),
    ("voice_latency", 1.3, 0.5, 0.1, 8.0, -0.2),
    ("voice_pauses_per_min", 11.0, 3.0, 0.0, 40.0, -0.2),
    ("voice_long_pauses", 0.5, 0.7, 0.0, 12.0, -0.1),
    ("voice_longest_pause", 1.7, 0.6, 0.3, 12.0, -0.1),
    ("voice_articulation_rate", 4.4, 0.5, 2.0, 7.5, 0.3),
    ("voice_articulation_sd", 0.8, 0.15, 0.2, 2.5, 0.2),
    ("voice_pitch_median", 165.0, 38.0, 75.0, 320.0, 0.0),
    ("voice_pitch_range", 7.5, 1.6, 1.0, 18.0, GENERAL),
    ("voice_energy_range", 12.0, 2.0, 3.3333, 27.3333, GENERAL),
    ("voice_snr", 26.0, 3.5, 2.0, 60.0, 0.0),
    ("voice_clipping", 0.0008, 0.0006, 0.0, 0.2, 0.0),
)
FACE: tuple[tuple[str, float, float, float, float, float], ...] = (
    ("face_present_share", 0.985, 0.012, 0.5, 1.0, 0.0),
    ("face_count_max", 1.0, 0.0, 1.0, 1.0, 0.0),
    ("face_smile_share", 0.24, 0.07, 0.0, 1.0, GENERAL),
    ("face_smile_episodes", 3.6, 1.1, 0.0, 20.0, GENERAL),
    ("face_blink_rate", 17.0, 5.0, 2.0, 60.0, 0.0),
    ("face_yaw_sd", 4.2, 1.1, 0.5, 20.0, 0.3),
    ("face_pitch_sd", 3.1, 0.8, 0.4, 15.0, 0.3),
    ("face_gaze_share", 0.74, 0.10, 0.05, 1.0, 0.2),
    ("face_brow_episodes", 3.0, 1.0, 0.0, 20.0, GENERAL),
    ("face_movement", 6.5, 1.8, 0.5, 40.0, GENERAL),
    ("face_brightness", 128.0, 18.0, 30.0, 240.0, 0.0),
    ("face_sharpness", 140.0, 40.0, 10.0, 600.0, 0.0),
    ("face_size", 210.0, 30.0, 60.0, 480.0, 0.0),
    ("face_tracking", 0.97, 0.02, 0.3, 1.0, 0.0),
)
RESTRAINED = ("face_smile_share", "voice_pitch_range")
WHOLE = {"voice_long_pauses", "face_count_max"}
DULLED = ("voice_pitch_range", "voice_energy_range", "face_brow_episodes", "face_movement")


def draw_expression(
    interviews: pd.DataFrame,
    attributes: pd.DataFrame,
    answers: pd.DataFrame,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Voice frame, face frame (one row per answer) and the display of each interview.

    The display frame (``interview_id, liveliness, trained``) is a planted latent: raters are a
    little moved by it, performance is not. It is never written to a store.
    """
    n = len(interviews)
    restrained = (
        by_interview(interviews, attributes, "attr_display_style").eq("restrained").to_numpy()
    )
    trained = (rng.random(n) < plan.TRAINED_SHARE) & ~restrained
    lively = rng.standard_normal(n)
    row = pd.Series(np.arange(n), index=interviews["interview_id"])
    at = row.loc[answers["interview_id"]].to_numpy()
    asked = len(answers) / n
    # the shift is stated in standard deviations of an interview's mean over its answers
    mean_sd = math.sqrt(1 - WITHIN_SHARE + WITHIN_SHARE / asked)
    frames = []
    shown = np.zeros(n)
    for table in (VOICE, FACE):
        columns: dict[str, np.ndarray] = {}
        for name, typical, sd, low, high, loading in table:
            between = loading * lively + math.sqrt(1 - loading**2) * rng.standard_normal(n)
            between *= math.sqrt(1 - WITHIN_SHARE)
            within = math.sqrt(WITHIN_SHARE) * rng.standard_normal(len(answers))
            if name in RESTRAINED:
                between = between + plan.RESTRAINED_SHIFT_SD * mean_sd * restrained
            if name == "face_smile_share":
                between = np.where(trained, FLAT_TOP, between)
                within = np.where(trained[at], 0.1 * within, within)
            elif name in DULLED:
                between = np.where(trained, DULL + 0.4 * between, between)
            if name in RESTRAINED:
                shown += between / mean_sd / math.sqrt(2 * (1 + GENERAL**2))
            values = np.clip(typical + sd * (between[at] + within), low, high)
            columns[name] = np.round(values) if name in WHOLE else np.round(values, 4)
        frames.append(pd.DataFrame({"answer_id": answers["answer_id"], **columns}))
    voice, face = frames
    changed = interviews["location"].eq(plan.MICROPHONE_SITE) & (
        interviews["month"] >= plan.MICROPHONE_MONTH
    )
    voice["voice_snr"] = np.round(
        voice["voice_snr"] + plan.MICROPHONE_SNR_DB * changed.to_numpy()[at], 4
    )
    display = pd.DataFrame(
        {"interview_id": interviews["interview_id"], "liveliness": shown, "trained": trained}
    )
    return voice, face, display
