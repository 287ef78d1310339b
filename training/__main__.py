"""`python -m training TASK`: repeat the training of one shipped LoRA."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path  # noqa: TC003 (typer reads it from the annotations)
from typing import Annotated

import typer

from engine.inference.loras import folder_of
from engine.inference.prepare import prepare
from engine.inference.profile import EncoderRole, Profile, Task
from training.recipe import Recipe

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


if __name__ == "__main__":
    app()
