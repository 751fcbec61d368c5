"""What machines would have measured of a company, without writing or scoring a single answer."""

from __future__ import annotations

import numpy as np
import pandas as pd

from data_samples.calibration import score_on_latent
from data_samples.planted_company import Company

SPREAD = 1.6
"""Standard deviation of an answer's planted machine score, in points."""


def planted_signals(company: Company) -> pd.DataFrame:
    """One row per interview: ids, a planted language score, and the means of voice and face.

    ``lang_score`` is the mean over answers of ``5.5 + 1.6 (r latent + sqrt(1 - r^2) noise)``, r
    being how closely the shipped scorer follows the ability in that question
    (`score_on_latent`), so that studies of whole interviews need neither texts nor a store. Voice
    and face columns are means over answers of the company's own signals; constant ones are left
    out, and those who did not consent have none. Ratings (mean over raters and competencies) and
    supervisors' ratings at 90 days stand beside them, empty where nobody gave one.

    Examples
    --------
    >>> from data_samples import company
    >>> table = planted_signals(company(size=0.01))
    >>> bool(table["lang_score"].between(-2, 13).all()), "face_smile_share" in table
    (True, True)
    """
    answers = company.answers
    rng = np.random.default_rng([company.seed, 77])
    ref = answers["question"].astype(str) + "@" + answers["version"].astype(str)
    r = ref.map({one: score_on_latent(one) for one in ref.unique()}).to_numpy(dtype=np.float64)
    noise = rng.standard_normal(len(answers))
    told = r * answers["latent"].to_numpy(dtype=np.float64) + np.sqrt(1 - r**2) * noise
    by = answers["interview_id"].to_numpy()
    facts = ["interview_id", "candidate_id", "requisition_id", "role", "department"]
    interviews = company.interviews[[*facts, "interviewed_at"]].set_index("interview_id")
    table = interviews.assign(lang_score=pd.Series(5.5 + SPREAD * told).groupby(by).mean())
    for modality, frame in (("voice", company.voice_signals), ("face", company.face_signals)):
        means = frame.drop(columns="answer_id").groupby(by).mean()
        means = means.loc[:, means.std() > 0].reindex(interviews.index)
        allowed = company.interviews.set_index("interview_id")[f"consent_{modality}"]
        means.loc[~allowed.astype(bool).to_numpy()] = np.nan
        table = table.join(means)
    table["rating"] = company.ratings.groupby("interview_id")["rating"].mean()
    first = company.outcomes[
        company.outcomes["outcome_kind"].eq("90_days") & company.outcomes["kpi"].eq("overall")
    ]
    table["performance"] = first.groupby("interview_id")["outcome"].mean()
    return table.reset_index()
