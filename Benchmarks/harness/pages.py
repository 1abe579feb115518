"""The page while alerts come: how soon one is on an open page, what 200 open pages cost the ingest, and the feed with
many alerts."""

import http.client
import json
import selectors
import shutil
import socket
import sqlite3
import threading
import time
from pathlib import Path
from statistics import median

from . import settings
from .broker import Broker
from .flood import connected
from .gateway import Gateway, write_homes
from .ingest import GATEWAY_ID
from .processes import BenchFailure
from .report import Report, say

# As in the pages' script: once renewed, a page is not renewed again sooner, by what it is told.
RENEW_AT_MOST_S = {b"event: alert": 1.0, b"event: change": 5.0}


def percentile(values: list[float], share: float) -> float:
    return sorted(values)[min(len(values) - 1, int(share * len(values)))]


def fetch(port: int, path: str) -> tuple[float, str]:
    """Seconds and text of one page."""
    begun = time.monotonic()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        text = answer.read().decode()
        if answer.status != 200:
            raise BenchFailure(f"GET {path}: {answer.status}")
    finally:
        connection.close()
    return time.monotonic() - begun, text


class OpenPages:
    """Open pages: each holds its stream of events and fetches the page again when it is told of a change."""

    def __init__(self, port: int, count: int, path: str = "/") -> None:
        self.port, self.path, self.fetched, self.refused = port, path, 0, 0
        self.ended = threading.Event()
        self.selector = selectors.DefaultSelector()
        # Seconds that must be between the last renewal and the next one that is wanted.
        self.wanted: dict[int, float] = {}
        self.renewed: dict[int, float] = {}
        self.sockets = []
        for number in range(count):
            stream = socket.create_connection(("127.0.0.1", port))
            stream.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
            if b" 200 " not in stream.recv(4096).split(b"\r\n", 1)[0]:
                raise BenchFailure(f"stream {number + 1} of {count} was refused")
            stream.setblocking(False)
            self.selector.register(stream, selectors.EVENT_READ, number)
            self.sockets.append(stream)
        self.threads = [threading.Thread(target=self.listen), threading.Thread(target=self.renew)]
        for thread in self.threads:
            thread.start()

    def listen(self) -> None:
        while not self.ended.is_set():
            for key, _ in self.selector.select(timeout=0.2):
                try:
                    text = key.fileobj.recv(65536)
                except OSError:
                    continue
                for event, pause in RENEW_AT_MOST_S.items():
                    if event in text:
                        self.wanted[key.data] = min(pause, self.wanted.get(key.data, pause))

    def renew(self) -> None:
        while not self.ended.is_set():
            now = time.monotonic()
            due = [page for page, pause in list(self.wanted.items()) if now - self.renewed.get(page, 0) >= pause]
            for page in due:
                if self.ended.is_set():
                    return
                pause = self.wanted.pop(page)
                try:
                    fetch(self.port, self.path)
                    self.fetched += 1
                except (BenchFailure, OSError):
                    self.refused += 1
                    self.wanted[page] = pause
                self.renewed[page] = time.monotonic()
            if not due:
                time.sleep(0.02)

    def close(self) -> None:
        self.ended.set()
        for thread in self.threads:
            thread.join()
        for stream in self.sockets:
            stream.close()


