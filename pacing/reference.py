"""Every number that comes from the literature, with its source and how sure we are of it. Data only.

`Source` is a publication or practice document; `Quantity` a published number or a stated design choice with its unit;
`PredictedMaximum` an equation for the highest heart rate; `Criterion` a published cut-off with the conditions of its
test. Stages read them from here and hold none of their own.
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Grade(StrEnum):
    """How a figure was checked.

    VERIFIED: read in the publication, its abstract or its data. SECONDARY: read in a document that quotes it.
    COMPUTED: follows from verified figures by arithmetic. UNCHECKED: stated from the field's common knowledge, to be
    checked against the publication. DESIGN: our own choice; no publication.
    """

    VERIFIED = "verified"
    SECONDARY = "secondary"
    COMPUTED = "computed"
    UNCHECKED = "unchecked"
    DESIGN = "design"


@dataclass(frozen=True, slots=True)
class Source:
    """A publication: `text` names it in one line, `link` is a DOI or stable address ("" when unknown)."""

    text: str
    link: str
    grade: Grade


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number with its unit, its source's key and its grade."""

    value: float
    unit: str
    source: str
    grade: Grade


def _source(text: str, link: str = "", grade: Grade = Grade.VERIFIED) -> Source:
    return Source(text, link, grade)


DESIGN = "design"

