"""Checks accounts on the pages of a running gateway in headless Chromium.

check_accounts.py ADDRESS HOME SCREENSHOTS NURSE_CODE INSTALLER_CODE AUDITOR_CODE: with the set-up codes of the accounts
nurse, installer and auditor, who choose their passwords without scripts; a login by keyboard alone that first goes
wrong; an acknowledgement under the account's name; what each role sees, looked at as check_pages.py does; logging out.
Prints one line a failure and exits 1 when any check failed.
"""

import argparse
import pathlib
import sys

from playwright.sync_api import Browser, sync_playwright

from check_pages import Checks, check_looks, paths

PASSWORD = "stolen horses eat late"


def set_up(browser: Browser, address: str, login: str, code: str, checks: Checks) -> dict:
    """Chooses a password without scripts; the state of the browser that is then logged in."""
    context = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/setup?lang=en")
    page.fill("#login", login)
    page.fill("#code", code.lower())
    page.fill("#new", "short")
    page.fill("#again", "short")
    page.click("main button")
    checks.expect(page.locator("#problem").is_visible(), f"{login}: a short password is refused")
    page.fill("#code", code)
    page.fill("#new", PASSWORD)
    page.fill("#again", PASSWORD)
    page.click("main button")
    checks.expect(page.locator("form.account button").is_visible(), f"{login}: logged in with the new password")
    state = context.storage_state()
    context.close()
    return state


def check_login(browser: Browser, address: str, home: str, checks: Checks) -> None:
    """By keyboard alone, to the page that was asked for; a step has the account's name; logging out ends it."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}{paths(home)['resident']}")
    checks.expect("/login?next=" in page.url, "login: a page leads to it")
    for password in ("wrong", PASSWORD):
        page.focus("#login")
        page.keyboard.press("Control+A")
        page.keyboard.type("nurse")
        page.keyboard.press("Tab")
        page.keyboard.type(password)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if password == "wrong":
            checks.expect(page.locator("#problem").is_visible(), "login: a wrong password is told")
    page.wait_for_selector("h2#open")
    checks.expect(paths(home)["resident"] in page.url, "login: leads back to the page")
    checks.expect(page.locator("input[name=by]").count() == 0, "login: nobody is asked for their name")
    page.click("#enter > summary")
    page.click("#enter button[formaction$='/test']")
    page.wait_for_selector("#now")
    checks.expect("Nurse Test" in page.locator("section.now").inner_text(), "login: a step is by the account")
    page.goto(f"{address}/handover?lang=en")
    checks.expect("by Nurse Test" in page.locator(".sheet-head").inner_text(), "handover: says who prints it")
    page.go_back()
    page.wait_for_selector("#renewing:visible")
    page.click("form.account button")
    page.wait_for_selector("#login")
    page.go_back()
    page.wait_for_load_state()
    checks.expect(page.locator("h2#open").count() == 0, "logout: the page does not come back")
    context.close()


def check_roles(browser: Browser, address: str, home: str, states: dict[str, dict], checks: Checks) -> None:
    for login, seen, unseen in (
        ("installer", f"a[href^='/homes/{home}/devices']", "a[href^='/residents/']"),
        ("auditor", "ol.log li", ".homes"),
    ):
        context = browser.new_context(storage_state=states[login])
        page = context.new_page()
        page.goto(address + "/")
        checks.expect(page.locator(seen).count() > 0, f"{login}: sees {seen}")
        checks.expect(page.locator(unseen).count() == 0, f"{login}: does not see {unseen}")
        answer = page.goto(f"{address}{paths(home)['resident']}")
        checks.expect(answer is not None and answer.status == 403, f"{login}: no resident's page")
        context.close()


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("home")
    parser.add_argument("screenshots", type=pathlib.Path)
    parser.add_argument("codes", nargs=3)
    asked = parser.parse_args()
    asked.screenshots.mkdir(parents=True, exist_ok=True)
    checks = Checks()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        states = {
            login: set_up(browser, asked.address, login, code, checks)
            for login, code in zip(("nurse", "installer", "auditor"), asked.codes)
        }
        check_login(browser, asked.address, asked.home, checks)
        check_roles(browser, asked.address, asked.home, states, checks)
        pages = paths(asked.home)
        for login, looks in (
            (None, {"login": "/login", "setup": "/setup"}),
            ("nurse", {"nurse-list": pages["list"], "password": "/password"}),
            ("installer", {"homes": "/", "installer-walk": pages["walk"]}),
            ("auditor", {"access-log": "/access-log"}),
        ):
            check_looks(
                browser, asked.address, looks, asked.screenshots, checks, states[login] if login else None)
        browser.close()
    print(f"accounts: {checks.count} checks, {len(checks.failures)} failed; screenshots: {asked.screenshots}")
    return 1 if checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())
