"""The training code on a tiny model: it learns, and the runtime computes what peft computes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import torch
from peft import PeftModel
from transformers import AutoModelForCausalLM

from engine.errors import LoraMismatch
from engine.inference.lora import attach, load_weights
from engine.inference.profile import Profile, Task
from tests.inference.tiny import VOCABULARY, save_tiny_base
from training import fine_tune
from training.recipe import Recipe
from training.rows import Split, of_split, persona_rows

if TYPE_CHECKING:
    from pathlib import Path

# trl and peft still use names that transformers has deprecated
pytestmark = pytest.mark.filterwarnings("ignore::FutureWarning", "ignore::DeprecationWarning")
RECIPE = Recipe(
    rank=4, alpha=8, dropout=0.0, learning_rate=1e-2, epochs=3, batch_size=16, seed=1
)  # fmt: skip


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A tiny base and the LoRA that the training code made for it."""
    base = tmp_path_factory.mktemp("models") / "tiny_base-1"
    save_tiny_base(base)
    out = base.parent / "eyes_mouth_pose"
    few = of_split(persona_rows(), Split.VALIDATION)[:48]
    spec = Profile.load("embedded").tasks[Task.EYES_MOUTH_POSE]
    with pytest.MonkeyPatch.context() as patch:  # a tiny model learns the form from few rows
        patch.setattr(fine_tune, "of_split", lambda *_: few)
        fine_tune.train(spec, base, RECIPE, out, shown=None)
    return base, out


def test_validation_loss_falls_and_the_best_epoch_is_kept(trained: tuple[Path, Path]) -> None:
    card = json.loads((trained[1] / "card.json").read_text(encoding="utf-8"))
    losses = [entry["eval_loss"] for entry in card["losses"]]
    assert losses[-1] < losses[0]
    assert card["best_validation_loss"] == pytest.approx(min(losses), abs=1e-3)


def test_every_linear_layer_got_a_lora(trained: tuple[Path, Path]) -> None:
    weights = load_weights("lora", trained[1], trained[0].name)
    model = AutoModelForCausalLM.from_pretrained(trained[0])
    linear = {
        name
        for name, module in model.named_modules()
        if isinstance(module, torch.nn.Linear) and name != "lm_head"
    }
    assert set(weights.layers) == linear


def test_runtime_computes_what_peft_computes(trained: tuple[Path, Path]) -> None:
    base, out = trained
    ids = torch.randint(4, VOCABULARY, (3, 9), generator=torch.Generator().manual_seed(0))
    own = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32).eval()
    selection = attach(own, [load_weights("lora", out, base.name)])
    selection.choose([0, 0, 0])
    model = AutoModelForCausalLM.from_pretrained(base, dtype=torch.float32)
    peft = PeftModel.from_pretrained(model, str(out)).eval()
    with torch.inference_mode():
        torch.testing.assert_close(own(ids).logits, peft(ids).logits, atol=1e-4, rtol=1e-4)


def test_lora_of_another_base_is_refused(trained: tuple[Path, Path]) -> None:
    with pytest.raises(LoraMismatch):
        load_weights("lora", trained[1], "another_base-1")