SOURCES: MappingProxyType[str, Source] = MappingProxyType(
    {
        DESIGN: _source("Design choice of this program; no publication", grade=Grade.DESIGN),
        "fox_1971": _source("220 - age: a rule of thumb without its own regression (see Robergs 2002)"),
        "robergs_2002": _source("Robergs & Landwehr 2002, J Exerc Physiol Online 5(2): error of 220 - age 7-11 bpm"),
        "tanaka_2001": _source("Tanaka 2001, J Am Coll Cardiol 37:153", "doi:10.1016/S0735-1097(00)01054-8"),
        "gulati_2010": _source(
            "Gulati 2010, Circulation 122:130 (5,437 women)", "doi:10.1161/CIRCULATIONAHA.110.939249"
        ),
        "gellish_2007": _source("Gellish 2007, Med Sci Sports Exerc 39:822", "doi:10.1097/mss.0b013e31803349c6"),
        "nes_2013": _source("Nes 2013 (HUNT), Scand J Med Sci Sports 23:697 (3,320 adults)", "pubmed:22376273"),
        "sydo_2014": _source("Sydo 2014, Mayo Clin Proc (19,013 tests)"),
        "cardia_2010": _source("CARDIA fitness study 2010 (9,622 tests, 18-50 years)", "pmc:PMC2891874"),
        "lemos_2010": _source(
            "Lemos 2010, BMC Musculoskelet Disord 11:54: 220 - age and 208 - 0.7 age in fibromyalgia",
            "doi:10.1186/1471-2474-11-54",
        ),
        "villafaina_2022": _source(
            "Villafaina 2022: ventilatory threshold from predicted maximum in fibromyalgia", "pubmed:35625432"
        ),
        "brawner_2004": _source("Brawner 2004, Am Heart J (coronary disease on beta-blockers, n 334)"),
        "keteyian_2012": _source(
            "Keteyian 2012: predicted maximum in heart failure on beta-blockers", "pubmed:21900844"
        ),
        "wilkoff_1989": _source("Wilkoff 1989, Mayo Clin Proc 64:1168", grade=Grade.UNCHECKED),
        "brubaker_2011": _source(
            "Brubaker & Kitzman 2011, Circulation 123:1010", "doi:10.1161/CIRCULATIONAHA.110.940577", Grade.SECONDARY
        ),
        "dacunha_2011": _source(
            "da Cunha Ribeiro 2011, Arthritis Res Ther 13:R190 (14 women with fibromyalgia, 14 without)",
            "pmc:PMC3334640",
        ),
        "schamne_2021": _source("Schamne 2021, J Clin Rheumatol 27(Suppl 2):S278", "", Grade.SECONDARY),
        "schamne_2024": _source("Schamne 2024, J Exerc Rehabil: submaximal cycling in fibromyalgia"),
        "wingo_2012": _source("Wingo 2012, Exerc Sport Sci Rev 40:88: cardiovascular drift during heat stress"),
        "davenport_2019": _source("Davenport 2019, Front Pediatr 7:82", "doi:10.3389/fped.2019.00082", Grade.SECONDARY),
        "cole_1999": _source("Cole 1999, N Engl J Med 341:1351", "doi:10.1056/NEJM199910283411804"),
        "cole_2000": _source("Cole 2000, Ann Intern Med 132:552", "pubmed:10744592"),
        "nishime_2000": _source(
            "Nishime 2000, J Am Med Assoc 284:1392 (9,454 tests)", "doi:10.1001/jama.284.11.1392", Grade.SECONDARY
        ),
        "shetler_2001": _source("Shetler 2001, J Am Coll Cardiol 38:1980"),
        "watanabe_2001": _source("Watanabe 2001, Circulation 104:1911", "pubmed:11602493"),
        "khan_2005": _source("Khan 2005: heart-rate reserve under beta-blockade", grade=Grade.UNCHECKED),
        "jacc_endpoints": _source(
            "J Am Coll Cardiol, table of study end points: 80 % and 62 % of heart-rate reserve", "", Grade.VERIFIED
        ),
        "imai_1994": _source(
            "Imai 1994, J Am Coll Cardiol 24:1529", "doi:10.1016/0735-1097(94)90150-3", Grade.UNCHECKED
        ),
        "pierpont_2000": _source("Pierpont 2000: recovery time constant after submaximal and maximal exercise"),
        "mellis_2014": _source("Mellis 2014: repeatability of heart-rate recovery"),
        "bosquet_2008": _source("Bosquet 2008: repeatability of heart-rate recovery", "pubmed:17614018"),
        "buchheit_2014": _source("Buchheit 2014, Front Physiol 5:73, table 1", "pmc:PMC3936188"),
        "pci_1993": _source("Physiological cost index in adults, Clin Rehabil 1993"),
        "graham_2005": _source("Graham 2005: repeatability of the physiological cost index"),
        "acsm_metabolic": _source(
            "ACSM metabolic equations for walking, running and leg cycling", grade=Grade.UNCHECKED
        ),
        "task_force_1996": _source(
            "Task Force 1996, Circulation 93:1043", "doi:10.1161/01.CIR.93.5.1043", Grade.SECONDARY
        ),
        "shaffer_2017": _source(
            "Shaffer & Ginsberg 2017, Front Public Health 5:258", "doi:10.3389/fpubh.2017.00258", Grade.SECONDARY
        ),
        "nunan_2010": _source("Nunan 2010: short-term HRV in healthy adults, 44 studies", "", Grade.SECONDARY),
        "lipponen_2019": _source(
            "Lipponen & Tarvainen 2019, J Med Eng Technol 43:173", "doi:10.1080/03091902.2019.1640306"
        ),
        "malik_1989": _source(
            "Malik 1989: intervals that differ by over 20 % from the one before", grade=Grade.SECONDARY
        ),
        "lerma_2011": _source(
            "Lerma 2011, Arthritis Res Ther 13:R185 (22 women with fibromyalgia, 22 without)", "doi:10.1186/ar3513"
        ),
        "brennan_2001": _source("Brennan 2001: Poincaré plot measures from SDNN and SDSD", grade=Grade.SECONDARY),
        "toichi_1997": _source("Toichi 1997: CSI and CVI from the Poincaré plot", grade=Grade.UNCHECKED),
        "baevsky_2008": _source("Baevsky: stress index from the RR histogram", grade=Grade.UNCHECKED),
        "richman_2000": _source("Richman & Moorman 2000: sample entropy", grade=Grade.SECONDARY),
        "peng_1995": _source("Peng 1995: detrended fluctuation analysis", grade=Grade.SECONDARY),
        "polar_v800": _source(
            "Polar V800 against an electrocardiogram at rest: limits of agreement of RR intervals",
            "https://www.ncbi.nlm.nih.gov/pmc/articles/PMC4751190/",
        ),
        "tarvainen_2002": _source("Tarvainen 2002: smoothness-priors detrending", grade=Grade.SECONDARY),
        "rogers_2021": _source("Rogers 2021, Sensors 21:821: DFA alpha1 and artefacts", "doi:10.3390/s21030821"),
        "billman_2013": _source("Billman 2013: LF/HF is not sympathovagal balance", "", Grade.SECONDARY),
        "workwell": _source(
            "Workwell Foundation: resting heart rate + 15 bpm, no more than 2 minutes above", "", Grade.SECONDARY
        ),
        "physios_for_me": _source("Physios for ME: heart-rate monitoring page (55 % of 220 - age)", "physiosforme.com"),
        "cfs_self_help": _source("CFS Self-Help: pacing by heart rate (50-60 % of 220 - age)", "cfsselfhelp.org"),
        "gulati_60": _source(
            "Garmin LongCOVID pacing field: 60 % of 206 - 0.88 age", "sites.google.com/view/longcovid-pacing"
        ),
        "vancampen_2020": _source(
            "van Campen, Rowe & Visser 2020: formula limits against measured thresholds in ME/CFS"
        ),
        "nice_ng206": _source("NICE NG206 (2021): ME/CFS, no fixed increments, activity never raised automatically"),
        "ewing_30_15": _source("30:15 ratio of active standing", grade=Grade.VERIFIED),
        "ziegler_1992": _source("Ziegler 1992: normal ranges of autonomic tests", "pubmed:1563252"),
        "pots_consensus": _source("POTS consensus criteria: sustained rise of 30 bpm within 10 min of standing"),
        "roma_2018": _source("Roma 2018: how long a standing test must last"),
        "gillinov_2017": _source("Gillinov 2017: wrist and chest heart rate against ECG (n 50)"),
        "tiidus_2002": _source("Tiidus 2002, J Sports Sci Med 1(4):122", "jssm.org"),
        "bartlett_1946": _source(
            "Bartlett 1946, J R Stat Soc Suppl 8:27: errors of sums over autocorrelated series", "doi:10.2307/2983611"
        ),
        "lazarus_2018": _source(
            "Lazarus, Lewis, Stock & Watson 2018, J Bus Econ Stat 36:541: long-run variance from a few cosines",
            "doi:10.1080/07350015.2018.1506926",
        ),
        "harville_1974": _source(
            "Harville 1974, Biometrika 61:383: variance components from error contrasts only", grade=Grade.UNCHECKED
        ),
        "wilson_1927": _source("Wilson 1927, J Am Stat Assoc 22:209: the interval of a share", grade=Grade.UNCHECKED),
        "acsm_intensity": _source(
            "ACSM guidelines: classes of effort by share of heart-rate reserve", grade=Grade.UNCHECKED
        ),
    }
)


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


