"""The rates as they are declared in `data/`: what is divided by what, and what each of them cannot see."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, Literal

from govtext.corpus.crosswalk import parts
from govtext.errors import UnknownCode
from govtext.forms import Figure, Label, figure, forms

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["share", "ratio", "quotient", "change", "mean", "count"]
KINDS: tuple[Kind, ...] = ("share", "ratio", "quotient", "change", "mean", "count")
LEAST = 30
"""Denominators below this are called small: Parker et al. (2017), NCHS Data Presentation Standards for Proportions."""


@dataclass(frozen=True, slots=True)
class Term:
    """A figure that is added (`sign` 1) or taken off (-1)."""

    key: str
    sign: int = 1


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate: its id, label, family and kind, what is divided by what, and what is said of it.

    `must_hold`: rules of the form's printed sums; `forms`: those whose reports have all its figures.
    """

    id: str
    label: Label
    family: str
    kind: Kind
    unit: str
    numerator: tuple[Term, ...]
    denominator: tuple[Term, ...]
    must_hold: tuple[str, ...]
    forms: tuple[str, ...]
    source: str
    blind_spot: str
    uk: str
    us: str

    @property
    def terms(self) -> tuple[Term, ...]:
        return self.numerator + self.denominator

    @property
    def keys(self) -> tuple[str, ...]:
        """The codes of its figures, each once."""
        return tuple(dict.fromkeys(term.key for term in self.terms))

    def formula(self, language: str = "en") -> str:
        """What is divided by what, in the labels of the form, in `zh` or `en`.

        >>> declared()["carried_out"].formula("zh")
        '结转下年度继续办理·总计 / (本年新收申请·总计 + 上年结转申请·总计)'
        """
        above, below = (_side(side, language) for side in (self.numerator, self.denominator))
        return f"{above} / {below}" if below else above


def _side(terms: Sequence[Term], language: str) -> str:
    said = "".join(
        (" + " if term.sign > 0 else " − ") + _name(figure(term.key), language) for term in terms
    ).removeprefix(" + ")  # fmt: skip
    return f"({said})" if len(terms) > 1 else said


def _name(each: Figure, language: str) -> str:
    return f"{each.row_label[language]}{'·' if language == 'zh' else ', '}{each.column_label[language]}"


@cache
def declared() -> Mapping[str, Rate]:
    """Every rate by id (data/rates.toml and data/families.toml).

    >>> declared()["disclosed"].label.zh, declared()["refused.state_secret"].kind
    ('公开率', 'share')
    """
    made = [rate for raw in _raw("rates")["rates"] for rate in _rates(raw)]
    return {rate.id: rate for rate in made}


@cache
def families() -> Mapping[str, Label]:
    """What the families of rates are called.

    >>> families()["carried"].en
    'carried over'
    """
    return {name: Label(raw["zh"], raw["en"]) for name, raw in _raw("families").items()}


def chosen(ids: str | Sequence[str] | None = None) -> tuple[Rate, ...]:
    """The rates with these ids or patterns (`refused.*`) or of these families, all where none is named.

    Raises `UnknownCode` for one that is not declared.

    >>> [rate.id for rate in chosen(["carried", "granted"])]
    ['carried_out', 'carried_in', 'granted']
    """
    if ids is None:
        return tuple(declared().values())
    named = [ids] if isinstance(ids, str) else list(ids)
    found = dict.fromkeys(rate for name in named for rate in _named(name))
    return tuple(found)


def _named(name: str) -> list[Rate]:
    every = declared()
    if name in every:
        return [every[name]]
    found = [rate for rate in every.values() if rate.family == name or fnmatchcase(rate.id, name)]
    if not found:
        raise UnknownCode(f"no rate {name!r}", expected=f"a family ({', '.join(families())}) or an id, as in disclosed")
    return found


