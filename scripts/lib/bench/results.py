"""The figures of a run, from rounds to medians, ratios and bars."""

import statistics
from dataclasses import dataclass, field

from bench.cases import Case

# Below this a server's core was not what limited it, and its figure is too low.
BUSY_ENOUGH = 0.95


@dataclass
class Result:
    """What one case gave: the rounds of everybody that was measured, and why others could not be."""

    case: Case
    rounds: dict = field(default_factory=dict)
    not_offered: dict = field(default_factory=dict)

    def add(self, who, measured):
        self.rounds.setdefault(who, []).append(measured)

    @property
    def figures(self):
        """The median of everybody's rounds."""
        return {who: statistics.median(one.figure for one in rounds) for who, rounds in self.rounds.items()}

    def spread(self, who):
        figures = [one.figure for one in self.rounds[who]]
        return min(figures), max(figures)

    def busy(self, who):
        return self.median(who, "busy")

    def redis(self, who):
        return self.median(who, "redis")

    def median(self, who, name):
        values = [getattr(one, name) for one in self.rounds.get(who, ()) if getattr(one, name) is not None]
        return statistics.median(values) if values else None

    def ratio(self, who):
        """Casement's figure as a share of another's."""
        if who == "Casement" or "Casement" not in self.rounds or who not in self.rounds or not self.figures[who]:
            return None
        return self.figures["Casement"] / self.figures[who]

    def ratio_by_time(self, who):
        """The same for what a second of processor time does, which says more where the cores were not busy."""
        if not (ratio := self.ratio(who)) or not self.busy(who) or not self.busy("Casement"):
            return None
        return ratio * self.busy(who) / self.busy("Casement")

    def bar(self, who):
        """The bar about Casement next to somebody, or about Casement alone."""
        return next((bar for bar in self.case.bars if bar.of == who), None)

    def reached(self, bar):
        return "Casement" in self.rounds and bar.reached(self.figures)

    @property
    def missed(self):
        return [bar for bar in self.case.bars if not self.reached(bar)]

    def remarks(self):
        """What whoever reads the figures has to know."""
        for who, reason in self.not_offered.items():
            yield f"{who}: skipped, {reason}"
        if self.case.unit != "a second":
            return
        for who in self.rounds:
            if (busy := self.busy(who)) is not None and round(busy, 2) < BUSY_ENOUGH:
                shares = f"; by processor time the ratio is {ratio:.2f}" if (ratio := self.ratio_by_time(who)) else ""
                yield f"{who}: only {busy:.0%} of its core's time was used, so it can do more{shares}"

    def as_json(self):
        def one(who):
            lowest, highest = self.spread(who)
            return {"median": self.figures[who], "lowest": lowest, "highest": highest, "busy": self.busy(who),
                    "redis_commands_per_request": self.redis(who), "ratio": self.ratio(who)}
        return {"unit": self.case.unit, "figures": {who: one(who) for who in self.rounds},
                "bars": [{"of": bar.of, "bar": str(bar), "reached": self.reached(bar)} for bar in self.case.bars],
                "remarks": list(self.remarks())}
