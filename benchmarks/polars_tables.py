"""The tables of an analysis computed plainly with polars: what somebody who knows it well would write."""

from datetime import date, timedelta
from typing import Any

import polars as pl

from metrics.days import as_date, last_complete_month, month_end_day

LABELS = ("doctor", "speciality", "channel")


def tables(rows: pl.DataFrame, as_of: date, window: int, month_ends: list[date]) -> dict[str, Any]:
    """All tables from rows of patient, date, amount and labels; the sums the benchmark compares."""
    # Whole numbers instead of texts, as our own code does.
    rows = rows.with_columns(pl.col("patient", *LABELS).cast(pl.Categorical).to_physical())
    visits = rows.filter(pl.col("amount") >= 0).select("patient", "date").unique().sort("patient", "date")
    patients = visits.group_by("patient").agg(
        first=pl.col("date").min(), last=pl.col("date").max(), visits=pl.len()
    )
    visits = visits.join(
        patients.select("patient", "first"), on="patient", maintain_order="left"
    ).with_columns(
        gap=pl.when(pl.col("patient") == pl.col("patient").shift()).then(
            (pl.col("date") - pl.col("date").shift()).dt.total_days()
        ),
        age=(pl.col("date") - pl.col("first")).dt.total_days(),
        month=pl.col("date").dt.truncate("1mo"),
        cohort=pl.col("first").dt.truncate("1mo"),
    )
    money = rows.join(patients.select("patient", "first"), on="patient").with_columns(
        age=(pl.col("date") - pl.col("first")).dt.total_days()
    )
    found = {
        "lifetime": _lifetime(patients, as_of),
        "registered": _registered(money, visits, patients, window, month_ends),
        "repeat": _repeat(visits, patients, as_of),
        "churn": _churn(visits, as_of),
        "cohorts": _cohorts(visits, money),
        "base": _base(visits),
        "monthly": rows.group_by(pl.col("date").dt.truncate("1mo")).agg(pl.col("amount").sum()),
        "top": _top(rows, as_of),
        "rfm": _rfm(patients, rows, as_of),
    }
    for label in LABELS:
        found[label] = _group(rows, label, as_of)
    return found


def _lifetime(patients: pl.DataFrame, as_of: date) -> pl.DataFrame:
    cutoff = as_of - timedelta(days=365)
    return (
        patients.filter(pl.col("first") <= cutoff)
        .with_columns(left=pl.col("last") <= cutoff)
        .with_columns(
            duration=pl.when("left")
            .then(pl.col("last") - pl.col("first"))
            .otherwise(cutoff - pl.col("first"))
            .dt.total_days()
        )
        .group_by("duration")
        .agg(ended=pl.col("left").sum(), followed=pl.len())
        .sort("duration")
        .with_columns(at_risk=pl.col("followed").reverse().cum_sum().reverse())
        .with_columns(share=(1 - pl.col("ended") / pl.col("at_risk")).cum_prod())
    )


def _registered(
    money: pl.DataFrame, visits: pl.DataFrame, patients: pl.DataFrame, window: int, month_ends: list[date]
) -> pl.DataFrame:
    revenue = (
        money.filter(pl.col("age").is_between(0, window)).group_by("patient").agg(pl.col("amount").sum())
    )
    came = visits.filter(pl.col("age") <= window).group_by("patient").agg(visits_within=pl.len())
    ends = pl.DataFrame({"month_end": month_ends}).sort("month_end")
    return (
        patients.join(revenue, on="patient", how="left")
        .join(came, on="patient", how="left")
        .with_columns(matures=pl.col("first") + pl.duration(days=window))
        .sort("matures")
        .join_asof(ends, left_on="matures", right_on="month_end", strategy="forward")
        .drop_nulls("month_end")
        .group_by("month_end")
        .agg(pl.col("amount").sum(), pl.col("visits_within").sum(), patients=pl.len())
        .sort("month_end")
        .with_columns(pl.col("amount", "visits_within", "patients").cum_sum())
    )


