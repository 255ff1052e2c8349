"""Advice without the words of a command line: a page is read away from the terminal, and often by somebody else."""

import re

OPTION = r'--[a-z][a-z-]*(?: [A-Z]+\b| "[^"]*")?'
TELL = "tell it to the program"
REWORDED: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (
            (rf"Set your own with {OPTION}, choose a rule with {OPTION}, or write \[limit\] into your profile; "
            r"`pacing limit` shows what each rule would give"),
            "Tell the program a limit of your own, or choose one of its pacing rules",
        ),
        (r"Keep sessions with `pacing add` and say how they were with `pacing history mark`",
         "Keep your sessions with the program, and say of each how it was"),
        (rf"give it with {OPTION}(?:, or as \w+ (?:under \[limit\] )?in your profile)?", TELL),
        (r"write (?:it as \w+|share_percent) under \[limit\] in your profile", TELL),
        (r"\bshare_percent = (\d[\d.]*\d|\d)", r"a share of \1 %"),
        (r'tell it with --phases "[^"]*"', "tell the program when you began and when you stopped"),
        (rf" \({OPTION}\)", ""),
        (rf" with {OPTION}", ""),
    )
)  # fmt: skip


def plain_words(advice: str) -> str:
    """An advice as a page gives it: the same, without options, keys of a profile and commands.

    Examples
    --------
    >>> plain_words("This rule needs your age: give it with --age, or as birth_year in your profile.")
    'This rule needs your age: tell it to the program.'
    >>> plain_words("Tell your age with --age, or your own maximum with --maximum if a test has measured it.")
    'Tell your age, or your own maximum if a test has measured it.'
    """
    for pattern, words in REWORDED:
        advice = pattern.sub(words, advice)
    return advice[:1].upper() + advice[1:]
