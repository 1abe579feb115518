"""What reading one message costs: `vardag decode --measure` against a plain C parse of the same bytes.

Twice: the payload alone, and topic and payload. What a bare value means stands in the topic, so that alone its C parse
is no reading of it.
"""

import base64
import json
import shutil
import struct
from collections import defaultdict
from pathlib import Path
from statistics import median

from . import settings
from .gateway import require_gateway
from .processes import BenchFailure, run
from .report import Report, say

FOLDER = settings.WORK / "decode"

Message = tuple[str, bytes]
# Nanoseconds: of the payload alone, of topic and payload.
Cost = tuple[float, float]


def shipped_examples() -> dict[str, list[Message]]:
    """The examples beside the rules, by convention."""
    found: dict[str, list[Message]] = defaultdict(list)
    for line in run([settings.GATEWAY, "decode", "--examples", "--devices", settings.DEVICES],
                    FOLDER / "examples.log").output.splitlines():
        example = json.loads(line)
        found[example["convention"]].append((example["topic"], example["payload"].encode()))
    return found


def recorded(path: Path) -> list[Message]:
    """JSON lines with `topic` and `payload` or `payload_base64`."""
    messages = []
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        if "payload_base64" in row:
            payload = base64.b64decode(row["payload_base64"])
        else:
            stated = row.get("payload", "")
            payload = (stated if isinstance(stated, str) else json.dumps(stated)).encode()
        messages.append((row["topic"], payload))
    return messages


def costs(name: str, messages: list[Message]) -> tuple[list[Cost], list[Cost]]:
    """Nanoseconds of each message: the gateway's, the baseline's; medians of the rounds, taken in turns."""
    lines, records = FOLDER / f"{name}.jsonl", FOLDER / f"{name}.records"
    with lines.open("w", encoding="utf-8") as out:
        for topic, payload in messages:
            out.write(json.dumps({"topic": topic, "payload_base64": base64.b64encode(payload).decode()}) + "\n")
    parts = [part for topic, payload in messages for part in (topic.encode(), payload)]
    records.write_bytes(b"".join(struct.pack("<I", len(part)) + part for part in parts))
    ours, plain = [], []
    for _ in range(settings.ROUNDS):
        ours.append(nanoseconds([settings.GATEWAY, "decode", "--measure", lines, "--devices", settings.DEVICES]))
        plain.append(nanoseconds([settings.TOOLS / "decode_baseline", records]))
    if any(len(round_costs) != len(messages) for round_costs in ours + plain):
        raise BenchFailure(f"decode: {name}: not one cost for each of {len(messages)} messages")
    return medians(ours), medians(plain)


def medians(rounds: list[list[Cost]]) -> list[Cost]:
    """Of each message, over the rounds."""
    return [(median(cost[0] for cost in column), median(cost[1] for cost in column)) for column in zip(*rounds)]


def nanoseconds(command: list[object]) -> list[Cost]:
    lines = run(command, FOLDER / "measure.log").output.splitlines()
    return [(float(payload), float(message)) for payload, message in (line.split() for line in lines)]


def measure(report: Report) -> None:
    require_gateway()
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    judge(report, shipped_examples())
    if settings.DECODE_PAYLOADS is not None:
        others = {path.stem: recorded(path) for path in sorted(settings.DECODE_PAYLOADS.glob("*.jsonl"))}
        judge(report, others, "other payloads: ")
    shutil.rmtree(FOLDER, ignore_errors=True)


def judge(report: Report, conventions: dict[str, list[Message]], prefix: str = "") -> None:
    for name, messages in sorted(conventions.items()):
        if not messages:
            continue
        ours, plain = costs(name, messages)
        mine = [sum(column) / len(messages) for column in zip(*ours)]
        theirs = [sum(column) / len(messages) for column in zip(*plain)]
        say(f"decode {prefix}{name}: {len(messages)} messages, {mine[0]:.0f} ns")
        row = f"decode: {prefix}{name}"
        report.note(f"{row}: payload, ns, C ns, ratio", f"{mine[0]:.0f}, {theirs[0]:.0f}, {mine[0] / theirs[0]:.1f}")
        report.note(f"{row}: topic and payload, ns, C ns", f"{mine[1]:.0f}, {theirs[1]:.0f}")
        if name == "zigbee2mqtt":
            ratios = [our_cost[0] / c_cost[0] for our_cost, c_cost in zip(ours, plain)]
            report.judge(f"{row}: median payload / C", median(ratios), settings.DECODE_OVER_C)
        report.judge(f"{row}: topic and payload / C", mine[1] / theirs[1], settings.DECODE_SLOWEST_OVER_C)