def _repeat(visits: pl.DataFrame, patients: pl.DataFrame, as_of: date) -> pl.DataFrame:
    course = visits.filter(pl.col("gap") > 60).group_by("patient").agg(course=pl.col("age").min())
    second = visits.filter(pl.col("age") > 0).group_by("patient").agg(second=pl.col("age").min())
    return (
        patients.join(course, on="patient", how="left")
        .join(second, on="patient", how="left")
        .group_by(pl.col("first").dt.truncate("1mo"))
        .agg(
            patients=pl.len(),
            repeated=(pl.col("course") <= 365).sum(),
            second=(pl.col("second") <= 60).sum(),
        )
        .filter(pl.col("first").dt.month_end() + pl.duration(days=365) <= as_of)
        .sort("first")
    )


def _churn(visits: pl.DataFrame, as_of: date) -> pl.DataFrame:
    years = visits.with_columns(
        year=((pl.lit(as_of) - pl.col("date")).dt.total_days() // 365.25).cast(pl.Int32)
    )
    seen = years.select("patient", "year").unique()
    kept = seen.join(seen.with_columns(year=pl.col("year") + 1), on=["patient", "year"], how="semi")
    return seen.group_by("year").agg(seen=pl.len()).join(kept.group_by("year").agg(kept=pl.len()), on="year")


def _cohorts(visits: pl.DataFrame, money: pl.DataFrame) -> pl.DataFrame:
    came = (
        visits.group_by("cohort", "month", "patient")
        .agg(visits=pl.len())
        .group_by("cohort", "month")
        .agg(patients=pl.len(), visits=pl.col("visits").sum())
    )
    paid = (
        money.filter(pl.col("age") >= 0)
        .group_by(cohort=pl.col("first").dt.truncate("1mo"), month=pl.col("date").dt.truncate("1mo"))
        .agg(pl.col("amount").sum())
    )
    return came.join(paid, on=["cohort", "month"])


def _base(visits: pl.DataFrame) -> pl.DataFrame:
    months = (
        visits.select("patient", index=pl.col("date").dt.year() * 12 + pl.col("date").dt.month())
        .unique()
        .sort("patient", "index")
        .with_columns(
            before=pl.when(pl.col("patient") == pl.col("patient").shift()).then(pl.col("index").shift()),
            after=pl.when(pl.col("patient") == pl.col("patient").shift(-1)).then(pl.col("index").shift(-1)),
        )
    )
    joined = months.filter(pl.col("before").is_null() | (pl.col("index") - pl.col("before") > 12))
    left = months.filter(pl.col("after").is_null() | (pl.col("after") - pl.col("index") > 12))
    moves = joined.group_by("index").agg(
        new=pl.col("before").is_null().sum(), returned=pl.col("before").is_not_null().sum()
    )
    lost = left.group_by(index=pl.col("index") + 12).agg(lost=pl.len())
    return (
        moves.join(lost, on="index", how="left")
        .sort("index")
        .with_columns(active=(pl.col("new") + pl.col("returned") - pl.col("lost").fill_null(0)).cum_sum())
    )


def _last_year(rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    end = as_date(month_end_day(last_complete_month((as_of - date(1970, 1, 1)).days)))
    return rows.filter((pl.col("date") > end - timedelta(days=365)) & (pl.col("date") <= end))


def _top(rows: pl.DataFrame, as_of: date) -> float:
    money = _last_year(rows, as_of).group_by("patient").agg(pl.col("amount").sum())
    best = -(-money.height // 10)
    return int(money.top_k(best, by="amount")["amount"].sum()) / int(money["amount"].sum())


def _rfm(patients: pl.DataFrame, rows: pl.DataFrame, as_of: date) -> pl.DataFrame:
    money = rows.group_by("patient").agg(pl.col("amount").sum())
    scored = patients.join(money, on="patient").with_columns(
        recency=(pl.lit(as_of) - pl.col("last")).dt.total_days()
    )
    return scored.with_columns(
        ((pl.col(name).rank("min") - 1) * 5 // pl.len() + 1).alias(f"{name}_fifth")
        for name in ("recency", "visits", "amount")
    )


def _group(rows: pl.DataFrame, label: str, as_of: date) -> pl.DataFrame:
    year = _last_year(rows, as_of)
    return (
        year.group_by(label)
        .agg(revenue=pl.col("amount").sum())
        .join(year.select(label, "patient").unique().group_by(label).agg(patients=pl.len()), on=label)
        .join(year.select(label, "patient", "date").unique().group_by(label).agg(visits=pl.len()), on=label)
    )
