"""A company whose raters hear more than the rubric weighs: a learned scorer can be better here.

What people think of an answer is 5.5 + level + plan, plus each rater's noise. The rubric goes by
``lang_anchor``, which carries only the level; ``lang_connectives`` carries the plan. Sex is drawn
at random, so no score can be fair or unfair by more than chance.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np

from interview import (
    Actor,
    Answer,
    AnswerSignals,
    CompetencyWeight,
    FeatureSet,
    Interview,
    Quality,
    Question,
    Rating,
    RoleModel,
)
from scoring import card_json, score_signals
from scoring.learned.content_version import content_version
from scoring.learned.design import design_rows
from scoring.learned.train import train
from scoring.learned.training_report import Trained
from scoring.learned.training_spec import TrainingSpec
from store import (
    JobOutcome,
    Requisition,
    ScoredInterview,
    Store,
    feature_frame,
    frames,
    interview_locales,
    open_store,
    save_department,
    save_many,
    save_many_attributes,
    save_outcomes,
    save_ratings,
    save_requisition,
    save_role,
)
from workflow.golden_check import check_golden_set
from workflow.golden_set import freeze_golden_set, golden_set
from workflow.model_comparison import compare_models
from workflow.policies import signal_policy
from workflow.register import ModelPaper
from workflow.register_changes import challenge, register_trained

START = datetime(2026, 1, 5, 9, tzinfo=UTC)
BOTH = ("communication", "teamwork")
HR = Actor(id="hr", roles=("hr_leader",), units=("*",))
OFFICER = Actor(id="officer", roles=("compliance",), units=("*",))
SCIENTIST = Actor(id="scientist", roles=("data_scientist",), units=("*",))
MANAGER = Actor(id="manager", roles=("hiring_manager",), units=("sales",))
ADMIN = Actor(id="admin", roles=("admin",), units=("*",))
ROLE = RoleModel(
    key="clerk",
    version=1,
    title={"en": "Clerk", "zh": "职员"},
    threshold=5.5,
    competencies=tuple(CompetencyWeight(key=key, weight=0.5, threshold=5.0) for key in BOTH),
    questions=tuple(
        Question(
            key=f"ck_q{n}",
            version=1,
            text={"en": f"Question {n}.", "zh": f"问题{n}。"},
            kind="behavioural",
            criteria={BOTH[n % 2]: 1.0},
        )
        for n in range(4)
    ),
)


def judged_company(
    folder: Path, *, people: int = 300, seed: int = 5, url: str | None = None
) -> Store:
    """The store with everybody interviewed, scored by the rubric, rated by two, half hired."""
    store = open_store(url, folder=folder)
    fill(store, people=people, seed=seed)
    return store


def fill(store: Store, *, people: int = 300, seed: int = 5) -> None:
    """The same into a store that is open already."""
    rng = np.random.default_rng(seed)
    level, plan = rng.normal(size=people), rng.normal(size=people)
    with store.transaction() as tx:
        save_role(tx, ROLE)
        for unit in ("sales", "plant"):
            save_department(tx, unit, {"en": unit.title(), "zh": unit})
        for n in range(12):
            save_requisition(
                tx,
                Requisition(
                    id=f"r{n}",
                    role=ROLE.key,
                    department="sales" if n % 3 else "plant",
                    title={"en": f"Clerk {n}", "zh": f"职员{n}"},
                    opened_at=START,
                    blind_first=False,
                    policy="none",
                ),
            )
        save_many(tx, (one(i, level[i], plan[i], rng) for i in range(people)))
        save_many_attributes(
            tx,
            {f"c{i}": {"sex": "women" if rng.random() < 0.5 else "men"} for i in range(people)},
        )
        save_ratings(
            tx,
            [
                Rating(
                    interview=f"i{i}",
                    rater=f"rater{who}",
                    competency=key,
                    score=float(np.clip(5.5 + level[i] + plan[i] + 0.8 * rng.normal(), 0, 10)),
                    at=START + timedelta(days=i % 150, hours=2),
                    blind=True,
                )
                for i in range(people)
                for who in (i % 3, (i + 1) % 3)
                for key in BOTH
            ],
        )
        save_outcomes(
            tx,
            [
                JobOutcome(
                    candidate=f"c{i}",
                    requisition=f"r{i % 12}",
                    kind="6_months",
                    kpi="overall",
                    value=float(np.clip(6 + level[i] + plan[i] + rng.normal(), 0, 10)),
                    at=START + timedelta(days=i % 150 + 180),
                    rater="boss",
                )
                for i in range(0, people, 2)
            ],
        )


def one(i: int, level: float, plan: float, rng: np.random.Generator) -> ScoredInterview:
    """One interview of four answers and the rubric's card of it."""
    case = Interview(
        id=f"i{i}",
        candidate_id=f"c{i}",
        role=ROLE.key,
        requisition=f"r{i % 12}",
        locale="zh" if i % 2 else "en",
        conducted_at=START + timedelta(days=i % 150),
        answers=tuple(Answer(id=f"a{n}", question=f"ck_q{n}", version=1) for n in range(4)),
    )
    signals = tuple(measured(f"a{n}", BOTH[n % 2], level, plan, rng) for n in range(4))
    card = score_signals(case, signals, ROLE, signal_policy("none"))
    return ScoredInterview(interview=case, signals=signals, card=card_json(card))


