"""`ohlora train` and `ohlora evaluate`: what they refuse, and what they hand on."""

from __future__ import annotations

import importlib.util
import json
import tomllib
from importlib.metadata import EntryPoint
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from bot import cli as bot_cli
from engine.errors import LoraMissing
from engine.inference.prepare import PreparedModels
from engine.inference.profile import EncoderRole, Profile, Task
from training import cli

RUNNER = CliRunner()
PYPROJECT = Path(__file__).parents[2] / "pyproject.toml"


def declared() -> tuple[EntryPoint, ...]:
    """What pyproject.toml says, whether it is installed or not."""
    told = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    group = told["project"]["entry-points"][bot_cli.OFFLINE_COMMANDS]
    return tuple(EntryPoint(k, v, bot_cli.OFFLINE_COMMANDS) for k, v in group.items())


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> typer.Typer:
    """Both commands as the bot offers them, on a cache of their own and without real models."""
    monkeypatch.setenv("OHLORA_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(cli, "prepare", lambda *_: PreparedModels({}, tmp_path / "encoder"))
    monkeypatch.setattr(bot_cli, "entry_points", lambda **_: declared())
    app = typer.Typer()
    monkeypatch.setattr(bot_cli, "app", app)
    bot_cli._add_offline_commands()
    return app


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Any]]:
    """What the commands hand on; nothing is trained or measured."""
    calls: list[tuple[str, Any]] = []

    def record(name: str) -> Any:
        def call(*args: Any, **kwargs: Any) -> dict[str, Any]:
            calls.append((name, (*args, *kwargs.values())))
            return {"told": name, "score": "점수"}

        return call

    modules = {
        "training.train_task": SimpleNamespace(
            **{name: record(name) for name in ("plan", "train_task", "test_task")}
        ),
        "training.evaluation": SimpleNamespace(evaluate=record("encoder")),
        "training.persona.evaluate": SimpleNamespace(evaluate=record("persona")),
    }
    monkeypatch.setattr(cli, "import_module", modules.__getitem__)
    return calls


def test_bot_offers_both_commands(app: typer.Typer) -> None:
    help_text = RUNNER.invoke(app, ["--help"]).output
    assert {point.name for point in declared()} == {"train", "evaluate"}
    assert "train" in help_text
    assert "evaluate" in help_text
    for point in declared():
        assert RUNNER.invoke(app, [point.name, "--help"]).exit_code == 0


def test_bot_runs_without_the_training_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bot_cli, "entry_points", lambda **_: ())
    help_text = RUNNER.invoke(bot_cli.app, ["--help"])
    assert help_text.exit_code == 0
    assert "doctor" in help_text.output


@pytest.mark.parametrize("line", [["train", "memry"], ["evaluate", "memory"]])
def test_unknown_word_is_refused_with_the_known_ones(
    app: typer.Typer, called: list[Any], line: list[str]
) -> None:
    result = RUNNER.invoke(app, line)
    assert result.exit_code == 1
    assert line[1] in result.stderr
    assert "recall" in result.stderr
    assert called == []


@pytest.mark.parametrize("line", [["train", "memory"], ["evaluate", "persona"]])
def test_unknown_profile_is_refused(app: typer.Typer, called: list[Any], line: list[str]) -> None:
    result = RUNNER.invoke(app, [*line, "--profile", "huge"])
    assert result.exit_code == 1
    assert "huge" in result.stderr
    assert called == []


@pytest.mark.parametrize("line", [["train", "memory"], ["evaluate", "persona"]])
def test_missing_extra_is_named(
    app: typer.Typer, called: list[Any], line: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def find_spec(name: str) -> Any:
        return None if name == "trl" else importlib.util.find_spec(name)

    monkeypatch.setattr(cli, "find_spec", find_spec)
    result = RUNNER.invoke(app, line)
    assert result.exit_code == 1
    assert "trl" in result.stderr
    assert "peft" not in result.stderr
    assert called == []


MODULES = {"sklearn": "scikit_learn"}  # called otherwise than their packages


def test_all_that_training_imports_is_in_the_extra() -> None:
    told = tomllib.loads(PYPROJECT.read_text(encoding="utf-8"))
    extra = {
        need.partition(">")[0].replace("-", "_")
        for need in told["project"]["optional-dependencies"]["train"]
    }
    assert {MODULES.get(name, name) for name in cli._NEEDED} == extra


@pytest.mark.parametrize("task", [*Task, *EncoderRole])
def test_lora_that_is_there_is_tested_and_not_trained(
    app: typer.Typer, called: list[Any], task: str, tmp_path: Path
) -> None:
    (tmp_path / "adapter_model.safetensors").write_bytes(b"weights")
    result = RUNNER.invoke(app, ["train", task, "--out", str(tmp_path)])
    assert result.exit_code == 0
    assert [name for name, _ in called] == ["test_task"]
    assert json.loads(result.stdout)["score"] == "점수"


def test_missing_lora_is_trained_into_its_place(
    app: typer.Typer, called: list[Any], tmp_path: Path
) -> None:
    out = tmp_path / "memory"
    assert RUNNER.invoke(app, ["train", "memory", "--out", str(out)]).exit_code == 0
    (name, (profile, _models, task, cache, target)) = called[0]
    assert (name, task, target) == ("train_task", "memory", out)
    assert profile == Profile.load("embedded")
    assert cache == tmp_path / "cache"


def test_lora_that_is_there_can_be_trained_again(
    app: typer.Typer, called: list[Any], tmp_path: Path
) -> None:
    (tmp_path / "adapter_model.safetensors").write_bytes(b"weights")
    RUNNER.invoke(app, ["train", "memory", "--retrain", "--out", str(tmp_path)])
    assert [name for name, _ in called] == ["train_task"]


def test_dry_run_only_plans(app: typer.Typer, called: list[Any], tmp_path: Path) -> None:
    line = ["train", "memory", "--dry-run", "--retrain", "--out", str(tmp_path / "new")]
    result = RUNNER.invoke(app, line)
    assert json.loads(result.stdout)["told"] == "plan"
    assert [name for name, _ in called] == ["plan"]


@pytest.mark.parametrize(
    ("what", "name"), [("persona", "persona"), ("ethics", "encoder"), ("recall", "encoder")]
)
def test_figures_end_in_one_line_of_json_if_asked(
    app: typer.Typer, called: list[Any], what: str, name: str
) -> None:
    result = RUNNER.invoke(app, ["evaluate", what, "--json", "--split", "validation"])
    assert result.exit_code == 0
    assert len(result.stdout.splitlines()) == 1
    assert json.loads(result.stdout)["told"] == name
    assert "validation" in called[0][1]


@pytest.mark.parametrize("what", ["persona", "ethics"])
def test_report_goes_into_the_folder_asked_for(
    app: typer.Typer, called: list[Any], tmp_path: Path, what: str
) -> None:
    assert RUNNER.invoke(app, ["evaluate", what, "--report", str(tmp_path)]).exit_code == 0
    assert tmp_path in called[0][1]


def test_error_of_the_engine_is_one_line(
    app: typer.Typer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise LoraMissing("memory", tmp_path)

    module = ModuleType("training.train_task")
    module.plan = fail  # type: ignore[attr-defined]  # a stand-in
    monkeypatch.setattr(cli, "import_module", lambda _: module)
    result = RUNNER.invoke(app, ["train", "memory", "--dry-run"])
    assert result.exit_code == 1
    assert "memory" in result.stderr
    assert "Traceback" not in result.output
