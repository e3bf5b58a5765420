"""The figures as a picture: bars in SVG, that follow the reader's light or dark."""

from html import escape

WIDTH, LABEL, BAR, ROW, GAP = 760, 230, 400, 26, 44
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1f2328; }
  .title { font-weight: 600; }
  .casement { fill: #0969da; }
  .other { fill: #afb8c1; }
  .one { stroke: #57606a; stroke-dasharray: 3 3; }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3; }
    .casement { fill: #4493f8; }
    .other { fill: #57606a; }
    .one { stroke: #9198a1; }
  }
"""
SHARES = ("proxied", "public", "get-64k", "post-64k", "tls", "http2")


def draw(results):
    """Everybody in the proxied case, and below that Casement's share of nginx in all cases; of those that were measured."""
    by_name = {one.case.name: one for one in results}
    parts, top = [], 0
    if "proxied" in by_name:
        rows = [("nginx, no check" if who == "nginx" else who, figure, f"{figure:,.0f}", who == "Casement")
                for who, figure in by_name["proxied"].figures.items()]
        top = panel(parts, top, "Proxied requests a second, one core", sorted(rows, key=lambda row: -row[1]))
    shares = [(one.case.title, one.ratio("nginx")) for name in SHARES if (one := by_name.get(name))]
    rows = [(title, share, f"{share:.2f}", True) for title, share in shares if share is not None]
    if rows:
        top = panel(parts, top, "Casement's share of what nginx does without any check (line: all of it)", rows, line=1)
    height = top + 8
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
            f'role="img">\n<title>How fast Casement is, next to others</title>\n<style>{STYLE}</style>\n'
            + "\n".join(parts) + "\n</svg>\n")


def panel(parts, top, title, rows, line=None):
    """Adds a titled row of bars below `top`; where the next may begin."""
    scale = BAR / max([row[1] for row in rows] + ([line] if line else []))
    parts.append(f'<text class="title" x="8" y="{top + 26}">{escape(title)}</text>')
    first = y = top + GAP
    for label, value, words, is_ours in rows:
        length = round(value * scale, 1)
        parts.append(f'<text x="{LABEL - 8}" y="{y + 14}" text-anchor="end">{escape(label)}</text>'
                     f'<rect class="{"casement" if is_ours else "other"}" x="{LABEL}" y="{y}" width="{length}" '
                     f'height="{ROW - 7}" rx="2"/><text x="{LABEL + length + 8}" y="{y + 14}">{words}</text>')
        y += ROW
    if line:
        x = LABEL + line * scale
        parts.append(f'<line class="one" x1="{x}" y1="{first - 6}" x2="{x}" y2="{y}"/>')
    return y + 8
