"""Near-duplicate search against datasketch and exact comparison, with memory: `python -m bench.reuse [SENTENCES ...]`.

The default sizes are 10,000, 100,000 and 1,000,000. datasketch is needed for the comparison only and does a part.
"""

from __future__ import annotations

import sys
import time

import numpy as np

from bench.measure import PEAK
from govtext.reuse import near
from govtext.reuse.neighbours import banding

PART = 10_000
"""Sentences that datasketch gets, and that are compared each with each."""
N, THRESHOLD = 5, 0.7


def made_sentences(count: int, seed: int = 1) -> list[str]:
    """Sentences of made-up words, a quarter copied to the letter, a third with one change, and some boilerplate."""
    rng = np.random.default_rng(seed)
    words = ["".join(map(chr, rng.integers(0x4E00, 0x5000, rng.integers(2, 5)))) for _ in range(3000)]
    standing = ["".join(words[at] for at in rng.integers(0, 3000, 10)) for _ in range(20)]
    out: list[str] = []
    for _ in range(count):
        kind = rng.random()
        if kind < 0.05:
            out.append(_changed(standing[rng.integers(20)], words, rng))
        elif kind < 0.6 and len(out) > 100:
            text = out[rng.integers(len(out))]
            out.append(text if kind < 0.3 else _changed(text, words, rng))
        else:
            out.append("".join(words[at] for at in rng.integers(0, 3000, rng.integers(5, 13))))
    return out


def _changed(text: str, words: list[str], rng: np.random.Generator) -> str:
    at = int(rng.integers(0, len(text) - 2))
    return text[:at] + words[rng.integers(len(words))] + text[at + 2 :]


def by_near(texts: list[str]) -> set[tuple[int, int]]:
    """Pairs by our search."""
    pairs = near(texts, threshold=THRESHOLD, n=N).pairs
    return set(zip(pairs["left"].tolist(), pairs["right"].tolist(), strict=True))


def by_datasketch(texts: list[str], bands: int, rows: int) -> set[tuple[int, int]]:
    """Pairs by MinHash LSH of datasketch with the same bands, checked with the exact Jaccard."""
    from datasketch import MinHash, MinHashLSH

    permutations = bands * rows
    index = MinHashLSH(num_perm=permutations, params=(bands, rows))
    sets = [{text[at : at + N] for at in range(len(text) - N + 1)} for text in texts]
    found = set()
    for number, grams in enumerate(sets):
        sketch = MinHash(num_perm=permutations)
        sketch.update_batch([gram.encode() for gram in grams])
        for other in index.query(sketch):
            if len(grams & sets[other]) >= THRESHOLD * len(grams | sets[other]):
                found.add((other, number))
        index.insert(number, sketch)
    return found


def exactly(texts: list[str]) -> set[tuple[int, int]]:
    """Pairs by comparing each with each, as products of sparse rows."""
    from scipy.sparse import csr_array  # type: ignore[import-untyped]

    numbers: dict[str, int] = {}
    rows = [sorted({numbers.setdefault(text[at : at + N], len(numbers)) for at in range(len(text) - N + 1)})
            for text in texts]  # fmt: skip
    sizes = np.array([len(row) for row in rows])
    pointers = np.concatenate([[0], np.cumsum(sizes)])
    matrix = csr_array(
        (np.ones(pointers[-1], np.int32), np.concatenate(rows), pointers), shape=(len(rows), len(numbers))
    )
    shared = (matrix @ matrix.T).tocoo()
    left, right = shared.coords
    good = (left < right) & (shared.data >= THRESHOLD * (sizes[left] + sizes[right] - shared.data) - 1e-9)
    return set(zip(left[good].tolist(), right[good].tolist(), strict=True))


def against_others() -> None:
    texts = list(dict.fromkeys(made_sentences(PART)))
    truth, results = exactly(texts), {}
    contenders = {
        "near": lambda: by_near(texts),
        "datasketch": lambda: by_datasketch(texts, *banding(THRESHOLD, 0.95, 128)),
    }
    for name, run in contenders.items():
        times = []
        for _ in range(3):
            start = time.process_time()
            found = run()
            times.append(time.process_time() - start)
        results[name] = min(times)
        print(f"{name}: {min(times):.2f} s CPU, recall {len(found & truth) / len(truth):.3f}, "
              f"wrong {len(found - truth)} of {len(truth):,} pairs")  # fmt: skip
    print(
        f"datasketch against near: {results['datasketch'] / results['near']:.1f} ({len(texts):,} distinct sentences)\n"
    )


RUN = """
import time
from bench.reuse import made_sentences, N, THRESHOLD
from govtext.reuse import near
near(made_sentences(500), threshold=THRESHOLD, n=N)
texts = made_sentences({count})
start, processor = time.perf_counter(), time.process_time()
found = near(texts, threshold=THRESHOLD, n=N)
print(f"| {{len(texts):,}} | {{len(found.sentences):,}} | {{found.candidates:,}} | {{len(found.pairs):,}} | "
      f"{{len(found.left_out):,}} | {{time.perf_counter() - start:.1f}} |", end=" ")
print(f"{{time.process_time() - processor:.1f}} |", end=" ")
"""


def main() -> None:
    sizes = [int(size) for size in sys.argv[1:]] or [10_000, 100_000, 1_000_000]
    against_others()
    print("| sentences | distinct | candidates | pairs | capped buckets | s | CPU s | peak MiB |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    for size in sizes:
        _size(size)


def _size(count: int) -> None:
    import subprocess

    run = subprocess.run([sys.executable, "-c", RUN.format(count=count) + "\n" + PEAK], check=True,
                         capture_output=True, text=True)  # fmt: skip
    row, _, kilobytes = run.stdout.strip().rpartition(" ")
    print(f"{row} {int(kilobytes) / 1024:.0f} |", flush=True)


if __name__ == "__main__":
    main()
