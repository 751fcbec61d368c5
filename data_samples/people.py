"""People: an opaque id and an invented name."""

from __future__ import annotations

import numpy as np
import pandas as pd

FAMILY_ZH = list("王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕")
GIVEN_ZH = list("安博晨丹恩帆歌涵嘉景可岚铭宁佩琪然书桐维熙雅言悦泽哲芷知子文思远清明华若云海星")
FAMILY_EN = (
    "Abara", "Adler", "Almeida", "Arden", "Baptiste", "Berger", "Castellan", "Dalgaard",
    "Devane", "Eriksen", "Farrow", "Ferrante", "Galloway", "Haddad", "Halloran", "Ibarra",
    "Ivers", "Jansson", "Kaplan", "Kestrel", "Lindqvist", "Lorne", "Marchetti", "Mbeki",
    "Nakata", "Novak", "Okafor", "Olsen", "Osei", "Pemberly", "Quill", "Rahman", "Rossi",
    "Sandoval", "Sorrel", "Tan", "Thorne", "Ueda", "Varga", "Vasquez", "Wexler", "Winslow",
    "Yilmaz", "Zamora",
)  # fmt: skip
GIVEN_EN = (
    "Ada", "Alix", "Amara", "Ansel", "Avery", "Basil", "Bryn", "Cato", "Cleo", "Dara",
    "Devon", "Eden", "Elio", "Emre", "Esme", "Fable", "Faris", "Gia", "Hana", "Idris", "Ines",
    "Jael", "Jules", "Kai", "Kiran", "Lena", "Lior", "Maren", "Mika", "Nadia", "Niko", "Noor",
    "Orla", "Petra", "Quinn", "Remy", "Rhea", "Sami", "Sol", "Tamsin", "Theo", "Uma", "Vera",
    "Wren", "Yara", "Zane",
)  # fmt: skip


def draw_people(
    interviews: pd.DataFrame, attributes: pd.DataFrame, rng: np.random.Generator
) -> pd.DataFrame:
    """``candidate_id, name, locale``: names drawn at random, unrelated to any attribute."""
    first = interviews.drop_duplicates("candidate_id")
    n = len(attributes)
    family = rng.integers(0, len(FAMILY_ZH), n)
    given = rng.integers(0, len(GIVEN_ZH), (n, 2))
    english = rng.integers(0, len(FAMILY_EN), n)
    called = rng.integers(0, len(GIVEN_EN), n)
    names = [
        FAMILY_ZH[family[i]] + GIVEN_ZH[given[i, 0]] + GIVEN_ZH[given[i, 1]]
        if locale == "zh"
        else f"{GIVEN_EN[called[i]]} {FAMILY_EN[english[i]]}"
        for i, locale in enumerate(first["locale"])
    ]
    return pd.DataFrame(
        {
            "candidate_id": first["candidate_id"].to_numpy(),
            "name": names,
            "locale": first["locale"].to_numpy(),
        }
    )
