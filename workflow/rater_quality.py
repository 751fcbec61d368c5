"""How far people and machine agree, how reliable the scores are, and which rater stands out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeVar

from analysis import Agreement, GradedResponse, RaterReport, agreement, graded_response
from analysis.rater_severity import rater_severity
from interview import Actor, CandorError, InputError, Withheld
from store import Store, frames
from store.circumstances import circumstance_frame, judgement_frame
from workflow.double_scoring import DoubleScoring, double_scoring
from workflow.quality_scope import QualityScope, within
from workflow.rights import require
from workflow.scale_quality import ScaleQuality, asked_answers, scale_quality

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
By = Literal["all", "role", "competency"]
TARGET = ["interview_id", "competency"]


@dataclass(frozen=True, kw_only=True, slots=True)
class AgreementOf:
    """People with people beside people with the machine, for everybody, a role or a competency.

    ``refused`` is the code of an error that kept it from being computed, else empty.
    """

    by: By
    key: str
    found: Agreement | None
    refused: str = ""


@dataclass(frozen=True, kw_only=True, slots=True, eq=False)
class RaterQuality:
    """Everything about raters and reliability in one scope.

    ``agreements`` begin with everybody; ``scales`` are one per role; ``severity`` names every
    rater, or is withheld with a code; ``double`` is the random sample that should be rated blind.
    ``not_blind`` ratings were given after the score was seen and are left out of agreement.
    """

    interviews: int
    rated: int
    ratings: int
    not_blind: int
    agreements: tuple[AgreementOf, ...]
    scales: tuple[ScaleQuality, ...]
    severity: RaterReport | Withheld
    double: DoubleScoring

    @property
    def overall(self) -> AgreementOf:
        """The agreement over all ratings."""
        return self.agreements[0]


def rater_quality(actor: Actor, store: Store, scope: QualityScope | None = None) -> RaterQuality:
    """Agreement, reliability and raters over the departments the actor sees.

    Agreement rests on ratings given blind alone: a rating given after the score was seen agrees
    with it for another reason. Raters are compared on the same interviews and competencies.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see the evidence of quality.
    InputError
        ``quality.nobody`` when no interview lies within the scope.
    """
    require(actor, "view_quality")
    scope = scope or QualityScope()
    with store.read() as reading:
        ratings = within(actor, scope, frames(reading, "rating"))
        answers = within(actor, scope, frames(reading, "answer"))
        interviews = within(actor, scope, circumstance_frame(reading))
        judged = judgement_frame(reading)
    if interviews.empty:
        raise nobody()
    return rater_quality_of(ratings, answers, interviews, judged)


def rater_quality_of(
    ratings: pd.DataFrame,
    answers: pd.DataFrame,
    interviews: pd.DataFrame,
    judged: pd.DataFrame,
) -> RaterQuality:
    """The same from frames, as `store.frames` and `store.circumstances` give them.

    ``ratings`` needs interview_id, role, competency, rater, rating and score; ``answers``
    candidate_id, interview_id, role, question, score and interviewed_at; ``interviews``
    interview_id, role, interviewed_at and draw; ``judged`` interview_id, rater, competency,
    rated_at and blind.
    """
    newest = judged.drop_duplicates(["interview_id", "rater", "competency"], keep="last")
    marked = ratings.merge(
        newest[["interview_id", "rater", "competency", "blind"]],
        on=["interview_id", "rater", "competency"],
        how="left",
    )
    seen = marked["blind"].astype("boolean").fillna(False).astype(bool)
    blind = marked[seen].reset_index(drop=True)
    together = _agreements(blind)
    everybody = together[0].found
    return RaterQuality(
        interviews=len(interviews),
        rated=int(ratings["interview_id"].nunique()),
        ratings=len(ratings),
        not_blind=int((~seen).sum()),
        agreements=together,
        scales=tuple(
            scale_quality(str(role), rows)
            for role, rows in asked_answers(answers).groupby("role", sort=True)
        ),
        severity=_severity(ratings),
        double=double_scoring(
            interviews, blind, everybody.human_human.icc_agreement if everybody else None
        ),
    )


def question_curves(
    actor: Actor, store: Store, role: str, scope: QualityScope | None = None
) -> GradedResponse | Withheld:
    """The graded response curves of a role's questions; withheld below 300 people.

    Raises
    ------
    PermissionDenied
        ``right.missing`` without the right to see the evidence of quality.
    InputError
        ``quality.nobody`` when nobody answered a question of the role within the scope.
    """
    require(actor, "view_quality")
    with store.read() as reading:
        answers = frames(reading, "answer", role=role)
    rows = asked_answers(within(actor, scope or QualityScope(), answers))
    if rows.empty:
        raise nobody()
    return graded_response(rows, person="interview_id", item="question", score="score")


def nobody() -> InputError:
    """No interview within the scope."""
    return InputError(
        "quality.nobody",
        "no interview lies within these limits",
        "widen the period, or choose other roles",
    )


def _agreements(ratings: pd.DataFrame) -> tuple[AgreementOf, ...]:
    found = [_agreement("all", "", ratings)]
    kinds: tuple[By, ...] = ("role", "competency")
    for by in kinds:
        groups = ratings.groupby(by, sort=True) if len(ratings) else ()
        found += [_agreement(by, str(key), rows) for key, rows in groups]
    return tuple(found)


def _agreement(by: By, key: str, ratings: pd.DataFrame) -> AgreementOf:
    def ask() -> Agreement:
        return agreement(
            ratings, machine="score", target=TARGET, rater="rater", rating="rating",
            cluster="interview_id",
        )  # fmt: skip

    found, refused = _or_code(ask)
    return AgreementOf(by=by, key=key, found=found, refused=refused)


def _severity(ratings: pd.DataFrame) -> RaterReport | Withheld:
    def ask() -> RaterReport:
        return rater_severity(
            ratings, target=TARGET, rater="rater", rating="rating", cluster="interview_id"
        )

    found, refused = _or_code(ask)
    return found if found is not None else Withheld(code=refused, n=len(ratings))


def _or_code(ask: Callable[[], T]) -> tuple[T | None, str]:
    """What was asked for, or the code that says why it cannot be had."""
    try:
        return ask(), ""
    except CandorError as error:
        return None, error.code
