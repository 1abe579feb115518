"""Checks accounts on the pages of a running gateway in headless Chromium.

check_accounts.py ADDRESS HOME SCREENSHOTS NURSE COORDINATOR INSTALLER AUDITOR: with the set-up codes of these accounts,
who choose their passwords without scripts; a login by keyboard alone that first goes wrong; a step under the account's
name; all that can be done about an alert, by keyboard, also while the connection fails; of two who do the same the
second is told who was first; what each role sees, looked at as check_pages.py does; logging out; two-step login with
codes made here of the key that the page shows.
Prints one line a failure and exits 1 when any check failed.
"""

import argparse
import base64
import hmac
import pathlib
import sys
import time

from playwright.sync_api import Browser, Locator, Page, sync_playwright

from check_pages import CHANGE_LIMIT_MS, LOOKS, Checks, check_looks, paths

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


class Card:
    """An alert on the list, and what is done about it by keyboard alone."""

    def __init__(self, page: Page, alert: str) -> None:
        self.page, self.alert = page, alert
        self.card = page.locator(f"article[id='{alert}']")

    def open(self) -> None:
        """What can be done beyond the first, and the folds around it."""
        link = self.card.locator("a.act")
        if link.count():
            self.unfold(self.page.locator("details#snoozed").filter(has=self.card))
            link.focus()
            self.page.keyboard.press("Enter")
            self.page.locator(f"details[id='act-{self.alert}'][open]").wait_for(timeout=CHANGE_LIMIT_MS)
            self.page.wait_for_selector("#renewing:visible")
        for fold in (self.page.locator("details#snoozed").filter(has=self.card),
                     self.page.locator(f"details[id='act-{self.alert}']")):
            self.unfold(fold)

    def unfold(self, fold: Locator) -> None:
        if fold.count() and fold.get_attribute("open") is None:
            fold.locator("> summary").focus()
            self.page.keyboard.press("Enter")

    def seen(self) -> str | None:
        field = self.card.locator("input[name=seen]")
        return field.first.get_attribute("value") if field.count() else None

    def press(self, button: Locator) -> None:
        """Until the page shows that a step was added."""
        before = self.seen()
        button.focus()
        self.page.keyboard.press("Enter")
        self.page.wait_for_function(
            """([id, before]) => {
                const field = document.querySelector(`article[id='${CSS.escape(id)}'] input[name=seen]`);
                return !field || field.value !== before; }""",
            arg=[self.alert, before], timeout=CHANGE_LIMIT_MS)

    def act(self, name: str, **fields: str) -> None:
        self.open()
        form = self.card.locator(f"form[action$='/{name}']").last
        for field, value in fields.items():
            control = form.locator(f"[name={field}]")
            if control.evaluate("element => element.tagName") == "SELECT":
                control.select_option(value)
            else:
                control.fill(value)
        self.press(form.locator("button").last)


def taps_to(page: Page, selector: str) -> bool:
    """Whether Tab alone leads to an element."""
    page.focus(".skip")
    for _ in range(200):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return True
    return False


def check_acting(browser: Browser, address: str, state: dict, checks: Checks) -> None:
    for language, scheme, width in LOOKS:
        context = browser.new_context(
            storage_state=state, viewport={"width": width, "height": 844}, color_scheme=scheme)
        page = context.new_page()
        page.goto(f"{address}/?lang={language}")
        page.wait_for_selector("#renewing:visible")
        alert = page.locator("article.alert").filter(has=page.locator("button[formaction$='/on_my_way']")).first
        name = alert.get_attribute("id") or ""
        card, what = Card(page, name), f"acting {language} {scheme} {width}"
        button = f"button[formaction$='/on_my_way'][aria-describedby='title-{name}']"
        checks.expect(taps_to(page, button), f"{what}: Tab leads to the button")
        # The connection fails once.
        page.route("**/v1/alerts/**", lambda route: route.abort())
        page.focus(button)
        page.keyboard.press("Enter")
        page.locator("#said.failed").wait_for(timeout=CHANGE_LIMIT_MS)
        checks.expect(page.locator("#said").inner_text() != "", f"{what}: not saved yet is said")
        page.unroute("**/v1/alerts/**")
        page.locator("#said a").wait_for(timeout=CHANGE_LIMIT_MS)
        checks.expect("Nurse Test" in page.locator("#said").inner_text(), f"{what}: saved is said, with who")
        checks.expect(page.locator(button).count() == 0, f"{what}: who is on the way has no such button")
        card.open()
        card.press(card.card.locator("form[action$='/assign']").first.locator("button"))
        checks.expect("Nurse Test" in card.card.locator("dl").inner_text(), f"{what}: assigned to oneself")
        undone = 2
        if "P1" not in (card.card.get_attribute("class") or ""):
            card.act("snooze", reason="guests", hours="12")
            checks.expect(page.locator("details#snoozed").filter(has=card.card).count() == 1, f"{what}: snoozed")
            card.act("wake")
            checks.expect(page.locator("section").filter(has=card.card).count() > 0, f"{what}: awake")
            undone = 4
        card.act("resolve", resolution="visited", note="tea", verdict="useful")
        checks.expect(card.card.count() == 0, f"{what}: resolved, it leaves the list")
        page.locator("#said button").focus()
        page.keyboard.press("Enter")
        card.card.wait_for(state="attached", timeout=CHANGE_LIMIT_MS)
        for _ in range(undone):
            card.act("undo")
        page.locator(button).wait_for(timeout=CHANGE_LIMIT_MS)
        checks.expect("guests" not in card.card.locator("dl").inner_text(), f"{what}: all was taken back")
        context.close()


