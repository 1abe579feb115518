"""Many homes with a long history: resident memory of the daemon, and how soon it is ready after a restart."""

import shutil
import time
from pathlib import Path

from . import settings
from .broker import Broker
from .gateway import Gateway, write_homes
from .processes import status_mib
from .replay import FOLDER as REPLAY_FOLDER
from .replay import replay_gateway, write_log
from .report import Report, say

FOLDER = settings.WORK / "memory"
DAY_MS = 86_400_000


def measure(report: Report) -> None:
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    REPLAY_FOLDER.mkdir(parents=True, exist_ok=True)
    homes, database = FOLDER / "homes", FOLDER / "history.db"
    write_homes(homes, settings.MEMORY_HOMES)
    with Broker() as broker:
        empty_ready_s = ready_time(homes, FOLDER / "empty.db", broker)
        build_history(report, homes, database)
        first_ready_s = ready_time(homes, database, broker)
        report.note(f"memory: {settings.MEMORY_HOMES} homes, ready with no history, s", f"{empty_ready_s:.2f}")
        report.note("memory: ready at the first start on the history, s", f"{first_ready_s:.2f}")
        restart(report, homes, database, broker)
    shutil.rmtree(FOLDER, ignore_errors=True)


def ready_time(homes: Path, database: Path, broker: Broker) -> float:
    broker.forget_session("bench-gateway")
    with Gateway(FOLDER / "gateway", homes, database, broker.port, keep_days=settings.MEMORY_DAYS + 30) as gateway:
        return gateway.ready_s


def build_history(report: Report, homes: Path, database: Path) -> None:
    log = FOLDER / "history.jsonl"
    start_ms = int(time.time() * 1000) - settings.MEMORY_DAYS * DAY_MS
    count = write_log(log, settings.MEMORY_HOMES, settings.MEMORY_PER_HOME_DAY, start_ms, days=settings.MEMORY_DAYS)
    say(f"memory: replaying {count} messages of {settings.MEMORY_HOMES} homes and {settings.MEMORY_DAYS} days")
    made = replay_gateway(homes, database, log, watch=True)
    log.unlink()
    report.note(f"memory: replay of {count:,} messages of history, CPU us/message, peak MiB",
                f"{made.cpu_s / count * 1e6:.2f}, {made.peak_mib:.0f}")
    report.note("memory: database with the history, MiB", f"{database.stat().st_size / 2**20:.0f}")


def restart(report: Report, homes: Path, database: Path, broker: Broker) -> None:
    """The second start is the one that counts; then every home gets messages, so that its state is really in use."""
    with Gateway(FOLDER / "gateway", homes, database, broker.port, keep_days=settings.MEMORY_DAYS + 30) as gateway:
        report.judge(f"memory: {settings.MEMORY_HOMES} homes with {settings.MEMORY_DAYS} days, restart to ready",
                     gateway.ready_s, settings.READY_S, " s")
        report.note("memory: resident when ready, MiB", f"{status_mib(gateway.pid, 'VmRSS'):.1f}")
        time.sleep(1)
        before = gateway.metric("vardag_messages_stored_total") or 0
        broker.publish(settings.MEMORY_HOMES, settings.MEMORY_LIVE_MESSAGES, settings.MEMORY_PER_HOME_DAY,
                       int(time.time() * 1000) - DAY_MS // 2, FOLDER / "publish.log")
        gateway.wait_stored(int(before) + settings.MEMORY_LIVE_MESSAGES)
        report.judge(f"memory: resident after {settings.MEMORY_LIVE_MESSAGES:,} more messages",
                     status_mib(gateway.pid, "VmRSS"), settings.RESIDENT_MIB, " MiB", 1)
        report.judge("memory: highest resident", status_mib(gateway.pid, "VmHWM"), settings.RESIDENT_MIB, " MiB", 1)
