"""A limit as a share of a maximum predicted from age: what several rules have in common."""

from types import MappingProxyType

from pacing.judge.cautions import age_cautions, goal_cautions, predicted_maximum
from pacing.judge.rule import RuleInputs
from pacing.model.exceedance import Limit


def limit_from_predicted_share(
    inputs: RuleInputs, rule: str, share: float, equation: str, sources: tuple[str, ...]
) -> Limit:
    """`share` of the maximum that `equation` predicts; its 95 % range comes from the equation's standard error.

    Parameters
    ----------
    inputs
        All that a pacing rule may look at.
    rule
        Id of the pacing rule; None: none was asked for.
    share
        A share, 0 to 1.
    equation
        Key of the equation in `reference`.
    sources
        Keys of `reference.SOURCES`.

    Returns
    -------
    Limit

    Raises
    ------
    NoLimitError
        The person's age is not known.
    """
    predicted = predicted_maximum(inputs, equation)
    return Limit(
        share * predicted.bpm,
        rule,
        share * predicted.half_width_bpm,
        MappingProxyType(
            {
                "age_years": predicted.age_years,
                "equation": predicted.equation.title,
                "predicted_maximum_bpm": predicted.bpm,
                "share": share,
            }
        ),
        sources,
        warnings=(*goal_cautions(inputs.person), *age_cautions(inputs.person, predicted)),
    )
