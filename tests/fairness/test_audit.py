"""The whole audit: nobody lost in any table, families corrected, worst first, one digest."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from audit_tables import jobs
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.multitest import multipletests

import fairness
from fairness import METRICS, AuditPolicy, Columns, audit
from fairness.audit_report import AuditReport
from interview import Estimate


def company(seed: int = 1, n: int = 600, *, harm: float = 0.0) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    sex = rng.choice(["women", "men"], n).astype(object)
    age = rng.choice(["under_35", "35_plus"], n).astype(object)
    ability = rng.normal(0, 1, n)
    score = 6 + ability - harm * (sex == "women") + rng.normal(0, 0.3, n)
    sex[rng.random(n) < 0.03] = None
    return pd.DataFrame(
        {
            "who": np.arange(n),
            "sex": sex,
            "age": age,
            "job": rng.choice(["sales", "service", "it"], n),
            "score": score,
            "hired": (score > 6.4).astype(float),
            "human": 6 + ability + rng.normal(0, 0.3, n),
            "heard": rng.random(n) < 0.95,
            "at": pd.Timestamp("2026-01-01") + pd.to_timedelta(rng.integers(0, 90, n), unit="D"),
        }
    )


COLUMNS = Columns(
    score="score", selected="hired", stratum="job", human="human", person="who", at="at",
    quality=("heard",),
)  # fmt: skip
POLICY = AuditPolicy(attributes=("sex", "age"), columns=COLUMNS, replicates=200)


def adds_up(report: AuditReport) -> bool:
    return all(
        table.n + sum(table.excluded.values()) + sum(report.excluded.values()) == report.population
        for table in report.tables
    )


def test_every_metric_whose_columns_are_there_runs_over_attributes_and_crossings() -> None:
    report = audit(company(), POLICY)
    ran = {t.metric.partition(".")[0] for t in report.tables}
    ready = {
        name
        for name, metric in METRICS.items()
        if metric.tables and all(getattr(COLUMNS, need) for need in metric.needs)
    }
    # a cut is drawn only when the policy has one
    assert ready - ran <= {"impact_ratio_at_cut"}
    assert {t.attribute for t in report.tables} == {"sex", "age", "sex × age"}
    assert adds_up(report)
    assert report.window == ("2026-01-01", "2026-03-31")


def test_a_planted_harm_is_found_and_none_where_none_is() -> None:
    harmed = audit(company(2, harm=0.8), POLICY)
    assert harmed.verdict == "exceeds"
    assert harmed.findings[0].verdict == "exceeds"
    # the largest group is the reference of score gaps, so the sentence may be about either
    assert {harmed.findings[0].group, harmed.findings[0].slots["reference"]} == {"women", "men"}
    assert any(c.code == "score_gap_at_equal_rating.exceeds" for c in harmed.findings)
    clear = audit(company(3, n=3000), POLICY)
    assert clear.verdict != "exceeds"


def test_findings_stand_worst_first() -> None:
    ranks = [
        ["exceeds", "cannot_tell", "within"].index(c.verdict)
        for c in audit(company(2, harm=0.5), POLICY).findings
    ]
    assert ranks == sorted(ranks)


def test_p_values_are_corrected_within_their_family() -> None:
    report = audit(company(2, harm=0.5), POLICY)
    for name in ("impact_ratio", "score_gap"):
        groups = [
            g for t in report.tables if t.metric == name for g in t.groups if g.p_value is not None
        ]
        # the highest of four rates was picked out of twice as many pairs as were compared
        times = {"sex × age": 2.0} if name == "impact_ratio" else {}
        raw = [
            min(1.0, g.p_value * times.get(t.attribute, 1.0))
            for t in report.tables
            if t.metric == name
            for g in t.groups
            if g.p_value is not None
        ]
        expected = multipletests(raw, method="fdr_bh")[1]
        assert [g.adjusted_p for g in groups] == pytest.approx(list(expected))
    plain = audit(company(2, harm=0.5), replace(POLICY, correction="none"))
    assert all(g.adjusted_p is None for t in plain.tables for g in t.groups)


def test_the_same_table_has_the_same_digest_whatever_the_order_of_its_rows() -> None:
    frame = company()
    first, again = audit(frame, POLICY), audit(frame, POLICY)
    assert first == again
    assert len(first.digest) == 64
    mixed = audit(frame.sample(frac=1, random_state=3), POLICY)
    assert mixed.data == first.data
    assert [t.verdict for t in mixed.tables] == [t.verdict for t in first.tables]
    changed = frame.copy()
    changed.loc[0, "hired"] = 1 - changed.loc[0, "hired"]
    assert audit(changed, POLICY).data != first.data
    assert audit(frame, replace(POLICY, seed=1)).digest != first.digest


def test_a_person_counts_once_per_job_by_the_latest_decision() -> None:
    frame = pd.DataFrame(
        {
            "who": ["a", "a", "a", "b", "c", None, None],
            "job": ["x", "x", "y", "x", "x", "x", "x"],
            "sex": ["f", "f", "f", "m", "m", "f", "f"],
            "hired": [0, 1, 0, 1, None, 0, 0],
            "at": ["2026-01-02", "2026-01-01", "2026-01-01", "2026-01-01", "2026-01-01"]
            + ["2026-01-01"] * 2,
        }
    )
    columns = Columns(selected="hired", person="who", stratum="job", at="at")
    report = audit(frame, AuditPolicy(attributes=("sex",), columns=columns))
    assert dict(report.excluded) == {"person.duplicate": 1, "table.undecided": 1}
    table = report.tables[0]
    # the decision of 2 January counts for a; the two people without a name are two people
    assert [(g.group, g.selected, g.n) for g in table.groups] == [("f", 0, 4), ("m", 1, 1)]
    assert [(n.code, n.slots) for n in report.notes] == [("person.conflicting", {"n": 1})]
    assert adds_up(report)


def test_a_row_with_a_decision_is_kept_before_a_later_one_without() -> None:
    frame = pd.DataFrame({"who": [1, 1], "sex": ["f", "f"], "hired": [1, None]})
    columns = Columns(selected="hired", person="who")
    report = audit(frame, AuditPolicy(attributes=("sex",), columns=columns))
    assert report.tables[0].groups[0].selected == 1
    assert dict(report.excluded) == {"person.duplicate": 1}


CELL = st.one_of(st.none(), st.sampled_from(["f", "m", "未知", ""]))


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.tuples(
            CELL,
            CELL,
            st.sampled_from([0, 1, None]),
            st.one_of(st.none(), st.integers(0, 5)),
            st.sampled_from(["x", "y", None]),
            st.integers(0, 8),
        ),
        min_size=1,
        max_size=50,
    )
)
def test_sizes_and_exclusions_are_the_population_always(rows: list[tuple[object, ...]]) -> None:
    frame = pd.DataFrame(rows, columns=["sex", "age", "hired", "score", "job", "who"], dtype=object)
    for columns in (
        Columns(selected="hired"),
        Columns(score="score", person="who"),
        Columns(selected="hired", score="score", stratum="job", person="who", human="score"),
    ):
        policy = AuditPolicy(attributes=("sex", "age"), columns=columns, replicates=20)
        report = audit(frame, policy)
        assert report.population == len(rows)
        assert adds_up(report)
        cut = audit(frame, replace(policy, cut=3.0))
        assert adds_up(cut)


def test_nobody_added_changes_nothing() -> None:
    """People who are left out for a reason move no number."""
    frame = company()
    nobody = frame.head(40).assign(hired=np.nan, score=np.nan, who=np.arange(40) + 10_000)
    more = audit(pd.concat([frame, nobody]).assign(heard=np.nan), replace(POLICY, seed=5))
    same = audit(frame.assign(heard=np.nan), replace(POLICY, seed=5))
    assert more.excluded == {**same.excluded, "table.nothing_known": 40}
    assert more.tables == same.tables


def test_a_cut_makes_decisions_where_there_are_none_and_a_table_where_there_are() -> None:
    frame = company()
    without = replace(POLICY, columns=Columns(score="score", stratum="job", person="who"), cut=6.4)
    report = audit(frame, without)
    assert "table.cut" in [n.code for n in report.notes]
    ratio = next(t for t in report.tables if t.metric == "impact_ratio")
    decided = audit(frame, replace(POLICY, columns=Columns(selected="hired")))
    assert ratio.groups == tuple(
        replace(g, adjusted_p=h.adjusted_p)
        for g, h in zip(
            next(t for t in decided.tables if t.metric == "impact_ratio").groups,
            ratio.groups,
            strict=True,
        )
    )
    both = audit(frame, replace(POLICY, cut=7.0))
    assert {"impact_ratio", "impact_ratio_at_cut"} <= {t.metric for t in both.tables}


def test_simpsons_case_is_told_in_the_report() -> None:
    frame = jobs(
        {
            "easy": {"men": (480, 800), "women": (120, 200)},
            "hard": {"men": (20, 200), "women": (80, 800)},
        }
    )
    columns = Columns(selected="hired", stratum="job")
    report = audit(frame, AuditPolicy(attributes=("group",), columns=columns))
    verdicts = {t.metric: t.verdict for t in report.tables}
    assert (verdicts["impact_ratio"], verdicts["mantel_haenszel"]) == ("exceeds", "within")
    pooled = next(t for t in report.tables if t.metric == "mantel_haenszel")
    assert "stratum.disagrees" in [n.code for n in pooled.notes]


def test_a_small_job_cannot_tell() -> None:
    frame = jobs({"small": {"men": (4, 12), "women": (1, 5)}})
    report = audit(frame, AuditPolicy(attributes=("group",), columns=Columns(selected="hired")))
    assert report.verdict == "cannot_tell"
    said = report.findings[0]
    assert (said.code, said.slots["flips"]) == ("impact_ratio.cannot_tell", True)


def test_references_by_attribute() -> None:
    report = audit(company(), replace(POLICY, references={"sex": "women"}))
    chosen = {t.attribute: t.reference for t in report.tables if t.metric == "impact_ratio"}
    assert chosen["sex"] == "women"
    named = audit(company(), replace(POLICY, reference="men"))
    chosen = {t.attribute: t.reference for t in named.tables if t.metric == "impact_ratio"}
    assert chosen["sex"] == "men"
    assert chosen["age"] in ("under_35", "35_plus")


def test_the_catalogue_names_public_functions_and_real_columns() -> None:
    for name, metric in METRICS.items():
        function = metric.function
        assert getattr(fairness, function.__name__) is function, name
        assert all(hasattr(Columns(), need) for need in metric.needs), name
        assert metric.limit in ("limit", "gap_limit", "own", ""), name
        assert metric.sources, name


def test_what_the_issue_names_is_in_the_catalogue() -> None:
    listed = {metric.function.__name__ for metric in METRICS.values()}
    assert listed >= {
        "selection_rates", "scoring_rates", "impact_ratios", "demographic_parity",
        "equalized_odds", "threshold_sweep", "mantel_haenszel", "score_gaps",
        "calibration_by_group", "differential_prediction", "dif_mantel_haenszel", "dif_logistic",
        "dif_scores", "cultural_expression", "measurement_invariance", "proxy_leak",
        "perturbation_audit", "signal_quality_by_group", "reweighing", "pareto_weights",
    }  # fmt: skip
    assert listed <= set(fairness.__all__)


@pytest.mark.parametrize("numeric", [True, False])
def test_outcomes_of_the_hired_are_audited_and_nobody_is_lost(numeric: bool) -> None:
    frame = company(4, 900)
    rng = np.random.default_rng(1)
    rated = frame["human"] + rng.normal(0, 1, len(frame))
    there = (frame["hired"] == 1) | (rng.random(len(frame)) < 0.3)
    good = rated if numeric else (rated > 6).map({True: "yes", False: "no"})
    frame["later"] = good.where(there)
    frame["chance"] = 1 / (1 + np.exp(6 - frame["human"]))
    columns = replace(COLUMNS, outcome="later", probability="chance")
    report = audit(frame, replace(POLICY, columns=columns, performing=6.0 if numeric else None))
    ran = {t.metric for t in report.tables}
    assert {"equalized_odds", "differential_prediction"} <= ran
    assert ("calibration" in ran) is not numeric
    assert adds_up(report)
    without = audit(frame, replace(POLICY, columns=columns))
    assert ("equalized_odds" in {t.metric for t in without.tables}) is not numeric


def test_every_finding_says_what_its_sentence_needs() -> None:
    for said in audit(company(2, harm=0.8), POLICY).findings:
        assert said.code == f"{said.metric.partition('.')[0]}.{said.verdict}"
        assert {"n", "reference"} <= set(said.slots)
        assert "value" in said.slots or "reason" in said.slots


def test_the_numbers_are_those_of_the_single_functions() -> None:
    frame = company()
    report = audit(frame, POLICY)
    table = next(t for t in report.tables if t.metric == "score_gap" and t.attribute == "sex")
    alone = fairness.score_gaps(frame, attribute="sex", score="score")
    for mine, theirs in zip(table.groups, alone.groups, strict=True):
        assert isinstance(mine.finding, Estimate) == isinstance(theirs.finding, Estimate)
        assert mine.finding == theirs.finding
