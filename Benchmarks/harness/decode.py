"""What reading one payload costs: `vardag decode --measure` against a plain C parse of the same bytes."""

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


def costs(name: str, messages: list[Message]) -> tuple[list[float], list[float]]:
    """Nanoseconds of each message: the gateway's, the baseline's; medians of the rounds, taken in turns."""
    lines, records = FOLDER / f"{name}.jsonl", FOLDER / f"{name}.records"
    with lines.open("w", encoding="utf-8") as out:
        for topic, payload in messages:
            out.write(json.dumps({"topic": topic, "payload_base64": base64.b64encode(payload).decode()}) + "\n")
    records.write_bytes(b"".join(struct.pack("<I", len(payload)) + payload for _, payload in messages))
    ours, plain = [], []
    for _ in range(settings.ROUNDS):
        ours.append(nanoseconds([settings.GATEWAY, "decode", "--measure", lines, "--devices", settings.DEVICES]))
        plain.append(nanoseconds([settings.TOOLS / "decode_baseline", records]))
    if any(len(round_costs) != len(messages) for round_costs in ours + plain):
        raise BenchFailure(f"decode: {name}: not one cost for each of {len(messages)} messages")
    return [median(column) for column in zip(*ours)], [median(column) for column in zip(*plain)]


def nanoseconds(command: list[object]) -> list[float]:
    return [float(line) for line in run(command, FOLDER / "measure.log").output.split()]


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
        say(f"decode {prefix}{name}: {len(messages)} payloads, {sum(ours) / len(ours):.0f} ns")
        row = f"decode: {prefix}{name}"
        report.note(f"{row}: ns/message, C ns", f"{sum(ours) / len(ours):.0f}, {sum(plain) / len(plain):.0f}")
        if name == "zigbee2mqtt":
            ratios = [mine / theirs for mine, theirs in zip(ours, plain)]
            report.judge(f"{row}: median payload / C", median(ratios), settings.DECODE_OVER_C)
        report.judge(f"{row}: all payloads / C", sum(ours) / sum(plain), settings.DECODE_SLOWEST_OVER_C)
