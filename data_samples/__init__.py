"""A synthetic company with planted truths, and small rendered interviews, to try Candor on.

``company`` draws the frames; ``build_demo`` writes them into a store with the shipped scorer's
cards. docs/demo_company.md documents the model; no product module reads the answer key.
"""

from data_samples.planted_company import SIZES, Company, company
from data_samples.rendered import RenderedInterview, render_interviews

__all__ = ["SIZES", "Company", "RenderedInterview", "company", "render_interviews"]
