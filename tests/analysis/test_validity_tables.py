"""Correlations, comparisons, roles, questions and KPIs: definitions, printed designs, refusals."""

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analysis import (
    PooledValidities,
    compare_correlations,
    competency_kpi,
    correlation,
    usual_rule,
    validity_by,
    within_role_validity,
)
from interview import Estimate, Finding, InputError, Withheld


def value(finding: Finding) -> float:
    assert isinstance(finding, Estimate)
    return finding.value


@pytest.fixture(scope="module")
def people() -> pd.DataFrame:
    rng = np.random.default_rng(11)
    n = 600
    skill = rng.normal(size=n)
    return pd.DataFrame(
        {
            "id": np.arange(n),
            "role": rng.choice(["clerk", "cook", "guard"], n),
            "question": rng.choice(["q1", "q2"], n),
            "score": np.clip(np.round(5.5 + 1.5 * skill, 1), 0, 10),
            "human": np.clip(np.round(5.5 + skill + rng.normal(size=n), 1), 0, 10),
            "rating": 3.4 + 0.3 * skill + 0.7 * rng.normal(size=n),
        }
    )


@pytest.mark.parametrize("kind", ["pearson", "spearman"])
def test_one_correlation_is_scipys(people: pd.DataFrame, kind: str) -> None:
    found = correlation(people, score="score", outcome="rating", kind=kind)  # type: ignore[arg-type]
    compute = stats.pearsonr if kind == "pearson" else stats.spearmanr
    naive = compute(people["score"], people["rating"])
    assert value(found.finding) == pytest.approx(naive.statistic)
    assert found.p_value == pytest.approx(naive.pvalue)
    assert (found.finding.n, found.needed, found.excluded) == (600, 194, {})


def test_the_usual_rule_is_said_beside() -> None:
    def held(r: float) -> Estimate:
        return Estimate(value=r, low=r, high=r, n=30, method="x")

    assert [usual_rule(held(r)) for r in (0.71, 0.5, 0.3)] == ["keep", "between", "rewrite"]
    assert usual_rule(Withheld(code="outcome.none_yet")) is None


def test_two_scores_of_the_same_people(people: pd.DataFrame) -> None:
    found = compare_correlations(people, score="score", other="human", outcome="rating")
    c = np.corrcoef(people[["rating", "score", "human"]].to_numpy(), rowvar=False)
    r12, r13, r23, n = c[0, 1], c[0, 2], c[1, 2], 600
    determinant = np.linalg.det(c)
    t = (r12 - r13) * np.sqrt(
        (n - 1) * (1 + r23)
        / (2 * (n - 1) / (n - 3) * determinant + ((r12 + r13) / 2) ** 2 * (1 - r23) ** 3)
    )  # fmt: skip
    assert found.statistic == pytest.approx(t)
    assert found.p_value == pytest.approx(2 * stats.t.sf(abs(t), n - 3))
    assert value(found.difference) == pytest.approx(r12 - r13)
    missing = people.assign(human=people["human"].where(people["id"] > 99))
    fewer = compare_correlations(missing, score="score", other="human", outcome="rating")
    # both correlations come from the people who have both scores
    assert (fewer.first.n, fewer.second.n, fewer.excluded) == (500, 500, {"table.unscored": 100})


def test_one_score_in_two_groups(people: pd.DataFrame) -> None:
    pair = ("cook", "guard")
    found = compare_correlations(people, score="score", outcome="rating", by="role", groups=pair)
    parts = [people[people["role"] == name] for name in pair]
    r = [np.corrcoef(p["score"], p["rating"])[0, 1] for p in parts]
    z = (np.arctanh(r[0]) - np.arctanh(r[1])) / np.sqrt(sum(1 / (len(p) - 3) for p in parts))
    assert found.statistic == pytest.approx(z)
    with pytest.raises(InputError) as err:
        compare_correlations(people, score="score", outcome="rating", by="role")
    assert err.value.code == "compare.not_two_groups"
    assert "cook" in str(err.value.slots["known"])
    with pytest.raises(InputError) as err:
        compare_correlations(people, score="score", outcome="rating")
    assert err.value.code == "compare.which"


# within and between correlations of 1, 0 and -1 by design (psych, withinBetween)
DESIGN = pd.DataFrame(
    {
        "group": np.repeat(list("ABCD"), 4),
        "v1": [1, 2, 3, 4, 2, 3, 4, 5, 3, 4, 5, 6, 4, 5, 6, 7],
        "v2": [3, 1, 4, 2, 4, 2, 5, 3, 5, 3, 6, 4, 6, 4, 7, 5],
        "v3": [4, 3, 2, 1, 5, 4, 3, 2, 6, 5, 4, 3, 7, 6, 5, 4],
        "v4": [8, 9, 10, 11, 6, 7, 8, 9, 9, 10, 11, 12, 7, 8, 9, 10],
    }
)


