"""The store's answers as one table to assess the bank on, and people's ratings beside it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from analysis import icc, join_outcomes
from estimation.proportion import proportion
from interview import Actor, Finding, InputError, Withheld
from store import Reading, Store, feature_frame, frames, interview_locales, spoken_answers
from workflow.bank_columns import BankColumns
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

ALIKE = 0.4
"""Of transcripts with one word in twenty misheard, copies share about half of their triples."""

BY = BankColumns(
    question="question",
    score="score",
    interview="interview_id",
    version="version",
    outcome="outcome",
    competency="competency",
    role="role",
    at="interviewed_at",
    person="candidate_id",
    answer="answer",
    seconds="seconds",
    language="language",
)
OCCASIONS = ("90_days", "6_months", "12_months")
"""When supervisors rate; the first reaches the most people."""

Told = Callable[[int, int], None]


@dataclass(frozen=True, kw_only=True, slots=True)
class BankScope:
    """Which answers count, and which occasion of supervisors' ratings they are set beside."""

    outcome_kind: str = "90_days"
    roles: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


def bank_answers(actor: Actor, store: Store, scope: BankScope) -> pd.DataFrame:
    """Every answer to a known question within the scope, one row each.

    Columns: interview_id, candidate_id, department, role, question, version, competency, score
    (empty when withheld), interviewed_at, outcome (supervisors' overall rating at that occasion,
    joined by person and never older than the interview; empty where there is none), answer
    (``interview/answer``), seconds (how long it was spoken), template (share that follows common
    model answers), language (role and locale: inside them leaks are looked for).

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to assess the bank.
    InputError
        ``bank.nobody`` when no answer lies within the scope.
    """
    require(actor, "assess_bank")
    with store.read() as reading:
        return _answers(actor, reading, scope)


def _answers(actor: Actor, reading: Reading, scope: BankScope) -> pd.DataFrame:
    answers = frames(reading, "answer", since=scope.since, until=scope.until)
    outcomes = frames(reading, "outcome", since=scope.since, until=scope.until)
    spoken = feature_frame(reading)
    answers = answers[answers["department"].map(actor.sees) & answers["question"].notna()]
    if scope.roles:
        answers = answers[answers["role"].isin(scope.roles)]
    if answers.empty:
        raise InputError(
            "bank.nobody",
            "nobody answered a question of the bank within these limits",
            "widen the period, or choose other roles",
        )
    facts = ["interview_id", "candidate_id", "department", "role", "question", "version",
             "competency", "score", "interviewed_at"]  # fmt: skip
    table = answers[facts].reset_index(drop=True)
    table["version"] = table["version"].astype(int)
    table["outcome"] = table["interview_id"].map(_outcomes(table, outcomes, scope.outcome_kind))
    told = spoken.reindex(
        columns=["interview_id", "question", "version", "answer_id", "lang_words", "lang_rate",
                 "lang_template"]
    )  # fmt: skip
    told = told.drop_duplicates(["interview_id", "question", "version"])
    table = table.merge(told, on=["interview_id", "question", "version"], how="left")
    table["answer"] = table["interview_id"] + "/" + table["answer_id"].fillna("").astype(str)
    table["seconds"] = 60 * table["lang_words"] / table["lang_rate"].where(table["lang_rate"] > 0)
    table["template"] = table["lang_template"]
    spoken_in = table["interview_id"].map(interview_locales(reading)).fillna("")
    # the same question may be asked for two roles, and the mix of roles may change as well
    table["language"] = table["role"] + "/" + spoken_in
    return table.drop(columns=["answer_id", "lang_words", "lang_rate", "lang_template"])


def _outcomes(table: pd.DataFrame, outcomes: pd.DataFrame, kind: str) -> pd.Series:
    """The mean overall rating of an occasion by interview."""
    held = table[["interview_id", "candidate_id", "interviewed_at"]].drop_duplicates("interview_id")
    rated = outcomes[(outcomes["outcome_kind"] == kind) & (outcomes["kpi"] == "overall")]
    # an opening's rating stands once for each interview of its person; it is one rating
    rated = rated.drop_duplicates(["candidate_id", "rater", "outcome_at"])
    rated = rated[rated["candidate_id"].isin(held["candidate_id"])]
    if rated.empty:
        return rated.set_index("interview_id")["outcome"]
    joined = join_outcomes(
        held,
        rated[["candidate_id", "outcome", "outcome_at"]],
        person="candidate_id",
        outcome="outcome",
        interviewed_at="interviewed_at",
        outcome_at="outcome_at",
    ).table
    return joined.groupby("interview_id")["outcome"].mean()


def raters_agreement(
    actor: Actor, store: Store, scope: BankScope, answers: pd.DataFrame
) -> dict[str, Finding]:
    """ICC(A,1) between people on each competency, given to every question that measures it."""
    require(actor, "assess_bank")
    with store.read() as reading:
        ratings = frames(reading, "rating", since=scope.since, until=scope.until)
    ratings = ratings[ratings["interview_id"].isin(answers["interview_id"])]
    found: dict[str, Finding] = {}
    for competency, rows in ratings.groupby("competency", sort=True):
        try:
            told = icc(rows, target="interview_id", rater="rater", rating="rating").agreement
        except InputError as error:
            if error.code != "raters.one":
                raise
            told = Withheld(code=error.code, n=len(rows))
        found[str(competency)] = told
    asked = answers.drop_duplicates(["question", "version"])
    names = asked["question"] + "@" + asked["version"].astype(str)
    measured = zip(names, asked["competency"], strict=True)
    return {str(name): found[str(key)] for name, key in measured if str(key) in found}


def templates(answers: pd.DataFrame) -> dict[str, Finding]:
    """The share of each question's answers that follow common model answers, from its flag on."""
    from scoring.gate_thresholds import limit

    line = limit("language.template_share")
    looked = answers[answers["template"].notna()]
    name = looked["question"] + "@" + looked["version"].astype(str)
    return {
        str(key): proportion(int((rows > line).sum()), len(rows))
        for key, rows in looked["template"].groupby(name, sort=True)
    }


def copied_answers(
    actor: Actor,
    store: Store,
    answers: pd.DataFrame,
    *,
    on_progress: Told = lambda done, total: None,
) -> Sequence[tuple[str, str]]:
    """Ids of answers to one question that are nearly another candidate's.

    Texts are opened in memory, question by question compared through their MinHash keys (never all
    with all), and dropped; only the ids of answers leave here. ``on_progress`` hears how many
    questions of how many are done.
    """
    from scoring.language.duplicates import near_duplicates

    require(actor, "assess_bank")
    wanted = answers[["answer", "question", "candidate_id"]].set_index("answer")
    texts: dict[str, dict[str, str]] = {}
    with store.read() as reading:
        place = wanted["question"].to_dict()
        for interview, answer, text in spoken_answers(reading, answers["interview_id"]):
            question = place.get(f"{interview}/{answer}")
            if question is not None:
                texts.setdefault(question, {})[f"{interview}/{answer}"] = text
    person = wanted["candidate_id"].to_dict()
    pairs: list[tuple[str, str]] = []
    for done, question in enumerate(sorted(texts), start=1):
        # a version more or less is the same question to somebody who copies
        for one in near_duplicates(texts.pop(question), alike=ALIKE):
            if person[one.first] != person[one.second]:
                pairs.append((one.first, one.second))
        on_progress(done, done + len(texts))
    return pairs
