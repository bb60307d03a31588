"""A carrier hub that speaks the Kuaidi100 protocol: labels, queries, pushed tracking."""
