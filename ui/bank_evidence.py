"""The evidence on one question, a sentence for each kind, each with its n and how sure it is."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import datetime

from analysis import QuestionAssessment, QuestionLeak, VersionChange
from analysis.assess_question import MOST_PEOPLE
from interview import Estimate, Finding, Withheld
from ui.audit_words import attribute_text, group_text
from ui.bank_words import number, range_text
from ui.codes import said
from ui.say import say
from ui.wording import count_text, day, joined, listing, per_cent
from workflow.bank_found import BankFound, QuestionFacts, interviews_to_come, worth_of_more

AHEAD = 50
TOO_FEW = "question.too_few"
CERTAIN = 0.995


def sure(p: float) -> str:
    """A probability as whole per cent; what is nearly sure is not called certain.

    Examples
    --------
    >>> sure(0.9991), sure(0.5), sure(0.001)
    ('> 99 %', '50 %', '< 1 %')
    """
    if p > CERTAIN:
        return "> 99 %"
    return "< 1 %" if p < 1 - CERTAIN else f"{p * 100:.0f} %"


def reason_slots(slots: Mapping[str, object]) -> dict[str, object]:
    """What a reason's sentence is filled with: probabilities as per cent, the rest short.

    Examples
    --------
    >>> reason_slots({"p": 0.123, "item_rest": 0.0512, "n": 40})
    {'p': '12 %', 'item_rest': '0.05', 'n': 40}
    """
    return {
        key: sure(value)
        if key == "p" and isinstance(value, float)
        else number(value)
        if isinstance(value, float)
        else value
        for key, value in slots.items()
    }


def reason_texts(one: QuestionAssessment, locale: str) -> list[str]:
    """Why this is recommended; that more people are needed is told where it can be said better."""
    return [
        said(flag.code, locale, reason_slots(flag.slots)).what
        for flag in one.reasons
        if flag.code != TOO_FEW
    ]


def validity_sentences(one: QuestionAssessment, found: BankFound, locale: str) -> list[str]:
    """The likely validity, what was seen, and what the usual rule would have made of it."""
    told = [
        say(
            "evidence.validity",
            locale,
            range=range_text(one.shrunken, locale),
            minimum=f"{found.minimum:.2f}",
            p=sure(one.p_above),
            n=count_text(one.n),
        )
    ]
    if isinstance(one.observed, Estimate):
        told.append(
            say(
                "evidence.observed",
                locale,
                range=range_text(one.observed, locale),
                n=count_text(one.observed.n),
            )
        )
    else:
        told.append(said(one.observed.code, locale).what)
    return told


def usual_sentence(one: QuestionAssessment, locale: str) -> str:
    """What "keep at .7, rewrite at .3" would have said, beside what the evidence says."""
    says = say(f"bank.{one.recommendation}", locale)
    if one.usual_rule is None:
        return say("evidence.usual_none", locale, evidence=says)
    return say(f"evidence.usual_{one.usual_rule}", locale, evidence=says)


def other_sentences(one: QuestionAssessment, facts: QuestionFacts, locale: str) -> list[str]:
    """Everything else that was looked at, or that nobody looked."""
    told = _measurement(one, locale)
    told.append(_dif(facts, locale))
    told.append(_leak(one.leak, locale))
    if one.exposure is not None and isinstance(one.exposure.rate, Estimate):
        rate = one.exposure.rate
        told.append(
            say(
                "evidence.exposure_over" if one.exposure.over_cap else "evidence.exposure",
                locale,
                share=per_cent(rate.value),
                uses=count_text(one.exposure.uses),
            )
        )
    if facts.seconds is not None:
        told.append(say("evidence.seconds", locale, seconds=f"{facts.seconds:.0f}"))
    return told


def ahead_sentence(
    one: QuestionAssessment, facts: QuestionFacts, found: BankFound, locale: str
) -> str:
    """How many more people it takes until it can tell, and what fifty more would change."""
    more = worth_of_more(one, AHEAD, found.minimum)
    turn = say("evidence.turn", locale, people=AHEAD, p=sure(more.chance_of_change))
    if one.needed >= MOST_PEOPLE:
        return joined([say("evidence.never", locale), turn], locale)
    if one.more == 0:
        return joined([say("evidence.enough", locale, n=count_text(one.n)), turn], locale)
    interviews = interviews_to_come(one, facts)
    if interviews is None:
        return say("evidence.more_people", locale, more=count_text(one.more))
    wanted = say(
        "evidence.more",
        locale,
        more=count_text(one.more),
        interviews=count_text(_round(interviews)),
    )
    return joined([wanted, turn], locale)


def change_sentence(change: VersionChange, locale: str) -> str:
    """Whether the newer wording is better, with what the two were."""
    old, new = change.old_validity, change.new_validity
    if not isinstance(change.validity, Estimate):
        told = say(
            "evidence.change_unknown",
            locale,
            old=change.old,
            new=change.new,
            why=said(change.validity.code, locale).what,
        )
    else:
        told = say(
            "evidence.change",
            locale,
            old=change.old,
            new=change.new,
            before=_short(old, locale),
            after=_short(new, locale),
            difference=range_text(change.validity, locale),
            p=sure(change.chance_better or 0.0),
        )
    if isinstance(change.item_rest, Estimate):
        told = joined(
            [
                told,
                say(
                    "evidence.change_rest", locale, difference=range_text(change.item_rest, locale)
                ),
            ],
            locale,
        )
    if isinstance(change.difficulty, Estimate):
        points = 10 * change.difficulty.value
        key = "evidence.change_easier" if points > 0 else "evidence.change_harder"
        told = joined([told, say(key, locale, points=f"{abs(points):.1f}")], locale)
    return told


def _measurement(one: QuestionAssessment, locale: str) -> list[str]:
    told = []
    facts = one.statistics
    if facts is not None:
        rest = facts.item_rest
        if isinstance(rest, Estimate):
            told.append(
                say(
                    "evidence.rest",
                    locale,
                    range=range_text(rest, locale),
                    n=count_text(rest.n),
                )
            )
        else:
            told.append(said(rest.code, locale).what)
        if isinstance(facts.discrimination, Estimate):
            told.append(
                say(
                    "evidence.discrimination",
                    locale,
                    points=f"{10 * facts.discrimination.value:.1f}",
                    low=f"{10 * facts.discrimination.low:.1f}",
                    high=f"{10 * facts.discrimination.high:.1f}",
                )
            )
        ends = [_share(facts.floor), _share(facts.ceiling)]
        if None not in ends and facts.sd is not None:
            told.append(
                say(
                    "evidence.spread",
                    locale,
                    floor=ends[0],
                    ceiling=ends[1],
                    sd=f"{facts.sd:.1f}",
                    missing=count_text(facts.missing),
                    asked=count_text(facts.asked),
                )
            )
    if isinstance(one.agreement, Estimate):
        told.append(
            say(
                "evidence.agreement",
                locale,
                range=range_text(one.agreement, locale),
                n=count_text(one.agreement.n),
            )
        )
    else:
        told.append(say("evidence.agreement_none", locale, why=_why(one.agreement, locale)))
    if isinstance(one.templates, Estimate):
        told.append(
            say(
                "evidence.templates",
                locale,
                share=per_cent(one.templates.value),
                n=count_text(one.templates.n),
            )
        )
    return told


def _dif(facts: QuestionFacts, locale: str) -> str:
    if not facts.dif:
        return say("evidence.dif_none", locale)
    harder = [one for one in facts.dif if one.harder_for and isinstance(one.effect, Estimate)]
    attributes = listing(
        dict.fromkeys(attribute_text(one.attribute, locale) for one in facts.dif), locale
    )
    if not harder:
        return say("evidence.dif_quiet", locale, attributes=attributes)
    return joined(
        (
            say(
                "evidence.dif_harder",
                locale,
                group=group_text(one.harder_for, locale),
                attribute=attribute_text(one.attribute, locale),
                size=f"{abs(one.effect.value):.2f}",
                letter=one.size_class,
            )
            for one in harder
            if isinstance(one.effect, Estimate)
        ),
        locale,
    )


def _leak(leak: QuestionLeak | None, locale: str) -> str:
    if leak is None:
        return say("evidence.leak_not_looked", locale)
    slots: Mapping[str, object] = {
        "before": count_text(leak.before),
        "after": count_text(leak.after),
    }
    told = [say(f"evidence.leak_{leak.verdict}", locale, **slots)]
    told += [said(sign, locale).what for sign in leak.signs]
    if isinstance(leak.drift, Estimate):
        told.append(say("evidence.drift", locale, range=range_text(leak.drift, locale)))
    if isinstance(leak.copies, Estimate):
        told.append(
            say(
                "evidence.copies",
                locale,
                share=per_cent(leak.copies.value),
                n=count_text(leak.copies.n),
            )
        )
    if leak.signal_on is not None and "leak.cusum" in leak.signs:
        told.append(
            say(
                "evidence.signal_on",
                locale,
                day=day(datetime.fromisoformat(str(leak.signal_on)), locale),
            )
        )
    return joined(told, locale)


def _share(found: Finding) -> str | None:
    return per_cent(found.value) if isinstance(found, Estimate) else None


def _short(found: Finding, locale: str) -> str:
    if isinstance(found, Withheld):
        return said(found.code, locale).what
    return say("evidence.short", locale, r=number(found.value), n=count_text(found.n))


def _why(found: Finding, locale: str) -> str:
    return said(found.code, locale).what if isinstance(found, Withheld) else ""


def _round(people: int) -> int:
    """Two figures are as many as such a forecast has."""
    if people < 100:
        return people
    step = int(10 ** (int(math.log10(people)) - 1))
    return round(people / step) * step