class Direction(StrEnum):
    """Which side of a criterion's bound counts as outside what its test saw in most people."""

    BELOW = "below"
    AT_OR_BELOW = "at_or_below"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Criterion:
    """A published cut-off and the conditions under which, and only under which, it was found.

    `equation`: key of the predicted maximum its test used ("": none, or not stated).
    `maximal_test`: needs a clinician-run maximal test. `postures`: recovery postures of its test (empty: any).
    `beta_blocker`: True: only on one; False: only without; None: both together. `sex`, `note`: as in the source.
    """

    id: str
    index_id: str
    direction: Direction
    bound: float
    unit: str
    source: str
    grade: Grade
    note: str
    maximal_test: bool = True
    postures: tuple[str, ...] = ()
    beta_blocker: bool | None = None
    sex: str = ""
    equation: str = ""


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        "reserve_80",
        "hr_reserve_share",
        Direction.BELOW,
        80.0,
        "%",
        "jacc_endpoints",
        Grade.VERIFIED,
        "Symptom-limited maximal test without beta-blocker.",
        beta_blocker=False,
        equation="fox",
    ),
    Criterion(
        "reserve_80_women",
        "hr_reserve_share",
        Direction.BELOW,
        80.0,
        "%",
        "gulati_2010",
        Grade.VERIFIED,
        "Symptom-limited maximal test of women without complaints, with the maximum predicted for women.",
        beta_blocker=False,
        sex="female",
        equation="gulati",
    ),
    Criterion(
        "reserve_62_beta_blocker",
        "hr_reserve_share",
        Direction.BELOW,
        62.0,
        "%",
        "jacc_endpoints",
        Grade.VERIFIED,
        "Symptom-limited maximal test on a beta-blocker.",
        beta_blocker=True,
        equation="fox",
    ),
    Criterion(
        "recovery_60_active_12",
        "hr_recovery_60",
        Direction.AT_OR_BELOW,
        12.0,
        "bpm",
        "cole_1999",
        Grade.VERIFIED,
        "Symptom-limited treadmill test without beta-blocker, two minutes of slow walking after it.",
        postures=("walking",),
        beta_blocker=False,  # nishime_2000: the same test and cut-off foretold nothing in those on a beta-blocker
    ),
    Criterion(
        "recovery_60_lying_18",
        "hr_recovery_60",
        Direction.AT_OR_BELOW,
        18.0,
        "bpm",
        "watanabe_2001",
        Grade.VERIFIED,
        "Symptom-limited treadmill test without cool-down, lying on the left side at once.",
        postures=("lying",),
    ),
    Criterion(
        "recovery_120_lying_22",
        "hr_recovery_120",
        Direction.AT_OR_BELOW,
        22.0,
        "bpm",
        "shetler_2001",
        Grade.VERIFIED,
        "Symptom-limited ramp treadmill test in men, lying, no cool-down.",
        postures=("lying",),
        sex="male",  # a third took a beta-blocker, and it foretold as much in them: not told apart
    ),
)


