from __future__ import annotations

import io
import json
import logging
import warnings
from typing import TYPE_CHECKING

import pytest
import structlog

from bot.config import Settings
from bot.logs import MASK, StderrHandler, TokenMask, configure_logging

if TYPE_CHECKING:
    from collections.abc import Iterator

# In pieces, so that no scanner takes them for leaked ones.
DISCORD = "MTE4" + "NzY1NDMyMTA5ODc2NTQzMg" + ".GaBcDe." + "x9Q_w-3kLmN0pQrStUvWxYz1234567890abcd"
TELEGRAM = "7654321098" + ":AAH" + "x9Qw3kLmN0pQrStUvWxYz12345678_-a"
CANARIES = (DISCORD, TELEGRAM, TELEGRAM.replace(":", "%3A"))


@pytest.fixture(autouse=True)
def _logging_as_before() -> Iterator[None]:
    root = logging.getLogger()
    handlers, level = root.handlers, root.level
    yield
    root.handlers = handlers
    root.setLevel(level)
    logging.captureWarnings(capture=False)
    structlog.reset_defaults()


@pytest.fixture(params=[True, False], ids=["json", "console"])
def log_file(request: pytest.FixtureRequest) -> io.StringIO:
    stream = io.StringIO()
    configure_logging(Settings(log_json=request.param, log_level="INFO"), stream)
    return stream


@pytest.mark.parametrize("canary", CANARIES)
def test_no_token_leaves_by_structlog(log_file: io.StringIO, canary: str) -> None:
    log = structlog.get_logger("bot.test").bind(bound=canary)
    log.info("nested", value=canary, nested={"a": [canary, {canary: 1}]}, raw=canary.encode())
    log.info(canary)
    log.info("keys", **{canary: 1})
    log.info("said %s", canary)
    with structlog.contextvars.bound_contextvars(context=canary):
        log.warning("context", url=f"https://api.telegram.org/bot{canary}/getMe")
    assert canary not in log_file.getvalue()
    assert log_file.getvalue().count(MASK) >= 8


@pytest.mark.parametrize("canary", CANARIES)
def test_no_token_leaves_by_a_traceback(log_file: io.StringIO, canary: str) -> None:
    def refuse(token: str) -> None:
        known: dict[str, str] = {}
        try:
            known[token]
        except KeyError as inner:
            raise RuntimeError(f"refused {token}") from inner

    try:
        refuse(canary)
    except RuntimeError:
        structlog.get_logger("bot.test").exception("broken")
        logging.getLogger("library").exception("broken too")
    written = log_file.getvalue()
    assert canary not in written
    assert written.count("RuntimeError") >= 2
    assert written.count(MASK) >= 4


@pytest.mark.parametrize("canary", CANARIES)
def test_no_token_leaves_by_the_standard_library(log_file: io.StringIO, canary: str) -> None:
    logging.getLogger("library").warning("GET https://api.telegram.org/bot%s/getMe", canary)
    logging.getLogger("library").warning("extra", extra={"token": canary})
    logging.getLogger(f"library.{canary}").warning("a logger's name")
    assert canary not in log_file.getvalue()
    assert "getMe" in log_file.getvalue()


def test_no_token_leaves_by_a_warning() -> None:
    stream = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        configure_logging(Settings(), stream)
        warnings.warn(f"old {TELEGRAM}", UserWarning, stacklevel=1)
    assert TELEGRAM not in stream.getvalue()
    assert "UserWarning" in stream.getvalue()


def test_a_broken_logging_call_does_not_print_its_arguments(
    log_file: io.StringIO, capsys: pytest.CaptureFixture[str]
) -> None:
    # pytest's own handlers raise here.
    logging.getLogger().handlers = [
        handler for handler in logging.getLogger().handlers if isinstance(handler, StderrHandler)
    ]
    logging.getLogger("library").warning("%d tokens", TELEGRAM)
    written = log_file.getvalue() + "".join(capsys.readouterr())
    assert TELEGRAM not in written
    assert "a log line was lost" in written
    assert "test_logs.py" in written


def test_a_known_secret_is_masked_whatever_its_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", "short")
    stream = io.StringIO()
    configure_logging(Settings(), stream)
    structlog.get_logger("bot.test").info("it is short.")
    assert "short" not in stream.getvalue()


def test_a_password_in_an_address_is_masked() -> None:
    masked = TokenMask().masked("postgresql://lora:s3cret@db.example/ohlora")
    assert masked == f"postgresql://{MASK}@db.example/ohlora"


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-23T06:05:00.123456Z [info] chat_id=123456789012345678 message_id=1187654321",
        "engine.inference.gemma_base.convert_the_whole_model_into_the_cache",
        "https://api.telegram.org/ 12:34:56 http://localhost:8080/path@home",
        "오로라가 답했어요",
    ],
)
def test_what_is_no_token_stays(text: str) -> None:
    assert TokenMask(["", "elsewhere"]).masked(text) == text


def test_lines_are_json_with_time_level_and_logger() -> None:
    stream = io.StringIO()
    configure_logging(Settings(log_json=True), stream)
    structlog.get_logger("bot.test").info("오로라", chat_id=7)
    logging.getLogger("library").warning("둘 %s", "셋")
    first, second = map(json.loads, stream.getvalue().splitlines())
    assert (first["event"], first["level"], first["logger"]) == ("오로라", "info", "bot.test")
    assert first["chat_id"] == 7
    assert first["timestamp"].endswith("Z")
    assert (second["event"], second["logger"]) == ("둘 셋", "library")


@pytest.mark.parametrize("name", ["httpx", "telegram.ext.Application", "discord.gateway"])
def test_chatty_libraries_are_heard_from_warnings_on(name: str) -> None:
    stream = io.StringIO()
    configure_logging(Settings(log_level="DEBUG"), stream)
    logging.getLogger(name).info("chatter")
    logging.getLogger(name).warning("trouble")
    assert "chatter" not in stream.getvalue()
    assert "trouble" in stream.getvalue()


def test_configuring_twice_writes_each_line_once() -> None:
    stream = io.StringIO()
    configure_logging(Settings(), stream)
    configure_logging(Settings(), stream)
    structlog.get_logger("bot.test").info("once")
    assert stream.getvalue().count("once") == 1


def test_nothing_below_the_level_is_written() -> None:
    stream = io.StringIO()
    configure_logging(Settings(log_level="ERROR"), stream)
    structlog.get_logger("bot.test").warning("quiet")
    logging.getLogger("httpx").warning("quiet")
    assert not stream.getvalue()


def test_a_closed_stream_raises_nothing() -> None:
    stream = io.StringIO()
    configure_logging(Settings(), stream)
    stream.close()
    structlog.get_logger("bot.test").info("nobody hears it")
