"""Checks the pages that explain and those that are made for paper, in headless Chromium.

check_sheets.py ADDRESS HOME SCREENSHOTS: looked at as check_pages.py does, on the screen and as on paper; what an
alert's page must show; the button that prints; and the sheets as PDF: A4, their heads on every page, no alert on two
pages, and nothing of what is for the screen. Prints one line a failure and exits 1 when any check failed.
"""

import argparse
import json
import pathlib
import re
import subprocess
import sys
import urllib.parse
import urllib.request

from playwright.sync_api import Browser, Page, sync_playwright

from check_pages import Checks, check_looks

COPIES = 40


def alerts(address: str, home: str) -> list[dict]:
    query = urllib.parse.urlencode({"home": home})
    with urllib.request.urlopen(f"{address}/v1/alerts?{query}", timeout=20) as answer:
        return json.load(answer)["alerts"]


def paths(address: str, home: str) -> dict[str, str]:
    """By name: an alert that rests on features, one that does not, and the rest."""
    name = urllib.parse.quote(home, safe="")
    found = alerts(address, home)
    pages = {
        "history-30": f"/residents/{name}/features", "history-90": f"/residents/{name}/features?days=90",
        "history-365": f"/residents/{name}/features?days=365", "report": f"/residents/{name}/report",
        "handover": "/handover?hours=24",
    }
    for kind, of_kind in (("alert-change", True), ("alert-situation", False)):
        for alert in found:
            if bool(alert["features"]) == of_kind and alert["priority"] != "T":
                pages[kind] = f"/alerts/{urllib.parse.quote(alert['id'], safe='')}"
    return pages


def pdf(page: Page) -> tuple[list[str], str]:
    """The text of each page as it is printed, and what pdfinfo says of the file."""
    data = page.pdf(prefer_css_page_size=True)
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=data, capture_output=True, check=True, timeout=60)
    info = subprocess.run(["pdfinfo", "-"], input=data, capture_output=True, check=True, timeout=60)
    return text.stdout.decode().split("\f")[:-1], info.stdout.decode()


def check_alert(browser: Browser, address: str, pages: dict[str, str], checks: Checks) -> None:
    page = browser.new_page(viewport={"width": 390, "height": 844})
    checks.expect("alert-change" in pages, "alert: the fixture has one that rests on features")
    page.goto(f"{address}{pages.get('alert-change', '/')}?lang=en&refresh=0")
    for selector, what in (
        (".chart svg .mark", "its days are marked"), (".chart svg .band", "the usual band is drawn"),
        ("#sensors + p + table tbody tr", "the sensors that it rests on"), ("a[href^='tel:']", "a number to call"),
        (".day svg .room", "its days room by room"), ("#plan", "the plan"), ("#similar", "earlier alerts"),
        ("#calls", "calls and history"),
    ):
        checks.expect(page.locator(selector).count() > 0, f"alert: {what}")
    marks = page.locator(".chart svg .mark").first.get_attribute("d") or ""
    checks.expect("NaN" not in marks and marks.count("L") == 3, f"alert: the mark is a bracket ({marks})")
    page.close()


