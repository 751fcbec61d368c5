"""Which questions are harder for a group: comparisons of many reports judged together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from estimation.multiplicity import benjamini_hochberg
from fairness import DifReport
from workflow.bank_found import DifFound

ALPHA = 0.05


def comparisons(told: DifReport, role: str) -> list[tuple[str, DifFound]]:
    """The comparisons of a report that came to a finding, each with its question."""
    return [
        (
            one.item,
            DifFound(
                attribute=told.attribute,
                role=role,
                group=one.group,
                size_class=one.size_class,
                harder_for=one.harder_for,
                effect=one.finding,
                p_value=one.p_value,
            ),
        )
        for one in told.items
        if one.size_class
    ]


def judged_together(
    found: Iterable[tuple[str, DifFound]], *, alpha: float = ALPHA
) -> Mapping[str, tuple[DifFound, ...]]:
    """Comparisons by question, counted as the many that they are.

    Each report corrected for its own questions; a bank is looked at for several attributes in
    several roles, and a question is put aside for it. So p is corrected once more over all
    comparisons at hand (Benjamini and Hochberg 1995); one that does not survive is class A, with
    its effect kept.

    Examples
    --------
    >>> from interview import Estimate
    >>> effect = Estimate(value=-0.3, low=-0.5, high=-0.1, n=400, method="dif.hc3")
    >>> one = DifFound(attribute="sex", role="", group="women", size_class="C",
    ...                harder_for="women", effect=effect, p_value=0.003)
    >>> alone = judged_together([("q1", one)])
    >>> many = judged_together([("q1", one), *((f"q{i}", replace(one, p_value=0.5, size_class="A"))
    ...                                        for i in range(2, 40))])
    >>> alone["q1"][0].size_class, many["q1"][0].size_class
    ('C', 'A')
    """
    every = list(found)
    adjusted = benjamini_hochberg([one.p_value for _, one in every])
    made: dict[str, list[DifFound]] = {}
    for (item, one), p in zip(every, adjusted, strict=True):
        sure = p is not None and p < alpha
        told = one if sure else replace(one, size_class="A", harder_for="")
        made.setdefault(item, []).append(replace(told, adjusted_p=p))
    return {item: tuple(some) for item, some in made.items()}


def worst_class(found: Sequence[DifFound]) -> str:
    """The worst class among comparisons, empty where there are none.

    Examples
    --------
    >>> worst_class(())
    ''
    """
    return max((one.size_class for one in found), default="")
