"""Every alteration of an interview that can be tried: what it touches, and how strongly."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from interview import InputError

Touches = Literal["encoding", "picture", "sound", "time", "words"]


@dataclass(frozen=True, kw_only=True, slots=True)
class Alteration:
    """One way in which an interview could have been a little different.

    ``amount`` is in the unit that its kind needs: a factor of light or time, bits a second, dB, a
    share of words. ``against`` names the copy that the altered one is compared with, so that only
    the alteration lies between the two; empty for the interview as it is. Alterations of one
    ``family`` differ in strength alone. One that is not ``judged`` only serves another as its
    counterpart.
    """

    key: str
    touches: Touches
    amount: float = 0.0
    against: str = ""
    family: str = ""
    judged: bool = True


COPIED, NAMED = "copied", "named"

ALTERATIONS: tuple[Alteration, ...] = (
    Alteration(key=COPIED, touches="encoding"),
    Alteration(key="darker", touches="picture", amount=0.5, against=COPIED),
    Alteration(key="brighter", touches="picture", amount=1.4, against=COPIED),
    Alteration(key="glasses", touches="picture", amount=0.5, against=COPIED),
    Alteration(key="compressed", touches="encoding", amount=80_000, against=COPIED),
    Alteration(key="noisy", touches="sound", amount=10.0, against=COPIED),
    Alteration(key="slower", touches="time", amount=0.9, against=COPIED),
    Alteration(key="faster", touches="time", amount=1.1, against=COPIED),
    Alteration(key="fillers_added", touches="words", amount=0.05),
    Alteration(key="fillers_removed", touches="words"),
    Alteration(key="misheard_5", touches="words", amount=0.05, family="misheard"),
    Alteration(key="misheard_10", touches="words", amount=0.10, family="misheard"),
    Alteration(key="misheard_20", touches="words", amount=0.20, family="misheard"),
    Alteration(key=NAMED, touches="words", judged=False),
    Alteration(key="other_name", touches="words", against=NAMED),
    Alteration(key="other_hometown", touches="words", against=NAMED),
)
"""In the order they are shown. ``copied`` is the recording encoded anew and nothing else: what the
copying itself does to a score. In ``named`` the first answer opens with a name and a hometown; the
two after it differ from it in the name alone, and in the hometown alone."""


def find_alterations(keys: Sequence[str] = ()) -> tuple[Alteration, ...]:
    """The alterations named, with the copies they are compared with; all of them by default.

    Raises
    ------
    InputError
        ``altered.unknown`` names those there are.

    Examples
    --------
    >>> [one.key for one in find_alterations(["glasses", "other_name"])]
    ['copied', 'glasses', 'named', 'other_name']
    """
    known = {one.key: one for one in ALTERATIONS}
    for key in keys:
        if key not in known:
            names = ", ".join(one.key for one in ALTERATIONS if one.judged)
            raise InputError(
                "altered.unknown",
                f"there is no alteration '{key}'",
                f"use one of: {names}",
                alteration=key,
                known=names,
            )
    wanted = set(keys) | {known[key].against for key in keys} if keys else set(known)
    return tuple(one for one in ALTERATIONS if one.key in wanted)
