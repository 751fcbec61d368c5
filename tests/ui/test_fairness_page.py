"""The fairness page: sources, verdicts, the moving cut, remedies, and who may see it."""

from __future__ import annotations

import csv
import io
import json
import random
from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from test_pages import RAW_KEY, clean, visit, words
from ui_samples import HOSTILE
from ui_store import BARE, BLIND, EVIL, OPEN

import ui.audit_desk
from fairness import report_from_json, report_json
from interview import Actor, Decision, Outcome, PermissionDenied
from store import Store, save_attributes, save_decision
from ui.audit_desk import OnDesk, Swept, swept
from ui.audit_html import audit_html
from ui.audit_words import finding_text
from ui.parts.audit_export import audit_csv
from ui.parts.audit_history import due_text
from ui.parts.audit_verdicts import cards
from ui.parts.safe import plain
from ui.say import LOCALES, say
from workflow.audit import stored_audits

EVIL_GROUP = "=cmd|' /C calc'!A0 <script>[x](http://e)"


def people_csv(n: int = 240, evil: bool = False) -> bytes:
    """Women are selected half as often as men; ages alike; half a point lower in their scores."""
    draw = random.Random(7)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["candidate", "sex", "age band", "score", "hired", "job", "date"])
    for i in range(n):
        sex = "women" if i % 2 else "men"
        if evil and i % 4 == 3:
            sex = EVIL_GROUP
        score = draw.gauss(6.6 if sex == "men" else 6.0, 0.8)
        hired = int(i % 20 < 12) if sex == "men" else int(i % 20 < 6)
        age = "under 35" if i // 2 % 2 else "35+"
        writer.writerow(
            [f"p{i}", sex, age, f"{score:.2f}", hired, f"job{i % 3}", f"2026-0{1 + i % 8}-03"]
        )
    return out.getvalue().encode()


@pytest.fixture(autouse=True)
def empty_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ui.audit_desk, "_DESKS", type(ui.audit_desk._DESKS)())


@pytest.fixture
def decided(own_home: Store) -> Store:
    """The four interviews of `ui_store` with groups, and decisions on three of them."""
    with own_home.transaction() as tx:
        for i, key in enumerate((OPEN, EVIL, BLIND, BARE)):
            groups = {"sex": "women" if i % 2 else "men", "display_style": HOSTILE}
            save_attributes(tx, f"c-{key}-00194f2a", groups)
        made: tuple[tuple[str, Outcome], ...] = ((OPEN, "yes"), (EVIL, "no"), (BLIND, "yes"))
        for key, outcome in made:
            save_decision(
                tx,
                Decision(
                    interview=key,
                    stage="advance",
                    outcome=outcome,
                    actor="hr",
                    card_digest="",
                    at=datetime(2026, 3, 1, tzinfo=UTC),
                    reasons="because",
                ),
            )
    return own_home


def audited(locale: str, data: bytes, actor: str = "demo_hr_leader", **query: str) -> AppTest:
    at = visit("fairness", locale, actor=actor, view="new", **query)
    at.file_uploader[0].upload("decisions.csv", data).run()
    clean(at)
    at.button(key="run").click().run()
    return at


def desk() -> OnDesk:
    return next(reversed(ui.audit_desk._DESKS.values()))


@pytest.mark.parametrize("locale", LOCALES)
def test_a_table_is_mapped_audited_and_told_in_words(home: Path, locale: str) -> None:
    at = audited(locale, people_csv())
    clean(at)
    report = desk().report
    assert report.policy.attributes == ("sex", "age band")
    names = report.policy.columns
    assert (names.score, names.selected, names.person) == ("score", "hired", "candidate")
    assert (names.stratum, names.at) == ("job", "date")
    assert report.verdict == "exceeds"
    text = words(at)
    assert say("audit_verdict.exceeds", locale) in text
    assert not RAW_KEY.findall(text)
    for key in ("remedies", "may", "may_not", "cut", "groups", "crossed", "over_time"):
        assert say(f"fairness.{key}", locale) in text
    assert cards(report)[0].verdict == "exceeds"
    # the address holds choices and digests, never a column, group or person
    assert set(at.query_params) <= {"audit", "of", "by", "cut", "basis", "source"}


def test_the_same_numbers_on_page_json_csv_and_paper(home: Path) -> None:
    at = audited("en", people_csv())
    clean(at)
    report = desk().report
    assert report_from_json(json.loads(json.dumps(report_json(report)))) == report
    shown = next(t for t in report.tables if t.attribute == "sex" and t.metric == "impact_ratio")
    frame = next(f.value for f in at.dataframe if "finding" in f.value)
    paper = audit_html(report, "en", trail_digest="")
    rows = list(csv.DictReader(io.StringIO(audit_csv(report).lstrip("\ufeff"))))
    for group in shown.groups:
        (line,) = frame[frame["group"] == group.group].to_dict("records")
        words_of = finding_text(shown.metric, group.finding, "en")
        assert line["n"] == group.n
        assert line["selected"] == group.selected
        assert line["finding"] == words_of
        assert words_of in paper
        (cell,) = [
            r for r in rows
            if (r["attribute"], r["metric"], r["group"]) == ("sex", "impact_ratio", group.group)
        ]  # fmt: skip
        assert f"{float(cell['value']):.2f}" == words_of
        assert int(cell["n"]) == group.n


