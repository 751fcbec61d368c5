"""Fillers, hedges and links on real phrasing, counted by hand, beside what only looks like them."""

from __future__ import annotations

import pytest

from interview import Segment, Transcript
from scoring.language.counts import cue_count, sequence_words
from scoring.language.prepared import prepare


def count(text: str, kind: str, locale: str) -> int:
    said = Transcript(segments=(Segment(text=text),), source="text")
    return cue_count(prepare(said, locale), kind)


@pytest.mark.parametrize(
    ("text", "fillers"),
    [
        ("So, um, it was, you know, kind of late.", 3),
        ("Well, uh, I, er, called them, I mean, the drivers.", 4),
        ("It was, like, two hours or something.", 2),
        ("Okay so, hmm, let me think, it was sorta fine, and stuff.", 5),
        ("This kind of oil is what you need for that sort of pump.", 0),
        ("Two kinds of customers came, and one was a new kind of customer.", 0),
        ("Do you know the driver? As you know, I told him what I mean.", 0),
        ("If you know how the pump works, you know why it leaks.", 0),
        ("I'm not the kind of person who waits.", 0),
    ],
)
def test_english_fillers(text: str, fillers: int) -> None:
    assert count(text, "filler", "en") == fillers


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("Maybe it was, I guess, the pump.", 2),
        ("I think it might have been the seal, more or less.", 3),
        ("I suppose I'm not sure, it depends.", 3),
        ("It was presumably the seal, pretty much.", 2),
        ("I think about every customer, and I believe in good work.", 0),
        ("We had a bit of paper and that kind of pen.", 0),
        ("I checked the seal and it leaked.", 0),
    ],
)
def test_english_hedges(text: str, hedges: int) -> None:
    assert count(text, "hedge", "en") == hedges


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("First I called them because the line stood still, then I wrote it down.", 3),
        ("However, we waited until noon, so that nobody was hurt.", 3),
        ("The first time was on the second floor, for a while, next week.", 0),
        ("It took thirty seconds on the third shift.", 0),
    ],
)
def test_english_links(text: str, links: int) -> None:
    assert count(text, "connective", "en") == links


@pytest.mark.parametrize(
    ("text", "fillers"),
    [
        ("嗯，那个，我把那个零件换了，呃，就是说，换好了。", 4),
        ("这个嘛，怎么说呢，反正就那样呗。", 4),
        ("就是，嗯，客户嘛，他要求高，对吧。", 4),
        ("唉，那天，哎，真的忙。", 2),
        ("侬晓得伐，阿拉组里，是吧，人手少。", 2),
        ("我把金额，差额，都核对了一遍。", 0),
        ("我选了这个方案，那个零件也换了。", 0),
        ("这事让你知道，也是应当的。", 0),
    ],
)
def test_chinese_fillers(text: str, fillers: int) -> None:
    assert count(text, "filler", "zh") == fillers


@pytest.mark.parametrize(
    ("text", "hedges"),
    [
        ("可能是密封圈坏了吧，我也不确定。", 3),
        ("大概是三月，好像是周一，记不清了。", 3),
        ("我估计多半是电源的问题，也不一定。", 3),
        ("这种可能性不大，不可能是他，我尽可能去查。", 0),
        ("我想办法联系上了客户，我想出了一个方案。", 0),
        ("客户都不知道这件事，酒吧门口也没有人。", 0),
    ],
)
def test_chinese_hedges(text: str, hedges: int) -> None:
    assert count(text, "hedge", "zh") == hedges


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("因为下雨，所以推迟了，但是没人抱怨。", 3),
        ("首先我去看，接着记下来，最后汇报。", 3),
        ("检测结果出来了，面试结果也有了。", 0),
        ("由于人手少，即使加班也不够，否则早完了。", 3),
    ],
)
def test_chinese_links(text: str, links: int) -> None:
    assert count(text, "connective", "zh") == links


@pytest.mark.parametrize(
    ("text", "link", "habit"),
    [
        ("我先看数据，然后找原因。", 1, 0),
        ("首先开会，然后分工。第一步查库存，然后补货。", 2, 0),
        ("然后我就去了，然后他也来了，然后我们就吃饭，然后回家。", 1, 3),
        ("然后呢，我就，然后，把它修好了。", 1, 1),
        ("我把表做完交了上去。", 0, 0),
    ],
)
def test_then_orders_or_fills(text: str, link: int, habit: int) -> None:
    said = Transcript(segments=(Segment(text=text),), source="text")
    assert sequence_words(prepare(said, "zh")) == (link, habit)
