"""One table of answers assessed: the engine's findings with what workflow knows beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from analysis import (
    QuestionAssessment,
    QuestionExposure,
    QuestionRule,
    VersionChange,
    assess_bank,
    compare_versions,
    exposure,
)
from analysis.exposure import CAP
from analysis.item_scores import question_codes
from analysis.leakage import WINDOW_DAYS
from estimation.table_dates import dates
from interview import Finding, Flag
from workflow.bank_columns import BankColumns
from workflow.bank_dif import worst_class
from workflow.bank_found import BankFound, DifFound, QuestionFacts, RoleUse, name_of

if TYPE_CHECKING:
    import numpy as np
    import pandas as pd

OVERUSED = "weak.overused"
EVERYBODY = ""
"""The role of a table that names none."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Beside:
    """What was found elsewhere and is handed to the engine: nothing in it was looked at twice.

    ``dif`` by question: every comparison made. ``looked_at`` are the attributes compared.
    ``pairs`` are ids of nearly equal answers, None where nobody looked.
    """

    dif: Mapping[str, tuple[DifFound, ...]] = field(default_factory=dict)
    looked_at: tuple[str, ...] = ()
    agreement: Mapping[str, Finding] = field(default_factory=dict)
    templates: Mapping[str, Finding] = field(default_factory=dict)
    pairs: Sequence[tuple[str, str]] | None = None
    notes: tuple[Flag, ...] = ()
    standing: Mapping[str, str] = field(default_factory=dict)


def assessed(
    answers: pd.DataFrame,
    by: BankColumns,
    beside: Beside,
    *,
    rule: QuestionRule,
    scale: tuple[float, float] = (0.0, 10.0),
    cap: float = CAP,
    since: str | np.datetime64 | None = None,
    window_days: int = WINDOW_DAYS,
) -> BankFound:
    """Every question of a table, one row per answer with an interview.

    The class of a question is the worst of all comparisons made. Exposure is counted within the
    role; a question counts as used too often when its whole interval lies above the cap and above
    the share that even rotation among the role's questions would give it.
    """
    classes = {name: worst_class(found) for name, found in beside.dif.items()}
    found = assess_bank(
        answers,
        question=by.question,
        score=by.score,
        interview=by.interview,
        version=by.version,
        outcome=by.outcome,
        competency=by.competency,
        role=by.role,
        at=by.at,
        candidate=by.person,
        answer=by.answer if beside.pairs is not None else "",
        seconds=by.seconds,
        within=by.language,
        duplicates=beside.pairs or (),
        dif=classes,
        agreement=beside.agreement,
        templates=beside.templates,
        rule=rule,
        scale=scale,
        cap=cap,
        since=since,
        window_days=window_days,
    )
    uses, rates = _uses(answers, by, cap)
    questions = tuple(_with_use(one, rates, uses) for one in found.questions)
    interviews = answers[by.interview]
    rated = interviews[answers[by.outcome].notna()].nunique() if by.outcome else 0
    return BankFound(
        assessment=replace(found, questions=questions),
        facts=_facts(answers, by, beside),
        changes=_changes(answers, by, scale) if by.version else {},
        standing=beside.standing,
        uses=tuple(one for role, one in sorted(uses.items())),
        interviews=int(interviews.nunique()),
        rated=int(rated),
        looked_at=beside.looked_at,
        copies=beside.pairs is not None,
        notes=beside.notes,
        minimum=rule.minimum,
    )


