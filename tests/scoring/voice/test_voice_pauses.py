"""Pauses against the definition, written naively."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.voice import measure_pauses

STEPS = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 60)), min_size=1, max_size=12
)  # (silence before, speech) in tenths of a second


@given(STEPS)
def test_against_the_definition(steps: list[tuple[int, int]]) -> None:
    stretches, clock = [], 0
    for silence, speech in steps:
        stretches.append(((clock + silence) / 10, (clock + silence + speech) / 10))
        clock += silence + speech
    found = measure_pauses(stretches)
    assert found is not None
    gaps = [silence for silence, _ in steps[1:]]
    assert found.count == len([g for g in gaps if g > 5])
    assert found.long == len([g for g in gaps if g > 30])
    assert found.longest == pytest.approx(max(gaps, default=0) / 10)
    assert found.latency == pytest.approx(steps[0][0] / 10)
    assert found.speech == pytest.approx(sum(speech for _, speech in steps) / 10)
    assert found.talk == pytest.approx((clock - steps[0][0]) / 10)


def test_nobody_speaks() -> None:
    assert measure_pauses([]) is None
