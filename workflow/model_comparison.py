"""Two models side by side on the same kept interviews: agreement, validity, and who it touches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from analysis import Agreement, ComparedCorrelations, agreement, compare_correlations, icc
from estimation import correlation, paired_equivalence
from interview import Actor, Estimate, Finding, StoreError, Withheld, plain
from store import (
    Reading,
    Report,
    Store,
    attributes,
    frames,
    report,
    reports,
    restored,
    save_report,
)
from workflow.audit import departments_of, sees_scope
from workflow.model_fairness import ModelFairness, model_fairness
from workflow.register import RegisteredModel, find_model, standing_champion
from workflow.rights import may, require
from workflow.shadow_table import held_out_scores, model_scores

if TYPE_CHECKING:
    import pandas as pd

KIND = "model_comparison"
MARGIN = 0.25
OVERALL = "overall"


@dataclass(frozen=True, kw_only=True, slots=True)
class ModelComparison:
    """What two models say of the same interviews; ``first`` stands, ``second`` challenges.

    ``apart`` is second less first in points (90 % interval), ``alike`` their ICC(A,1), ``together``
    their correlation. ``with_people`` holds each model's agreement with human ratings beside that
    of people with each other; ``ratings`` and ``performance`` compare how well each goes with the
    mean human rating and with later performance, within roles: a difference above 0 is the first's.
    Whoever a model was trained on is scored by folds that had not seen them; ``held_out`` is the
    share of the second's scores that are such. ``fairness`` is None where
    nobody with the right to audit made the comparison, and for those who may not see audits.
    """

    first: str
    second: str
    interviews: int
    both: int
    withheld: Mapping[str, int]
    apart: Finding
    alike: Finding
    together: Finding
    with_people: Mapping[str, Agreement]
    ratings: ComparedCorrelations | None
    performance: ComparedCorrelations | None
    outcome_kind: str
    held_out: float
    fairness: ModelFairness | None
    scope: Mapping[str, object]
    name: str = ""
    trail_digest: str = ""
    made_at: str = ""

    @property
    def models(self) -> tuple[str, str]:
        """Both names, the standing one first."""
        return self.first, self.second


def compare_models(
    actor: Actor,
    store: Store,
    second: str,
    first: str = "",
    *,
    purpose: str = "",
    outcome_kind: str = "6_months",
) -> ModelComparison:
    """Score every kept interview with both models in memory, compare, and keep the comparison.

    No card is made and none is shown. With the right to audit and a ``purpose`` the groups'
    selection and gaps under each model are compared too; reading the attributes is an event.

    Parameters
    ----------
    second, first : str
        Models as ``name@version``; the first is by default the champion that would be replaced.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to validate.
    StoreError
        ``model.unknown``, ``comparison.same_model``, ``comparison.nothing_scored``, and what
        `scorer_of` raises.
    """
    require(actor, "validate")
    fair = bool(purpose.strip()) and may(actor, "audit")
    with store.read() as reading:
        challenger = find_model(reading, second)
        champion = find_model(reading, first) if first else standing_champion(reading, challenger)
        if champion.ref == challenger.ref:
            raise StoreError(
                "comparison.same_model",
                f"{champion.ref} cannot be compared with itself",
                "name another model",
                model=champion.ref,
            )
        people = _everybody(actor, reading)
        roles = [r for r in people["role"].unique() if challenger.is_for(str(r))]
        people = people[people["role"].isin(roles)].reset_index(drop=True)
        scored, lost, share = _scored(reading, people, champion, challenger)
        ratings = frames(reading, "rating")
        outcomes = frames(reading, "outcome")
    found = _compared(scored, ratings, outcomes, champion, challenger, outcome_kind)
    found = replace(found, interviews=len(people), withheld=lost, held_out=share)
    with store.transaction(actor) as tx:
        if fair:
            groups = attributes(tx, purpose=purpose, actor=actor.id)
            cut = _share_above(tx, scored)
            found = replace(found, fairness=model_fairness(scored, groups, share=cut))
        scope = {
            "departments": [] if "*" in actor.units else sorted(actor.units),
            "purpose": purpose.strip() if fair else "",
        }
        found = replace(found, scope=scope)
        kept = save_report(tx, KIND, {"comparison": plain(found), "scope": scope, "at": tx.now()})
    return _stored(kept)


def stored_comparisons(actor: Actor, store: Store, ref: str = "") -> tuple[ModelComparison, ...]:
    """Kept comparisons of departments the actor sees, newest first; of one model when named.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see models.
    """
    require(actor, "view_models")
    with store.read() as reading:
        return tuple(without_groups(actor, c) for c in kept_comparisons(reading, actor, ref))


def without_groups(actor: Actor, found: ModelComparison) -> ModelComparison:
    """The comparison as this actor may see it: what it says of groups is an audit."""
    return found if may(actor, "view_audits") else replace(found, fairness=None)


def kept_comparisons(reading: Reading, actor: Actor, ref: str = "") -> tuple[ModelComparison, ...]:
    """The same with groups, for verbs that have checked their right."""
    every = tuple(_stored(one) for one in reports(reading, KIND) if sees_scope(actor, one))
    return tuple(one for one in every if not ref or ref in one.models)


def stored_comparison(actor: Actor, store: Store, name: str) -> ModelComparison:
    """One kept comparison by its digest.

    Raises
    ------
    PermissionDenied
        ``right.missing``, ``right.other_unit``.
    StoreError
        ``report.unknown``.
    """
    require(actor, "view_models")
    with store.read() as reading:
        kept = report(reading, name)
    require(actor, "view_models", *departments_of(kept))
    return without_groups(actor, _stored(kept))


def _everybody(actor: Actor, reading: Reading) -> pd.DataFrame:
    every = frames(reading, "interview")
    seen = every[every["department"].map(actor.sees).astype(bool)]
    facts = ["candidate_id", "interview_id", "requisition_id", "role", "department"]
    return seen[[*facts, "interviewed_at"]].reset_index(drop=True)


def _scored(
    reading: Reading, people: pd.DataFrame, champion: RegisteredModel, challenger: RegisteredModel
) -> tuple[pd.DataFrame, dict[str, int], float]:
    """Both models' scores per interview and competency, how many each withheld, and the share of
    interviews whose second score comes from folds that had not seen the person."""
    names = list(map(str, people["interview_id"]))
    keys = ["interview_id", "competency"]
    one, two = (honest_scores(reading, model, names) for model in (champion, challenger))
    share = float(two.loc[two["competency"] == OVERALL, "held_out"].mean()) if len(two) else 0.0
    table = one.rename(columns={"score": "first"})[[*keys, "first"]].merge(
        two.rename(columns={"score": "second"})[[*keys, "second"]], on=keys, how="outer"
    )
    overall = table[table["competency"] == OVERALL]
    lost = {
        champion.ref: len(people) - int(overall["first"].notna().sum()),
        challenger.ref: len(people) - int(overall["second"].notna().sum()),
    }
    table = table.dropna(subset=["first", "second"])
    if not (table["competency"] == OVERALL).any():
        raise StoreError(
            "comparison.nothing_scored",
            f"no interview is scored by both {champion.ref} and {challenger.ref}",
            "score interviews of the roles that both are for",
            first=champion.ref,
            second=challenger.ref,
        )
    merged: pd.DataFrame = table.merge(people, on="interview_id", how="inner")
    return merged, lost, share


def honest_scores(
    reading: Reading,
    model: RegisteredModel,
    names: Sequence[str],
    *,
    features: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """The model's scores; of whom it was trained on, those of folds that had not seen them."""
    table = model_scores(reading, model, names, features=features)
    apart = held_out_scores(reading, model).rename(columns={"score": "unseen"})
    table = table.merge(apart, on=["interview_id", "competency"], how="left")
    table["held_out"] = table["unseen"].notna()
    table["score"] = table["score"].mask(table["held_out"], table["unseen"])
    return table.drop(columns="unseen")