def _uses(
    answers: pd.DataFrame, by: BankColumns, cap: float
) -> tuple[dict[str, RoleUse], dict[str, tuple[str, QuestionExposure]]]:
    """How each role uses its questions; each question's exposure where it is asked most."""
    uses: dict[str, RoleUse] = {}
    rates: dict[str, tuple[str, QuestionExposure]] = {}
    parts = [(EVERYBODY, answers)]
    if by.role:
        named = answers[by.role].fillna(EVERYBODY).astype(str)
        parts = [(str(role), rows) for role, rows in answers.groupby(named.to_numpy(), sort=True)]
    for role, rows in parts:
        told = exposure(
            rows, question=by.question, interview=by.interview, version=by.version, cap=cap
        )
        put = sum(one.uses for one in told.questions)
        # a rewrite takes the place of its first wording, it is no further question
        keys = {one.question.rpartition("@")[0] or one.question for one in told.questions}
        uses[role] = RoleUse(
            role=role,
            interviews=told.interviews,
            questions=len(keys),
            asked=put / told.interviews if told.interviews else 0.0,
            overlap=told.overlap,
            cap=cap,
        )
        for one in told.questions:
            if one.question not in rates or one.uses > rates[one.question][1].uses:
                rates[one.question] = (role, one)
    return uses, rates


def _with_use(
    one: QuestionAssessment,
    rates: Mapping[str, tuple[str, QuestionExposure]],
    uses: Mapping[str, RoleUse],
) -> QuestionAssessment:
    role, told = rates.get(name_of(one), (EVERYBODY, None))
    if told is None:
        return one
    low = getattr(told.rate, "low", 0.0)
    over = told.over_cap and low > uses[role].least_exposure
    spots = tuple(spot for spot in one.weak_spots if spot != OVERUSED)
    return replace(
        one,
        exposure=replace(told, over_cap=over),
        weak_spots=(*spots, OVERUSED) if over else spots,
    )


def _facts(answers: pd.DataFrame, by: BankColumns, beside: Beside) -> dict[str, QuestionFacts]:
    codes, names = question_codes(answers, by.question, by.version)
    found = {}
    for number, rows in answers[codes >= 0].groupby(codes[codes >= 0], sort=True):
        name = names[int(str(number))]
        key = name.rpartition("@")[0] or name
        found[name] = QuestionFacts(
            competency=_most(rows, by.competency)[0] if by.competency else "",
            roles=tuple(_most(rows, by.role)) if by.role else (),
            answers=len(rows),
            seconds=_median(rows, by.seconds),
            first=_day(rows, by.at, last=False),
            last=_day(rows, by.at, last=True),
            dif=beside.dif.get(name, beside.dif.get(key, ())),
        )
    return found


def _changes(
    answers: pd.DataFrame, by: BankColumns, scale: tuple[float, float]
) -> dict[str, tuple[VersionChange, ...]]:
    """Each version of a question beside the one before it."""
    _, names = question_codes(answers, by.question, by.version)
    versions: dict[str, list[str]] = {}
    for name in names:
        key, _, version = name.rpartition("@")
        versions.setdefault(key, []).append(version)
    found: dict[str, tuple[VersionChange, ...]] = {}
    for key, some in versions.items():
        if len(some) < 2:
            continue
        ordered = sorted(some, key=lambda v: (0, int(v), v) if v.isdigit() else (1, 0, v))
        # the other answers of those interviews are all that a comparison needs
        asked = answers.loc[answers[by.question].astype(str) == key, by.interview]
        rows = answers[answers[by.interview].isin(asked)]
        found[key] = tuple(
            compare_versions(
                rows, question=by.question, version=by.version, score=by.score,
                interview=by.interview, key=key, old=old, new=new, outcome=by.outcome, scale=scale,
            )
            for old, new in pairwise(ordered)
        )  # fmt: skip
    return found


def _day(rows: pd.DataFrame, name: str, *, last: bool) -> str:
    import numpy as np

    if not name:
        return ""
    day = dates(rows, name)
    day = day[~np.isnat(day)]
    return str((day.max() if last else day.min()).astype("datetime64[D]")) if day.size else ""


def _most(rows: pd.DataFrame, name: str) -> list[str]:
    """The values of a column, the most frequent first; at least an empty one."""
    return [str(value) for value in rows[name].value_counts().index] or [""]


def _median(rows: pd.DataFrame, name: str) -> float | None:
    import pandas as pd

    if not name:
        return None
    value = pd.to_numeric(rows[name], errors="coerce").median()
    return None if pd.isna(value) else float(value)