def check_second(browser: Browser, address: str, states: dict[str, dict], checks: Checks) -> None:
    """Two have the same list open; the second to close an alert is told who was first."""
    contexts = {login: browser.new_context(storage_state=states[login], java_script_enabled=False)
                for login in ("nurse", "coordinator")}
    pages = {login: context.new_page() for login, context in contexts.items()}
    for page in pages.values():
        page.goto(f"{address}/?lang=en&refresh=0")
    alert = pages["nurse"].locator("article.alert").first.get_attribute("id")
    for page in pages.values():
        page.click(f"article[id='{alert}'] a.act")
        page.wait_for_selector(f"details[id='act-{alert}'][open]")
    for page in pages.values():
        page.click(f"article[id='{alert}'] form[action$='/resolve'] button")
        page.wait_for_selector("#said p")
    said = {login: page.locator("#said").inner_text() for login, page in pages.items()}
    checks.expect("Saved" in said["nurse"], f"second: the first is told that it is saved: {said['nurse']}")
    checks.expect("Nurse Test" in said["coordinator"] and "before you" in said["coordinator"],
                  f"second: the second is told who was first: {said['coordinator']}")
    pages["nurse"].click("#said button")
    pages["nurse"].wait_for_selector(f"article[id='{alert}']")
    for context in contexts.values():
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


def app_code(key: str, later: int = 0) -> str:
    """What an authenticator app shows (RFC 6238), so many times 30 s from now."""
    counter = int(time.time()) // 30 + later
    digest = hmac.digest(base64.b32decode(key), counter.to_bytes(8, "big"), "sha1")
    start = digest[-1] & 15
    return f"{(int.from_bytes(digest[start:start + 4], 'big') & 0x7FFFFFFF) % 1_000_000:06}"


def check_second_factor(browser: Browser, address: str, state: dict, checks: Checks) -> dict:
    """Turned on from the page of the password, by keyboard; then a login takes a code. Returns the browser's state."""
    context = browser.new_context(storage_state=state, viewport={"width": 390, "height": 844})
    page = context.new_page()
    page.goto(f"{address}/password?lang=en")
    page.click("main a[href^='/second-factor']")
    key = page.locator("main code").inner_text().replace(" ", "")
    checks.expect(f"secret={key}&" in (page.locator("main ol a").get_attribute("href") or ""),
                  "second factor: the link has the key that is shown")
    for code in ("12345", app_code(key)):
        page.focus("#password")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Tab")
        page.keyboard.type(code)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if code == "12345":
            checks.expect(page.locator("#problem").is_visible(), "second factor: a wrong code is told")
    checks.expect(page.locator("form.account button").is_visible(), "second factor: its holder stays logged in")
    page.click("form.account button")
    page.wait_for_selector("#login")
    for code in ("", app_code(key, later=1)):
        page.fill("#login", "coordinator")
        page.fill("#password", PASSWORD)
        page.fill("#app-code", code)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        if not code:
            checks.expect(page.locator("#problem").is_visible(), "second factor: no login without a code")
    checks.expect(page.locator("form.account button").is_visible(), "second factor: a login with a code")
    state = context.storage_state()
    context.close()
    return state


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("address")
    parser.add_argument("home")
    parser.add_argument("screenshots", type=pathlib.Path)
    parser.add_argument("codes", nargs=4)
    asked = parser.parse_args()
    asked.screenshots.mkdir(parents=True, exist_ok=True)
    checks = Checks()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        states = {
            login: set_up(browser, asked.address, login, code, checks)
            for login, code in zip(("nurse", "coordinator", "installer", "auditor"), asked.codes)
        }
        check_login(browser, asked.address, asked.home, checks)
        check_acting(browser, asked.address, states["nurse"], checks)
        check_second(browser, asked.address, states, checks)
        check_roles(browser, asked.address, asked.home, states, checks)
        pages = paths(asked.home)
        for login, looks in (
            (None, {"login": "/login", "setup": "/setup"}),
            ("nurse", {"nurse-list": pages["list"], "nurse-resident": pages["resident"], "password": "/password",
                       "second-factor": "/second-factor", "logins": "/logins"}),
            ("installer", {"installer-homes": "/", "installer-walk": pages["walk"]}),
            ("auditor", {"access-log": "/access-log"}),
        ):
            check_looks(
                browser, asked.address, looks, asked.screenshots, checks, states[login] if login else None)
        state = check_second_factor(browser, asked.address, states["coordinator"], checks)
        check_looks(browser, asked.address, {"second-factor-on": "/second-factor"}, asked.screenshots, checks, state)
        check_looks(browser, asked.address, {"login-code": "/login"}, asked.screenshots, checks, None)
        browser.close()
    print(f"accounts: {checks.count} checks, {len(checks.failures)} failed; screenshots: {asked.screenshots}")
    return 1 if checks.failures else 0


if __name__ == "__main__":
    sys.exit(main())
