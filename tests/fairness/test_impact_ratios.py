"""Impact ratios: the rule's tables, published fixtures, the flip rule, and what never changes."""

import math

import pandas as pd
import pytest
from audit_tables import people
from hypothesis import given, settings
from hypothesis import strategies as st
from statsmodels.stats.proportion import confint_proportions_2indep

from fairness import NOT_STATED, flips, impact_ratios, impact_ratios_of_counts, power_of, shortfall
from fairness.audit_report import AuditTable, GroupFinding
from interview import Estimate, InputError, Withheld


def ratios(table: AuditTable, digits: int) -> dict[str, float | None]:
    return {
        g.group: round(g.finding.value, digits) if isinstance(g.finding, Estimate) else None
        for g in table.groups
    }


def group(table: AuditTable, name: str) -> GroupFinding:
    return next(g for g in table.groups if g.group == name)


RACES = [("Hispanic", 205, 408), ("White", 412, 797), ("Black", 170, 390), ("NHPI", 52, 119),
         ("Asian", 302, 616), ("AIAN", 18, 41), ("Two or more", 96, 213)]  # fmt: skip


def test_the_example_table_of_the_rule() -> None:
    # 6 RCNY 5-303, selection rates and impact ratios by sex and by race and ethnicity
    table = impact_ratios_of_counts(RACES, attribute="race", smallest_share=0.0)
    assert ratios(table, 2) == {"Hispanic": 0.97, "White": 1.0, "Black": 0.84, "NHPI": 0.85,
                                "Asian": 0.95, "AIAN": 0.85, "Two or more": 0.87}  # fmt: skip
    sexes = impact_ratios_of_counts([("men", 667, 1390), ("women", 555, 1181)], attribute="sex")
    assert ratios(sexes, 3) == {"men": 1.0, "women": 0.979}


def test_a_group_below_two_per_cent_is_listed_and_gets_no_ratio() -> None:
    table = impact_ratios_of_counts(RACES, attribute="race")
    small = group(table, "AIAN")
    assert (small.n, small.selected, small.excluded) == (41, 18, "group.small_share")
    assert isinstance(small.rate, Estimate)
    assert small.finding == Withheld(code="group.small_share", n=41)
    assert table.n == sum(n for _, _, n in RACES)


def test_a_small_group_is_no_reference_though_its_rate_is_highest() -> None:
    table = impact_ratios_of_counts([("a", 50, 100), ("b", 40, 100), ("c", 3, 3)], attribute="g")
    assert table.reference == "a"
    assert ratios(table, 2) == {"a": 1.0, "b": 0.8, "c": None}


def test_published_rates_of_another_audit() -> None:
    sexes = impact_ratios_of_counts([("m", 561, 1000), ("f", 547, 1000)], attribute="sex")
    assert ratios(sexes, 3) == {"m": 1.0, "f": 0.975}
    races = impact_ratios_of_counts(
        [("White", 554, 1000), ("Hispanic", 538, 1000), ("Asian", 508, 1000), ("Black", 507, 1000)],
        attribute="race",
    )
    assert list(ratios(races, 3).values()) == [1.0, 0.971, 0.917, 0.915]


def test_the_thousand_people_of_audit_ai() -> None:
    # the read-me of audit-ai: 250, 270, 240 and 260 of 1,000 each pass four fifths at .889
    table = impact_ratios_of_counts(
        [("a", 250, 1000), ("b", 270, 1000), ("c", 240, 1000), ("d", 260, 1000)], attribute="g"
    )
    assert ratios(table, 3)["c"] == 0.889
    assert table.reference == "b"
    assert all(g.details.get("four_fifths", True) for g in table.groups)


def test_everything_beside_the_ratio_for_one_printed_table() -> None:
    table = impact_ratios(
        people({"m": (48, 80), "f": (12, 40)}), attribute="group", selected="hired"
    )
    women = group(table, "f")
    assert isinstance(women.finding, Estimate)
    assert women.finding.value == 0.5
    assert (round(women.finding.low, 3), round(women.finding.high, 3)) == (0.293, 0.795)
    assert women.verdict == table.verdict == "exceeds"
    assert women.shortfall == 8
    assert women.flips is False
    # 40 and 80 people show a ratio of about .5, and nothing nearer to 1
    detectable = float(str(women.details["detectable_ratio"]))
    assert power_of(0.6, 0.6 * detectable, 80, 40) == pytest.approx(0.8, abs=0.001)


@pytest.mark.parametrize(
    ("counts", "expected"),
    [((1, 5, 4, 12), True), ((2, 6, 5, 10), True), ((3, 20, 9, 30), False)],
)
def test_the_one_person_flip(counts: tuple[int, int, int, int], expected: bool) -> None:
    assert flips(*counts) is expected


@given(st.integers(0, 60), st.integers(1, 60), st.integers(0, 60), st.integers(1, 60))
def test_the_shortfall_is_the_smallest_number_that_is_enough(
    a: int, n1: int, c: int, n2: int
) -> None:
    a, c = min(a, n1), min(c, n2)
    need = shortfall(a, n1, c, n2)
    assert (a + need) * n2 * 10 >= 8 * c * n1
    assert need == 0 or (a + need - 1) * n2 * 10 < 8 * c * n1


@settings(max_examples=40, deadline=None)
@given(st.integers(20, 200), st.integers(20, 200), st.data())
def test_the_interval_against_statsmodels(n1: int, n2: int, data: st.DataObject) -> None:
    a, c = data.draw(st.integers(3, n1 - 3)), data.draw(st.integers(3, n2 - 3))
    table = impact_ratios_of_counts([("a", a, n1), ("b", c, n2)], attribute="g", reference="b")
    found = group(table, "a").finding
    low, high = confint_proportions_2indep(
        a, n1, c, n2, compare="ratio", method="score", correction=True
    )
    assert isinstance(found, Estimate)
    assert (found.low, found.high) == pytest.approx((low, high), rel=2e-3)


