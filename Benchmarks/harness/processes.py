"""Starting, measuring and ending processes; each is ended by its own id and no wait is without a limit."""

import os
import signal
import socket
import subprocess
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

from . import settings

TICKS_PER_S = os.sysconf("SC_CLK_TCK")


class BenchFailure(Exception):
    """A leg that could not be measured; the message says why."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def tail(log: Path) -> str:
    lines = log.read_text(errors="replace").strip().splitlines() if log.exists() else []
    return " | ".join(lines[-3:])[-400:]


def cpu_seconds(pid: int) -> float:
    """User and system time of all threads of a running process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS_PER_S


def status_mib(pid: int, key: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(key + ":"):
            return int(line.split()[1]) / 1024
    raise BenchFailure(f"no {key} for process {pid}")


@dataclass
class Finished:
    """One process from start to exit."""

    cpu_s: float
    wall_s: float
    peak_mib: float
    output: str
    # (seconds since the start, resident MiB), about one a second
    resident: list[tuple[float, float]] = field(default_factory=list)


def run(arguments: list[object], log: Path, limit_s: float = settings.STEP_LIMIT_S, watch: bool = False) -> Finished:
    """Runs to the end and takes the kernel's own account of CPU and peak memory."""
    command = [str(argument) for argument in arguments]
    log.parent.mkdir(parents=True, exist_ok=True)
    started = time.monotonic()
    with log.open("wb") as errors:
        out = log.with_suffix(".out").open("w+b")
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=out, stderr=errors)
    samples: list[tuple[float, float]] = []
    done = threading.Event()
    timer = threading.Timer(limit_s, process.kill)
    timer.start()
    sampler = threading.Thread(target=sample_resident, args=(process.pid, started, samples, done))
    if watch:
        sampler.start()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.monotonic() - started
    timer.cancel()
    done.set()
    process.returncode = os.waitstatus_to_exitcode(status)
    out.seek(0)
    output = out.read().decode(errors="replace")
    out.close()
    if process.returncode != 0:
        reason = f"limit of {limit_s:.0f} s reached" if process.returncode == -signal.SIGKILL else tail(log)
        raise BenchFailure(f"{Path(command[0]).name} {' '.join(command[1:3])}: exit {process.returncode}: {reason}")
    return Finished(usage.ru_utime + usage.ru_stime, wall, usage.ru_maxrss / 1024, output, samples)


def sample_resident(pid: int, started: float, samples: list[tuple[float, float]], done: threading.Event) -> None:
    while not done.wait(1.0):
        try:
            samples.append((time.monotonic() - started, status_mib(pid, "VmRSS")))
        except (OSError, BenchFailure):
            return


class Daemon:
    """A process that runs until it is told to stop."""

    def __init__(self, arguments: list[object], log: Path) -> None:
        log.parent.mkdir(parents=True, exist_ok=True)
        self.log = log
        self.started = time.monotonic()
        with log.open("wb") as out:
            self.process = subprocess.Popen([str(argument) for argument in arguments], stdin=subprocess.DEVNULL,
                                            stdout=out, stderr=out)

    @property
    def pid(self) -> int:
        return self.process.pid

    def check_running(self) -> None:
        if self.process.poll() is not None:
            raise BenchFailure(f"{self.process.args[0]} ended with {self.process.returncode}: {tail(self.log)}")

    def stop(self, limit_s: float = 60) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(limit_s)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    def __enter__(self) -> "Daemon":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
