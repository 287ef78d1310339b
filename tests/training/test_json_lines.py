"""What is written is read back, whatever the texts hold."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from training import json_lines

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize("text", ["안녕 😊", "두\n줄", "다른\u2028줄", "끝\r", "\x85", ""])
def test_every_text_is_the_same_after_writing(tmp_path: Path, text: str) -> None:
    rows = [{"text": text}, {"text": "끝"}]
    json_lines.write(tmp_path / "rows.jsonl", rows)
    assert json_lines.read(tmp_path / "rows.jsonl") == rows


def test_letters_can_be_read_in_the_file(tmp_path: Path) -> None:
    json_lines.write(tmp_path / "rows.jsonl", [{"text": "안녕"}])
    assert (tmp_path / "rows.jsonl").read_text("utf-8") == '{"text": "안녕"}\n'
