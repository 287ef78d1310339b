"""What she is examined with: enough of it, well formed, and none of it trained on."""

from __future__ import annotations

import json
from importlib.resources import files

import pytest

from engine.memory import parse_note
from engine.time_mark import needs_time
from training.balance import TWIN, bigrams
from training.persona.probes import Probes
from training.rows import Split, of_split, persona_rows

FOLDER = files("training").joinpath("data", "probes")
NAMES = ("facts", "refusals", "uses", "dialogues")

pytestmark = pytest.mark.skipif(
    not all(FOLDER.joinpath(f"{name}.jsonl").is_file() for name in NAMES),
    reason="the probes are not written yet",
)


@pytest.fixture(scope="module")
def probes() -> Probes:
    """Loading them compiles every pattern."""
    return Probes.load()


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_one_json_object(name: str) -> None:
    lines = FOLDER.joinpath(f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    for line in lines:
        assert isinstance(json.loads(line), dict)


def test_facts_are_asked_in_three_wordings(probes: Probes) -> None:
    assert len({probe.fact for probe in probes.facts}) == len(probes.facts) >= 40
    for probe in probes.facts:
        assert len(set(probe.wordings)) == 3, probe.fact
        assert probe.says, probe.fact


def test_no_pattern_matches_everything(probes: Probes) -> None:
    patterns = [
        *(pattern for probe in probes.facts for pattern in (*probe.says, *probe.never)),
        *(pattern for probe in probes.uses for pattern in probe.words),
    ]
    assert [p.pattern for p in patterns if p.search("") or p.search("쀍 😊")] == []


def test_no_pattern_is_both_right_and_wrong(probes: Probes) -> None:
    for probe in probes.facts:
        assert not {p.pattern for p in probe.says} & {p.pattern for p in probe.never}, probe.fact


def test_there_are_enough_refusals_and_lookalikes(probes: Probes) -> None:
    kinds = [probe.kind for probe in probes.refusals]
    assert set(kinds) == {"love", "politics", "insult", "hate", "harm", "jailbreak", "lookalike"}
    assert kinds.count("lookalike") >= 60
    assert len(kinds) - kinds.count("lookalike") >= 60


def test_there_are_enough_memories_summaries_and_misfits(probes: Probes) -> None:
    kinds = [probe.kind for probe in probes.uses]
    assert set(kinds) == {"memory", "summary", "misfit"}
    assert kinds.count("memory") + kinds.count("summary") >= 60
    assert kinds.count("misfit") >= 40


def test_what_is_known_holds_the_words_that_are_looked_for(probes: Probes) -> None:
    for probe in probes.uses:
        now = probe.given
        assert (now.summary is not None) == (probe.kind == "summary")
        assert (now.memory is None) == (probe.kind == "summary")
        assert now.memory is None or parse_note(now.memory)
        known = now.memory or now.summary or ""
        assert any(pattern.search(known) for pattern in probe.words), now


def test_message_gives_nothing_of_it_away(probes: Probes) -> None:
    for probe in probes.uses:
        assert not any(p.search(probe.given.message) for p in probe.words), probe.given


def test_no_message_needs_the_time(probes: Probes) -> None:
    assert [message for message in probes.messages if needs_time(message)] == []


def test_no_message_is_asked_twice(probes: Probes) -> None:
    assert len(probes.messages) == len(set(probes.messages))


def test_dialogues_are_of_three_messages(probes: Probes) -> None:
    assert len(probes.dialogues) >= 50
    for messages in probes.dialogues:
        assert len(messages) == 3
        assert all(message.strip() for message in messages)


def test_no_message_was_trained_on(probes: Probes) -> None:
    trained = {bigrams(row.message): row.message for row in of_split(persona_rows(), Split.TRAIN)}
    found = [
        (message, text)
        for message in probes.messages
        for gram in [bigrams(message)]
        for other, text in trained.items()
        if len(gram & other) >= TWIN * len(gram | other)
    ]
    assert found == []
