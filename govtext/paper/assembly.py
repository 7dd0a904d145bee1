"""The whole paper as Markdown: title block, text, statements, references, appendices."""

from __future__ import annotations

import re

from govtext.errors import GovTextError
from govtext.paper import appendix
from govtext.paper.bindings import fill
from govtext.paper.content import Content
from govtext.paper.front import Front, labels

_FIRST_APPENDIX = re.compile(r"^# .*\{[^}\n]*\.appendix[^}\n]*\}", re.MULTILINE)
_MARKUP = re.compile(r"([\\`*_{}\[\]<>#|~^$@])")


def markdown(made: Content) -> str:
    """The paper in pandoc's Markdown; raises `GovTextError` where an anonymous paper names its authors."""
    front = made.front
    if front.anonymous:
        _no_names(made)
    found = _FIRST_APPENDIX.search(made.body)
    cut = found.start() if found else len(made.body)
    words = labels(front.lang)
    parts = [*(_face(made, lang) for lang in front.languages), made.body[:cut]]
    parts += [f"# {words[name]} {{.unnumbered}}\n\n{text}" for name, text in _statements(made).items()]
    if front.bibliography:
        parts.append(f"# {words['references']} {{.unnumbered #sec-references}}\n\n::: {{#refs}}\n:::")
    parts.append(made.body[cut:])
    if front.code:
        parts.append(appendix.code(made))
    if front.provenance:
        parts.append(appendix.provenance(made))
    return "\n\n".join(part for part in parts if part) + "\n"


def _statements(made: Content) -> dict[str, str]:
    """The statements behind the text, numbers filled in."""
    return {
        name: fill(text, made.bindings, f"metadata paper.{name}", made.file)
        for name, text in made.front.statements().items()
    }


def _face(made: Content, lang: str) -> str:
    """Title, authors, abstract and keywords in one language."""
    front, words = made.front, labels(lang)
    blocks = [_div("papertitle", lang, front.title[lang])]
    if front.anonymous:
        blocks.append(_div("paperauthors .alone", lang, words["anonymous"]))
    else:
        blocks += _people(front, lang)
    if abstract := made.abstracts.get(lang):
        blocks.append(_div("paperabstract", lang, f"**{words['abstract']}**{words['colon']}{abstract}"))
    if keywords := (front.keywords or {}).get(lang):
        text = f"**{words['keywords']}**{words['colon']}{words['comma'].join(keywords)}"
        if front.classification and lang == front.lang:
            text += f"\n\n**{words['classification']}**{words['colon']}{_plain(front.classification)}"
        blocks.append(_div("paperkeywords", lang, text))
    return "\n\n".join(blocks)


def _people(front: Front, lang: str) -> list[str]:
    """Authors with marks, and below them affiliations, ORCIDs and the address of who corresponds."""
    places = list(dict.fromkeys(place for each in front.authors if (place := _in(each.affiliation, lang))))
    names, below = [], [f"^{mark}^{_plain(place)}" for mark, place in enumerate(places, start=1)]
    for author in front.authors:
        name, place = _in(author.name, lang), _in(author.affiliation, lang)
        marks = ([str(places.index(place) + 1)] if place and len(places) > 1 else []) + ["\\*"] * author.corresponding
        names.append(_plain(name) + (f"^{','.join(marks)}^" if marks else ""))
        if author.orcid:
            below.append(f"{_plain(name)} ORCID [{author.orcid}](https://orcid.org/{author.orcid})")
        if author.corresponding and author.email:
            below.append(f"\\* {labels(lang)['corresponding']} [{_plain(author.email)}](mailto:{author.email})")
    if len(places) == 1:
        below[0] = _plain(places[0])
    listed = ("，" if lang == "zh" else ", ").join(names)
    if not below:
        return [_div("paperauthors .alone", lang, listed)]
    return [_div("paperauthors", lang, listed), _div("paperaffiliations", lang, "\\\n".join(below))]


def _in(by: object, lang: str) -> str:
    texts = dict(by)  # type: ignore[call-overload]
    return str(texts.get(lang) or next(iter(texts.values()), ""))


def _div(name: str, lang: str, text: str) -> str:
    return f'::: {{.{name} lang="{lang}"}}\n' + text + "\n:::"


def _plain(text: str) -> str:
    return _MARKUP.sub(r"\\\1", text)


def _no_names(made: Content) -> None:
    """A reviewer must not read who wrote the paper; the list of references is left alone."""
    names = {name for author in made.front.authors for name in (*author.name.values(), author.orcid, author.email)}
    texts = {f"cell {number}": text for number, text in made.places.items()}
    texts |= {f"metadata paper.{name}": text for name, text in made.front.statements().items()}
    for place, text in texts.items():
        for name in sorted(each for each in names if len(each) > 1):
            if name in text:
                raise GovTextError("the anonymous paper names an author", file=made.file, place=place, found=name,
                                   expected="other words, or the tag 'identifying' to leave the cell out")  # fmt: skip
