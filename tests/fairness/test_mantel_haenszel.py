"""Across requisitions: published tables, the paradox told, and strata that say nothing counted."""

import pandas as pd
import pytest
from audit_tables import jobs
from hypothesis import given, settings
from hypothesis import strategies as st

from fairness import NOT_STATED, impact_ratios, mantel_haenszel
from fairness.audit_report import AuditTable, GroupFinding
from interview import Estimate, Withheld

# Bickel, Hammel and O'Connell 1975, Science 187: admitted and applied, six departments
ADMISSIONS = {
    "A": {"men": (512, 825), "women": (89, 108)},
    "B": {"men": (353, 560), "women": (17, 25)},
    "C": {"men": (120, 325), "women": (202, 593)},
    "D": {"men": (139, 417), "women": (131, 375)},
    "E": {"men": (53, 191), "women": (94, 393)},
    "F": {"men": (22, 373), "women": (24, 341)},
}


def run(frame: pd.DataFrame, **options: object) -> AuditTable:
    return mantel_haenszel(
        frame,
        attribute="group",
        selected="hired",
        stratum="job",
        **options,  # type: ignore[arg-type]
    )


def group(table: AuditTable, name: str) -> GroupFinding:
    return next(g for g in table.groups if g.group == name)


def test_the_famous_admissions() -> None:
    """Four fifths fails in aggregate, no common effect is found, homogeneity is refused."""
    frame = jobs(ADMISSIONS)
    whole = impact_ratios(frame, attribute="group", selected="hired")
    assert whole.verdict == "exceeds"
    table = run(frame)
    women = group(table, "women")
    assert women.details["odds_ratio"] == pytest.approx(1.1019, abs=1e-4)
    assert women.details["odds_ratio_low"] == pytest.approx(0.9402, abs=1e-4)
    assert women.details["odds_ratio_high"] == pytest.approx(1.2914, abs=1e-4)
    assert women.p_value is not None
    assert women.p_value > 0.05
    assert isinstance(women.finding, Estimate)
    assert 0.95 < women.finding.value < 1.15
    assert women.details["homogeneity_p"] == pytest.approx(0.002, abs=0.0005)
    assert women.details["aggregate"] == pytest.approx(0.304 / 0.445, abs=0.005)
    notes = {n.code: n.slots for n in table.notes}
    assert set(notes) == {"stratum.heterogeneous", "stratum.disagrees"}
    assert notes["stratum.heterogeneous"]["highest"] == "A"
    # one number for all departments would mislead, so it cannot clear the table either
    assert table.verdict == "cannot_tell"


def test_the_mussels_of_a_textbook() -> None:
    # McDonald, Handbook of Biological Statistics; the results as audit-ai's documentation has them
    frame = jobs(
        {
            "tillamook": {"marine": (56, 96), "estuarine": (69, 146)},
            "yaquina": {"marine": (61, 118), "estuarine": (257, 558)},
            "alsea": {"marine": (73, 144), "estuarine": (65, 144)},
            "umpqua": {"marine": (71, 126), "estuarine": (48, 96)},
        }
    )
    marine = group(run(frame, reference="estuarine"), "marine")
    assert marine.details["odds_ratio"] == pytest.approx(1.3174848702, abs=1e-10)
    assert marine.details["chi2"] == pytest.approx(5.320927767938, abs=1e-9)
    assert marine.p_value == pytest.approx(0.02107079, abs=1e-8)
    assert marine.details["homogeneity_chi2"] == pytest.approx(0.5294859090, abs=1e-6)
    assert marine.details["homogeneity_p"] == pytest.approx(0.9123673, abs=1e-6)
    corrected = group(run(frame, reference="estuarine", correction=True), "marine")
    assert corrected.p_value is not None
    assert marine.p_value is not None
    assert corrected.p_value > marine.p_value


def test_strata_that_say_nothing_are_counted_by_reason() -> None:
    frame = jobs(
        {
            "good": {"a": (8, 20), "b": (10, 20)},
            "also": {"a": (9, 20), "b": (10, 20)},
            "one group": {"a": (3, 7)},
            "all": {"a": (4, 4), "b": (5, 5)},
            "none": {"a": (0, 4), "b": (0, 2)},
        }
    )
    table = run(frame)
    a = group(table, "a")
    assert (a.details["strata"], a.n) == (2, 55)
    assert [(n.code, n.slots) for n in table.notes if n.code != "stratum.disagrees"] == [
        ("stratum.one_group", {"group": "a", "strata": 1, "people": 7}),
        ("stratum.all_alike", {"group": "a", "strata": 2, "people": 15}),
    ]


def test_nothing_to_pool_is_withheld() -> None:
    table = run(jobs({"x": {"a": (3, 9)}, "y": {"b": (3, 9)}}))
    a = next(g for g in table.groups if not g.reference)
    assert a.finding == Withheld(code="stratum.none_usable", n=0)
    assert table.verdict == "cannot_tell"


def test_a_real_effect_within_every_job_exceeds() -> None:
    frame = jobs({name: {"a": (20, 100), "b": (50, 100)} for name in "uvwxyz"})
    table = run(frame)
    assert table.verdict == "exceeds"
    assert table.notes == ()
    assert group(table, "a").details["aggregate"] == pytest.approx(0.4)


@settings(max_examples=40, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["a", "b", "c", None]),
            st.sampled_from([True, False, None]),
            st.sampled_from(["x", "y", "z", None]),
        ),
        min_size=1,
        max_size=60,
    )
)
def test_nobody_is_lost(rows: list[tuple[str | None, bool | None, str | None]]) -> None:
    frame = pd.DataFrame(rows, columns=["group", "hired", "job"], dtype=object)
    table = run(frame, floor=1)
    assert table.n + sum(table.excluded.values()) == len(rows)
    undecided = sum(h is None for _, h, _ in rows)
    assert table.excluded.get("table.undecided", 0) == undecided
    nowhere = sum(h is not None and j is None for _, h, j in rows)
    assert table.excluded.get("stratum.not_stated", 0) == nowhere
    mixed = run(frame.sample(frac=1, random_state=1), floor=1)
    assert [(g.group, g.n, g.finding) for g in mixed.groups] == [
        (g.group, g.n, g.finding if not isinstance(g.finding, Estimate) else pytest_same(g.finding))
        for g in table.groups
    ]
    assert all(g.excluded for g in table.groups if g.group == NOT_STATED)


def pytest_same(found: Estimate) -> object:
    """Equal but for the order of summation."""

    class Close:
        def __eq__(self, other: object) -> bool:
            return isinstance(other, Estimate) and (
                other.value,
                other.low,
                other.high,
            ) == pytest.approx((found.value, found.low, found.high))

    return Close()
