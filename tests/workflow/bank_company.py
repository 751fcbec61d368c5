"""A marketing department's year: one vague question and its rewrite, one that leaked, two offices.

Planted, and known to no code that is tested: ``mk_q4`` says nothing of anything in version 1 and
much in version 2; three in five answers to ``mk_q5`` in the last quarter are copies of one text
and quicker; everything else measures the same ability, which performance follows. Answers of the
small sales office are there to be left out by whoever may not see them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from interview import (
    Answer,
    AnswerSignals,
    FeatureSet,
    Interview,
    Question,
    Rating,
    RoleModel,
    Segment,
    Transcript,
)
from scoring import shipped_roles
from store import (
    JobOutcome,
    Requisition,
    ScoredInterview,
    Store,
    open_store,
    save_department,
    save_many,
    save_outcomes,
    save_ratings,
    save_requisition,
    save_role,
)

ROLE = "marketing"
VAGUE, LEAKED = "mk_q4", "mk_q5"
PEOPLE, SALES = 420, 40
DAYS = 400
START = datetime(2025, 3, 3, 9, tzinfo=UTC)
LEAK_DAY = DAYS - 80
KEYS = ("mk_q1", "mk_q2", "mk_q3", "mk_q4", "mk_q5", "mk_q6")


def marketing(texts: Mapping[str, str] | None = None) -> RoleModel:
    """The shipped role with the questions that were asked; ``texts`` replace their wordings."""
    shipped = shipped_roles()[ROLE]
    said = texts or {}
    asked = [
        replace(one, text={key: said.get(one.ref, words) for key, words in one.text.items()})
        for one in shipped.questions
        if one.key in KEYS
    ]
    return replace(shipped, questions=tuple(asked))


def bank_company(
    folder: Path | None,
    *,
    store: Store | None = None,
    texts: Mapping[str, str] | None = None,
    people: int = PEOPLE,
    sales: int = SALES,
    keep_role: bool = True,
) -> Store:
    """Fill a store, a new one in ``folder`` unless one is given."""
    made = store or open_store(folder=folder)
    role = marketing(texts)
    draw = np.random.default_rng(20)
    items, outcomes, ratings = [], [], []
    for i in range(people + sales):
        office = "marketing" if i < people else "sales"
        place = (i % people) / people
        day = START + timedelta(days=DAYS * place)
        mind, work = draw.normal(size=2)
        one, told = _interview(i, office, day, place < 0.5, mind, role, draw)
        items.append(one)
        performance = 3 + 0.7 * mind + 0.4 * told + 0.5 * work
        if i % 4:
            outcomes.append(
                JobOutcome(
                    candidate=f"c-{i:04d}",
                    requisition=f"r-{office}",
                    kind="90_days",
                    kpi="overall",
                    value=float(performance),
                    at=day + timedelta(days=90),
                    rater="supervisor",
                )
            )
        if i % 6 == 0:
            ratings += [
                Rating(
                    interview=f"i-{i:04d}",
                    rater=rater,
                    competency="innovation",
                    score=float(np.clip(5 + mind + draw.normal(scale=0.6), 0, 10)),
                    at=day,
                    blind=True,
                )
                for rater in ("ann", "bo")
            ]
    with made.transaction() as tx:
        if keep_role:
            save_role(tx, role)
        for office in ("marketing", "sales"):
            save_department(tx, office, {"en": office.title(), "zh": "部门"})
            save_requisition(
                tx,
                Requisition(
                    id=f"r-{office}",
                    role=ROLE,
                    department=office,
                    title={"en": "Marketing specialist", "zh": "市场专员"},
                    opened_at=START,
                    blind_first=False,
                ),
            )
        save_many(tx, items)
        save_outcomes(tx, outcomes)
        save_ratings(tx, ratings)
    return made


def _interview(
    i: int,
    office: str,
    day: datetime,
    old: bool,
    mind: float,
    role: RoleModel,
    draw: np.random.Generator,
) -> tuple[ScoredInterview, float]:
    """One interview, and what its concrete question showed beyond ability."""
    late = (day - START).days >= LEAK_DAY
    asked = [one for one in role.questions if one.key != VAGUE or one.version == (1 if old else 2)]
    told = 0.0
    answers, signals, scores = [], [], []
    for question in asked:
        noise = draw.normal(scale=0.9)
        copied = question.key == LEAKED and late and i % 5 < 3
        score = 5 + mind + noise + 1.5 * copied
        if question.key == VAGUE:
            more = draw.normal()
            told = more if question.version == 2 else 0.0
            score = 5 + 1.3 * draw.normal() if question.version == 1 else 5 + mind + more
        words = 40.0 if copied else 60.0
        answers.append(_answer(i, question, copied, draw))
        signals.append(
            AnswerSignals(
                features=FeatureSet(
                    answer=question.key,
                    values={
                        "lang_words": words,
                        "lang_rate": 120.0 * float(np.exp(draw.normal(scale=0.1))),
                        "lang_template": 0.0,
                    },
                    missing={},
                    extractor="1",
                )
            )
        )
        value = float(np.clip(score, 0, 10))
        scores.append(
            {
                "answer": question.key,
                "question": question.key,
                "version": question.version,
                "score": {"value": value, "low": value, "high": value, "n": 1, "method": "mean"},
            }
        )
    case = Interview(
        id=f"i-{i:04d}",
        candidate_id=f"c-{i:04d}",
        role=ROLE,
        requisition=f"r-{office}",
        locale="en",
        conducted_at=day,
        answers=tuple(answers),
    )
    card = {"role": f"{ROLE}@1", "policy": "none@1", "answers": scores}
    return ScoredInterview(interview=case, signals=tuple(signals), card=card), float(told)


def _answer(i: int, question: Question, copied: bool, draw: np.random.Generator) -> Answer:
    if copied:
        # the same model answer, every twentieth word misheard
        said = [f"model{n}" if draw.random() > 0.05 else f"heard{i}" for n in range(60)]
    else:
        said = [f"word{n}" for n in draw.integers(0, 4000, size=40)]
    text = " ".join(said)
    return Answer(
        id=question.key,
        question=question.key,
        version=question.version,
        transcript=Transcript(
            segments=(Segment(text=text, start_ms=0, end_ms=20_000),), source="json", locale="en"
        ),
    )
