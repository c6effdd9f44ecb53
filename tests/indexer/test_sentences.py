from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indexer.sentences import sentence_starts, split_sentences


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two! Three? Four", ["One.", "Two!", "Three?", "Four"]),
        ("Use 3.5 or 4. Then go.", ["Use 3.5 or 4.", "Then go."]),
        ("See e.g. This one, Dr. Who and J. Doe.", ["See e.g. This one, Dr. Who and J. Doe."]),
        ("As in Fig. 3 vs. Table 2. Good.", ["As in Fig. 3 vs. Table 2.", "Good."]),
        ("He said “Stop.” Then (it ended.) Now.", ["He said “Stop.”", "Then (it ended.)", "Now."]),
        ("model.eval() changes. lower goes on.", ["model.eval() changes. lower goes on."]),
        ("Wait... What?! No…  Yes.", ["Wait...", "What?!", "No…", "Yes."]),
        ("これは一。それは二！三？", ["これは一。", "それは二！", "三？"]),
        ("Раз. Два.", ["Раз.", "Два."]),
        ("One\n two.\n\tThree.", ["One two.", "Three."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split_sentences(text) == sentences


def test_openers_begin_a_sentence_in_small_letters() -> None:
    text = "Call it. eval() follows."
    assert sentence_starts(text) == [0]
    assert sentence_starts(text, {9}) == [0, 9]


@given(st.text("ab.!? AB。\n”", max_size=80))
def test_starts_rise_and_nothing_but_white_space_is_lost(text: str) -> None:
    starts = sentence_starts(text)
    assert starts == sorted(set(starts))
    assert starts[0] == 0
    assert "".join("".join(split_sentences(text)).split()) == "".join(text.split())
