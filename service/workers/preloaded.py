"""The last module that the fork server loads: what it holds then is shared by all processes.

Without the freeze the first garbage collection of each would write to, and so copy, all of it. Whoever
stops the service may signal every process of it; the fork server ends after those that it has made.
"""

from __future__ import annotations

import gc
import signal

from service.workers.process_name import name_process

name_process("onramp-fork")
signal.signal(signal.SIGTERM, signal.SIG_IGN)
gc.collect()
gc.freeze()
