"""`parse_mode`: HTML and MarkdownV2, with the refusals that unescaped text earns."""

import re
from html import unescape

from tests.telegram_server.errors import ApiError, NotSimulatedError, bad_request
from tests.telegram_server.text import Entity, utf16_units

_HTML_KINDS = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "tg-spoiler": "spoiler",
    "span": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
}
_HTML_TOKEN = re.compile(
    r"<(?P<closing>/?)(?P<tag>[^\s<>/]*)(?P<attributes>[^<>]*)>"
    r"|(?P<reference>&(?:#\d+|#[xX][0-9a-fA-F]+|lt|gt|amp|quot);)"
    r"|(?P<text>[^<&]+|&)"
    r"|(?P<stray><)"
)
_HREF = re.compile(r"""href\s*=\s*["']?([^"'\s>]*)""")

_MARKDOWN_KINDS = {
    "*": "bold",
    "_": "italic",
    "__": "underline",
    "~": "strikethrough",
    "||": "spoiler",
}
_MARKDOWN_TOKEN = re.compile(
    r"\\(?P<escaped>[\x01-\x7e])"
    r"|```(?:(?P<language>\w+)\n)?(?P<pre>.*?)```"
    r"|`(?P<code>[^`]*)`"
    r"|\[(?P<label>[^\]]*)\]\((?P<url>[^)]*)\)"
    r"|(?P<mark>__|\|\||[*_~])"
    r"|(?P<reserved>[\[\]()>#+\-=|{}.!`])"
    r"|(?P<text>.)",
    re.DOTALL,
)


def parse(text: str, parse_mode: str) -> tuple[str, list[Entity]]:
    """The plain text and the entities that its markup stands for."""
    match parse_mode.lower():
        case "":
            return text, []
        case "html":
            return _parse_html(text)
        case "markdownv2":
            return _parse_markdown(text)
        case "markdown":
            raise NotSimulatedError("parse_mode Markdown: Telegram keeps it for old bots only")
        case _:
            raise bad_request("unsupported parse_mode")


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse entities: {reason}")


def _byte_offset(text: str, position: int) -> int:
    return len(text[:position].encode())


def _parse_html(text: str) -> tuple[str, list[Entity]]:
    plain, entities, open_tags = "", [], list[tuple[str, Entity]]()
    for token in _HTML_TOKEN.finditer(text):
        tag, at = (token["tag"] or "").lower(), _byte_offset(text, token.start())
        if token["stray"]:
            raise _unparsable(f"Unclosed start tag at byte offset {at}")
        if token["tag"] is None:
            plain += unescape(token.group()) if token["reference"] else token.group()
        elif token["closing"]:
            entities.append(_close_tag(open_tags, tag, at, plain))
        else:
            open_tags.append((tag, _open_tag(tag, token["attributes"], at, plain)))
    if open_tags:
        tag = open_tags[-1][0]
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{tag}"')
    return plain, _ordered(entities)


def _open_tag(tag: str, attributes: str, at: int, plain: str) -> Entity:
    if tag not in _HTML_KINDS or (tag == "span" and "tg-spoiler" not in attributes):
        raise _unparsable(f'Unsupported start tag "{tag}" at byte offset {at}')
    entity: Entity = {"type": _HTML_KINDS[tag], "offset": utf16_units(plain), "length": 0}
    if href := _HREF.search(attributes):
        entity["url"] = unescape(href[1])
    return entity


def _close_tag(open_tags: list[tuple[str, Entity]], tag: str, at: int, plain: str) -> Entity:
    if not open_tags:
        raise _unparsable(f"Unexpected end tag at byte offset {at}")
    opened, entity = open_tags.pop()
    if opened != tag:
        raise _unparsable(
            f'Unmatched end tag at byte offset {at}, expected "</{opened}>", found "</{tag}>"'
        )
    return {**entity, "length": utf16_units(plain) - entity["offset"]}


def _parse_markdown(text: str) -> tuple[str, list[Entity]]:
    plain, entities, open_marks = "", [], list[tuple[str, int, int]]()
    for token in _MARKDOWN_TOKEN.finditer(text):
        start, at = utf16_units(plain), _byte_offset(text, token.start())
        if mark := token["mark"]:
            if open_marks and open_marks[-1][0] == mark:
                _, begun, _ = open_marks.pop()
                kind = _MARKDOWN_KINDS[mark]
                entities.append({"type": kind, "offset": begun, "length": start - begun})
            else:
                open_marks.append((mark, start, at))
            continue
        shown, extra = _markdown_piece(token, at)
        plain += shown
        if extra:
            entities.append({**extra, "offset": start, "length": utf16_units(shown)})
    if open_marks:
        mark, _, at = open_marks[-1]
        kind = _MARKDOWN_KINDS[mark].capitalize()
        raise _unparsable(f"Can't find end of {kind} entity at byte offset {at}")
    return plain, _ordered(entities)


def _markdown_piece(token: re.Match[str], at: int) -> tuple[str, Entity]:
    """What a token shows, and the entity that covers it if there is one."""
    match token.lastgroup:
        case "pre":
            return token["pre"], {"type": "pre"} | _language(token["language"])
        case "code":
            return token["code"], {"type": "code"}
        case "url":
            return token["label"], {"type": "text_link", "url": token["url"]}
        case "reserved" if token.group() == "`":
            raise _unparsable(f"Can't find end of Code entity at byte offset {at}")
        case "reserved":
            raise _unparsable(
                f"Character '{token.group()}' is reserved and must be escaped "
                "with the preceding '\\'"
            )
        case _:
            return token["escaped"] or token.group(), {}


def _language(name: str | None) -> Entity:
    return {"language": name} if name else {}


def _ordered(entities: list[Entity]) -> list[Entity]:
    kept = (entity for entity in entities if entity["length"])
    return sorted(kept, key=lambda entity: (entity["offset"], -entity["length"]))
