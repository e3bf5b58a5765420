"""The figures as a table for a terminal, as JSON, and as Markdown."""

import json

from bench.loads.wrk import CONNECTIONS

MARKS = "<!-- figures of scripts/bench -->", "<!-- end of the figures -->"


def conditions(options):
    return (f"Medians of {options.rounds} rounds of {options.seconds} s, {CONNECTIONS} connections; the server measured "
            "alone on one core, the load, the application and Redis on another.")


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
    lines = ["| | Casement | Redis | next to | | ratio | bar |", "|---|---:|---:|---|---:|---:|---|"]
    for result in results:
        others = [who for who in result.rounds if who != "Casement"] or [None]
        lines += [markdown_row(result, who, is_first=who == others[0]) for who in others]
    lines += ["", "Redis: commands that Casement sent for each request, those of scripts counted. Ratio: Casement's figure "
              "to the other's."]
    remarks = [f"- {one.case.title}: {remark}." for one in results for remark in one.remarks()]
    return "\n".join([conditions(options), "", *lines, *([""] + remarks if remarks else [])])


def markdown_row(result, who, is_first):
    """Casement next to somebody, or to nobody; Casement's own figure is in the first row only."""
    bars = [bar for bar in result.case.bars if bar.of == who or (is_first and bar.of == "Casement")]
    own = [result.case.title, with_unit(result, "Casement"), optional(result.redis("Casement"), ".2f")]
    cells = own if is_first else ["", "", ""]
    cells += [who or "", with_unit(result, who), optional(result.ratio(who), ".2f"),
              ", ".join(f"{bar}{'' if result.reached(bar) else ' **missed**'}" for bar in bars)]
    return f"| {' | '.join(cells)} |"


def with_unit(result, who):
    return f"{number(result.figures[who])} {result.case.unit}".strip() if who in result.rounds else ""


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
    """With three digits that count, or as a whole number."""
    return f"{value:,.0f}" if value >= 100 or value == int(value) else f"{value:.3g}"


def optional(value, form):
    width = int(form.split(".")[0] or 0)
    return " " * width if value is None else format(value, form)