@pytest.mark.parametrize(
    ("other", "within", "between", "naive"),
    [("v2", 0.0, 1.0, 0.50), ("v3", -1.0, 1.0, 0.0), ("v4", 1.0, 0.0, 0.50)],
)
def test_within_and_between_as_designed(
    other: str, within: float, between: float, naive: float
) -> None:
    # a perfect r has no interval and is refused, so a thousandth is added by halves
    bent = DESIGN.assign(v1=DESIGN["v1"] + np.tile([1e-3, -1e-3, -1e-3, 1e-3], 4)
                         + np.repeat([1e-3, -1e-3, -1e-3, 1e-3], 4))  # fmt: skip
    found = within_role_validity(bent, score="v1", outcome=other, role="group")
    assert value(found.within) == pytest.approx(within, abs=0.002)
    assert value(found.between) == pytest.approx(between, abs=0.002)
    assert value(found.naive) == pytest.approx(naive, abs=0.002)
    # sixteen people cannot tell 0 from .50, but they can tell 1 and -1 from anything
    assert found.misleading == (within != 0)
    exact = within_role_validity(DESIGN, score="v1", outcome="v3", role="group")
    assert exact.within == Withheld(code="correlation.perfect", n=16)


def test_every_question_in_one_pass(people: pd.DataFrame) -> None:
    found = validity_by(people, score="score", outcome="rating", by=["role", "question"])
    assert len(found.groups) == 6
    assert sum(g.finding.n for g in found.groups) == 600
    for group in found.groups:
        role, question = group.labels
        mine = people[(people["role"] == role) & (people["question"] == question)]
        naive = stats.pearsonr(mine["score"], mine["rating"])
        assert value(group.finding) == pytest.approx(naive.statistic)
        assert group.p_value == pytest.approx(naive.pvalue)
        assert group.p_adjusted is not None
        assert group.p_adjusted >= naive.pvalue
    assert isinstance(found.pooled, PooledValidities)
    assert found.pooled.k == 6
    spread = [value(g.finding) for g in found.groups]
    shrunk = [value(g.shrunken) for g in found.groups]
    assert np.ptp(shrunk) <= np.ptp(spread)
    assert found.by_chance is not None
    assert 0.1 < found.by_chance < 0.3
    assert found.group("cook", "q1").labels == ("cook", "q1")
    with pytest.raises(InputError) as err:
        found.group("clown")
    assert err.value.code == "group.unknown"


def test_rows_in_any_order_say_the_same(people: pd.DataFrame) -> None:
    mixed = people.sample(frac=1, random_state=3)
    one = validity_by(people, score="score", outcome="rating", by=["question"])
    other = validity_by(mixed, score="score", outcome="rating", by=["question"])
    for group in one.groups:
        assert value(other.group(*group.labels).finding) == pytest.approx(value(group.finding))


def test_a_competency_against_its_own_kpi() -> None:
    rng = np.random.default_rng(12)
    rows = []
    planted = {"teamwork": 0.6, "innovation": 0.2}
    kpis = {"teamwork": "team_contribution", "innovation": "accepted_proposals"}
    for role in ("clerk", "cook"):
        for competency, r in planted.items():
            theta = rng.normal(size=800)
            for other, kpi in kpis.items():
                link = r if other == competency else 0.0
                figure = 100 + 15 * (link * theta + np.sqrt(1 - link**2) * rng.normal(size=800))
                rows.append(
                    pd.DataFrame(
                        {
                            "role": role, "competency": competency, "kpi": kpi,
                            "score": np.clip(5 + 1.5 * theta, 0, 10), "figure": figure,
                            "id": [f"{role}{i}" for i in range(800)],
                        }
                    )
                )  # fmt: skip
    table = pd.concat(rows)
    found = competency_kpi(
        table, competency="competency", kpi="kpi", score="score", outcome="figure",
        kpi_of=kpis | {"planning": "on_time_delivery"}, by=["role"], person="id",
    )  # fmt: skip
    assert len(found.cells) == 8
    assert found.unmeasured == ("planning",)
    for competency, r in planted.items():
        for role in ("clerk", "cook"):
            cell = found.cell(competency, None, role)
            assert cell is not None
            assert cell.own
            assert isinstance(cell.finding, Estimate)
            assert cell.finding.value == pytest.approx(r, abs=0.1)
            assert isinstance(cell.shrunken, Estimate)
    crossed = found.cell("teamwork", "accepted_proposals", "cook")
    assert crossed is not None
    assert not crossed.own
    assert crossed.shrunken == Withheld(code="kpi.not_own", n=800)
    assert found.cell("teamwork", "nothing", "cook") is None


def test_a_kpi_of_the_same_name_is_the_own_one() -> None:
    table = pd.DataFrame(
        {
            "c": ["a"] * 8 + ["b"] * 8,
            "k": ["a"] * 4 + ["b"] * 4 + ["a"] * 4 + ["b"] * 4,
            "score": [1, 2, 3, 5] * 4,
            "y": [2, 1, 3, 4] * 4,
        }
    )
    found = competency_kpi(table, competency="c", kpi="k", score="score", outcome="y")
    assert [(c.competency, c.kpi) for c in found.cells if c.own] == [("a", "a"), ("b", "b")]