def measured(
    answer: str, key: str, level: float, plan: float, rng: np.random.Generator
) -> AnswerSignals:
    """What is measured of an answer: the level in its anchor, the plan in its connectives."""

    def near(middle: float, slope: float, of: float, low: float, high: float) -> float:
        return float(np.clip(middle + slope * (of + 0.6 * rng.normal()), low, high))

    values = {
        f"lang_anchor.{key}": near(3.0, 0.7, level, 1.0, 5.0),
        f"lang_evidence.{key}": near(4.0, 0.5, level, 0.0, 10.0),
        "lang_connectives": near(4.0, 1.2, plan, 0.0, 12.0),
        "lang_star": near(2.0, 0.4, 0.0, 0.0, 4.0),
        "lang_results": near(1.5, 0.5, 0.0, 0.0, 6.0),
        "lang_on_topic": near(0.6, 0.1, 0.0, 0.0, 1.0),
        "lang_hedges": near(1.5, 0.5, 0.0, 0.0, 8.0),
        "lang_fillers": near(2.0, 0.6, 0.0, 0.0, 12.0),
        "lang_words": near(120.0, 25.0, 0.0, 30.0, 400.0),
    }
    return AnswerSignals(
        features=FeatureSet(answer=answer, values=values, missing={}, extractor="planted"),
        quality=(Quality(modality="language", answer=answer),),
        duration_ms=60_000,
    )


PAPER = ModelPaper(
    owner="Li Wen",
    intended_use="Interviews of clerks in Chinese and English.",
    limits="Not for other roles; never the only ground of a decision.",
    laws=("none", "us_nyc"),
    roles=(ROLE.key,),
)
REASON = "It goes better with people's ratings."


def learned(store: Store, name: str, features: tuple[str, ...] = ()) -> Trained:
    """A scorer trained on the company's ratings, all features or these only."""
    with store.read() as reading:
        every = frames(reading, "interview").set_index("interview_id")
        given = frames(reading, "rating").groupby(["interview_id", "competency"])["rating"].mean()
        table = design_rows(
            feature_frame(reading),
            dict.fromkeys(map(str, every.index), ROLE),
            requisition_of={str(i): str(r) for i, r in every["requisition_id"].items()},
            locale_of=interview_locales(reading),
        )
    keys = zip(table.interview, table.competency, strict=True)
    target = np.array([given.get(key, np.nan) for key in keys])
    return train(table, target, TrainingSpec(name=name, features=features))


def renamed(made: Trained, name: str) -> Trained:
    """The same training under another name, without training again."""
    scorer = replace(made.scorer, name=name, version="")
    return replace(made, scorer=replace(scorer, version=content_version(scorer)))


def challenger(store: Store, made: Trained, paper: ModelPaper = PAPER) -> str:
    """The scorer registered by the scientist and put up as challenger; its name."""
    ref = register_trained(SCIENTIST, store, made, paper).ref
    challenge(SCIENTIST, store, ref, reason=REASON)
    return ref


def proved(store: Store, ref: str) -> None:
    """Compared by compliance with its groups, and run on the golden set."""
    if golden_set(HR, store) is None:
        freeze_golden_set(HR, store)
    compare_models(OFFICER, store, ref, purpose="before a promotion")
    check_golden_set(SCIENTIST, store, ref)
