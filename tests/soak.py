"""Whether tests run in their long form: `WENDA_SOAK=1`, which is no setting of Wenda's and reaches none of its processes."""

import os

LONG = os.environ.pop("WENDA_SOAK", "") not in {"", "0"}
