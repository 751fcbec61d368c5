"""Scoring rates: strictly above the median of everybody, ties said, nobody lost."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairness import NOT_STATED, scoring_rates
from interview import Estimate


def test_a_real_table_of_687_people_to_its_printed_digits() -> None:
    # the SAT quantitative scores of sat.act (psych): median 620; 145 of 245 men and 192 of 442
    # women lie above, 3 and 11 on it
    frame = pd.DataFrame(
        {
            "sex": ["m"] * 245 + ["f"] * 442,
            "score": [650] * 145 + [620] * 3 + [500] * 97 + [650] * 192 + [620] * 11 + [500] * 239,
        }
    )
    table = scoring_rates(frame, attribute="sex", score="score")
    women, men = table.groups
    assert isinstance(women.rate, Estimate)
    assert isinstance(men.rate, Estimate)
    assert isinstance(women.finding, Estimate)
    assert (round(men.rate.value, 4), round(women.rate.value, 4)) == (0.5918, 0.4344)
    assert round(women.finding.value, 3) == 0.734
    assert [n.code for n in table.notes] == []


def test_many_ties_at_the_median_are_said() -> None:
    # 60 of 100 people score exactly 7: only 20 % are above
    frame = pd.DataFrame({"g": ["a", "b"] * 50, "score": [5] * 20 + [7] * 60 + [9] * 20})
    table = scoring_rates(frame, attribute="g", score="score")
    assert [(n.code, n.slots) for n in table.notes] == [
        ("scoring_rate.ties", {"share": 0.6, "median": 7.0})
    ]
    assert [g.selected for g in table.groups] == [10, 10]


def test_constant_scores_are_a_note_and_no_verdict() -> None:
    table = scoring_rates(
        pd.DataFrame({"g": ["a", "b"] * 20, "score": [7] * 40}), attribute="g", score="score"
    )
    assert {"scoring_rate.ties", "scoring_rate.constant"} <= {n.code for n in table.notes}
    assert table.verdict == "cannot_tell"


def test_people_without_a_score_do_not_move_the_median() -> None:
    frame = pd.DataFrame({"g": ["a"] * 6 + ["b"] * 6, "score": [1, 2, 3, 4, 5, None] * 2})
    table = scoring_rates(frame, attribute="g", score="score")
    assert dict(table.excluded) == {"table.unscored": 2}
    assert [g.selected for g in table.groups] == [2, 2]
    nobody = scoring_rates(frame.assign(score=np.nan), attribute="g", score="score")
    assert nobody.verdict == "cannot_tell"
    assert dict(nobody.excluded) == {"table.unscored": 12}


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(["a", "b", None]), st.one_of(st.none(), st.integers(0, 6))),
        min_size=1,
        max_size=50,
    )
)
def test_the_naive_definition(rows: list[tuple[str | None, int | None]]) -> None:
    frame = pd.DataFrame(rows, columns=["g", "score"])
    table = scoring_rates(frame, attribute="g", score="score")
    known = sorted(s for _, s in rows if s is not None)
    half = len(known) // 2
    assert table.n + sum(table.excluded.values()) == len(rows)
    if not known:
        return
    median = known[half] if len(known) % 2 else (known[half - 1] + known[half]) / 2
    for group in table.groups:
        mine = [s for g, s in rows if (g or NOT_STATED) == group.group and s is not None]
        assert (group.selected, group.n) == (sum(s > median for s in mine), len(mine))


def test_the_scale_of_the_score_does_not_matter() -> None:
    rng = np.random.default_rng(4)
    frame = pd.DataFrame({"g": rng.choice(["a", "b"], 200), "score": rng.normal(size=200)})
    squeezed = frame.assign(score=np.arctan(frame["score"]) * 10)
    assert scoring_rates(frame, attribute="g", score="score") == scoring_rates(
        squeezed, attribute="g", score="score"
    )


def test_text_in_the_score_column_is_named_with_its_row() -> None:
    from interview import InputError

    with pytest.raises(InputError) as err:
        scoring_rates(
            pd.DataFrame({"g": ["a", "b"], "score": ["7", "seven"]}), attribute="g", score="score"
        )
    assert (err.value.code, err.value.slots["row"]) == ("table.not_a_number", 2)