def delays(broker: Broker, gateway: Gateway) -> list[float]:
    """Seconds from the publication of an emergency press until its home stands on a page that is held open."""
    publisher, found = connected(broker.port), []
    stream = socket.create_connection(("127.0.0.1", gateway.http_port))
    stream.sendall(b"GET /events HTTP/1.1\r\nHost: localhost\r\nAccept: text/event-stream\r\n\r\n")
    renewed = 0.0
    for number in range(settings.PAGES_ALERTS):
        home = f"bench{number:03d}"
        sent = time.monotonic()
        publisher.publish(f"homes/{home}/zigbee2mqtt/sos_button", json.dumps({"action": "emergency"}), qos=1)
        stream.settimeout(settings.STALL_LIMIT_S)
        while True:
            if b"event: change" not in (text := stream.recv(65536)) and b"event: alert" not in text:
                continue
            time.sleep(max(0.0, renewed + RENEW_AT_MOST_S[b"event: alert"] - time.monotonic()))
            page = fetch(gateway.http_port, "/")[1]
            renewed = time.monotonic()
            if f"/residents/{home}" in page.split('id="technical"')[0]:
                break
            if renewed - sent > settings.STALL_LIMIT_S:
                raise BenchFailure("an alert does not come onto the page")
        found.append(renewed - sent)
    stream.close()
    publisher.disconnect()
    publisher.loop_stop()
    return found


def measure_delay(report: Report) -> None:
    folder = settings.WORK / "pages-delay"
    write_homes(folder / "homes", settings.PAGES_ALERTS)
    with Broker() as broker, Gateway(folder / "gateway", folder / "homes", folder / "care.db", broker.port) as gateway:
        fetch(gateway.http_port, "/")
        found = delays(broker, gateway)
    report.note(f"pages: alert on an open page after its message, median s ({len(found)} alerts)",
                f"{median(found):.2f}")
    report.judge("pages: the same, 95 of 100", percentile(found, 0.95), settings.PAGES_DELAY_S, " s")
    shutil.rmtree(folder, ignore_errors=True)


