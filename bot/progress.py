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
    from engine.inference.hub import Report

_DOWNLOAD = "download"
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
                name, size_bytes = _named(model, step, total)
                megabytes = -(-size_bytes // 1_000_000)
                description = texts.say(f"prepare-{step}", None, model=name, megabytes=megabytes)
                bars[model, step] = progress.add_task(description, total=total)
            progress.update(bars[model, step], completed=done)

        yield report


def _named(model: str, step: str, total: int) -> tuple[str, int]:
    """What to call a model, and its size: of a download, the total is in bytes."""
    if step == _DOWNLOAD:
        return model.replace("--", "/"), total
    converter = model.rsplit("-", 1)[0]
    return converter, _SIZES_BYTES[converter]
