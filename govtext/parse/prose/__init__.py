"""The prose of a report: its sections and sentences, the numbers in it, and who says it."""
