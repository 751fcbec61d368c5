"""Ratings, reviews, decisions, appeals, outcomes, attributes and batches."""

from dataclasses import replace
from datetime import timedelta

import pytest
from store_samples import NOON, furnish

from interview import Action, Appeal, Decision, PermissionDenied, Rating, Review, StoreError
from store import (
    Item,
    JobOutcome,
    Store,
    add_person,
    appeal,
    appeals,
    attribute_reads,
    attributes,
    claim_item,
    decisions,
    events,
    fail_item,
    finish_item,
    items,
    outcomes,
    ratings,
    reviews,
    save_appeal,
    save_attributes,
    save_decision,
    save_decisions,
    save_many_attributes,
    save_outcomes,
    save_ratings,
    save_review,
    start_batch,
    verify,
)


def _rating(**changes: object) -> Rating:
    rating = Rating(
        interview="i1", rater="m1", competency="teamwork", score=7.0, at=NOON, blind=True, note="好"
    )
    return replace(rating, **changes)  # type: ignore[arg-type]


def test_the_newest_rating_of_a_rater_counts(store: Store) -> None:
    furnish(store, ("i1", "i2"))
    first = [_rating(), _rating(competency="negotiation", note="")]
    other = _rating(rater="m2", blind=False)
    elsewhere = _rating(interview="i2")
    better = _rating(score=8.5)
    with store.transaction("m1") as tx:
        save_ratings(tx, [*first, other, elsewhere])
    with store.transaction("m1") as tx:
        save_ratings(tx, [better])
    with store.read() as reading:
        assert set(ratings(reading, "i1")) == {better, first[1], other}
        assert set(ratings(reading, rater="m1")) == {better, first[1], elsewhere}
        assert len(ratings(reading)) == 4
        acts = events(reading, action=Action.RATING_GIVEN)
    assert len(acts) == 4, "one event for each interview and rater"
    assert verify(store).ok


def test_what_people_give_needs_an_interview_that_is_there(store: Store) -> None:
    for save in (
        lambda tx: save_ratings(tx, [_rating()]),
        lambda tx: save_decision(tx, _decision()),
    ):
        with pytest.raises(StoreError) as refused, store.transaction() as tx:
            save(tx)
        assert refused.value.code == "interview.unknown"


def test_reviews_and_appeals_come_back(store: Store) -> None:
    furnish(store)
    review = Review(
        interview="i1",
        reviewer="m1",
        competency="teamwork",
        score=4.0,
        reason="误会",
        card_digest="i1-1",
        at=NOON,
    )
    raised = Appeal(id="p1", interview="i1", text="为什么", about=("teamwork",), raised_at=NOON)
    second = replace(raised, id="p2", raised_at=NOON - timedelta(days=1))
    answered = replace(raised, status="upheld", answer="We looked again.")
    with store.transaction("m1") as tx:
        save_review(tx, review)
        save_appeal(tx, raised)
        save_appeal(tx, second)
        save_appeal(tx, answered)
    with store.read() as reading:
        assert reviews(reading, "i1") == (review,)
        assert appeals(reading) == (second, answered)
        assert appeals(reading, status="open") == (second,)
        assert appeal(reading, "p1") == answered
        assert [e.action.value for e in events(reading, subject="p1")] == [
            "appeal.answered",
            "appeal.raised",
        ]
        with pytest.raises(StoreError) as refused:
            appeal(reading, "p9")
    assert refused.value.code == "appeal.unknown"


def _decision(**changes: object) -> Decision:
    decision = Decision(
        interview="i1",
        stage="screened",
        outcome="yes",
        reasons="清楚",
        actor="m1",
        card_digest="i1-1",
        at=NOON,
    )
    return replace(decision, **changes)  # type: ignore[arg-type]


def test_decisions_come_back_in_order(store: Store) -> None:
    furnish(store, ("i1", "i2"))
    made = [_decision(), _decision(stage="hire", outcome="no"), _decision(interview="i2")]
    with store.transaction("m1") as tx:
        save_decisions(tx, made)
    with store.read() as reading:
        assert decisions(reading, "i1") == (made[0], made[1])
        assert decisions(reading, "i2") == (made[2],)
    assert verify(store).ok


