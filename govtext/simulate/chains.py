"""What one report's figures break of others': the chain over the years, and the sum of a whole and its parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from govtext.checks.across_reports import across_rules
from govtext.simulate.figures import APPLICANTS, Values
from govtext.simulate.kinds import kinds
from govtext.simulate.made import Made, Planted


def broken_chains(before: Values, made: Made, same_form: bool) -> Iterator[Planted]:
    """Where the year before, as printed, does not lead to this year, as printed, and nothing planted here says so."""
    known = {each.place for each in made.errors if each.rule.startswith("across.")}
    for rule, place, left, right in _chains(before, made.values, same_form):
        if left != right and place not in known:
            yield Planted(rule, rule, place, kinds()[rule].says.expected, f"{left} and {right}", consequence=True)


def _chains(before: Values, now: Values, same_form: bool) -> Iterator[tuple[str, str, int, int]]:
    """Rule, place and both sides of every chain over two years whose figures are all numbers."""
    for column in (*APPLICANTS, "total"):
        out, into = before.get(f"requests/carried_out/{column}"), now.get(f"requests/carried_in/{column}")
        if isinstance(out, int) and isinstance(into, int):
            yield "across.carried", f"requests/carried_in/{column}", out, into
    for row in ("licensing", "other_services", "penalties", "coercion", "fees") if same_form else ():
        key = f"proactive/{row}/items_"
        old, change, new = before.get(key + "last_year"), before.get(key + "change"), now.get(key + "last_year")
        if isinstance(old, int) and isinstance(change, int) and isinstance(new, int):
            yield "across.items", key + "last_year", old + change, new
    for row in ("rules", "normative_documents") if same_form else ():
        key = f"proactive/{row}/"
        found = [before.get(key + "in_force"), *(now.get(key + each) for each in ("issued", "repealed", "in_force"))]
        if all(isinstance(each, int) for each in found):
            old, issued, repealed, new = (int(str(each)) for each in found)
            yield "across.in_force", key + "in_force", old + issued - repealed, new


def broken_wholes(whole: Values, parts: Sequence[Values], complete: bool) -> Iterator[Planted]:
    """Where a report for all below does not print the sum of what they print, all of it numbers.

    `complete`: `parts` are all that it adds up; of others the year is in doubt, and what is more may be theirs.
    """
    for key in across_rules()["across.children"].each:
        total, values = whole.get(key), [part.get(key) for part in parts]
        numbers = [value for value in values if isinstance(value, int)]
        if not isinstance(total, int) or len(numbers) < len(parts) or total == sum(numbers):
            continue
        kind = kinds()["across.children" if total < sum(numbers) else "across.children.more"]
        if complete or total < sum(numbers):
            detail = f"{total} and {sum(numbers)}"
            yield Planted(kind.name, kind.rule, key, kind.says.expected, detail, consequence=True)
