"""The audit presets: complete in both languages, dated, and honest about what was read."""

import re

import pytest

from interview import PolicyError
from workflow.audit_laws import AuditLaw, audit_law, audit_laws

LAWS = list(audit_laws().values())


def test_the_eight_presets() -> None:
    assert sorted(audit_laws()) == [
        "cn_pipl", "co_sb26_189", "eu_ai_act", "none", "nyc_ll144", "uk", "us_il", "us_ugesp",
    ]  # fmt: skip


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.key)
def test_every_preset_is_whole(law: AuditLaw) -> None:
    assert re.fullmatch(r"20\d\d-\d\d-\d\d", law.verified_on)
    assert law.source
    assert law.clocks["reaudit_months"] > 0
    texts = [law.title, law.summary, *(d.text for d in law.duties), *(d.where for d in law.duties),
             *(b.text for b in law.banned)]  # fmt: skip
    for text in texts:
        assert set(text) == {"en", "zh"}
        assert all(text.values())
    assert len({d.key for d in law.duties}) == len(law.duties)
    for duty in law.duties:
        assert duty.status in ("report", "elsewhere", "not_software")
        assert duty.read in ("primary", "secondary", "memory")
        assert duty.applies_from == "" or re.fullmatch(r"20\d\d-\d\d-\d\d", duty.applies_from)
        assert duty.unconfirmed == (duty.read != "primary")


@pytest.mark.parametrize("law", LAWS, ids=lambda law: law.key)
def test_no_law_is_said_to_draw_the_line_at_four_fifths(law: AuditLaw) -> None:
    assert law.limit == 0.80
    assert not law.limit_is_law


def test_the_workbench_is_not_the_auditor() -> None:
    duty = next(d for d in audit_law("nyc_ll144").duties if d.key == "independent_audit")
    assert duty.status == "not_software"


def test_an_unknown_preset_names_those_there_are() -> None:
    with pytest.raises(PolicyError) as err:
        audit_law("nyc")
    assert err.value.code == "policy.unknown"
    assert str(err.value.slots["known"]).startswith("nyc_ll144")
