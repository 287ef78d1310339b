from __future__ import annotations

import discord
import pytest

from bot.adapters.discord_reading import language_of, plain_text

HER = 1
NAMES = {2: "서연", 3: "잡담", 4: "운영진"}


@pytest.mark.parametrize(
    ("content", "plain"),
    [
        ("<@1> 안녕", "안녕"),
        ("안녕 <@!1>", "안녕"),
        ("안녕 <@1> 뭐 해", "안녕 뭐 해"),
        ("<@1>", ""),
        ("<@1> <@2> 어때?", "@서연 어때?"),
        ("<@9> 알아?", "@unknown 알아?"),
        ("<@&4> <#3> <#9>", "@운영진 #잡담 #unknown"),
        ("<:lora_smile:123><a:wave:456>", ":lora_smile::wave:"),
        ("</chat:123> 써 봐", "/chat 써 봐"),
        ("</mod ban:123>", "/mod ban"),
        ("1 < 2 그리고 3 > 2", "1 < 2 그리고 3 > 2"),
        ("  코드  는  그대로  ", "코드  는  그대로"),
        ("<@1>\n첫 줄\n둘째 줄", "첫 줄\n둘째 줄"),
    ],
)
def test_markup_becomes_words(content: str, plain: str) -> None:
    assert plain_text(content, {HER}, NAMES.get) == plain


def test_locale_is_cut_to_its_language() -> None:
    assert language_of(discord.Locale.korean) == "ko"
    assert language_of(discord.Locale.british_english) == "en"
    assert language_of(discord.Locale.brazil_portuguese) == "pt"
