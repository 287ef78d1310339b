from __future__ import annotations

from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from pydantic import SecretStr, ValidationError

from bot.config import PREFIX, Settings, load_settings, shipped_profiles
from bot.errors import BotError, ConfigError

EXAMPLE = Path(__file__).parents[2] / ".env.example"
CANARY = "canary-secret-1234567890"


@pytest.fixture(autouse=True)
def _empty_surroundings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in Settings.model_fields:
        monkeypatch.delenv(f"{PREFIX}{name.upper()}", raising=False)
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    monkeypatch.delenv("TELEGRAM_TOKEN", raising=False)


def _wrong(key: str, value: str, monkeypatch: pytest.MonkeyPatch) -> ConfigError:
    monkeypatch.setenv(key, value)
    with pytest.raises(ConfigError) as caught:
        load_settings()
    return caught.value


def test_everything_has_a_default() -> None:
    settings = load_settings()
    assert settings.discord_token is None
    assert settings.telegram_token is None
    assert settings.database_url.startswith("sqlite:///")
    assert settings.database_url.endswith("/ohlora/ohlora.sqlite3")
    assert settings.cache.name == "ohlora"
    assert settings.profile == "embedded"
    assert settings.zone == ZoneInfo("Asia/Seoul")
    assert settings.secrets == ()


@pytest.mark.parametrize("prefix", ["", PREFIX])
def test_tokens_with_and_without_the_prefix(prefix: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(f"{prefix}DISCORD_TOKEN", " one.two ")
    monkeypatch.setenv(f"{prefix}TELEGRAM_TOKEN", "1:two")
    settings = load_settings()
    assert settings.discord_token == SecretStr("one.two")
    assert settings.telegram_token == SecretStr("1:two")
    assert settings.secrets == ("one.two", "1:two")


def test_the_environment_wins_over_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("OHLORA_THREADS=2\nOHLORA_MAX_WAITING=5\n", encoding="utf-8")
    monkeypatch.setenv("OHLORA_THREADS", "3")
    settings = load_settings()
    assert (settings.threads, settings.max_waiting) == (3, 5)


def test_a_byte_order_mark_and_foreign_keys_do_no_harm() -> None:
    Path(".env").write_bytes("\ufeffOHLORA_THREADS=2\nOTHER=1\n".encode())
    assert load_settings().threads == 2


def test_empty_values_are_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    Path(".env").write_text("DISCORD_TOKEN=\nOHLORA_THREADS=\n", encoding="utf-8")
    monkeypatch.setenv("OHLORA_TIMEZONE", "")
    settings = load_settings()
    assert (settings.discord_token, settings.threads) == (None, None)
    assert settings.timezone == "Asia/Seoul"


def test_owners_are_accounts_with_commas_between_them(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load_settings().owners == frozenset()
    monkeypatch.setenv("OHLORA_OWNERS", "discord:123, telegram:456,")
    assert load_settings().owners == {"discord:123", "telegram:456"}


def test_settings_cannot_be_changed() -> None:
    settings = load_settings()
    with pytest.raises(ValidationError):
        settings.threads = 9


def test_a_home_folder_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OHLORA_CACHE", "~/models")
    assert load_settings().cache == Path.home() / "models"


@pytest.mark.parametrize(
    ("key", "value", "allowed"),
    [
        ("OHLORA_TIMEZONE", "Mars/Olympus", "Asia/Seoul"),
        ("OHLORA_TIMEZONE", "../etc/passwd", "Asia/Seoul"),
        ("OHLORA_TIMEZONE", "Asia", "Asia/Seoul"),
        ("OHLORA_LOG_LEVEL", "LOUD", "DEBUG, INFO"),
        ("OHLORA_LOG_JSON", "perhaps", "true"),
        ("OHLORA_PROFILE", "giant", "embedded"),
        ("OHLORA_OWNERS", "철수", "discord:123"),
        ("OHLORA_OWNERS", "discord:철수", "discord:123"),
        ("OHLORA_RULES", "lenient", "strict"),
        ("OHLORA_THREADS", "0", "1024"),
        ("OHLORA_THREADS", "many", "1024"),
        ("OHLORA_MAX_WAITING", "-1", "100000"),
        ("OHLORA_REPLY_TIMEOUT_S", "nan", "3600"),
        ("OHLORA_REPLY_TIMEOUT_S", "inf", "3600"),
    ],
)
def test_a_wrong_value_is_told_in_one_line(
    key: str, value: str, allowed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    error = _wrong(key, value, monkeypatch)
    assert error.key == key
    assert value in error.value
    assert allowed in error.reason
    assert "\n" not in str(error)
    assert "쓸 수 있는 값" in str(error)
    assert "allowed" in str(error)
    assert isinstance(error, BotError)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("DISCORD_TOKEN", f"two words {CANARY}"),
        ("TELEGRAM_TOKEN", f"한글 {CANARY}"),
        ("OHLORA_DATABASE_URL", f"mysql://user:{CANARY}@host/db"),
        ("OHLORA_DATABASE_URL", f"{CANARY}"),
    ],
)
def test_a_wrong_secret_is_not_shown(key: str, value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    error = _wrong(key, value, monkeypatch)
    assert error.key == key
    assert "숨김" in error.value
    for shown in (str(error), repr(error), error.reason):
        assert CANARY not in shown
    assert error.__suppress_context__


def test_a_file_is_no_cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "file"
    file.touch()
    assert _wrong("OHLORA_CACHE", str(file), monkeypatch).key == "OHLORA_CACHE"


def test_a_file_in_another_encoding_is_told() -> None:
    Path(".env").write_bytes("# 오로라\n".encode("cp949"))
    with pytest.raises(ConfigError, match=r"\.env.*UTF-8"):
        load_settings()


def test_secrets_are_not_in_the_repr(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DISCORD_TOKEN", CANARY)
    monkeypatch.setenv("OHLORA_DATABASE_URL", f"postgresql://user:{CANARY}@host/db")
    settings = load_settings()
    assert CANARY not in f"{settings!r} {settings}"


def test_the_example_explains_every_setting() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert name.upper() in text


def test_the_example_shows_the_defaults() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    settings = [line.removeprefix("#") for line in lines if line[:2].strip("#").isupper()]
    assert len(settings) == len(Settings.model_fields)
    before = load_settings()
    Path(".env").write_text("\n".join(settings), encoding="utf-8")
    assert load_settings() == before


def test_the_shipped_profiles_are_found() -> None:
    assert "embedded" in shipped_profiles()
