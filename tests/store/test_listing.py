"""The list against the definition written naively over what was put in."""

import itertools
import random
from dataclasses import dataclass
from datetime import datetime, timedelta

import pytest
from store_samples import COMPETENCIES, NOON, a_card, a_requisition, an_interview

from interview import Decision, Estimate, Rating, Withheld
from store import (
    BlindFor,
    Listing,
    Store,
    blind_draw,
    funnel,
    listing,
    save_card,
    save_decisions,
    save_department,
    save_interview,
    save_ratings,
    save_requisition,
)

STAGES = ("screened", "advance", "hire")


@dataclass
class Made:
    """One interview as the test made it."""

    id: str
    candidate: str
    role: str
    requisition: str | None
    department: str | None
    blind_first: bool
    title: str
    at: datetime | None
    overall: float | None = None
    scored: bool = False
    recommendation: str | None = None
    decided: dict[str, str] | None = None
    rated_by: set[str] | None = None

    @property
    def stage(self) -> str:
        return max(self.decided or {}, key=STAGES.index, default="interviewed")

    def covered(self, blind: BlindFor | None) -> bool:
        if blind is None or not self.scored or blind.rater in (self.rated_by or set()):
            return False
        return self.blind_first or self.role in blind.key_roles or blind_draw(self.id) < blind.share


@pytest.fixture
def company(store: Store) -> list[Made]:
    """Sixty interviews of every kind, by a fixed seed."""
    rng = random.Random(7)
    openings = {
        "r1": ("sales", False, "Clerk 50%"),
        "r2": ("sales", True, "Seller"),
        "r3": ("plant", True, "操作员"),
        None: (None, False, ""),
    }
    made: list[Made] = []
    with store.transaction() as tx:
        for department in ("sales", "plant"):
            save_department(tx, department, {"en": department})
        for key, (department, blind_first, title) in openings.items():
            if key:
                save_requisition(
                    tx,
                    a_requisition(
                        key, department=department, blind_first=blind_first, title={"en": title}
                    ),
                )
        ratings: list[Rating] = []
        decisions: list[Decision] = []
        for n in range(60):
            opening = rng.choice(list(openings))
            department, blind_first, title = openings[opening]
            one = Made(
                id=f"i{n:02d}",
                candidate=f"c{rng.randrange(40):02d}",
                role=rng.choice(["clerk", "seller"]),
                requisition=opening,
                department=department,
                blind_first=blind_first,
                title=title,
                at=None if n % 17 == 0 else NOON + timedelta(hours=rng.randrange(900)),
            )
            made.append(one)
            save_interview(
                tx,
                an_interview(
                    one.id,
                    one.candidate,
                    role=one.role,
                    requisition=one.requisition,
                    conducted_at=one.at,
                ),
            )
            if n % 7:
                one.scored = True
                one.overall = None if n % 11 == 0 else rng.randrange(20, 90) / 10
                save_card(tx, one.id, a_card(one.id, overall=5.0))
                save_card(tx, one.id, a_card(one.id, overall=one.overall, version=2))
                one.recommendation = "collect" if one.overall is None else "review"
            if n % 3 == 0:
                # m1 rates all, m2 only one competency: for m2 it stays covered
                one.rated_by = {"m1"}
                pairs = [("m1", key) for key in COMPETENCIES] + [("m2", COMPETENCIES[0])]
                ratings += [
                    Rating(
                        interview=one.id, rater=who, competency=key, score=5, at=NOON, blind=True
                    )
                    for who, key in pairs
                ]
            one.decided = {
                stage: rng.choice(["yes", "no", "hold"])
                for stage in rng.sample(STAGES, rng.randrange(4))
            }
            decisions += [
                Decision(
                    interview=one.id,
                    stage=stage,
                    outcome=outcome,
                    reasons="",
                    actor="m1",
                    card_digest="",
                    at=NOON,
                )
                for stage, outcome in one.decided.items()
            ]
        save_ratings(tx, ratings)
        save_decisions(tx, decisions)
    return made


