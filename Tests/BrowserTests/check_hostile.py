"""Shows that what devices, files and people write stays text, in headless Chromium.

check_hostile.py ADDRESS FILES BROKER_PORT SCREENSHOTS: puts a home into the folder FILES whose names are markup,
right-to-left text, emoji and as long as they may be, has it raise an alert and its bridge announce a device of such a
name with a maker of 10 kB, writes the same in notes, and looks at every page: nothing of it runs, turns the direction
of the text around it, or makes the page wider than the window. Prints one line a failure and exits 1 when any check
failed.
"""

import argparse
import json
import pathlib
import sys
import time
import urllib.error
import urllib.parse
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright

from check_pages import WIDTHS, Checks, act, overflow, publish, unfold, violations

HOME = "hostile"
MARKUP = ('<img src=x onerror="window.hostile=1"><script>window.hostile=1</script>\u202egnp.exe\u2066 '
          "👩🏽‍⚕️🇸🇪 שלום مرحبا {{x}}")
LIMIT_S = 30


def text(length: int) -> str:
    """The same over and over, then one word without an end."""
    return (MARKUP * length)[: length // 2] + "W" * (length - length // 2)


def write_home(files: pathlib.Path) -> None:
    def quoted(length: int) -> str:
        return json.dumps(text(length), ensure_ascii=False)

    # Written apart and moved, so that the gateway never reads half of it.
    draft = files.parent / "hostile.draft"
    draft.write_text(f"""home: {HOME}
resident: {HOME}
time_zone: Europe/Stockholm
base_topic: homes/{HOME}
contacts:
  - {{name: {quoted(100)}, role: {quoted(100)}, phone: "070-174 06 05", note: {quoted(500)}}}
plan:
  - {{when: P1, do: {quoted(500)}}}
key: {quoted(500)}
devices:
  - {{device: {quoted(200)}, kind: button, room: {quoted(200)}, topic: homes/{HOME}/zigbee2mqtt/sos}}
  - {{device: bed, kind: bed, room: {quoted(200)}, placement: bed}}
""")
    draft.rename(files / f"{HOME}.yaml")


def get(address: str, path: str) -> dict:
    with urllib.request.urlopen(address + path, timeout=20) as answer:
        return json.load(answer)


def wait(what: str, found):
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        try:
            if value := found():
                return value
        except urllib.error.HTTPError:
            pass
        time.sleep(0.2)
    sys.exit(f"FAILED: hostile: waited {LIMIT_S} s in vain for {what}")


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("files", type=pathlib.Path)
    parser.add_argument("broker", type=int)
    parser.add_argument("screenshots", type=pathlib.Path)
    asked = parser.parse_args()
    write_home(asked.files)
    wait("the home", lambda: "devices" in get(asked.address, f"/v1/homes/{HOME}/devices"))
    publish(asked.broker, f"homes/{HOME}/zigbee2mqtt/sos", '{"action":"emergency","battery":77}')
    exposes = [{"type": "binary", "name": "contact", "property": "contact", "value_on": False, "value_off": True,
                "access": 1}]
    stranger = {"ieee_address": "0x1", "friendly_name": MARKUP.replace("/", "") + "W" * 800, "type": "EndDevice",
                "supported": True, "definition": {"model": text(10_000), "vendor": text(10_000), "exposes": exposes}}
    publish(asked.broker, f"homes/{HOME}/zigbee2mqtt/bridge/devices", json.dumps([stranger]))
    alert = wait("the alert", lambda: get(asked.address, f"/v1/alerts?home={HOME}")["alerts"])[0]["id"]
    wait("the stranger", lambda: get(asked.address, f"/v1/homes/{HOME}/devices")["unlisted"])
    act(asked.address, alert, "acknowledge", by=text(100), note=text(1000))
    act(asked.address, alert, "assign", by=text(100), assignee=text(100))
    pages = {
        "list": "/", "search": "/?" + urllib.parse.urlencode({"q": MARKUP}), "homes": "/homes",
        "alert": f"/alerts/{urllib.parse.quote(alert, safe='')}", "resident": f"/residents/{HOME}",
        "devices": f"/homes/{HOME}/devices", "walk": f"/homes/{HOME}/walk", "history": f"/residents/{HOME}/features",
        "report": f"/residents/{HOME}/report", "handover": "/handover",
        "error": "/residents/" + urllib.parse.quote(MARKUP, safe=""),
    }
    checks, axe = Checks(), Axe()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        for width in WIDTHS:
            page = browser.new_context(viewport={"width": width, "height": 844}).new_page()
            for name, path in pages.items():
                what = f"hostile {name} {width}"
                page.goto(f"{asked.address}{path}{'&' if '?' in path else '?'}lang=en&refresh=0")
                unfold(page)
                checks.expect(page.evaluate("window.hostile === undefined"), f"{what}: something ran")
                checks.expect(page.locator("img").count() == 0, f"{what}: markup became an element")
                shown = page.locator("body").inner_text()
                checks.expect(not set(shown) & set("\u202e\u2066"), f"{what}: the direction of the text is turned")
                if name in ("list", "alert", "resident", "devices"):
                    checks.expect("window.hostile=1" in shown, f"{what}: it is shown as text")
                checks.expect(overflow(page) <= 0, f"{what}: {overflow(page)} px too wide")
                page.screenshot(path=asked.screenshots / f"hostile-{name}-{width}.png", full_page=True)
                for violation in violations(page, axe) or [""]:
                    checks.expect(not violation, f"{what}: {violation}")
            page.context.close()
        browser.close()
    print(f"hostile: {checks.count} checks, {len(checks.failures)} failed")
    return 1 if checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())
