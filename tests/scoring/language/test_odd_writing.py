"""Writing as it comes: old characters, wide digits, emoji, dialects, two languages, long texts."""

from __future__ import annotations

import time

import pytest

from interview import Segment, Transcript
from scoring.language import LanguageResult, detect_locale, measure_language
from scoring.language.plain_form import plain_form

ZH = (
    "去年我们组两个同事为排班吵了起来，我把双方叫到一起谈，找到共同的目标。后来我帮着新同事做了3张表，"
    "差错减少了20%，大家都满意。"
)
TRADITIONAL = (
    "去年我們組兩個同事為排班吵了起來，我把雙方叫到一起談，找到共同的目標。後來我幫著新同事做了３張表，"
    "差錯減少了２０％，大家都滿意。"
)
EN = (
    "Last year two colleagues argued about shifts. I listened to both sides and found a common "
    "goal. In the end errors fell by 20 percent."
)


def measured(text: str) -> LanguageResult:
    said = Transcript(segments=(Segment(text=text),), source="text")
    return measure_language(said, question=None, competencies=["teamwork"])


def test_traditional_characters_and_wide_digits_measure_the_same() -> None:
    one, other = measured(ZH), measured(TRADITIONAL)
    assert one.values == other.values
    assert one.values["lang_evidence.teamwork"] > 2
    assert one.values["lang_results"] == 1
    for piece in other.evidence["teamwork"]:
        # quoted as it was written
        assert TRADITIONAL[piece.start_char : piece.end_char] == piece.quote
        assert piece.quote not in ZH


@pytest.mark.parametrize(
    ("written", "plain"),
    [
        ("團隊裡後來開會", "团队里后来开会"),
        ("他幫著我，著名的著作", "他帮着我，著名的著作"),
        ("Ｉ ｌｅｄ ３０％", "I led 30%"),
        ("我\u3000负责", "我 负责"),
        ("俺没走，甭管", "我没走，别管"),
        ("我哋冇放棄，搞掂咗", "我们没放弃，搞掂了"),
        ("唔，我想想", "唔，我想想"),  # a hum, where nothing is Cantonese
        ("佢唔喺公司", "他不在公司"),
        ("简体字和 plain English stay.", "简体字和 plain English stay."),
    ],
)
def test_character_for_character(written: str, plain: str) -> None:
    assert plain_form(written) == plain
    assert len(plain) == len(written)


def test_emoji_change_nothing() -> None:
    plain = measured(EN)
    lively = measured(EN.replace(". ", " 😀👍🏽 . ").replace("goal", "goal 🎯"))
    assert lively.values == plain.values
    zh = measured(ZH.replace("，", "😂，"))
    assert zh.values["lang_words"] == measured(ZH).values["lang_words"]
    assert zh.values["lang_evidence.teamwork"] == measured(ZH).values["lang_evidence.teamwork"]


def test_nothing_but_emoji_is_empty() -> None:
    assert measured("😀👍🏽🎯" * 20).quality.code == "language.empty"


@pytest.mark.parametrize(
    ("text", "locale", "mixed"),
    [
        (
            "我负责 Java 和 Python 的后端开发，用 Docker 部署，客户很满意，也没有再出错。",
            "zh",
            False,
        ),
        (
            "我们 team 用 Python 做 data pipeline，然后 deploy 到 AWS，我负责 code review。",
            "zh",
            True,
        ),
        (EN + " 大家都很满意。", "en", False),
        (EN + " 然后我们一起去吃饭，大家都很高兴，领导也表扬了我们，后来一直这样做。", "en", True),
        (ZH + " So I was very happy.", "zh", False),
        ("去年我负责上线。" + EN, "en", False),
    ],
)
def test_two_languages_in_one_answer(text: str, locale: str, mixed: bool) -> None:
    found = measured(text)
    assert found.locale == locale
    assert found.quality.passed
    flags = {f.code: f.slots for f in found.flags}
    assert ("language.mixed" in flags) == mixed
    if mixed:
        assert 0.25 < float(str(flags["language.mixed"]["share"])) < 0.75


def test_the_share_of_the_other_language_by_hand() -> None:
    # 16 characters are 10 words, beside 10 words in letters
    half = "我们一起把这件事按时做完了好不好" + " we did it in the end and it was fine"
    from scoring.language.locale import other_share

    assert other_share(half, "en") == pytest.approx(0.5)
    assert other_share(half, "zh") == pytest.approx(0.5)


def test_dialect_words_are_understood() -> None:
    standard = measured("去年我们没放弃，我把双方叫到一起谈，找到了共同的目标，后来大家都满意。")
    north = measured("去年俺们没放弃，俺把双方叫到一起谈，找到了共同的目标，后来大家都满意。")
    south = measured("去年我哋冇放棄，我把雙方叫到一起談，找到咗共同嘅目標，後來大家都滿意。")
    assert north.values == standard.values
    assert south.values == standard.values


def test_we_in_the_north_is_us() -> None:
    from scoring.language.counts import first_person
    from scoring.language.prepared import prepare

    def persons(text: str) -> tuple[int, int]:
        said = Transcript(segments=(Segment(text=text),), source="text")
        return first_person(prepare(said, "zh"))

    assert persons("咱俩一起修，俺去拿工具。") == (1, 1)
    assert persons("咱们公司大，咱家的货好。") == (0, 0)
    assert persons("咱们一起去，俺们也去。") == (0, 2)


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_the_time_grows_with_the_length_and_not_with_its_square(locale: str) -> None:
    base = EN + " " if locale == "en" else ZH
    base = "".join(base.replace("20", str(n)) for n in range(20, 40))
    unit = 25 if locale == "en" else 60
    measured(base)

    def seconds(times: int) -> float:
        text = base * times
        before = time.process_time()
        found = measured(text)
        spent = time.process_time() - before
        assert found.values["lang_words"] > times * 20 * unit * 0.9
        return spent

    # 2,500 to 10,000 words: four times as much may take eight times as long, not sixteen
    few = min(seconds(5) for _ in range(3))
    assert seconds(20) < 8 * few
    assert detect_locale(base * 20) == locale


def test_every_language_has_its_lists() -> None:
    from pathlib import Path

    import scoring.language
    from scoring.language.lexicon import lexicons

    folder = Path(scoring.language.__file__).parent
    for name in ("sentiment", "templates"):
        assert {path.stem for path in (folder / name).glob("*.toml")} == set(lexicons())


def test_old_and_new_characters_are_pairs_and_no_new_one_is_old() -> None:
    import tomllib
    from pathlib import Path

    import scoring.language

    path = Path(scoring.language.__file__).parent / "characters" / "simplified.toml"
    table = tomllib.loads(path.read_text("utf-8"))
    old, new = ("".join(table[key].split()) for key in ("traditional", "simplified"))
    assert len(old) == len(new) == len(set(old)) > 2000
    # read twice it stays the same
    assert plain_form(new) == plain_form(plain_form(old))
    assert not set(old) & set(
        "的了是我们在有他这中大来上国个到说时要就出会可也你对生能而子那得于着下自之年过发后作里"
    )
