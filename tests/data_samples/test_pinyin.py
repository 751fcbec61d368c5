"""Chinese samples are spoken from pinyin, and nothing in it can be taken for a tone digit."""

from __future__ import annotations

import sys

import pytest

from data_samples.pinyin import pinyin_tokens, tone_changes
from interview import InputError


@pytest.mark.parametrize(
    ("tokens", "read", "spoken"),
    [
        ("一般", "yi1 ban1", "yi4 ban1"),
        ("一位", "yi1 wei4", "yi2 wei4"),
        ("第一位", "di4 yi1 wei4", "di4 yi1 wei4"),
        ("十一月", "shi2 yi1 yue4", "shi2 yi1 yue4"),
        ("一月", "yi1 yue4", "yi1 yue4"),
        ("一百", "yi1 bai3", "yi1 bai3"),
        ("不太好", "bu4 tai4 hao3", "bu2 tai4 hao3"),
        ("不好", "bu4 hao3", "bu4 hao3"),
    ],
)
def test_tones_change_before_the_next_syllable(tokens: str, read: str, spoken: str) -> None:
    # textbook rules of spoken Mandarin for 一 and 不
    assert tone_changes(list(tokens), read.split()) == spoken.split()


def test_a_clause_ends_with_the_tone_of_its_own() -> None:
    assert tone_changes(["十", "一，", "一", "位"], ["shi2", "yi1", "yi1", "wei4"]) == [
        "shi2",
        "yi1",
        "yi2",
        "wei4",
    ]
    assert tone_changes(["一，", "位"], ["yi1", "wei4"]) == ["yi1", "wei4"]


@pytest.mark.parametrize("token", ["40", "A", "abc，", "我2"])
def test_digits_and_letters_are_refused(token: str) -> None:
    with pytest.raises(InputError) as caught:
        pinyin_tokens(["我", token])
    assert caught.value.code == "samples.not_characters"
    assert token in str(caught.value)


def test_without_its_package_the_remedy_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pypinyin", None)
    with pytest.raises(InputError) as caught:
        pinyin_tokens(["我", "做"])
    assert caught.value.code == "samples.no_pypinyin"
    assert "pip install pypinyin" in str(caught.value.remedy)
