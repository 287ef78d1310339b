"""Whole turns: ours beside the reference's way, in one run on the same weights.

Pairs are interleaved (one reference turn, then ours for each number of persons), so that a noisy
machine troubles both sides alike. The last line is one JSON document.

    python -m benchmarks.bench_turn [--pairs 5] [--persons 1,8]
"""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4
from zoneinfo import ZoneInfo

import psutil

from benchmarks.reference import Reference
from bot.collecting_via import CollectingVia
from bot.config import load_settings
from engine.engine import Engine
from engine.inference.prepare import prepare
from engine.inference.profile import Profile
from engine.inference.service import Inference
from engine.policy import Policy
from engine.prompt import Given
from engine.types import Utterance
from storage.database import Database

if TYPE_CHECKING:
    from engine.types import TurnReport

MESSAGES = (
    "나 떡볶이 진짜 좋아해",
    "이번 주에 발표가 있어서 떨려",
    "너는 어떤 노래 좋아해?",
    "비 오니까 기분이 꿀꿀하다",
    "우리 강아지 이름은 보리야",
    "요즘 잠이 잘 안 와",
    "주말에 뭐 하면 좋을까",
    "로라야 고마워",
)


async def ours(engine: Engine, num_persons: int, run: int) -> tuple[list[TurnReport], float]:
    """One message of each of so many persons at once."""

    async def one(i: int) -> TurnReport:
        utterance = Utterance(
            platform="bench",
            message_id=uuid4().hex,
            chat_id=f"{run}-{i}",
            account_id=f"{run}-{i}",
            author_name="bench",
            text=MESSAGES[(run + i) % len(MESSAGES)],
            sent_at=datetime.now(UTC),
        )
        report = await engine.respond(utterance, CollectingVia())
        assert report is not None
        return report

    start = time.perf_counter()
    reports = await asyncio.gather(*(one(i) for i in range(num_persons)))
    return list(reports), time.perf_counter() - start


async def main(num_pairs: int, persons: list[int]) -> dict[str, Any]:
    """All pairs."""
    profile = Profile.load("embedded")
    models = prepare(profile, load_settings().cache, lambda *_: None)
    inference = Inference.load(profile, models)
    own_memory = psutil.Process().memory_info().rss
    reference = Reference(profile, models)
    with tempfile.TemporaryDirectory() as folder:
        database = await Database.open(f"sqlite:///{Path(folder) / 'bench.sqlite3'}")
        engine = Engine(
            database, inference, Policy(), clock=lambda: datetime.now(UTC),
            monotonic=time.monotonic, zone=ZoneInfo("Asia/Seoul"),
        )  # fmt: skip
        theirs: list[Any] = []
        mine: dict[int, list[tuple[list[TurnReport], float]]] = {n: [] for n in persons}
        await ours(engine, max(persons), run=10_000)  # warm-up of both sides
        reference.turn(MESSAGES[0], [], [])
        for pair in range(num_pairs):
            message = MESSAGES[pair % len(MESSAGES)]
            examples = (await inference.alike(Given(message))).examples
            theirs.append(reference.turn(message, [], examples))
            for n in persons:
                mine[n].append(await ours(engine, n, run=pair * 100 + n))
        await inference.stop()
        await database.close()
    return _figures(theirs, mine, own_memory)


def _figures(theirs: list[Any], mine: dict[int, Any], own_memory: int) -> dict[str, Any]:
    visible = statistics.median(turn.visible_s for turn in theirs)
    figures: dict[str, Any] = {
        "reference": {
            "reply_alone_s": round(statistics.median(t.reply_alone_s for t in theirs), 3),
            "visible_s": round(visible, 3),
            "turns_per_second": round(1 / visible, 3),
        },
        "ours_memory_after_load_mb": own_memory // 1_000_000,
        "ours": [],
    }
    for n, runs in mine.items():
        seconds = [r.seconds for reports, _ in runs for r in reports if r.seconds]
        reply = statistics.median(s.reply for s in seconds)
        first = statistics.median(s.first_text for s in seconds)
        rate = statistics.median(n / wall for _, wall in runs)
        figures["ours"].append(
            {
                "persons": n,
                "reply_s": round(reply, 3),
                "first_text_s": round(first, 3),
                "turns_per_second": round(rate, 3),
                "reply_visible_ratio": round(reply / visible, 4),
                "first_text_ratio": round(first / visible, 4),
                "turns_per_second_ratio": round(rate * visible, 2),
            }
        )
    return figures


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=5)
    parser.add_argument("--persons", default="1,8")
    arguments = parser.parse_args()
    chosen = [int(n) for n in arguments.persons.split(",")]
    result = asyncio.run(main(arguments.pairs, chosen))
    sys.stdout.write(json.dumps(result) + "\n")
