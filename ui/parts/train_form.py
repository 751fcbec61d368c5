"""Training a scorer from the app: what to learn from what, and what came of it."""

from __future__ import annotations

import streamlit as st

from interview import MODALITIES, CandorError, Modality
from scoring.learned.training_spec import KINDS, TARGETS, Kind, Target, TrainingSpec
from ui.choices import choices
from ui.here import Here
from ui.names import competency_name, policy_name
from ui.parts.model_head import done
from ui.parts.safe import plain
from ui.parts.trouble import show_error
from ui.say import say
from workflow import may
from workflow.policies import shipped_policies
from workflow.train import FIRST_OCCASION, StoredTraining, train_scorer
from workflow.training_data import OCCASIONS

EVERY = ""


def train_form(where: Here) -> None:
    """The form that trains a scorer on this store and enters it in the register as a draft.

    Whoever may not train is told who may. Voice and face can be chosen only under a law preset in
    which they may count.
    """
    tongue = where.locale
    st.subheader(say("training.title", tongue), anchor="train")
    st.markdown(say("training.lead", tongue))
    if not may(where.actor, "train"):
        st.caption(say("training.not_allowed", tongue))
        return
    target = _target(tongue)
    with st.form("train", border=True):
        left, right = st.columns(2)
        with left:
            kind = _kind(tongue)
            policy = st.selectbox(
                say("training.policy", tongue),
                sorted(shipped_policies(), key=lambda key: (key != "none", key)),
                format_func=lambda key: policy_name(key, tongue),
                help=say("training.policy_help", tongue),
                key="train_policy",
            )
            name = st.text_input(
                say("training.name", tongue), value="learned", max_chars=40, key="train_name"
            )
        with right:
            about = _subject(where, target)
            modalities = st.multiselect(
                say("training.modalities", tongue),
                list(MODALITIES),
                default=["language"],
                format_func=lambda one: say(f"modality.{one}", tongue),
                key="train_modalities",
            )
            seed = st.number_input(
                say("training.seed", tongue), min_value=0, value=2026, step=1, key="train_seed"
            )
        asked = st.form_submit_button(
            say("training.train", tongue), type="primary", icon=":material/model_training:"
        )
    if not asked:
        return
    spec = TrainingSpec(
        name=name.strip(),
        kind=kind,
        target=target,
        competencies=(about,) if target == "rating" and about else (),
        modalities=_modalities(modalities),
        seed=int(seed),
    )
    _train(where, spec, policy or "none", about if target == "performance" else FIRST_OCCASION)


def _train(where: Here, spec: TrainingSpec, policy: str, occasion: str) -> None:
    tongue = where.locale
    try:
        with st.spinner(say("training.working", tongue), show_time=True):
            made = train_scorer(where.actor, where.store, spec, policy=policy, occasion=occasion)
    except CandorError as error:
        show_error(error, tongue)
        return
    _open(made)
    done(plain(say("training.done", tongue, model=made.ref, people=f"{made.report.people:,}")))


def _open(made: StoredTraining) -> None:
    """Go to the new draft's record."""
    st.query_params["model"] = made.ref
    if "view" in st.query_params:
        del st.query_params["view"]


def _target(tongue: str) -> Target:
    """Outside the form, since the fields below depend on it."""
    chosen = st.segmented_control(
        say("training.target", tongue),
        list(TARGETS),
        default=TARGETS[0],
        required=True,
        format_func=lambda one: say(f"training.target_{one}", tongue),
        key="train_target",
    )
    return "performance" if chosen == "performance" else "rating"


def _kind(tongue: str) -> Kind:
    chosen = st.radio(
        say("training.kind", tongue),
        list(KINDS),
        format_func=lambda one: say(f"training.kind_{one}", tongue),
        key="train_kind",
    )
    return "trees" if chosen == "trees" else "linear"


def _subject(where: Here, target: Target) -> str:
    """Which competency, or which occasion's performance."""
    tongue = where.locale
    if target == "performance":
        return st.selectbox(
            say("training.occasion", tongue),
            list(OCCASIONS),
            index=list(OCCASIONS).index(FIRST_OCCASION),
            format_func=lambda one: say(f"training.occasion_{one}", tongue),
            key="train_occasion",
        )
    keys = {c.key for role in choices(where).roles.values() for c in role.competencies}
    names = {key: competency_name(key, tongue) for key in keys}
    return st.selectbox(
        say("training.competency", tongue),
        [EVERY, *sorted(names, key=lambda key: names[key])],
        format_func=lambda key: names[key] if key else say("training.every", tongue),
        key="train_competency",
    )


def _modalities(chosen: list[Modality]) -> tuple[Modality, ...]:
    return tuple(one for one in MODALITIES if one in chosen) or ("language",)
