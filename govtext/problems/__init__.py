"""Problems and measures: items, their codes, and which measure answers which problem."""

from govtext.problems.files import items_of_file
from govtext.problems.item import Item, Pair, Pairs
from govtext.problems.pairing import pair
from govtext.problems.splitter import items, items_of_reading
from govtext.problems.taxonomy import Code, taxonomy

__all__ = ["Code", "Item", "Pair", "Pairs", "items", "items_of_file", "items_of_reading", "pair", "taxonomy"]
