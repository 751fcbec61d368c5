"""Questions harder for a group: a small table by hand, statsmodels as oracle, and planted harm."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from statsmodels.stats.contingency_tables import StratifiedTable

from fairness import NOT_STATED, DifReport, dif_logistic, dif_mantel_haenszel, dif_scores
from interview import Estimate, InputError, Withheld

ITEMS = [f"q{j}" for j in range(6)]


def answers(
    n: int = 900, harm: float = 1.0, seed: int = 1, *, scores: bool = False
) -> pd.DataFrame:
    """Six questions, q5 harder for the focal group; equal ability in both."""
    rng = np.random.default_rng(seed)
    ability = rng.normal(size=n)
    focal = rng.random(n) < 0.4
    frame = pd.DataFrame({"g": np.where(focal, "f", "r")})
    for j, name in enumerate(ITEMS):
        shown = ability + rng.normal(size=n) - harm * focal * (j == 5) + 0.2 * (j - 2)
        frame[name] = 5 + 1.5 * shown if scores else (shown > 0).astype(int)
    return frame


def named(report: DifReport) -> list[str]:
    return [f.item for f in report.flagged]


def test_delta_and_its_error_by_hand() -> None:
    # two levels of a sum over three items: A, B, C, D of the studied item in each, written out
    rows = []
    for total, a, b, c, d in ((1, 20, 30, 10, 40), (2, 35, 15, 25, 25)):
        for group, right, wrong in (("r", a, b), ("f", c, d)):
            for hit, many in ((1, right), (0, wrong)):
                others = [1] * (total - hit) + [0] * (2 - total + hit)
                rows += [[group, hit, *others]] * many
    frame = pd.DataFrame(rows, columns=["g", "x", "y", "z"])
    report = dif_mantel_haenszel(
        frame, attribute="g", items=["x", "y", "z"], reference="r", purify=False, floor=50
    )
    found = report.items[0]
    up, down = 20 * 40 / 100 + 35 * 25 / 100, 30 * 10 / 100 + 15 * 25 / 100
    odds = up / down
    assert found.details["odds_ratio"] == pytest.approx(odds)
    assert isinstance(found.finding, Estimate)
    assert found.finding.value == pytest.approx(-2.35 * math.log(odds))
    spread = (20 * 40 + odds * 30 * 10) * (20 + 40 + odds * (30 + 10)) / 100**2 + (
        35 * 25 + odds * 15 * 25
    ) * (35 + 25 + odds * (15 + 25)) / 100**2
    assert found.details["error"] == pytest.approx(2.35 * math.sqrt(spread / (2 * up * up)))
    # large, yet not surely above 1: (2.57 - 1) / 1.0 lies below 1.645
    assert (found.magnitude_class, found.size_class) == ("C", "B")
    assert found.harder_for == "f"


def test_the_chi_square_and_the_odds_ratio_are_those_of_statsmodels() -> None:
    frame = answers()
    report = dif_mantel_haenszel(frame, attribute="g", items=ITEMS, reference="r", purify=False)
    total = frame[ITEMS].sum(axis=1)
    for found in report.items:
        tables = [
            pd.crosstab(part["g"] != "r", part[found.item] != 1).to_numpy()
            for _, part in frame.groupby(total)
            if part["g"].nunique() == 2 and part[found.item].nunique() == 2
        ]
        oracle = StratifiedTable([t.astype(float) for t in tables])
        assert found.details["odds_ratio"] == pytest.approx(oracle.oddsratio_pooled)
        chi2 = oracle.test_null_odds(correction=True)
        assert found.details["chi2"] == pytest.approx(chi2.statistic)
        assert found.p_value == pytest.approx(chi2.pvalue)


def test_the_logistic_test_is_a_likelihood_ratio_of_statsmodels() -> None:
    frame = answers()
    report = dif_logistic(frame, attribute="g", items=ITEMS, reference="r", purify=False)
    total = frame[ITEMS].sum(axis=1)
    z, g = (total - total.mean()) / total.std(ddof=0), (frame["g"] == "f").astype(float)
    x = sm.add_constant(pd.DataFrame({"z": z, "g": g, "zg": z * g}))
    for found in report.items:
        base = sm.Logit(frame[found.item], x[["const", "z"]]).fit(disp=0)
        both = sm.Logit(frame[found.item], x).fit(disp=0)
        assert found.details["chi2"] == pytest.approx(2 * (both.llf - base.llf), abs=1e-5)
        most = 1 - math.exp(2 * base.llnull / len(frame))
        gain = (math.exp(-2 * (base.llf - base.llnull) / len(frame))
                - math.exp(-2 * (both.llf - base.llnull) / len(frame))) / most  # fmt: skip
        assert found.details["r2_gain"] == pytest.approx(gain, abs=1e-7)


def test_scores_are_regressed_as_statsmodels_does_with_hc3() -> None:
    frame = answers(300, scores=True)
    report = dif_scores(frame, attribute="g", items=ITEMS, reference="r", purify=False)
    found = report.items[5]
    rest = frame[ITEMS[:5]].sum(axis=1)
    centre, g = rest - rest.mean(), (frame["g"] == "f").astype(float)
    x = sm.add_constant(pd.DataFrame({"rest": centre, "g": g, "both": centre * g}))
    fit = sm.OLS(frame["q5"], x).fit(cov_type="HC3", use_t=True)
    low, high = fit.conf_int().loc["g"] / frame["q5"].std()
    assert isinstance(found.finding, Estimate)
    assert found.finding.value == pytest.approx(fit.params["g"] / frame["q5"].std())
    assert (found.finding.low, found.finding.high) == (pytest.approx(low), pytest.approx(high))
    assert found.details["non_uniform_p"] == pytest.approx(fit.pvalues["both"])


def test_planted_harm_is_found_by_all_three_and_nothing_else_is() -> None:
    yes_no, scores = answers(2500), answers(1200, scores=True)
    for report in (
        dif_mantel_haenszel(yes_no, attribute="g", items=ITEMS, reference="r"),
        dif_logistic(yes_no, attribute="g", items=ITEMS, reference="r"),
        dif_scores(scores, attribute="g", items=ITEMS, reference="r"),
    ):
        assert named(report) == ["q5"], report.method
        assert report.flagged[0].harder_for == "f"
        assert report.converged == {"f": True}
        assert report.anchors["f"] == tuple(ITEMS[:5])
        assert report.verdict == "exceeds"
    other_way = dif_scores(answers(1200, harm=-1.0, scores=True), attribute="g", items=ITEMS,
                           reference="r")  # fmt: skip
    assert [(f.item, f.harder_for) for f in other_way.flagged] == [("q5", "r")]
    quiet = dif_scores(answers(1200, harm=0.0, scores=True), attribute="g", items=ITEMS)
    assert named(quiet) == []


def test_questions_not_asked_of_everybody_and_a_row_per_answer() -> None:
    frame = answers(1500, scores=True)
    frame["who"] = [f"c{i}" for i in range(len(frame))]
    frame.loc[::50, "g"] = None
    long = frame.melt(["who", "g"], ITEMS, var_name="question", value_name="score")
    asked = np.random.default_rng(2).random(len(long)) < 0.7
    report = dif_scores(
        long[asked | long["question"].eq("q5")], attribute="g", reference="r",
        person="who", item="question", score="score",
    )  # fmt: skip
    assert named(report) == ["q5"]
    assert report.groups[NOT_STATED] == 30
    assert sum(report.groups.values()) == 1500
    passed = dif_mantel_haenszel(
        long[asked], attribute="g", reference="r", person="who", item="question", score="score",
        passing=5.0,
    )  # fmt: skip
    largest = max(passed.flagged, key=lambda f: abs(float(getattr(f.finding, "value", 0.0))))
    assert (largest.item, largest.harder_for) == ("q5", "f")


def test_harm_that_turns_round_with_ability_is_named_as_such() -> None:
    rng = np.random.default_rng(6)
    n = 2000
    ability, focal = rng.normal(size=n), np.arange(n) % 2 == 0
    frame = pd.DataFrame({"g": np.where(focal, "f", "r")})
    for name in ITEMS:
        frame[name] = (ability + rng.normal(size=n) > 0).astype(int)
    steep = np.where(focal, 0.1, 2.0)
    frame["q5"] = (steep * ability + rng.normal(size=n) > 0).astype(int)
    report = dif_logistic(frame, attribute="g", items=ITEMS, reference="r")
    assert [f.harder_for for f in report.flagged if f.item == "q5"] == ["differs_by_level"]


def test_few_people_get_averages_alone() -> None:
    report = dif_mantel_haenszel(answers(120), attribute="g", items=ITEMS, reference="r")
    assert {f.finding.code for f in report.items if isinstance(f.finding, Withheld)} == {
        "item.too_few"
    }
    assert all(f.details["mean"] is not None for f in report.items)
    assert report.verdict == "cannot_tell"


@pytest.mark.parametrize(
    ("how", "code"),
    [
        ({"items": ["q0", "q1"]}, "items.too_few"),
        ({}, "items.not_named"),
        ({"items": [*ITEMS, "size"]}, "items.not_binary"),
        ({"person": "g", "item": "q0", "score": "q1"}, "items.twice"),
    ],
)
def test_bad_tables_are_refused_with_a_code(how: dict[str, object], code: str) -> None:
    frame = answers(50).assign(size=7.5)
    with pytest.raises(InputError) as err:
        dif_mantel_haenszel(frame, attribute="g", **how)  # type: ignore[arg-type]
    assert err.value.code == code
