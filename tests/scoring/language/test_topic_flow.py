"""Topic flow: by hand on made-up words, and joined answers told from sentences thrown together."""

from __future__ import annotations

import math
import random
from itertools import combinations

import pytest

from interview import Segment, Transcript
from scoring.language import measure_language
from scoring.language.prepared import prepare
from scoring.language.similarity import rarity
from scoring.language.topic_flow import topic_flow

# written for this test, five sentences and more each, and used nowhere else
COHERENT = {
    "en": (
        "Our bakery got a new oven in May. The oven burned the rolls on the left side every "
        "morning. I put a thermometer into the oven and wrote down the heat on both sides. The "
        "left side was thirty degrees hotter, so I turned the rolls half way through. When the "
        "fitter came I showed him my list of the heat, and he changed the fan of the oven.",
        "A patient on my ward refused her tablets. The patient said the tablets made her dizzy at "
        "night. I asked the doctor whether the tablets could be given at noon. The doctor agreed, "
        "and I told the patient about it. She took her tablets after that and slept well on the "
        "ward.",
        "My choir wanted to sing in the old church in Lund. The church had no heating, and the "
        "choir was afraid of the cold. I called the parish and asked about blankets for the choir. "
        "The parish lent us sixty blankets. We sang in the church with blankets on our knees and "
        "the choir still talks about it.",
        "The server of our shop crashed every Friday. I read the logs of the server and saw that a "
        "backup began at the same minute. The backup filled the disk. I moved the backup to Sunday "
        "night and put an alarm on the disk. The server has not crashed on a Friday since.",
        "We grow tomatoes under glass outside the town. In June the tomatoes had brown spots, and "
        "my father wanted to spray. I cut a leaf with spots and took it to the school of "
        "agriculture. They said the glass was shut too long and the leaves stayed wet. I opened "
        "the glass at night, and the spots on the tomatoes went away.",
        "I drive a bus on line seven. Passengers on line seven complained about the stop at the "
        "hospital. The stop is behind a tree, so passengers stand in the rain where I can see "
        "them. I took a photo from my bus and sent it to the council. The council cut the tree "
        "and gave the stop a roof.",
    ),
    "zh": (
        "我们面包店五月换了一台新烤箱。烤箱左边总把面包烤糊。我在烤箱里放了温度计，把两边的温度"
        "都记下来。左边温度高三十度，我就在中途把面包转个方向。师傅来修烤箱的时候，我给他看温度"
        "记录，他换了烤箱的风扇。",
        "病房里有位老太太不肯吃药。老太太说吃了药晚上头晕。我去问医生，药能不能改到中午吃。医生"
        "同意了，我回病房告诉老太太。后来老太太按时吃药，晚上也不头晕了。",
        "合唱团想去老教堂唱歌。教堂里没有暖气，合唱团的人都怕冷。我给教堂管理处打电话借毯子。"
        "管理处借给我们六十条毯子。合唱团裹着毯子在教堂里唱完，到现在还常提起那些毯子。",
        "商店的服务器每到星期五就死机。我查服务器的日志，发现备份也在那个时间开始。备份把硬盘"
        "占满了。我把备份挪到星期天夜里，又给硬盘加了报警。从此星期五服务器没再死机。",
        "我家在城外用大棚种番茄。六月番茄叶子长了褐斑，父亲想打药。我剪了一片有褐斑的叶子送到"
        "农校。农校老师说大棚关得太久，叶子一直湿着。我夜里把大棚打开，番茄上的褐斑就退了。",
        "我开七路公交车。乘客抱怨七路公交在医院那一站淋雨。那一站的站牌被大树挡住，乘客只好站在"
        "雨里等。我在公交车上拍了照片寄给街道。街道把大树修了，还给那一站的乘客搭了雨棚。",
    ),
}


def flow(sentences: list[str], locale: str) -> float:
    text = (" " if locale == "en" else "").join(sentences)
    said = Transcript(segments=(Segment(text=text),), source="text")
    return topic_flow(prepare(said, locale)) or 0.0


def sentences_of(text: str, locale: str) -> list[str]:
    said = prepare(Transcript(segments=(Segment(text=text),), source="text"), locale)
    return [text[s.start : s.end] for s in said.sentences]


def test_by_hand_on_words_nobody_knows() -> None:
    # content {kiln, sputter}, {granny, polish, kiln}, {kiln, purr}; every word has the weight 1
    known = rarity("en")
    assert not {"kiln", "sputter", "granny", "polish", "purr"} & set(known)
    found = flow(["The kiln sputters.", "Granny polished the kiln.", "The kiln purrs."], "en")
    assert found == pytest.approx((1 / math.sqrt(2 * 3) + 1 / math.sqrt(2 * 4)) / 2)


def test_nothing_taken_up_is_none_of_it() -> None:
    assert flow(["The kiln sputters.", "My sister sings.", "Rent is dear."], "en") == 0.0


def test_two_sentences_are_too_few() -> None:
    said = Transcript(segments=(Segment(text="The kiln sputters a lot. The kiln purrs at night."),),
                      source="text")  # fmt: skip
    found = measure_language(said, question=None, competencies=[])
    assert found.missing["lang_topic_flow"] == "language.too_few_sentences"


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_joined_answers_measure_higher_than_their_sentences_mixed(locale: str) -> None:
    rng = random.Random(11)
    texts = [sentences_of(text, locale) for text in COHERENT[locale]]
    right = total = 0
    for three in combinations(texts, 3):
        joined = sum(flow(one, locale) for one in three) / 3
        pool = [sentence for one in three for sentence in one]
        rng.shuffle(pool)
        right += joined > flow(pool, locale)
        total += 1
    assert total == 20
    assert right >= 19
    # each of them alone, against pieces of the same length cut from all of them shuffled
    pool = [sentence for one in texts for sentence in one]
    rng.shuffle(pool)
    mixed = [flow(pool[at : at + 5], locale) for at in range(0, len(pool) - 4, 5)]
    assert min(flow(one, locale) for one in texts) > sorted(mixed)[len(mixed) // 2]


@pytest.mark.parametrize("locale", ["en", "zh"])
def test_it_stays_between_0_and_1(locale: str) -> None:
    for text in COHERENT[locale]:
        once = sentences_of(text, locale)
        assert 0 < flow(once, locale) <= 1
        assert flow([once[0]] * 4, locale) == pytest.approx(1.0)
