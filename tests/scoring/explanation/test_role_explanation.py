"""What moves a role: sums, planted importance, and gaps that add up to the gap in the score."""

from __future__ import annotations

import numpy as np
import pytest

from interview import Estimate, InputError, Withheld
from scoring.explanation import (
    OVERALL,
    Attributions,
    dependence,
    explain_card,
    group_gaps,
    importance,
    role_attributions,
)
from tests.scoring.explanation import company_cards as firm

TABLE, GROUP = firm.everybody(60)


def value(found: object) -> float:
    assert isinstance(found, Estimate)
    return found.value


@pytest.mark.parametrize("subject", [OVERALL, "teamwork"])
def test_everybodys_points_make_everybodys_score_and_mean_nought(subject: str) -> None:
    found = role_attributions(GROUP, subject)
    again = found.base + found.points.sum(axis=1)
    assert found.score == pytest.approx(again, abs=1e-9)
    assert found.points.mean(axis=0) == pytest.approx(np.zeros(len(found.names)), abs=1e-9)
    assert found.score.mean() == pytest.approx(found.base, abs=1e-9)


def test_one_row_is_that_persons_explanation() -> None:
    found = role_attributions(GROUP, OVERALL)
    card = firm.card_of(7)
    row = GROUP.cards.index(card.digest)
    mine = explain_card(card, firm.ROLE, GROUP)
    sums = {name: sum(p.points for p in mine.parts if p.feature == name) for name in found.names}
    assert dict(zip(found.names, found.points[row], strict=True)) == pytest.approx(sums, abs=1e-9)


def test_what_carries_most_weight_and_varies_moves_most() -> None:
    first = importance(role_attributions(GROUP, OVERALL))[0]
    assert first.names == ("lang_anchor", "lang_evidence")
    assert isinstance(first.points, Estimate)
    assert 0 < first.points.low < first.points.value < first.points.high


def test_dependence_rises_where_the_scale_does_and_hides_small_bins() -> None:
    found = role_attributions(firm.everybody(120)[1], OVERALL)
    rising = [value(p.points) for p in dependence(found, "lang_anchor")]
    falling = [value(p.points) for p in dependence(found, "lang_hedges")]
    assert rising == sorted(rising)
    assert falling == sorted(falling, reverse=True)
    assert all(p.points.n >= 10 for p in dependence(found, "lang_results"))


def test_group_gaps_add_up_to_the_gap_in_the_score_and_name_the_planted_one() -> None:
    rng = np.random.default_rng(6)
    n = 400
    labels = ["a" if i % 2 else "b" for i in range(n)]
    points = rng.normal(0.0, 0.3, size=(n, 3))
    points[::2, 1] -= 0.4  # planted: b gets less for the second
    found = Attributions(
        names=("x", "y", "z"), modality=dict.fromkeys("xyz", "language"),
        points=points, values=points, score=points.sum(axis=1), base=0.0,
        groups=(("x",), ("y",), ("z",)), digest="",
    )  # fmt: skip
    gaps = {g.names[0]: g for g in group_gaps(found, labels) if g.group == "b"}
    whole = found.score[::2].mean() - found.score[1::2].mean()
    assert sum(value(g.points) for g in gaps.values()) == pytest.approx(whole)
    assert isinstance(gaps["y"].points, Estimate)
    assert gaps["y"].points.low < -0.4 < gaps["y"].points.high
    assert gaps["y"].p is not None
    assert gaps["y"].p < 1e-6
    assert all(gaps[k].p > 0.05 for k in "xz")  # type: ignore[operator]


def test_small_groups_and_the_unstated_are_named_and_not_compared() -> None:
    found = role_attributions(GROUP, OVERALL)
    labels = ["few" if i < 12 else "many" if i < 50 else None for i in range(60)]
    gaps = group_gaps(found, labels)
    few = [g for g in gaps if g.group == "few"]
    assert all(g.points == Withheld(code="group.too_small", n=12) for g in few)
    assert {g.n for g in gaps} == {12, 38}


def test_too_few_people_are_refused_with_how_many_are_needed() -> None:
    with pytest.raises(InputError) as refused:
        role_attributions(firm.everybody(12)[1], OVERALL)
    assert refused.value.code == "explanation.too_few_people"
    assert refused.value.slots["more"] == 8
