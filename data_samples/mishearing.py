"""Speech recognition's mistakes, planted at a known rate."""

from __future__ import annotations

import random
import re

EN_TOKEN = re.compile(r"[A-Za-z']+|\d+|[^\w\s]|\s+")
EN_HEARD = {
    "their": "there", "four": "for", "two": "to", "to": "two", "week": "weak", "weeks": "weaks",
    "whole": "hole", "by": "buy", "our": "are", "for": "four", "than": "then", "then": "than",
    "asked": "ask", "called": "cold", "team": "theme", "plan": "plane", "right": "write",
    "made": "maid", "one": "won", "find": "fined", "price": "prize", "rate": "late", "no": "know",
    "customer": "costumer", "checked": "check", "we": "he", "it": "if", "and": "an", "was": "were",
    "client": "climate", "order": "older", "orders": "others", "list": "least", "cost": "coast",
}  # fmt: skip
EN_OTHER = ("the", "a", "uh", "of", "in", "that", "is", "at", "on", "so")
ZH_HEARD = dict(
    zip(
        "我是在有的了一不这他们到时来要会以说去可天和里后好目标问题客户数据团队计划提交完成步单工方法",
        "窝四再又地乐以部着她门道是莱药回一说区课田合理候号木表文提可互树剧图对记画题教玩城部但公放发",
        strict=True,
    )
)
ZH_OTHER = "的是了就那个有在"


def misheard(text: str, locale: str, rate: float, rng: random.Random) -> str:
    """The text with about ``rate`` of its words (Chinese: characters) replaced or dropped.

    Seven in ten mistakes put something alike in place, three in ten lose the word.
    Punctuation is never touched, so that sentences stay sentences.

    Examples
    --------
    >>> misheard("we asked our team", "en", 0.0, random.Random(1))
    'we asked our team'
    """
    if rate <= 0:
        return text
    return _chinese(text, rate, rng) if locale == "zh" else _english(text, rate, rng)


def _english(text: str, rate: float, rng: random.Random) -> str:
    out: list[str] = []
    draw = rng.random
    for token in EN_TOKEN.findall(text):
        if not token[0].isalpha() or draw() >= rate:
            out.append(token)
        elif draw() < 0.7:
            other = EN_OTHER[int(draw() * len(EN_OTHER))]
            heard = EN_HEARD.get(token.lower(), other)
            out.append(heard if heard != token.lower() else "uh")
    return re.sub(r"\s{2,}", " ", "".join(out)).strip()


def _chinese(text: str, rate: float, rng: random.Random) -> str:
    out: list[str] = []
    draw = rng.random
    for char in text:
        if not "\u4e00" <= char <= "\u9fff" or draw() >= rate:
            out.append(char)
        elif draw() < 0.7:
            heard = ZH_HEARD.get(char) or ZH_OTHER[int(draw() * len(ZH_OTHER))]
            out.append(heard if heard != char else "呢")
    return "".join(out)
