"""A ratio-versus-speed picture as SVG, with nothing but the standard library: bits per byte against MB/s, log axis."""
import math
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 70, 30, 50, 60
OURS, PEER, INK, GRID = "#c2410c", "#475569", "#1e293b", "#e2e8f0"


def ticks_of(low, high):
    """1, 2, 5 times powers of ten within [low, high]."""
    exponents = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    return [m * 10.0**e for e in exponents for m in (1, 2, 5) if low <= m * 10.0**e <= high]


def place_labels(points):
    """(x, y, text) -> label positions that cover neither each other nor points: beside the point, else moved up or down."""
    taken, places = [(x - 5, y + 4, 10) for x, y, _ in points], []
    for x, y, text in sorted(points, key=lambda point: point[1]):
        width = 6.4 * len(text)
        choices = [(x + 9 if side > 0 else x - 9 - width, y + 4 + dy) for dy in (0, 12, -12, 24, -24, 36) for side in (1, -1)]
        def free(place):
            left, base = place
            if left < LEFT or left + width > WIDTH - RIGHT + 20:
                return False
            return all(left + width < l or left > l + w or abs(base - b) > 11 for l, b, w in taken)
        left, base = next(filter(free, choices), choices[0])
        taken.append((left, base, width))
        places.append((x, y, text, left, base))
    return places


def draw(points, title, subtitle):
    """points: (name, MB/s, bits per byte, ours). Returns the SVG text."""
    speeds = [p[1] for p in points]
    rates = [p[2] for p in points]
    x_low, x_high = min(speeds) / 1.4, max(speeds) * 2.2
    y_low, y_high = min(rates) - 0.1, max(rates) + 0.1

    def x_of(speed):
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log(speed / x_low) / math.log(x_high / x_low)

    def y_of(rate):
        return TOP + (HEIGHT - TOP - BOTTOM) * (y_high - rate) / (y_high - y_low)

    out = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}" '
           f'font-family="DejaVu Sans, Helvetica, Arial, sans-serif" font-size="11" fill="{INK}">',
           f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
           f'<text x="{LEFT}" y="22" font-size="15" font-weight="bold">{escape(title)}</text>',
           f'<text x="{LEFT}" y="39" fill="{PEER}">{escape(subtitle)}</text>']
    for tick in ticks_of(x_low, x_high):
        x = x_of(tick)
        out.append(f'<path d="M{x:.1f} {TOP}V{HEIGHT - BOTTOM}" stroke="{GRID}"/>')
        out.append(f'<text x="{x:.1f}" y="{HEIGHT - BOTTOM + 17}" text-anchor="middle">{tick:g}</text>')
    step = 0.1 if y_high - y_low < 1.2 else 0.25
    tick = math.ceil(y_low / step) * step
    while tick <= y_high:
        y = y_of(tick)
        out.append(f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="{GRID}"/>')
        out.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end">{tick:.2f}</text>')
        tick += step
    out.append(f'<text x="{(LEFT + WIDTH - RIGHT) / 2}" y="{HEIGHT - 18}" text-anchor="middle">'
               'compression speed, MB per second of CPU time (log scale)</text>')
    out.append(f'<text transform="translate(20 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">'
               'bits per byte (lower is better)</text>')
    ours = sorted((speed, rate) for _, speed, rate, mine in points if mine)
    if len(ours) > 1:
        line = " ".join(f"{x_of(s):.1f},{y_of(r):.1f}" for s, r in ours)
        out.append(f'<polyline points="{line}" fill="none" stroke="{OURS}" stroke-width="1.5" stroke-dasharray="4 3"/>')
    mine_by_name = {name: mine for name, _, _, mine in points}
    for x, y, text, left, base in place_labels([(x_of(s), y_of(r), n) for n, s, r, _ in points]):
        colour = OURS if mine_by_name[text] else PEER
        weight = ' font-weight="bold"' if mine_by_name[text] else ""
        out.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4.5" fill="{colour}"/>')
        out.append(f'<text x="{left:.1f}" y="{base:.1f}" fill="{colour}"{weight}>{escape(text)}</text>')
    out.append("</svg>")
    return "\n".join(out) + "\n"
