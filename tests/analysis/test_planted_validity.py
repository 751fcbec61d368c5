"""The demo company's planted validities are found, dated and told apart; nothing else is."""

import numpy as np
import pandas as pd
import pytest

from analysis import (
    PooledValidities,
    compare_correlations,
    competency_kpi,
    join_outcomes,
    validity_by,
    validity_over_time,
    within_role_validity,
)
from data_samples import Company, company
from data_samples.later import KPIS
from interview import Estimate

pytestmark = pytest.mark.xdist_group("planted_validity")


@pytest.fixture(scope="module")
def firm() -> Company:
    return company(2026)


@pytest.fixture(scope="module")
def answers(firm: Company) -> pd.DataFrame:
    """Answers on a 0 to 10 scale, as a scorer that reads them without error would give them."""
    when = firm.interviews[["interview_id", "interviewed_at"]]
    return firm.answers.merge(when, on="interview_id").assign(
        score=lambda f: np.clip(5 + 1.5 * f["latent"], 0, 10)
    )


def ratings(firm: Company, occasion: str = "6_months") -> pd.DataFrame:
    kept = (firm.outcomes["kpi"] == "overall") & (firm.outcomes["outcome_kind"] == occasion)
    return firm.outcomes.loc[kept, ["candidate_id", "outcome", "outcome_at"]]


@pytest.fixture(scope="module")
def rated(firm: Company, answers: pd.DataFrame) -> pd.DataFrame:
    """Answers joined with the rating at six months."""
    return join_outcomes(
        answers, ratings(firm), person="candidate_id", outcome="outcome",
        interviewed_at="interviewed_at", outcome_at="outcome_at", longest_lag_months=12,
    ).table  # fmt: skip


def overall(table: pd.DataFrame) -> pd.DataFrame:
    keys = ["interview_id", "role", "outcome", "interviewed_at"]
    return table.groupby(keys, as_index=False)["score"].mean()


def test_the_vague_question_is_told_from_its_rewrite(rated: pd.DataFrame) -> None:
    found = compare_correlations(
        rated[rated["question"] == "mk_q4"], score="score", outcome="outcome", by="version",
        groups=("1", "2"),
    )  # fmt: skip
    assert isinstance(found.difference, Estimate)
    assert found.difference.high < 0
    banked = validity_by(
        rated, score="score", outcome="outcome", by=["question", "version"],
        person="interview_id",
    )  # fmt: skip
    assert isinstance(banked.pooled, PooledValidities)
    old, new = banked.group("mk_q4", "1"), banked.group("mk_q4", "2")
    assert old.p_above_minimum is not None
    assert new.p_above_minimum is not None
    assert old.p_above_minimum < 0.8 < 0.95 < new.p_above_minimum
    # the two questions planted without validity come last
    last = sorted(banked.groups, key=lambda g: g.p_above_minimum or 0)[:2]
    assert {g.labels[0] for g in last} == {"se_q6", "pe_q6"}


def test_the_break_is_found_dated_and_nowhere_else(rated: pd.DataFrame) -> None:
    people = overall(rated)
    shown = {}
    for role, mine in people.groupby("role"):
        found = validity_over_time(
            mine, score="score", outcome="outcome", interviewed_at="interviewed_at"
        )
        assert found.broken is not None
        shown[str(role)] = found.broken.shown
        if role == "customer_service":
            # month 14 counted from September 2024
            assert found.broken.low <= "2025-11" <= found.broken.high
            assert isinstance(found.broken.fall, Estimate)
            assert found.broken.fall.low > 0
    assert shown.pop("customer_service")
    assert not any(shown.values())


def test_each_competency_moves_its_own_figure(firm: Company) -> None:
    scores = firm.competence.merge(
        firm.interviews[["interview_id", "role", "interviewed_at"]], on="interview_id"
    ).assign(score=lambda f: np.clip(5 + 1.5 * f["theta"], 0, 10))
    kept = (firm.outcomes["outcome_kind"] == "6_months") & (firm.outcomes["kpi"] != "overall")
    later = firm.outcomes.loc[kept, ["candidate_id", "kpi", "outcome", "outcome_at"]]
    table = join_outcomes(
        scores, later, person="candidate_id", outcome="outcome", interviewed_at="interviewed_at",
        outcome_at="outcome_at", keep=["kpi"], longest_lag_months=12,
    ).table  # fmt: skip
    found = competency_kpi(
        table, competency="competency", kpi="kpi", score="score", outcome="outcome",
        person="interview_id",
    )  # fmt: skip
    own = {cell.competency: cell for cell in found.cells if cell.own}
    assert set(own) == set(KPIS)
    for competency, cell in own.items():
        assert isinstance(cell.finding, Estimate)
        # planted before selection, which takes a little away
        planted = KPIS[competency][1]
        assert planted - 0.22 < cell.finding.value < planted + 0.15, competency
        others = [
            c.finding.value
            for c in found.cells
            if c.competency == competency and not c.own and isinstance(c.finding, Estimate)
        ]
        assert cell.finding.value > float(np.mean(others)) + 0.05
    assert own["teamwork"].finding.value > own["innovation"].finding.value  # type: ignore[union-attr]


def test_roles_tell_one_story(rated: pd.DataFrame) -> None:
    found = within_role_validity(
        overall(rated), score="score", outcome="outcome", role="role", person="interview_id"
    )
    assert isinstance(found.within, Estimate)
    assert found.within.low > 0.3
    assert len(found.roles) == 6