ROWS = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", None]), st.sampled_from([True, False, None])),
    min_size=4,
    max_size=60,
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_nobody_is_lost_and_the_numbers_are_the_naive_ones(
    rows: list[tuple[str | None, bool | None]],
) -> None:
    frame = pd.DataFrame(rows, columns=["group", "hired"], dtype=object)
    table = impact_ratios(frame, attribute="group", selected="hired", floor=1, smallest_share=0)
    assert table.n + sum(table.excluded.values()) == len(rows)
    for found in table.groups:
        mine = [h for g, h in rows if (g or NOT_STATED) == found.group and h is not None]
        assert (found.n, found.selected) == (len(mine), sum(mine))
    rates = {
        g.group: (g.selected or 0) / g.n for g in table.groups if g.n and g.group != NOT_STATED
    }
    if len(rates) > 1 and max(rates.values()) > 0:
        for found in table.groups:
            if isinstance(found.finding, Estimate):
                expected = rates[found.group] / max(rates.values())
                assert found.finding.value == pytest.approx(expected)


@settings(max_examples=40, deadline=None)
@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_rows_and_names_of_groups_do_not_matter(
    rows: list[tuple[str | None, bool | None]], random: object
) -> None:
    frame = pd.DataFrame(rows, columns=["group", "hired"], dtype=object)
    mixed = frame.sample(frac=1, random_state=len(rows))
    renamed = frame.assign(group=frame["group"].map({"a": "x", "b": "y", "c": "z"}))
    plain, other, third = (
        impact_ratios(f, attribute="group", selected="hired") for f in (frame, mixed, renamed)
    )
    assert plain == other
    assert [(g.n, g.finding, g.p_value) for g in plain.groups] == [
        (g.n, g.finding, g.p_value) for g in third.groups
    ]


def test_people_who_did_not_say_are_counted_and_in_no_ratio() -> None:
    counts: dict[str | None, tuple[int, int]] = {"m": (48, 80), "f": (12, 40), None: (9, 9)}
    table = impact_ratios(people(counts), attribute="group", selected="hired")
    unsaid = group(table, NOT_STATED)
    assert (unsaid.n, unsaid.selected, unsaid.excluded) == (9, 9, "group.not_stated")
    assert table.reference == "m"
    assert (
        group(table, "f").finding
        == group(
            impact_ratios(
                people({"m": (48, 80), "f": (12, 40)}), attribute="group", selected="hired"
            ),
            "f",
        ).finding
    )


def test_a_reference_by_name_or_size_and_a_ratio_above_one_is_said() -> None:
    counts = [("a", 30, 100), ("b", 60, 90), ("c", 3, 6)]
    largest = impact_ratios_of_counts(counts, attribute="g", reference="largest_group")
    assert largest.reference == "a"
    assert [n.code for n in largest.notes] == ["ratio.above_one"]
    assert impact_ratios_of_counts(counts, attribute="g", reference="c").reference == "c"
    with pytest.raises(InputError) as err:
        impact_ratios_of_counts(counts, attribute="g", reference="d")
    assert err.value.code == "group.no_reference"
    with pytest.raises(InputError) as err:
        impact_ratios_of_counts([*counts, (NOT_STATED, 1, 2)], attribute="g", reference=NOT_STATED)
    assert err.value.code == "group.no_reference"


@pytest.mark.parametrize(
    ("counts", "note"),
    [
        ({"a": (20, 20), "b": (30, 30)}, "table.all_selected"),
        ({"a": (0, 20), "b": (0, 30)}, "table.none_selected"),
        ({"a": (5, 20)}, "group.no_comparison"),
        ({"a": (1, 1), "b": (5, 9)}, "group.no_comparison"),
        ({None: (5, 9)}, "group.no_comparison"),
    ],
)
def test_tables_that_compare_nothing_say_so(
    counts: dict[str | None, tuple[int, int]], note: str
) -> None:
    table = impact_ratios(people(counts), attribute="group", selected="hired")
    assert [n.code for n in table.notes] == [note]
    assert table.verdict != "exceeds"


def test_what_one_person_would_turn_round_is_no_alarm() -> None:
    """0 of 25 against 1 of 5 has an interval below .8, and one person more or less ends it."""
    found = impact_ratios_of_counts([("a", 0, 25), ("b", 1, 5)], attribute="g").groups[0]
    assert isinstance(found.finding, Estimate)
    assert found.finding.high < 0.8
    for n1 in range(5, 26, 4):
        for n2 in range(5, 41, 5):
            for a in range(n1 + 1):
                for c in range(1, n2 + 1):
                    if not flips(a, n1, c, n2):
                        continue
                    table = impact_ratios_of_counts([("a", a, n1), ("b", c, n2)], attribute="g")
                    assert table.verdict != "exceeds", (a, n1, c, n2)


def test_two_equal_rates_stay_within_though_one_person_would_change_the_order() -> None:
    table = impact_ratios_of_counts([("a", 500, 1000), ("b", 501, 1000)], attribute="g")
    assert (table.groups[0].flips, table.verdict) == (True, "within")


def test_p_values_and_z_stand_beside() -> None:
    table = impact_ratios_of_counts([("a", 78, 83), ("b", 87, 99)], attribute="g", reference="b")
    found = group(table, "a")
    assert found.p_value is not None
    assert round(found.p_value, 3) == 0.204
    assert found.details["z"] == pytest.approx(1.4078304151258787)
    assert not math.isnan(float(str(found.details["mid_p"])))
