"""Random numbers that come out the same on every machine: all of them are made of `random.Random.random` alone."""

from __future__ import annotations

import math
import random
from bisect import bisect
from collections.abc import Sequence
from itertools import accumulate
from typing import TypeVar

T = TypeVar("T")
_CHUNK = 30.0


class Draw:
    """A stream of random numbers, known by the words it is seeded with.

    >>> Draw(1, "a").between(1, 6) == Draw(1, "a").between(1, 6)
    True
    """

    def __init__(self, *words: object) -> None:
        self.random = random.Random("/".join(map(str, words))).random

    def below(self, n: int) -> int:
        return int(self.random() * n)

    def between(self, low: int, high: int) -> int:
        return low + int(self.random() * (high - low + 1))

    def chance(self, probability: float) -> bool:
        return self.random() < probability

    def pick(self, choices: Sequence[T]) -> T:
        return choices[int(self.random() * len(choices))]

    def weighted(self, choices: Sequence[T], weights: Sequence[float]) -> T:
        sums = list(accumulate(weights))
        return choices[min(bisect(sums, self.random() * sums[-1]), len(choices) - 1)]

    def some(self, choices: Sequence[T], n: int) -> list[T]:
        """Up to `n` different ones, in random order."""
        left = list(choices)
        return [left.pop(self.below(len(left))) for _ in range(min(n, len(left)))]

    def normal(self) -> float:
        """Standard normal, by Box and Muller."""
        return math.sqrt(-2 * math.log(1 - self.random())) * math.cos(2 * math.pi * self.random())

    def gamma(self, shape: float) -> float:
        """Gamma of scale one, by Marsaglia and Tsang (2000)."""
        if shape < 1:
            return float(self.gamma(shape + 1) * (1 - self.random()) ** (1 / shape))
        d = shape - 1 / 3
        c = 1 / math.sqrt(9 * d)
        while True:
            x = self.normal()
            v = (1 + c * x) ** 3
            if v > 0 and math.log(1 - self.random()) < 0.5 * x * x + d - d * v + d * math.log(v):
                return d * v

    def beta(self, a: float, b: float) -> float:
        x, y = self.gamma(a), self.gamma(b)
        return x / (x + y)

    def poisson(self, mean: float) -> int:
        """By Knuth, in pieces: a sum of Poisson numbers is one."""
        count = 0
        while mean > 0:
            part, mean = min(mean, _CHUNK), mean - _CHUNK
            limit, product = math.exp(-part), self.random()
            while product > limit:
                count, product = count + 1, product * self.random()
        return count

    def negative_binomial(self, mean: float, size: float) -> int:
        """A Poisson number whose mean is gamma distributed; variance mean + mean²/size."""
        return self.poisson(mean * self.gamma(size) / size)

    def split(self, n: int, weights: Sequence[float]) -> list[int]:
        """Multinomial: `n` things over as many kinds as there are weights."""
        counts = [0] * len(weights)
        sums = list(accumulate(weights))
        whole, last = sums[-1], len(weights) - 1
        for _ in range(n):
            counts[min(bisect(sums, self.random() * whole), last)] += 1
        return counts