def _compared(
    scored: pd.DataFrame,
    ratings: pd.DataFrame,
    outcomes: pd.DataFrame,
    champion: RegisteredModel,
    challenger: RegisteredModel,
    outcome_kind: str,
) -> ModelComparison:
    overall = scored[scored["competency"] == OVERALL]
    first, second = (overall[c].to_numpy(dtype=np.float64) for c in ("first", "second"))
    n = int(first.size)
    moved = paired_equivalence(second - first, margin=MARGIN).difference
    return ModelComparison(
        first=champion.ref,
        second=challenger.ref,
        interviews=n,
        both=n,
        withheld={},
        apart=moved,
        alike=icc(overall, raters=["first", "second"]).agreement,
        together=correlation(first, second),
        with_people=_with_people(scored, ratings, champion, challenger),
        ratings=_goes_with(overall, _mean_rating(ratings), "rating"),
        performance=_goes_with(overall, _later(outcomes, outcome_kind), "outcome"),
        outcome_kind=outcome_kind,
        held_out=0.0,
        fairness=None,
        scope={},
    )


def _with_people(
    scored: pd.DataFrame,
    ratings: pd.DataFrame,
    champion: RegisteredModel,
    challenger: RegisteredModel,
) -> dict[str, Agreement]:
    """Agreement with people per competency that both score, all of them together."""
    keys = ["interview_id", "competency"]
    parts = scored[scored["competency"] != OVERALL]
    rows = ratings[[*keys, "rater", "rating"]]
    if not len(parts):
        # one of them scores nothing but the whole: people's ratings are averaged first
        means = rows.groupby(["interview_id", "rater"])["rating"].mean().reset_index()
        rows = means.assign(competency=OVERALL)
        parts = scored
    table = rows.merge(parts[[*keys, "first", "second"]], on=keys, how="inner")
    found = {}
    for column, model in (("first", champion), ("second", challenger)):
        if len(table):
            found[model.ref] = agreement(
                table, machine=column, target=keys, rater="rater", rating="rating",
                cluster="interview_id",
            )  # fmt: skip
    return found


