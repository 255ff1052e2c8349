"""The publications that numbers come from, and the kinds of a number and of how surely we know it."""

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
class Publication:
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


def _source(text: str, link: str = "", grade: Grade = Grade.VERIFIED) -> Publication:
    return Publication(text, link, grade)


DESIGN = "design"

SOURCES: MappingProxyType[str, Publication] = MappingProxyType(
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
