"""What a case gives."""

import math
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """A figure; if `most` is given, the bar it has to stay under; and under what conditions it was taken."""

    title: str
    value: float
    unit: str = ""
    most: float | None = None
    remark: str = ""

    @property
    def is_missed(self):
        return self.most is not None and self.value > self.most


def share(values, part):
    """The value that so much of them, 0 to 1, does not pass."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(part * len(ordered)) - 1)]
