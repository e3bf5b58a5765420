"""The figures as a table for a terminal, as JSON, and as Markdown."""

import json

from bench.loads.wrk import CONNECTIONS

MARKS = "<!-- figures of scripts/bench -->", "<!-- end of the figures -->"


def conditions(options):
    return (f"Medians of {options.rounds} rounds of {options.seconds} s, {CONNECTIONS} connections; the server measured alone on "
            "one core, the load, the application and Redis on another.")


def as_json(results, options):
    return json.dumps({"conditions": conditions(options), "cases": {one.case.name: one.as_json() for one in results},
                       "missed": missed(results)}, indent=2, ensure_ascii=False)


def as_text(results, options):
    lines = [conditions(options), "", f"{'':32}{'median':>9}{'lowest':>9}{'highest':>9}{'busy':>6}{'Redis':>7}{'ratio':>7}"]
    for result in results:
        lines.append(result.case.title + (f" ({result.case.unit})" if result.case.unit else ""))
        lines += [text_line(result, who) for who in result.rounds]
        lines += [f"    {remark}" for remark in result.remarks()]
    lines += ["", "Redis: commands for each request, those of scripts counted. Ratio: Casement's figure to this one.",
              "Missed: " + ("; ".join(missed(results)) or "nothing")]
    return "\n".join(lines)


def text_line(result, who):
    lowest, highest = result.spread(who)
    line = f"  {who:30}{number(result.figures[who]):>9}{number(lowest):>9}{number(highest):>9}"
    line += optional(result.busy(who), "6.0%") + optional(result.redis(who), "7.2f") + optional(result.ratio(who), "7.2f")
    if bar := result.bar(who):
        line += f"  bar {bar}: {'reached' if result.reached(bar) else 'missed'}"
    return line


def as_markdown(results, options):
    """A table with a row for everybody that Casement is compared with."""
    lines = ["| | Casement | next to | | ratio | bar |", "|---|---:|---|---:|---:|---|"]
    for result in results:
        others = [who for who in result.rounds if who != "Casement"] or [None]
        for place, who in enumerate(others):
            title = f"{result.case.title}" if place == 0 else ""
            own = measure(result, "Casement") if place == 0 else ""
            bars = [bar for bar in result.case.bars if bar.of == who or (place == 0 and bar.of == "Casement")]
            marks = ", ".join(f"{bar}{'' if result.reached(bar) else ' **missed**'}" for bar in bars)
            ratio = optional(result.ratio(who), ".2f").strip() if who else ""
            lines.append(f"| {title} | {own} | {who or ''} | {measure(result, who) if who else ''} | {ratio} | {marks} |")
    remarks = [f"- {one.case.title}: {remark}." for one in results for remark in one.remarks()]
    return "\n".join([conditions(options), "", *lines, *([""] + remarks if remarks else [])])


def measure(result, who):
    if who not in result.rounds:
        return "–"
    return f"{number(result.figures[who])} {result.case.unit}".strip()


def put_markdown(path, results, options):
    """Puts the table in a file, between the marks there."""
    begin, end = MARKS
    before, rest = path.read_text().split(begin)
    after = rest.split(end)[1]
    path.write_text(f"{before}{begin}\n{as_markdown(results, options)}\n{end}{after}")


def missed(results):
    return [f"{one.case.title} ({bar}" + (f" of {bar.of})" if bar.of != "Casement" else ")")
            for one in results for bar in one.missed]


def number(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")


def optional(value, form):
    width = int(form.split(".")[0] or 0)
    return " " * width if value is None else format(value, form)
