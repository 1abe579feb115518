"""Runs the legs named in BENCH_ONLY (all unless set) and prints one table. Exit 1 when a bar is missed."""

import os
import platform
import shutil
import sys
import time

from . import decode, detector, flood, ingest, memory, pages, replay, settings
from .processes import BenchFailure
from .report import Report

LEGS = {"decode": decode.measure, "detector": detector.measure, "ingest": ingest.measure, "replay": replay.measure,
        "flood": flood.measure, "pages": pages.measure, "memory": memory.measure}


def heading() -> str:
    model = platform.processor() or platform.machine()
    load = os.getloadavg()[0]
    when = time.strftime("%Y-%m-%d %H:%M")
    return (f"Vardag benchmark, {when}, {os.cpu_count()} x {model}, load {load:.1f} at the start; "
            f"medians of {settings.ROUNDS} rounds in turns. How to read it: docs/benchmarks.md")


def main() -> int:
    unknown = settings.ONLY - LEGS.keys()
    if unknown:
        print(f"BENCH_ONLY: no leg {', '.join(sorted(unknown))}; there are {', '.join(LEGS)}", file=sys.stderr)
        return 64
    shutil.rmtree(settings.WORK, ignore_errors=True)
    settings.WORK.mkdir(parents=True)
    report, head = Report(), heading()
    for name, leg in LEGS.items():
        if name not in settings.ONLY:
            continue
        try:
            leg(report)
        except BenchFailure as failure:
            report.failed(name, failure)
    report.write(head)
    return 1 if report.missed else 0


if __name__ == "__main__":
    sys.exit(main())
