"""What was found about questions, in sentences: which is harder for whom, how much, what to do."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fairness import DifReport, ItemDif
from interview import Estimate, Question
from ui.audit_words import SIGNS, group_text
from ui.names import question_text
from ui.say import say
from ui.wording import count_text, joined, listing

WIDE = 44


def shortened(text: str, wide: int = WIDE) -> str:
    """A question's first words, as many as fit; a Chinese character is as wide as two letters.

    Examples
    --------
    >>> shortened("Tell us about a team.", 12), shortened("说说你的团队。", 8)
    ('Tell us…', '说说你…')
    """
    used = 0
    for place, sign in enumerate(text):
        used += 2 if ord(sign) > 0x2E7F else 1
        if used > wide:
            cut = text[: max(place - 1, 1)]
            # a word is not cut in two where there are spaces to cut at
            whole = cut.rpartition(" ")[0] if " " in cut else cut
            return f"{(whole or cut).rstrip(' ,.;:，。；：、')}…"
    return text


def item_text(item: str, asked: Mapping[str, Question], locale: str, wide: int = WIDE) -> str:
    """A question by its own words, shortened; by its key where the store has lost it."""
    question = asked.get(item)
    return shortened(question_text(question, locale), wide) if question else item


def size_text(one: ItemDif) -> str:
    """How many standard deviations, without a sign."""
    return f"{abs(one.finding.value):.2f}" if isinstance(one.finding, Estimate) else "—"


def effect_text(one: ItemDif, locale: str) -> str:
    """Effect, interval and class behind the verdict's sign; why not, where there is none."""
    found = one.finding
    if not isinstance(found, Estimate):
        return say("audit_report.withheld", locale)
    value, low, high = (f"{v:+.2f}".replace("-", "−") for v in (found.value, found.low, found.high))
    told = say("finding.range", locale, value=value, low=low, high=high)
    return say(
        "questions.effect", locale, sign=SIGNS[one.verdict], effect=told, letter=one.size_class
    )


def question_sentences(
    found: DifReport, role: str, asked: Mapping[str, Question], locale: str
) -> list[str]:
    """The conclusion about one role: every question that stands out, else that none does.

    A flagged difference too small to matter (class A) is left to the table.
    """
    telling = [one for one in found.flagged if one.size_class in ("B", "C")]
    if telling:
        groups = dict.fromkeys(group_text(one.harder_for, locale) for one in telling)
        lead = say(
            "questions.harder",
            locale,
            role=role,
            count=count_text(len({one.item for one in telling})),
            groups=listing(groups, locale),
        )
        told = [_sentence(one, found, asked, locale) for one in _largest_first(telling)]
        return [lead, *told]
    judged = [one for one in found.items if isinstance(one.finding, Estimate)]
    if not judged:
        return [say("questions.too_few", locale, role=role)]
    unsure = [one for one in judged if one.verdict == "cannot_tell"]
    quiet = say("questions.quiet", locale, role=role)
    if not unsure:
        return [quiet]
    more = say(
        "questions.unsure", locale, count=count_text(len(unsure)), total=count_text(len(judged))
    )
    return [joined([quiet, more], locale)]


def _sentence(one: ItemDif, found: DifReport, asked: Mapping[str, Question], locale: str) -> str:
    if not isinstance(one.finding, Estimate):
        return ""
    ends = sorted((abs(one.finding.low), abs(one.finding.high)))
    other = one.group if one.harder_for != one.group else found.reference
    return say(
        f"questions.harder_{one.size_class}",
        locale,
        question=item_text(one.item, asked, locale, 2 * WIDE),
        group=group_text(one.harder_for, locale),
        other=group_text(other, locale),
        size=size_text(one),
        low=f"{ends[0]:.2f}",
        high=f"{ends[1]:.2f}",
    )


def _largest_first(some: Sequence[ItemDif]) -> list[ItemDif]:
    return sorted(
        some, key=lambda o: -abs(o.finding.value) if isinstance(o.finding, Estimate) else 0.0
    )
