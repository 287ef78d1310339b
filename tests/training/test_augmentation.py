"""Other words of the same meaning: they fit their particles, and a row stays of one piece."""

from __future__ import annotations

import re
from dataclasses import asdict, replace
from functools import cache
from random import Random
from typing import TYPE_CHECKING

import pytest

from engine.expression import parse_expression
from engine.memory import parse_note
from engine.reply import problem_of
from tests.training.samples import sample_row
from training.augmentation import augment, swap_noun
from training.examples import given_of
from training.rows import PersonaRow, persona_rows
from training.talker import moment_of

if TYPE_CHECKING:
    from collections.abc import Iterator

NUM_SEEDS = 8
MIXED_RUN = re.compile("ㅋㅎ|ㅎㅋ|ㅠㅜ|ㅜㅠ")


@cache
def renewed_rows() -> tuple[tuple[PersonaRow, PersonaRow], ...]:
    """Every row of ours that some seed changes, with what it becomes."""
    pairs = (
        (row, augment(row, Random(f"{seed}-{row.id}")))
        for row in persona_rows()
        for seed in range(NUM_SEEDS)
    )
    return tuple((row, new) for row, new in pairs if row != new)


def variants(text: str) -> set[str]:
    """All that a message becomes over many seeds."""
    row = sample_row(message=text)
    return {augment(row, Random(seed)).message for seed in range(200)}


def texts(row: PersonaRow) -> Iterator[str]:
    return (text for text in asdict(row).values() if text)


@pytest.mark.parametrize(
    ("text", "old", "new", "expected"),
    [
        ("음악이 좋아", "음악", "노래", "노래가 좋아"),
        ("노래가 좋아", "노래", "음악", "음악이 좋아"),
        ("음악은 음악을 부른다", "음악", "노래", "노래는 노래를 부른다"),
        ("노래랑 춤", "노래", "음악", "음악이랑 춤"),
        ("음악과 춤", "음악", "노래", "노래와 춤"),
        ("이건 노래야", "노래", "음악", "이건 음악이야"),
        ("AI야?", "AI", "인공지능", "인공지능이야?"),
        ("인공지능은 뭐야", "인공지능", "AI", "AI는 뭐야"),
        ("LLM이 뭐야", "LLM", "거대 언어 모델", "거대 언어 모델이 뭐야"),
        ("거대 언어 모델을 알아?", "거대 언어 모델", "LLM", "LLM을 알아?"),
        ("강아지가 귀여워", "강아지", "댕댕이", "댕댕이가 귀여워"),
        ("노래나 들을래", "노래", "음악", "음악이나 들을래"),
        ("음악, 그리고 춤", "음악", "노래", "노래, 그리고 춤"),
    ],
)
def test_particle_fits_the_new_noun(text: str, old: str, new: str, expected: str) -> None:
    assert swap_noun(text, old, new) == expected


@pytest.mark.parametrize("particle", ["은", "이", "을", "과", "이랑", "이야", "이나", ""])
def test_noun_swapped_there_and_back_is_the_same(particle: str) -> None:
    text = f"좋은 음악{particle} 있지"
    assert swap_noun(swap_noun(text, "음악", "노래"), "노래", "음악") == text


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("인공지능학과에 다녀", "인공지능", "AI"),
        ("배경음악이 좋아", "음악", "노래"),
        ("노래방 가자", "노래", "음악"),
        ("알바생이야", "알바", "아르바이트"),
        ("LLMs are fun", "LLM", "거대 언어 모델"),
        ("FAIR play", "AI", "인공지능"),
    ],
)
def test_word_inside_another_stays(text: str, old: str, new: str) -> None:
    assert swap_noun(text, old, new) == text


@pytest.mark.parametrize("text", ["지나는 길이야", "가짜진짜", "만나는 사람", "노래방 갔어"])
def test_part_of_a_word_is_no_synonym(text: str) -> None:
    assert variants(text) == {text}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("나는 좋아", {"나는 좋아", "난 좋아"}),
        ("진짜 좋아", {"진짜 좋아", "정말 좋아"}),
        ("엄청 커", {"엄청 커", "되게 커"}),
        ("노래 좋아", {"노래 좋아"}),
        ("음악이 좋아", {"음악이 좋아", "노래가 좋아"}),
        ("맞아 ㅠㅠ", {"맞아 ㅠㅠ", "맞아 ㅜㅜ"}),
        ("나는 진짜", {"나는 진짜", "난 진짜", "나는 정말", "난 정말"}),
    ],
)
def test_every_variant_occurs_and_no_other(text: str, expected: set[str]) -> None:
    assert variants(text) == expected


def test_same_random_gives_the_same_row() -> None:
    row = sample_row(message="나는 진짜 음악이 좋아 ㅋㅋ", memory="[좋아하는 것: 고양이]")
    for seed in range(20):
        assert augment(row, Random(seed)) == augment(row, Random(seed))


def test_one_choice_holds_for_the_whole_row() -> None:
    row = sample_row(
        message="우리 강아지 산책시켰어",
        reply="강아지가 신났겠다! 🐶",
        turn_summary="사용자는 강아지를 산책시킴",
        remember="[반려동물: 강아지]",
        summary="사용자가 강아지랑 놀았음",
    )
    seen = set()
    for seed in range(50):
        new = augment(row, Random(seed))
        word = "댕댕이" if "댕댕이" in new.message else "강아지"
        seen.add(word)
        assert new == replace(
            row,
            **{
                name: text.replace("강아지", word)
                for name, text in asdict(row).items()
                if isinstance(text, str)
            },
        )
    assert seen == {"강아지", "댕댕이"}


def test_what_tells_a_row_from_others_stays() -> None:
    for row, new in renewed_rows():
        fixed = ("id", "meaning", "topic", "time", "expression", "about")
        assert [getattr(row, name) for name in fixed] == [getattr(new, name) for name in fixed]


def test_every_row_still_parses() -> None:
    for row, new in renewed_rows():
        assert (row.memory is None) == (new.memory is None)
        assert new.memory is None or parse_note(new.memory)
        assert (row.remember is None) == (new.remember is None)
        assert new.remember is None or parse_note(new.remember)
        assert parse_expression(new.expression, Random(0)).text == new.expression


def test_reply_in_other_words_can_still_be_said() -> None:
    for _, new in renewed_rows():
        now = given_of(new)
        problem = problem_of(new.reply, is_finished=True, moment=moment_of(now), known=now.text)
        assert problem is None, new


def test_key_of_a_note_stays() -> None:
    for row, new in renewed_rows():
        for old_text, new_text in ((row.memory, new.memory), (row.remember, new.remember)):
            old_note, new_note = parse_note(old_text or ""), parse_note(new_text or "")
            assert (old_note and old_note.key) == (new_note and new_note.key)


def test_what_is_remembered_still_stands_in_the_message() -> None:
    for row, new in renewed_rows():
        old_note, new_note = parse_note(row.remember or ""), parse_note(new.remember or "")
        if old_note and new_note and old_note.value in row.message:
            assert new_note.value in new.message


def test_run_of_letters_is_of_one_letter() -> None:
    for row, new in renewed_rows():
        if not any(MIXED_RUN.search(text) for text in texts(row)):
            assert not any(MIXED_RUN.search(text) for text in texts(new)), new


@pytest.mark.parametrize("text", ["비 오는 날 좋아", "하늘도 날 수 있지?", "날 좋다"])
def test_day_is_not_taken_for_me(text: str) -> None:
    assert variants(text) == {text}
