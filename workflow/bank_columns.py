"""What the columns of a table of answers are called, whoever made it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class BankColumns:
    """One row per answer (per answer and rater where ``rater`` is named).

    ``interview`` names what the other answers of the same occasion share; without it ``person``
    does, and without both each row stands alone. ``text`` holds what was said: it is compared in
    memory for near copies and kept nowhere. Leaks are looked for inside each ``language``, since
    questions may be scored higher in one of them. ``groups`` are columns of protected attributes.
    """

    question: str
    score: str
    interview: str = ""
    version: str = ""
    outcome: str = ""
    competency: str = ""
    role: str = ""
    at: str = ""
    person: str = ""
    answer: str = ""
    seconds: str = ""
    language: str = ""
    rater: str = ""
    text: str = ""
    groups: tuple[str, ...] = ()
