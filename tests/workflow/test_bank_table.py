"""The bank of any table, and the command: planted truths, bad input, shape and exit codes."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from typer.testing import CliRunner

import data_samples
from data_samples.planted_scores import planted_scores
from interview import Actor, Estimate, InputError, PermissionDenied, Withheld
from tests.workflow.small_company import MANAGER
from workflow.bank import bank_table
from workflow.bank_columns import BankColumns
from workflow.bank_dif import judged_together
from workflow.bank_found import BankFound, DifFound, interviews_to_come, worth_of_more
from workflow.cli import app

KEY = tomllib.loads((Path(data_samples.__file__).parent / "answer_key.toml").read_text("utf-8"))
SYSTEM = Actor.system()
BY = BankColumns(question="q", score="s", interview="i", outcome="y")
RUN = CliRunner()


def answers(people: int = 240, seed: int = 3) -> pd.DataFrame:
    """Four questions that measure one ability, which the outcome follows."""
    rng = np.random.default_rng(seed)
    mind = rng.normal(size=people)
    i = np.repeat(np.arange(people), 4)
    return pd.DataFrame(
        {
            "i": i,
            "q": list("abcd") * people,
            "s": np.clip(5 + mind[i] + rng.normal(size=i.size), 0, 10).round(2),
            "y": (mind + rng.normal(size=people))[i].round(3),
        }
    )


@pytest.fixture(scope="module")
def demo() -> BankFound:
    """The demo company, its texts included, up to three months after the leak began."""
    firm = data_samples.company(2026)
    table = planted_scores(firm)
    leak = KEY["leak"]
    table = table[table["month"] < leak["month"] + 3]
    groups = firm.attributes.set_index("candidate_id")
    table["region"] = table["candidate_id"].map(groups["attr_region"])
    for control in KEY["controls"]["attributes"]:
        table[control] = table["candidate_id"].map(groups[f"attr_{control}"])
    known = table["question"] == leak["question"]
    table["text"] = [firm.transcript(i).text if k else None for i, k in known.items()]
    by = BankColumns(
        question="question", score="score", interview="interview_id", version="version",
        outcome="outcome", competency="competency", role="role", at="interviewed_at",
        person="candidate_id", answer="answer_id", seconds="seconds", language="locale",
        text="text", groups=("region", *KEY["controls"]["attributes"]),
    )  # fmt: skip
    return bank_table(SYSTEM, table, by)


def test_the_leak_is_put_aside_within_three_months_and_the_harder_question(
    demo: BankFound,
) -> None:
    told = {one.question for one in demo.assessment.with_recommendation("quarantine")}
    assert told == {KEY["leak"]["question"], KEY["harder_question"]["question"]}
    leaked = demo.assessment.of(KEY["leak"]["question"])
    assert leaked is not None
    assert leaked.leak is not None
    assert "leak.copies" in leaked.leak.signs


def test_controls_are_quiet(demo: BankFound) -> None:
    sure = [
        (name, one.attribute)
        for name, facts in demo.facts.items()
        for one in facts.dif
        if one.size_class in ("B", "C")
    ]
    assert {attribute for _, attribute in sure} == {"region"}
    assert set(demo.looked_at) == {"region", *KEY["controls"]["attributes"]}
    # nothing but the planted leak is called leaked
    leaks = [o.question for o in demo.assessment.questions if o.leak and o.leak.verdict == "leaked"]
    assert leaks == [KEY["leak"]["question"]]


def test_each_role_uses_its_own_questions(demo: BankFound) -> None:
    assert {use.role for use in demo.uses} == {facts.roles[0] for facts in demo.facts.values()}
    for one in demo.assessment.questions:
        assert one.exposure is not None
        assert isinstance(one.exposure.rate, Estimate)
        use = next(u for u in demo.uses if u.role == demo.facts[f"{one.question}@1"].roles[0])
        # even rotation uses each alike; a question is pointed out only above that and the cap
        if one.exposure.over_cap:
            assert one.exposure.rate.low > max(use.least_exposure, use.cap)
        assert use.questions_for_cap == int(np.ceil(use.asked / 0.25))


def test_many_comparisons_count_as_many() -> None:
    effect = Estimate(value=-0.4, low=-0.6, high=-0.2, n=400, method="dif.hc3")

    def compared(p: float | None) -> DifFound:
        return DifFound(
            attribute="sex", role="", group="women", size_class="C", harder_for="women",
            effect=effect, p_value=p,
        )  # fmt: skip

    alone = judged_together([("a", compared(0.004))])
    assert alone["a"][0].size_class == "C"
    many = judged_together([("a", compared(0.004)), *((f"q{i}", compared(0.5)) for i in range(30))])
    assert (many["a"][0].size_class, many["a"][0].harder_for) == ("A", "")
    assert many["a"][0].adjusted_p == pytest.approx(0.124)
    strong = judged_together(
        [("a", compared(1e-9)), *((f"q{i}", compared(0.5)) for i in range(30))]
    )
    assert strong["a"][0].size_class == "C"
    assert judged_together([("a", compared(None))])["a"][0].size_class == "A"


def test_raters_are_averaged_and_their_agreement_counts() -> None:
    one = answers()
    rng = np.random.default_rng(4)
    both = pd.concat([one.assign(who="ann"), one.assign(who="bo")])
    both["s"] = (both["s"] + rng.normal(scale=0.3, size=len(both))).clip(0, 10)
    by = BankColumns(question="q", score="s", interview="i", outcome="y", rater="who")
    told = bank_table(SYSTEM, both, by)
    assert told.assessment.answers == len(one)
    agreement = told.assessment.questions[0].agreement
    assert isinstance(agreement, Estimate)
    # 2 of ability and chance against .09 of the raters' own
    assert agreement.value == pytest.approx(2 / 2.09, abs=0.02)
    # raters who never met: named, and everything else stands
    apart = one.assign(who=np.where(one["i"] % 2, "ann", "bo"))
    lone = bank_table(SYSTEM, apart, by)
    assert {
        o.agreement.code for o in lone.assessment.questions if isinstance(o.agreement, Withheld)
    } == {"raters.never_overlap"}
    single = bank_table(SYSTEM, one.assign(who="ann"), by).assessment.questions[0].agreement
    assert isinstance(single, Withheld)
    assert single.code == "raters.one"
    assert {o.recommendation for o in lone.assessment.questions} == {"keep"}


def test_bad_input_is_withheld_with_what_would_be_enough() -> None:
    whole = answers()
    nobody = bank_table(SYSTEM, whole.assign(y=None), BY)
    for one in nobody.assessment.questions:
        assert isinstance(one.observed, Withheld)
        assert one.observed.code == "question.no_outcome"
        assert one.recommendation != "keep"
        assert one.needed >= 30
    constant = bank_table(SYSTEM, whole.assign(y=3.0), BY).assessment.questions[0]
    assert isinstance(constant.observed, Withheld)
    assert (constant.observed.code, constant.observed.n) == ("correlation.constant", 240)
    three = bank_table(SYSTEM, whole[whole["i"] < 3], BY).assessment.questions[0]
    assert isinstance(three.observed, Withheld)
    assert three.more > 0
    assert three.recommendation == "collect"
    alone = bank_table(SYSTEM, whole[whole["q"] == "a"], BY).assessment.questions[0]
    assert alone.statistics is not None
    assert isinstance(alone.statistics.item_rest, Withheld)
    assert alone.statistics.item_rest.code == "item.no_others"
    # too few questions to match people on: nobody looked, and the note says why
    grouped = whole.assign(g=np.where(whole["i"] % 2, "x", "z"))
    by = BankColumns(question="q", score="s", interview="i", outcome="y", groups=("g",))
    told = bank_table(SYSTEM, grouped[grouped["q"] < "c"], by)
    assert [note.code for note in told.notes] == ["items.too_few"]
    assert {one.dif_class for one in told.assessment.questions} == {""}


@pytest.mark.parametrize(
    ("broken", "code"),
    [
        (lambda f: f.assign(s=f["s"] + 20), "score.off_scale"),
        (lambda f: pd.concat([f, f.head(1)]), "items.twice"),
        (lambda f: f.drop(columns="y"), "table.missing_column"),
        (lambda f: f.assign(s="high"), "table.not_a_number"),
    ],
)
def test_what_cannot_be_read_is_refused_by_name(broken: object, code: str) -> None:
    with pytest.raises(InputError) as refused:
        bank_table(SYSTEM, broken(answers()), BY)  # type: ignore[operator]
    assert refused.value.code == code
    assert refused.value.remedy


def test_rows_that_stand_alone_and_the_right_to_ask() -> None:
    frame = answers()
    told = bank_table(SYSTEM, frame, BankColumns(question="q", score="s", outcome="y"))
    assert told.interviews == len(frame)
    assert "_interview" not in frame.columns
    with pytest.raises(PermissionDenied):
        bank_table(MANAGER, frame, BY)


def test_more_people_are_worth_less_the_more_is_known() -> None:
    few = bank_table(SYSTEM, answers(60), BY)
    many = bank_table(SYSTEM, answers(900), BY)
    gains = [worth_of_more(o.assessment.questions[0], 50, 0.1).gain for o in (few, many)]
    assert gains[0] > gains[1] >= 0
    one = many.assessment.questions[0]
    assert interviews_to_come(one, many.facts[one.question]) == 0


def test_the_command_on_a_foreign_table(tmp_path: Path) -> None:
    frame = answers(400)
    rng = np.random.default_rng(5)
    bad = frame["q"] == "d"
    frame.loc[bad, "s"] = np.clip(5 + rng.normal(size=int(bad.sum())), 0, 10).round(2)
    frame = frame.rename(columns={"q": "Frage", "s": "得分", "i": "Bewerber", "y": "Leistung"})
    source, target = tmp_path / "t.csv", tmp_path / "out.json"
    source.write_bytes(frame.to_csv(index=False, sep=";").encode("gb18030"))
    columns = ["--question", "Frage", "--score", "得分", "--person", "Bewerber"]
    columns += ["--outcome", "Leistung"]
    told = RUN.invoke(app, ["bank", str(source), *columns, "--json", str(target)])
    assert told.exit_code == 1, told.output
    assert "retire" in told.output
    made = json.loads(target.read_text("utf-8"))
    rows = {row["question"]: row for row in made["questions"]}
    assert rows["d"]["recommendation"] == "retire"
    assert rows["a"]["recommendation"] == "keep"
    assert {"value", "low", "high"} <= set(rows["a"]["validity"])
    assert {reason["code"] for reason in rows["d"]["reasons"]} >= {"question.unlikely_valid"}
    # without the bad question nothing is pressing
    calm = tmp_path / "calm.csv"
    frame[frame["Frage"] != "d"].to_csv(calm, index=False)
    quiet = RUN.invoke(app, ["bank", str(calm), *columns, "--json", "-"])
    assert quiet.exit_code == 0, quiet.output
    assert len(json.loads(quiet.stdout)["questions"]) == 3


def test_the_command_on_one_row_per_person(tmp_path: Path) -> None:
    wide = answers().pivot(index="i", columns="q", values="s")
    wide["y"] = answers().groupby("i")["y"].first()
    path = tmp_path / "wide.csv"
    wide.to_csv(path, index=False)
    items = [word for name in "abcd" for word in ("--item", name)]
    told = RUN.invoke(app, ["bank", str(path), *items, "--outcome", "y", "--json", "-"])
    assert told.exit_code == 0, told.output
    rows = json.loads(told.stdout)["questions"]
    assert [row["question"] for row in rows] == list("abcd")
    assert all(row["item_rest"]["value"] > 0.3 for row in rows)


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ([], "bank.no_source"),
        (["{table}", "--store", "x"], "bank.two_sources"),
        (["{table}", "--scale", "low"], "bank.scale"),
        (["{table}", "--question", "none"], "table.missing_column"),
        (["{table}", "--question", "q", "--score", "s", "--scale", "0:3"], "score.off_scale"),
        (["{table}", "--question", "q", "--score", "s", "--cap", "2"], "exposure.cap"),
        (["{table}", "--question", "q", "--score", "s", "--minimum", "2"], "question.rule"),
        (["nowhere.csv"], "table.not_found"),
    ],
)
def test_what_the_command_refuses(tmp_path: Path, arguments: list[str], code: str) -> None:
    path = tmp_path / "t.csv"
    answers(20).to_csv(path, index=False)
    told = RUN.invoke(app, ["bank", *(one.format(table=path) for one in arguments)])
    assert told.exit_code == 2
    assert code in told.stderr


def test_a_name_from_a_table_is_text(tmp_path: Path) -> None:
    evil = "\x1b[31m[red]=cmd"
    path = tmp_path / "t.csv"
    frame = answers(60)
    frame["q"] = frame["q"].replace({"a": evil})
    frame.to_csv(path, index=False)
    told = RUN.invoke(app, ["bank", str(path), "--question", "q", "--score", "s", "--person", "i"])
    assert "\x1b[31m[red]" not in told.output
    assert "[red]=cmd" in told.output


def test_what_could_not_be_looked_at_is_named() -> None:
    frame = answers(120).assign(one="x")
    frame["q"] = frame["q"].where(frame.index > 4)
    by = BankColumns(question="q", score="s", interview="i", groups=("one",))
    told = bank_table(SYSTEM, frame, by)
    assert told.looked_at == ()
    assert [(note.code, dict(note.slots)) for note in told.notes] == [
        ("bank.one_group", {"attribute": "one"}),
        ("bank.left_out", {"count": 5}),
    ]
