"""The plot of docs/benchmarks.md and the README: milliseconds by passages, of all systems."""

from pathlib import Path
from typing import Any

import matplotlib as mpl
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter

SIZE = (7.2, 4.2)
"""Inches."""

COLOURS = {"wenda": "#0b6e4f", "bm25s (numba)": "#d17a00", "tantivy": "#2a5db0", "SQLite FTS5": "#7d7d7d", "Whoosh": "#a3262a"}
"""Dark enough on white and on GitHub's dark page, which shows the white ground."""


def draw(scored: dict[int, Any], target: Path) -> None:
    """Draw the medians, with what lies up to the 95th percentile shaded; the same results give the same file."""
    # Without a date, and with ids made from a fixed salt.
    mpl.rcParams["svg.hashsalt"] = "wenda"
    figure = Figure(figsize=SIZE, layout="constrained")
    axes = figure.add_subplot()
    for name, colour in COLOURS.items():
        points = [(size, found["systems"][name]) for size, found in scored.items() if name in found["systems"]]
        sizes = [size for size, _ in points]
        medians, late = [one["median"] for _, one in points], [one["p95"] for _, one in points]
        axes.plot(sizes, medians, marker="o", markersize=4, color=colour, label=name, linewidth=2.4 if name == "wenda" else 1.4)
        axes.fill_between(sizes, medians, late, color=colour, alpha=0.15, linewidth=0)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:,.0f}"))
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
    axes.set_xlabel("passages")
    axes.set_ylabel("milliseconds a question, one thread")
    axes.set_title("The ten best passages for a question of 12 to 14 words: median, shaded to p95", fontsize=10)
    axes.grid(visible=True, which="major", alpha=0.3)
    axes.legend(frameon=False)
    figure.savefig(target, format="svg", metadata={"Date": None})
