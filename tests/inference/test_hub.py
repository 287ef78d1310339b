"""Models from the hub: the real client against a small server of ours."""

from __future__ import annotations

import json
import shutil
from collections import namedtuple
from typing import TYPE_CHECKING

import pytest

from engine.errors import CacheNotWritable, DiskFull, HubGated, HubMissing, HubUnreachable
from engine.inference.hub import MANIFEST, Hub
from engine.inference.hub_source import HubSource
from tests.inference.hub_server import COMMIT, HubServer, Repo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

GOOD = HubSource("kind/model")
FILES = {
    "config.json": b"{}",
    "tokenizer.json": b"{'a': 1}",
    "model.safetensors": b"0123456789" * 50_000,
    "pytorch_model.bin": b"the same once more",
    "README.md": b"# A model",
    "memory/adapter_config.json": b"{}",
    "memory/adapter_model.safetensors": b"ab" * 100,
    "memory/optimizer.pt": b"of no use",
}
NEEDED = {"config.json", "tokenizer.json", "model.safetensors"}
NEEDED_BYTES = sum(len(FILES[name]) for name in NEEDED)
Usage = namedtuple("Usage", ["total", "used", "free"])


class Reports:
    """What was reported: model, step, done, total."""

    def __init__(self) -> None:
        self.lines: list[tuple[str, str, int, int]] = []

    def __call__(self, model: str, step: str, done: int, total: int) -> None:
        self.lines.append((model, step, done, total))


@pytest.fixture
def server() -> Iterator[HubServer]:
    hub = HubServer({"kind/model": Repo(dict(FILES))})
    with hub.running():
        yield hub


@pytest.fixture
def hub(server: HubServer, tmp_path: Path) -> Hub:
    return Hub(tmp_path / "cache", server.endpoint)


@pytest.fixture
def reports() -> Reports:
    return Reports()


def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_only_what_is_needed_is_fetched_and_only_once(
    hub: Hub, server: HubServer, reports: Reports
) -> None:
    hub.fetch([GOOD, GOOD], reports)
    folder = hub.folder_of(GOOD)
    assert folder.name == "kind--model@main"
    assert names_in(folder) == NEEDED | {MANIFEST}
    assert (folder / "model.safetensors").read_bytes() == FILES["model.safetensors"]
    assert json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["commit"] == COMMIT
    server.repos.clear()  # nobody asks the hub again
    hub.fetch([GOOD], reports)
    assert sorted(server.fetched) == sorted(f"kind/model/{name}" for name in NEEDED)


def test_one_folder_of_a_repository(hub: Hub, reports: Reports) -> None:
    source = HubSource("kind/model", COMMIT, "memory")
    hub.fetch([source], reports)
    assert names_in(hub.folder_of(source)) == {"adapter_config.json", "adapter_model.safetensors"}


def test_older_weights_do_where_there_are_no_others(
    hub: Hub, server: HubServer, reports: Reports
) -> None:
    del server.repos["kind/model"].files["model.safetensors"]
    hub.fetch([GOOD], reports)
    assert "pytorch_model.bin" in names_in(hub.folder_of(GOOD))


def test_everything_is_listed_before_the_first_byte(
    hub: Hub, server: HubServer, reports: Reports
) -> None:
    server.repos["kind/other"] = Repo({"model.safetensors": b"other"})
    hub.fetch([GOOD, HubSource("kind/other")], reports)
    assert reports.lines[:2] == [
        ("kind--model@main", "download", 0, NEEDED_BYTES),
        ("kind--other@main", "download", 0, 5),
    ]
    of_good = [done for model, _, done, _ in reports.lines[2:] if model == "kind--model@main"]
    assert of_good == sorted(of_good)
    assert len(of_good) > 2  # bytes are told as they come, not only at the end
    assert of_good[-1] == NEEDED_BYTES


def test_damaged_folder_is_fetched_anew(hub: Hub, reports: Reports) -> None:
    hub.fetch([GOOD], reports)
    (hub.folder_of(GOOD) / "model.safetensors").write_bytes(b"cut short")
    hub.fetch([GOOD], reports)
    assert (hub.folder_of(GOOD) / "model.safetensors").read_bytes() == FILES["model.safetensors"]


def test_broken_download_goes_on_where_it_was(
    hub: Hub, server: HubServer, reports: Reports
) -> None:
    repo = server.repos["kind/model"]
    repo.breaks_once.add("model.safetensors")
    hub.fetch([GOOD], reports)
    assert (hub.folder_of(GOOD) / "model.safetensors").read_bytes() == FILES["model.safetensors"]
    assert server.fetched.count("kind/model/model.safetensors") == 2


@pytest.mark.parametrize(
    "source", [HubSource("kind/nobody"), HubSource("kind/model", "gone"),
               HubSource("kind/model", folder="nothing")]
)  # fmt: skip
def test_what_the_hub_does_not_have_is_named(hub: Hub, reports: Reports, source: HubSource) -> None:
    with pytest.raises(HubMissing, match=source.repo) as missing:
        hub.fetch([source], reports)
    assert missing.value.revision == source.revision
    assert not hub.folder_of(source).exists()


def test_gated_repository_says_what_to_do(hub: Hub, server: HubServer, reports: Reports) -> None:
    server.repos["kind/model"].is_gated = True
    with pytest.raises(HubGated, match="HF_TOKEN"):
        hub.fetch([GOOD], reports)
    server.repos["kind/model"].is_gated = False
    hub.fetch([GOOD], reports)


def test_without_a_network_it_says_so(tmp_path: Path, reports: Reports) -> None:
    server = HubServer()
    with server.running():
        pass  # the port is free again
    with pytest.raises(HubUnreachable, match="network"):
        Hub(tmp_path, server.endpoint).fetch([GOOD], reports)
    assert reports.lines == []


def test_full_disk_is_found_before_anything_is_fetched(
    hub: Hub, server: HubServer, reports: Reports, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: Usage(1000, 900, 100))
    with pytest.raises(DiskFull) as full:
        hub.fetch([GOOD], reports)
    assert full.value.needed_bytes == NEEDED_BYTES
    assert server.fetched == []


def test_file_in_the_place_of_the_cache_is_named(
    server: HubServer, tmp_path: Path, reports: Reports
) -> None:
    (tmp_path / "cache").write_text("a file", encoding="utf-8")
    with pytest.raises(CacheNotWritable):
        Hub(tmp_path / "cache" / "deeper", server.endpoint).fetch([GOOD], reports)


@pytest.mark.parametrize(
    "values", [{"repo": "no owner"}, {"repo": "a/b", "revision": "../c"},
               {"repo": "a/b", "folder": "/c"}]
)  # fmt: skip
def test_source_that_cannot_be_is_refused(values: dict[str, str]) -> None:
    with pytest.raises(ValueError, match=r"repo|a/b"):
        HubSource(**values)
