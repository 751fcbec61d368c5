"""What a model card says, section by section; HTML and Markdown are two ways to write it down."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from interview import Estimate
from ui.audit_words import attribute_text, group_text
from ui.card_section import CardSection, CardTable
from ui.codes import said
from ui.explanation_words import feature_name, together_name
from ui.model_card_figures import metrics_section
from ui.model_words import (
    alert_text,
    figure,
    kind_text,
    roles_text,
    state_text,
    target_text,
    why_not,
)
from ui.names import policy_name, readable
from ui.say import say
from ui.wording import count_text, listing, per_cent
from workflow.golden_check import GoldenCheck
from workflow.model_card import ModelCard
from workflow.model_comparison import ModelComparison
from workflow.model_monitoring import Monitoring

MOST_WEIGHTS = 15


def card_sections(
    card: ModelCard, locale: str, *, roles: Mapping[str, str] | None = None
) -> tuple[CardSection, ...]:
    """Everything the card says, in order; every figure is one of the object's.

    Parameters
    ----------
    roles : mapping, optional
        Names of roles by key.
    """
    made = (
        _what(card, locale, roles or {}),
        _data(card, locale),
        metrics_section(card, locale),
        _groups(card.comparison, locale),
        _weights(card, locale, roles or {}),
        _golden(card.golden, locale),
        _drift(card.monitoring, locale),
        _law(card, locale),
        _history(card, locale),
        _origin(card, locale),
    )
    return tuple(one for one in made if one.texts or one.tables)


def subtitle(card: ModelCard, locale: str) -> str:
    """State, kind and target in one line."""
    return say(
        "model_card.subtitle",
        locale,
        state=state_text(card.model.state, locale),
        kind=kind_text(card.model, locale),
        target=target_text(card.evidence.target, locale),
    )


def _say(key: str, locale: str, **slots: object) -> str:
    return say(f"model_card.{key}", locale, **slots)


def _what(card: ModelCard, locale: str, roles: Mapping[str, str]) -> CardSection:
    model, none = card.model, _say("not_stated", locale)
    rows = [
        ("version", model.version),
        ("owner", model.paper.owner or none),
        ("use", model.paper.intended_use or none),
        ("limits", model.paper.limits or none),
        ("roles", roles_text(model, roles, locale)),
        ("signals", listing((say(f"modality.{m}", locale) for m in model.modalities), locale)),
        ("trained_by", model.trained_by or "—"),
        ("added", model.added_at.date().isoformat() if model.added_at else "—"),
    ]
    table = CardTable(
        heads=(), rows=tuple((_say(key, locale), text) for key, text in rows), words=2
    )
    return CardSection(
        title=_say("what", locale),
        texts=(_say("people_decide", locale),),
        tables=(table,),
    )


def _data(card: ModelCard, locale: str) -> CardSection:
    report = card.evidence.report
    if report is None:
        return CardSection(title=_say("data", locale), texts=(_say("data_none", locale),))
    texts = [
        _say(
            "data_rows",
            locale,
            n=count_text(report.n),
            people=count_text(report.people),
            interviews=count_text(report.interviews),
            openings=count_text(report.openings),
        )
    ]
    lost = [f"{said(code, locale).what} ({count_text(n)})" for code, n in report.excluded.items()]
    texts += lost
    if report.left_out:
        names = (feature_name(one.feature, locale) for one in report.left_out)
        texts.append(_say("left_features", locale, features=listing(names, locale)))
    texts += [said(code, locale).what for code in report.notes]
    return CardSection(title=_say("data", locale), texts=tuple(texts))


def _groups(found: ModelComparison | None, locale: str) -> CardSection:
    title = _say("groups", locale)
    if found is None or found.fairness is None:
        return CardSection(title=title, texts=(say("models.groups_none", locale),))
    fair = found.fairness
    heads = (
        "attribute", "group", "reference", "verdict", "ratio_first", "ratio_second", "difference",
        "n",
    )  # fmt: skip
    rows = tuple(
        (
            attribute_text(g.attribute, locale),
            group_text(g.group, locale),
            group_text(g.reference, locale),
            say(f"models.worse_{g.verdict}", locale),
            figure(g.ratio_first, locale),
            figure(g.ratio_second, locale),
            figure(g.difference, locale, signed=True),
            count_text(g.n),
        )
        for g in fair.groups
    )
    table = CardTable(
        heads=tuple(say(f"models.col_{key}", locale) for key in heads), rows=rows, words=4
    )
    note = say("models.groups_note", locale, share=per_cent(fair.share))
    return CardSection(title=title, texts=(note,), tables=(table,) if rows else ())


def _weights(card: ModelCard, locale: str, roles: Mapping[str, str]) -> CardSection:
    title = _say("explanation", locale)
    if card.moves:
        rows = tuple(
            (together_name(one.names, locale), figure(one.points, locale), count_text(one.points.n))
            for one in card.moves[:MOST_WEIGHTS]
        )
        heads = (_say("feature", locale), _say("points", locale), _say("n", locale))
        role = roles.get(card.moves_role, readable(card.moves_role))
        return CardSection(
            title=title,
            texts=(_say("explanation_role", locale, role=role),),
            tables=(CardTable(heads=heads, rows=rows),),
        )
    shown = card.weights[:MOST_WEIGHTS]
    rubric = card.model.is_rubric
    heads2 = (_say("feature", locale), _say("share" if rubric else "points", locale))
    rows2 = tuple(
        (feature_name(name, locale), per_cent(w) if rubric else f"{w:+.2f}") for name, w in shown
    )
    key = "explanation_rubric" if rubric else "explanation_note"
    return CardSection(
        title=title,
        texts=(_say(key, locale),) if rows2 else (),
        tables=(CardTable(heads=heads2, rows=rows2),) if rows2 else (),
    )


def golden_text(found: GoldenCheck, locale: str) -> list[str]:
    """What a check on the golden set found, in sentences."""
    slots = {
        "difference": figure(found.difference, locale, signed=True),
        "alike": figure(found.agreement, locale),
        "other": found.against,
    }
    how = "same" if found.equivalent else "moved" if found.same_scorer else "differs"
    texts = [say(f"models.golden_{how}", locale, **slots)]
    if found.repeat_sd > 0:
        texts.append(say("models.golden_unsteady", locale, sd=f"{found.repeat_sd:.2f}"))
    else:
        texts.append(say("models.golden_repeats", locale))
    if found.changed_inputs or found.turned:
        left = {"changed": found.changed_inputs, "turned": found.turned}
        texts.append(say("models.golden_left", locale, **left))
    return texts


def _golden(found: GoldenCheck | None, locale: str) -> CardSection:
    texts = golden_text(found, locale) if found else [say("models.golden_unchecked", locale)]
    return CardSection(title=_say("golden", locale), texts=tuple(texts))


def _drift(found: Monitoring | None, locale: str) -> CardSection:
    title = _say("drift", locale)
    if found is None:
        return CardSection(title=title, texts=(_say("drift_none", locale),))
    texts = [alert_text(alert, found.since, locale) for alert in found.alerts]
    quiet = say("models.watch_quiet", locale, since=found.since)
    return CardSection(title=title, texts=tuple(texts or [quiet]), tables=(periods(found, locale),))


def periods(found: Monitoring, locale: str) -> CardTable:
    """Before and since, side by side."""
    before, after = found.before, found.after
    rows: list[tuple[str, str, str]] = []
    for key in ("interviews", "withheld", "rated"):
        old, new = getattr(before, key), getattr(after, key)
        rows.append((say(f"models.w_{key}", locale), count_text(old), count_text(new)))
    for key in ("bias", "slope", "agreement"):
        old, new = getattr(before, key), getattr(after, key)
        texts = (figure(one, locale) for one in (old, new))
        first, second = texts
        rows.append(
            (
                say(f"models.w_{key}", locale),
                first if isinstance(old, Estimate) else why_not(old, locale),
                second if isinstance(new, Estimate) else why_not(new, locale),
            )
        )
    heads = (
        say("models.col_measure", locale),
        say("models.watch_before", locale),
        say("models.watch_after", locale),
    )
    return CardTable(heads=heads, rows=tuple(rows))


def _law(card: ModelCard, locale: str) -> CardSection:
    rows = []
    for one in card.laws:
        key = "law_no" if not one.allowed else "law_yes" if one.stated else "law_free"
        barred = say(f"modality.{one.barred}", locale) if one.barred else ""
        rows.append((policy_name(one.law, locale), _say(key, locale, modality=barred)))
    heads = (_say("preset", locale), _say("may_score", locale))
    return CardSection(
        title=_say("law", locale),
        texts=(_say("law_note", locale),),
        tables=(CardTable(heads=heads, rows=tuple(rows), words=2),),
    )


def _history(card: ModelCard, locale: str) -> CardSection:
    rows = tuple(
        (step.at.date().isoformat(), state_text(step.state, locale), step.actor, step.reason)
        for step in card.model.history
    )
    heads = tuple(say(f"models.col_{key}", locale) for key in ("when", "state", "who", "why"))
    texts = () if rows else (say("models.history_none", locale),) if card.model.is_rubric else ()
    tables = (CardTable(heads=heads, rows=rows, words=4),) if rows else ()
    return CardSection(title=_say("history", locale), texts=texts, tables=tables)


def _origin(card: ModelCard, locale: str) -> CardSection:
    report, found = card.evidence.report, card.comparison
    rows: Sequence[tuple[str, str]] = [
        ("digest", card.digest),
        ("file_digest", card.model.digest),
        ("data_digest", report.data_digest if report else ""),
        ("code_version", report.code_version if report else ""),
        ("comparison_digest", found.name if found else ""),
        ("trail_digest", card.trail_digest),
        ("made", card.made_at),
    ]
    table = CardTable(
        heads=(), rows=tuple((_say(k, locale), text) for k, text in rows if text), words=2
    )
    return CardSection(title=_say("origin", locale), tables=(table,))