# --- exertion: levels, response, recovery

PEAK_WINDOW_S = Quantity(30.0, "s", DESIGN, Grade.DESIGN)
REST_SHORTEST_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
REST_LONGEST_S = Quantity(300.0, "s", DESIGN, Grade.DESIGN)
RESTING_TYPICAL_ERROR_PERCENT = Quantity(10.0, "%", "buchheit_2014", Grade.VERIFIED)
MEASURED_MAXIMUM_TYPICAL_ERROR_PERCENT = Quantity(2.0, "%", DESIGN, Grade.DESIGN)

# The share of heart-rate reserve from which an effort gets its next word.
EFFORT_LIGHT_FROM_PERCENT = Quantity(30.0, "%", "acsm_intensity", Grade.UNCHECKED)
EFFORT_MODERATE_FROM_PERCENT = Quantity(40.0, "%", "acsm_intensity", Grade.UNCHECKED)
EFFORT_VIGOROUS_FROM_PERCENT = Quantity(60.0, "%", "acsm_intensity", Grade.UNCHECKED)
EFFORT_NEAR_MAXIMUM_FROM_PERCENT = Quantity(90.0, "%", "acsm_intensity", Grade.UNCHECKED)

# Recovery: windows, eligibility, and the sampling each drop needs.
RECOVERY_END_WINDOW_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_END_WINDOW_OPTICAL_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_HALF_WINDOW_S = Quantity(2.5, "s", DESIGN, Grade.DESIGN)
RECOVERY_FEWEST_SAMPLES = Quantity(3.0, "1", DESIGN, Grade.DESIGN)
RECOVERY_LONGEST_GAP_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_NEAREST_SAMPLE_S = Quantity(3.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_SMALLEST_RISE_BPM = Quantity(20.0, "bpm", DESIGN, Grade.DESIGN)
RECOVERY_STEADY_SLOPE_BPM_PER_MIN = Quantity(10.0, "bpm/min", DESIGN, Grade.DESIGN)
RECOVERY_STEADY_WINDOW_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_EARLY_PEAK_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)
SAMPLING_EVERY_SECOND_S = Quantity(1.5, "s", DESIGN, Grade.DESIGN)
SAMPLING_SPARSE_S = Quantity(8.0, "s", DESIGN, Grade.DESIGN)

