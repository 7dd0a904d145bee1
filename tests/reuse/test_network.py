from __future__ import annotations

import pandas as pd

from govtext.reuse import network

SHARED = "围绕群众关切的养老服务事项编印问答手册并在服务大厅摆放取阅。建立疑难申请会商办法由法律顾问全程参与把关。"


def frame(*rows: tuple[str, str, str | None, str]) -> pd.DataFrame:
    made = pd.DataFrame(rows, columns=["report", "issuer", "published", "text"])
    return made.assign(year=2022)


def test_direction_is_by_date_only() -> None:
    made = network(
        frame(
            ("late", "x", "2023-02-01", SHARED + "新购查询设备并安排专人引导。"),
            ("early", "y", "2023-01-10", SHARED),
            ("same", "z", "2023-01-10", SHARED),
            ("unknown", "w", None, SHARED),
            ("other", "v", "2023-01-01", "推进机构职能公开目录逐项明确责任科室和公开时限要求。"),
        )
    )
    edges = {frozenset((e.left, e.right)): e for e in made.edges.itertuples()}
    assert len(edges) == 6
    directed = edges[frozenset(("late", "early"))]
    assert (directed.left, directed.right, directed.directed) == ("early", "late", True)
    assert directed.sentences == 2
    assert 0.7 < directed.share == max(directed.near_share_right, directed.aligned_right) < 1
    assert edges[frozenset(("early", "same"))].why_not == "same_date"
    assert edges[frozenset(("late", "unknown"))].why_not == "unknown_date"
    nodes = made.nodes.set_index("report")
    assert nodes.loc["late", ["earlier", "later", "undated"]].tolist() == [2, 0, 1]
    assert pd.isna(nodes.loc["other", "component"])
    assert made.summary == {"reports": 5, "linked": 4, "edges": 6, "directed": 2, "components": 1, "largest": 4}
    assert "no proof" in made.note


def test_what_many_use_makes_no_edge_and_is_counted() -> None:
    rows = [(f"r{at}", f"i{at}", f"2023-01-{at + 1:02}", SHARED) for at in range(6)]
    made = network(frame(*rows), common=5)
    assert made.edges.empty
    assert made.left_out["common_sentences"] == 12
    assert len(network(frame(*rows), common=6).edges) == 15


def test_own_reports_and_distant_years_are_left_out_unless_asked_for() -> None:
    rows = frame(("a", "x", "2021-01-01", SHARED), ("b", "x", "2022-01-01", SHARED), ("c", "y", "2023-01-01", SHARED))
    rows["year"] = [2020, 2021, 2022]
    pairs = [set(map(tuple, network(rows, **options).edges[["left", "right"]].values)) for options in  # type: ignore[arg-type]
             ({}, {"own": True}, {"span": None})]  # fmt: skip
    assert pairs == [{("b", "c")}, {("a", "b"), ("b", "c")}, {("a", "c"), ("b", "c")}]


def test_nothing_is_a_network_too() -> None:
    made = network(frame(("a", "x", None, "更新栏目。")))
    assert made.summary["edges"] == 0
    assert made.nodes["component"].isna().all()
