"""A backlog that waited in the broker, drained by the gateway and by both baselines in turns."""

import shutil
import sys
import time
from pathlib import Path
from statistics import median

from . import settings
from .broker import Broker
from .gateway import READINGS, Gateway, database_bytes, largest_tables, write_homes
from .processes import BenchFailure, run
from .report import Report, say

C_ID, PYTHON_ID, GATEWAY_ID = "bench-c", "bench-python", "bench-gateway"


class IngestRound:
    """One backlog, published once into the persistent sessions of all consumers."""

    def __init__(self, broker: Broker, folder: Path, homes: Path | None) -> None:
        self.broker, self.folder, self.homes = broker, folder, homes
        self.start_cpu_s = 0.0
        self.empty_bytes = 0
        self.readings: float | None = None
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)

    def prime(self) -> None:
        for client_id in (C_ID, PYTHON_ID, GATEWAY_ID):
            self.broker.forget_session(client_id)
        for client_id in (C_ID, PYTHON_ID):
            run([settings.TOOLS / "ingest_baseline", "prime", self.broker.port, client_id],
                self.folder / "prime.log", limit_s=60)
        if self.homes is not None:
            with self.gateway() as gateway:
                self.start_cpu_s = gateway.ready_cpu_s
                time.sleep(1)  # ready may come before the broker's SUBACK
            self.empty_bytes = database_bytes(self.folder / "gateway.db")

    def publish(self) -> None:
        day_ms = 86_400_000
        spread = settings.INGEST_MESSAGES / (settings.INGEST_HOMES * settings.INGEST_PER_HOME_DAY) * 1.06 * day_ms
        start_ms = int(time.time() * 1000 - spread)
        self.broker.publish(settings.INGEST_HOMES, settings.INGEST_MESSAGES, settings.INGEST_PER_HOME_DAY, start_ms,
                            self.folder / "publish.log")

    def gateway(self) -> Gateway:
        assert self.homes is not None
        return Gateway(self.folder / "gateway", self.homes, self.folder / "gateway.db", self.broker.port)

    def drain_c(self) -> float:
        return run([settings.TOOLS / "ingest_baseline", "drain", self.broker.port, C_ID, self.folder / "c.db",
                    settings.INGEST_MESSAGES], self.folder / "c.log").cpu_s

    def drain_python(self) -> float:
        return run([sys.executable, settings.ROOT / "Benchmarks" / "ingest_baseline.py", self.broker.port, PYTHON_ID,
                    self.folder / "python.db", settings.INGEST_MESSAGES], self.folder / "python.log").cpu_s

    def drain_gateway(self) -> float:
        with self.gateway() as gateway:
            cpu = gateway.wait_stored(settings.INGEST_MESSAGES)
            self.readings = gateway.metric(READINGS)
        return cpu


def measure(report: Report) -> None:
    homes: Path | None = settings.WORK / "ingest" / "homes"
    try:
        write_homes(homes, settings.INGEST_HOMES)
    except BenchFailure as failure:
        report.failed("ingest: gateway", failure)
        homes = None
    cpu: dict[str, list[float]] = {"c": [], "python": [], "gateway": []}
    starts: list[float] = []
    current: IngestRound | None = None
    with Broker() as broker:
        for number in range(settings.ROUNDS):
            current = IngestRound(broker, settings.WORK / "ingest" / "round", homes)
            current.prime()
            current.publish()
            starts.append(current.start_cpu_s)
            legs = [("c", current.drain_c), ("python", current.drain_python)]
            if homes is not None:
                legs.append(("gateway", current.drain_gateway))
            for name, drain in legs[number % len(legs):] + legs[:number % len(legs)]:
                cpu[name].append(drain() / settings.INGEST_MESSAGES * 1e6)
                say(f"ingest round {number + 1}: {name} {cpu[name][-1]:.2f} us CPU per message")
    summarise(report, cpu, starts, current if homes is not None else None)
    shutil.rmtree(settings.WORK / "ingest", ignore_errors=True)


def summarise(report: Report, cpu: dict[str, list[float]], starts: list[float], last: IngestRound | None) -> None:
    middle = {name: median(values) for name, values in cpu.items() if values}
    for name, values in cpu.items():
        if values:
            spread = f"{min(values):.2f} to {max(values):.2f}"
            report.note(f"ingest: {name}, CPU us/message ({spread})", f"{middle[name]:.2f}")
    if last is None:
        return
    report.note("ingest: gateway start-up with an empty queue, CPU ms", f"{median(starts) * 1000:.0f}")
    report.judge("ingest: gateway / C (aim 1.5)", middle["gateway"] / middle["c"], settings.INGEST_OVER_C)
    report.judge("ingest: gateway / Python", middle["gateway"] / middle["python"], settings.INGEST_OVER_PYTHON,
                 digits=3)
    summarise_size(report, last)


def summarise_size(report: Report, last: IngestRound) -> None:
    database = last.folder / "gateway.db"
    grown = database_bytes(database) - last.empty_bytes
    report.note("ingest: database bytes per message", f"{grown / settings.INGEST_MESSAGES:.0f}")
    if last.readings:
        report.note("ingest: readings per message", f"{last.readings / settings.INGEST_MESSAGES:.2f}")
        report.note("ingest: database bytes per reading", f"{grown / last.readings:.1f}")
    for name, size in largest_tables(database):
        report.note(f"ingest: of which {name}, bytes per message", f"{size / settings.INGEST_MESSAGES:.1f}")
