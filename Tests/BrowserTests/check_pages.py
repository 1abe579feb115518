"""Checks the pages of a running gateway in headless Chromium.

check_pages.py ADDRESS HOME BROKER_PORT SCREENSHOTS: every page in Swedish and English, light and dark, at 390 and 1280
px: axe's WCAG 2.2 AA rules with no violation, no scrolling of the page to the side, nothing refused by the content
policy, and the same with scripts off; that a new sensor gets its place and a walk shows what it says; that an
open page shows a change by itself without losing what its reader does; and that one without contact says so.
Prints one line a check and exits 1 when any failed.
"""

import argparse
import itertools
import json
import pathlib
import socket
import subprocess
import sys
import threading
import time
import urllib.parse
import urllib.request

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
WIDTHS = (390, 1280)
CHANGE_LIMIT_MS = 15_000
# Each language in each scheme at each width.
LOOKS = tuple(itertools.product(("sv", "en"), ("light", "dark"), WIDTHS))


class Checks:
    """Counts what was looked at and keeps what was wrong."""

    def __init__(self) -> None:
        self.count = 0
        self.failures: list[str] = []

    def expect(self, holds: bool, what: str) -> None:
        self.count += 1
        if not holds:
            self.failures.append(what)
            print(f"FAILED: {what}", flush=True)


def paths(home: str) -> dict[str, str]:
    name = urllib.parse.quote(home, safe="")
    return {"list": "/", "filtered": "/?priority=P3&state=new&q=x", "homes": "/homes",
            "resident": f"/residents/{name}", "devices": f"/homes/{name}/devices",
            "walk": f"/homes/{name}/walk", "destinations": "/destinations", "error": "/residents/-"}


def overflow(page: Page) -> int:
    """How many pixels the page is wider than the window."""
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


def unfold(page: Page) -> None:
    """Everything but the tables below the drawings, and one of each kind of those: they come from one template."""
    page.evaluate("""() => {
        for (const details of document.querySelectorAll("details")) { details.open = !details.id.startsWith("table-"); }
        for (const kind of [".day", ".chart"]) {
            const table = document.querySelector(kind + " details");
            if (table) { table.open = true; }
        }
    }""")


def violations(page: Page, axe: Axe) -> list[str]:
    results = axe.run(page, options={"runOnly": RULES, "resultTypes": ["violations"]}).response
    return [
        f"{item['id']} ({item['impact']}): {item['nodes'][0]['html'][:200]}"
        for item in results["violations"]
    ]


def check_sight(browser: Browser, checks: Checks) -> None:
    """The checks find what is wrong with a page that is."""
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.set_content("<html><body><img src='data:,'><p style='width:500px;color:#ccc'>pale</p></body></html>")
    found = " ".join(violations(page, Axe()))
    checks.expect("image-alt" in found and "color-contrast" in found, f"axe finds a planted fault: {found}")
    checks.expect(overflow(page) > 0, "a page that is too wide is found")
    page.close()


def check_looks(
        browser: Browser, address: str, pages: dict[str, str], shots: pathlib.Path, checks: Checks,
        state: dict | None = None) -> None:
    """`pages` are paths by name; `state` is that of a browser that is logged in."""
    axe = Axe()
    for language, scheme, width in LOOKS:
        context = browser.new_context(
            viewport={"width": width, "height": 844}, color_scheme=scheme, reduced_motion="reduce",
            timezone_id="Europe/Stockholm", storage_state=state)
        page = context.new_page()
        refused: list[str] = []
        page.on("console", lambda message: refused.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: refused.append(str(error)))
        for name, path in pages.items():
            what = f"{name} {language} {scheme} {width}"
            page.goto(f"{address}{path}{'&' if '?' in path else '?'}lang={language}")
            if name != "error":
                checks.expect(page.get_attribute("html", "lang") == language, f"{what}: language")
            checks.expect(overflow(page) <= 0, f"{what}: {overflow(page)} px too wide")
            page.screenshot(path=shots / f"{name}-{language}-{scheme}-{width}.png", full_page=True)
            unfold(page)
            checks.expect(overflow(page) <= 0, f"{what}, unfolded: {overflow(page)} px too wide")
            for violation in violations(page, axe) or [""]:
                checks.expect(not violation, f"{what}: {violation}")
        # The browser itself says that the error page came with 404.
        refused = [text for text in refused if "404" not in text]
        checks.expect(not refused, f"{language} {scheme} {width}: {refused[:1]}")
        context.close()


def check_contents(browser: Browser, address: str, home: str, checks: Checks) -> None:
    """What the pages are for is there: the days, the charts with their band, what can be entered, the devices' life."""
    page = browser.new_page()
    page.goto(f"{address}{paths(home)['resident']}?lang=en&refresh=0")
    for selector, what in (
        (".day svg .room", "seven days are drawn"), (".chart svg .line", "charts are drawn"),
        (".chart svg .band", "charts have the resident's own band"), ("#enter button", "circumstances can be entered"),
        ("#absence button", "an absence can be planned"),
    ):
        checks.expect(page.locator(selector).count() > 0, f"resident: {what}")
    page.goto(f"{address}{paths(home)['devices']}?lang=en&refresh=0")
    checks.expect(page.locator(".device .life").count() > 0, "devices: whether they are heard is told")
    page.close()