@cache
def words() -> Mapping[str, Label]:
    """What the codes in the results are called, by `kind.code` (data/words.toml).

    >>> words()["status.zero_denominator"].zh
    '分母为零'
    """
    return {f"{kind}.{code}": Label(**raw) for kind, codes in _raw("words").items() for code, raw in codes.items()}


def definitions(ids: str | Sequence[str] | None = None) -> pd.DataFrame:
    """The rates as a frame, the codebook of this room.

    Columns: rate, family, kind, unit, label.zh, label.en, formula.zh, formula.en, numerator, denominator (codes),
    must_hold, forms, source, blind_spot, uk, us. Raises `UnknownCode` for a rate that is not declared.

    >>> definitions("disclosed")[["kind", "forms"]].values.tolist()
    [['share', '2019, 2021']]
    """
    import pandas as pd

    return pd.DataFrame([_described(rate) for rate in chosen(ids)])


def _described(rate: Rate) -> dict[str, str]:
    return {
        "rate": rate.id, "family": rate.family, "kind": rate.kind, "unit": rate.unit,
        "label.zh": rate.label.zh, "label.en": rate.label.en,
        "formula.zh": rate.formula("zh"), "formula.en": rate.formula("en"),
        "numerator": _written(rate.numerator), "denominator": _written(rate.denominator),
        "must_hold": ", ".join(rate.must_hold), "forms": ", ".join(rate.forms),
        "source": rate.source, "blind_spot": rate.blind_spot, "uk": rate.uk, "us": rate.us,
    }  # fmt: skip


def _written(terms: Sequence[Term]) -> str:
    return "".join((" + " if term.sign > 0 else " - ") + term.key for term in terms).removeprefix(" + ")


def _raw(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(__package__) / "data" / f"{name}.toml").read_text(encoding="utf-8"))


def _rates(raw: Mapping[str, Any]) -> Iterator[Rate]:
    family = _raw_families()[raw["family"]]
    if "each" not in raw:
        yield _rate(raw, family, "", Label(raw["zh"], raw["en"]))
        return
    in_row = "*" in raw["each"].rsplit("/", 1)[0]
    before, after = raw["each"].split("*")
    for key in _matching(raw["each"]):
        star = key.removeprefix(before).removesuffix(after)
        named = figure(key).row_label if in_row else figure(key).column_label
        if star not in raw.get("except", ()):
            yield _rate(
                raw, family, star, Label(*(raw[each].replace(f"{{{each}}}", named[each]) for each in ("zh", "en")))
            )


@cache
def _raw_families() -> Mapping[str, Any]:
    return _raw("families")


def _rate(raw: Mapping[str, Any], family: Mapping[str, Any], star: str, label: Label) -> Rate:
    sides = [tuple(_terms(raw.get(side, ()), star)) for side in ("numerator", "denominator")]
    said = {name: raw.get(name, family[name]) for name in ("source", "blind_spot", "uk", "us")}
    return Rate(
        id=raw["id"].replace("*", star), label=label, family=raw["family"], kind=raw["kind"],
        unit=raw.get("unit", ""), numerator=sides[0], denominator=sides[1],
        must_hold=tuple(raw.get("must_hold", ())), forms=tuple(raw.get("forms", ("2019", "2021"))), **said,
    )  # fmt: skip


def _terms(written: Sequence[str], star: str) -> Iterator[Term]:
    for each in written:
        sign, code = (-1, each[1:]) if each.startswith("-") else (1, each)
        for key in _matching(code.replace("{star}", star)):
            yield Term(key, sign)


def _matching(pattern: str) -> tuple[str, ...]:
    """The codes of both forms that match; parts of a figure that is wanted as a whole are no further ones."""
    if "*" not in pattern:
        parts(pattern)
        return (pattern,)
    found = dict.fromkeys(
        each.key for form in forms() for each in form.figures() if fnmatchcase(each.key, pattern)
    )  # fmt: skip
    if not found:
        raise UnknownCode(f"no figure {pattern!r}", expected="codes of the forms, as in requests/refused.*/total")
    return tuple(found)
