"""Writes index/encoders/means.npz: ``python -m tools.language_means``, after a change of the texts or of a default encoder."""

from pathlib import Path

import index.encoders
from index.centring import SHIPPED, measured_means, save_shipped
from index.encoders.catalogue import DEFAULT, load


def main() -> None:
    """Encode the texts with every default encoder; two minutes."""
    encoders = [load(key) for key in DEFAULT]
    file = Path(index.encoders.__file__).parent / SHIPPED
    save_shipped(file, {encoder.name: measured_means(encoder) for encoder in encoders})


if __name__ == "__main__":
    main()