# What a sensor does to heart rate: how late it shows it, and how much one sample errs (one standard deviation).
# A strap may write a beat into the second in which it fell, and then is not late at all; of an unnamed sensor the usual
# half second up to the next whole one is taken.
UNKNOWN_LAG_LOW_S = Quantity(0.5, "s", DESIGN, Grade.UNCHECKED)
STRAP_LAG_HIGH_S = Quantity(3.0, "s", DESIGN, Grade.UNCHECKED)
OPTICAL_LAG_LOW_S = Quantity(5.0, "s", DESIGN, Grade.UNCHECKED)
OPTICAL_LAG_HIGH_S = Quantity(20.0, "s", DESIGN, Grade.UNCHECKED)
# The lag by which an end that heart rate shows is dated back, and with which its level is looked up again: a delay, and
# for an optical sensor the time constant of its smoothing besides. An unknown sensor is dated between the two.
STRAP_DELAY_USUAL_S = Quantity(1.0, "s", DESIGN, Grade.DESIGN)
OPTICAL_DELAY_USUAL_S = Quantity(4.0, "s", DESIGN, Grade.DESIGN)
OPTICAL_SMOOTHING_USUAL_S = Quantity(6.0, "s", DESIGN, Grade.DESIGN)
UNKNOWN_DELAY_USUAL_S = Quantity(3.0, "s", DESIGN, Grade.DESIGN)
# Reckoned by us from the limits of agreement in the source, -4.3 to 4.5 ms at rest: 0.4 bpm (one SD) at 100 bpm.
STRAP_NOISE_BPM = Quantity(0.4, "bpm", "polar_v800", Grade.DESIGN)
STRAP_NOISE_MEMORY_S = Quantity(3.0, "s", DESIGN, Grade.DESIGN)
OPTICAL_NOISE_BPM = Quantity(2.0, "bpm", DESIGN, Grade.DESIGN)
OPTICAL_NOISE_MEMORY_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)

# The course of recovery.
T30_WINDOW_S = Quantity(30.0, "s", "imai_1994", Grade.UNCHECKED)
RECOVERY_TAU_SHORTEST_S = Quantity(180.0, "s", "pierpont_2000", Grade.VERIFIED)
RECOVERY_TAU_LONGEST_S = Quantity(300.0, "s", "pierpont_2000", Grade.VERIFIED)
FIT_LEAST_R_SQUARED = Quantity(0.85, "1", DESIGN, Grade.DESIGN)
RECOVERY_TAU_FROM_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
RECOVERY_TAU_TO_S = Quantity(400.0, "s", DESIGN, Grade.DESIGN)
DEVICE_RECOVERY_AFTER_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)

# The answer to a step of load.
ONSET_BASELINE_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
ONSET_STEP_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
ONSET_CONSTANT_S = Quantity(180.0, "s", DESIGN, Grade.DESIGN)
ONSET_LONGEST_S = Quantity(300.0, "s", DESIGN, Grade.DESIGN)
LOAD_STEADY_VARIATION_PERCENT = Quantity(10.0, "%", DESIGN, Grade.DESIGN)
ONSET_SMALLEST_RISE_BPM = Quantity(20.0, "bpm", DESIGN, Grade.DESIGN)
ONSET_TAU_FROM_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
ONSET_TAU_TO_S = Quantity(180.0, "s", DESIGN, Grade.DESIGN)
ONSET_LONGEST_DELAY_S = Quantity(30.0, "s", DESIGN, Grade.DESIGN)
# In the heat heart rate rises by 12-16 % within half an hour of constant work, from its tenth minute on: by 0.6 bpm a
# minute from 150 bpm, and hardly more within the first minutes.
ONSET_LARGEST_DRIFT_BPM_PER_MIN = Quantity(0.6, "bpm/min", "wingo_2012", Grade.SECONDARY)

