"""The gateway under measurement: its files, its start, what it says about itself."""

import sqlite3
import time
import urllib.error
import urllib.request
from pathlib import Path

from . import settings
from .processes import BenchFailure, Daemon, cpu_seconds, free_port, run

STORED = "vardag_messages_stored_total"
READINGS = "vardag_readings_stored_total"

CONFIGURATION = """\
broker:
  host: 127.0.0.1
  port: {broker_port}
  client_id: bench-gateway
homes: {homes}
devices: {devices}
database: {database}
http:
  bind: 127.0.0.1
  port: {http_port}
publish_prefix: vardag
clock: wall
alert_budget: 1
keep_messages_days: {keep_days}
"""


def require_gateway() -> None:
    if not settings.GATEWAY.exists():
        raise BenchFailure(f"{settings.GATEWAY.name} is not built: swift build --configuration release")


def write_homes(folder: Path, count: int) -> None:
    """One home's file as `vardag home new` writes it, then the same text under every other id."""
    require_gateway()
    folder.mkdir(parents=True, exist_ok=True)
    devices = folder.parent / "devices.csv"
    devices.write_text(run([settings.TOOLS / "generate", "devices"], settings.WORK / "devices.log").output)
    made = run([settings.GATEWAY, "home", "new", "--id", "bench000", "--time-zone", "Europe/Stockholm",
                "--devices", devices], settings.WORK / "home-new.log", limit_s=60).output
    if "bench000" not in made:
        raise BenchFailure("`vardag home new` printed no home")
    for number in range(count):
        name = f"bench{number:03d}"
        (folder / f"{name}.yaml").write_text(made.replace("bench000", name))


class Gateway(Daemon):
    """`vardag run`; `ready_s` and `ready_cpu_s` are those of its start."""

    def __init__(self, folder: Path, homes: Path, database: Path, broker_port: int, keep_days: int = 30) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.http_port = free_port()
        path = folder / "vardag.yaml"
        path.write_text(CONFIGURATION.format(
            broker_port=broker_port, homes=homes, devices=settings.DEVICES, database=database,
            http_port=self.http_port, keep_days=keep_days))
        super().__init__([settings.GATEWAY, "run", "--config", path], folder / "gateway.log")
        try:
            self.wait_ready()
        except BenchFailure:
            self.stop()
            raise

    def get(self, path: str) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.http_port}{path}", timeout=10) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, ""
        except OSError:
            return 0, ""

    def wait_ready(self) -> None:
        while time.monotonic() - self.started < settings.READY_LIMIT_S:
            self.check_running()
            if self.get("/readyz")[0] == 200:
                self.ready_s = time.monotonic() - self.started
                self.ready_cpu_s = cpu_seconds(self.pid)
                return
            time.sleep(0.02)
        raise BenchFailure(f"/readyz was not 200 within {settings.READY_LIMIT_S} s")

    def metric(self, name: str) -> float | None:
        """The sum over all label sets; None where there is no such metric."""
        values = [line.rsplit(" ", 1)[1] for line in self.get("/metrics")[1].splitlines()
                  if line.startswith((name + " ", name + "{"))]
        return sum(float(value) for value in values) if values else None

    def wait_stored(self, count: int) -> float:
        """CPU seconds of the process when it had stored `count` messages; a stand-still is a failure."""
        last, moved = -1.0, time.monotonic()
        while True:
            self.check_running()
            stored = self.metric(STORED)
            cpu = cpu_seconds(self.pid)
            if stored is None:
                stored = last
            if stored >= count:
                return cpu
            if stored != last:
                last, moved = stored, time.monotonic()
            elif time.monotonic() - moved > settings.STALL_LIMIT_S:
                raise BenchFailure(f"stands at {STORED} = {max(last, 0):.0f} of {count}")
            time.sleep(0.25)


def database_bytes(path: Path) -> int:
    """The size of everything in it, with the log folded in and free pages left out."""
    with sqlite3.connect(path, timeout=30) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (pages,), (free,), (size,) = (database.execute(f"PRAGMA {name}").fetchone()
                                      for name in ("page_count", "freelist_count", "page_size"))
    database.close()
    return (pages - free) * size


def largest_tables(path: Path, count: int = 5) -> list[tuple[str, int]]:
    """Bytes per table or index; empty where SQLite was built without dbstat."""
    database = sqlite3.connect(path, timeout=30)
    try:
        return database.execute(
            "SELECT name, SUM(pgsize) FROM dbstat GROUP BY name ORDER BY 2 DESC LIMIT ?", (count,)).fetchall()
    except sqlite3.OperationalError:
        return []
    finally:
        database.close()
