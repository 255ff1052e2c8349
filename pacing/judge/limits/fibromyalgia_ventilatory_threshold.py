"""The ventilatory threshold that studies of women with fibromyalgia found near 76 % of predicted maximum."""

from types import MappingProxyType

from pacing.judge.cautions import age_cautions, is_worse_after_exertion, predicted_maximum
from pacing.judge.rule import Rule, RuleInputs
from pacing.model.exceedance import Limit
from pacing.model.person import Condition, Person, Sex
from pacing.reference import FM_VT_ERROR_BPM, FM_VT_PEOPLE, FM_VT_SHARE

SOURCES = ("villafaina_2022", "fox_1971")
TRAINING = (
    "This is a threshold for training in fibromyalgia. Limits that people with ME/CFS or long COVID use to avoid "
    "getting worse serve another goal and are far lower."
)
WORSE = "You said exertion makes you worse, so look at the lowest limit first."
NOT_STUDIED = "It was found in women with fibromyalgia; for anybody else it is unproven."


def _limit(inputs: RuleInputs) -> Limit:
    person = inputs.person
    women = person.sex is Sex.FEMALE
    chosen, other = ("fm_lemos", "fox") if women else ("fox", "fm_lemos")
    predicted = predicted_maximum(inputs, chosen)
    share = FM_VT_SHARE.value
    return Limit(
        share * predicted.bpm,
        "fibromyalgia_ventilatory_threshold",
        FM_VT_ERROR_BPM.value,
        MappingProxyType(
            {
                "age_years": predicted.age_years,
                "equation": predicted.equation.title,
                "predicted_maximum_bpm": predicted.bpm,
                "share": share,
                "women_studied": FM_VT_PEOPLE.value,
                "with_the_other_equation_bpm": share * predicted_maximum(inputs, other).bpm,
            }
        ),
        SOURCES,
        warnings=(*_goal_cautions(person), *age_cautions(person, predicted)),
    )


def _goal_cautions(person: Person) -> tuple[str, ...]:
    result = [TRAINING]
    if is_worse_after_exertion(person):
        result.append(WORSE)
    if person.sex is not Sex.FEMALE or person.condition is not Condition.FIBROMYALGIA:
        result.append(NOT_STUDIED)
    return tuple(result)


RULE = Rule(
    title="Ventilatory threshold in fibromyalgia",
    definition="Where breathing began to outrun oxygen use in tests of 17 women with fibromyalgia: a training "
    "threshold. For one person whose threshold was not measured it is good to about 20 bpm either way.",
    formula="0.76 x (209 - 0.85 age) for women; else 0.76 x (220 - age)",
    sources=SOURCES,
    limit=_limit,
)
