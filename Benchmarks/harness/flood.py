"""One device floods its topic while another home goes on quietly: how long the other's messages take to be stored."""

import json
import shutil
import sqlite3
import threading
import time
from statistics import median

import paho.mqtt.client as mqtt

from . import settings
from .broker import Broker
from .gateway import Gateway, write_homes
from .processes import BenchFailure
from .report import Report, say

NOISY = "homes/bench000/zigbee2mqtt/hall_motion"
QUIET = "homes/bench001/zigbee2mqtt/hall_motion"
SAMPLED = "SELECT coalesce(sum(count), 0) FROM quarantine WHERE reason LIKE 'flood:%'"
STORED_QUIET = "SELECT count(*) FROM message JOIN topic ON topic.number = message.topic WHERE topic.name = ?"


def connected(port: int) -> mqtt.Client:
    client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, protocol=mqtt.MQTTv5)
    client.connect("127.0.0.1", port)
    client.loop_start()
    return client


class Flood:
    """Publishes as fast as it can, with never more than a thousand under way."""

    def __init__(self, port: int) -> None:
        self.client, self.sent, self.ended = connected(port), 0, threading.Event()
        self.thread = threading.Thread(target=self.pour)
        self.thread.start()

    def pour(self) -> None:
        waiting: list[mqtt.MQTTMessageInfo] = []
        while not self.ended.is_set():
            payload = json.dumps({"occupancy": self.sent % 2 == 0, "illuminance": self.sent % 900, "linkquality": 90})
            waiting.append(self.client.publish(NOISY, payload, qos=1))
            self.sent += 1
            if len(waiting) == 1000:
                waiting[0].wait_for_publish(30)
                waiting = waiting[500:]
        for message in waiting:
            message.wait_for_publish(30)

    def end(self) -> None:
        self.ended.set()
        self.thread.join()
        self.client.disconnect()
        self.client.loop_stop()


def delays(port: int, database: sqlite3.Connection) -> list[float]:
    """Seconds from a quiet message's publication until its row is there, one message after the other."""
    client, found = connected(port), []
    begun = time.monotonic()
    stored, = database.execute(STORED_QUIET, (QUIET,)).fetchone()
    while time.monotonic() - begun < settings.FLOOD_S:
        sent = time.monotonic()
        client.publish(QUIET, json.dumps({"occupancy": len(found) % 2 == 0, "linkquality": 80}), qos=1)
        while database.execute(STORED_QUIET, (QUIET,)).fetchone()[0] == stored:
            if time.monotonic() - sent > settings.STALL_LIMIT_S:
                raise BenchFailure("a quiet home's message is not stored")
            time.sleep(0.005)
        found.append(time.monotonic() - sent)
        stored += 1
        time.sleep(0.1)
    client.disconnect()
    client.loop_stop()
    return found


def measure(report: Report) -> None:
    folder = settings.WORK / "flood"
    write_homes(folder / "homes", 2)
    with Broker() as broker, Gateway(folder / "gateway", folder / "homes", folder / "care.db", broker.port) as gateway:
        database = sqlite3.connect(folder / "care.db", timeout=30)
        alone = delays(broker.port, database)
        flood = Flood(broker.port)
        try:
            beside = delays(broker.port, database)
        finally:
            flood.end()
        gateway.wait_stored(flood.sent + len(alone) + len(beside))
        sampled, = database.execute(SAMPLED).fetchone()
        database.close()
    say(f"flood: {flood.sent} messages in {settings.FLOOD_S} s on one topic")
    report.note("flood: messages a second on one topic", f"{flood.sent / settings.FLOOD_S:.0f}")
    report.note("flood: of which sampled away, %", f"{100 * sampled / flood.sent:.0f}")
    report.note(f"flood: another home's message until stored, median ms ({median(alone) * 1000:.0f} without)",
                f"{median(beside) * 1000:.0f}")
    report.judge("flood: the longest of them", max(beside), settings.FLOOD_DELAY_S, " s")
    shutil.rmtree(folder, ignore_errors=True)
