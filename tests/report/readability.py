"""How hard a text is to read: two common formulas that give a school grade, counted from its sentences."""

import re

WORD = re.compile(r"[A-Za-z][A-Za-z'-]*|\d[\d.,:]*")
END_OF_SENTENCE = re.compile(r"[.!?](?:\s|$)")
VOWELS = re.compile(r"[aeiouy]+")


def syllables(word: str) -> int:
    """Syllables of an English word, by its groups of vowels; a number counts as one word of two.

    Examples
    --------
    >>> [syllables(word) for word in ("heart", "recovery", "minute", "above", "little", "stopped", "120")]
    [1, 4, 2, 2, 2, 1, 2]
    """
    if word[0].isdigit():
        return 2
    plain = re.sub(r"[^a-z]", "", word.lower())
    count = len(VOWELS.findall(plain))
    if plain.endswith("e") and not plain.endswith(("le", "ee")) and count > 1:
        count -= 1
    if plain.endswith("ed") and not plain.endswith(("ted", "ded")) and count > 1:
        count -= 1
    return max(count, 1)


def _counts(text: str) -> tuple[int, int, int, int]:
    words = WORD.findall(text)
    sentences = max(len(END_OF_SENTENCE.findall(text)), 1)
    letters = sum(len(re.sub(r"[^A-Za-z0-9]", "", word)) for word in words)
    return len(words), sentences, letters, sum(map(syllables, words))


def flesch_kincaid_grade(text: str) -> float:
    """School grade after Kincaid 1975: 0.39 words a sentence + 11.8 syllables a word - 15.59."""
    words, sentences, _, spoken = _counts(text)
    return 0.39 * words / sentences + 11.8 * spoken / words - 15.59


def automated_readability_index(text: str) -> float:
    """School grade after Smith & Senter 1967: 4.71 letters a word + 0.5 words a sentence - 21.43."""
    words, sentences, letters, _ = _counts(text)
    return 4.71 * letters / words + 0.5 * words / sentences - 21.43
