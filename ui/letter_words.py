"""The letter to a candidate as plain sentences, section by section, for a page and for text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from interview import Withheld
from scoring.catalogue import FEATURES
from ui.codes import said
from ui.explanation_words import feature_name, number
from ui.names import competency_names, policy_name, role_title, unit_text
from ui.say import say
from ui.wording import day, joined, per_cent, score_text, short_id, stage_text
from workflow.letter import Letter


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterTable:
    """Heads and rows; the second and third columns are numbers."""

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, kw_only=True, slots=True)
class LetterSection:
    """A heading, paragraphs before and after a table or a list."""

    title: str
    before: tuple[str, ...] = ()
    table: LetterTable | None = None
    points: tuple[str, ...] = ()
    after: tuple[str, ...] = ()


def letter_opening(letter: Letter, locale: str) -> tuple[str, ...]:
    """The address and the sentence that says what the letter is."""
    dear = (
        say("letter.dear", locale, name=letter.name)
        if letter.name
        else say("letter.dear_code", locale, id=short_id(letter.candidate))
    )
    intro = say(
        "letter.intro",
        locale,
        role=role_title(letter.role, locale),
        day=day(letter.interviewed_at, locale),
    )
    return dear, intro


def letter_sections(letter: Letter, locale: str) -> Sequence[LetterSection]:
    """Result, strengths, what would help, how it was assessed, who decides, how to contest."""
    found = [
        _result(letter, locale),
        _strengths(letter, locale),
        _helps(letter, locale),
        _assessed(letter, locale),
    ]
    if letter.pace is not None:
        found.append(_pace(letter, locale))
    return [*found, _decision(letter, locale), _contest(letter, locale)]


def _result(letter: Letter, locale: str) -> LetterSection:
    if isinstance(letter.overall, Withheld):
        why = said(letter.overall.code, locale)
        first = say("letter.overall_none", locale, why=why.what, remedy=why.remedy)
    else:
        first = say(
            "letter.overall",
            locale,
            score=score_text(letter.overall, locale),
            threshold=f"{letter.threshold:.1f}",
            band=say(f"letter.band_{letter.band}", locale),
        )
    names = competency_names(letter.role, locale)
    rows = tuple(
        (
            names.get(one.competency, one.competency),
            score_text(one.finding, locale),
            f"{one.threshold:.1f}",
            joined(
                (
                    say(f"letter.band_{one.band}", locale),
                    said(one.finding.code, locale).what
                    if isinstance(one.finding, Withheld)
                    else "",
                ),
                locale,
            ),
        )
        for one in letter.scores
    )
    heads = tuple(
        say(f"letter.col_{key}", locale) for key in ("competency", "score", "asked", "band")
    )
    interval = "letter.interval" if letter.learned_from is None else "letter.interval_learned"
    return LetterSection(
        title=say("letter.result", locale),
        before=(first,),
        table=LetterTable(heads=heads, rows=rows),
        after=(say(interval, locale),),
    )


def _strengths(letter: Letter, locale: str) -> LetterSection:
    names = competency_names(letter.role, locale)
    points = tuple(
        say(
            "letter.strength_quote" if one.quote else "letter.strength",
            locale,
            competency=names.get(one.competency, one.competency),
            quote=one.quote,
        )
        for one in letter.strengths
    )
    none = () if points else (say("letter.strengths_none", locale),)
    return LetterSection(title=say("letter.strengths", locale), before=none, points=points)


def _helps(letter: Letter, locale: str) -> LetterSection:
    points = tuple(say(f"advice.{name}", locale) for name in letter.helps)
    return LetterSection(
        title=say("letter.helps", locale),
        before=(say("letter.helps_note" if points else "letter.helps_none", locale),),
        points=points,
    )


def _assessed(letter: Letter, locale: str) -> LetterSection:
    how = (
        say("letter.assessed_words", locale)
        if letter.learned_from is None
        else say("letter.assessed_learned", locale, people=letter.learned_from)
    )
    lines = []
    for modality, share in letter.shares.items():
        name = say(f"modality.{modality}", locale)
        name = name[:1].upper() + name[1:]
        if share > 0:
            lines.append(say("letter.share", locale, modality=name, share=per_cent(share)))
        else:
            lines.append(say("letter.share_none", locale, modality=name))
    after = []
    if any(letter.shares.values()) and not isinstance(letter.without_expression, Withheld):
        score = score_text(letter.without_expression, locale)
        after.append(say("letter.without", locale, score=score))
    after.append(say("letter.law", locale, policy=policy_name(letter.policy, locale)))
    return LetterSection(
        title=say("letter.assessed", locale), before=(how,), points=tuple(lines), after=tuple(after)
    )


def _pace(letter: Letter, locale: str) -> LetterSection:
    title = say("letter.pace", locale)
    if letter.pace is None or isinstance(letter.pace, Withheld):
        code = letter.pace.code if letter.pace else "voice.not_measured"
        why = said(code, locale, {"policy": policy_name(letter.policy, locale)}).what
        return LetterSection(title=title, before=(say("letter.pace_none", locale, why=why),))
    lines = []
    for fact in letter.pace:
        spec = FEATURES[fact.feature]
        slots = {
            "name": feature_name(fact.feature, locale),
            "value": number(fact.value),
            "unit": unit_text(spec.unit, locale),
        }
        if fact.low is None or fact.high is None:
            lines.append(say("letter.pace_line", locale, **slots))
        else:
            ends = {"low": number(fact.low), "high": number(fact.high)}
            lines.append(say("letter.pace_usual", locale, **slots, **ends))
    return LetterSection(title=title, points=tuple(lines))


def _decision(letter: Letter, locale: str) -> LetterSection:
    title = say("letter.decision", locale)
    if letter.decided is None:
        return LetterSection(title=title, before=(say("letter.undecided", locale),))
    stage, outcome, at = letter.decided
    text = say(
        "letter.decided",
        locale,
        day=day(at, locale),
        decision=stage_text(stage, outcome, locale),
    )
    return LetterSection(title=title, before=(text,))


def _contest(letter: Letter, locale: str) -> LetterSection:
    where = (
        say("letter.contest_to", locale, contact=letter.contact)
        if letter.contact
        else say("letter.contest_team", locale)
    )
    return LetterSection(
        title=say("letter.contest", locale),
        before=(
            say("letter.contest_text", locale),
            where,
            say("letter.contest_ref", locale, ref=letter.ref),
        ),
    )
