"""Every figure of the package, drawn on data/sample: the committed list that the gallery test goes through.

A new figure is one function here, named after its module.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import pandas as pd
from matplotlib.figure import Figure

from govtext.corpus.opened import Corpus
from govtext.figures import said

if TYPE_CHECKING:
    from govtext.quality import Index, Indicators, Robust
    from govtext.reuse import Network, Prose

Drawn = tuple[Figure, pd.DataFrame]
GALLERY: dict[str, Callable[[Sample], Drawn]] = {}
"""Module of `govtext.figures` to what draws its figure."""


@dataclass(frozen=True)
class Sample:
    """The sample as a corpus, and what several figures are made of."""

    corpus: Corpus

    @property
    def departments(self) -> Corpus:
        """Bodies none of which holds another, so that their figures may be added up."""
        return self.corpus.where(body="department")

    @cached_property
    def prose(self) -> Prose:
        from govtext.reuse import prose

        return prose(self.corpus.where(year=[2022, 2023]), cache=False)

    @cached_property
    def network(self) -> Network:
        from govtext.reuse import network

        return network(self.prose)

    @cached_property
    def indicators(self) -> Indicators:
        from govtext.quality import indicators

        return indicators(self.corpus.where(chosen=True))

    @cached_property
    def index(self) -> Index:
        from govtext.quality import index

        return index(self.indicators)

    @cached_property
    def ranks(self) -> Robust:
        from govtext.quality import robust

        return robust(self.indicators, draws=20)

    @cached_property
    def words(self) -> pd.DataFrame:
        from govtext.words import keyness, texts

        return keyness(texts(self.corpus), [2019, 2020], by="year")


def drawn(function: Callable[[Sample], Drawn]) -> Callable[[Sample], Drawn]:
    """Put a figure into the gallery."""
    GALLERY[function.__name__] = function
    return function


def words(zh: str, en: str) -> tuple[str, str, str]:
    """Title in both languages and origin."""
    return f"模拟数据：{zh}", f"Simulated data: {en}", f"data/sample, {said('模拟', 'simulated')}"


@drawn
def findings_by_rule(sample: Sample) -> Drawn:
    from govtext.figures.findings_by_rule import findings_by_rule

    return findings_by_rule(sample.corpus, *words("各项规则的检查结果", "findings by rule"))


@drawn
def missingness(sample: Sample) -> Drawn:
    from govtext.figures.missingness import missingness

    title = words("哪个机关哪一年哪张表缺数字", "figures without a value, by table, issuer and year")
    return missingness(sample.corpus, *title, by="issuer_name")


@drawn
def keyness(sample: Sample) -> Drawn:
    from govtext.figures.keyness import keyness

    title = words("2021 年前后的用词", "words before 2021 and from then on")
    return keyness(sample.words, *title, q=1, target="2019–2020", reference="2021–2024")


@drawn
def problem_years(sample: Sample) -> Drawn:
    from govtext.figures.problem_years import problem_years

    return problem_years(sample.corpus, *words("各年度报告提到的问题", "problems that reports name, by year"))


@drawn
def survival(_: Sample) -> Drawn:
    from govtext.figures.survival import survival_curves
    from govtext.recurrence import kaplan_meier

    curve = kaplan_meier([1, 2, 2, 3, 4, 5], [1, 1, 0, 1, 1, 0])
    other = kaplan_meier([1, 1, 2, 4, 5, 5], [1, 1, 1, 0, 1, 0])
    title = words("同类问题连续提及的年数", "for how many years a problem is stated")
    read, coded, true = said("读出", "read"), said("编码", "coded"), said("真值", "true")
    return survival_curves({read: curve, coded: other, true: other}, "6", *title, [true])


@drawn
def intervals(_: Sample) -> Drawn:
    from govtext.figures.intervals import intervals

    names = said("准确率", "precision"), said("召回率", "recall")
    rows = [(said("类别", "code") + f" {row}\n{row}", name, 0.1 * row + shift, 0.1 * row, 0.1 * row + 0.3,
             0.1 * row + 0.1) for row in range(6) for name, shift in zip(names, (0.1, 0.2), strict=True)]  # fmt: skip
    frame = pd.DataFrame(rows, columns=["row", "series", "value", "low", "high", "true"])
    title = words("准确率与召回率", "precision and recall")
    return intervals(frame, said("比例，95% 区间", "share, 95 % interval"), "6", *title)


@drawn
def reuse_network(sample: Sample) -> Drawn:
    from govtext.figures.reuse_network import reuse_network

    issuers = sample.corpus.issuers.to_pandas(["issuer_id", "name"])
    names = dict(zip(issuers["issuer_id"], issuers["name"], strict=True))
    title = words("有相同文字的报告", "reports that share text")
    return reuse_network(sample.network, *title, share=0.3, names=names)


@drawn
def reuse_sides(sample: Sample) -> Drawn:
    from govtext.figures.reuse_sides import reuse_sides
    from govtext.reuse import align

    reports = sample.corpus.reports.to_pandas(["report", "issuer_id", "year"])
    sections = sample.corpus.sections.to_pandas(["report", "number", "text"]).query("number == 5").merge(reports)
    texts = [own.sort_values("year")["text"].tolist() for _, own in sections.groupby("issuer_id")]
    pairs = (align(one, two) for own in texts for one, two in pairwise(own))
    title = words("同一机关两年报告的第五部分", "section 5 of two reports of one issuer")
    return reuse_sides(next(pair for pair in pairs if pair.passages), *title)


@drawn
def reuse_years(sample: Sample) -> Drawn:
    from govtext.figures.reuse_years import reuse_years
    from govtext.reuse import stickiness

    made = stickiness(sample.prose)
    title = words("报告中见于本机关上年报告的部分", "what of a report stands in the issuer's last one")
    return reuse_years({said("粘性", "stickiness"): made}, said("占报告比例", "share of the report"), *title)


@drawn
def outcomes(sample: Sample) -> Drawn:
    from govtext.figures.outcomes import outcomes

    return outcomes(sample.departments, *words("部门历年办理结果", "outcomes of departments over years"), scope="all")


@drawn
def refusal_grounds(sample: Sample) -> Drawn:
    from govtext.figures.refusal_grounds import refusal_grounds

    return refusal_grounds(
        sample.departments, *words("部门不予公开的理由", "grounds of refusal, departments"), scope="all"
    )


@drawn
def request_flow(sample: Sample) -> Drawn:
    from govtext.figures.request_flow import request_flow

    return request_flow(
        sample.departments.where(year=2023), *words("2023 年部门申请的流向", "where requests of 2023 went")
    )


@drawn
def region_panels(sample: Sample) -> Drawn:
    from govtext.figures.region_panels import region_panels

    title = words("各地部门新收申请", "new requests of departments, by region")
    return region_panels(sample.departments, "requests.new", *title, scope="all")


@drawn
def index_breakdown(sample: Sample) -> Drawn:
    from govtext.figures.index_breakdown import index_breakdown

    report = str(sample.indicators.values.index[0])
    return index_breakdown(sample.index, report, *words("一份报告的得分构成", "the points of one report"))


@drawn
def rank_intervals(sample: Sample) -> Drawn:
    from govtext.figures.rank_intervals import MOST, rank_intervals

    return rank_intervals(sample.ranks, *words("名次及其区间", "ranks and their intervals"), most=MOST)
