"""What a reviewer should know about an answer's words beside its score; none of it weighs."""

from __future__ import annotations

from interview import Evidence, Flag
from scoring.gate_thresholds import limit
from scoring.language.locale import other_share
from scoring.language.own_words import OwnWords
from scoring.language.prepared import Prepared
from scoring.language.template import Learnt
from scoring.language.timing import Clock

# names of tools and firms in the other language are usual; more than this is another language
_MIXED = limit("language.mixed_share")
_TEMPLATE = limit("language.template_share")
_QUOTES = 5


def remarks(prepared: Prepared, own: OwnWords, learnt: Learnt, clock: Clock) -> tuple[Flag, ...]:
    """Flags on who speaks, in which language, and whether it was learnt by heart.

    ``language.other_speaker`` when somebody else's words were left out, ``language.mixed`` when
    more than a quarter is in another language than the one measured, ``language.template`` when
    more than 30 % are phrases of common model answers, with the sentences as evidence.
    """
    flags: list[Flag] = []
    if own.share:
        flags.append(Flag(code="language.other_speaker", slots={"share": round(own.share, 2)}))
    mixed = other_share(prepared.text, prepared.lexicon.locale)
    if mixed > _MIXED:
        flags.append(Flag(code="language.mixed", slots={"share": round(mixed, 2)}))
    if learnt.share > _TEMPLATE:
        evidence = tuple(
            _evidence(prepared, start, end, clock) for start, end in learnt.spans[:_QUOTES]
        )
        flags.append(
            Flag(
                code="language.template", slots={"share": round(learnt.share, 2)}, evidence=evidence
            )
        )
    return tuple(flags)


def _evidence(prepared: Prepared, start: int, end: int, clock: Clock) -> Evidence:
    start_ms, end_ms = clock.span(start, end)
    return Evidence(
        start_ms=start_ms,
        end_ms=end_ms,
        start_char=start,
        end_char=end,
        quote=prepared.text[start:end],
        feature="lang_template",
        modality="language",
    )
