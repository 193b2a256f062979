"""The edges: command line, REST and pages. The only place where corpus and index meet."""

import os

# Requests and rebuilds are spread over threads and processes by us; numpy's own threads would only fight them for the cores.
# OpenBLAS and Accelerate look at these once, when numpy is first imported: in no module of ours earlier than here.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
os.environ.setdefault("VECLIB_MAXIMUM_THREADS", "1")
