"""Recipes: every shipped one is whole, and a wrong one names its table."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from bot.config import shipped_profiles
from engine.errors import ProfileInvalid
from engine.inference.profile import EncoderRole, Profile, Task
from training.recipe import ALL_LINEAR, Recipe

GOOD: dict[str, Any] = {
    "rank": 8, "alpha": 16, "dropout": 0.1, "learning_rate": 1e-4,
    "epochs": 2, "batch_size": 4, "seed": 1,
}  # fmt: skip


def recipe_of(values: dict[str, Any]) -> Recipe:
    profile = replace(Profile.load("embedded"), training={"memory": values})
    return Recipe.of(profile, "memory")


@pytest.mark.parametrize("name", shipped_profiles())
def test_shipped_profile_has_a_recipe_for_everything_it_uses(name: str) -> None:
    profile = Profile.load(name)
    for task in (*Task, *profile.roles):
        recipe = Recipe.of(profile, task)
        assert recipe.rank >= 1
        assert recipe.target_layers == ALL_LINEAR


@pytest.mark.parametrize("name", shipped_profiles())
def test_shipped_profile_has_no_recipe_that_nothing_reads(name: str) -> None:
    profile = Profile.load(name)
    assert {*Task, *profile.roles} <= set(profile.training) <= {*Task, *EncoderRole}


def test_what_is_left_out_has_a_default() -> None:
    recipe = recipe_of(GOOD)
    assert recipe == Recipe(**GOOD, target_layers=ALL_LINEAR, patience=1, augments=True)


def test_layers_may_be_named() -> None:
    recipe = recipe_of({**GOOD, "target_layers": ["q_proj", "v_proj"]})
    assert recipe.target_layers == ("q_proj", "v_proj")


@pytest.mark.parametrize(
    "wrong",
    [
        {"rank": 0},
        {"alpha": 0},
        {"epochs": 0},
        {"batch_size": -1},
        {"patience": 0},
        {"dropout": 1},
        {"dropout": -0.1},
        {"learning_rate": 0},
        {"rank": "sixteen"},
        {"learning_rate": "fast"},
        {"target_layers": 3},
        {"rang": 8},
    ],
    ids=str,
)
def test_wrong_value_names_its_table(wrong: dict[str, Any]) -> None:
    with pytest.raises(ProfileInvalid, match=r"embedded \[training\.memory\]"):
        recipe_of({**GOOD, **wrong})


@pytest.mark.parametrize("name", GOOD)
def test_missing_value_is_named(name: str) -> None:
    with pytest.raises(ProfileInvalid, match=rf"\[training\.memory\].*{name}"):
        recipe_of({key: value for key, value in GOOD.items() if key != name})


def test_task_without_a_table_is_named() -> None:
    profile = replace(Profile.load("embedded"), training={})
    with pytest.raises(ProfileInvalid, match=r"embedded \[training\.summary\]"):
        Recipe.of(profile, "summary")
