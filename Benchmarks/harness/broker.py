"""The one real mosquitto of a run."""

import getpass
import shutil
import socket
import time
from pathlib import Path

from . import settings
from .processes import BenchFailure, Daemon, free_port, run

# The shipped limits; no snapshot to disk, which would only blur the clock of the consumers, not change their work.
CONFIGURATION = """\
listener {port} 127.0.0.1
allow_anonymous true
persistence false
max_queued_messages 0
max_queued_bytes 0
max_inflight_messages 1000
upgrade_outgoing_qos true
set_tcp_nodelay true
log_dest stderr
log_type error
log_type warning
user {user}
"""


class Broker(Daemon):
    def __init__(self) -> None:
        program = shutil.which("mosquitto", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
        if program is None:
            raise BenchFailure("no mosquitto: run scripts/install-needs")
        self.port = free_port()
        path = settings.WORK / "mosquitto.conf"
        path.write_text(CONFIGURATION.format(port=self.port, user=getpass.getuser()))
        super().__init__([program, "-c", path], settings.WORK / "mosquitto.log")
        self.wait_for_port()

    def wait_for_port(self) -> None:
        for _ in range(200):
            self.check_running()
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.05)
        raise BenchFailure("mosquitto does not listen")

    def forget_session(self, client_id: str) -> None:
        run(["mosquitto_pub", "-h", "127.0.0.1", "-p", self.port, "-i", client_id, "-t", "bench/none", "-n"],
            settings.WORK / "forget.log", limit_s=30)

    def publish(self, homes: int, count: int, per_day: float, start_ms: int, log: Path) -> None:
        run([settings.TOOLS / "generate", "publish", "--homes", homes, "--count", count, "--per-day", per_day,
             "--start", start_ms, "--port", self.port], log)
