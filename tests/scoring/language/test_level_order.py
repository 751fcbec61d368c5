"""Better answers score higher; attempts to look good do not beat a plainly told episode."""

from __future__ import annotations

import tomllib
from itertools import combinations

import pytest
from answers_read import FOLDER, asked, measured, points, written

from scoring.language import LanguageResult

LOCALES = ["en", "zh"]


@pytest.mark.parametrize("locale", LOCALES)
def test_levels_come_out_in_order_in_nine_of_ten_pairs(locale: str) -> None:
    scored = [(w, points(w.text, w.competency, w.question)) for w in written(locale)]
    assert len(scored) == 40
    pairs = [
        (one[1] < other[1]) == (one[0].level < other[0].level)
        for one, other in combinations(scored, 2)
        if one[0].level != other[0].level
    ]
    same = [
        (one[1] < other[1]) == (one[0].level < other[0].level)
        for one, other in combinations(scored, 2)
        if one[0].level != other[0].level and one[0].competency == other[0].competency
    ]
    assert len(same) == 80
    assert sum(same) / len(same) >= 0.9
    assert sum(pairs) / len(pairs) >= 0.9


@pytest.mark.parametrize("locale", LOCALES)
def test_two_levels_apart_are_hardly_ever_confused(locale: str) -> None:
    scored = [(w, points(w.text, w.competency, w.question)) for w in written(locale)]
    far = [
        (one[1] < other[1]) == (one[0].level < other[0].level)
        for one, other in combinations(scored, 2)
        if abs(one[0].level - other[0].level) >= 2 and one[0].competency == other[0].competency
    ]
    assert sum(far) / len(far) >= 0.95


@pytest.mark.parametrize(
    ("locale", "competency", "trick", "text"),
    [
        (locale, competency, trick, text)
        for locale in LOCALES
        for competency, rows in tomllib.loads(
            (FOLDER / f"tricks_{locale}.toml").read_text(encoding="utf-8")
        ).items()
        for trick, text in rows.items()
    ],
)
def test_no_trick_beats_a_plain_episode(
    locale: str, competency: str, trick: str, text: str
) -> None:
    plain = next(w for w in written(locale) if w.competency == competency and w.level == 3)
    assert points(text, competency, plain.question) < points(plain.text, competency, plain.question)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("competency", ["teamwork", "planning", "results_focus"])
def test_tricks_are_pointed_out_to_the_reviewer(locale: str, competency: str) -> None:
    tricks = tomllib.loads((FOLDER / f"tricks_{locale}.toml").read_text(encoding="utf-8"))
    if competency not in tricks:
        competency = "teamwork"
    question = next(w.question for w in written(locale) if w.competency == competency)
    for trick, code in (
        ("keywords", "language.keyword_stuffing"),
        ("copied", "language.question_copied"),
    ):
        found = measured(tricks[competency][trick], competency, question)
        assert code in [flag.code for flag in found.flags], trick


@pytest.mark.parametrize("locale", LOCALES)
def test_no_hand_written_answer_is_flagged_as_a_trick(locale: str) -> None:
    for answer in written(locale):
        found = measured(answer.text, answer.competency, answer.question)
        assert not tricks_named(found), answer.text


def tricks_named(found: LanguageResult) -> list[str]:
    """Flags beside those that name a missing part of the story."""
    return [f.code for f in found.flags if not f.code.startswith("language.star_")]


VAGUE = {
    "en": (
        "Um, well, customers are usually angry about, you know, the delivery. I think you should "
        "maybe stay friendly, sort of. Then I usually pass them on to my supervisor.",
        "I do not really remember a case like that. Maybe once, um, somebody asked for a refund "
        "without a receipt. I guess we just, uh, followed what the others did.",
        "We had calls, mails, meetings, you know, the usual things, every day, all week. It was, "
        "well, a lot of this and that. People came, people went, and somehow it worked out.",
        "Customers, colleagues, the boss, deadlines, everybody wants something, right? You just, "
        "you know, talk to them, and mostly, in the end, it is fine.",
    ),
    "zh": (
        "嗯，客户嘛，态度要好，服务要好，什么都要好，大概就是这样。然后，那个，尽量别吵起来吧。",
        "这种情况，怎么说呢，好像没怎么遇到过。可能有一次，有人没带小票来退货，大家怎么办就怎么办了。",
        "电话，邮件，开会，微信，反正每天，都是这些，挺乱的。忙嘛，累嘛，最后，也就那样，过去了。",
        "老板啊，同事啊，客户啊，每个人，都有要求，对吧，慢慢来，谈一谈，差不多，也就好了。",
    ),
}


@pytest.mark.parametrize("locale", LOCALES)
def test_vague_but_natural_speech_is_no_trick(locale: str) -> None:
    for text in VAGUE[locale]:
        for competency in ("teamwork", "planning", "results_focus"):
            question = next(
                (w.question for w in written(locale) if w.competency == competency), None
            )
            found = measured(text, competency, question)
            assert found.quality.passed, text
            assert not tricks_named(found), text


@pytest.mark.parametrize("locale", LOCALES)
def test_saying_it_twice_adds_nothing(locale: str) -> None:
    for answer in written(locale):
        if answer.level < 4:
            continue
        once = measured(answer.text, answer.competency, answer.question)
        twice = measured(f"{answer.text} {answer.text}", answer.competency, answer.question)
        name = f"lang_evidence.{answer.competency}"
        assert twice.values[name] <= once.values[name] + 1e-9
        assert twice.values["lang_results"] == once.values["lang_results"]


def test_answers_written_after_the_last_change_come_out_in_order_too() -> None:
    # four competencies that were never tuned to; 35 of 40 pairs when they were written
    right = []
    for locale in LOCALES:
        rows = tomllib.loads((FOLDER / f"answers_late_{locale}.toml").read_text(encoding="utf-8"))
        for competency, row in rows.items():
            question = asked(competency, row["question"], locale)
            scored = [points(row[str(level)], competency, question) for level in range(1, 6)]
            right += [low < high for low, high in combinations(scored, 2)]
    assert len(right) == 40
    assert sum(right) / len(right) >= 0.85
