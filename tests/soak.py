"""Whether tests run in their long form, as with `make soak`: where SOAK is set in the environment."""

import os

LONG = os.environ.get("SOAK", "") not in {"", "0"}
