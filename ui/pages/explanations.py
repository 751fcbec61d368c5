"""Explanations: what moves the scores of a role, and whether it is the same for every group."""

from __future__ import annotations

import streamlit as st

from interview import CandorError
from ui.choices import choices
from ui.explanation_words import names_of, together_name
from ui.here import Here, here
from ui.model_words import short_ref
from ui.names import role_title
from ui.parts.address_choice import address_choice
from ui.parts.empty import empty
from ui.parts.explained_groups import explained_groups
from ui.parts.explained_role import dependence_shown, importance_shown, method, together_shown
from ui.parts.notice import notice
from ui.parts.safe import plain
from ui.say import say
from ui.site import address
from ui.wording import count_text, joined, per_cent
from workflow import may, require
from workflow.explain_role import RoleExplanation, explain_role
from workflow.register import registered_models


def page() -> None:
    """One line of choices, then conclusion, importance, dependence, what works together, groups."""
    where = here()
    tongue = where.locale
    require(where.actor, "explain")
    st.title(say("page.explanations", tongue))
    notice()
    head = st.container()
    role, model, subject = _chosen(where)
    try:
        if not role:
            raise LookupError
        found = explain_role(where.actor, where.store, role, model=model, subject=subject)
    except LookupError:
        _nothing(where)
        return
    except CandorError as error:
        if error.code not in ("explanation.too_few_people", "store.missing"):
            raise
        _nothing(where)
        return
    with head:
        st.markdown(f"**{plain(conclusion(found, tongue))}**")
    importance_shown(where, found)
    dependence_shown(where, found)
    together_shown(found, tongue)
    if may(where.actor, "audit"):
        explained_groups(where, found)
    method(found, tongue)


def _chosen(where: Here) -> tuple[str, str, str]:
    """Role, scorer and score, all of them in the address."""
    tongue = where.locale
    offered = choices(where)
    roles = {key: role_title(role, tongue) for key, role in offered.roles.items()}
    left, middle, right = st.columns(3)
    with left:
        role = address_choice("role", say("explanations.role", tongue), roles) or ""
    models: dict[str, str] = {}
    if may(where.actor, "view_models"):
        known = registered_models(where.actor, where.store)
        models = {m.ref: short_ref(m.ref) for m in sorted(known, key=lambda m: not m.is_rubric)}
    with middle:
        model = (
            address_choice("scorer", say("explanations.model", tongue), models) or ""
            if len(models) > 1
            else ""
        )
    names = dict(names_of(offered.roles[role], tongue)) if role in offered.roles else {}
    with right:
        subject = address_choice("score", say("explanations.subject", tongue), names) or "overall"
    return role, model, subject


def conclusion(found: RoleExplanation, locale: str) -> str:
    """What moves this score most, and how movement is shared between words, voice and face."""
    first = found.importance[0]
    sums = {"language": 0.0, "voice": 0.0, "face": 0.0}
    for one in found.importance:
        sums[one.modality] += getattr(one.points, "value", 0.0)
    total = sum(sums.values()) or 1.0
    text = say(
        "explanations.conclusion",
        locale,
        name=together_name(first.names, locale),
        points=f"{getattr(first.points, 'value', 0.0):.2f}",
        n=count_text(first.points.n),
    )
    shares = {key: per_cent(value / total) for key, value in sums.items()}
    return joined((text, say("explanations.share", locale, **shares)), locale)


def _nothing(where: Here) -> None:
    tongue = where.locale
    empty(say("explanations.empty_title", tongue), say("explanations.empty", tongue))
    if may(where.actor, "score") and st.button(
        say("explanations.empty_do", tongue), type="primary"
    ):
        st.switch_page(address("score"))


page()
