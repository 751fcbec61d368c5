"""What may be done with a model: challenge, promote, retire, bring back; and its paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from interview import Actor, CandorError
from store import Store
from ui.here import Here
from ui.model_words import short_ref
from ui.names import policy_name
from ui.parts.model_head import done
from ui.parts.trouble import show_error
from ui.say import say
from workflow import may
from workflow.policies import shipped_policies
from workflow.promotion import promote, reinstate
from workflow.register import ModelPaper, RegisteredModel
from workflow.register_changes import challenge, describe_model, retire

Act = Callable[..., RegisteredModel]
ACTS: Mapping[str, Act] = {
    "challenge": challenge,
    "promote": promote,
    "reinstate": reinstate,
    "retire": retire,
}
LONGEST = 600


def offered(actor: Actor, model: RegisteredModel) -> tuple[str, ...]:
    """The acts that make sense for this model and person; the verbs check again."""
    if model.is_rubric:
        return ()
    was = any(step.state == "champion" for step in model.history)
    by_state = {
        "draft": ("challenge", "retire"),
        "challenger": ("promote", "retire"),
        "champion": ("retire",),
        "retired": ("reinstate", "challenge") if was else ("challenge",),
    }
    changes = may(actor, "change_model")
    trains = may(actor, "train")
    return tuple(act for act in by_state[model.state] if changes or (trains and act == "challenge"))


def model_change(where: Here, model: RegisteredModel) -> None:
    """The form with a reason; a refused promotion says why in the check-list above."""
    tongue = where.locale
    acts = offered(where.actor, model)
    if model.is_rubric:
        return
    st.subheader(say("models.change", tongue), anchor="change")
    if not acts:
        st.caption(say("models.no_right", tongue))
        return
    with st.form("model_change", border=True):
        act = st.radio(
            say("models.act", tongue),
            acts,
            format_func=lambda one: say(f"models.act_{one}", tongue),
            horizontal=True,
            key="model_act",
        )
        reason = st.text_area(
            say("models.reason", tongue),
            key="model_reason",
            placeholder=say("models.reason_hint", tongue),
            max_chars=LONGEST,
        )
        sent = st.form_submit_button(
            say("models.do_it", tongue), type="primary", icon=":material/gavel:"
        )
    if not sent or act is None:
        return
    try:
        ACTS[act](where.actor, where.store, model.ref, reason=reason)
    except CandorError as error:
        show_error(error, tongue)
        if error.code == "promotion.refused":
            st.info(say("models.refused", tongue), icon=":material/history:")
        return
    done(say(f"models.done_{act}", tongue, model=short_ref(model.ref)))


def model_paper(where: Here, model: RegisteredModel, roles: Mapping[str, str]) -> None:
    """Owner, purpose, limits, laws and roles, for whoever may state them."""
    tongue = where.locale
    if not (may(where.actor, "change_model") or may(where.actor, "train")):
        return
    paper = model.paper
    with st.expander(say("models.paper", tongue), key="paper"), st.form("paper", border=False):
        owner = st.text_input(
            say("models.owner", tongue), paper.owner, key=f"owner_{model.ref}", max_chars=120
        )
        use = st.text_area(
            say("models.intended_use", tongue),
            paper.intended_use,
            key=f"use_{model.ref}",
            max_chars=LONGEST,
        )
        limits = st.text_area(
            say("models.limits", tongue),
            paper.limits,
            key=f"limits_{model.ref}",
            max_chars=LONGEST,
        )
        fixed = model.state == "champion"
        laws = st.multiselect(
            say("models.laws", tongue),
            sorted(shipped_policies()),
            list(paper.laws),
            format_func=lambda key: policy_name(key, tongue),
            key=f"laws_{model.ref}",
            disabled=fixed,
        )
        chosen = st.multiselect(
            say("models.roles", tongue),
            sorted({*roles, *paper.roles}),
            list(paper.roles),
            format_func=lambda key: roles.get(key, key),
            key=f"roles_{model.ref}",
            disabled=fixed,
        )
        if not st.form_submit_button(say("models.save", tongue), icon=":material/save:"):
            return
    stated = ModelPaper(
        owner=owner, intended_use=use, limits=limits, laws=tuple(laws), roles=tuple(chosen)
    )
    _described(where.actor, where.store, model.ref, stated, tongue)


def _described(actor: Actor, store: Store, ref: str, paper: ModelPaper, tongue: str) -> None:
    try:
        describe_model(actor, store, ref, paper)
    except CandorError as error:
        show_error(error, tongue)
        return
    done(say("models.paper_saved", tongue))
