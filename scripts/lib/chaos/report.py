"""The figures as a table for a terminal, and as JSON."""

import json
import os


def as_json(results):
    def one(figure):
        return {"title": figure.title, "value": figure.value, "unit": figure.unit, "at_most": figure.most,
                "reached": not figure.is_missed, "remark": figure.remark}
    return json.dumps({"load_average": os.getloadavg()[0], "cases": {
        name: [one(figure) for figure in figures] for name, figures in results.items()},
        "missed": missed(results)}, indent=2, ensure_ascii=False)


def as_text(results):
    lines = ["Two gateways on one core; Redis, the application and all load on another.", ""]
    for name, figures in results.items():
        lines.append(name)
        lines += [text_line(figure) for figure in figures]
    return "\n".join(lines + ["", "Missed: " + ("; ".join(missed(results)) or "nothing")])


def text_line(figure):
    line = f"  {figure.title:58}{figure.value:>12,.5g} {figure.unit:4}"
    if figure.most is not None:
        line += f" bar ≤ {figure.most:g}: {'missed' if figure.is_missed else 'reached'}"
    return line.rstrip() + (f"\n      {figure.remark}" if figure.remark else "")


def missed(results):
    return [f"{figure.title} (≤ {figure.most:g})" for figures in results.values() for figure in figures
            if figure.is_missed]
