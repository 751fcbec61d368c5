"""A rubric card explained: sums, the definition, the comparison, refusals and their remedies."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from interview import Estimate, InputError, Withheld
from scoring import card_json
from scoring.explanation import (
    BY,
    OVERALL,
    PointsTable,
    by,
    explain_card,
    explanation_json,
)
from scoring.explanation.contributions import scored_of_card, scored_of_json
from tests.scoring.explanation import company_cards as firm
from tests.scoring.explanation.naive_owen import naive_owen

TABLE, GROUP = firm.everybody()
WORDS_GROUP = firm.everybody(law=firm.WORDS)[1]
CARD = firm.card_of(7)
SUBJECTS = (OVERALL, *firm.KEYS)


@pytest.mark.parametrize("subject", SUBJECTS)
@pytest.mark.parametrize("seed", range(8))
@pytest.mark.parametrize("law", [firm.LAW, firm.WORDS])
def test_base_and_points_make_the_score_to_a_millionth(
    subject: str, seed: int, law: object
) -> None:
    card = firm.card_of(seed, law=law)  # type: ignore[arg-type]
    group = GROUP if law is firm.LAW else WORDS_GROUP
    found = explain_card(card, firm.ROLE, group, subject=subject)
    assert found.adds_up
    for how in BY:
        assert found.base + sum(by(found, how).values()) == pytest.approx(found.score, abs=1e-6)
        whole = sum(group.points for group in found.views[how].groups)
        assert found.base + whole == pytest.approx(found.score, abs=1e-6)


def test_the_base_is_the_mean_of_those_compared_and_their_number_is_named() -> None:
    cards = [firm.card_of(seed) for seed in range(40)]
    mean = np.mean([c.overall.value for c in cards if isinstance(c.overall, Estimate)])
    found = explain_card(CARD, firm.ROLE, GROUP)
    assert found.base == pytest.approx(float(mean), abs=1e-9)
    assert (found.comparison.key, found.comparison.n) == ("role", 40)
    assert found.comparison.score == found.base


def test_points_are_the_shapley_values_of_the_definition() -> None:
    """The game that replaces a feature by another person's, averaged over everybody."""
    subject = "learning"
    found = explain_card(CARD, firm.ROLE, GROUP, subject=subject)
    names = list(by(found, "feature"))
    everyone = [firm.card_of(seed) for seed in range(40)]

    def earned(card: object) -> dict[str, float]:
        sums: dict[str, float] = {}
        one = next(s for s in scored_of_card(card) if s.competency == subject)  # type: ignore[arg-type]
        for point in one.points:
            sums[point.feature] = sums.get(point.feature, 0.0) + point.points
        return sums

    mine, theirs = earned(CARD), [earned(card) for card in everyone]

    def game(s: frozenset[int]) -> float:
        return float(
            np.mean(
                [
                    5.0
                    + sum(
                        (mine if i in s else other).get(name, 0.0) for i, name in enumerate(names)
                    )
                    for other in theirs
                ]
            )
        )

    for some in (names[:5], names[5:]):
        at = [names.index(name) for name in some]

        def some_of(s: frozenset[int], at: list[int] = at) -> float:
            return game(frozenset(at[i] for i in s))

        whole = naive_owen(some_of, range(len(at)))
        expected = dict(zip(some, whole, strict=True))
        assert {n: by(found, "feature")[n] for n in some} == pytest.approx(expected, abs=1e-9)


def test_adding_nobody_and_another_order_change_nothing() -> None:
    table = PointsTable()
    for seed in reversed(range(40)):
        table.add_json(firm.card_of(seed).digest, card_json(firm.card_of(seed)))
    again = explain_card(CARD, firm.ROLE, table.group())
    first = explain_card(CARD, firm.ROLE, GROUP)
    assert again.digest == first.digest
    assert [p.points for p in again.parts] == [p.points for p in first.parts]