BLINDS = [
    None,
    BlindFor(rater="m1"),
    BlindFor(rater="m2", key_roles=("seller",), share=0.3),
    BlindFor(rater="nobody", share=1.0),
]


def _all(store: Store, **asked: object) -> Listing:
    with store.read() as reading:
        return listing(reading, **{"units": None, "limit": 100, **asked})  # type: ignore[arg-type]


@pytest.mark.parametrize("blind", BLINDS)
def test_every_row_says_what_was_put_in_and_nothing_covered(
    store: Store, company: list[Made], blind: BlindFor | None
) -> None:
    found = _all(store, blind=blind)
    rows = {row.interview: row for row in found.rows}
    assert set(rows) == {one.id for one in company}
    assert found.total == len(company)
    assert found.covered == sum(one.covered(blind) for one in company)
    for one in company:
        row = rows[one.id]
        assert (row.candidate, row.role, row.requisition) == (
            one.candidate,
            one.role,
            one.requisition,
        )
        assert (row.department, row.interviewed_at, row.stage) == (
            one.department,
            one.at,
            one.stage,
        )
        assert row.outcome == (one.decided or {}).get(one.stage)
        if not one.scored:
            assert row.state == "none"
        elif one.covered(blind):
            assert row.state == "covered"
        else:
            assert row.state == "open"
            assert row.card_digest == f"{one.id}-2"
            assert row.recommendation == one.recommendation
            assert row.flags == 1
            if one.overall is None:
                assert row.overall == Withheld(code="language.no_transcript")
            else:
                assert isinstance(row.overall, Estimate)
                assert row.overall.value == one.overall
            continue
        machine = (row.card_digest, row.overall, row.threshold, row.recommendation, row.flags)
        assert machine == (None,) * 5


@pytest.mark.parametrize("blind", BLINDS)
def test_orders(store: Store, company: list[Made], blind: BlindFor | None) -> None:
    early = NOON - timedelta(days=999)

    def ids(order: str) -> list[str]:
        return [row.interview for row in _all(store, order=order, blind=blind).rows]

    def by_id(one: Made) -> str:
        return one.id

    shown = [one for one in company if one.overall is not None and not one.covered(blind)]
    hidden = [one for one in company if one not in shown]
    best = sorted(shown, key=lambda one: (-(one.overall or 0), one.id)) + sorted(hidden, key=by_id)
    assert ids("overall") == [one.id for one in best]
    timed = [one for one in company if one.at]
    untimed = [one for one in company if not one.at]
    oldest = sorted(timed, key=lambda one: (one.at or early, one.id))
    assert ids("oldest") == [one.id for one in oldest + untimed]
    assert ids("newest") == [one.id for one in oldest[::-1] + untimed[::-1]]
    by_candidate = sorted(company, key=lambda one: (one.candidate, one.id))
    assert ids("candidate") == [one.id for one in by_candidate]


FILTERS: dict[str, list[object]] = {
    "units": [None, ("*",), ("sales",), ("sales", "plant"), ()],
    "role": [None, "seller"],
    "requisition": [None, "r2"],
    "stage": [None, "interviewed", "hire"],
    "recommendation": [None, "collect"],
    "state": [None, "open", "covered", "none"],
    "text": [None, "I1", "c0", "50%", "%", "_", "操作"],
    "since": [None, NOON + timedelta(hours=400)],
}


def _fits(one: Made, blind: BlindFor | None, asked: dict[str, object]) -> bool:
    units = asked.get("units")
    covered = one.covered(blind)
    state = "none" if not one.scored else "covered" if covered else "open"
    words = str(asked.get("text") or "").lower()
    since = asked.get("since")
    return (
        (units is None or "*" in units or one.department in units)  # type: ignore[operator]
        and asked.get("role") in (None, one.role)
        and asked.get("requisition") in (None, one.requisition)
        and asked.get("stage") in (None, one.stage)
        and asked.get("state") in (None, state)
        and (
            asked.get("recommendation") is None
            or (asked["recommendation"] == one.recommendation and not covered)
        )
        and (since is None or (one.at is not None and one.at >= since))  # type: ignore[operator]
        and any(words in part.lower() for part in (one.id, one.candidate, one.title))
    )


