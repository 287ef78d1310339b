"""One message and batches through the judge, beside the reference's way of working.

The reference encodes the message and the five class names anew, one message at a time. Same encoder
and LoRA, pairs interleaved in one run. `python -m benchmarks.bench_judge --cache DIR [--rounds 5]`;
the last line is JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING

from engine.ethics import CLASS_NAMES
from engine.inference.encoder import SentenceEncoder
from engine.inference.judge_model import JudgeModel
from engine.inference.loras import folder_of
from engine.inference.prepare import prepare
from engine.inference.profile import EncoderRole, Profile
from engine.views import views
from training.rows import Split, ethics_rows, of_split

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

BATCH = 32


def main() -> None:
    """Measure both ways and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cache", type=Path, required=True)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    profile, role = Profile.load("embedded"), EncoderRole.ETHICS
    folder = folder_of(profile.name, role)
    models = prepare(profile, arguments.cache, lambda *_: None)
    encoder = SentenceEncoder.load(models.encoder, {role: folder}, profile.encoder)
    judge = JudgeModel.load(encoder, folder)
    texts = [row.text for row in of_split(ethics_rows(), Split.TEST)]
    judge.judgements(texts[:BATCH])

    def ours(batch: Sequence[str]) -> None:
        judge.judgements([view.text for text in batch for view in views(text)])

    def theirs(batch: Sequence[str]) -> None:
        for text in batch:
            encoder.forget()
            names = encoder.embed(role, list(CLASS_NAMES.values()))
            encoder.score(role, encoder.embed(role, [text]) @ names.T)

    times: dict[str, list[float]] = {"one": [], "one_theirs": [], "many": [], "many_theirs": []}
    for i in range(arguments.rounds):
        batch = texts[i * BATCH : (i + 1) * BATCH]
        times["many_theirs"].append(_seconds(theirs, batch))
        times["one_theirs"] += [_seconds(theirs, [text]) for text in batch]
        encoder.forget()
        judge.judgements([texts[-1]])  # the class names are kept from here on, as they are in use
        times["one"] += [_seconds(ours, [text]) for text in batch]
        encoder.forget()
        judge.judgements([texts[-1]])
        times["many"].append(_seconds(ours, batch))
    medians = {name: statistics.median(values) for name, values in times.items()}
    print(
        json.dumps(
            {
                "one_ms": round(1000 * medians["one"], 2),
                "one_theirs_ms": round(1000 * medians["one_theirs"], 2),
                "times_faster_alone": round(medians["one_theirs"] / medians["one"], 2),
                "batch_ms": round(1000 * medians["many"], 1),
                "times_faster_in_batches": round(medians["many_theirs"] / medians["many"], 2),
                "messages_per_second": round(BATCH / medians["many"], 1),
            }
        )
    )


def _seconds(work: Callable[[Sequence[str]], None], batch: Sequence[str]) -> float:
    started = time.perf_counter()
    work(batch)
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
