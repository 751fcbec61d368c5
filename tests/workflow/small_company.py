"""A small company for the tests of the verbs: two departments, five scored interviews."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from interview import (
    Actor,
    Answer,
    AnswerSignals,
    CompetencyWeight,
    Evidence,
    FeatureSet,
    Interview,
    Quality,
    Question,
    RoleModel,
    ScoreCard,
    Segment,
    SignalPolicy,
    Timeline,
    Transcript,
)
from scoring import card_json
from scoring.rubric import score as score_signals
from store import (
    Requisition,
    Store,
    add_person,
    blind_draw,
    open_store,
    put_blob,
    save_card,
    save_department,
    save_interview,
    save_requisition,
    save_role,
    save_signals,
)

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
POLICY = SignalPolicy(key="none", version=1, compute=("language", "voice", "face"))
ROLE = RoleModel(
    key="clerk",
    version=1,
    title={"en": "Clerk", "zh": "职员"},
    threshold=6.0,
    competencies=(
        CompetencyWeight(key="communication", weight=0.6, threshold=5.0),
        CompetencyWeight(key="teamwork", weight=0.4, threshold=5.0),
    ),
    questions=(
        Question(
            key="ck_q1",
            version=1,
            text={"en": "Tell us about a team.", "zh": "说说你的团队。"},
            kind="behavioural",
            criteria={"communication": 0.5, "teamwork": 0.5},
        ),
    ),
)
BOTH = ("communication", "teamwork")

MANAGER = Actor(id="manager", roles=("hiring_manager",), units=("sales",))
HR = Actor(id="hr", roles=("hr_leader",), units=("*",))
COMPLIANCE = Actor(id="officer", roles=("compliance",), units=("*",))
SCIENTIST = Actor(id="scientist", roles=("data_scientist",), units=("*",))
ADMIN = Actor(id="admin", roles=("admin",), units=("*",))


def drawn_id(stem: str, *, sampled: bool) -> str:
    """An id of this stem that the one-in-ten sample takes, or leaves."""
    numbers = (f"{stem}-{n}" for n in range(1000))
    return next(one for one in numbers if (blind_draw(one) < 0.10) is sampled)


OPEN = drawn_id("open", sampled=False)
OPEN_WEAK = drawn_id("weak", sampled=False)
BLIND = drawn_id("blind", sampled=False)
SAMPLED = drawn_id("sampled", sampled=True)
PLANT = drawn_id("plant", sampled=False)
# how strong the planted evidence is, 0 to 10
STRENGTH = {OPEN: 6.0, OPEN_WEAK: 2.0, BLIND: 9.1, SAMPLED: 8.0, PLANT: 5.0}
SECRET = "We shipped the cobalt release in March."
RECORDING = bytes(range(256)) * 5000


class Clock:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(milliseconds=1)
        return self.now


def planted_signals(strength: float) -> AnswerSignals:
    """One answer whose words speak this strongly for both competencies."""
    values = {f"lang_evidence.{key}": strength for key in BOTH}
    values |= {f"lang_anchor.{key}": 1 + strength * 0.4 for key in BOTH}
    values |= {"lang_star": 4.0 * strength / 10, "lang_results": 1.0, "lang_words": 90.0}
    values |= {"lang_on_topic": 0.8, "lang_connectives": 3.0, "lang_fillers": 1.0}
    quote = Evidence(
        start_ms=0,
        end_ms=4000,
        start_char=0,
        end_char=len(SECRET),
        quote=SECRET,
        feature="lang_evidence.teamwork",
        modality="language",
    )
    return AnswerSignals(
        features=FeatureSet(answer="a1", values=values, missing={}, extractor="planted"),
        evidence={"teamwork": (quote,)},
        quality=(Quality(modality="language", answer="a1"),),
        timeline=Timeline(step_ms=1000, tracks={"energy": (-20.0, -18.0)}),
        duration_ms=4000,
    )


def planted_interview(name: str, requisition: str | None, media: str | None) -> Interview:
    """One answered question, conducted some days before `NOW`."""
    return Interview(
        id=name,
        candidate_id=f"c-{name}",
        role="clerk",
        requisition=requisition,
        locale="en",
        conducted_at=NOW - timedelta(days=2 + len(name)),
        answers=(
            Answer(
                id="a1",
                question="ck_q1",
                version=1,
                media=media,
                transcript=Transcript(
                    segments=(Segment(text=SECRET, start_ms=0, end_ms=4000),), source="json"
                ),
            ),
        ),
    )


def planted_card(name: str, strength: float) -> ScoreCard:
    """What the shipped rubric makes of the planted words."""
    return score_signals(
        planted_interview(name, None, None), (planted_signals(strength),), ROLE, POLICY
    )


def small_company(folder: Path, strength_of: Mapping[str, float] = STRENGTH) -> Store:
    """The store with everything in it; every candidate is called ``Name of <id>``."""
    store = open_store(folder=folder, clock=Clock())
    with store.transaction() as tx:
        save_role(tx, ROLE)
        for key in ("sales", "plant"):
            save_department(tx, key, {"en": key.title(), "zh": key})
        for key, department, blind_first in (
            ("r-open", "sales", False),
            ("r-blind", "sales", True),
            ("r-plant", "plant", False),
        ):
            save_requisition(
                tx,
                Requisition(
                    id=key,
                    role="clerk",
                    department=department,
                    title={"en": key, "zh": key},
                    opened_at=NOW - timedelta(days=90),
                    blind_first=blind_first,
                    policy="none",
                ),
            )
    homes = {OPEN: "r-open", OPEN_WEAK: "r-open", SAMPLED: "r-open", BLIND: "r-blind"}
    for name, strength in strength_of.items():
        media = put_blob(store, f"c-{name}", "media", RECORDING, "video/mp4").digest
        with store.transaction() as tx:
            add_person(tx, f"c-{name}", f"Name of {name}")
            save_interview(tx, planted_interview(name, homes.get(name, "r-plant"), media))
            save_signals(tx, name, (planted_signals(strength),))
            save_card(tx, name, card_json(planted_card(name, strength)))
    return store
