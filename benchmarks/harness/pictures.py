"""Bars and lines as SVG text, drawn without a plotting library."""

import math
from xml.sax.saxutils import escape

COLORS = ["#d9480f", "#1c7ed6", "#2f9e44", "#9c36b5", "#e8a400", "#5c7080", "#0c8599"]
FONT = "font-family='Helvetica, Arial, sans-serif'"


def text(x, y, value, anchor="start", size=12, weight="normal", color="#222"):
    return (f"<text x='{x:.1f}' y='{y:.1f}' {FONT} font-size='{size}' font-weight='{weight}' fill='{color}' "
            f"text-anchor='{anchor}'>{escape(str(value))}</text>")


def document(width, height, title, parts):
    return "\n".join([
        f"<svg xmlns='http://www.w3.org/2000/svg' width='{width}' height='{height:.0f}' "
        f"viewBox='0 0 {width} {height:.0f}' role='img'>", f"<title>{escape(title)}</title>",
        f"<rect width='{width}' height='{height:.0f}' fill='white'/>", text(16, 24, title, size=15, weight="bold"),
        *parts, "</svg>"]) + "\n"


def legend(names, x, y):
    parts = []
    for index, name in enumerate(names):
        parts.append(f"<rect x='{x:.1f}' y='{y - 10}' width='11' height='11' fill='{COLORS[index % len(COLORS)]}'/>")
        parts.append(text(x + 16, y, name))
        x += 36 + 7.4 * len(name)
    return parts


def bars(title, unit, groups, mark=None):
    """Horizontal bars. GROUPS: {group: {series: value}}; a series keeps its colour; MARK: (value, label) of a line.

    With one series there is no legend, and where the groups are programs bertft's bar alone has bertft's colour.
    """
    series = list(dict.fromkeys(name for group in groups.values() for name in group))
    most = max([value for group in groups.values() for value in group.values()] + ([mark[0]] if mark else []))
    left, right, bar = 36 + 7.4 * max(len(name) for name in groups), 70, 13
    width = 880
    scale = (width - left - right) / most
    parts, values_of_bars, y = [], [], 44
    if len(series) > 1:
        parts, y = legend(series, 16, 48), 66
    top = y
    for group, values in groups.items():
        parts.append(text(left - 8, y + bar * len(values) / 2 + 3, group, "end"))
        for name, value in values.items():
            index = series.index(name)
            if len(series) == 1 and "bertft" in groups and group != "bertft":
                index = 1
            parts.append(f"<rect x='{left:.1f}' y='{y}' width='{max(1, value * scale):.1f}' height='{bar - 2}' "
                         f"fill='{COLORS[index % len(COLORS)]}'/>")
            values_of_bars.append((left + value * scale + 4, y, short(value)))
            y += bar
        y += 8
    if mark:
        x = left + mark[0] * scale
        parts.append(f"<line x1='{x:.1f}' y1='{top - 4}' x2='{x:.1f}' y2='{y - 6}' stroke='#222' "
                     f"stroke-dasharray='4 3'/>")
        parts.append(text(x, y + 7, f"{mark[1]} {short(mark[0])}", "middle", 11))
        y += 12
    # Above the line, on white, so that it does not run through them.
    for x, above, value in values_of_bars:
        parts.append(f"<rect x='{x - 2:.1f}' y='{above}' width='{4 + 6.4 * len(value):.1f}' height='{bar - 2}' "
                     f"fill='white'/>")
        parts.append(text(x, above + bar - 4, value, size=10))
    return document(width, y + 26, title, parts + [text(left, y + 14, unit, size=11, color="#555")])


def lines(title, unit, panels):
    """Panels side by side, both axes logarithmic. PANELS: {axis: {series: [(x, y)]}}."""
    series = list(dict.fromkeys(name for panel in panels.values() for name in panel))
    panel_width, panel_height, left, top = 250, 230, 70, 84
    width = left + len(panels) * (panel_width + 46)
    values = [y for panel in panels.values() for points in panel.values() for _, y in points]
    low, high = 10 ** math.floor(math.log10(min(values))), 10 ** math.ceil(math.log10(max(values)))

    def vertical(value):
        return top + panel_height * (1 - math.log(value / low) / math.log(high / low))

    parts = legend(series, 16, 48)
    for index, (axis, curves) in enumerate(panels.items()):
        x0 = left + index * (panel_width + 46)
        places = sorted({x for points in curves.values() for x, _ in points})
        span = math.log(places[-1] / places[0]) or 1
        tick = low
        while tick <= high * 1.001:
            y = vertical(tick)
            parts.append(f"<line x1='{x0}' y1='{y:.1f}' x2='{x0 + panel_width}' y2='{y:.1f}' stroke='#ddd'/>")
            parts.append(text(x0 - 6, y + 4, short(tick), "end", 10))
            tick *= 10
        for place in places:
            x = x0 + panel_width * math.log(place / places[0]) / span
            parts.append(text(x, top + panel_height + 16, place, "middle", 10))
        parts.append(text(x0 + panel_width / 2, top + panel_height + 34, axis, "middle"))
        for name, points in curves.items():
            color = COLORS[series.index(name) % len(COLORS)]
            path = [(x0 + panel_width * math.log(x / places[0]) / span, vertical(y)) for x, y in points]
            joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in path)
            parts.append(f"<polyline points='{joined}' fill='none' stroke='{color}' stroke-width='2'/>")
            parts += [f"<circle cx='{x:.1f}' cy='{y:.1f}' r='3' fill='{color}'/>" for x, y in path]
    return document(width, top + panel_height + 50, title, parts + [text(16, top - 12, unit, size=11, color="#555")])


def short(value):
    if value >= 100 or value == int(value):
        return f"{value:.0f}"
    return f"{value:.1f}" if value >= 10 else f"{value:.2f}" if value >= 0.1 else f"{value:.3g}"
