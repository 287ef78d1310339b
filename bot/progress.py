"""Shows on stderr how far the models are prepared: what is done, bars and sizes."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from engine.inference import e5_encoder, gemma_base

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from bot.texts import Texts
    from engine.inference.prepare import Report

_QUIET_STEPS = {"check"}  # too short to be shown at every start
_SIZES_BYTES = {
    "gemma_base": gemma_base.CONVERTED_BYTES,
    "e5_encoder": e5_encoder.CONVERTED_BYTES,
}


@contextmanager
def preparation_progress(console: Console, texts: Texts) -> Iterator[Report]:
    """A `Report` that draws one bar per model and step."""
    columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console) as progress:
        bars: dict[tuple[str, str], TaskID] = {}

        def report(model: str, step: str, done: int, total: int) -> None:
            if step in _QUIET_STEPS:
                return
            if (model, step) not in bars:
                converter = model.rsplit("-", 1)[0]
                description = texts.say(
                    f"prepare-{step}",
                    None,
                    model=converter,
                    megabytes=_SIZES_BYTES[converter] // 1_000_000,
                )
                bars[model, step] = progress.add_task(description, total=total)
            progress.update(bars[model, step], completed=done)

        yield report
