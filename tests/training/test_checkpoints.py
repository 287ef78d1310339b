"""Which folder a run has, and which of its checkpoints it can go on from."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.training.tiny_run import RECIPE
from training.checkpoints import newest_checkpoint, run_folder

if TYPE_CHECKING:
    from training.recipe import Recipe

RUNS = Path("runs")


def checkpoint(run: Path, name: str, *, is_whole: bool = True) -> Path:
    folder = run / name
    folder.mkdir(parents=True)
    (folder / "optimizer.pt").write_bytes(b"weights")
    if is_whole:
        (folder / "trainer_state.json").write_text("{}", encoding="utf-8")
    return folder


def test_same_run_has_the_same_folder() -> None:
    again = replace(RECIPE)
    assert run_folder(RUNS, "memory", "gemma-1", RECIPE, "abc") == run_folder(
        RUNS, "memory", "gemma-1", again, "abc"
    )


@pytest.mark.parametrize(
    ("task", "base", "recipe", "data"),
    [
        ("summary", "gemma-1", RECIPE, "abc"),
        ("memory", "gemma-2", RECIPE, "abc"),
        ("memory", "gemma-1", replace(RECIPE, seed=2), "abc"),
        ("memory", "gemma-1", replace(RECIPE, augments=False), "abc"),
        ("memory", "gemma-1", RECIPE, "abd"),
    ],
)
def test_another_run_has_another_folder(task: str, base: str, recipe: Recipe, data: str) -> None:
    folder = run_folder(RUNS, task, base, recipe, data)
    assert folder != run_folder(RUNS, "memory", "gemma-1", RECIPE, "abc")
    assert folder.parent == RUNS
    assert folder.name.startswith(f"{task}-")


def test_newest_is_by_number_and_not_by_name(tmp_path: Path) -> None:
    for step in (20, 100, 80):
        checkpoint(tmp_path, f"checkpoint-{step}")
    assert newest_checkpoint(tmp_path) == str(tmp_path / "checkpoint-100")


def test_checkpoint_cut_short_does_not_count(tmp_path: Path) -> None:
    whole = checkpoint(tmp_path, "checkpoint-20")
    checkpoint(tmp_path, "checkpoint-40", is_whole=False)
    assert newest_checkpoint(tmp_path) == str(whole)


def test_run_without_a_whole_checkpoint_starts_anew(tmp_path: Path) -> None:
    assert newest_checkpoint(tmp_path / "never") is None
    assert newest_checkpoint(tmp_path) is None
    checkpoint(tmp_path, "checkpoint-20", is_whole=False)
    checkpoint(tmp_path, "best")
    assert newest_checkpoint(tmp_path) is None
