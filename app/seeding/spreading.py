"""How votes lie among ideas: few have many, many have few, and the sum is exact."""

from collections.abc import Sequence
from random import Random

STEEPNESS, BLUNTNESS = 0.75, 3.0


def shares(weights: Sequence[float], total: int, most: int) -> list[int]:
    """Whole parts of the total in proportion to the weights, none above `most`; what is cut off goes to the others."""
    if total > most * len(weights):
        raise ValueError("there are not enough voters for so many votes")
    parts = [0] * len(weights)
    left, open_ = total, list(range(len(weights)))
    while left:
        scale = left / sum(weights[at] for at in open_)
        for at in open_:
            parts[at] = min(most, parts[at] + int(weights[at] * scale))
        before, left = left, total - sum(parts)
        open_ = [at for at in open_ if parts[at] < most]
        if left < len(open_) or left == before:  # too few to share, or rounded down to nothing: one each
            for at in open_[:left]:
                parts[at] += 1
            left = total - sum(parts)
            open_ = [at for at in open_ if parts[at] < most]
    return parts


def power_law(count: int, total: int, most: int, random: Random) -> list[int]:
    """A number of votes for each of `count` ideas in no particular order."""
    weights = [(rank + BLUNTNESS) ** -STEEPNESS for rank in range(count)]
    parts = shares(weights, total, most)
    random.shuffle(parts)
    return parts


def stride_for(members: int) -> int:
    """A step that visits every member once before it comes back: voters so chosen are all different."""
    return next(prime for prime in (7_919, 104_729, 1_299_709) if members % prime)
