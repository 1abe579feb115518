"""What a run measures; every number can be changed through the environment."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ROOT / ".build" / "bench"
WORK = TOOLS / "work"
GATEWAY = Path(os.environ.get("BENCH_GATEWAY", ROOT / ".build" / "release" / "vardag"))
DEVICES = ROOT / "Devices"
REPORT = ROOT / "Benchmarks" / "last-run.txt"


def number(name: str, default: int) -> int:
    return int(os.environ.get(name, default))


LEGS = "decode,detector,ingest,replay,flood,pages,memory"
ONLY = {leg for leg in os.environ.get("BENCH_ONLY", LEGS).split(",") if leg}
ROUNDS = number("BENCH_ROUNDS", 3)
LARGE = os.environ.get("BENCH_LARGE", "") == "1"

INGEST_MESSAGES = number("BENCH_MESSAGES", 200_000)
INGEST_HOMES = 100
INGEST_PER_HOME_DAY = 2000

REPLAY_MESSAGES = number("BENCH_REPLAY_MESSAGES", 200_000)
LINEARITY = [10_000, 100_000, 1_000_000] + ([10_000_000] if LARGE else [])

# A folder of other recorded payloads (*.jsonl, a file a convention) for the cost of reading.
DECODE_PAYLOADS = Path(os.environ["BENCH_DECODE_PAYLOADS"]) if os.environ.get("BENCH_DECODE_PAYLOADS") else None

FLOOD_S = number("BENCH_FLOOD_S", 30)

PAGES_ALERTS = number("BENCH_PAGES_ALERTS", 40)
PAGES_OPEN = number("BENCH_PAGES_OPEN", 200)
PAGES_MESSAGES = number("BENCH_PAGES_MESSAGES", 200_000)
PAGES_HOMES = number("BENCH_PAGES_HOMES", 2000)
PAGES_STORED = number("BENCH_PAGES_STORED", 50_000)
PAGES_PRESSES = number("BENCH_PAGES_PRESSES", 3)
PAGES_PRESS_S = 1
PAGES_UNDONE = number("BENCH_PAGES_UNDONE", 4000)
PAGES_FETCHES = number("BENCH_PAGES_FETCHES", 60)

MEMORY_HOMES = number("BENCH_MEMORY_HOMES", 500)
MEMORY_DAYS = number("BENCH_MEMORY_DAYS", 60)
MEMORY_PER_HOME_DAY = number("BENCH_MEMORY_PER_HOME_DAY", 150)
MEMORY_LIVE_MESSAGES = number("BENCH_MEMORY_LIVE", 50_000)

# Nothing waits longer than this for one step.
STEP_LIMIT_S = number("BENCH_STEP_LIMIT_S", 1800)
READY_LIMIT_S = 120
STALL_LIMIT_S = 60

# The bars of the requirements.
DECODE_OVER_C = 2.0
DECODE_SLOWEST_OVER_C = 20.0
DETECTOR_US = 20.0
DETECTOR_NIGHT_S = 3.0
DETECTOR_LINEAR = 1.5
INGEST_OVER_C = 2.0
INGEST_OVER_PYTHON = 0.25
REPLAY_OVER_C = 3.0
LINEARITY_SPREAD = 1.5
FLOOD_DELAY_S = 3.0
PAGES_DELAY_S = 2.0
PAGES_SLOWER = 1.1
PAGES_ABOVE_MS = 100.0
RESIDENT_MIB = 120.0
READY_S = 3.0
