"""The offline commands of `ohlora`: `train` and `evaluate`. They need the extra `train`."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path  # noqa: TC003 (typer reads it from the annotations)
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console
from rich.text import Text

from bot.config import load_settings
from bot.errors import ConfigError
from bot.output import give_up, print_json
from bot.progress import preparation_progress
from bot.texts import Texts
from engine.errors import EngineError
from engine.inference.loras import folder_of, holds_lora
from engine.inference.prepare import prepare
from engine.inference.profile import EncoderRole, Profile, Task
from training.rows import Split

if TYPE_CHECKING:
    from engine.inference.prepare import PreparedModels

_NEEDED = (
    "accelerate",
    "datasets",
    "matplotlib",
    "peft",
    "sklearn",
    "sentence_transformers",
    "tqdm",
    "trl",
)
_TASKS = (*Task, *EncoderRole)

ProfileOption = Annotated[str | None, typer.Option("--profile", help="embedded, kanana, ...")]


@dataclass(frozen=True, slots=True)
class _Place:
    """What every offline command works on."""

    profile: Profile
    models: PreparedModels
    cache: Path


def train(
    task: Annotated[str, typer.Argument(help=f"{', '.join(_TASKS)}")],
    profile: ProfileOption = None,
    *,
    retrain: Annotated[bool, typer.Option(help="Train although there is a LoRA already.")] = False,
    dry_run: Annotated[bool, typer.Option(help="Only say what would be done.")] = False,
    out: Annotated[Path | None, typer.Option(help="By default the profile's own place.")] = None,
) -> None:
    """Train one LoRA on our rows, or test the one that is there."""
    _need_the_extra()
    console = Console(stderr=True)
    if task not in _TASKS:
        give_up(f"{task!r}? {', '.join(_TASKS)}")
    place = _place(profile, console)
    target = out or folder_of(place.profile.name, task)
    training = import_module("training.train_task")
    try:
        if dry_run:
            print_json(training.plan(place.profile, place.models, task, place.cache), indent=2)
        elif retrain or not holds_lora(target):
            training.train_task(place.profile, place.models, task, place.cache, target)
            console.print("[green]✔[/]", Text(str(target)))
        else:
            found = training.test_task(place.profile, place.models, task, place.cache, target)
            print_json(found, indent=2)
    except EngineError as error:
        give_up(error)


def evaluate(
    what: Annotated[str, typer.Argument(help="persona, ethics, recall, reply")],
    profile: ProfileOption = None,
    *,
    split: Annotated[Split, typer.Option()] = Split.TEST,
    as_json: Annotated[bool, typer.Option("--json", help="End in one line of JSON.")] = False,
    report: Annotated[Path | None, typer.Option(help="Write a report into this folder.")] = None,
) -> None:
    """Measure the shipped LoRAs on our own rows."""
    _need_the_extra()
    console = Console(stderr=True)
    if what not in ("persona", *EncoderRole):
        give_up(f"{what!r}? persona, ethics, recall, reply")
    place = _place(profile, console)
    try:
        if what == "persona":
            module = import_module("training.persona.evaluate")
            figures = module.evaluate(place.profile, place.models, split, report)
        else:
            module = import_module("training.evaluation")
            encoder = place.models.encoder
            figures = module.evaluate(
                EncoderRole(what), encoder, place.profile, split, report=report
            )
    except EngineError as error:
        give_up(error)
    print_json(figures, indent=None if as_json else 2)


def _place(profile_name: str | None, console: Console) -> _Place:
    try:
        settings = load_settings()
        profile = Profile.load(profile_name or settings.profile)
        with preparation_progress(console, Texts.load()) as report:
            models = prepare(profile, settings.cache, report)
    except (ConfigError, EngineError) as error:
        give_up(error)
    return _Place(profile, models, settings.cache)


def _need_the_extra() -> None:
    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        give_up(Texts.load().say("train-needs-extra", None, packages=", ".join(missing)))
