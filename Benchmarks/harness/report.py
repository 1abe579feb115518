"""The rows of the result and how they are printed."""

from dataclasses import dataclass

from . import settings


@dataclass
class Row:
    what: str
    measured: str
    bar: str = ""
    verdict: str = ""


class Report:
    def __init__(self) -> None:
        self.rows: list[Row] = []

    def note(self, what: str, measured: str) -> None:
        self.rows.append(Row(what, measured))

    def judge(self, what: str, value: float, bar: float, unit: str = "", digits: int = 2) -> None:
        verdict = "PASS" if value <= bar else "MISS"
        self.rows.append(Row(what, f"{value:.{digits}f}{unit}", f"<= {bar:g}{unit}", verdict))

    def failed(self, what: str, reason: object) -> None:
        self.rows.append(Row(what, f"did not run: {reason}", "", "MISS"))

    @property
    def missed(self) -> bool:
        return any(row.verdict == "MISS" for row in self.rows)

    def text(self, heading: str) -> str:
        first = max((len(row.what) for row in self.rows), default=0)
        second = max((len(row.measured) for row in self.rows if not row.measured.startswith("did")), default=0)
        third = max((len(row.bar) for row in self.rows), default=0)
        lines = [heading, ""]
        for row in self.rows:
            line = f"{row.what:<{first}}  {row.measured:>{second}}  {row.bar:<{third}}  {row.verdict}"
            lines.append(line.rstrip())
        return "\n".join(lines) + "\n"

    def write(self, heading: str) -> None:
        text = self.text(heading)
        print("\n" + text, flush=True)
        settings.REPORT.write_text(text, encoding="utf-8")


def say(text: str) -> None:
    print(f"bench: {text}", flush=True)
