"""What figures have to reach. Each bar is about Casement's figure, alone or next to another's."""

from dataclasses import dataclass


@dataclass(frozen=True)
class AtLeast:
    """A share of another's figure, of which more is better."""

    share: float
    of: str

    def reached(self, figures):
        return figures["Casement"] >= self.share * figures[self.of]

    def __str__(self):
        return f"≥ {self.share:g}"


@dataclass(frozen=True)
class AtMost:
    """A figure of which less is better."""

    limit: float
    of: str = "Casement"

    def reached(self, figures):
        return figures["Casement"] <= self.limit

    def __str__(self):
        return f"≤ {self.limit:g}"


@dataclass(frozen=True)
class AtMostTimes:
    """So many times another's figure, or a limit that is good enough whatever the other does."""

    times: float
    of: str
    or_limit: float

    def reached(self, figures):
        return figures["Casement"] <= max(self.times * figures[self.of], self.or_limit)

    def __str__(self):
        return f"≤ {self.times:g} times, or ≤ {self.or_limit:g}"
