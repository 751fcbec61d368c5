"""The page on cultural expression: the planted truth in words, in both languages."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from test_pages import RAW_KEY, clean, visit, words
from ui_samples import HOSTILE
from ui_store import BARE, BLIND, EVIL, OPEN

from fairness import CulturalExpression, cultural_expression, measurement_invariance
from interview import Actor, InputError, PermissionDenied
from store import Store, save_attributes, save_report
from ui.charts import DARK, LIGHT, expression_gap, quality_by_group, weight_choices
from ui.display_words import comparable_sentence, display_sentence, points
from ui.parts.safe import plain
from ui.say import LOCALES, say
from workflow.audit_people import AuditScope
from workflow.expression_audit import (
    KIND,
    expression_audit,
    stored_expressions,
)

SCOPE = {"purpose": "yearly audit", "stage": "advance"}


def found_in(weight: float, restrained: str = "restrained") -> CulturalExpression:
    """A third of the people show less at equal competence; ``weight`` is what display counts."""
    draw = np.random.default_rng(5)
    calm = np.arange(600) % 3 == 0
    verbal = draw.normal(6, 1, size=600)
    smile = draw.normal(size=600) - 0.8 * calm
    table = pd.DataFrame(
        {
            "display_style": np.where(calm, restrained, "open"),
            "words": verbal,
            "face_smile_share": smile,
            "score": (1 - weight) * verbal + weight * (6 + smile),
            "human": verbal + 0.4 * smile + draw.normal(size=600),
            "outcome": verbal + draw.normal(size=600),
            "face_brightness": draw.normal(128, 15, size=600),
            "check_language": 1.0 - (calm & (draw.uniform(size=600) < 0.5)),
        }
    )
    return cultural_expression(
        table,
        attribute="display_style",
        score="score",
        expression=["face_smile_share"],
        verbal="words",
        human="human",
        outcome="outcome",
        without_expression="words",
        quality=["face_brightness", "check_language"],
        replicates=100,
    )


@pytest.fixture(scope="module")
def lowered() -> CulturalExpression:
    return found_in(0.4)


def keep(store: Store, found: CulturalExpression) -> None:
    with store.transaction() as tx:
        content = {"found": found, "equal": "words", "score_sd": 1.0, "left_out": (),
                   "population": 600, "scope": SCOPE}  # fmt: skip
        save_report(tx, KIND, content)


@pytest.mark.parametrize("locale", LOCALES)
def test_a_score_that_takes_calm_for_weak_is_named_in_words(
    own_home: Store, lowered: CulturalExpression, locale: str
) -> None:
    keep(own_home, lowered)
    for actor in ("demo_hr_leader", "demo_compliance"):
        at = visit("cultural_expression", locale, actor=actor)
        clean(at)
        text = words(at)
        assert not RAW_KEY.findall(text)
        (kept,) = stored_expressions(Actor.system(), own_home)
        assert kept.found == lowered
        # kept before the question was asked, it says nothing about it
        assert comparable_sentence(kept, locale) == ""
        (one,) = lowered.conclusions
        assert one.code.startswith("expression.lowers_score")
        said = display_sentence(kept, one, locale)
        assert plain(said[1:]) in text
        for key in ("gap", "weights", "earned", "quality"):
            assert say(f"display.{key}", locale) in text
        # transcripts of restrained people fail more often: planted in the table above
        assert say("display.quality_exceeds", locale) in text
        assert len(at.get("plotly_chart")) == 3


@pytest.mark.parametrize("locale", LOCALES)
def test_a_score_that_leaves_display_alone_says_so(own_home: Store, locale: str) -> None:
    keep(own_home, found_in(0.0, HOSTILE))
    at = visit("cultural_expression", locale, actor="demo_hr_leader")
    clean(at)
    assert say("audit_verdict.within", locale) in words(at)
    for element in (*at.subheader, *at.markdown, *at.caption):
        assert "<script" not in element.value.replace("\\<script", "")


@pytest.mark.parametrize("locale", LOCALES)
def test_before_anybody_asked_the_page_says_who_may(home: object, locale: str) -> None:
    at = visit("cultural_expression", locale, actor="demo_hr_leader")
    clean(at)
    assert say("display.none_title", locale) in words(at)
    asks = visit("cultural_expression", locale, actor="demo_compliance")
    clean(asks)
    asks.button(key="run").click().run()
    assert say("fairness.purpose_needed", locale) in words(asks)


@pytest.mark.parametrize(
    ("slope", "shift", "step"),
    [(0.7, 0.0, "scalar"), (0.7, -1.0, "metric"), (-0.7, 0.0, "configural")],
)
def test_the_step_that_fails_is_named(
    own_home: Store, lowered: CulturalExpression, slope: float, shift: float, step: str
) -> None:
    draw = np.random.default_rng(3)
    calm = np.arange(900) % 3 == 0
    lively = draw.normal(size=(900, 1))
    x = 0.7 * lively + 0.6 * draw.normal(size=(900, 4))
    # smiling follows liveliness otherwise among the calm, or starts lower at equal liveliness
    x[:, 0] += calm * ((slope - 0.7) * lively[:, 0] + shift)
    table = pd.DataFrame(x, columns=list("abcd"))
    table["style"] = np.where(calm, "restrained", "open")
    asked = measurement_invariance(table, attribute="style", indicators=list("abcd"))
    with own_home.transaction() as tx:
        content = {"found": lowered, "equal": "words", "score_sd": 1.0, "left_out": (),
                   "population": 900, "scope": SCOPE, "invariance": asked}  # fmt: skip
        save_report(tx, KIND, content)
    (kept,) = stored_expressions(Actor.system(), own_home)
    assert kept.invariance == asked
    for locale in LOCALES:
        told = comparable_sentence(kept, locale)
        assert told == say(f"display.comparable_{step}", locale)
        if step == "metric":
            at = visit("cultural_expression", locale)
            clean(at)
            assert plain(told) in words(at) or told in words(at)


def test_every_chart_draws_its_intervals_in_both_appearances(lowered: CulturalExpression) -> None:
    for locale in LOCALES:
        for palette in (LIGHT, DARK):
            gap = expression_gap(lowered, "restrained", palette, locale)
            weights = weight_choices(lowered, "restrained", 0.8, palette, locale)
            quality = quality_by_group(lowered.quality, palette, locale)
            assert gap is not None
            assert quality is not None
            for drawing in (gap, weights, quality):
                text = drawing.figure.to_json()
                assert palette.ground in text
                assert drawing.alt
                lines = [t for t in drawing.figure.data if t.mode == "lines"]
                assert lines
                assert all(t.x[0] <= t.x[1] for t in lines)
    through = lowered.passed[0].through
    assert points(-0.5, 0.8) == "−0.40"
    assert gap is not None
    assert through.n
    assert expression_gap(replace(lowered, passed=()), "restrained", LIGHT, "en") is None


def test_the_verb_checks_rights_purpose_and_whether_there_is_anything(own_home: Store) -> None:
    with own_home.transaction() as tx:
        for i, key in enumerate((OPEN, EVIL, BLIND, BARE)):
            style = "restrained" if i % 2 else "open"
            save_attributes(tx, f"c-{key}-00194f2a", {"display_style": style})
    hr = Actor(id="h", roles=("hr_leader",), units=("*",))
    scope = AuditScope(purpose="yearly audit")
    with pytest.raises(PermissionDenied):
        expression_audit(hr, own_home, scope, attribute="display_style")
    with pytest.raises(PermissionDenied):
        expression_audit(
            Actor.system(), own_home, AuditScope(purpose=" "), attribute="display_style"
        )
    with pytest.raises(InputError) as refused:
        expression_audit(Actor.system(), own_home, scope, attribute="display_style")
    assert refused.value.code == "expression.nothing_measured"
    assert stored_expressions(hr, own_home) == ()
