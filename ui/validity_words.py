"""A study of validity in words: conclusions, names of KPIs, correlations as people read them."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from analysis import JudgedValidity, MapCell, ValidityStudy, shown_elsewhere
from analysis.assess_question import MOST_PEOPLE
from analysis.judged_validity import Evidence
from fairness import Verdict
from interview import Estimate, Finding, Withheld
from scoring.competencies import library
from ui.codes import said
from ui.names import competency_name, readable
from ui.say import known, say
from ui.wording import count_text, listing

SIGNS: Mapping[Evidence, str] = {"works": "✓", "cannot_tell": "?", "does_not": "!"}
VERDICTS: Mapping[Evidence, Verdict] = {
    "works": "within", "cannot_tell": "cannot_tell", "does_not": "exceeds",
}  # fmt: skip
SHOWN_FROM = 30
"""Below this many people a question's own r is not shown, only the band it leaves possible."""
ENOUGH = 144

Names = Callable[[str], str]


def kpi_text(key: str, locale: str) -> str:
    """What a KPI is called; one of a competency's own name after that competency.

    Examples
    --------
    >>> kpi_text("teamwork", "en"), kpi_text("team_contribution", "zh"), kpi_text("nps_2026", "en")
    ('Team contribution', '团队贡献', 'Nps 2026')
    """
    if known(f"kpi_name.{key}"):
        return say(f"kpi_name.{key}", locale)
    if key in library():
        return say("validity.kpi_plain", locale, competency=competency_name(key, locale))
    return readable(key)


def number_text(value: float) -> str:
    """A correlation with two decimals and no nought before the point.

    Examples
    --------
    >>> number_text(0.342), number_text(-0.05), number_text(1.0)
    ('.34', '−.05', '1.00')
    """
    shown = f"{abs(value):.2f}"
    shown = shown[1:] if shown.startswith("0") else shown
    return f"−{shown}" if value < 0 and shown != ".00" else shown


def r_text(found: Finding, locale: str) -> str:
    """A correlation with its interval, or why there is none.

    Examples
    --------
    >>> r_text(Estimate(value=0.342, low=0.3, high=0.37, n=900, method="x"), "en")
    '.34 (.30 to .37)'
    """
    if isinstance(found, Withheld):
        return said(found.code, locale).what
    return say(
        "finding.range",
        locale,
        value=number_text(found.value),
        low=number_text(found.low),
        high=number_text(found.high),
    )


def pairs_in_100(r: float) -> int:
    """Of 100 pairs of people, those in which the higher score does better later.

    Formula: ``1/2 + asin(r) / pi`` for two normally distributed measures.

    Examples
    --------
    >>> pairs_in_100(0.0), pairs_in_100(0.34)
    (50, 61)
    """
    return round(100 * (0.5 + math.asin(r) / math.pi))


def headline(study: ValidityStudy, locale: str) -> str:
    """The conclusion on the score as a whole, with its certainty."""
    found = study.headline
    if isinstance(found, Withheld):
        return say("validity.headline_withheld", locale, why=said(found.code, locale).what)
    verdict = headline_evidence(study)
    if verdict == "cannot_tell":
        return say("validity.headline_cannot_tell", locale, n=count_text(found.n))
    key = "validity.headline_works" if verdict == "works" else "validity.headline_does_not"
    return say(key, locale, pairs=pairs_in_100(found.value))


def basis(study: ValidityStudy, locale: str) -> str:
    """r, interval and n behind the headline; empty where there is no r."""
    found = study.headline
    if isinstance(found, Withheld):
        return ""
    slots = {"r": r_text(found, locale), "n": count_text(found.n)}
    if len(study.by_role) > 1:
        return say("validity.basis", locale, **slots, roles=len(study.by_role))
    return say("validity.basis_one", locale, **slots)


def advice(cells: Sequence[MapCell], locale: str, named: Names) -> str:
    """The sentence HR asks for: what shows most, what least, and what follows from it.

    ``cells`` are competencies with their own KPI in one role or over all.
    """
    seen = [(c, c.finding) for c in cells if c.own and isinstance(c.finding, Estimate)]
    if not seen:
        return say("validity.hr_none", locale)
    seen.sort(key=lambda one: one[1].value)
    (worst, worst_r), (best, best_r) = seen[0], seen[-1]
    slots = {
        "best": named(best.competency),
        "best_r": number_text(best_r.value),
        "worst": named(worst.competency),
        "worst_r": number_text(worst_r.value),
    }
    failing = [named(c.competency) for c, _ in seen if c.evidence == "does_not"]
    unsure = [named(c.competency) for c, _ in seen if c.evidence == "cannot_tell"]
    if failing:
        return say("validity.hr_does_not", locale, **slots, failing=listing(failing, locale))
    if unsure:
        return say("validity.hr_cannot_tell", locale, **slots, unsure=listing(unsure, locale))
    return say("validity.hr_works", locale, **slots)


def evidence_text(one: JudgedValidity | MapCell, locale: str) -> str:
    """What the evidence says, with a sign, so that colour never stands alone."""
    return f"{SIGNS[one.evidence]} {say(f'validity.evidence_{one.evidence}', locale)}"


def what_to_change(cells: Sequence[MapCell], locale: str, named: Names, kpi: Names) -> list[str]:
    """For each competency not shown in its own KPI: is it the KPI, or the questions?

    ``cells`` are one map, undivided; a competency of which neither can be said is left out.
    """
    said_of = []
    for cell in (c for c in cells if c.own and c.evidence != "works"):
        elsewhere = shown_elsewhere(cells, cell.competency)
        if elsewhere is None:
            continue
        slots = {"competency": named(cell.competency), "kpi": kpi(cell.kpi)}
        if elsewhere:
            others = listing((kpi(one) for one in elsewhere), locale)
            said_of.append(say("validity.hr_elsewhere", locale, **slots, others=others))
        else:
            said_of.append(say("validity.hr_nowhere", locale, **slots))
    return said_of


def needed_text(needed: int | None, locale: str) -> str | None:
    """With how many people it can be told; None where it is told already.

    Examples
    --------
    >>> needed_text(620, "en"), needed_text(5000, "en"), needed_text(None, "en")
    ('620', 'more than 5,000', None)
    """
    if needed is None:
        return None
    if needed >= MOST_PEOPLE:
        return say("validity.needed_never", locale, most=count_text(MOST_PEOPLE))
    return count_text(needed)


def headline_evidence(study: ValidityStudy) -> Evidence:
    """Which of the three verdicts stands at the head of the page."""
    found = study.headline
    if isinstance(found, Withheld):
        return "cannot_tell"
    if found.low > 0 and found.high >= study.minimum:
        return "works"
    return "does_not" if found.high < study.minimum and found.n >= ENOUGH else "cannot_tell"


def question_ref(one: JudgedValidity) -> str:
    """``key@version`` of a question, as the store names it; the key alone without a version."""
    version = one.label("version")
    return f"{one.label('question')}@{version}" if version else one.label("question")
