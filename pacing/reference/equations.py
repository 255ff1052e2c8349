"""Published equations: the highest heart rate to expect of a person, and the oxygen that steady work needs."""

from dataclasses import dataclass
from types import MappingProxyType

from pacing.reference.sources import Grade, Quantity


@dataclass(frozen=True, slots=True)
class PredictedMaximum:
    """Highest heart rate [bpm] = constant + per_year * age + per_year_squared * age^2 + per_resting_bpm * resting rate.

    `standard_error_bpm`: one standard error of estimate for one person; `sex`: "female", "male" or "" for anybody.
    """

    title: str
    constant: float
    per_year: float
    standard_error_bpm: float
    source: str
    grade: Grade
    sex: str = ""
    per_year_squared: float = 0.0
    per_resting_bpm: float = 0.0
    beta_blocker: bool = False
    fibromyalgia: bool = False
    ages: tuple[float, float] = (18.0, 90.0)

    def bpm(self, age_years: float, resting_bpm: float = 0.0) -> float:
        """The predicted maximum [bpm] at an age [years] (and resting rate [bpm], where the equation asks for it)."""
        return (
            self.constant
            + self.per_year * age_years
            + self.per_year_squared * age_years**2
            + self.per_resting_bpm * resting_bpm
        )


PREDICTED_MAXIMA: MappingProxyType[str, PredictedMaximum] = MappingProxyType(
    {
        "fox": PredictedMaximum("220 - age", 220, -1.0, 11.0, "fox_1971", Grade.VERIFIED),
        "tanaka": PredictedMaximum("208 - 0.7 age", 208, -0.7, 10.0, "tanaka_2001", Grade.UNCHECKED),
        "gulati": PredictedMaximum("206 - 0.88 age", 206, -0.88, 11.8, "gulati_2010", Grade.UNCHECKED, sex="female"),
        "gellish": PredictedMaximum("207 - 0.7 age", 207, -0.7, 10.8, "gellish_2007", Grade.UNCHECKED),
        "gellish_nl": PredictedMaximum(
            "192 - 0.007 age^2", 192, 0.0, 10.8, "gellish_2007", Grade.UNCHECKED, per_year_squared=-0.007
        ),
        "nes": PredictedMaximum("211 - 0.64 age", 211, -0.64, 10.8, "nes_2013", Grade.VERIFIED),
        "sydo_male": PredictedMaximum("220 - 0.95 age", 220, -0.95, 10.8, "sydo_2014", Grade.UNCHECKED, sex="male"),
        "sydo_female": PredictedMaximum("210 - 0.79 age", 210, -0.79, 10.8, "sydo_2014", Grade.UNCHECKED, sex="female"),
        "cardia": PredictedMaximum(
            "179 + 0.29 age - 0.011 age^2",
            179,
            0.29,
            10.8,
            "cardia_2010",
            Grade.UNCHECKED,
            per_year_squared=-0.011,
            ages=(18.0, 50.0),
        ),
        "fm_lemos": PredictedMaximum(
            "209 - 0.85 age", 209, -0.85, 10.8, "villafaina_2022", Grade.SECONDARY, sex="female", fibromyalgia=True
        ),
        "brawner": PredictedMaximum(
            "164 - 0.7 age", 164, -0.7, 18.0, "brawner_2004", Grade.VERIFIED, beta_blocker=True
        ),
        "keteyian_treadmill": PredictedMaximum(
            "119 + 0.5 rest - 0.5 age",
            119,
            -0.5,
            18.0,
            "keteyian_2012",
            Grade.VERIFIED,
            per_resting_bpm=0.5,
            beta_blocker=True,
        ),
        "keteyian_cycle": PredictedMaximum(
            "114 + 0.5 rest - 0.5 age",
            114,
            -0.5,
            18.0,
            "keteyian_2012",
            Grade.VERIFIED,
            per_resting_bpm=0.5,
            beta_blocker=True,
        ),
    }
)

