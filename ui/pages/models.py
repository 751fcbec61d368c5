"""Models: which scorer counts, which wait to be proven, and what a promotion needs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import streamlit as st

from interview import StoreError
from ui.choices import choices
from ui.here import Here, here
from ui.model_words import conclusion, short_ref, state_text
from ui.names import role_title
from ui.parts.address_choice import address_choice
from ui.parts.empty import empty
from ui.parts.jump import jump
from ui.parts.model_change import model_change, model_paper
from ui.parts.model_checks import model_checks
from ui.parts.model_golden import golden_of, golden_view
from ui.parts.model_head import model_head
from ui.parts.model_history import model_history
from ui.parts.model_list import model_list
from ui.parts.model_rescore import model_rescore
from ui.parts.model_versus import model_versus
from ui.parts.model_watch import model_watch
from ui.parts.notice import notice
from ui.parts.reweighting_view import reweighting_view
from ui.parts.safe import plain
from ui.parts.train_form import train_form
from ui.say import say
from ui.wording import day
from workflow import may, require
from workflow.model_comparison import ModelComparison, stored_comparisons
from workflow.promotion import promotion_checks
from workflow.register import RegisteredModel, registered_models, replaced_by

MODELS, TRAIN, WEIGHTS, GOLDEN = "models", "train", "weights", "golden"


def page() -> None:
    """The register, one model's record, training, re-weighting, and the golden set."""
    where = here()
    tongue = where.locale
    st.title(say("page.models", tongue))
    require(where.actor, "view_models")
    notice()
    models = registered_models(where.actor, where.store)
    st.subheader(plain(conclusion(models, tongue)), anchor=False)
    roles = {key: role_title(role, tongue) for key, role in choices(where).roles.items()}
    views = [MODELS] + [TRAIN] * may(where.actor, "train") + [WEIGHTS, GOLDEN]
    view = (
        address_choice(
            "view",
            say("models.view", tongue),
            {one: say(f"models.view_{one}", tongue) for one in views},
            first=MODELS,
            buttons=True,
            quiet=True,
        )
        or MODELS
    )
    if view == TRAIN:
        train_form(where)
    elif view == WEIGHTS:
        reweighting_view(where, roles)
    elif view == GOLDEN:
        golden_view(where, roles)
    else:
        _models(where, models, roles)
    jump()


def _models(where: Here, models: Sequence[RegisteredModel], roles: dict[str, str]) -> None:
    tongue = where.locale
    model_list(where, models, roles)
    if all(one.is_rubric for one in models):
        trains = may(where.actor, "train")
        text = say("models.only_rubric" if trains else "models.only_rubric_other", tongue)
        empty(say("models.only_rubric_title", tongue), text)
        if trains and st.button(
            say("models.go_train", tongue), type="primary", icon=":material/model_training:"
        ):
            st.query_params["view"] = TRAIN
            st.rerun()
    # what waits to be proven is what somebody comes for
    waiting = next((m.ref for m in models if m.state == "challenger"), models[0].ref)
    chosen = address_choice(
        "model",
        say("models.choose", tongue),
        {m.ref: f"{short_ref(m.ref)} · {state_text(m.state, tongue)}" for m in models},
        first=waiting,
        width=420,
    )
    model = next((m for m in models if m.ref == chosen), models[0])
    _record(where, model, models, roles)


def _record(
    where: Here,
    model: RegisteredModel,
    models: Sequence[RegisteredModel],
    roles: dict[str, str],
) -> None:
    champion = replaced_by(models, model)
    found = _comparison(where, model, champion)
    model_head(where, model, champion, found, roles)
    if found is not None:
        model_versus(where, found)
    if not model.is_rubric and model.state in ("draft", "challenger"):
        model_checks(where, promotion_checks(where.actor, where.store, model.ref))
    model_change(where, model)
    model_paper(where, model, roles)
    model_rescore(where, model)
    golden_of(where, model)
    model_watch(where, model)
    model_history(where, model)
    _method(where, model, found)


def _comparison(where: Here, model: RegisteredModel, champion: str) -> ModelComparison | None:
    """The newest with the champion; of those that looked at groups the newest, if there is one."""
    try:
        kept = stored_comparisons(where.actor, where.store, model.ref)
    except StoreError:
        return None
    mine = [c for c in kept if c.second == model.ref]
    mine = [c for c in mine if c.first == champion] or mine
    audited = (c for c in mine if c.fairness is not None)
    return next(audited, mine[0] if mine else None)


def _method(where: Here, model: RegisteredModel, found: ModelComparison | None) -> None:
    tongue = where.locale
    with st.expander(say("common.how", tongue), key="how"):
        st.markdown(say("models.how", tongue))
        made = day(datetime.fromisoformat(found.made_at), tongue) if found else "—"
        st.caption(
            plain(
                say(
                    "models.how_ids",
                    tongue,
                    comparison=found.name[:12] if found else "—",
                    file=model.digest[:12] or "—",
                    day=made,
                )
            )
        )


page()
