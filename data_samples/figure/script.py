"""What the test figure does and when: the truth that the face measures are tested against."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Series = NDArray[np.float64]
Stretch = tuple[float, float]

BLINK_CLOSING_S, BLINK_SHUT_S, BLINK_OPENING_S = 0.10, 0.06, 0.14
RAMP_S = 0.25


@dataclass(frozen=True, kw_only=True, slots=True)
class FigureScript:
    """Everything planted in one clip; times in seconds from its start, angles in degrees.

    ``blinks`` are the moments at which the lids are shut. ``smiles`` and ``brows`` are stretches.
    ``turns`` are ``(start, end, yaw, pitch)`` with yaw to the right of the picture and pitch
    upwards, 15 degrees at most: beyond, parts of the head would hide others. ``leans`` are
    ``(start, end, roll)``, clockwise in the picture. ``glances`` are ``(start, end, side)``: eyes
    to one side, -1 (left of the picture) to 1, ``levels`` the same up (1, 20 degrees) and down.
    ``glasses`` are stretches with dark glasses on. ``away`` are
    stretches without anybody, ``visitors`` with a second, smaller face. ``light`` dims the
    picture. ``sway_deg`` is the slow idle movement of the head.

    Examples
    --------
    >>> FigureScript(duration_s=8.0, blinks=(2.0, 5.5), smiles=((3.0, 4.5),)).blinks
    (2.0, 5.5)
    """

    duration_s: float
    blinks: tuple[float, ...] = ()
    smiles: tuple[Stretch, ...] = ()
    brows: tuple[Stretch, ...] = ()
    turns: tuple[tuple[float, float, float, float], ...] = ()
    leans: tuple[tuple[float, float, float], ...] = ()
    glances: tuple[tuple[float, float, float], ...] = ()
    levels: tuple[tuple[float, float, float], ...] = ()
    glasses: tuple[Stretch, ...] = ()
    away: tuple[Stretch, ...] = ()
    visitors: tuple[Stretch, ...] = ()
    light: float = 1.0
    sway_deg: float = 1.0
    seed: int = 1


@dataclass(frozen=True, kw_only=True, slots=True)
class Moment:
    """The state of the figure in one frame; lids, smile, brow and mouth run from 0 to 1."""

    lids: float = 0.0
    smile: float = 0.0
    brow: float = 0.0
    mouth: float = 0.0
    glance: float = 0.0
    level: float = 0.0
    glasses: bool = False
    yaw: float = 0.0
    pitch: float = 0.0
    roll: float = 0.0
    present: bool = True
    visitor: bool = False
    light: float = 1.0


def moments(script: FigureScript, fps: float, mouth: Series) -> list[Moment]:
    """The state of every frame.

    Parameters
    ----------
    script : FigureScript
    fps : float
        Frames per second of the clip.
    mouth : array
        How far the mouth is open in each frame, 0 to 1, as the speech has it; as many values as
        frames.

    Examples
    --------
    >>> rows = moments(FigureScript(duration_s=2.0, blinks=(1.0,)), 25.0, np.zeros(50))
    >>> len(rows), rows[0].lids, rows[25].lids
    (50, 0.0, 1.0)
    """
    n = round(script.duration_s * fps)
    t = np.arange(n) / fps
    lids = np.zeros(n)
    for at in script.blinks:
        lids = np.maximum(lids, _lids(t - at))
    yaw, pitch = _sway(t, script)
    for start, end, to_right, up in script.turns:
        held = _held(t, start, end)
        yaw, pitch = yaw + held * to_right, pitch + held * up
    roll = sum((_held(t, a, b) * lean for a, b, lean in script.leans), np.zeros(n))
    glance = sum((_held(t, a, b) * side for a, b, side in script.glances), np.zeros(n))
    level = sum((_held(t, a, b) * up for a, b, up in script.levels), np.zeros(n))
    smile, brow = _any(t, script.smiles), _any(t, script.brows)
    return [
        Moment(
            lids=float(lids[i]),
            smile=float(smile[i]),
            brow=float(brow[i]),
            mouth=float(mouth[i]),
            glance=float(glance[i]),
            level=float(level[i]),
            glasses=any(a <= t[i] < b for a, b in script.glasses),
            yaw=float(yaw[i]),
            pitch=float(pitch[i]),
            roll=float(roll[i]),
            present=not any(a <= t[i] < b for a, b in script.away),
            visitor=any(a <= t[i] < b for a, b in script.visitors),
            light=script.light,
        )
        for i in range(n)
    ]


def _lids(since: Series) -> Series:
    """0 open, 1 shut: down, shut for a moment, up again a little slower."""
    half = BLINK_SHUT_S / 2
    down = 1.0 - np.clip((-since - half) / BLINK_CLOSING_S, 0.0, 1.0)
    up = 1.0 - np.clip((since - half) / BLINK_OPENING_S, 0.0, 1.0)
    return np.minimum(down, up)


def _held(t: Series, start: float, end: float) -> Series:
    """0 outside, 1 inside, smooth ramps that lie inside the stretch."""
    x = np.clip(np.minimum(t - start, end - t) / RAMP_S, 0.0, 1.0)
    ramp: Series = (1.0 - np.cos(np.pi * x)) / 2.0
    return ramp


def _any(t: Series, stretches: tuple[Stretch, ...]) -> Series:
    rows = [_held(t, a, b) for a, b in stretches]
    top: Series = np.max(rows, axis=0) if rows else np.zeros(len(t))
    return top


def _sway(t: Series, script: FigureScript) -> tuple[Series, Series]:
    """Two slow waves per axis, their phases from the seed: nobody holds the head quite still."""
    phases = np.random.default_rng(script.seed).uniform(0, 2 * np.pi, 4)
    size = script.sway_deg
    yaw = size * (np.sin(0.9 * t + phases[0]) + 0.5 * np.sin(2.3 * t + phases[1]))
    pitch = size * 0.7 * (np.sin(1.1 * t + phases[2]) + 0.5 * np.sin(2.9 * t + phases[3]))
    return yaw, pitch
