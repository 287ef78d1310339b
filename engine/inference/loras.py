"""Where the shipped LoRA weights of each profile lie."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def folder_of(profile: str, task: str) -> Path:
    """The folder of one task's LoRA."""
    return Path(str(files("engine.inference"))) / "weights" / profile / task
