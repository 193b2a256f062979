"""Scores of characters put into a text, by jieba's dictionary."""

from hypothesis import given, settings
from hypothesis import strategies as st

from corpus.repair.word_model import WINDOW, Place, word_model

RUNS = st.text("的起诉逾期法院微粒贷协商还款人民共和国，a", max_size=WINDOW)


@settings(deadline=None)  # the first run reads the dictionary
@given(RUNS, RUNS, st.sampled_from("诉院款国，"))
def test_a_reading_scores_as_the_whole_run_does(left: str, right: str, character: str) -> None:
    """Whatever look-ups are left out: the best words of either side together with the character are found."""
    model = word_model()
    place = Place(model, left + "x" + right, len(left), len(left) + 1)
    assert place.closing(character) == model.prefixes(left + character)[-1]
    assert abs(place.opening(character) - model.suffixes(character + right)[0]) < 1e-9
