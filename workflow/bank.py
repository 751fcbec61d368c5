"""Which questions of a table deserve to stay? Any table of answers, whoever made it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis import QuestionRule, icc
from analysis.exposure import CAP
from analysis.item_scores import question_codes
from analysis.leakage import WINDOW_DAYS
from estimation.table_columns import column, numbers
from fairness import dif_scores
from interview import Actor, Finding, Flag, InputError, Withheld
from workflow.bank_assessing import EVERYBODY, Beside, assessed
from workflow.bank_columns import BankColumns
from workflow.bank_dif import comparisons, judged_together
from workflow.bank_found import BankFound, DifFound
from workflow.rights import require

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import numpy as np
    import pandas as pd

ROW, ANSWER, ITEM = "_interview", "_answer", "_item"
ALIKE = 0.4
"""Of transcripts with one word in twenty misheard, copies share about half of their triples."""


def bank_table(
    actor: Actor,
    frame: pd.DataFrame,
    by: BankColumns,
    *,
    rule: QuestionRule | None = None,
    scale: tuple[float, float] = (0.0, 10.0),
    cap: float = CAP,
    since: str | np.datetime64 | None = None,
    window_days: int = WINDOW_DAYS,
) -> BankFound:
    """Assess every question of a table of one's own; nothing of it is kept.

    With ``by.rater`` there is one row per answer and rater: raters' agreement is ICC(A,1) by
    question, and the mean of the raters is the answer's score. With ``by.groups`` every question
    is compared between groups of equal score on the others, role by role; with ``by.text``
    answers to one question are compared with one another for near copies.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to assess the bank.
    InputError
        ``table.missing_column`` and the like, ``items.twice`` when an interview holds two scores
        on one question, ``score.off_scale``.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(5)
    >>> mind = np.repeat(rng.normal(size=300), 4)
    >>> rows = pd.DataFrame({"who": np.repeat(np.arange(300), 4), "q": list("abcd") * 300,
    ...                      "score": np.clip(5 + mind + rng.normal(size=1200), 0, 10),
    ...                      "later": np.repeat(rng.normal(size=300), 4) + .6 * mind})
    >>> by = BankColumns(question="q", score="score", person="who", outcome="later")
    >>> found = bank_table(Actor.system(), rows, by)
    >>> {one.recommendation for one in found.assessment.questions}, found.rated
    ({'keep'}, 300)
    """
    require(actor, "assess_bank")
    for name in (by.question, by.score, by.interview, by.version, by.outcome, by.competency,
                 by.role, by.at, by.person, by.answer, by.seconds, by.language, by.rater,
                 by.text, *by.groups):  # fmt: skip
        if name:
            column(frame, name)
    table = frame.reset_index(drop=True)
    by = _with_ids(table, by)
    agreement: dict[str, Finding] = {}
    if by.rater:
        agreement = _agreement(table, by)
        table = _means(table, by)
    notes: list[Flag] = []
    dif = _dif(table, by, notes) if by.groups else {}
    compared = {one.attribute for some in dif.values() for one in some}
    told = {str(note.slots.get("attribute")) for note in notes}
    notes += [
        Flag(code="bank.one_group", slots={"attribute": name})
        for name in by.groups
        if name not in compared and name not in told
    ]
    lost = _lost(table, by)
    if lost:
        notes.append(Flag(code="bank.left_out", slots={"count": lost}))
    pairs = _pairs(table, by) if by.text else None
    kept = table.drop(columns=[by.text]) if by.text else table
    beside = Beside(
        dif=dif,
        looked_at=tuple(name for name in by.groups if name in compared),
        agreement=agreement,
        pairs=pairs,
        notes=tuple(notes),
    )
    return assessed(
        kept, by, beside, rule=rule or QuestionRule(), scale=scale, cap=cap, since=since,
        window_days=window_days,
    )  # fmt: skip


def _with_ids(table: pd.DataFrame, by: BankColumns) -> BankColumns:
    """Columns that the table does not have are made from the number of the row."""
    from dataclasses import replace

    if not by.interview:
        if not by.person:
            table[ROW] = range(len(table))
        by = replace(by, interview=by.person or ROW)
    if not by.answer:
        table[ANSWER] = [f"a{number}" for number in range(len(table))]
        by = replace(by, answer=ANSWER)
    # counted by their ids, people need no other name
    return replace(by, person=by.person or by.interview)


def _lost(table: pd.DataFrame, by: BankColumns) -> int:
    """Rows that name no question, version or interview: they belong to nothing."""
    codes, _ = question_codes(table, by.question, by.version)
    return int(((codes < 0) | table[by.interview].isna().to_numpy()).sum())


def _parts(table: pd.DataFrame, by: BankColumns) -> Iterator[tuple[str, pd.DataFrame]]:
    """Each question by its name, with its rows."""
    codes, names = question_codes(table, by.question, by.version)
    for number, rows in table[codes >= 0].groupby(codes[codes >= 0], sort=True):
        yield names[int(str(number))], rows


def _agreement(table: pd.DataFrame, by: BankColumns) -> dict[str, Finding]:
    """ICC(A,1) between the raters of each question; withheld where nobody can tell."""
    found: dict[str, Finding] = {}
    for name, rows in _parts(table, by):
        try:
            told = icc(rows, target=by.interview, rater=by.rater, rating=by.score)
        except InputError as error:
            # one rater agrees with nobody; that keeps no other question from being judged
            if error.code != "raters.one":
                raise
            found[name] = Withheld(code=error.code, n=len(rows))
        else:
            found[name] = told.agreement
    return found


def _means(table: pd.DataFrame, by: BankColumns) -> pd.DataFrame:
    """One row per answer, its score the mean of its raters; the rest as its first row says."""
    keys = [name for name in (by.interview, by.question, by.version) if name]
    scored = table.assign(**{by.score: numbers(table, by.score)})
    grouped = scored.groupby(keys, sort=False, dropna=False)
    one = grouped.first().reset_index()
    one[by.score] = grouped[by.score].mean().to_numpy()
    return one


def _dif(
    table: pd.DataFrame, by: BankColumns, notes: list[Flag]
) -> Mapping[str, tuple[DifFound, ...]]:
    """Every question against every group of each attribute, role by role."""
    codes, names = question_codes(table, by.question, by.version)
    items = table[codes >= 0].assign(**{ITEM: [names[code] for code in codes[codes >= 0]]})
    # somebody interviewed twice is counted once, by the first interview
    first = items.groupby(by.person)[by.interview].transform("first")
    items = items[items[by.interview] == first]
    roles = items[by.role].fillna(EVERYBODY).astype(str) if by.role else None
    parts = [(EVERYBODY, items)] if roles is None else list(items.groupby(roles, sort=True))
    found: list[tuple[str, DifFound]] = []
    for attribute in by.groups:
        for role, rows in parts:
            try:
                told = dif_scores(
                    rows, attribute=attribute, person=by.interview, item=ITEM, score=by.score
                )
            except InputError as error:
                if error.code != "items.too_few":
                    raise
                slots = {"attribute": attribute, "role": str(role)}
                notes.append(Flag(code=error.code, slots=slots))
                continue
            found += comparisons(told, str(role))
    return judged_together(found)


def _pairs(table: pd.DataFrame, by: BankColumns) -> list[tuple[str, str]]:
    """Ids of nearly equal answers to the same question; the texts are compared in memory alone."""
    from scoring.language.duplicates import near_duplicates

    found: list[tuple[str, str]] = []
    for _, rows in table.groupby(by.question, sort=True):
        said = rows[rows[by.text].notna()]
        texts = dict(zip(said[by.answer].astype(str), said[by.text].astype(str), strict=True))
        found += [(one.first, one.second) for one in near_duplicates(texts, alike=ALIKE)]
    return found
