"""The same messages from a file, without a broker."""

import shutil
import subprocess
import time
from pathlib import Path
from statistics import median

from . import settings
from .gateway import require_gateway, write_homes
from .processes import BenchFailure, Finished, run
from .report import Report, say

FOLDER = settings.WORK / "replay"


def write_log(path: Path, homes: int, per_day: float, start_ms: int, count: int = 0, days: int = 0) -> int:
    """Messages written, in the form that `mosquitto_sub -F %j` prints."""
    extent = ["--count", str(count)] if count else ["--days", str(days)]
    command = [settings.TOOLS / "generate", "log", "--homes", homes, "--per-day", per_day, "--start", start_ms, *extent]
    with path.open("wb") as out:
        done = subprocess.run([str(argument) for argument in command], stdin=subprocess.DEVNULL, stdout=out,
                              stderr=subprocess.PIPE, timeout=settings.STEP_LIMIT_S, check=False)
    if done.returncode != 0:
        raise BenchFailure(f"generate: {done.stderr.decode(errors='replace')}")
    return int(done.stderr)


def remove_database(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)


def replay_c(log: Path) -> Finished:
    database = FOLDER / "c.db"
    remove_database(database)
    return run([settings.TOOLS / "replay_baseline", database, log], FOLDER / "c.log")


def replay_gateway(homes: Path, database: Path, log: Path, watch: bool = False) -> Finished:
    remove_database(database)
    return run([settings.GATEWAY, "replay", "--homes", homes, "--database", database, log], FOLDER / "gateway.log",
               watch=watch)


def measure(report: Report) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    start_ms = int(time.time() * 1000) - 200 * 86_400_000
    log = FOLDER / "log.jsonl"
    write_log(log, settings.INGEST_HOMES, settings.INGEST_PER_HOME_DAY, start_ms, count=settings.REPLAY_MESSAGES)
    homes: Path | None = FOLDER / "homes"
    try:
        require_gateway()
        write_homes(homes, settings.INGEST_HOMES)
    except BenchFailure as failure:
        report.failed("replay: gateway", failure)
        homes = None
    measure_ratio(report, homes, log)
    if homes is not None:
        measure_linearity(report, homes, start_ms)
    shutil.rmtree(FOLDER, ignore_errors=True)


def measure_ratio(report: Report, homes: Path | None, log: Path) -> None:
    c, gateway = [], []
    for number in range(settings.ROUNDS):
        c.append(replay_c(log).cpu_s / settings.REPLAY_MESSAGES * 1e6)
        say(f"replay round {number + 1}: C {c[-1]:.2f} us CPU per message")
        if homes is not None:
            gateway.append(replay_gateway(homes, FOLDER / "g.db", log).cpu_s / settings.REPLAY_MESSAGES * 1e6)
            say(f"replay round {number + 1}: gateway {gateway[-1]:.2f} us CPU per message")
    report.note("replay: C, CPU us/message", f"{median(c):.2f}")
    if gateway:
        report.note("replay: gateway, CPU us/message", f"{median(gateway):.2f}")
        report.judge("replay: gateway / C", median(gateway) / median(c), settings.REPLAY_OVER_C)


def measure_linearity(report: Report, homes: Path, start_ms: int) -> None:
    """CPU per message at each size, the start taken off; linear when the sizes above the least agree."""
    log = FOLDER / "log.jsonl"
    log.write_bytes(b"")
    start = median(replay_gateway(homes, FOLDER / "g.db", log).cpu_s for _ in range(settings.ROUNDS))
    report.note("replay: start-up, CPU ms (taken off below)", f"{start * 1000:.0f}")
    costs = []
    for size in settings.LINEARITY:
        write_log(log, settings.INGEST_HOMES, settings.INGEST_PER_HOME_DAY, start_ms, count=size)
        finished = replay_gateway(homes, FOLDER / "g.db", log, watch=True)
        costs.append((finished.cpu_s - start) / size * 1e6)
        say(f"replay of {size}: {costs[-1]:.2f} us CPU per message")
        report.note(f"replay: {size:,} messages, CPU us/message, peak MiB",
                    f"{costs[-1]:.2f}, {finished.peak_mib:.0f}")
        if size >= 10_000_000:
            note_flatness(report, finished)
    report.judge(f"replay: {settings.LINEARITY[-1]:,} / {settings.LINEARITY[1]:,} messages, per message",
                 costs[-1] / costs[1], settings.LINEARITY_SPREAD)


def note_flatness(report: Report, finished: Finished) -> None:
    """Resident memory over the run: its highest in the second quarter against its highest in the last."""
    quarter = len(finished.resident) // 4
    if quarter < 2:
        return
    early = max(mib for _, mib in finished.resident[quarter:2 * quarter])
    late = max(mib for _, mib in finished.resident[-quarter:])
    report.judge("replay: resident at the end / in the second quarter", late / early, 1.1)
