"""What each choice in making a reply is worth, on validation rows: one change at a time.

`python -m benchmarks.bench_levers --cache DIR [--rows 120] [--only NAME,NAME]`; the last line is
JSON. Speed is not measured here: `bench_turn` does that.
"""

from __future__ import annotations

import argparse
import asyncio
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.inference.prepare import prepare
from engine.inference.profile import Profile, Task
from engine.inference.service import Inference
from engine.memory import parse_note
from training.examples import given_of
from training.persona import judging
from training.rows import PersonaRow, Split, of_split, persona_rows
from training.shares import share
from training.talker import Talker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from engine.inference.profile import TaskSpec

# What a right answer about her says, whatever its wording.
_FACT_WORDS = {
    "name": "로라", "nickname": "로라", "birthday": "10월 11일", "birth-year": "2003",
    "age": "2003", "mbti": "ENTJ", "high-school": "알파고", "university": "샘올",
    "department": "인공지능",
    "year-of-study": "3학년", "friend": "혜나", "hyena-long-texts": "혜나", "llm-papers": "논문",
    "virtual": "가상인간", "power": "빛", "uniqueness": "빛", "hair": "옴브레", "gender": "여자",
}  # fmt: skip
_SEED = 0


@dataclass(frozen=True, slots=True)
class Shares:
    """Shares of validation rows whose reply is right, by what they teach."""

    fact: float
    refusal: float
    lookalike: float
    recalled: float
    misfit: float
    num_rows: int


VARIATIONS: dict[str, Callable[[TaskSpec], TaskSpec]] = {
    "shipped": lambda spec: spec,
    "one candidate": lambda spec: replace(spec, num_candidates=1),
    "eight candidates": lambda spec: replace(spec, num_candidates=8),
    "nothing written": lambda spec: replace(spec, num_written_replies=0),
    "eight written": lambda spec: replace(spec, num_written_replies=8),
    "no examples": lambda spec: replace(spec, num_examples=0),
    "one example": lambda spec: replace(spec, num_examples=1),
    "three examples": lambda spec: replace(spec, num_examples=3),
    "temperature 0.8": lambda spec: replace(spec, temperature=0.8),
    "temperature 0.8, min-p 0.1": lambda spec: replace(spec, temperature=0.8, top_p=1.0, min_p=0.1),
}


def main() -> None:
    """Measure every variation on the same rows and seeds."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--rows", type=int, default=120)
    parser.add_argument("--only", default=",".join(VARIATIONS))
    arguments = parser.parse_args()
    profile = Profile.load("embedded")
    inference = Inference.load(profile, prepare(profile, arguments.cache, lambda *_: None))
    rows = _chosen(arguments.rows)
    found = asyncio.run(_measure(inference, profile, rows, arguments.only.split(",")))
    print(json.dumps(found, ensure_ascii=False))


async def _measure(
    inference: Inference, profile: Profile, rows: Sequence[PersonaRow], names: Sequence[str]
) -> dict[str, Any]:
    found = {}
    for name in names:
        spec = VARIATIONS[name](profile.tasks[Task.OUTPUT_MESSAGE])
        inference.profile = replace(profile, tasks=profile.tasks | {Task.OUTPUT_MESSAGE: spec})
        talker = Talker(inference)
        answers = await talker.all("replies", [talker.reply(given_of(row), _SEED) for row in rows])
        found[name] = asdict(_shares(rows, [answer.text for answer in answers]))
        print(f"{name:28}", found[name], flush=True)
    await inference.stop()
    return found


def _chosen(count: int) -> list[PersonaRow]:
    """The first rows of each kind, as many of each as there are of the rarest, then the rest."""
    rows = [row for row in of_split(persona_rows(), Split.VALIDATION) if _is_judged(row)]
    order: dict[str, int] = {}
    ranked = []
    for row in rows:
        kind = _kind(row)
        order[kind] = order.get(kind, 0) + 1
        ranked.append((order[kind], row))
    ranked.sort(key=lambda pair: pair[0])
    return [row for _, row in ranked[:count]]


def _kind(row: PersonaRow) -> str:
    return (row.about or "").split("/")[0]


def _is_judged(row: PersonaRow) -> bool:
    if _kind(row) == "fact":
        word = _FACT_WORDS.get((row.about or "").split("/")[1])
        return word is not None and word in row.reply
    if _kind(row) in ("recalled", "misfit"):
        return row.memory is not None
    return _kind(row) in ("refusal", "lookalike")


def _is_good(row: PersonaRow, reply: str) -> bool:
    kind = _kind(row)
    if kind == "fact":
        return _FACT_WORDS[(row.about or "").split("/")[1]] in reply
    if kind == "refusal":
        return judging.declines(reply)
    if kind == "lookalike":
        return bool(reply) and not judging.declines_a_harmless(reply)
    note = parse_note(row.memory or "")
    names_it = note is not None and any(word in reply for word in note.value.split())
    return names_it if kind == "recalled" else bool(reply) and not names_it


def _shares(rows: Sequence[PersonaRow], replies: Sequence[str]) -> Shares:
    good = {
        kind: share(
            _is_good(row, reply)
            for row, reply in zip(rows, replies, strict=True)
            if _kind(row) == kind
        )
        for kind in ("fact", "refusal", "lookalike", "recalled", "misfit")
    }
    return Shares(**good, num_rows=len(rows))


if __name__ == "__main__":
    main()
