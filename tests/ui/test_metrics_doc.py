"""The page of metrics is written from the catalogue, and every metric has words."""

from __future__ import annotations

import pytest

from fairness import METRICS, PERTURBATIONS
from ui.metrics_doc import PAGE, metrics_doc
from ui.say import LOCALES, sentences
from workflow.altered import ALTERATIONS


def test_the_page_is_what_the_catalogue_says() -> None:
    # `python -m ui.metrics_doc` writes it anew
    assert PAGE.read_text("utf-8") == metrics_doc()


@pytest.mark.parametrize("locale", LOCALES)
def test_every_metric_and_alteration_has_words(locale: str) -> None:
    words = sentences(locale)
    wanted = [f"{area}.{key}" for key in METRICS for area in ("metric", "metric_means")]
    wanted += [f"alteration.{one.key}" for one in (*ALTERATIONS, *PERTURBATIONS)]
    assert [key for key in wanted if key not in words] == []
