"""Scales: round steps along an axis."""

import math


def ticks(limit: float, most: int = 5) -> list[float]:
    """Round steps from 0 to ``limit``, at most ``most`` of them."""
    raw = limit / most
    scale = 10.0 ** math.floor(math.log10(raw))
    step = next(scale * factor for factor in (1, 2, 2.5, 5, 10) if scale * factor >= raw * 0.999)
    return [round(step * place, 10) for place in range(int(limit / step + 1e-9) + 1)]
