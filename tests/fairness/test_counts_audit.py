"""Audits of counts per group: the same as of the people, and what others printed checked."""

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairness import AuditPolicy, Columns, audit, audit_counts
from interview import Estimate, InputError

COLUMNS = Columns(n="n", selected_n="chosen")
# 6 RCNY 5-303: counts of the rule's example, sex by race and ethnicity left apart
PUBLISHED = pd.DataFrame(
    {
        "race": ["Hispanic", "White", "Black", "NHPI", "Asian", "AIAN", "Two or more"],
        "n": [408, 797, 390, 119, 616, 41, 213],
        "chosen": [205, 412, 170, 52, 302, 18, 96],
        "printed": [0.97, 1.00, 0.84, 0.85, 0.95, None, 0.87],
    }
)


@settings(max_examples=12, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["f", "m", None]),
            st.sampled_from(["x", "y"]),
            st.integers(0, 30),
            st.integers(0, 30),
        ),
        min_size=1,
        max_size=8,
    )
)
def test_counts_are_audited_as_their_people(rows: list[tuple[str | None, str, int, int]]) -> None:
    counts = pd.DataFrame(
        [(sex, job, n, min(k, n)) for sex, job, n, k in rows], columns=["sex", "job", "n", "chosen"]
    )
    if not counts["n"].sum():
        return
    policy = AuditPolicy(attributes=("sex", "job"), columns=COLUMNS, replicates=50)
    people = pd.DataFrame(
        [
            (sex, job, float(i < k))
            for sex, job, n, k in counts.itertuples(index=False)
            for i in range(n)
        ],
        columns=["sex", "job", "hired"],
    )
    ours = audit_counts(
        counts, AuditPolicy(attributes=("sex", "job"), columns=COLUMNS, replicates=50)
    )
    theirs = audit(
        people,
        AuditPolicy(attributes=policy.attributes, columns=Columns(selected="hired"), replicates=50),
    )
    assert ours.population == theirs.population == counts["n"].sum()
    assert ours.tables == theirs.tables


def test_a_published_table_checks_out() -> None:
    columns = Columns(n="n", selected_n="chosen", printed_ratio="printed")
    report = audit(PUBLISHED, AuditPolicy(attributes=("race",), columns=columns))
    assert report.notes == ()
    assert report.population == 2584
    ratios = {g.group: g for g in report.tables[0].groups}
    assert ratios["AIAN"].excluded == "group.small_share"


def test_a_field_experiment_to_its_printed_digits() -> None:
    """Bertrand and Mullainathan 2004: callbacks 9.65 % and 6.45 %, a ratio of .668."""
    frame = pd.DataFrame(
        {"names": ["white", "African-American"], "n": [2435, 2435], "chosen": [235, 157]}
    )
    report = audit_counts(frame, AuditPolicy(attributes=("names",), columns=COLUMNS))
    fewer, more = report.tables[0].groups
    assert isinstance(more.rate, Estimate)
    assert isinstance(fewer.rate, Estimate)
    assert isinstance(fewer.finding, Estimate)
    assert (round(more.rate.value, 4), round(fewer.rate.value, 4)) == (0.0965, 0.0645)
    assert round(fewer.finding.value, 3) == 0.668
    # surely a difference, not surely one below four fifths
    assert fewer.p_value is not None
    assert fewer.p_value < 0.0001
    assert report.verdict == "cannot_tell"


def test_a_reference_that_is_not_the_highest_rate_is_flagged() -> None:
    """As in published audits that print ratios above 1."""
    printed = PUBLISHED.assign(printed=[1.15, 1.19, 1.0, 1.0, 1.12, 1.01, 1.03])
    columns = Columns(n="n", selected_n="chosen", printed_ratio="printed")
    report = audit_counts(printed, AuditPolicy(attributes=("race",), columns=columns))
    notes = {n.code: n.slots for n in report.notes}
    assert notes["published.reference_not_highest"] == {"n": 5, "largest": 1.19}
    assert notes["published.differs"] == {"n": 7, "of": 7}


def test_a_stratum_and_blank_cells() -> None:
    counts = pd.DataFrame(
        {
            "sex": ["f", "m", "f", "m", "f"],
            "job": ["x", "x", "y", "y", "y"],
            "n": [40, 80, 30, 30, None],
            "chosen": [12, 48, 10, None, 3],
        }
    )
    columns = Columns(n="n", selected_n="chosen", stratum="job")
    report = audit_counts(counts, AuditPolicy(attributes=("sex",), columns=columns))
    assert report.population == 180
    assert dict(report.excluded) == {"table.undecided": 30}
    assert [(n.code, n.slots) for n in report.notes] == [("counts.blank_rows", {"n": 1})]
    assert {t.metric for t in report.tables} >= {"impact_ratio", "mantel_haenszel"}
    assert report.policy.columns == columns


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"n": [5.5, 10]}, "table.not_a_count"),
        ({"n": [-1, 10]}, "table.not_a_count"),
        ({"chosen": [50, 1]}, "table.not_a_count"),
        ({"n": ["many", "10"]}, "table.not_a_number"),
        ({"n": [30_000_000, 10]}, "counts.too_many"),
    ],
)
def test_what_cannot_be_a_count_is_refused(change: dict[str, object], code: str) -> None:
    frame = pd.DataFrame({"sex": ["f", "m"], "n": [20, 30], "chosen": [5, 6]}).assign(**change)
    with pytest.raises(InputError) as err:
        audit_counts(frame, AuditPolicy(attributes=("sex",), columns=COLUMNS))
    assert err.value.code == code


def test_counts_without_selections_are_refused() -> None:
    with pytest.raises(InputError) as err:
        audit(PUBLISHED, AuditPolicy(attributes=("race",), columns=Columns(n="n")))
    assert err.value.code == "audit.nothing_to_compare"
    with pytest.raises(InputError) as err:
        audit(PUBLISHED.head(0), AuditPolicy(attributes=("race",), columns=COLUMNS))
    assert err.value.code == "table.empty"
