"""Among many groups one lies far out by chance: the table says so instead of raising an alarm."""

import numpy as np

from fairness import AuditPolicy, corrected_tables, impact_ratios_of_counts

POLICY = AuditPolicy(attributes=("g",))


def test_one_lucky_interval_is_no_alarm_and_a_clear_gap_is() -> None:
    counts = [("a", 20, 40), *((name, 17, 40) for name in "bcde"), ("f", 7, 40)]
    lone = impact_ratios_of_counts(counts, attribute="g")
    assert lone.verdict == "exceeds"
    (made,) = corrected_tables([lone], POLICY)
    far = next(g for g in made.groups if g.group == "f")
    assert far.verdict == "exceeds"  # its interval lies beyond the limit, and stays so
    assert far.adjusted_p is not None
    assert far.adjusted_p > POLICY.alpha
    assert made.verdict == "cannot_tell"
    assert [note.code for note in made.notes] == ["table.one_of_many"]
    clear = impact_ratios_of_counts([("a", 60, 100), ("b", 20, 100)], attribute="g")
    (made,) = corrected_tables([clear], POLICY)
    assert made.verdict == "exceeds"
    assert made.notes == ()


def test_six_equal_groups_raise_an_alarm_in_less_than_one_audit_in_twenty() -> None:
    rng = np.random.default_rng(4)
    tables = [
        impact_ratios_of_counts(
            [(str(i), int(k), 60) for i, k in enumerate(rng.binomial(60, 0.3, 6))], attribute="g"
        )
        for _ in range(600)
    ]
    raw = sum(t.verdict == "exceeds" for t in tables) / len(tables)
    told = [corrected_tables([t], POLICY)[0].verdict for t in tables]
    alarms = sum(v == "exceeds" for v in told) / len(tables)
    assert raw > 0.05
    assert alarms <= 0.05
