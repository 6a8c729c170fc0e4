"""The tables of an analysis computed plainly with SQL in duckdb."""

from datetime import date
from typing import Any

import duckdb

LABELS = ("doctor", "speciality", "channel")

PREPARE = """
CREATE OR REPLACE TEMP TABLE visits AS
  SELECT patient, date, lag(date) OVER w AS previous, first_value(date) OVER w AS first
  FROM (SELECT DISTINCT patient, date FROM rows WHERE amount >= 0)
  WINDOW w AS (PARTITION BY patient ORDER BY date);
CREATE OR REPLACE TEMP TABLE patients AS
  SELECT patient, min(date) AS first, max(date) AS last, count(*) AS visits FROM visits GROUP BY patient;
"""

QUERIES = {
    "lifetime": """
      SELECT duration, sum(gone::INT) AS ended, count(*) AS followed FROM (
        SELECT last <= $as_of - 365 AS gone,
               CASE WHEN last <= $as_of - 365 THEN last - first ELSE $as_of - 365 - first END AS duration
        FROM patients WHERE first <= $as_of - 365)
      GROUP BY duration ORDER BY duration""",
    "registered": """
      WITH worth AS (
        SELECT p.patient, p.first + $window::INT AS matures, sum(r.amount) AS amount
        FROM patients p
        JOIN rows r ON r.patient = p.patient AND r.date BETWEEN p.first AND p.first + $window::INT
        GROUP BY ALL),
      monthly AS (
        SELECT e.month_end, sum(w.amount) AS amount, count(w.patient) AS patients
        FROM ends e LEFT JOIN worth w ON w.matures <= e.month_end AND w.matures > e.previous_end
        GROUP BY e.month_end)
      SELECT month_end, sum(amount) OVER (ORDER BY month_end), sum(patients) OVER (ORDER BY month_end)
      FROM monthly ORDER BY month_end""",
    "visits_within": """
      SELECT count(*) FROM visits WHERE date <= first + $window::INT AND first + $window::INT <= $as_of""",
    "repeat": """
      WITH ages AS (
        SELECT patient, min(first) AS first, min(date - first) FILTER (date - previous > 60) AS course,
               min(date - first) FILTER (date > first) AS second
        FROM visits GROUP BY patient)
      SELECT date_trunc('month', first) AS cohort, count(*), count(*) FILTER (course <= 365),
             count(*) FILTER (second <= 60)
      FROM ages GROUP BY cohort HAVING last_day(cohort) + 365 <= $as_of ORDER BY cohort""",
    "churn": """
      WITH seen AS (SELECT DISTINCT patient, floor(($as_of - date) / 365.25)::INT AS year FROM visits)
      SELECT a.year, count(*), count(b.patient) FROM seen a
      LEFT JOIN seen b ON b.patient = a.patient AND b.year = a.year - 1 GROUP BY a.year""",
    "cohorts": """
      SELECT date_trunc('month', first) AS cohort, date_trunc('month', date) AS month,
             count(DISTINCT patient), count(*) FROM visits GROUP BY cohort, month""",
    "cohort_revenue": """
      SELECT date_trunc('month', p.first) AS cohort, date_trunc('month', r.date) AS month, sum(r.amount)
      FROM rows r JOIN patients p ON p.patient = r.patient AND r.date >= p.first GROUP BY cohort, month""",
    "base": """
      WITH months AS (
        SELECT patient, index, lag(index) OVER w AS before, lead(index) OVER w AS after
        FROM (SELECT DISTINCT patient, year(date) * 12 + month(date) AS index FROM visits)
        WINDOW w AS (PARTITION BY patient ORDER BY index)),
      moves AS (
        SELECT index, count(*) FILTER (before IS NULL) AS new,
               count(*) FILTER (index - before > 12) AS returned, 0 AS lost FROM months GROUP BY index
        UNION ALL
        SELECT index + 12, 0, 0, count(*) FROM months
        WHERE after IS NULL OR after - index > 12 GROUP BY index)
      SELECT index, sum(new), sum(returned), sum(lost) FROM moves GROUP BY index ORDER BY index""",
    "monthly": "SELECT date_trunc('month', date) AS month, sum(amount) FROM rows GROUP BY month",
    "top": """
      WITH money AS (
        SELECT patient, sum(amount) AS amount FROM rows
        WHERE date > $as_of - 365 AND date <= $as_of GROUP BY patient)
      SELECT sum(amount) FILTER (tenth = 1) / sum(amount)
      FROM (SELECT amount, ntile(10) OVER (ORDER BY amount DESC) AS tenth FROM money)""",
    "rfm": """
      SELECT p.patient, ntile(5) OVER (ORDER BY last), ntile(5) OVER (ORDER BY visits),
             ntile(5) OVER (ORDER BY m)
      FROM patients p JOIN (SELECT patient, sum(amount) AS m FROM rows GROUP BY patient) r USING (patient)""",
}

GROUP = """
  SELECT {label}, count(DISTINCT patient), count(DISTINCT (patient, date)), sum(amount)
  FROM rows WHERE date > $as_of - 365 AND date <= $as_of GROUP BY {label}"""


def tables(connection: duckdb.DuckDBPyConnection, as_of: date, window: int) -> dict[str, list[Any]]:
    """All tables from the table `rows` and the month-ends of the table `ends`."""
    connection.execute(PREPARE)
    queries = QUERIES | {label: GROUP.format(label=label) for label in LABELS}
    found = {}
    for name, query in queries.items():
        known = {"as_of": as_of, "window": window}
        used = {key: value for key, value in known.items() if f"${key}" in query}
        found[name] = connection.execute(query, used).fetchall()
    return found