def check_without_scripts(browser: Browser, address: str, home: str, checks: Checks) -> None:
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(address + "/?lang=en&refresh=0")
    page.click("#filter > summary")
    page.select_option("#filter-priority", "P3")
    page.fill("#filter-q", "nothing like that")
    page.click("#filter button")
    checks.expect("priority=P3" in page.url and page.input_value("#filter-q") == "nothing like that",
                  "without scripts: the filter keeps what was chosen")
    checks.expect(page.locator("#elsewhere").is_visible(), "without scripts: P1 outside the filter is told")
    page.goto(address + "/homes?lang=en&refresh=0")
    page.click(f"ul.homes a[href^='{paths(home)['resident']}']")
    checks.expect(page.locator("h2#open").is_visible(), "without scripts: the resident's page")
    page.click("details#chart-legend > summary")
    checks.expect(page.locator("details#chart-legend .legend").is_visible(), "without scripts: a fold opens")
    checks.expect(not page.locator("#stale").is_visible(), "without scripts: no stale mark")
    page.click("nav.jump a[href*='/devices']")
    checks.expect("/homes/" in page.url, "without scripts: the devices page")
    page.goto(address + "/")
    checks.expect("http-equiv=\"refresh\"" in page.content(), "without scripts: the list is reloaded by the browser")
    context.close()


def open_alerts(address: str, home: str) -> list[dict]:
    query = urllib.parse.urlencode({"home": home, "open": "true"})
    with urllib.request.urlopen(f"{address}/v1/alerts?{query}", timeout=20) as answer:
        return [alert for alert in json.load(answer)["alerts"] if alert["state"] == "firing"]


def act(address: str, alert: str, name: str, **body: str) -> None:
    """Somebody else's act, by the API."""
    request = urllib.request.Request(
        f"{address}/v1/alerts/{urllib.parse.quote(alert, safe='')}/{name}",
        json.dumps({"by": "Browser check"} | body).encode(), {"Content-Type": "application/json"})
    urllib.request.urlopen(request, timeout=20).close()


def check_live(browser: Browser, address: str, home: str, checks: Checks) -> None:
    alerts = open_alerts(address, home)
    checks.expect(bool(alerts), "live: the fixture has a firing alert")
    if not alerts:
        return
    alert = alerts[0]["id"]
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}{paths(home)['resident']}?lang=en")
    card = page.locator(f"[id='alert-{alert}']")
    checks.expect("not acknowledged" in card.inner_text(), "live: the alert is not acknowledged yet")
    # What a reader may be doing when the change comes.
    page.click("details#chart-legend > summary")
    page.click(f"[id='act-alert-{alert}'] > summary")
    field = page.locator(f"[id='note-alert-{alert}']")
    field.fill("Half a note")
    field.evaluate("field => window.scrollBy({top: field.getBoundingClientRect().top - 400, behavior: 'instant'})")
    before = field.bounding_box()
    act(address, alert, "acknowledge")
    card.filter(has_text="acknowledged, Browser check").wait_for(timeout=CHANGE_LIMIT_MS)
    checks.expect(field.input_value() == "Half a note", "live: what was written stays")
    checks.expect(page.evaluate("document.activeElement.id") == f"note-alert-{alert}", "live: the focus stays")
    checks.expect(page.locator("details#chart-legend .legend").is_visible(), "live: what was unfolded stays so")
    after = field.bounding_box()
    moved = abs(before["y"] - after["y"]) if before and after else -1
    checks.expect(0 <= moved < 3, f"live: the place on the page stays (moved {moved} px)")
    context.close()


def check_plan(browser: Browser, address: str, home: str, checks: Checks) -> None:
    """An absence is planned by keyboard alone, is listed, and taken back."""
    for language, scheme, width in LOOKS:
        context = browser.new_context(viewport={"width": width, "height": 844}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}{paths(home)['resident']}?lang={language}")
        page.wait_for_selector("#renewing:visible")
        page.focus("#absence > summary")
        page.keyboard.press("Enter")
        page.focus("#by-plan")
        page.keyboard.type("Browser check")
        page.focus("#plan-kind")
        page.keyboard.press("End")
        start = page.input_value("#plan-from")
        page.fill("#plan-from", f"{int(start[:4]) + 1}{start[4:8]}15T08:00")
        page.focus("#absence button")
        page.keyboard.press("Enter")
        line = page.locator("section.now li", has_text="-15 08:00")
        line.wait_for(timeout=CHANGE_LIMIT_MS)
        checks.expect(line.count() == 1, f"plan {language}: it is listed")
        line.locator("button").focus()
        page.keyboard.press("Enter")
        line.wait_for(state="detached", timeout=CHANGE_LIMIT_MS)
        checks.expect(line.count() == 0, f"plan {language}: it is taken back")
        context.close()


