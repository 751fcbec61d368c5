"""Dates as people write them, read as every package reads them."""

from estimation.table_dates import dates

__all__ = ["dates"]
