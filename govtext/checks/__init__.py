"""Rules that a report must obey, one file a family."""