def drain(folder: Path, broker: Broker, homes: Path, pages: int) -> tuple[float, float, int, int]:
    """Wall and CPU seconds of a drained backlog, and the pages fetched and refused meanwhile."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    broker.forget_session(GATEWAY_ID)
    with Gateway(folder / "gateway", homes, folder / "care.db", broker.port) as gateway:
        time.sleep(1)  # ready may come before the broker's SUBACK
        opened = OpenPages(gateway.http_port, pages)
        try:
            begun = time.monotonic()
            day_ms = 86_400_000
            spread = settings.PAGES_MESSAGES / (settings.INGEST_HOMES * settings.INGEST_PER_HOME_DAY) * 1.06 * day_ms
            broker.publish(settings.INGEST_HOMES, settings.PAGES_MESSAGES, settings.INGEST_PER_HOME_DAY,
                           int(time.time() * 1000 - spread), folder / "publish.log")
            # Alerts among them, so that the pages have something to show.
            publisher = connected(broker.port)
            for number in range(settings.PAGES_PRESSES):
                press = json.dumps({"action": "emergency"})
                publisher.publish(f"homes/bench{number:03d}/zigbee2mqtt/sos_button", press, qos=1)
                time.sleep(settings.PAGES_PRESS_S)
            cpu = gateway.wait_stored(settings.PAGES_MESSAGES + settings.PAGES_PRESSES)
            wall = time.monotonic() - begun
            publisher.disconnect()
            publisher.loop_stop()
        finally:
            opened.close()
    return wall, cpu, opened.fetched, opened.refused


def measure_load(report: Report) -> None:
    folder = settings.WORK / "pages-load"
    write_homes(folder / "homes", settings.INGEST_HOMES)
    walls: dict[int, list[float]] = {0: [], settings.PAGES_OPEN: []}
    fetched = refused = 0
    with Broker() as broker:
        for number in range(settings.ROUNDS):
            for pages in sorted(walls, reverse=number % 2 == 1):
                wall, cpu, got, failed = drain(folder / "round", broker, folder / "homes", pages)
                walls[pages].append(wall)
                say(f"pages round {number + 1}: {pages} open, {wall:.2f} s, {cpu:.2f} s CPU, {got} fetched, "
                    f"{failed} refused")
                fetched, refused = fetched + got, refused + failed
    report.note(f"pages: fetched by {settings.PAGES_OPEN} open pages (refused for a moment)", f"{fetched} ({refused})")
    report.judge(f"pages: live ingest with {settings.PAGES_OPEN} open pages / with none",
                 median(walls[settings.PAGES_OPEN]) / median(walls[0]), settings.PAGES_SLOWER)
    shutil.rmtree(folder, ignore_errors=True)


def fill(database: Path, homes: int, alerts: int, opened: int) -> None:
    """Alerts of many residents, so many of them open, as the gateway writes them: copies of the one that is there."""
    with sqlite3.connect(database, timeout=30) as store:
        columns = [row[1] for row in store.execute("PRAGMA table_info(alert)")]
        row = dict(zip(columns, store.execute("SELECT * FROM alert WHERE open LIMIT 1").fetchone()))
        store.executemany("INSERT OR IGNORE INTO home (id) VALUES (?)",
                          ((f"bench{number:03d}",) for number in range(homes)))
        numbers = dict(store.execute("SELECT id, number FROM home"))

        def copies():
            for number in range(alerts):
                home = f"bench{number % homes:03d}"
                priority = ("P1", "P2", "P2", "P3", "P3", "P3", "T", "T")[number % 8]
                at = row["onset"] - number * 60_000
                is_open = number < opened
                state = row["state"] if is_open else "resolved"
                body = json.loads(row["body"])
                body.update(id=f"{home}.sos.copy.{number}", home=home, resident=home, priority=priority, state=state)
                yield [{**row, "id": body["id"], "home": numbers[home], "onset": at, "priority": priority,
                        "state": state, "open": int(is_open), "latestAt": at, "body": json.dumps(body)}[column]
                       for column in columns]

        store.executemany(f"INSERT INTO alert VALUES ({','.join('?' * len(columns))})", copies())
    store.close()


def measure_feed(report: Report) -> None:
    folder = settings.WORK / "pages-feed"
    write_homes(folder / "homes", settings.PAGES_HOMES)
    with Broker() as broker:
        with Gateway(folder / "first", folder / "homes", folder / "care.db", broker.port) as gateway:
            publisher = connected(broker.port)
            publisher.publish("homes/bench000/zigbee2mqtt/sos_button", json.dumps({"action": "emergency"}), qos=1)
            gateway.wait_stored(2)  # the gateway's own marker is one
            while "bench000" not in fetch(gateway.http_port, "/v1/alerts?open=true")[1]:
                time.sleep(0.05)
            publisher.disconnect()
            publisher.loop_stop()
        fill(folder / "care.db", settings.PAGES_HOMES, settings.PAGES_STORED, settings.PAGES_UNDONE)
        times: dict[str, list[float]] = {"empty": [], "feed": [], "filtered": []}
        # Two gateways in one run: one with nothing, one with everything; each has a session of its own at the broker.
        write_homes(folder / "none" / "homes", 1)
        with Broker() as other, \
                Gateway(folder / "empty", folder / "none" / "homes", folder / "empty.db", other.port) as empty, \
                Gateway(folder / "full", folder / "homes", folder / "care.db", broker.port) as full:
            ways = {"empty": (empty, "/"), "feed": (full, "/"), "filtered": (full, "/?q=bench1999")}
            for number in range(settings.PAGES_FETCHES + 5):
                for name, (gateway, path) in ways.items():
                    seconds = fetch(gateway.http_port, path)[0]
                    if number >= 5:
                        times[name].append(seconds)
    for name, found in times.items():
        report.note(f"pages: {name}, 95 of 100, ms", f"{percentile(found, 0.95) * 1000:.1f}")
    report.judge(f"pages: the feed with {settings.PAGES_HOMES} residents and {settings.PAGES_STORED} alerts, "
                 f"{settings.PAGES_UNDONE} of them open, "
                 "p95 above an empty one", (percentile(times["feed"], 0.95) - percentile(times["empty"], 0.95)) * 1000,
                 settings.PAGES_ABOVE_MS, " ms", digits=1)
    shutil.rmtree(folder, ignore_errors=True)


def measure(report: Report) -> None:
    measure_delay(report)
    measure_feed(report)
    measure_load(report)