def test_json_and_card_are_read_alike_and_clipping_goes_back_to_its_feature() -> None:
    assert scored_of_json(card_json(CARD)) == scored_of_card(CARD)
    clipped = [c for one in CARD.competencies for c in one.contributions if c.feature == "clipping"]
    assert clipped
    for one, scored in zip(CARD.competencies, scored_of_card(CARD), strict=True):
        assert all(point.feature != "clipping" for point in scored.points)
        total = scored.base + sum(point.points for point in scored.points)
        assert isinstance(one.finding, Estimate)
        assert total == pytest.approx(one.finding.value, abs=1e-9)


def test_clipping_that_no_feature_accounts_for_stays_a_part_of_its_own() -> None:
    from scoring.explanation.contributions import unclipped

    rows = [("lang_old", "language", "a", 3.0, 1.0), ("clipping", "language", "a", 0.5, -0.5)]
    assert [p.feature for p in unclipped(rows)] == ["lang_old", "clipping"]  # type: ignore[arg-type]


def test_features_that_move_together_are_one_reason() -> None:
    found = explain_card(CARD, firm.ROLE, GROUP)
    assert ("lang_anchor", "lang_evidence") in {group.names for group in found.groups}
    assert all(len({n.partition("_")[0] for n in group.names}) == 1 for group in found.groups), (
        "what was said and how it sounded stay apart"
    )


def test_with_few_people_points_count_from_the_middle_and_no_stability_is_given() -> None:
    found = explain_card(CARD, firm.ROLE, firm.everybody(19)[1])
    assert (found.comparison.key, found.comparison.n) == ("middle", 0)
    assert found.base == pytest.approx(5.0)
    assert found.stability == Withheld(code="explanation.no_comparison")
    assert found.adds_up
    assert not found.unstable
    assert explain_card(CARD, firm.ROLE, firm.everybody(20)[1]).comparison.key == "role"


def test_what_others_were_asked_and_this_person_was_not_is_a_part_without_an_answer() -> None:
    short = firm.card_of(3, answers=2)
    found = explain_card(short, firm.ROLE, GROUP)
    assert found.adds_up
    missing = [p for p in found.parts if p.competency == "learning"]
    assert missing
    assert all(p.answer == "" and p.value is None for p in missing)


def test_a_withheld_score_is_refused_with_what_would_be_enough() -> None:
    short = firm.card_of(3, answers=2)
    with pytest.raises(InputError) as refused:
        explain_card(short, firm.ROLE, GROUP, subject="learning")
    assert refused.value.code == "explanation.withheld"
    assert "one answer to a question about learning" in str(refused.value)
    # the advice is followed: with the answer it can be explained
    assert explain_card(firm.card_of(3), firm.ROLE, GROUP, subject="learning").adds_up


def test_a_withheld_overall_names_the_competencies_that_would_carry_it() -> None:
    role = replace(firm.ROLE, questions=firm.ROLE.questions[2:])
    from scoring.rubric import score

    alone = replace(firm.case(), answers=firm.case().answers[2:])
    card = score(alone, firm.measured(1)[2:], role, firm.LAW)
    assert isinstance(card.overall, Withheld)
    with pytest.raises(InputError) as refused:
        explain_card(card, role, GROUP)
    assert "communication" in str(refused.value)
    assert "learning" in str(refused.value)
    assert explain_card(card, role, GROUP, subject="learning").adds_up


def test_other_subjects_and_cards_that_do_not_add_up_are_refused() -> None:
    with pytest.raises(InputError) as refused:
        explain_card(CARD, firm.ROLE, GROUP, subject="charm")
    assert refused.value.code == "explanation.unknown_subject"
    assert "communication" in refused.value.remedy
    first = CARD.competencies[0]
    broken = replace(
        CARD, competencies=(replace(first, contributions=()), *CARD.competencies[1:])
    ).sealed()
    with pytest.raises(InputError) as refused:
        explain_card(broken, firm.ROLE, GROUP)
    assert refused.value.code == "explanation.not_additive"


def test_the_json_holds_every_number() -> None:
    found = explain_card(CARD, firm.ROLE, GROUP)
    made = explanation_json(found)
    total = made["base"] + sum(part["points"] for part in made["parts"])
    assert total == pytest.approx(made["score"], abs=1e-6)
    assert made["comparison"]["n"] == 40
    assert made["stability"]["n"] == 200
    assert set(made["views"]) == set(BY)
