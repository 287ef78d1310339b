"""The command itself, in processes of its own: what it prints, whatever it is given."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

import pytest

from engine.expression import EYES, MOUTH, POSE
from engine.inference.exchange_store import ExchangeStore
from engine.inference.loras import folder_of
from engine.inference.profile import Task
from engine.unicode import valid
from storage import memories, persons
from tests.end_to_end.people import is_korean
from tests.end_to_end.processes import json_of, output_of
from tests.end_to_end.sayings import HATE

if TYPE_CHECKING:
    from pathlib import Path

    from bot.texts import Texts
    from storage.database import Database

pytestmark = [
    pytest.mark.models,
    pytest.mark.timeout(600),
    pytest.mark.usefixtures("_environment"),
]

ASK_KEYS = {
    "text", "reply", "verdict", "sanction", "memory_used", "memory_written", "summary",
    "expression", "seconds", "tries",
}  # fmt: skip
SECONDS_KEYS = {"queue", "judge", "recall", "first_text", "reply", "all"}
SCORE_KEYS = {"love", "politics", "paedrip", "hate", "normal"}
STRANGE_LINES = [
    "안녕? 반가워",
    "",
    "   ",
    "가" * 10_000,
    "안\x00녕\x1b[31m \x07로라\u2028야",
    "?!",
    "끝에 캐리지 리턴\r",
]
BROKEN_BYTES = b"\xff\xfe \xed\xa0\x80 \xc3( hi"  # no UTF-8, with a surrogate of its own
FILE = "\n".join(STRANGE_LINES).encode() + b"\n" + BROKEN_BYTES  # no line feed at the end
EXPECTED = [
    *(valid(line.removesuffix("\r")) for line in STRANGE_LINES),
    BROKEN_BYTES.decode("utf-8", "replace"),
]


@cache
def our_replies() -> frozenset[str]:
    """What we wrote: it may be said at once, with nothing generated."""
    store = ExchangeStore.load(folder_of("embedded", Task.OUTPUT_MESSAGE))
    return frozenset(exchange.reply for exchange in store.exchanges)


def assert_whole(turn: dict[str, Any]) -> None:
    """A turn that was answered has everything."""
    assert set(turn) >= ASK_KEYS
    assert set(turn["verdict"]["scores"]) == SCORE_KEYS
    assert is_korean(turn["reply"])
    assert turn["tries"] >= 1 or turn["reply"] in our_replies()
    seconds = turn["seconds"]
    assert set(seconds) == SECONDS_KEYS
    assert 0 <= seconds["queue"] <= seconds["first_text"] <= seconds["reply"] <= seconds["all"]
    for name, ranges in (("eyes", EYES), ("mouth", MOUTH), ("pose", POSE)):
        low, high = ranges[turn["expression"][name]["word"]]
        assert low - 0.001 <= turn["expression"][name]["score"] <= high + 0.001
    assert turn["summary"]


async def test_ask_answers_every_line_of_a_strange_file_in_order(tmp_path: Path) -> None:
    (tmp_path / "lines.txt").write_bytes(FILE)
    turns = await json_of(
        tmp_path, "ask", "--json", "--person", b"\xff\xed\xa0\x80", "--file", "lines.txt"
    )
    assert [turn["text"] for turn in turns] == EXPECTED
    assert all(set(turn) >= ASK_KEYS for turn in turns)
    assert_whole(turns[0])
    outcomes = [(turn["outcome"], turn["notice"]) for turn in turns[1:4]]
    assert outcomes == [
        ("refused", ["NoAnswer"]),
        ("refused", ["NoAnswer"]),
        ("refused", ["TooLong"]),
    ]
    for turn in turns[4:]:
        assert turn["outcome"] == "answered"
        assert turn["sanction"] is None


async def test_judge_scores_every_line_of_a_strange_file_in_order(tmp_path: Path) -> None:
    verdicts = await json_of(tmp_path, "judge", "--json", "--file", "-", stdin=FILE)
    assert [verdict["text"] for verdict in verdicts] == EXPECTED
    for verdict in verdicts:
        assert set(verdict) >= {"text", "scores", "decision"}
        assert set(verdict["scores"]) == SCORE_KEYS
        assert all(0 <= score <= 1 for score in verdict["scores"].values())
        assert verdict["decision"] == []


async def test_judge_takes_texts_as_arguments(tmp_path: Path) -> None:
    weather = "안녕, 오늘 날씨 좋다"
    broken = b"\xff\xed\xa0\x80"
    verdicts = await json_of(tmp_path, "judge", "--json", HATE, weather, broken, "")
    assert [verdict["text"] for verdict in verdicts] == [HATE, weather, "\ufffd" * 4, ""]
    assert [verdict["decision"] for verdict in verdicts] == [["hate"], [], [], []]
    assert verdicts[0]["scores"]["hate"] > 0.9 > 0.5 > verdicts[0]["scores"]["normal"]


async def test_memory_is_used_for_the_same_person_and_for_nobody_else(
    tmp_path: Path, database: Database
) -> None:
    said = ["나 초밥 진짜 좋아해", "오늘 저녁 뭐 먹지?"]
    told, used = await json_of(tmp_path, "ask", "--json", "--person", "민지", *said)
    assert "초밥" in told["memory_written"]
    assert used["memory_used"] == told["memory_written"]
    (other,) = await json_of(tmp_path, "ask", "--json", "--person", "준호", said[1])
    assert other["memory_used"] is None
    async with database.read() as connection:
        stored = []
        for name in ("민지", "준호"):
            person = await persons.find(connection, "terminal", name)
            assert person is not None
            stored.append([m.text for m in await memories.of(connection, person.person_id)])
    assert told["memory_written"] in stored[0]
    assert stored[1] == []


async def test_chat_whose_input_ends_says_goodbye(tmp_path: Path, texts: Texts) -> None:
    printed = await output_of(tmp_path, "chat")
    assert texts.say("console-goodbye", None) in printed