def publish(broker: int, topic: str, payload: str) -> None:
    subprocess.run(["mosquitto_pub", "-h", "127.0.0.1", "-p", str(broker), "-q", "1", "-t", topic, "-m", payload],
                   check=True, timeout=20)


def say(home: str, broker: int, state: str) -> None:
    """What a door sensor says that the home's file does not list."""
    publish(broker, f"homes/{home}/shellies/shellydw-0A0A01/sensor/state", state)


def check_onboarding(browser: Browser, address: str, home: str, broker: int, checks: Checks) -> None:
    """A sensor that nobody listed gets its place in three taps, and a walk shows what it says."""
    context = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
    page = context.new_page()
    page.goto(f"{address}{paths(home)['devices']}?lang=en")
    form = page.locator("form", has=page.locator("input[value*='0A0A01' i]"))
    form.wait_for(timeout=CHANGE_LIMIT_MS)
    checks.expect(form.locator("select[name=kind]").input_value() == "door", "new sensor: the kind is proposed")
    form.locator("input[name=name]").fill("cellar door")
    form.locator("input[name=room]").fill("cellar")
    form.locator("button").click()
    page.locator(".device h2", has_text="cellar door").wait_for(timeout=CHANGE_LIMIT_MS)
    checks.expect(page.locator("input[value*='0A0A01' i]").count() == 0, "new sensor: it is listed now")
    page.goto(f"{address}{paths(home)['walk']}?lang=en")
    missing = page.locator("section[aria-labelledby=missing] li", has_text="cellar door")
    checks.expect(missing.count() == 1, "walk: it was not heard yet")
    page.wait_for_selector("#renewing:visible")
    say(home, broker, "close")
    page.locator(".walk li", has_text="cellar door (cellar) closed").wait_for(timeout=CHANGE_LIMIT_MS)
    checks.expect(missing.count() == 0, "walk: it is heard now")
    context.close()


class Detour:
    """Carries connections to the gateway until it is cut, as a network does."""

    def __init__(self, address: str) -> None:
        self.target = (urllib.parse.urlsplit(address).hostname, urllib.parse.urlsplit(address).port)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.address = f"http://127.0.0.1:{self.listener.getsockname()[1]}"
        self.open: list[socket.socket] = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            try:
                near, _ = self.listener.accept()
                far = socket.create_connection(self.target)
            except OSError:
                return
            self.open += [near, far]
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self.carry, args=(source, sink), daemon=True).start()

    @staticmethod
    def carry(source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
            sink.shutdown(socket.SHUT_WR)
        except OSError:
            pass

    def cut(self) -> None:
        for end in [self.listener, *self.open]:
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
            end.close()


class StalePage:
    """A page that loses the gateway; what becomes of it is asked later, so that nothing waits for it."""

    def __init__(self, browser: Browser, address: str) -> None:
        detour = Detour(address)
        self.page = browser.new_context(viewport={"width": 390, "height": 844}).new_page()
        self.page.goto(detour.address + "/?lang=en")
        self.page.wait_for_selector("#renewing:visible")
        self.page.evaluate("""() => {
            const stale = document.getElementById("stale"), cut = performance.now();
            new MutationObserver(() => { window.staleAfter ??= performance.now() - cut; })
                .observe(stale, { attributes: true, attributeFilter: ["hidden"] });
        }""")
        detour.cut()

    def check(self, shots: pathlib.Path, checks: Checks) -> None:
        self.page.locator("#stale").wait_for(timeout=60_000)
        after = self.page.evaluate("window.staleAfter") / 1000
        checks.expect(after <= 30, f"stale: said after {after:.1f} s")
        checks.expect("may be old" in self.page.locator("#stale").inner_text(), "stale: the mark says so")
        checks.expect(self.page.locator("h1").is_visible(), "stale: what was known stays")
        self.page.screenshot(path=shots / "stale.png")
        self.page.context.close()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("home")
    parser.add_argument("broker", type=int)
    parser.add_argument("screenshots", type=pathlib.Path)
    asked = parser.parse_args()
    asked.screenshots.mkdir(parents=True, exist_ok=True)
    checks, started = Checks(), time.monotonic()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        stale = StalePage(browser, asked.address)
        check_sight(browser, checks)
        say(asked.home, asked.broker, "open")
        check_looks(browser, asked.address, paths(asked.home), asked.screenshots, checks)
        print(f"pages: {checks.count} checks of looks, {round(time.monotonic() - started)} s", flush=True)
        check_contents(browser, asked.address, asked.home, checks)
        check_without_scripts(browser, asked.address, asked.home, checks)
        check_onboarding(browser, asked.address, asked.home, asked.broker, checks)
        check_plan(browser, asked.address, asked.home, checks)
        check_live(browser, asked.address, asked.home, checks)
        stale.check(asked.screenshots, checks)
        browser.close()
    seconds = round(time.monotonic() - started)
    print(f"pages: {checks.count} checks, {len(checks.failures)} failed, {seconds} s; screenshots: {asked.screenshots}")
    return 1 if checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())