def test_everything_follows_the_cut(home: Path) -> None:
    at = audited("en", people_csv())
    found = swept(desk(), "sex")
    assert isinstance(found, Swept)
    assert at.slider[0].value == pytest.approx(found.today)
    at.slider[0].set_value(round(found.today + 1, 1)).run()
    clean(at)
    assert at.query_params["basis"] == "cut"
    table = found.sweep.at(round(found.today + 1, 1))
    frame = next(f.value for f in at.dataframe if "finding" in f.value)
    assert dict(zip(frame["group"], frame["selected"], strict=True)) == {
        g.group: g.selected for g in table.groups
    }
    # and from the address alone
    again = visit("fairness", "en", cut="6.5", basis="cut")
    clean(again)
    assert again.slider[0].value == 6.5


def test_hostile_groups_are_shown_and_never_run(home: Path) -> None:
    at = audited("en", people_csv(evil=True))
    clean(at)
    text = words(at)
    assert plain(EVIL_GROUP) in text
    for element in (*at.markdown, *at.caption, *at.subheader):
        assert "<script" not in element.value.replace("\\<script", "")
        assert "[x](http" not in element.value
    assert "\n'=cmd" not in audit_csv(desk().report).replace(",'=cmd", "")
    assert ",=cmd" not in audit_csv(desk().report)
    assert "<script>" not in audit_html(desk().report, "en")


@pytest.mark.parametrize(
    ("locale", "data", "code"),
    [
        ("en", b"sex,hired\n", "table.empty"),
        ("zh", b"sex,hired\nf,perhaps\nm,no\n", "table.not_yes_no"),
        ("en", b"sex,score\nf,high\nm,8\nm,7\n", "table.not_a_number"),
        ("zh", b"a,b\n1,2\n3\n4,5,6\n", "table.broken"),
        ("en", b"sex,hired\n" + b"".join(b"g%d,1\n" % i for i in range(300)), "group.too_many"),
        ("zh", b"PK\x03\x04 sheet", "table.wrong_type"),
    ],
)
def test_a_bad_table_is_one_sentence_with_what_would_work(
    home: Path, locale: str, data: bytes, code: str
) -> None:
    at = visit("fairness", locale, actor="demo_hr_leader", view="new")
    at.file_uploader[0].upload("t.csv", data).run()
    if not at.error:
        for box in at.multiselect:
            box.set_value(["sex"])
        for choice in at.selectbox:
            for kind, name in (("selected", "hired"), ("score", "score")):
                if str(choice.key).startswith(f"map_{kind}_") and name in choice.options:
                    choice.set_value(name)
        at.button(key="run").click().run()
    assert not at.exception
    (told,) = [one.value for one in at.error]
    assert f"`{code}`" in told
    assert say("error.do", locale) in told
    assert "Traceback" not in told


@pytest.mark.parametrize("locale", LOCALES)
def test_the_store_is_audited_for_a_purpose_and_small_numbers_cannot_tell(
    decided: Store, locale: str
) -> None:
    at = visit("fairness", locale, actor="demo_compliance", view="new")
    clean(at)
    at.button(key="run_store").click().run()
    assert say("fairness.purpose_needed", locale) in words(at)
    at.text_input(key="purpose_audit").set_value("yearly audit").run()
    at.button(key="run_store").click().run()
    clean(at)
    text = words(at)
    assert desk().report.verdict == "cannot_tell"
    assert say("audit_verdict.cannot_tell", locale) in text
    assert not RAW_KEY.findall(text.replace("yearly audit", ""))
    people = desk().people
    assert people is not None
    assert not {"candidate_id", "interview_id"} & set(people.columns)
    # who may see audits opens the kept one, without the people behind it
    other = visit("fairness", locale, actor="demo_data_scientist")
    clean(other)
    assert say("fairness.cut_gone", locale) in words(other)
    kept = visit("fairness", locale, actor="demo_data_scientist", view="kept")
    clean(kept)
    assert "yearly audit" in words(kept)


def test_a_manager_sees_no_such_page_and_workflow_refuses(home: Path) -> None:
    for page in ("fairness", "cultural_expression"):
        at = visit(page, actor="demo_hiring_manager")
        assert not at.exception
        assert "`right.missing`" in at.warning[0].value
        assert not at.dataframe
    manager = Actor(id="m", roles=("hiring_manager",), units=("sales",))
    with pytest.raises(PermissionDenied):
        stored_audits(manager, Store.__new__(Store))


def test_the_next_audit_is_due_a_year_after_the_last(decided: Store) -> None:
    at = visit("fairness", "en", actor="demo_compliance", view="new", law="nyc_ll144")
    at.text_input(key="purpose_audit").set_value("yearly audit").run()
    at.button(key="run_store").click().run()
    clean(at)
    kept = stored_audits(Actor.system(), decided)
    made = datetime.fromisoformat(kept[0].made_at)
    soon = due_text(kept, "nyc_ll144", "en", now=made)
    assert str(made.year + 1) in soon
    assert "overdue" in due_text(kept, "nyc_ll144", "en", now=made.replace(year=made.year + 2))
    assert "No audit is kept" in due_text(kept, "uk", "en", now=made)
    assert soon.split(":")[0] in words(at)


def test_an_audit_that_is_gone_says_so(home: Path) -> None:
    at = visit("fairness", "en", actor="demo_hr_leader", audit="0123456789abcdef")
    assert not at.exception
    assert say("fairness.gone", "en") in words(at)
