"""The face measures against truths planted in the test figure: what it does is in its script.

The figure is one public-domain portrait whose lids, lips, brows and eyes are moved and whose head
is turned as a solid before a camera. Real clips are read from the folder that CANDOR_REAL_DATA
names; nobody planted anything in them, so only what must not be found there is counted.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from benchmarks.signals.figure_clips import LIVELY, Picture, drawn, measure, speaking
from benchmarks.signals.row import Row
from data_samples.figure import FigureLook, FigureScript
from data_samples.figure.drawing import Figure
from data_samples.figure.script import Moment
from data_samples.figure.solid import CAMERA_CM, SolidHead
from data_samples.rendered import blink_times
from scoring.face import FRAMES_PER_S, FaceMeter
from scoring.face.gaze import gaze_yaw

SECTION = "face, planted truths"
TURNS = (-15.0, -10.0, -5.0, 0.0, 5.0, 10.0, 15.0)
SETTLE = 4  # looks at one picture until the points have found their place
OTHER_FACE = FigureLook(width=1.15, mirrored=True, skin=(0.6, 0.68, 0.75))


def report() -> Sequence[Row]:
    """Counts, angles, sides and amounts beside what was planted, then bad pictures."""
    return [
        *_counts(),
        *_blinks(),
        *_pose(),
        *_gaze(),
        *_amounts(),
        *_bad_pictures(),
        *_other_person(),
        *_real(),
    ]


def _counts() -> Iterator[Row]:
    smiles = ((3.0, 5.0), (9.0, 9.8), (13.0, 16.5), (20.0, 22.0))
    scripts = {
        "silent": (LIVELY, 0.0, len(LIVELY.smiles), len(LIVELY.brows)),
        "speaking": (LIVELY, 0.6, len(LIVELY.smiles), len(LIVELY.brows)),
        "speaking, no smile": (
            FigureScript(duration_s=24.0, blinks=(2.0, 9.0), seed=7), 1.0, 0, 0,
        ),
        "speaking, four smiles": (
            FigureScript(
                duration_s=24.0, blinks=(2.0, 9.0), smiles=smiles, brows=((7.0, 7.6),), seed=8
            ),
            0.8, 4, 1,
        ),
        "smiling two thirds of the time": (
            FigureScript(duration_s=24.0, blinks=(2.0, 9.0), smiles=((1.0, 9.0), (11.0, 19.0))),
            0.0, 2, 0,
        ),
    }  # fmt: skip
    for name, (script, loud, smiled, raised) in scripts.items():
        seen = measure(drawn(script, mouth=speaking(script, FRAMES_PER_S, loud)))
        for feature, planted, what in (
            ("face_smile_episodes", smiled, "smiles"),
            ("face_brow_episodes", raised, "raised brows"),
        ):
            found = seen.count(feature, script.duration_s)
            yield _row(f"{what}, {name}", f"{found} of {planted}", "exactly", found == planted)


def _blinks() -> Iterator[Row]:
    for fps in (8.0, 10.0, 12.5, 15.0, 25.0, 30.0):
        seconds = 60.0 if fps == FRAMES_PER_S else 30.0
        planted = blink_times(2.6, seconds, seed=3)
        script = FigureScript(duration_s=seconds, blinks=planted, smiles=((20.0, 24.0),), seed=3)
        result = measure(drawn(script, fps=fps)).result
        if fps < 12.5:
            code = result.missing.get("face_blink_rate", "")
            met = code == "face.too_few_frames"
            yield _row(f"blinks, {fps:g} frames/s", code or "counted", "withheld", met)
            continue
        found = round(result.values["face_blink_rate"] * seconds / 60)
        met = abs(found - len(planted)) <= 0.1 * len(planted)
        told = f"{found} of {len(planted)}"
        yield _row(f"blinks, {fps:g} frames/s", told, "within one in ten", met)


def _settled(picture: Picture) -> dict[str, float]:
    """What is read off one picture once the points lie still."""
    seen = measure((picture, i / FRAMES_PER_S) for i in range(SETTLE))
    return {name: float(values[-1]) for name, values in seen.column.items()}


def _pose() -> Iterator[Row]:
    heads = {
        f"camera at {CAMERA_CM:.0f} cm": SolidHead(),
        "camera at 2.5 m": SolidHead(camera_cm=250.0),
        f"flatter head, {CAMERA_CM:.0f} cm": SolidHead(relief=0.85),
    }
    for name, head in heads.items():
        figure = Figure(head=head)
        at_rest = _settled(figure.draw(Moment()))
        if name == f"camera at {CAMERA_CM:.0f} cm":
            told = ", ".join(f"{at_rest[axis]:.1f}" for axis in ("yaw", "pitch", "roll"))
            note = "the portrait's own pose is not known: turns are counted from it"
            yield Row(section=SECTION, name="portrait at rest", value=f"{told} deg", note=note)
        for axis, moments in {
            "yaw": [Moment(yaw=a) for a in TURNS],
            "pitch": [Moment(pitch=a) for a in TURNS],
            "roll": [Moment(roll=a) for a in TURNS],
        }.items():
            turned = [_settled(figure.draw(m))[axis] - at_rest[axis] for m in moments]
            off = np.abs(np.subtract(turned, TURNS))
            slope = np.polyfit(TURNS, turned, 1)[0]
            ordered = turned == sorted(turned)
            told = f"off by {off.max():.1f} at most, {np.median(off):.1f} in the middle; "
            told += f"slope {slope:.2f}, order {'right' if ordered else 'WRONG'}"
            met = bool(off.max() <= 5.0 and ordered)
            yield _row(f"{axis} -15 to 15 deg, {name}", told, "within 5 deg", met)


def _gaze() -> Iterator[Row]:
    figure = Figure()

    def looks(moment: Moment) -> dict[str, float]:
        read = _settled(figure.draw(moment))
        side = gaze_yaw(np.array([read["yaw"]]), np.array([read["eye_yaw"]]))[0]
        return {"side": float(side), "level": read["eye_pitch"]}

    sides = [looks(Moment(glance=g))["side"] for g in (-1.0, -0.5, 0.0, 0.5, 1.0)]
    right = sides == sorted(sides) and sides[0] < -10.0 < sides[2] < 10.0 < sides[4]
    told = ", ".join(f"{side:.0f}" for side in sides)
    yield _row("gaze, eyes from left to right", f"{told} deg", "sides and order right", right)
    levels = [looks(Moment(level=g))["level"] for g in (-1.0, 0.0, 1.0)]
    told = ", ".join(f"{level - levels[1]:+.1f}" for level in levels)
    yield _row(
        "gaze, eyes 20 deg down, level, 20 deg up",
        f"{told} deg",
        "order right",
        levels == sorted(levels),
        "the lids hide most of it, so looks up and down are not told from the camera",
    )
    for name, script, planted in (
        ("at the camera throughout", FigureScript(duration_s=12.0, blinks=(3.0, 8.0)), 1.0),
        (
            "to the left and right for half the time",
            FigureScript(
                duration_s=12.0, blinks=(6.2, 11.0), glances=((0.5, 3.5, -1.0), (7.0, 10.0, 1.0))
            ),
            0.5,
        ),
    ):
        share = measure(drawn(script)).result.values["face_gaze_share"]
        met = abs(share - planted) <= 0.1
        yield _row(f"gaze share, {name}", f"{share:.2f} of {planted:.2f}", "within .1", met)


def _amounts() -> Iterator[Row]:
    base = FigureScript(duration_s=10.0, blinks=(2.0, 6.0), seed=2)
    lips = []
    for amount in (0.0, 0.25, 0.5, 1.0):
        mouth = speaking(base, FRAMES_PER_S, amount)
        lips.append(measure(drawn(base, mouth=mouth)).result.values["face_mouth_movement"])
    told = ", ".join(f"{value:.1f}" for value in lips)
    met = lips == sorted(lips) and lips[0] < 0.5 and lips[-1] > 3 * lips[0]
    yield _row("mouth movement, lips 0, 1/4, 1/2, 1", f"{told} mm", "order, near 0 at rest", met)
    sway = [FigureScript(duration_s=10.0, blinks=(2.0, 6.0), sway_deg=s) for s in (0.0, 1.0, 3.0)]
    heads = [measure(drawn(script)).result.values["face_movement"] for script in sway]
    told = ", ".join(f"{value:.1f}" for value in heads)
    met = heads == sorted(heads)
    yield _row("head movement, sway 0, 1, 3 deg", f"{told} deg/s", "in order", met)
    light = [
        measure(drawn(FigureScript(duration_s=4.0, light=x))).result.values["face_brightness"]
        for x in (0.5, 0.75, 1.0)
    ]
    told = ", ".join(f"{value / light[-1]:.2f}" for value in light)
    met = max(abs(light[0] / light[2] - 0.5), abs(light[1] / light[2] - 0.75)) < 0.03
    yield _row("brightness, light .5, .75, 1", told, "within .03", met)
    sharp = [
        measure(drawn(FigureScript(duration_s=2.0), edit=_blurred(s))).result.values[
            "face_sharpness"
        ]
        for s in (0.0, 1.0, 2.0, 4.0)
    ]
    told = ", ".join(f"{value:.0f}" for value in sharp)
    yield _row("sharpness, blur 0, 1, 2, 4 px", told, "falls", sharp == sorted(sharp)[::-1])
    away = measure(drawn(FigureScript(duration_s=20.0, blinks=(3.0,), away=((5.0, 10.0),))))
    share = away.result.values["face_present_share"]
    yield _row("presence, 15 of 20 s", f"{share:.2f}", ".75", abs(share - 0.75) < 0.02)


def _blurred(sigma: float):  # type: ignore[no-untyped-def]
    def edit(picture: Picture, _: float) -> Picture:
        import cv2

        return cv2.GaussianBlur(picture, (0, 0), sigma).astype(np.uint8) if sigma else picture

    return edit


def _bad_pictures() -> Iterator[Row]:
    still = Figure().draw(Moment())

    def code(pictures: Iterator[tuple[Picture, float]]) -> str:
        return measure(pictures).result.quality.code or "measured"

    times = np.arange(100) / FRAMES_PER_S
    photo = code((still, t) for t in times)
    moved = code(drawn(FigureScript(duration_s=8.0, sway_deg=3.0)))
    person = code(drawn(FigureScript(duration_s=8.0, blinks=(3.0, 6.0))))
    for name, found, wanted in (
        ("a photograph for 8 s", photo, "face.still_picture"),
        ("a photograph turned about for 8 s", moved, "face.still_picture"),
        ("a person who only blinks for 8 s", person, "measured"),
    ):
        yield _row(name, found, wanted, found == wanted)
    hidden = measure(drawn(FigureScript(duration_s=8.0, glasses=((0.0, 8.0),), sway_deg=2.0,
                                        smiles=((2.0, 4.0),)))).result  # fmt: skip
    codes = {
        hidden.missing.get(name, "measured") for name in ("face_gaze_share", "face_blink_rate")
    }
    smiled = round(hidden.values.get("face_smile_episodes", 0.0) * 8 / 60)
    met = codes == {"face.eyes_hidden"} and smiled == 1
    told = f"gaze, blinks: {', '.join(sorted(codes))}; {smiled} of 1 smiles"
    yield _row("dark glasses", told, "face.eyes_hidden, the smile counted", met)


def _other_person() -> Iterator[Row]:
    script = FigureScript(duration_s=6.0, blinks=(1.0, 4.0), seed=5)

    def joined(first: FigureLook, second: FigureLook) -> list[str]:
        parts = [*drawn(script, look=first), *drawn(script, look=second)]
        pictures = [picture for picture, _ in parts]
        clip = measure((p, i / FRAMES_PER_S) for i, p in enumerate(pictures))
        return [flag.code for flag in clip.result.flags]

    plain = FigureLook()
    changed = "face.person_changed" in joined(plain, OTHER_FACE)
    yield _row("another face after a cut", "flagged" if changed else "missed", "flagged", changed)
    relit = "face.person_changed" in joined(plain, FigureLook(tint=(0.5, 0.7, 1.0)))
    told = "flagged" if relit else "not flagged"
    yield _row("the same face before another wall", told, "not flagged", not relit)


def _real() -> Iterator[Row]:
    from benchmarks.child import MODELS
    from scoring.media import stream

    folder = os.environ.get("CANDOR_REAL_DATA", "")
    clips = sorted(Path(folder, "video").glob("talker_*.mp4")) if folder else []
    raised: list[str] = []
    for clip in clips:
        meter = FaceMeter(MODELS)
        stream(clip, audio=False, video_fps=FRAMES_PER_S, on_frame=meter.feed)
        raised += [flag.code for flag in meter.result().flags]
    if clips:
        told = f"{len(raised)} flags on {len(clips)} real clips"
        yield _row("people talking, flags of cuts or others", told, "none", not raised)


def _row(name: str, value: str, aim: str, met: bool, note: str = "") -> Row:
    return Row(section=SECTION, name=name, value=value, aim=aim, met=bool(met), note=note)
