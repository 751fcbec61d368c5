"""The store's scores beside what became of people: the tables that a study of validity reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal

from analysis import ValidityColumns
from interview import Actor, Finding, InputError, Withheld
from store import Reading, Store, card, frames, roles
from workflow.rights import require

if TYPE_CHECKING:
    import pandas as pd

FrameKind = Literal["interview", "score", "answer", "decision", "outcome"]
OCCASIONS = ("90_days", "6_months", "12_months")
OVERALL = "overall"
COLUMNS = ValidityColumns(
    score="score",
    outcome="outcome",
    question="question",
    version="version",
    competency="competency",
    kpi="kpi",
    role="role",
    requisition="requisition_id",
    person="interview_id",
    interviewed_at="interviewed_at",
    outcome_at="outcome_at",
    selected="selected",
    left="left",
    modality="modality",
)
FACTS = ["candidate_id", "interview_id", "requisition_id", "role", "department", "interviewed_at"]


@dataclass(frozen=True, kw_only=True, slots=True)
class ValidityScope:
    """Whom a study of the store looks at; empty tuples and None mean all.

    ``occasion`` is when performance was told (``90_days``, ``6_months``, ``12_months``).
    """

    occasion: str = "6_months"
    requisitions: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class ValidityTables:
    """``people`` one row per interview, ``answers`` one per answer, ``figures`` scores beside KPIs
    (by competency under "", by question, by modality), ``modalities`` one row per interview and
    modality. ``kpi_of`` maps ``role/competency`` to the KPI that the role model names.

    ``agreement`` says how two ratings of the same person at different times agree.
    """

    people: pd.DataFrame
    answers: pd.DataFrame
    figures: dict[str, pd.DataFrame]
    modalities: pd.DataFrame
    kpi_of: dict[str, str]
    agreement: Finding


def validity_tables(actor: Actor, store: Store, scope: ValidityScope) -> ValidityTables:
    """Everybody interviewed within the scope, in departments that the actor sees, nobody dropped.

    ``selected`` is 1 for who was hired and 0 for who was refused at any stage, ``left`` 1 for who
    had gone by the occasion.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to study validity.
    InputError
        ``validity.nobody`` when nobody was interviewed within the scope, ``validity.occasion`` for
        an occasion at which nobody has been rated, with those there are.
    """
    require(actor, "validate")
    with store.read() as reading:
        everybody = _read(reading, actor, "interview", scope)
        if everybody.empty:
            raise InputError(
                "validity.nobody",
                "nobody was interviewed within these limits",
                "widen the period, or choose other openings",
            )
        outcomes = _each_once(_read(reading, actor, "outcome", scope))
        decisions = _read(reading, actor, "decision", scope)
        answers = _read(reading, actor, "answer", scope)
        scores = _read(reading, actor, "score", scope)
        models = roles(reading)
        _occasion_known(outcomes, scope.occasion)
        people = _people(everybody, decisions, outcomes, scope.occasion)
        at = outcomes[(outcomes["outcome_kind"] == scope.occasion) & (outcomes["kpi"] != OVERALL)]
        kpis = at[["interview_id", "kpi", "outcome", "outcome_at"]]
        rated = people.loc[people["outcome"].notna(), "interview_id"]
        told = sorted({*rated, *kpis["interview_id"]})
        by_modality, words = _by_modality(reading, told)
    facts = people.drop(columns="score")
    kpi_of = {f"{m.key}/{c.key}": c.kpi or c.key for m in models for c in m.competencies}
    own = words.merge(kpis, on="interview_id").merge(people[FACTS], on="interview_id")
    wanted = own["role"] + "/" + own["competency"]
    own = own[own["kpi"] == wanted.map(kpi_of).fillna(own["competency"])]
    by_question = answers[["interview_id", "question", "version", "competency", "score"]]
    return ValidityTables(
        people=people,
        answers=by_question.merge(facts, on="interview_id"),
        figures={
            "": _beside(scores[["interview_id", "competency", "score"]], kpis, people),
            "question": _beside(_labelled(by_question).drop(columns="version"), kpis, people),
            "modality": own,
        },
        modalities=by_modality.merge(facts, on="interview_id"),
        kpi_of=kpi_of,
        agreement=_agreement(outcomes, scope.occasion),
    )


def kpis_told(actor: Actor, store: Store) -> dict[str, tuple[str, ...]]:
    """The KPIs of which there are figures, by role, in departments that the actor sees."""
    require(actor, "view_quality")
    with store.read() as reading:
        outcomes = frames(reading, "outcome")
    kept = outcomes[outcomes["department"].map(actor.sees).astype(bool)]
    kept = kept[(kept["kpi"] != OVERALL) & (kept["outcome_kind"] != "retention")]
    pairs = kept[["role", "kpi"]].drop_duplicates()
    return {str(role): tuple(sorted(map(str, rows["kpi"]))) for role, rows in pairs.groupby("role")}


def _read(reading: Reading, actor: Actor, kind: FrameKind, scope: ValidityScope) -> pd.DataFrame:
    frame = frames(reading, kind, since=scope.since, until=scope.until)
    seen = frame["department"].map(actor.sees).astype(bool)
    kept = frame[seen]
    if scope.requisitions:
        kept = kept[kept["requisition_id"].isin(scope.requisitions)]
    if scope.roles:
        kept = kept[kept["role"].isin(scope.roles)]
    return kept


def _each_once(outcomes: pd.DataFrame) -> pd.DataFrame:
    """An outcome of no particular opening belongs to the person's latest interview before it."""
    early = outcomes["outcome_at"] < outcomes["interviewed_at"]
    key = ["candidate_id", "outcome_kind", "kpi", "rater", "outcome", "outcome_at"]
    ordered = outcomes.assign(_fits=~early).sort_values(["_fits", "interviewed_at"], kind="stable")
    return ordered.drop_duplicates(key, keep="last").drop(columns="_fits").sort_index()


