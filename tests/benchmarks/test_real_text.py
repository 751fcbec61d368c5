"""The benchmark on real text: reads both kinds of folder through the product's own measures."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from benchmarks.real_text import TRAITS, exam_answers, interview_people, main, responses, with_text

GOOD = "采用链式存储结构，插入和删除操作不需要移动元素，只需修改指针即可完成，效率更高。"
POOR = "我不知道这个问题应该怎么回答，课上没有听懂老师讲的内容，下次努力。"


def exams(folder: Path) -> Path:
    folder.mkdir(parents=True)
    for part, n in (("train", 6), ("test", 4)):
        rows = [
            {"score": str(9 if i % 2 else 2), "answer": GOOD if i % 2 else POOR, "q_id": "1",
             "question": "频繁插入和删除时采用何种存储结构？", "reference1": GOOD, "reference2": "",
             "reference3": ""}
            for i in range(n)
        ]  # fmt: skip
        lines = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"ADS_{part}.jsonl").write_text(lines, encoding="utf-8")
    return folder


def test_an_answer_like_the_reference_is_nearer_to_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.real_text.COMPONENTS", 2)
    folder = exams(tmp_path / "chinese_answers")
    learnt, unseen = with_text(
        exam_answers(folder / "ADS_train.jsonl"), exam_answers(folder / "ADS_test.jsonl")
    )
    near = unseen.x[:, unseen.names.index("similarity_to_reference")]
    assert near[1] > 0.9
    assert near[0] < 0.3
    assert learnt.target["score"].tolist() == [2.0, 9.0] * 3
    assert not np.isnan(learnt.x[:, learnt.names.index("lang_words")]).any()


def test_people_are_read_with_their_last_answers(tmp_path: Path) -> None:
    said = "Question: How?\nResponse: I led the team and we finished in time, with no loss at all."
    people = {"train": ("a", "interview_train.csv"), "val": ("b", "interview_val_public.csv"),
              "test": ("c", "interview_test_public.csv")}  # fmt: skip
    for part, (who, name) in people.items():
        with (tmp_path / name).open("w", newline="") as out:
            table = csv.writer(out)
            table.writerow(["_id", "questions_answers", *(["last_answer"] * (part == "train"))])
            table.writerow([who, said, *(["I learned a lot from it."] * (part == "train"))])
        with (tmp_path / f"personality_{part}.csv").open("w", newline="") as out:
            table = csv.writer(out)
            table.writerow(["_id", *TRAITS])
            table.writerow([who, 1, 2, 3, 4, 5])
    for name, who in (("data_release_dev.csv", "b"), ("data_release_test.csv", "c")):
        with (tmp_path / name).open("w", newline="") as out:
            csv.writer(out).writerows(
                [["benchmark", "_id", "output"], ["interview", who, "I would do it again."],
                 ["empathy", who, "0"]]
            )  # fmt: skip
    found = interview_people(tmp_path)
    assert found.person == ("a", "b", "c")
    assert found.group == ("train", "val", "test")
    assert found.said[1].endswith("I would do it again.")
    assert found.target["openness"].tolist() == [5.0, 5.0, 5.0]


def test_responses_end_where_the_next_question_begins() -> None:
    text = "Question: A?\nResponse: One.Question: B?\nResponse: Two.\nQuestion: C?"
    assert list(responses(text)) == ["One.", "Two."]


def test_an_empty_folder_is_said_to_be_empty(tmp_path: Path) -> None:
    assert main(tmp_path) == 2
