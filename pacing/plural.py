"""Sentences with a number in them: one function decides between one and several."""


def plural(number: int, one: str, several: str, **words: object) -> str:
    """The sentence for a single thing or for several, with the number where `{}` stands.

    Both sentences are given whole, so that a language with other plurals only needs other sentences.

    Parameters
    ----------
    number
        How many there are.
    one, several
        What is said of one, and of none or several.
    words
        What stands at the other places of the sentences, by their names.

    Returns
    -------
    str
        The sentence that fits, thousands set apart by commas.

    Examples
    --------
    >>> [plural(count, "{} session is left out.", "{} sessions are left out.") for count in (1, 2819)]
    ['1 session is left out.', '2,819 sessions are left out.']
    """
    return (one if number == 1 else several).format(f"{number:,}", **words)