def check_way(browser: Browser, address: str, home: str, checks: Checks) -> None:
    """By keyboard alone, without scripts: from the resident to an alert and a year of features, and to the sheet."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    resident = f"{address}/residents/{urllib.parse.quote(home, safe='')}?lang=en&refresh=0"
    for selector, reached in (
        ("article.alert a[href^='/alerts/']", "h2#why"), ("nav.jump a[href*='/features']", ".charts"),
        ("nav.jump a[href*='/report']", ".sheet table"), ("header a[href^='/handover']", ".sheet"),
    ):
        page.goto(resident)
        page.locator(selector).first.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        checks.expect(page.locator(reached).count() > 0, f"keyboard: {selector} leads to {reached}")
    checks.expect(not page.locator("#print").is_visible(), "without scripts: no button that does nothing")
    checks.expect(page.locator(".screen .faint").is_visible(), "without scripts: how to print is told")
    page.goto(f"{address}/residents/{urllib.parse.quote(home, safe='')}/features?lang=en")
    with page.expect_navigation():
        page.click("nav.jump a[href*='days=365']")
    checks.expect(page.locator("nav.jump a[aria-current=page][href*='365']").count() == 1, "history: a year is chosen")
    context.close()


def check_button(browser: Browser, address: str, checks: Checks) -> None:
    page = browser.new_page()
    page.goto(f"{address}/handover?lang=en")
    page.evaluate("window.print = () => { window.isPrinted = true; }")
    page.focus("#print")
    page.keyboard.press("Enter")
    checks.expect(page.evaluate("window.isPrinted === true"), "print: the button prints")
    page.close()


def is_grey(colour: str) -> bool:
    """A computed colour, `rgb(1, 2, 3)`, whose parts are alike, or none at all."""
    parts = re.findall(r"[\d.]+", colour)
    return len(set(parts[:3])) <= 1


def check_paper(browser: Browser, address: str, pages: dict[str, str], shots: pathlib.Path, checks: Checks) -> None:
    """The sheets as PDF, in both languages."""
    page = browser.new_page()
    for name in ("handover", "report"):
        for language, title, printed in (("sv", "Överlämning", "Utskrivet"), ("en", "Handover", "Printed")):
            path = pages[name] + ("&" if "?" in pages[name] else "?") + f"lang={language}"
            page.goto(address + path)
            texts, info = pdf(page)
            what = f"{name} {language}"
            checks.expect("(A4)" in info, f"{what}: A4")
            checks.expect(re.search(rf"Pages:\s+{len(texts)}\b", info) is not None, f"{what}: {len(texts)} pages")
            for number, text in enumerate(texts, 1):
                checks.expect(printed in text, f"{what}: page {number} says when it was printed")
                numbered = re.search(rf"\b{number} ?/ ?{len(texts)}\b", text) is not None
                checks.expect(numbered, f"{what}: page {number} has its number")
                checks.expect(name != "handover" or title in text, f"{what}: page {number} has the sheet's title")
            whole = "\n".join(texts)
            for words in ("Visa", "Skriv ut", "På svenska", "Show", "Skip to content", "In English"):
                checks.expect(not re.search(rf"(?m)^\s*{words}\s*$", whole), f"{what}: `{words}` is left out")
            page.emulate_media(media="print")
            page.screenshot(path=shots / f"{name}-{language}-paper.png", full_page=True)
            colours = page.evaluate("""() => [...document.querySelectorAll(".sheet *")].flatMap((element) => {
                const style = getComputedStyle(element);
                return [style.color, style.borderTopColor, style.fill];
            })""")
            odd = [colour for colour in set(colours) if not is_grey(colour)]
            checks.expect(not odd, f"{what}: black and white on paper ({odd[:1]})")
            page.emulate_media(media="null")
    page.close()


def check_breaks(browser: Browser, address: str, pages: dict[str, str], checks: Checks) -> None:
    """A long sheet breaks between alerts only."""
    page = browser.new_page()
    page.goto(f"{address}{pages['handover']}&lang=en")
    count = page.evaluate("""(copies) => {
        const first = document.querySelector(".sheet article.alert");
        if (!first) { return 0; }
        for (let index = 0; index < copies; index++) {
            const copy = first.cloneNode(true);
            copy.insertAdjacentText("afterbegin", `begins${index}x`);
            copy.insertAdjacentText("beforeend", `ends${index}x`);
            first.after(copy);
        }
        return copies;
    }""", COPIES)
    checks.expect(count == COPIES, "breaks: the fixture's sheet has an alert")
    texts, _ = pdf(page)
    checks.expect(len(texts) > 2, f"breaks: {COPIES} more alerts take more pages ({len(texts)})")
    for text in texts:
        begun, ended = (set(re.findall(rf"{word}(\d+)x", text)) for word in ("begins", "ends"))
        checks.expect(begun == ended, f"breaks: alerts {sorted(begun ^ ended)} are on two pages")
        checks.expect("Handover" in text, "breaks: the head is on every page")
    page.close()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("home")
    parser.add_argument("screenshots", type=pathlib.Path)
    asked = parser.parse_args()
    asked.screenshots.mkdir(parents=True, exist_ok=True)
    checks = Checks()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        pages = paths(asked.address, asked.home)
        check_looks(browser, asked.address, pages, asked.screenshots, checks)
        check_alert(browser, asked.address, pages, checks)
        check_way(browser, asked.address, asked.home, checks)
        check_button(browser, asked.address, checks)
        check_paper(browser, asked.address, pages, asked.screenshots, checks)
        check_breaks(browser, asked.address, pages, checks)
        browser.close()
    print(f"sheets: {checks.count} checks, {len(checks.failures)} failed; screenshots: {asked.screenshots}")
    return 1 if checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())