# Lying to standing.
STAND_LYING_WINDOW_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)
STAND_FULL_S = Quantity(600.0, "s", "pots_consensus", Grade.VERIFIED)
STAND_RISE_BPM = Quantity(30.0, "bpm", "pots_consensus", Grade.VERIFIED)
STAND_RISE_YOUNG_BPM = Quantity(40.0, "bpm", "pots_consensus", Grade.VERIFIED)
STAND_YOUNG_FROM_YEARS = Quantity(12.0, "years", "pots_consensus", Grade.VERIFIED)
STAND_YOUNG_BELOW_YEARS = Quantity(20.0, "years", "pots_consensus", Grade.VERIFIED)
STAND_FASTEST_FIRST_BEAT = Quantity(6.0, "1", "ziegler_1992", Grade.VERIFIED)
STAND_FASTEST_LAST_BEAT = Quantity(24.0, "1", "ziegler_1992", Grade.VERIFIED)
STAND_SLOWEST_FIRST_BEAT = Quantity(21.0, "1", "ziegler_1992", Grade.VERIFIED)
STAND_SLOWEST_LAST_BEAT = Quantity(39.0, "1", "ziegler_1992", Grade.VERIFIED)

# Walking.
WALK_MIDDLE_SHARE = Quantity(0.8, "1", DESIGN, Grade.DESIGN)
WALK_SLOWEST_M_S = Quantity(0.3, "m/s", DESIGN, Grade.DESIGN)
WALK_FASTEST_M_S = Quantity(2.2, "m/s", DESIGN, Grade.DESIGN)
WALK_SHORTEST_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)
WALK_SETTLED_AFTER_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)
WALK_SETTLED_SHORTEST_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
SPEED_ERROR_PERCENT = Quantity(3.0, "%", DESIGN, Grade.DESIGN)

# Heart rate against load, over stretches of steady load.
STEADY_SETTLE_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
STEADY_BLOCK_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
STEADY_FEWEST_BLOCKS = Quantity(3.0, "1", DESIGN, Grade.DESIGN)
STEADY_SMALLEST_RANGE_PERCENT = Quantity(15.0, "%", DESIGN, Grade.DESIGN)


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


# --- cleaning: artefacts in RR intervals, and sensors that follow the steps -------------------------------------------

# Lipponen & Tarvainen 2019, their names in brackets.
LIPPONEN_SLOPE = Quantity(0.13, "1", "lipponen_2019", Grade.SECONDARY)  # [c1]
LIPPONEN_OFFSET = Quantity(0.17, "1", "lipponen_2019", Grade.SECONDARY)  # [c2]
LIPPONEN_THRESHOLD_QUARTILES = Quantity(5.2, "1", "lipponen_2019", Grade.SECONDARY)  # [alpha]
LIPPONEN_QUARTILE_BEATS = Quantity(91.0, "1", "lipponen_2019", Grade.SECONDARY)
LIPPONEN_MEDIAN_BEATS = Quantity(11.0, "1", "lipponen_2019", Grade.SECONDARY)
LIPPONEN_MEDIAN_LIMIT = Quantity(3.0, "1", "lipponen_2019", Grade.SECONDARY)
ARTEFACT_THRESHOLD_SHARE = Quantity(0.20, "1", "malik_1989", Grade.SECONDARY)
RR_SHORTEST_MS = Quantity(270.0, "ms", DESIGN, Grade.DESIGN)
RR_LONGEST_MS = Quantity(2000.0, "ms", DESIGN, Grade.DESIGN)
CADENCE_LOCK_WITHIN_BPM = Quantity(3.0, "bpm", DESIGN, Grade.DESIGN)
CADENCE_LOCK_LONGER_THAN_S = Quantity(60.0, "s", DESIGN, Grade.DESIGN)
FIRST_MINUTES_S = Quantity(300.0, "s", DESIGN, Grade.UNCHECKED)


# --- pacing: limits and what counts as above them ---------------------------------------------------------------------

