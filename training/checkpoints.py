"""Where a training run is, and where it can go on from."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

    from training.recipe import Recipe

_WRITTEN_LAST = "trainer_state.json"


def run_folder(runs: Path, task: str, base: str, recipe: Recipe, data: str) -> Path:
    """The folder of exactly this run: another recipe, base or data set is another run.

    Args: runs: where all runs are; data: the fingerprint of the rows.
    """
    name = hashlib.sha256(f"{base} {recipe!r} {data}".encode()).hexdigest()[:8]
    return runs / f"{task}-{name}"


def newest_checkpoint(run: Path) -> str | None:
    """The newest whole checkpoint; one that a kill cut short has no trainer state yet."""
    whole = [path for path in run.glob("checkpoint-*") if (path / _WRITTEN_LAST).is_file()]
    newest = max(whole, key=lambda path: int(path.name.rpartition("-")[2]), default=None)
    return str(newest) if newest else None
