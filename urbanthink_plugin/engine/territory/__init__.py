"""Territory: statistics by zone, indicators, the diagnosis of a town."""
