"""The company whose values role models may ask for: its own file, or the sample company's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from scoring.company_values import Company
    from workflow.settings import Settings

COMPANY_FILE = "company.toml"


def company_in_force(chosen: Settings) -> Company | None:
    """The company file named in ``CANDOR_COMPANY``, else ``company.toml`` in the home folder.

    None where there is no such file: the sample company's values are in force then.

    Raises
    ------
    InputError
        ``company.not_found`` when a named file is not there, and whatever is wrong inside it.
    """
    from scoring.company_values import read_company

    if chosen.company is not None:
        return read_company(chosen.company)
    own = chosen.home / COMPANY_FILE
    return read_company(own) if own.is_file() else None
