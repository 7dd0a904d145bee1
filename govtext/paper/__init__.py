"""A paper out of a notebook: PDF, one HTML page, LaTeX and Word, every number bound to the cell that computed it.

Writing one (tests/paper/example.ipynb is a small whole one):

*Front matter* lies in the notebook's metadata under the key `paper` (JupyterLab: property inspector, advanced tools).
`title`, `authors` (`name`, `affiliation`, `orcid`, `email`, `corresponding`), `keywords`, `abstract`, and statements
`data_availability`, `code_availability`, `interests`, `funding`, `acknowledgements` are texts, or `{"zh": …, "en": …}`.
`lang` (zh or en) is the language of the paper; `bibliography` a .bib beside the notebook; `style` gb-numeric,
gb-author-date or apa; `page` a4, b5, 16k, large-16k or letter; `font_size` in points or 五号, 小四 …; `line_spacing`,
`margin` (mm), `date` (2026-01-01), `classification` (中图分类号); `anonymous`, `line_numbers`, `code` (code appendix)
and `provenance` (its appendix; on unless false). Funding and acknowledgements are left out of an anonymous paper.

*Prose* is pandoc's Markdown in Markdown cells: `# Heading {#sec-data}`, `[@key]` for citations, `[^1]` for
footnotes, `$x$`, `$$ x $$ {#eq-mean}`. References are `@sec-data`, `@fig-years`, `@tbl-counts`, `@eq-mean`, in Chinese
text in brackets: `见[@fig-years]`. Chinese names stand in braces in the .bib,
`author = {{张三} and {李四}}`. Headings are numbered; `{.unnumbered}` and `{.appendix}` (the last ones) are kinds.
Cells tagged `abstract-zh` or `abstract-en` are the abstracts; those tagged `identifying` are left out anonymously.

*Numbers*: a cell calls `bind("share", 0.051, unit="", format=".1%")`; the prose, captions and abstracts say
`{gov:share}`, or `{gov:share:.2f}` for the bare value in another format. Binding a name twice, or using one that none
binds, stops the build; so does a number that comes out otherwise than the notebook has kept it.

*Figures and tables*: a cell that shows one picture (best by `drawn(figure)`) or one frame, with options on top; a line
that begins with more blanks goes on with the one before:

    #| label: tbl-counts
    #| caption: 各年报告数（n = {gov:reports:d}）
    #| note: 模拟数据，
    #|   地名均为虚构。

`alt` tells a figure to those who do not see it, `width` is a share of the text's width (70%). Tables are set with three
lines; wide ones are broken, turned or made smaller so that nothing runs over a margin. What pandas cut short
is refused. Other outputs: Markdown is printed; text is not; a picture or table without label is refused, unless tagged
`hide-output`. Code is hidden; `show-code` prints it, `no-appendix` keeps a cell out of the code appendix.

*Provenance*: `provenance(data={"sample": folder}, lexicon={"words": segmenter}, seed=7)` says what the results below it
are made of; the appendix lists for every figure, table and number its cell, the hashes of code and output, and these.

Building: `govtext paper NOTEBOOK --to pdf,html,latex,docx --out DIR`, later `--verify`; or, with the outputs as they
are, `jupyter nbconvert --to govtext-pdf NOTEBOOK`. The same notebook gives the same bytes; SOURCE_DATE_EPOCH sets the
date in the properties of the files (without it 1980-01-01). All of it works without a network.
"""

from govtext.paper.bindings import bind
from govtext.paper.figure import drawn
from govtext.paper.origin import provenance

__all__ = ["bind", "drawn", "provenance"]
