"""The view of weights learned from outcomes: proposed, refused, accepted, in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_pages import RAW_KEY, clean, visit, words
from ui_samples import sales

from analysis import propose_weights
from fairness.impact_ratios import impact_ratios_of_counts
from interview import Actor, RoleModel
from store import Store, role, save_report
from ui.parts.reweighting_view import headline
from ui.parts.safe import plain
from ui.say import LOCALES, say
from workflow.modality_report import NO_RIGHT
from workflow.reweighting import KIND, Reweighting, stored_reweightings
from workflow.reweighting_people import FairnessBeside


def proposal(model: RoleModel, n: int, lift: float) -> Reweighting:
    """Work follows the first competency by ``lift`` beyond what the role gives it."""
    rng = np.random.default_rng(3)
    keys = [c.key for c in model.competencies]
    x = rng.normal(6, 1.4, size=(n, len(keys)))
    weights = np.array([c.weight for c in model.competencies])
    weights[0] += lift
    people = pd.DataFrame(x, columns=keys)
    people["rating"] = x @ weights + 0.8 * rng.normal(size=n)
    found = propose_weights(
        people, {c.key: c.weight for c in model.competencies}, outcome="rating", repeats=2
    )
    return Reweighting(
        role=model.key, version=model.version, occasion="6_months", proposal=found,
        pass_rate=0.3, applicants=n, moved=12, fairness=(), groups_left_out=NO_RIGHT,
    )  # fmt: skip


def keep(store: Store, found: Reweighting) -> str:
    scope = {"purpose": "", "departments": []}
    with store.transaction() as tx:
        return save_report(tx, KIND, {"reweighting": found, "scope": scope}).digest


@pytest.mark.parametrize("locale", LOCALES)
def test_a_proposal_is_shown_and_accepted_with_a_reason(own_home: Store, locale: str) -> None:
    model = sales()
    found = proposal(model, 400, 1.5)
    assert found.proposal.offered
    keep(own_home, found)
    at = visit("models", locale, actor="demo_hr_leader", view="weights", role=model.key)
    clean(at)
    text = words(at)
    assert not RAW_KEY.findall(text)
    assert plain(headline(found, locale)) in text
    assert say("reweighting.left_out_right", locale) in text
    at.button(key="accept_weights").click().run()
    # nothing without a reason
    assert at.error
    at.text_area(key="reweighting_reason").set_value("Confirmed twice").run()
    at.button(key="accept_weights").click().run()
    clean(at)
    with own_home.read() as reading:
        newest = role(reading, model.key)
    assert newest is not None
    assert newest.version == model.version + 1
    (kept,) = stored_reweightings(Actor.system(), own_home)
    assert (kept.accepted_as, kept.reason) == (newest.version, "Confirmed twice")


@pytest.mark.parametrize("locale", LOCALES)
def test_a_refusal_says_why_and_offers_nothing_to_accept(own_home: Store, locale: str) -> None:
    model = sales()
    found = proposal(model, 40, 0.0)
    assert found.proposal.refused == "weights.too_few"
    keep(own_home, found)
    at = visit("models", locale, actor="demo_hr_leader", view="weights", role=model.key)
    clean(at)
    assert plain(headline(found, locale)) in words(at)
    assert "accept_weights" not in [b.key for b in at.button]
    nothing = replace(found, proposal=proposal(model, 400, 0.0).proposal)
    assert nothing.proposal.refused == "weights.no_gain"
    assert "−" in headline(nothing, locale) or "+" in headline(nothing, locale)


def test_how_many_stated_something_rare_is_not_written_down(own_home: Store) -> None:
    table = impact_ratios_of_counts([("a", 20, 40), ("b", 9, 40), ("c", 1, 3)], attribute="sex")
    beside = FairnessBeside(attribute="sex", before=table, after=table)
    found = replace(proposal(sales(), 400, 1.5), fairness=(beside,), groups_left_out="")
    keep(own_home, found)
    at = visit("models", "en", actor="demo_hr_leader", view="weights", role=found.role)
    clean(at)
    (shown,) = (d.value for d in at.dataframe if "before" in d.value)
    counts = dict(zip(shown["group"], shown["n"], strict=True))
    assert sorted(n for n in counts.values() if n == n) == [40, 40]
    assert len(counts) == 3
