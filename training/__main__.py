"""`python -m training train TASK` repeats the training of a LoRA; `evaluate ROLE` measures it."""

from __future__ import annotations

import json
from importlib import import_module
from pathlib import Path  # noqa: TC003 (typer reads it from the annotations)
from typing import Annotated

import typer

from engine.inference.loras import folder_of
from engine.inference.prepare import prepare
from engine.inference.profile import EncoderRole, Profile, Task
from training.recipe import Recipe
from training.rows import Split

app = typer.Typer(add_completion=False)


@app.command()
def train(
    task: Annotated[str, typer.Argument(help="One of the four tasks, or ethics, or recall.")],
    cache: Annotated[Path, typer.Option(help="Where the converted models are.")],
    profile_name: Annotated[str, typer.Option("--profile")] = "embedded",
    out: Annotated[Path | None, typer.Option(help="By default the shipped place.")] = None,
) -> None:
    """Train one LoRA on our own rows and write it to its place."""
    profile = Profile.load(profile_name)
    models = prepare(profile, cache, lambda *_: None)
    target = out or folder_of(profile.name, task)
    recipe = Recipe.load(task)
    if task in list(EncoderRole):
        module = import_module("training.sentence_encoder")
        module.train(EncoderRole(task), models.encoder, profile.encoder, recipe, target)
    else:
        spec = profile.tasks[Task(task)]
        shown = None
        if spec.num_examples:
            module = import_module("training.shown_exchanges")
            shown = module.ShownExchanges(models.encoder, profile.encoder, spec.num_examples)
        base = models.bases[spec.base]
        import_module("training.fine_tune").train(spec, base, recipe, target, shown)


@app.command()
def evaluate(
    role: Annotated[EncoderRole, typer.Argument(help="ethics or recall.")],
    cache: Annotated[Path, typer.Option(help="Where the converted models are.")],
    split: Annotated[Split, typer.Option()] = Split.TEST,
) -> None:
    """Print the figures of a shipped encoder LoRA on our own rows, as one JSON line."""
    profile = Profile.load("embedded")
    models = prepare(profile, cache, lambda *_: None)
    module = import_module("training.evaluation")
    figures = module.evaluate(role, models.encoder, profile, split)
    typer.echo(json.dumps(figures, ensure_ascii=False))


if __name__ == "__main__":
    app()