RESTING_PLUS_BPM = Quantity(15.0, "bpm", "workwell", Grade.SECONDARY)
LIMIT_SUSTAINED_S = Quantity(120.0, "s", "workwell", Grade.SECONDARY)
LIMIT_REST_AGAIN_BPM = Quantity(10.0, "bpm", "workwell", Grade.SECONDARY)
LIMIT_GRACE_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)
LIMIT_MERGE_S = Quantity(10.0, "s", DESIGN, Grade.DESIGN)
LIMIT_HYSTERESIS_BPM = Quantity(3.0, "bpm", DESIGN, Grade.DESIGN)
LIMIT_DOSE_SHARE = Quantity(0.10, "1", DESIGN, Grade.DESIGN)
LIMIT_DOSE_S = Quantity(600.0, "s", DESIGN, Grade.DESIGN)
LIMIT_UNKNOWN_SHARE = Quantity(0.20, "1", DESIGN, Grade.DESIGN)
LIMIT_SENSITIVITY_BPM = Quantity(5.0, "bpm", DESIGN, Grade.DESIGN)
LIMIT_OPTICAL_MEDIAN_S = Quantity(5.0, "s", DESIGN, Grade.DESIGN)
LIMIT_SAMPLES_TO_SUSTAIN = Quantity(3.0, "1", DESIGN, Grade.DESIGN)
PREDICTED_SHARE_LOW = Quantity(0.50, "1", "cfs_self_help", Grade.VERIFIED)
PREDICTED_SHARE_MIDDLE = Quantity(0.55, "1", "physios_for_me", Grade.VERIFIED)
PREDICTED_SHARE_HIGH = Quantity(0.60, "1", "cfs_self_help", Grade.VERIFIED)
# How far one reading may be off: rounding and averaging on a strap; an optical sensor's usual error in motion.
READING_ERROR_STRAP_BPM = Quantity(2.0, "bpm", DESIGN, Grade.DESIGN)
READING_ERROR_OPTICAL_BPM = Quantity(5.0, "bpm", DESIGN, Grade.DESIGN)


# --- heart-rate variability: how long a recording must be, how clean, which bands -------------------------------------

