"""Equalized odds: fairlearn's own example, the naive definition, and what the labels hide."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from fairness import equalized_odds
from interview import Estimate, InputError, Withheld

# the example of fairlearn's documentation (MIT): outcome, prediction, group
TRUE = [0, 1, 1, 1, 1, 0, 1, 0, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]
PREDICTED = [0, 0, 1, 0, 1, 1, 1, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 0]
GROUP = list("bbabbcccaacabccbcc")


def example() -> pd.DataFrame:
    return pd.DataFrame({"good": TRUE, "chosen": PREDICTED, "group": GROUP})


def test_fairlearns_published_example() -> None:
    table = equalized_odds(example(), attribute="group", selected="chosen", outcome="good", floor=1)
    rates = {
        g.group: (g.n, g.details["true_positive_rate"], g.details["false_positive_rate"])
        for g in table.groups
    }
    assert rates["a"] == (4, 0.5, 1.0)
    assert rates["b"] == (6, 0.6, 0.0)
    assert rates["c"] == (8, 0.4, pytest.approx(0.667, abs=5e-4))
    overall = {k: v.value for k, v in table.overall.items() if isinstance(v, Estimate)}
    assert overall["difference"] == 1.0
    assert overall["ratio"] == 0.0


def test_fairlearn_agrees_on_a_large_table() -> None:
    from fairlearn.metrics import (
        equal_opportunity_difference,
        equalized_odds_difference,
        equalized_odds_ratio,
    )

    rng = np.random.default_rng(4)
    people = pd.DataFrame({"group": rng.choice(list("abc"), 900), "good": rng.random(900) < 0.6})
    people["chosen"] = rng.random(900) < 0.3 + 0.3 * people["good"] + 0.1 * (people["group"] == "a")
    found = equalized_odds(people, attribute="group", selected="chosen", outcome="good").overall
    three = people["good"], people["chosen"]
    held = {"sensitive_features": people["group"]}
    for name, oracle in (
        ("difference", equalized_odds_difference),
        ("ratio", equalized_odds_ratio),
        ("opportunity_difference", equal_opportunity_difference),
    ):
        finding = found[name]
        assert isinstance(finding, Estimate)
        assert finding.value == pytest.approx(oracle(*three, **held), abs=1e-12)
        assert finding.low <= finding.value <= finding.high


def test_outcomes_of_the_selected_alone_say_nothing_of_these_rates() -> None:
    people = example().assign(chosen=1)
    table = equalized_odds(people, attribute="group", selected="chosen", outcome="good", floor=1)
    assert {g.finding.code for g in table.groups if isinstance(g.finding, Withheld)} == {
        "outcome.selected_only"
    }
    assert table.verdict == "cannot_tell"
    # a cut on the score answers instead
    people["score"] = np.arange(18.0)
    cut = equalized_odds(people, attribute="group", score="score", cut=9, outcome="good", floor=1)
    assert isinstance(cut.overall["difference"], Estimate)


def test_the_selection_of_labels_is_said_and_nobody_is_lost() -> None:
    people = example()
    people.loc[[0, 5, 9], "good"] = None
    people.loc[3, "group"] = None
    table = equalized_odds(people, attribute="group", selected="chosen", outcome="good", floor=1)
    (note,) = [n for n in table.notes if n.code == "outcome.selection_bias"]
    assert (note.slots["labelled"], note.slots["people"]) == (15, 18)
    assert table.n + sum(table.excluded.values()) == 18


def test_a_number_needs_a_line_and_a_selection_must_be_named() -> None:
    people = example().assign(kpi=np.linspace(1, 5, 18))
    table = equalized_odds(
        people, attribute="group", selected="chosen", outcome="kpi", performing=3.0, floor=1
    )
    assert sum(int(g.details["positives"] or 0) for g in table.groups) == 9
    with pytest.raises(InputError) as err:
        equalized_odds(people, attribute="group", outcome="good")
    assert err.value.code == "odds.no_selection"
