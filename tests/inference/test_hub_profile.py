"""A profile whose models are all on the hub, prepared as at the start."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from rich.console import Console

from bot.progress import preparation_progress
from bot.texts import Texts
from engine.errors import ProfileInvalid
from engine.inference import loras
from engine.inference.prepare import prepare
from engine.inference.profile import EncoderRole, Profile, Task
from tests.inference.hub_server import HubServer, Repo

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES = {
    "config.json": b"{}",
    "model.safetensors": b"0123456789" * 500,
    "memory/adapter_config.json": b"{}",
    "memory/adapter_model.safetensors": b"ab" * 100,
}
PROFILE = """
name = "tiny_hub"
max_message_tokens = 40
[bases.one]
repo = "kind/model"
max_prompt_tokens = 64
max_prefill_tokens = 64
max_slots = 2
[bases.two]
repo = "kind/other"
revision = "main"
max_prompt_tokens = 64
max_prefill_tokens = 64
max_slots = 2
[encoder]
repo = "kind/model"
prefix = ""
max_tokens = 64
published.ethics = { repo = "kind/other" }
[tasks.output_message]
base = "one"
prompt = "{input}"
max_new_tokens = 8
temperature = 0.0
top_p = 1.0
[tasks.summary]
base = "one"
prompt = "{input}"
max_new_tokens = 8
temperature = 0.0
top_p = 1.0
[tasks.memory]
base = "two"
prompt = "{input}"
max_new_tokens = 8
temperature = 0.0
top_p = 1.0
published = { repo = "kind/model", folder = "memory" }
[tasks.eyes_mouth_pose]
base = "two"
prompt = "{reply}"
max_new_tokens = 8
temperature = 0.0
top_p = 1.0
"""


@pytest.fixture
def server() -> Iterator[HubServer]:
    other = Repo({"config.json": b"{}", "model.safetensors": b"other"})
    hub = HubServer({"kind/model": Repo(FILES), "kind/other": other})
    with hub.running():
        yield hub


def test_profile_is_prepared_from_the_hub(server: HubServer, tmp_path: Path) -> None:
    profile = Profile.parse(PROFILE, "tiny_hub")
    shown = io.StringIO()
    console = Console(file=shown, width=120)
    with preparation_progress(console, Texts.load()) as report:
        models = prepare(profile, tmp_path, report, endpoint=server.endpoint)
    assert models.bases["one"] == models.encoder == tmp_path / "kind--model@main"
    assert models.bases["two"].name == "kind--other@main"
    assert models.published == {
        Task.MEMORY: tmp_path / "kind--model@main--memory" / "memory",
        EncoderRole.ETHICS: tmp_path / "kind--other@main",
    }
    assert "kind/model@main" in shown.getvalue()


def test_weights_of_our_own_win(
    server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loras, "files", lambda _: tmp_path)
    for name in (Task.MEMORY, EncoderRole.ETHICS):
        folder = loras.folder_of("tiny_hub", name)
        folder.mkdir(parents=True)
        (folder / "adapter_model.safetensors").write_bytes(b"ours")
    profile = Profile.parse(PROFILE, "tiny_hub")
    models = prepare(profile, tmp_path / "cache", lambda *_: None, endpoint=server.endpoint)
    assert models.published == {}
    assert not any("memory" in path for path in server.fetched)


@pytest.mark.parametrize(
    ("place", "instead"),
    [
        ('repo = "kind/other"\nrevision', 'converter = "x"\nrepo = "kind/other"\nrevision'),
        ('repo = "kind/other"\nrevision = "main"\n', ""),
        ('repo = "kind/model"\nprefix', "prefix"),
        ("max_message_tokens = 40", "max_message_tokens = 40\nthresholds.lvoe = 0.5"),
        ("published.ethics", "published.ethic"),
    ],
)
def test_profile_with_a_mistake_is_refused(place: str, instead: str) -> None:
    assert place in PROFILE
    with pytest.raises(ProfileInvalid):
        Profile.parse(PROFILE.replace(place, instead), "tiny_hub")
