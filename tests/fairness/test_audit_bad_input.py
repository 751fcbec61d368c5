"""Bad tables: one clear sentence that names what would work, or the right result. Never a crash."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from fairness import AuditPolicy, Columns, audit, report_from_json, report_json
from interview import InputError, Withheld

POLICY = AuditPolicy(
    attributes=("sex",), columns=Columns(selected="hired", score="score", person="who", at="at")
)


def good(n: int = 60) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "who": [f"p{i}" for i in range(n)],
            "sex": ["f", "m"] * (n // 2),
            "hired": [1, 0, 0, 1, 1, 0] * (n // 6),
            "score": np.linspace(3, 9, n),
            "at": ["2026-01-05", "06.01.2026", "2026年1月7日"] * (n // 3),
        }
    )


@pytest.mark.parametrize(
    ("spoil", "code", "named"),
    [
        (lambda f: f.head(0), "table.empty", "rows"),
        (lambda f: f.drop(columns="sex"), "table.missing_column", "sex"),
        (lambda f: f.drop(columns="hired"), "table.missing_column", "hired"),
        (lambda f: f.assign(hired=2), "table.not_yes_no", "2"),
        (lambda f: f.assign(hired="maybe"), "table.not_yes_no", "maybe"),
        (lambda f: f.assign(score="good"), "table.not_a_number", "good"),
        (lambda f: f.assign(score="=cmd|' /C calc'!A0"), "table.not_a_number", "=cmd"),
        (lambda f: f.assign(score=np.inf), "table.not_a_number", "infinite"),
        (lambda f: f.assign(sex=f["who"] * 5), "", ""),
        (lambda f: f.assign(at="soon"), "table.not_a_date", "soon"),
        (lambda f: f.assign(at="01/02/2026"), "table.ambiguous_date", "01/02/2026"),
    ],
)
def test_one_sentence_names_the_cell_and_a_remedy(
    spoil: Callable[[pd.DataFrame], pd.DataFrame], code: str, named: str
) -> None:
    frame = spoil(good())
    if not code:
        # sixty names are sixty groups of one: listed, compared with nobody
        report = audit(frame, POLICY)
        assert report.verdict == "cannot_tell"
        return
    with pytest.raises(InputError) as err:
        audit(frame, POLICY)
    assert err.value.code == code
    assert named in err.value.message
    assert err.value.remedy


def test_three_hundred_groups_are_no_attribute() -> None:
    frame = good(600).assign(sex=[f"g{i % 300}" for i in range(600)])
    with pytest.raises(InputError) as err:
        audit(frame, POLICY)
    assert err.value.code == "group.too_many"
    assert "300" in err.value.message


@pytest.mark.parametrize(
    ("policy", "code"),
    [
        (replace(POLICY, attributes=()), "audit.no_attribute"),
        (replace(POLICY, columns=Columns()), "audit.nothing_to_compare"),
        (replace(POLICY, metrics=("magic",)), "audit.unknown_metric"),
        (replace(POLICY, reference="x"), "group.no_reference"),
    ],
)
def test_policies_that_cannot_work_are_refused(policy: AuditPolicy, code: str) -> None:
    with pytest.raises(InputError) as err:
        audit(good(), policy)
    assert err.value.code == code


@pytest.mark.parametrize(
    ("change", "note"),
    [
        ({"sex": "f"}, "group.no_comparison"),
        ({"sex": None}, "group.no_comparison"),
        ({"sex": "unknown"}, "group.no_comparison"),
        ({"sex": ["f"] * 59 + ["m"]}, "group.no_comparison"),
        ({"hired": 1}, "table.all_selected"),
        ({"hired": 0}, "table.none_selected"),
        ({"score": 7.0}, "scoring_rate.constant"),
    ],
)
def test_tables_that_compare_nothing_are_notes(change: dict[str, object], note: str) -> None:
    report = audit(good().assign(**change), POLICY)
    assert note in {n.code for t in report.tables for n in t.notes}
    assert report.verdict != "exceeds"
    for table in report.tables:
        assert table.n + sum(table.excluded.values()) + sum(report.excluded.values()) == 60
    assert report_json(report)["population"] == 60


def test_a_group_of_one_is_listed_without_a_finding() -> None:
    report = audit(good().assign(sex=["f"] * 30 + ["m"] * 29 + ["x"]), POLICY)
    alone = next(g for g in report.tables[0].groups if g.group == "x")
    assert (alone.n, alone.excluded) == (1, "group.too_small")
    assert alone.finding == Withheld(code="group.too_small", n=1)


def test_a_person_twice_is_counted_once() -> None:
    twice = pd.concat([good(), good().head(7)], ignore_index=True)
    report = audit(twice, POLICY)
    assert (report.population, dict(report.excluded)) == (67, {"person.duplicate": 7})
    once = audit(good(), POLICY)
    assert [t.groups for t in report.tables if t.metric == "impact_ratio"] == [
        t.groups for t in once.tables if t.metric == "impact_ratio"
    ]


def test_dates_in_three_formats_are_one_window() -> None:
    assert audit(good(), POLICY).window == ("2026-01-05", "2026-01-07")


def test_a_formula_as_the_name_of_a_group_is_only_a_name() -> None:
    frame = good().assign(sex=["=cmd|' /C calc'!A0", "m"] * 30)
    report = audit(frame, POLICY)
    assert report.tables[0].groups[0].group == "=cmd|' /C calc'!A0"


def test_crossings_too_fine_to_speak_of_are_left_out_and_said() -> None:
    n = 3000
    rng = np.random.default_rng(1)
    frame = good(n).assign(
        sex=rng.integers(0, 40, n).astype(str), race=rng.integers(0, 40, n).astype(str)
    )
    report = audit(frame, replace(POLICY, attributes=("sex", "race")))
    assert {t.attribute for t in report.tables} == {"sex", "race"}
    assert "group.crossing_too_fine" in [n.code for n in report.notes]


def test_metrics_asked_for_without_their_columns_are_said() -> None:
    report = audit(good(), replace(POLICY, metrics=("impact_ratio", "mantel_haenszel")))
    assert [(n.code, n.slots["metric"]) for n in report.notes] == [
        ("audit.metric_not_run", "mantel_haenszel")
    ]
    assert {t.metric for t in report.tables} == {"impact_ratio"}


@pytest.mark.parametrize("seed", range(12))
def test_whatever_the_table_an_audit_is_a_report_that_adds_up(seed: int) -> None:
    """Tiny, lopsided, constant and half-empty tables with every column an audit can read."""
    rng = np.random.default_rng(seed)
    n = int(rng.integers(1, 50))

    def holes(values: object, share: float) -> object:
        return np.where(rng.random(n) < share, np.nan, values)

    frame = pd.DataFrame(
        {
            "sex": rng.choice(["a", "b", "c", "", "unknown"], n, p=rng.dirichlet(np.full(5, 0.6))),
            "age": rng.choice(["x", "y", "z"], n, p=rng.dirichlet(np.full(3, 0.5))),
            "hired": holes(rng.random(n) < rng.choice([0, 0.1, 0.5, 1]), 0.1),
            "score": holes(rng.choice([5.0, 6, 7], n) if seed % 3 else np.full(n, 7.0), 0.1),
            "human": holes(rng.integers(1, 4, n), 0.2),
            "later": holes(rng.random(n) < 0.5 if seed % 2 else rng.integers(1, 6, n), 0.5),
            "chance": rng.random(n),
            "job": rng.choice(["j1", "j2"], n),
            "who": rng.integers(0, n + 1, n),
            "heard": rng.random(n) < 0.8,
            "light": rng.normal(size=n),
        }
    )
    columns = Columns(
        selected="hired", score="score", human="human", outcome="later", probability="chance",
        stratum="job", person="who", quality=("heard", "light"),
    )  # fmt: skip
    policy = AuditPolicy(
        attributes=("sex", "age"), columns=columns, replicates=50, cut=6.0, performing=3.0,
        floor=1 + seed % 5,
    )  # fmt: skip
    report = audit(frame, policy if seed % 2 == 0 else replace(policy, performing=None))
    left = sum(report.excluded.values())
    for table in report.tables:
        assert table.n + sum(table.excluded.values()) + left == report.population == n
    assert report_from_json(report_json(report)) == report