def _mean_rating(ratings: pd.DataFrame) -> pd.Series[float]:
    return ratings.groupby("interview_id")["rating"].mean()


def _later(outcomes: pd.DataFrame, kind: str) -> pd.Series[float]:
    mine = outcomes[(outcomes["outcome_kind"] == kind) & (outcomes["kpi"] == "overall")]
    return mine.groupby("interview_id")["outcome"].mean()


def _goes_with(
    overall: pd.DataFrame, judged: pd.Series[float], name: str
) -> ComparedCorrelations | None:
    """How well each score goes with what was judged, within roles; None without any."""
    table = overall[["candidate_id", "role", "interviewed_at", "interview_id"]].copy()
    table["first"], table["second"] = overall["first"], overall["second"]
    table[name] = overall["interview_id"].map(judged)
    table = table.dropna(subset=[name])
    # of somebody interviewed more than once the last interview counts
    table = table.sort_values(["interviewed_at", "interview_id"], kind="stable")
    table = table.drop_duplicates("candidate_id", keep="last")
    if not len(table):
        return None
    for column in ("first", "second", name):
        # a difference between roles can make or hide validity
        table[column] -= table.groupby("role")[column].transform("mean")
    return compare_correlations(table, score="first", other="second", outcome=name, scale=None)


def _share_above(reading: Reading, scored: pd.DataFrame) -> float:
    """The share that the first model puts at or above its role's threshold."""
    from scoring import find_role
    from store import role

    overall = scored[scored["competency"] == OVERALL]
    jobs = {str(key) for key in overall["role"].unique()}
    threshold = {key: (role(reading, key) or find_role(key)).threshold for key in jobs}
    above = overall["first"] >= overall["role"].map(threshold)
    return float(np.clip(above.mean(), 0.05, 0.95))


def _stored(kept: Report) -> ModelComparison:
    found = restored(ModelComparison, kept.content["comparison"])
    return replace(
        found,
        name=kept.digest,
        trail_digest=kept.trail_digest,
        made_at=kept.made_at.isoformat(),
    )


def gain(found: ComparedCorrelations | None) -> Finding:
    """How much better the second goes with what was judged: the difference the other way round."""
    if found is None:
        return Withheld(code="outcome.none_yet")
    back = found.difference
    if isinstance(back, Withheld):
        return back
    return Estimate(value=-back.value, low=-back.high, high=-back.low, n=back.n, method=back.method)
