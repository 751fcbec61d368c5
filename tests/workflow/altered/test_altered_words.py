"""Altered transcripts: planted error rates, fillers in and out, names exchanged, times kept."""

from __future__ import annotations

import re

import pytest

from interview import InputError, Segment, Transcript
from scoring.recognition.error_rate import error_rate
from tests.workflow.altered.recorded import TOLD, TOLD_ZH, timed
from workflow.altered import ALTERATIONS, Alteration, altered_transcript, find_alterations

LOCALES = ("en", "zh")
SAID = {"en": timed(TOLD, "en"), "zh": timed(TOLD_ZH, "zh")}
LONG = {
    "en": Transcript(source="text", segments=(Segment(text=" ".join([TOLD] * 8)),)),
    "zh": Transcript(source="text", segments=(Segment(text=TOLD_ZH * 8),)),
}


def alteration(key: str) -> Alteration:
    return next(one for one in ALTERATIONS if one.key == key)


def altered(key: str, locale: str, said: Transcript | None = None, **more: object) -> Transcript:
    made = altered_transcript(
        said or SAID[locale],
        alteration(key),
        locale=locale,
        seed="s",
        **more,  # type: ignore[arg-type]
    )
    assert made is not None
    return made


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize(
    ("key", "rate"), [("misheard_5", 0.05), ("misheard_10", 0.1), ("misheard_20", 0.2)]
)
def test_the_error_rate_is_the_one_planted(locale: str, key: str, rate: float) -> None:
    made = altered(key, locale, LONG[locale])
    found = error_rate(LONG[locale].text, made.text, locale)  # type: ignore[arg-type]
    # a loss beside a replacement may be aligned more cheaply, never more dearly
    assert rate - 0.01 <= found.rate <= rate + 0.005
    assert found.n > 300


@pytest.mark.parametrize("locale", LOCALES)
def test_more_errors_include_the_fewer(locale: str) -> None:
    units = re.compile(r"[A-Za-z']+|[\u4e00-\u9fff]")
    counts = [
        len(units.findall(altered(key, locale, LONG[locale]).text))
        for key in ("misheard_5", "misheard_10", "misheard_20")
    ]
    assert counts == sorted(counts, reverse=True)
    assert altered("misheard_5", locale) == altered("misheard_5", locale)


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("key", ["misheard_20", "fillers_added", "fillers_removed", "named"])
def test_words_and_text_still_agree_and_keep_their_times(locale: str, key: str) -> None:
    before, made = SAID[locale], altered(key, locale)
    spans = {(w.start_ms, w.end_ms) for s in before.segments for w in s.words}
    for segment in made.segments:
        at = 0
        assert segment.words
        for word in segment.words:
            at = segment.text.index(word.text, at) + len(word.text)
            assert (word.start_ms, word.end_ms) in spans


def test_fillers_are_added_at_the_stated_rate_and_taken_out_whole() -> None:
    words = len(re.findall(r"[A-Za-z']+", LONG["en"].text))
    more = altered("fillers_added", "en", LONG["en"]).text
    added = len(re.findall(r"\b(um|uh|you know|well),", more)) - len(
        re.findall(r"\b(um|uh|you know|well),", LONG["en"].text)
    )
    assert added == round(0.05 * words)
    assert not re.search(r"(?i)\b(um|uh)\b", altered("fillers_removed", "en").text)
    assert altered("fillers_removed", "en").text.startswith("last year our team")
    assert not re.search("嗯|呃", altered("fillers_removed", "zh").text)


def test_a_transcript_without_fillers_is_not_altered() -> None:
    plain = Transcript(source="text", segments=(Segment(text="I led the launch."),))
    assert altered_transcript(plain, alteration("fillers_removed"), locale="en", seed="s") is None


@pytest.mark.parametrize(
    ("locale", "women", "men"), [("en", "Emily", "James"), ("zh", "王芳", "王强")]
)
def test_names_are_exchanged_and_nothing_else(locale: str, women: str, men: str) -> None:
    named, other = altered("named", locale), altered("other_name", locale)
    assert women in named.segments[1].text
    assert men in other.segments[1].text
    assert other.segments[1].text == named.segments[1].text.replace(women, men)
    # the opening sentence names another person of the same place
    place = re.compile(r"come from (\w+)|来自(\w+)")
    assert place.search(named.text).group() == place.search(other.text).group()  # type: ignore[union-attr]
    assert named.segments[0].text != other.segments[0].text
    town = altered("other_hometown", locale)
    assert place.search(town.text).group() != place.search(named.text).group()  # type: ignore[union-attr]
    assert town.segments[1:] == named.segments[1:]
    later = altered("other_name", locale, first=False)
    assert len(later.text) == len(SAID[locale].text)


def test_every_alteration_is_compared_with_one_that_is_made() -> None:
    keys = {one.key for one in ALTERATIONS}
    assert {one.against for one in ALTERATIONS if one.against} <= keys
    assert [one.key for one in find_alterations(["noisy"])] == ["copied", "noisy"]
    assert find_alterations() == ALTERATIONS
    with pytest.raises(InputError, match=r"altered\.unknown"):
        find_alterations(["louder"])
