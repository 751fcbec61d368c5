"""The company seeded the other way differs where it must and nowhere else."""

from __future__ import annotations

from dataclasses import fields

import numpy as np
import pandas as pd
import pytest

from data_samples import company
from interview import InputError

SAME = {
    "departments", "requisitions", "people", "attributes", "interviews", "answers",
    "voice_signals", "face_signals", "ratings", "decisions", "competence", "display",
}  # fmt: skip


def test_without_a_strength_the_demo_company_comes_out_bit_by_bit() -> None:
    plain, zero = company(3, 0.03), company(3, 0.03, expression_predicts=0.0)
    for one in fields(plain):
        mine, other = getattr(plain, one.name), getattr(zero, one.name)
        if isinstance(mine, pd.DataFrame):
            pd.testing.assert_frame_equal(mine, other, check_exact=True)
        else:
            assert mine == other
    assert plain.name == "demo-3-0.03"


def test_only_performance_and_what_follows_from_it_change() -> None:
    plain, other = company(3, 0.03), company(3, 0.03, expression_predicts=0.4)
    changed = {
        one.name
        for one in fields(plain)
        if isinstance(getattr(plain, one.name), pd.DataFrame)
        and not getattr(plain, one.name).equals(getattr(other, one.name))
    }
    assert changed == {"potential", "outcomes"}
    assert changed.isdisjoint(SAME)
    assert other.name == "demo-3-0.03-display-0.4"


def test_performance_follows_display_as_planted_and_no_style_performs_worse() -> None:
    firm = company(11, 0.6, expression_predicts=0.4)
    table = firm.potential.merge(firm.display, on="interview_id")
    table = table.merge(firm.attributes[["candidate_id", "attr_display_style"]], on="candidate_id")
    styles = table[~table["trained"]].dropna(subset=["attr_display_style"])
    inside = [
        float(np.corrcoef(part["performance"], part["liveliness"])[0, 1])
        for _, part in styles.groupby("attr_display_style")
    ]
    # 5,000 people: a standard error of .02 in the smaller group
    assert inside == pytest.approx([0.4, 0.4], abs=0.06)
    means = styles.groupby("attr_display_style")["performance"].mean()
    assert abs(means["open"] - means["restrained"]) < 0.1
    assert float(table["performance"].std()) == pytest.approx(1.0, abs=0.03)


@pytest.mark.parametrize("strength", [-0.1, 0.95, 2.0])
def test_a_strength_that_cannot_be_is_refused(strength: float) -> None:
    with pytest.raises(InputError, match=r"use 0 \(the demo company\) to 0\.9"):
        company(3, 0.01, expression_predicts=strength)
