"""Names of columns, as tables of many programs and languages write them (lower case, without unit, signs, accents)."""

import unicodedata
from types import MappingProxyType

_WORDS = {
    "heart_rate": """
        heart rate, heartrate, hr, bpm, pulse, pulse rate, heartbeat, heart beats, heartbeats, beats per
        minute, hr bpm, heart rate bpm, heartrate bpm, hr value, heart rate value, value bpm, hr sensor, heart
        rate sensor, heart rate monitor, enhanced heart rate, hr 1, hr 2, hrate, herzfrequenz, herzfrequenz bpm,
        herzrate, herzschlag, puls, pulsfrequenz, fréquence cardiaque, fc, pouls, frecuencia cardíaca, ritmo
        cardíaco, pulsaciones, pulso, frequenza cardiaca, battito, frequência cardíaca, hartslag, hartfrequentie,
        hjertefrekvens, hjärtfrekvens, syke, sykettä, tętno, tepová frekvence, tep, pulzus, nabiz, пульс, чсс, hf, pr,
        心拍数, 心率, 심박수""",
    "rr": """
        rr, r r, rri, nn, nni, ibi, bbi, rr interval, rr intervals, r r interval, r r intervals, nn interval,
        nn intervals, interbeat interval, inter beat interval, inter beat intervals, interbeat intervals, beat
        interval, beat intervals, beat to beat, beat to beat interval, beat to beat intervals, rr ms, rr s,
        rri ms, rri s, ibi ms, ibi s, nn ms, nn s, nni ms, rr interval ms, rr intervals ms, rr interval s, bbi
        ms, rr abstand, rr abstände, rr intervall, rr intervalle, rr intervallen, intervalle rr, intervalles rr,
        intervalo rr, intervalos rr, intervallo rr, intervalli rr, pp interval, pp intervals, ppi, ppi ms""",
    "time": """
        time, times, timestamp, timestamps, time stamp, datetime, date time, date and time, clock, clock time,
        local time, utc, utc time, time utc, time gmt, gmt, time local, elapsed, elapsed time, elapsed s, elapsed ms,
        elapsed sec, elapsed seconds, second, seconds, sec, secs, s, ms, millis, milliseconds, t, t s, t ms, time s,
        time ms, time sec, time secs, time seconds, time of day, start time, starttime, start, recorded at,
        created at, epoch, epoch s, epoch ms, unix, unix time, unix s, unix ms, unix timestamp, time since
        start, seconds elapsed, since start, time elapsed, timestamp s, timestamp ms, timestamp utc, ts, minutes, zeit,
        uhrzeit, zeitstempel, zeitpunkt, datum uhrzeit, datum zeit, temps, heure, horodatage, date heure, date et heure,
        tiempo, hora, fecha hora, fecha y hora, tempo, ora, data ora, data hora, data e hora, tijd, tijdstip,
        datum tijd, tid, tidpunkt, datum tid, dato tid, klokkeslett, klockslag, klokkeslæt, aika, cas,
        zaman, czas, data czas, data i czas,
        время, 時刻, 时间, startdate""",
    "date": "date, datum, day, fecha, data, dato, päivä, jour, giorno, дата, calendar date, 日付, 日期",
    "person": """
        user, user id, userid, subject, subject id, participant, participant id, person, person id, patient,
        patient id, member, member id, proband""",
    "source": "source name, sourcename, device name, device id, sensor id",
    "speed": """
        speed, velocity, velocity smooth, enhanced speed, speed m s, speed km h, speed kmh, speed kph, speed
        mph, kph, kmh, mph, km h, geschwindigkeit, vitesse, velocidad, velocità, snelheid""",
    "power": "power, watt, watts, power w, power watts, leistung, puissance, potencia, potenza, vermogen",
    "cadence": "cadence, cadence rpm, cadence spm, bike cadence, kadenz, trittfrequenz, cadencia, cadenza",
    "altitude": "altitude, elevation, enhanced altitude, altitude m, elevation m, alt, ele, höhe, altitud",
    "distance": """
        distance, distances, cumulative distance, distance m, distance km, km, distanz, strecke, distancia,
        distanza""",
    "temperature": "temp, temperature, temperatures, temperatur, température",
    "respiration_rate": "respiration, respiration rate, breathing rate, resp, resp rate, br",
    "muscle_oxygen": "smo2, muscle oxygen, saturated hemoglobin",
    "grade": "grade, grade smooth, slope, steigung",
    "steps": "steps, step count, schritte",
}
DOTLESS_I = "\N{LATIN SMALL LETTER DOTLESS I}"


def without_accents(text: str) -> str:
    """The text with every letter bare of its accents: people and programs leave them out or write half of them.

    Examples
    --------
    >>> without_accents("fréquence cardíaca")
    'frequence cardiaca'
    """
    apart = unicodedata.normalize("NFKD", text.replace(DOTLESS_I, "i"))
    return "".join(letter for letter in apart if not unicodedata.combining(letter))


MEANINGS = MappingProxyType(
    {without_accents(" ".join(word.split())): holds for holds, words in _WORDS.items() for word in words.split(",")}
)
# a heart-rate column in some languages, the high-frequency band or something else in others: only a unit tells
NEEDS_UNIT = frozenset({"hf", "fc", "pr"})
# a column with one of these words is a result, a setting or a quality, not the series itself
_RESULTS = """
    avg average mean max maximum min minimum peak zone zones target resting rest reserve recovery limit threshold
    variability sit change delta std sd median quality confidence percent durchschnitt durchschnittliche mittel moyenne
    moyen media medio maxima minima maximo minimo massima repos reposo riposo rust ruhe ruhepuls gemiddeld gemiddelde
    medel medelvarde snitt gennemsnit mittlere predicted goal lowest highest lower upper maximale durchschn ø"""
NOT_A_SERIES = frozenset(_RESULTS.split())
