"""ingest_baseline.py PORT CLIENT_ID DB COUNT

The usual way to do it in Python, done well: paho-mqtt with manual acknowledgement, json, sqlite3; 1,000 messages a
transaction (write-ahead log, synchronous FULL), acknowledged after the commit. Stores the decoded main value and the
raw message, one row a message.
"""

import json
import sqlite3
import sys
import time

import paho.mqtt.client as mqtt
from paho.mqtt.packettypes import PacketTypes
from paho.mqtt.properties import Properties

BATCH = 1000
VALUES = ("occupancy", "contact", "temperature", "power", "smoke", "water_leak", "action")


class Consumer:
    def __init__(self, port: int, client_id: str, path: str, count: int) -> None:
        self.count, self.stored = count, 0
        self.rows: list[tuple] = []
        self.waiting: list[tuple[int, int]] = []
        self.database = sqlite3.connect(path, isolation_level=None)
        self.database.execute("PRAGMA journal_mode=WAL")
        self.database.execute("PRAGMA synchronous=FULL")
        self.database.execute("CREATE TABLE IF NOT EXISTS message (id INTEGER PRIMARY KEY, received REAL, seen TEXT,"
                              " topic TEXT, quantity TEXT, value, payload BLOB)")
        self.client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=client_id, protocol=mqtt.MQTTv5,
                                  manual_ack=True)
        self.client.on_message = self.keep
        properties = Properties(PacketTypes.CONNECT)
        properties.ReceiveMaximum = BATCH
        properties.SessionExpiryInterval = 0xFFFFFFFF
        self.client.connect("127.0.0.1", port, clean_start=False, properties=properties)

    def keep(self, _client: mqtt.Client, _context: object, message: mqtt.MQTTMessage) -> None:
        values = json.loads(message.payload)
        quantity = next((name for name in VALUES if name in values), None)
        self.rows.append((time.time(), values.get("last_seen"), message.topic, quantity, values.get(quantity),
                          message.payload))
        self.waiting.append((message.mid, message.qos))
        if len(self.rows) == BATCH:
            self.commit()

    def commit(self) -> None:
        if not self.rows:
            return
        self.database.execute("BEGIN IMMEDIATE")
        self.database.executemany("INSERT INTO message (received, seen, topic, quantity, value, payload)"
                                  " VALUES (?, ?, ?, ?, ?, ?)", self.rows)
        self.database.execute("COMMIT")
        self.stored += len(self.rows)
        for mid, qos in self.waiting:
            self.client.ack(mid, qos)
        self.rows, self.waiting = [], []

    def drain(self) -> None:
        moved = time.monotonic()
        while self.stored < self.count:
            before = self.stored + len(self.rows)
            if self.client.loop(timeout=0.2) != mqtt.MQTT_ERR_SUCCESS:
                sys.exit("lost the broker")
            if self.stored + len(self.rows) == before:
                self.commit()
            else:
                moved = time.monotonic()
            if time.monotonic() - moved > 10:
                sys.exit(f"no message for 10 s, {self.stored} of {self.count} stored")
        self.client.disconnect()
        self.database.close()


def main() -> None:
    if len(sys.argv) != 5:
        sys.exit("usage: ingest_baseline.py PORT CLIENT_ID DB COUNT")
    Consumer(int(sys.argv[1]), sys.argv[2], sys.argv[3], int(sys.argv[4])).drain()


if __name__ == "__main__":
    main()
