"""The training code on a tiny model: it learns, goes on after a kill, and fits the runtime."""

from __future__ import annotations

import csv
import json
import signal
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import pytest
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

from engine.errors import LoraMismatch
from engine.inference.lora import attach, load_weights
from tests.inference.tiny import VOCABULARY, save_tiny_base
from tests.training.tiny_run import RECIPE, STEPS_PER_CHECKPOINT, SteppedCurves, train_tiny
from training.checkpoints import newest_checkpoint
from training.fine_tune import lora_config

if TYPE_CHECKING:
    from pathlib import Path

# trl and peft still use names that transformers has deprecated
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
NUM_STEPS = 9


class Trained(NamedTuple):
    """A finished run."""

    base: Path
    run: Path
    out: Path
    steps: list[int]


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("models") / "tiny_base-1"
    save_tiny_base(folder)
    return folder


@pytest.fixture(scope="module")
def trained(base: Path) -> Trained:
    """A tiny base and the LoRA that the training code made for it."""
    run = base.parent / "whole"
    curves = SteppedCurves(run)
    return Trained(base, run, train_tiny(base, run, curves), curves.steps)


@pytest.fixture(scope="module")
def resumed(base: Path) -> Trained:
    """A run that was killed at its first checkpoint, and then again in the midst of a second."""
    run = base.parent / "killed"
    child = subprocess.run(  # noqa: S603  # our own module
        [sys.executable, "-m", "tests.training.killed_run", str(base), str(run)],
        check=False,
        timeout=150,
    )
    assert child.returncode == -signal.SIGKILL
    checkpoint = run / f"checkpoint-{STEPS_PER_CHECKPOINT}"
    assert newest_checkpoint(run) == str(checkpoint)
    half = run / f"checkpoint-{2 * STEPS_PER_CHECKPOINT}"
    half.mkdir()
    (half / "adapter_model.safetensors").write_bytes(b"cut sho")
    curves = SteppedCurves(run)
    return Trained(base, run, train_tiny(base, run, curves), curves.steps)


def losses(run: Path) -> list[dict[str, str]]:
    with (run / "losses.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_validation_loss_falls_and_the_best_epoch_is_kept(trained: Trained) -> None:
    card = json.loads((trained.out / "card.json").read_text(encoding="utf-8"))
    found = [entry["eval_loss"] for entry in card["losses"]]
    assert found[-1] < found[0]
    assert card["best_validation_loss"] == min(found)
    assert card["base"] == trained.base.name


def test_curves_tell_every_evaluation(trained: Trained) -> None:
    told = [row for row in losses(trained.run) if row["validation_loss"]]
    assert [int(row["step"]) for row in told] == [3, 6, 9]
    assert [float(row["epoch"]) for row in told] == [1, 2, 3]
    card = json.loads((trained.out / "card.json").read_text(encoding="utf-8"))
    assert [float(row["validation_loss"]) for row in told] == pytest.approx(
        [entry["eval_loss"] for entry in card["losses"]], abs=1e-4
    )
    assert (trained.run / "losses.png").read_bytes().startswith(b"\x89PNG")


def test_whole_run_takes_every_step_once(trained: Trained) -> None:
    assert trained.steps == list(range(NUM_STEPS))


def test_killed_run_goes_on_from_its_whole_checkpoint(resumed: Trained) -> None:
    assert resumed.steps == list(range(STEPS_PER_CHECKPOINT, NUM_STEPS))


def test_killed_run_ends_as_if_it_had_not_been(trained: Trained, resumed: Trained) -> None:
    """The same rows in the same order and words, learning rates and optimizer state."""
    whole, cut = (
        [row["validation_loss"] for row in losses(t.run) if row["validation_loss"]]
        for t in (trained, resumed)
    )
    assert list(map(float, cut)) == pytest.approx(list(map(float, whole)), abs=1e-4)


def test_no_checkpoint_is_left(trained: Trained, resumed: Trained) -> None:
    for run in (trained.run, resumed.run):
        assert list(run.glob("checkpoint-*")) == []


def test_every_linear_layer_got_a_lora(trained: Trained) -> None:
    weights = load_weights("lora", trained.out, trained.base.name)
    model = AutoModelForCausalLM.from_pretrained(trained.base)
    linear = {
        name
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and name != "lm_head"
    }
    assert set(weights.layers) == linear


def test_recipe_is_what_peft_is_told() -> None:
    config = lora_config(RECIPE)
    assert (config.r, config.lora_alpha, config.lora_dropout) == (4, 8, 0.0)
    assert config.target_modules == "all-linear"


def test_runtime_computes_what_peft_computes(trained: Trained) -> None:
    ids = torch.randint(4, VOCABULARY, (3, 9), generator=torch.Generator().manual_seed(0))
    own = AutoModelForCausalLM.from_pretrained(trained.base, dtype=torch.float32).eval()
    selection = attach(own, [load_weights("lora", trained.out, trained.base.name)])
    selection.choose([0, 0, 0])
    model = AutoModelForCausalLM.from_pretrained(trained.base, dtype=torch.float32)
    peft = PeftModel.from_pretrained(model, str(trained.out)).eval()
    with torch.inference_mode():
        torch.testing.assert_close(own(ids).logits, peft(ids).logits, atol=1e-4, rtol=1e-4)


def test_lora_of_another_base_is_refused(trained: Trained) -> None:
    with pytest.raises(LoraMismatch):
        load_weights("lora", trained.out, "another_base-1")