def _occasion_known(outcomes: pd.DataFrame, occasion: str) -> None:
    kinds = sorted(str(k) for k in outcomes["outcome_kind"].dropna().unique() if k != "retention")
    if occasion in kinds or not kinds:
        # without any outcome the study itself says so
        return
    raise InputError(
        "validity.occasion",
        f"nobody has been rated at '{occasion}'",
        f"choose one of: {', '.join(kinds)}",
        occasion=occasion,
        known=", ".join(kinds),
    )


def _people(
    everybody: pd.DataFrame, decisions: pd.DataFrame, outcomes: pd.DataFrame, occasion: str
) -> pd.DataFrame:

    table = everybody[[*FACTS, "score"]].copy()
    by_stage = decisions.pivot_table(
        index="interview_id", columns="stage", values="selected", aggfunc="last"
    ).reindex(columns=["advance", "hire"])
    chosen = by_stage["hire"].where(
        by_stage["hire"].notna(), by_stage["advance"].where(by_stage["advance"] == 0)
    )
    table["selected"] = table["interview_id"].map(chosen)
    stayed = outcomes[(outcomes["outcome_kind"] == "retention") & (outcomes["kpi"] == occasion)]
    gone = stayed.groupby("interview_id")["outcome"].min() == 0
    table["left"] = table["interview_id"].map(gone).astype("float64").fillna(0.0)
    judged = outcomes[(outcomes["outcome_kind"] == occasion) & (outcomes["kpi"] == OVERALL)]
    merged: pd.DataFrame = table.merge(
        judged[["interview_id", "outcome", "outcome_at"]], on="interview_id", how="left"
    )
    return merged


def _beside(scores: pd.DataFrame, kpis: pd.DataFrame, people: pd.DataFrame) -> pd.DataFrame:
    """Every score of a person beside every KPI of theirs."""
    made: pd.DataFrame = scores.merge(kpis, on="interview_id").merge(
        people[FACTS].drop_duplicates("interview_id"), on="interview_id"
    )
    return made


def _labelled(answers: pd.DataFrame) -> pd.DataFrame:
    """Questions by ``key@version``: another wording is another question."""
    named = answers["question"] + "@" + answers["version"].astype("Int64").astype(str)
    return answers.assign(question=named)


def _by_modality(reading: Reading, interviews: Iterable[str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What words, voice and face alone made of each interview; by competency for words."""
    import pandas as pd

    whole: list[tuple[str, str, float]] = []
    parts: list[tuple[str, str, str, float]] = []
    for name in interviews:
        kept: dict[str, Any] | None = card(reading, name)
        if kept is None:
            continue
        found = {m: f["value"] for m, f in kept["by_modality"].items() if "value" in f}
        whole += [(name, modality, value) for modality, value in found.items()]
        for one in kept["competencies"]:
            words = one.get("without_expression") or {}
            if "value" in words:
                parts.append((name, one["competency"], "language", words["value"]))
            parts += [
                (name, one["competency"], modality, found[modality])
                for modality in ("voice", "face")
                if modality in found
            ]
    return (
        pd.DataFrame(whole, columns=["interview_id", "modality", "score"]),
        pd.DataFrame(parts, columns=["interview_id", "competency", "modality", "score"]),
    )


def _agreement(outcomes: pd.DataFrame, occasion: str) -> Finding:
    """Correlation within roles of this occasion's rating with that of the one next to it."""
    from analysis import within_role_validity

    rated = outcomes[(outcomes["kpi"] == OVERALL)]
    wide = rated.pivot_table(
        index=["interview_id", "role"], columns="outcome_kind", values="outcome", aggfunc="mean"
    ).reset_index()
    others = [name for name in OCCASIONS if name != occasion and name in wide]
    if occasion not in wide or not others:
        return Withheld(code="validity.rated_once", n=len(wide))
    place = OCCASIONS.index(occasion) if occasion in OCCASIONS else 0
    near = min(others, key=lambda name: abs(OCCASIONS.index(name) - place))
    return within_role_validity(wide, score=near, outcome=occasion, role="role", scale=None).within
