"""StrapLog, a logger of a chest strap's beat intervals (its own database).

Layout after its reader (version 0.2.0): `recording` with an offset to UTC, `beat` with the estimated end of each beat
as it reached the phone, `event` with marks. Earlier files hold one table `rr` with a time and an interval.
"""

from pacing.model.recording import Sensor
from pacing.read.database.description import DatabaseSchema, Join, Rows, Series, Sessions

SCHEMA = DatabaseSchema(
    title="StrapLog database",
    source="StrapLog",
    series=(
        Series(
            Rows(
                "beat",
                "t.t_end_ms_est",
                "t.rr_ms",
                joins=(Join("recording", "r", "id", "t.recording_id"),),
                zone_s="r.tz_offset_s",
            ),
            "rr",
            "ms",
            session="t.recording_id",
        ),
        Series(Rows("rr", "t.ts_ms", "t.rr_ms"), "rr", "ms"),
    ),
    sessions=(
        Sessions(
            "recording",
            "t.started_at_ms",
            "t.ended_at_ms",
            key="t.id",
            sport="t.activity",
            zone_s="t.tz_offset_s",
        ),
    ),
    kind=None,
    sensor=Sensor.STRAP,
)
