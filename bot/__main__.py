"""`python -m bot` is the same as the installed `ohlora`."""

from bot.cli import app

app()
