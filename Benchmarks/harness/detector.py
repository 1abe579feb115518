"""What closing a day costs in the change detector: `vardag measure-detector` against the same arithmetic in C."""

from statistics import median

from . import settings
from .gateway import require_gateway
from .processes import BenchFailure, run
from .report import Report, say

RESIDENTS, DAYS = 1_000, 60
NIGHT = 10_000


def nanoseconds(command: list[object]) -> tuple[float, str]:
    """A resident-day's, and the sum of all evidence."""
    cost, total = run(command, settings.WORK / "detector.log").output.split()
    return float(cost), total


def measure(report: Report) -> None:
    require_gateway()
    ours, plain, large = [], [], []
    for _ in range(settings.ROUNDS):
        mine, total = nanoseconds([settings.GATEWAY, "measure-detector", "--residents", RESIDENTS, "--days", DAYS])
        theirs, expected = nanoseconds([settings.TOOLS / "detector_baseline", RESIDENTS, DAYS])
        if total != expected:
            raise BenchFailure(f"detector: the evidence sums to {total}, in C to {expected}")
        ours.append(mine)
        plain.append(theirs)
        large.append(nanoseconds([settings.GATEWAY, "measure-detector", "--residents", NIGHT, "--days", DAYS])[0])
    say(f"detector: {median(ours):.0f} ns a resident-day")
    report.judge("detector: a resident-day", median(ours) / 1000, settings.DETECTOR_US, " us")
    report.note("detector: the same in C, us", f"{median(plain) / 1000:.2f}")
    report.note("detector: a resident-day / C", f"{median(mine / c for mine, c in zip(ours, plain)):.2f}")
    report.judge(f"detector: {NIGHT} residents' night", median(large) * NIGHT / 1e9, settings.DETECTOR_NIGHT_S, " s")
    report.judge("detector: cost at ten times the residents", median(b / a for a, b in zip(ours, large)),
                 settings.DETECTOR_LINEAR)
