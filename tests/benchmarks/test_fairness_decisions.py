"""Planted truths about decisions in a few fresh companies; fifty of them in the benchmark."""

from benchmarks.fairness_decisions import decided, report


def test_truths_are_found_and_controls_stay_clear() -> None:
    rows = report(seeds=10)
    assert len(rows) == 12
    assert [row for row in rows if row.met is False] == []


def test_a_seed_is_a_company() -> None:
    first, again, other = decided(8_001), decided(8_001), decided(8_002)
    assert first.equals(again)
    assert not first.equals(other)