HRV_STANDARD_S = Quantity(300.0, "s", "task_force_1996", Grade.SECONDARY)
HRV_LEAST_MEAN_S = Quantity(10.0, "s", "shaffer_2017", Grade.SECONDARY)
HRV_LEAST_TIME_DOMAIN_S = Quantity(60.0, "s", "shaffer_2017", Grade.SECONDARY)
HRV_SEGMENT_S = Quantity(300.0, "s", "task_force_1996", Grade.SECONDARY)  # SDANN, SDNN index
HRV_CVI_FACTOR = Quantity(16.0, "1", "toichi_1997", Grade.UNCHECKED)  # (4 SD1) (4 SD2)
HRV_SMOOTHNESS_PRIORS = Quantity(500.0, "1", "tarvainen_2002", Grade.SECONDARY)  # lambda, of a series at 4 Hz
HRV_LEAST_HF_S = Quantity(60.0, "s", "task_force_1996", Grade.UNCHECKED)
HRV_LEAST_LF_S = Quantity(120.0, "s", "task_force_1996", Grade.UNCHECKED)
HRV_LEAST_VLF_S = Quantity(300.0, "s", "task_force_1996", Grade.UNCHECKED)
HRV_LEAST_GEOMETRIC_S = Quantity(300.0, "s", "shaffer_2017", Grade.SECONDARY)
HRV_LEAST_COMPLEXITY_S = Quantity(180.0, "s", DESIGN, Grade.DESIGN)
HRV_LEAST_ALPHA2_S = Quantity(300.0, "s", DESIGN, Grade.UNCHECKED)
HRV_LEAST_DAY_S = Quantity(64_800.0, "s", "task_force_1996", Grade.UNCHECKED)
HRV_ARTEFACTS_NOTED = Quantity(0.05, "1", DESIGN, Grade.DESIGN)
HRV_ARTEFACTS_MOST = Quantity(0.10, "1", DESIGN, Grade.DESIGN)
HRV_DFA_ARTEFACTS_NOTED = Quantity(0.03, "1", "rogers_2021", Grade.VERIFIED)
HRV_DFA_ARTEFACTS_MOST = Quantity(0.05, "1", "rogers_2021", Grade.VERIFIED)
HRV_ULF_HZ = Quantity(0.003, "Hz", "task_force_1996", Grade.VERIFIED)
HRV_VLF_HZ = Quantity(0.04, "Hz", "task_force_1996", Grade.VERIFIED)
HRV_LF_HZ = Quantity(0.15, "Hz", "task_force_1996", Grade.VERIFIED)
HRV_HF_HZ = Quantity(0.40, "Hz", "task_force_1996", Grade.VERIFIED)
# The ventilatory threshold in women with fibromyalgia: a share of predicted maximum. The study's limits of +- 14.6 and
# 13.0 bpm lie around a regression of the difference on the threshold itself (n 17), which nobody knows beforehand; for
# one person, with the regression's slope over thresholds of the study's range, about +- 20.
FM_VT_SHARE = Quantity(0.76, "1", "villafaina_2022", Grade.VERIFIED)
FM_VT_ERROR_BPM = Quantity(20.0, "bpm", "villafaina_2022", Grade.COMPUTED)
FM_VT_PEOPLE = Quantity(17.0, "1", "villafaina_2022", Grade.VERIFIED)
# A threshold measured in a test: the share of it that is kept as a limit, and how it varies from day to day.
THRESHOLD_KEPT_PERCENT = Quantity(90.0, "%", DESIGN, Grade.DESIGN)
EXERCISE_HR_TYPICAL_ERROR_PERCENT = Quantity(3.0, "%", "buchheit_2014", Grade.VERIFIED)
# DFA alpha1: the value crossed near the first threshold.
DFA_ALPHA1_AEROBIC = Quantity(0.75, "1", "rogers_2021", Grade.SECONDARY)
# Whole days: what counts as the night, as raised, as one stretch, and as not worn.
NIGHT_UNTIL_HOUR = Quantity(6.0, "h", DESIGN, Grade.DESIGN)
NIGHT_WINDOW_S = Quantity(1800.0, "s", DESIGN, Grade.DESIGN)
RAISED_PLUS_BPM = Quantity(20.0, "bpm", DESIGN, Grade.DESIGN)
BOUT_SHORTEST_S = Quantity(300.0, "s", DESIGN, Grade.DESIGN)
BOUT_GAP_S = Quantity(120.0, "s", DESIGN, Grade.DESIGN)
NOT_WORN_S = Quantity(600.0, "s", DESIGN, Grade.DESIGN)

# How near two efforts must be for what depends on them to be compared: the end of exercise as a share of the reserve,
# or, where the reserve is not known, in bpm; the walking speed, on either side of the middle of those compared.
COMPARABLE_RESERVE_POINTS = Quantity(5.0, "%", DESIGN, Grade.DESIGN)
COMPARABLE_END_BPM = Quantity(5.0, "bpm", DESIGN, Grade.DESIGN)
COMPARABLE_SPEED_PERCENT = Quantity(5.0, "%", DESIGN, Grade.DESIGN)

# Repeatability of one person's values, as a share of the value: what is noise between two sessions.
TYPICAL_ERROR_SHARE: MappingProxyType[str, Quantity] = MappingProxyType(
    {
        "hr_rest": Quantity(0.10, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_mean": Quantity(0.03, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_peak": Quantity(0.03, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_recovery_60": Quantity(0.25, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_recovery_120": Quantity(0.25, "1", "buchheit_2014", Grade.UNCHECKED),
        "hr_recovery_tau": Quantity(0.35, "1", "buchheit_2014", Grade.VERIFIED),
        "hr_after_120": Quantity(0.08, "1", "bosquet_2008", Grade.VERIFIED),
        "hrv_rmssd": Quantity(0.12, "1", "buchheit_2014", Grade.UNCHECKED),
        # 12 % of RMSSD is 0.12 on its logarithm, whatever that is; it cannot be 12 % of the logarithm too.
        "hrv_ln_rmssd": Quantity(0.12, "ln ms", "buchheit_2014", Grade.COMPUTED),
        "physiological_cost_index": Quantity(0.17, "1", "graham_2005", Grade.COMPUTED),
    }
)
