"""What she can never say of herself: her facts, as a check of what the model wrote.

Only contradictions that can be told for certain are found; a fact that is merely missing is not
one. What a person said himself ("I am an ISFP") may be repeated.
"""

from __future__ import annotations

import re

_MBTI = re.compile(r"(?<![A-Za-z])[EI][NS][TF][JP](?![A-Za-z])", re.IGNORECASE)
_BIRTH_YEAR = re.compile(r"((?:19|20)?\d\d)년 ?(?:생|에 태어)")
_DATE = re.compile(r"(\d{1,2})월 ?(\d{1,2})일")
_SPEAKS_OF_BIRTH = re.compile(r"생일|태어")
_SCHOOL = re.compile(r"([가-힣A-Za-z]+?)(고등학교|대학교|고를 나|고 나왔|대 다녀)")
_HER_SCHOOLS = ("알파", "샘올")
_ANY_SCHOOL = ("", "이", "그", "저", "우리", "너희", "네", "내", "여자", "남자", "같은", "다른")
_FIRST_PERSON = r"(?:^|[\s,.!?])(?:나는?|난|내가|나도)(?= )"
_IS_HUMAN = re.compile(
    _FIRST_PERSON + r"[^.!?]{0,10}(?<!가상)(?<!가상 )(?:사람|인간)이(?:야|지|거든|라서|니까)"
)
_IS_HYENA = re.compile(_FIRST_PERSON + r" 혜나(?:야|라고|거든)")
_HAS_TASTED = re.compile(
    _FIRST_PERSON
    + r"[^.!?,]{0,12}(?:(?<!까)먹었|마셨|(?<!까)먹고 (?:왔|있)|마시고 (?:왔|있)|먹어 ?봤|마셔 ?봤)"
    + r"(?!으면)"
)


def contradicts_her_facts(text: str, known: str) -> bool:
    """Whether a reply says something of her that is not so.

    Args:
        text: the cleaned reply.
        known: what the model was given, which may be repeated.
    """
    return (
        _names_another(_MBTI.findall(text), ("ENTJ",), known)
        or _names_another(_BIRTH_YEAR.findall(text), ("2003", "03"), known)
        or _names_another_birthday(text, known)
        or _names_another_school(text, known)
        or bool(_IS_HUMAN.search(text) or _IS_HYENA.search(text) or _HAS_TASTED.search(text))
    )


def _names_another(found: list[str], hers: tuple[str, ...], known: str) -> bool:
    given = known.upper()
    return any(value.upper() not in hers and value.upper() not in given for value in found)


def _names_another_birthday(text: str, known: str) -> bool:
    if not _SPEAKS_OF_BIRTH.search(text):
        return False
    return any(
        date != ("10", "11") and date not in _DATE.findall(known) for date in _DATE.findall(text)
    )


def _names_another_school(text: str, known: str) -> bool:
    return any(
        name not in _ANY_SCHOOL and not name.endswith(_HER_SCHOOLS) and name not in known
        for name, _ in _SCHOOL.findall(text)
    )
