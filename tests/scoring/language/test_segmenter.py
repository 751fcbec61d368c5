"""Chinese is cut into the words that jieba's own cutting gives."""

from __future__ import annotations

import warnings

from data_samples.truth_answers import SECOND, TUNED, truth_answers
from scoring.language.segmenter import segmenter

ODD = ["", "，", "用Excel做了3.5%的表\r\n好 吗", "C++和é，ＡＢ", "\n \t我", "…“好”…我们100多人a b"]


def test_words_are_those_of_the_package_itself() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import jieba
    own = jieba.Tokenizer()
    own.FREQ, own.total = own.gen_pfdict(own.get_dict_file())
    own.initialized = True
    cut = segmenter()
    texts = [one.text for half in (TUNED, SECOND) for one in truth_answers("zh", half)]
    for text in texts + ODD:
        assert cut(text) == own.lcut(text, HMM=False)
