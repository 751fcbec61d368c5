"""Pages that a command writes to a file.

Words and drawing live in ui, which stands above workflow: the command line asks for them by name
at run time, as it asks for the demo's data, so that no verb depends on a page.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from analysis import ValidityStudy
    from fairness import AuditReport
    from interview import RoleModel
    from workflow.effectiveness_review import EffectivenessReview, StoredReview
    from workflow.explain import Explained
    from workflow.model_card import ModelCard


def rendered_audit(
    report: AuditReport, locale: str, *, trail_digest: str = "", smallest: int = 0
) -> str:
    """The audit as one HTML document that opens without a network.

    Counts of people below ``smallest`` are not written.

    Raises
    ------
    InputError
        ``language.unknown_locale`` for a language without words.
    """
    _known(locale)
    page = import_module("ui.audit_html")
    return str(page.audit_html(report, locale, trail_digest=trail_digest, smallest=smallest))


def rendered_explanation(explained: Explained, locale: str) -> str:
    """An explanation as one HTML document that opens without a network; the interview by its id.

    Raises
    ------
    InputError
        ``language.unknown_locale`` for a language without words.
    """
    _known(locale)
    page = import_module("ui.explanation_html")
    return str(page.explanation_html(explained.explanation, explained.card, explained.role, locale))


def rendered_review(found: StoredReview, roles: Mapping[str, RoleModel], locale: str) -> str:
    """The review of a month or quarter as one HTML document that opens without a network.

    Raises
    ------
    InputError
        ``language.unknown_locale`` for a language without words.
    """
    _known(locale)
    return str(import_module("ui.review_html").review_html(found, roles, locale))


def rendered_model_card(card: ModelCard, locale: str, *, markdown: bool = False) -> str:
    """A model card as one HTML document that opens without a network, or as Markdown.

    Raises
    ------
    InputError
        ``language.unknown_locale`` for a language without words.
    """
    _known(locale)
    if markdown:
        return str(import_module("ui.model_card_markdown").model_card_markdown(card, locale))
    return str(import_module("ui.model_card_html").model_card_html(card, locale))


def _known(locale: str) -> None:
    from interview import InputError

    say = import_module("ui.say")
    if locale not in say.LOCALES:
        known = ", ".join(say.LOCALES)
        raise InputError(
            "language.unknown_locale",
            f"there are no words in '{locale}'",
            f"use one of: {known}",
            locale=locale,
            known=known,
        )


def rendered_validity(study: ValidityStudy, locale: str) -> str:
    """A study of validity as one HTML document that opens without a network.

    Raises
    ------
    InputError
        ``language.unknown_locale`` for a language without words.
    """
    page = import_module("ui.validity_html")
    return str(page.validity_html(study, page.words_for(locale)))


def rendered_reason(code: str, locale: str = "en") -> str:
    """What a code means, as one sentence; a code without words is quoted.

    Examples
    --------
    >>> rendered_reason("correlation.too_few")
    'There are too few cases to say.'
    """
    return str(import_module("ui.codes").said(code, locale).what)


def rendered_feature(name: str, locale: str = "en") -> str:
    """What a feature of the catalogue is called; any other name as it is.

    Examples
    --------
    >>> rendered_feature("lang_results"), rendered_feature("sat_2026")
    ('Results in figures', 'sat_2026')
    """
    from scoring.catalogue import FEATURES

    if name not in FEATURES:
        return name
    return str(import_module("ui.explanation_words").feature_name(name, locale))


def review_lines(
    found: EffectivenessReview, roles: Mapping[str, RoleModel], locale: str = "en"
) -> tuple[dict[str, str], tuple[str, ...], tuple[str, ...]]:
    """The figures' names by key, each alert and each task of a review as a sentence.

    What is no alert but may explain one comes last, in a sentence of its own.
    """
    words = import_module("ui.review_words")
    return (
        {one.key: words.figure_name(one, locale) for one in found.figures},
        words.alert_lines(found, roles, locale),
        tuple(words.task_text(one, roles, locale) for one in found.tasks),
    )