@pytest.mark.parametrize("blind", BLINDS[:3])
def test_filters_alone_and_in_pairs(
    store: Store, company: list[Made], blind: BlindFor | None
) -> None:
    asked_for: list[dict[str, object]] = [
        {name: value} for name, values in FILTERS.items() for value in values
    ]
    asked_for += [
        {first: FILTERS[first][-1], second: FILTERS[second][1]}
        for first, second in itertools.permutations(FILTERS, 2)
    ]
    for asked in asked_for:
        found = _all(store, blind=blind, **asked)
        fitting = [one for one in company if _fits(one, blind, asked)]
        assert {row.interview for row in found.rows} == {one.id for one in fitting}, asked
        assert found.total == len(fitting)
        assert found.covered == sum(one.covered(blind) for one in fitting)


def test_pages_together_are_the_whole(store: Store, company: list[Made]) -> None:
    whole = _all(store).rows
    pages = [_all(store, limit=7, offset=start) for start in range(0, 70, 7)]
    assert tuple(row for page in pages for row in page.rows) == whole
    assert {page.total for page in pages} == {len(company)}


@pytest.mark.parametrize("units", [None, ("plant",), ()])
def test_the_funnel_counts_the_same_people(
    store: Store, company: list[Made], units: tuple[str, ...] | None
) -> None:
    seen = [one for one in company if units is None or one.department in units]
    with store.read() as reading:
        steps = {step.step: step for step in funnel(reading, units=units)}
    assert steps["interviewed"].n == len(seen)
    assert steps["scored"].n == sum(one.scored for one in seen)
    assert steps["rated"].n == sum(one.rated_by is not None for one in seen)
    for stage in STAGES:
        outcomes = [one.decided[stage] for one in seen if one.decided and stage in one.decided]
        step = steps[stage]
        assert step.n == len(outcomes)
        assert (step.yes, step.no, step.hold) == tuple(map(outcomes.count, ("yes", "no", "hold")))


def test_a_decision_changed_counts_once(store: Store, company: list[Made]) -> None:
    one = company[0]
    with store.transaction() as tx:
        for outcome in ("no", "yes"):
            save_decisions(
                tx,
                [
                    Decision(
                        interview=one.id,
                        stage="hire",
                        outcome=outcome,
                        reasons="",
                        actor="m1",
                        card_digest="",
                        at=NOON,
                    )
                ],
            )
        hire = funnel(tx, units=None)[-1]
        row = next(row for row in listing(tx, units=None, limit=99).rows if row.interview == one.id)
    others = [two for two in company[1:] if two.decided and "hire" in two.decided]
    assert hire.n == len(others) + 1
    assert row.outcome == "yes"


def test_ratings_of_other_competencies_do_not_lift_the_cover(store: Store) -> None:
    """An interview scored again under another role model asks for other competencies."""
    with store.transaction() as tx:
        save_interview(tx, an_interview("again", "c9", requisition=None))
        save_card(tx, "again", a_card("again"))
        save_ratings(
            tx,
            [
                Rating(interview="again", rater="m1", competency=key, score=5, at=NOON, blind=True)
                for key in COMPETENCIES
            ],
        )
        blind = BlindFor(rater="m1", share=1.0)
        assert listing(tx, units=None, blind=blind).rows[0].state == "open"
        other = a_card("again", version=2)
        other["competencies"] = [
            {**one, "competency": f"other_{n}"} for n, one in enumerate(other["competencies"])
        ]
        save_card(tx, "again", other)
        row = listing(tx, units=None, blind=blind).rows[0]
    assert (row.state, row.overall, row.recommendation) == ("covered", None, None)