# One person, one maximum: the same in every index and in every rule that names no equation of its own. Women and men by
# a pair from one cohort, so that they do not differ by where they were measured; without a sex, an equation that found
# none, in the middle of those published.
DEFAULT_MAXIMA: MappingProxyType[str, str] = MappingProxyType(
    {"female": "sydo_female", "male": "sydo_male", "": "tanaka"}
)
DEFAULT_MAXIMUM_ON_BETA_BLOCKER = "brawner"


def default_maximum(sex: str, *, beta_blocker: bool) -> str:
    """Key of the equation for the highest heart rate of a person; `sex` is "female", "male" or ""."""
    return DEFAULT_MAXIMUM_ON_BETA_BLOCKER if beta_blocker else DEFAULT_MAXIMA[sex]


def fitting_maxima(age_years: float, sex: str, *, beta_blocker: bool) -> tuple[str, ...]:
    """Keys of the equations made for people like this one, of all conditions; without a sex those of either."""
    return tuple(
        key
        for key, one in PREDICTED_MAXIMA.items()
        if one.ages[0] <= age_years <= one.ages[1]
        and one.beta_blocker == beta_blocker
        and (not sex or one.sex in ("", sex))
        and not one.fibromyalgia
    )


def published_maxima(
    age_years: float, sex: str, resting_bpm: float | None, *, beta_blocker: bool
) -> tuple[tuple[float, float], ...]:
    """What each fitting equation says of one person: the maximum and the standard deviation of people about it [bpm].

    Nobody knows which cohort a person resembles, so what is made of a predicted maximum holds under each of these. At
    ages that no equation was made for it is the default one's alone.

    Examples
    --------
    >>> found = published_maxima(50.0, "female", None, beta_blocker=False)
    >>> min(found), max(found)
    ((162.0, 11.8), (179.0, 10.8))
    """
    fitting = fitting_maxima(age_years, sex, beta_blocker=beta_blocker)
    keys = fitting or (default_maximum(sex, beta_blocker=beta_blocker),)
    return tuple(
        (equation.bpm(age_years, resting_bpm or 0.0), equation.standard_error_bpm)
        for equation in (PREDICTED_MAXIMA[key] for key in keys)
        if resting_bpm is not None or not equation.per_resting_bpm
    )


@dataclass(frozen=True, slots=True)
class MetabolicEquation:
    """Oxygen uptake [ml/kg/min] of steady work; one MET is 3.5 ml/kg/min.

    On foot: resting + per_speed * v + per_speed_and_grade * v * grade, v in m/min, grade as a fraction, for speeds
    `speeds_m_min`. On a cycle: resting + per_watt_per_kg * power / body mass.
    """

    title: str
    resting: float
    source: str
    grade: Grade
    per_speed: float = 0.0
    per_speed_and_grade: float = 0.0
    per_watt_per_kg: float = 0.0
    speeds_m_min: tuple[float, float] = (0.0, 0.0)


ONE_MET_ML_KG_MIN = Quantity(3.5, "ml/kg/min", "acsm_metabolic", Grade.UNCHECKED)

METABOLIC_EQUATIONS: MappingProxyType[str, MetabolicEquation] = MappingProxyType(
    {
        "walking": MetabolicEquation(
            "3.5 + 0.1 v + 1.8 v grade",
            3.5,
            "acsm_metabolic",
            Grade.UNCHECKED,
            per_speed=0.1,
            per_speed_and_grade=1.8,
            speeds_m_min=(50.0, 100.0),
        ),
        "running": MetabolicEquation(
            "3.5 + 0.2 v + 0.9 v grade",
            3.5,
            "acsm_metabolic",
            Grade.UNCHECKED,
            per_speed=0.2,
            per_speed_and_grade=0.9,
            speeds_m_min=(80.0, 400.0),
        ),
        "cycling": MetabolicEquation(
            "7 + 10.8 power / body mass", 7.0, "acsm_metabolic", Grade.UNCHECKED, per_watt_per_kg=10.8
        ),
    }
)
