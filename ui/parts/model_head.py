"""The head of a model's record: state, the sentence that concludes, and what to do next."""

from __future__ import annotations

from functools import partial

import streamlit as st

from interview import CandorError
from ui.here import Here
from ui.model_card_html import model_card_html
from ui.model_card_markdown import model_card_markdown
from ui.model_words import (
    STATE_COLOURS,
    STATE_ICONS,
    headline,
    kind_text,
    roles_text,
    short_ref,
    state_text,
    target_text,
)
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import LOCALES, say
from ui.session import session
from workflow import may
from workflow.model_card import ModelCard, model_card
from workflow.model_comparison import ModelComparison, compare_models
from workflow.model_evidence import model_evidence
from workflow.register import RegisteredModel


def model_head(
    where: Here,
    model: RegisteredModel,
    champion: str,
    found: ModelComparison | None,
    roles: dict[str, str],
) -> None:
    """Chip, sentence, and at most two buttons: compare, and take the card along."""
    tongue = where.locale
    target = model_evidence(model).target
    st.badge(
        state_text(model.state, tongue),
        icon=STATE_ICONS[model.state],
        color=STATE_COLOURS[model.state],
    )
    st.subheader(plain(short_ref(model.ref)), anchor="model")
    if model.is_rubric:
        st.markdown(plain(say("models.standing", tongue)))
    else:
        if model.state == "champion":
            named = roles_text(model, roles, tongue)
            st.markdown(plain(say("models.head_champion", tongue, roles=named)))
        st.markdown(f"**{plain(headline(model, champion, target, found, tongue))}**")
    facts = [kind_text(model, tongue)]
    if target:
        facts.append(target_text(target, tongue))
    facts.append(model.paper.owner or say("models.nobody", tongue))
    st.caption(plain(" · ".join(facts)))
    with st.container(horizontal=True, vertical_alignment="center"):
        if not model.is_rubric and model.state != "retired" and may(where.actor, "validate"):
            _compare(where, model, found)
        _export(where, model, roles)


def _compare(where: Here, model: RegisteredModel, found: ModelComparison | None) -> None:
    tongue = where.locale
    label = say("models.compare_again" if found else "models.compare", tongue)
    with st.popover(label, icon=":material/compare_arrows:", key="compare_open"):
        purpose = ""
        if may(where.actor, "audit"):
            purpose = st.text_input(
                say("models.purpose", tongue),
                key="compare_purpose",
                placeholder=say("models.purpose_hint", tongue),
                help=say("models.purpose_help", tongue),
                max_chars=200,
            )
        else:
            st.caption(say("models.no_audit_right", tongue))
        if not st.button(say("models.compare", tongue), type="primary", key="compare_run"):
            return
        try:
            with st.spinner(say("models.comparing", tongue)):
                compare_models(where.actor, where.store, model.ref, purpose=purpose or "")
        except CandorError as error:
            show_error(error, tongue)
            return
    st.rerun()


def _export(where: Here, model: RegisteredModel, roles: dict[str, str]) -> None:
    tongue = where.locale
    name = f"model_card_{model.name}_{model.version}"

    def card() -> ModelCard:
        return model_card(where.actor, where.store, model.ref)

    def page(locale: str) -> str:
        return model_card_html(card(), locale, roles=roles)

    with st.popover(say("models.card", tongue), icon=":material/badge:", key="card_open"):
        st.caption(say("models.card_note", tongue))
        for locale in LOCALES:
            st.download_button(
                say(f"models.card_html_{locale}", tongue),
                partial(page, locale),
                file_name=f"{name}_{locale}.html",
                mime="text/html",
                key=f"model_card_{locale}",
                on_click="ignore",
                icon=":material/description:",
                width="stretch",
            )
        st.download_button(
            say("models.card_markdown", tongue),
            lambda: model_card_markdown(card(), tongue, roles=roles),
            file_name=f"{name}.md",
            mime="text/markdown",
            key="model_card_md",
            on_click="ignore",
            icon=":material/markdown:",
            width="stretch",
        )


def done(text: str) -> None:
    """Say on the next run what was done, and run it."""
    session().notice(text)
    st.rerun()