def test_a_figure_given_again_counts_from_then_on(store: Store) -> None:
    furnish(store)
    first = JobOutcome(
        candidate="c1", requisition="r1", kind="90_days", kpi="overall", value=3.0, at=NOON
    )
    by_boss = replace(first, rater="boss", value=4.0)
    later = replace(first, kind="6_months", at=NOON + timedelta(days=90))
    with store.transaction("hr") as tx:
        save_outcomes(tx, [later, first, by_boss])
    corrected = replace(first, value=3.5)
    with store.transaction("hr") as tx:
        save_outcomes(tx, [corrected])
    with store.read() as reading:
        found = outcomes(reading, "c1")
        assert set(found) == {corrected, by_boss, later}
        assert found[-1] == later
        assert outcomes(reading, "nobody") == ()
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        save_outcomes(tx, [replace(first, candidate="nobody")])
    assert refused.value.code == "person.unknown"


def test_attributes_are_read_for_a_purpose_only_and_the_reading_is_remembered(
    store: Store,
) -> None:
    with store.transaction("hr") as tx:
        for one in ("c1", "c2", "c3"):
            add_person(tx, one)
        save_many_attributes(tx, {"c1": {"sex": "women"}, "c2": {"sex": "men", "age_band": "40+"}})
        save_attributes(tx, "c1", {"age_band": "under 40"})
    for empty in ("", "  "):
        with pytest.raises(PermissionDenied) as refused, store.transaction() as tx:
            attributes(tx, purpose=empty)
        assert refused.value.code == "attribute.no_purpose"
    with store.transaction("co1") as tx:
        table = attributes(tx, purpose="yearly audit of sales")
    assert list(table.columns) == ["candidate_id", "attr_age_band", "attr_sex"]
    assert table.to_dict("records") == [
        {"candidate_id": "c1", "attr_age_band": "under 40", "attr_sex": "women"},
        {"candidate_id": "c2", "attr_age_band": "40+", "attr_sex": "men"},
        {"candidate_id": "c3", "attr_age_band": None, "attr_sex": None},
    ]
    with store.read() as reading:
        (read,) = attribute_reads(reading)
        assert (read["actor"], read["purpose"], read["people"]) == (
            "co1",
            "yearly audit of sales",
            3,
        )
        (event,) = events(reading, action=Action.ATTRIBUTE_READ)
    assert event.actor == "co1"
    assert verify(store).ok


def test_a_refused_reading_shows_nothing_and_a_failed_one_leaves_no_event(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.transaction() as tx:
        _ = len(attributes(tx, purpose="x")) / 0
    with store.read() as reading:
        assert events(reading, action=Action.ATTRIBUTE_READ) == ()
        assert attribute_reads(reading) == ()


def test_a_stopped_batch_goes_on_where_it_was(store: Store) -> None:
    inputs = ["a", "b", "c", "d", "b"]
    with store.transaction() as tx:
        assert start_batch(tx, "b1", inputs, settings_digest="s") == 4
        first, second, third = (claim_item(tx, "b1", "w1") for _ in range(3))
        assert [one and one.input_digest for one in (first, second, third)] == ["a", "b", "c"]
        finish_item(tx, "b1", "a", "i1")
        finish_item(tx, "b1", "b", "i2", withheld="language.no_transcript")
    # killed here: c was in hand; then started again, with one input more
    with store.transaction() as tx:
        assert start_batch(tx, "b1", [*inputs, "e"]) == 3
        again = claim_item(tx, "b1", "w2")
        assert again == Item(input_digest="c", position=2, state="running", worker="w2")
        fail_item(tx, "b1", "c", "media.empty")
    with store.read() as reading:
        state = {
            one.input_digest: (one.state, one.code, one.interview) for one in items(reading, "b1")
        }
        assert [one.input_digest for one in items(reading, "b1", "pending")] == ["d", "e"]
    assert state == {
        "a": ("done", None, "i1"),
        "b": ("withheld", "language.no_transcript", "i2"),
        "c": ("failed", "media.empty", None),
        "d": ("pending", None, None),
        "e": ("pending", None, None),
    }
    with pytest.raises(StoreError) as refused, store.transaction() as tx:
        fail_item(tx, "b1", "z", "media.empty")
    assert refused.value.code == "batch.unknown_item"
