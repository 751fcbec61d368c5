"""One recorded interview becomes one score card; nothing here learns who the candidate is."""
