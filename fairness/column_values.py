"""Cells of a foreign table as decisions or numbers, read as every package reads them."""

from estimation.table_columns import column, numbers, yes_no

__all__ = ["column", "numbers", "yes_no"]
