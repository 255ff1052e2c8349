"""Make the small databases beside which `test_samples` states what they read as: `python tests/read/make_databases.py`.

Layouts as in the descriptions under pacing/read/schemas; every value here is made up.
"""

import sqlite3
from pathlib import Path

FOLDER = Path(__file__).parent / "formats"
SECOND = 1_780_300_800  # 2026-06-01 08:00:00 UTC
SCRIPTS = {
    # two apps, offsets in s; a walk by the platform's number 53; resting rate, RMSSD, steps and a sleep of one app
    "database_health_connect": f"""
        CREATE TABLE application_info_table (row_id INTEGER PRIMARY KEY, package_name TEXT, app_name TEXT);
        CREATE TABLE heart_rate_record_table (row_id INTEGER PRIMARY KEY, uuid BLOB, app_info_id INTEGER,
            start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER,
            local_date INTEGER, local_date_time_start_time INTEGER AS (start_time + 1000 * start_zone_offset));
        CREATE TABLE heart_rate_record_series_table (parent_key INTEGER, beats_per_minute INTEGER,
            epoch_millis INTEGER);
        CREATE TABLE exercise_session_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER,
            start_time INTEGER, start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER,
            exercise_type INTEGER, title TEXT);
        CREATE TABLE resting_heart_rate_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER, time INTEGER,
            zone_offset INTEGER, local_date INTEGER, beats_per_minute INTEGER);
        CREATE TABLE heart_rate_variability_rmssd_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER,
            time INTEGER, zone_offset INTEGER, local_date INTEGER, heart_rate_variability_millis REAL);
        CREATE TABLE steps_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER, start_time INTEGER,
            start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, count INTEGER);
        CREATE TABLE sleep_session_record_table (row_id INTEGER PRIMARY KEY, app_info_id INTEGER, start_time INTEGER,
            start_zone_offset INTEGER, end_time INTEGER, end_zone_offset INTEGER, title TEXT);
        INSERT INTO application_info_table VALUES (1, 'com.example.watch', 'Example watch'),
            (2, 'com.example.ring', NULL);
        INSERT INTO heart_rate_record_table (row_id, app_info_id, start_time, start_zone_offset) VALUES
            (1, 1, {SECOND}000, 7200), (2, 1, {SECOND + 60}000, 7200), (3, 2, {SECOND}000, 7200);
        INSERT INTO heart_rate_record_series_table VALUES (1, 70, {SECOND}000), (1, 71, {SECOND + 5}000),
            (2, 72, {SECOND + 60}000), (3, 65, {SECOND + 2}500), (2, NULL, {SECOND + 61}000);
        INSERT INTO exercise_session_record_table VALUES (1, 1, {SECOND}000, 7200, {SECOND + 30}000, 7200, 53, 'Jane');
        INSERT INTO resting_heart_rate_record_table VALUES (1, 1, {SECOND}000, 7200, 20605, 57);
        INSERT INTO heart_rate_variability_rmssd_record_table VALUES (1, 1, {SECOND - 20000}000, 7200, 20605, 30.0),
            (2, 1, {SECOND - 19700}000, 7200, 20605, 34.0);
        INSERT INTO steps_record_table VALUES (1, 1, {SECOND}000, 7200, {SECOND + 60}000, 7200, 40),
            (2, 1, {SECOND + 60}000, 7200, {SECOND + 120}000, 7200, 60);
        INSERT INTO sleep_session_record_table VALUES (1, 1, {SECOND - 34200}000, 7200, {SECOND - 7200}000, 7200, NULL);
    """,
    # minutes in s, resting rate and variability in ms; 255 and 0 are no heart rates; a device whose alias is a name
    "database_gadgetbridge": f"""
        CREATE TABLE DEVICE (_id INTEGER PRIMARY KEY, NAME TEXT, MANUFACTURER TEXT, IDENTIFIER TEXT, TYPE_NAME TEXT,
            MODEL TEXT, ALIAS TEXT);
        CREATE TABLE HUAMI_EXTENDED_ACTIVITY_SAMPLE (TIMESTAMP INTEGER NOT NULL, DEVICE_ID INTEGER NOT NULL,
            USER_ID INTEGER NOT NULL, RAW_INTENSITY INTEGER NOT NULL, STEPS INTEGER NOT NULL,
            RAW_KIND INTEGER NOT NULL, HEART_RATE INTEGER NOT NULL, PRIMARY KEY (TIMESTAMP, DEVICE_ID)) WITHOUT ROWID;
        CREATE TABLE COLMI_HEART_RATE_SAMPLE (TIMESTAMP INTEGER NOT NULL, DEVICE_ID INTEGER NOT NULL,
            USER_ID INTEGER NOT NULL, HEART_RATE INTEGER NOT NULL);
        CREATE TABLE GARMIN_HEART_RATE_RESTING_SAMPLE (TIMESTAMP INTEGER, DEVICE_ID INTEGER, USER_ID INTEGER,
            HEART_RATE INTEGER);
        CREATE TABLE GARMIN_HRV_SUMMARY_SAMPLE (TIMESTAMP INTEGER, DEVICE_ID INTEGER, USER_ID INTEGER,
            WEEKLY_AVERAGE INTEGER, LAST_NIGHT_AVERAGE INTEGER);
        INSERT INTO DEVICE VALUES (1, 'Jane band', 'Huami', '00:11:22:33:44:55', 'MIBAND5', 'Band 5', 'Jane'),
            (2, 'R02_1234', 'Colmi', '00:11:22:33:44:56', 'COLMI_R02', NULL, NULL);
        INSERT INTO HUAMI_EXTENDED_ACTIVITY_SAMPLE VALUES ({SECOND}, 1, 1, 20, 0, 1, 255),
            ({SECOND + 60}, 1, 1, 20, 12, 1, 68), ({SECOND + 120}, 1, 1, 20, 30, 1, 69),
            ({SECOND + 180}, 1, 1, 20, 5, 1, 0);
        INSERT INTO COLMI_HEART_RATE_SAMPLE VALUES ({SECOND}000, 2, 1, 61), ({SECOND + 300}000, 2, 1, 62);
        INSERT INTO GARMIN_HEART_RATE_RESTING_SAMPLE VALUES ({SECOND}000, 1, 1, 58), ({SECOND + 3600}000, 1, 1, 56);
        INSERT INTO GARMIN_HRV_SUMMARY_SAMPLE VALUES ({SECOND}000, 1, 1, 38, 41);
    """,
    # local clocks without a zone; a walk with records of its own
    "database_garmindb": """
        CREATE TABLE monitoring_hr (timestamp DATETIME NOT NULL PRIMARY KEY, heart_rate INTEGER NOT NULL);
        CREATE TABLE activities (activity_id VARCHAR PRIMARY KEY, name VARCHAR, sport VARCHAR, start_time DATETIME,
            stop_time DATETIME);
        CREATE TABLE activity_records (activity_id VARCHAR, record INTEGER, timestamp DATETIME, hr INTEGER,
            speed FLOAT, PRIMARY KEY (activity_id, record));
        CREATE TABLE resting_hr (day DATETIME PRIMARY KEY, resting_heart_rate FLOAT);
        INSERT INTO monitoring_hr VALUES ('2026-06-01 08:00:00.000000', 68), ('2026-06-01 08:01:00.000000', 0),
            ('2026-06-01 08:02:00.000000', 70);
        INSERT INTO activities VALUES ('19000000001', 'Jane walks', 'walking', '2026-06-01 09:00:00.000000',
            '2026-06-01 09:00:03.000000');
        INSERT INTO activity_records VALUES ('19000000001', 0, '2026-06-01 09:00:00.000000', 90, 1.2),
            ('19000000001', 1, '2026-06-01 09:00:01.000000', 91, 1.2),
            ('19000000001', 2, '2026-06-01 09:00:03.000000', 93, 1.3);
        INSERT INTO resting_hr VALUES ('2026-06-01 00:00:00.000000', 57.0);
    """,
    # UTC; an activity with samples, one with beat intervals only
    "database_garmin_health_data": """
        CREATE TABLE heart_rate (user_id BIGINT, timestamp DATETIME, value INTEGER);
        CREATE TABLE activity (activity_id BIGINT PRIMARY KEY, activity_name TEXT, activity_type_key TEXT,
            start_ts DATETIME, end_ts DATETIME, timezone_offset_hours FLOAT);
        CREATE TABLE activity_ts_metric (activity_id BIGINT, timestamp DATETIME, name TEXT, value FLOAT, units TEXT);
        CREATE TABLE activity_hrv (activity_id BIGINT PRIMARY KEY, rr_json JSON, interval_count INTEGER);
        CREATE TABLE sleep (sleep_id INTEGER PRIMARY KEY, start_ts DATETIME, end_ts DATETIME,
            timezone_offset_hours FLOAT, resting_heart_rate INTEGER, avg_overnight_hrv FLOAT);
        INSERT INTO heart_rate VALUES (1, '2026-06-01 08:00:00', 68), (1, '2026-06-01 08:02:00', 69);
        INSERT INTO activity VALUES (7, 'Jane', 'walking', '2026-06-01 09:00:00', '2026-06-01 09:00:02', 2.0),
            (8, 'Jane', 'breathwork', '2026-06-01 10:00:00', '2026-06-01 10:00:03', 2.0);
        INSERT INTO activity_ts_metric VALUES (7, '2026-06-01 09:00:00', 'heart_rate', 90, 'bpm'),
            (7, '2026-06-01 09:00:01', 'heart_rate', 91, 'bpm'), (7, '2026-06-01 09:00:01', 'power', 20, 'watts');
        INSERT INTO activity_hrv VALUES (8, '[0.8, 0.82, 0.81]', 3);
        INSERT INTO sleep VALUES (1, '2026-05-31 21:00:00', '2026-06-01 05:00:00', 2.0, 55, 41.0);
    """,
    # one recording of a strap: the estimated end of each beat, and its interval
    "database_straplog": f"""
        CREATE TABLE recording (id INTEGER PRIMARY KEY, name TEXT, activity TEXT, started_at_ms INTEGER,
            ended_at_ms INTEGER, tz_offset_s INTEGER);
        CREATE TABLE beat (id INTEGER PRIMARY KEY, recording_id INTEGER, t_end_ms_est INTEGER, rr_ms INTEGER);
        CREATE TABLE event (id INTEGER PRIMARY KEY, recording_id INTEGER, at_ms INTEGER, kind TEXT, note TEXT);
        INSERT INTO recording VALUES (4, 'Jane', 'walking', {SECOND}000, {SECOND + 4}000, 7200);
        INSERT INTO beat VALUES (1, 4, {SECOND}800, 800), (2, 4, {SECOND + 1}610, 810), (3, 4, {SECOND + 2}410, 800),
            (4, 4, {SECOND + 3}220, 810);
    """,
}


def main() -> None:
    """Write every database anew."""
    for name, script in SCRIPTS.items():
        path = FOLDER / f"{name}.db"
        path.unlink(missing_ok=True)
        connection = sqlite3.connect(path)
        connection.execute("PRAGMA page_size = 512")
        connection.executescript(script)
        connection.close()


if __name__ == "__main__":
    main()
