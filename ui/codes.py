"""Every code in words: what it means and what would help, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from interview import CandorError, PermissionDenied
from ui.say import known, say, say_loosely


@dataclass(frozen=True, kw_only=True, slots=True)
class Said:
    """A code as a sentence, with what to do about it (empty when nothing needs doing)."""

    code: str
    what: str
    remedy: str


def said(code: str, locale: str, slots: Mapping[str, object] | None = None) -> Said:
    """The sentences of a code that scoring, workflow or the store gave.

    Examples
    --------
    >>> said("language.no_transcript", "en").what
    'There is no transcript of this answer.'
    """
    values = {name: _shown(value) for name, value in (slots or {}).items()}
    key, remedy = f"code.{code}", f"remedy.{code}"
    if not known(key):
        # a company's own extension may bring its own codes; the code itself is still quotable
        return Said(code=code, what=say("code.unknown", locale, code=code), remedy="")
    return Said(
        code=code,
        what=say_loosely(key, locale, values),
        remedy=say_loosely(remedy, locale, values) if known(remedy) else "",
    )


def said_error(error: CandorError, locale: str) -> Said:
    """An error in the reader's language; in English its own, more exact words are kept."""
    # a refusal names accounts and rights by their keys, which say nothing to most readers
    if locale == "en" and not isinstance(error, PermissionDenied):
        what = error.message[:1].upper() + error.message[1:]
        remedy = error.remedy[:1].upper() + error.remedy[1:]
        return Said(code=error.code, what=_stopped(what), remedy=_stopped(remedy))
    return said(error.code, locale, error.slots)


def _stopped(text: str) -> str:
    return text if not text or text[-1] in ".?!" else f"{text}."


def _shown(value: object) -> object:
    if isinstance(value, (list, tuple, set, frozenset)):
        return ", ".join(str(v) for v in value)
    return value
