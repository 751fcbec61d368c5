"""The audit on paper: the same numbers as the object, both languages, nothing from outside."""

import re

import pandas as pd
import pytest

from fairness import AuditReport, Columns, audit
from interview import Estimate
from ui.audit_html import audit_html
from ui.audit_words import conclusion_text, finding_text
from ui.wording import count_text
from workflow.audit import audit_rules
from workflow.audit_laws import audit_laws

HOSTILE = '<script>alert("x")</script>'


@pytest.fixture(scope="module")
def report() -> AuditReport:
    people = pd.DataFrame(
        {
            "sex": ["men"] * 80 + ["women"] * 40 + [None] * 3 + [HOSTILE] * 6,
            "hired": [1] * 48 + [0] * 32 + [1] * 12 + [0] * 28 + [1, 0, 0] + [1, 0] * 3,
            "score": [7.0, 6.0, 5.0] * 43,
        }
    )
    rules = audit_rules("nyc_ll144", ["sex"], Columns(selected="hired", score="score"))
    return audit(people, rules)


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_every_number_of_the_object_is_on_the_page(report: AuditReport, locale: str) -> None:
    page = audit_html(report, locale, trail_digest="ab" * 32)
    assert count_text(report.population) in page
    assert report.digest in page
    assert report.policy.digest in page
    assert "ab" * 32 in page
    for table in report.tables:
        for group in table.groups:
            assert f">{count_text(group.n)}</td>" in page
            if isinstance(group.finding, Estimate):
                assert finding_text(table.metric, group.finding, locale) in page


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_nothing_runs_and_nothing_is_fetched(report: AuditReport, locale: str) -> None:
    page = audit_html(report, locale)
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert not re.search(r"(src|href)\s*=|url\(|@import", page)
    assert "default-src 'none'" in page


@pytest.mark.parametrize("law", sorted(audit_laws()))
@pytest.mark.parametrize("locale", ["en", "zh"])
def test_every_preset_prints_its_duties(report: AuditReport, law: str, locale: str) -> None:
    from dataclasses import replace
    from html import escape

    printed = audit_html(replace(report, policy=replace(report.policy, law=law)), locale)
    for duty in audit_laws()[law].duties:
        assert escape(duty.text[locale]) in printed


def test_conclusions_are_whole_sentences_without_leftovers(report: AuditReport) -> None:
    for locale in ("en", "zh"):
        for found in report.findings:
            text = conclusion_text(found, report.policy, locale)
            assert text[-1] in ".。"
            assert "{" not in text
            assert "_" not in text.replace("not_stated", "")
