"""Clauses counted by hand, sentence by sentence."""

from __future__ import annotations

import pytest

from interview import Segment, Transcript
from scoring.language.prepared import prepare
from scoring.language.structure import clauses


def counted(text: str, locale: str) -> float | None:
    return clauses(prepare(Transcript(segments=(Segment(text=text),), source="text"), locale))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("We fixed it in the morning.", 1),
        ("I called him because he was late.", 2),
        ("When he left, I called the driver and he came back.", 3),
        ("He told me that the line had stopped.", 2),
        ("I think he was right.", 2),
        ("The customer who had complained wrote to us again.", 2),
        ("I waited for a while in the hall.", 1),
        ("I knew it before he came, but nobody asked me.", 3),
        ("She explained how the pump works and then I wrote it down.", 3),
        ("We had the meeting after lunch and before the shift.", 1),
        ("I found out that they had lost the key.", 2),
        ("Ask him what kind of oil it needs.", 1),
        ("If it rains we stop, although the boss dislikes it.", 3),
        ("I did not know how to do it.", 1),
        ("The report that we sent was wrong.", 2),
        ("I bought bread, milk and butter for the whole shift.", 1),
    ],
)
def test_english(text: str, found: int) -> None:
    assert counted(text, "en") == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("我去年在一家公司实习。", 1),
        ("去年夏天，我们修好了。", 1),
        ("他没来，我就给他打了电话。", 2),
        ("我先看数据然后找原因。", 2),
        ("因为人手很紧，所以我周末也去了。", 2),
        ("首先，我把问题列出来，其次，我找了两个人。", 2),
        ("客户很满意。", 1),
        ("虽然工期很紧，但是我们按时交了货，客户也很满意，后来又续了两年。", 4),
        ("人手不够，时间也不多。", 2),
        ("我买了面包、牛奶、黄油。", 1),
    ],
)
def test_chinese(text: str, found: int) -> None:
    assert counted(text, "zh") == found


def test_it_is_a_mean_over_sentences() -> None:
    assert counted("We fixed it. I called him because he was late.", "en") == 1.5
    assert counted("客户很满意。他没来，我就给他打了电话。", "zh") == 1.5


def test_short_cries_are_no_sentences() -> None:
    assert counted("Yes. Of course. I called him because he was late.", "en") == 2
    assert counted("Yes. No.", "en") is None
