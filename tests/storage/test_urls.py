from __future__ import annotations

import pytest

from storage.errors import DatabaseUnavailable
from storage.urls import parse, shown


@pytest.mark.parametrize(
    ("url", "driver"),
    [
        ("sqlite:///data/ohlora.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:////var/lib/ohlora.db", "sqlite+aiosqlite"),
        ("postgresql://lora@host/ohlora", "postgresql+asyncpg"),
        ("postgres://lora@host/ohlora", "postgresql+asyncpg"),
    ],
)
def test_plain_urls_get_their_async_driver(url: str, driver: str) -> None:
    assert parse(url).drivername == driver


@pytest.mark.parametrize(
    "url", ["", "ohlora.db", "mysql://host/db", "sqlite://", "sqlite:///:memory:"]
)
def test_other_urls_are_refused(url: str) -> None:
    with pytest.raises(DatabaseUnavailable):
        parse(url)


@pytest.mark.parametrize("url", ["mysql://lora:geheim@host/db", "not a url: lora:geheim"])
def test_errors_do_not_show_the_password(url: str) -> None:
    with pytest.raises(DatabaseUnavailable) as caught:
        parse(url)
    assert "geheim" not in str(caught.value)


def test_a_shown_url_hides_the_password() -> None:
    assert "geheim" not in shown(parse("postgresql://lora:geheim@host/ohlora"))
