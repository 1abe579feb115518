/// The pages' one script, at `/live.js`: fetches the page again when the gateway tells of a change and puts the new
/// content in place of the old. Without it every page works all the same.
enum LiveScript {
    static let text = """
        "use strict";
        (() => {
          const staleAfter = 25000, renewAtMost = 5000, alertAtMost = 1000, renewAtLeast = 60000, retryAfter = 10000;
          const main = document.getElementById("main"), stale = document.getElementById("stale");
          let contact = Date.now(), lastRenewed = Date.now(), failedAt = 0, timer = 0, timerAt = 0, isBusy = false;

          const heard = () => { contact = Date.now(); showContact(); };

          function showContact() {
            const since = failedAt ? Math.min(contact, failedAt) : contact;
            const isStale = Date.now() - since > staleAfter;
            if (isStale && stale.hidden) {
              const clock = new Date(since).toLocaleTimeString("sv");
              stale.textContent = "⚠ " + stale.dataset.text + " " + clock;
            }
            if (stale.hidden === isStale) { stale.hidden = !isStale; }
          }

          // How to find an element again after the content was replaced.
          function mark(element) {
            if (!element || element === document.body || !main.contains(element)) { return null; }
            if (element.id) { return "#" + CSS.escape(element.id); }
            if (element.tagName === "SUMMARY" && element.parentElement.id) {
              return "#" + CSS.escape(element.parentElement.id) + " > summary";
            }
            for (const name of ["href", "formaction"]) {
              const value = element.getAttribute(name);
              if (value) { return element.tagName + "[" + name + "=\\"" + CSS.escape(value) + "\\"]"; }
            }
            return null;
          }

          function remember() {
            const kept = { open: [], fields: [], checks: [], scrolls: [], focus: mark(document.activeElement) };
            for (const details of main.querySelectorAll("details[id]")) {
              if (details.open) { kept.open.push(details.id); }
            }
            for (const field of main.querySelectorAll("input[id], select[id]")) {
              if (field.type === "checkbox") {
                if (field.checked !== field.defaultChecked) { kept.checks.push([field.id, field.checked]); }
                continue;
              }
              const usual = field.tagName === "SELECT"
                ? (field.querySelector("option[selected]") || field.options[0]).value : field.defaultValue;
              if (field.value !== usual) { kept.fields.push([field.id, field.value]); }
            }
            for (const box of main.querySelectorAll(".wide")) { kept.scrolls.push(box.scrollLeft); }
            const active = document.activeElement;
            if (active && active.tagName === "INPUT" && active.selectionStart !== null) { kept.caret = [active.selectionStart, active.selectionEnd]; }
            // What the reader works with stays where it is, else what stands first in the window.
            const isInView = (element) => {
              const box = element.getBoundingClientRect();
              return box.height > 0 && box.top >= 0 && box.top < window.innerHeight;
            };
            const fixed = kept.focus && isInView(active)
              ? active : [...main.querySelectorAll("[id]")].find(isInView);
            kept.anchor = [mark(fixed), fixed ? fixed.getBoundingClientRect().top : 0];
            return kept;
          }

          function restore(kept) {
            for (const id of kept.open) {
              const details = document.getElementById(id);
              if (details) { details.open = true; }
            }
            for (const [id, value] of kept.fields) {
              const field = document.getElementById(id);
              if (field) { field.value = value; }
            }
            for (const [id, isChecked] of kept.checks) {
              const field = document.getElementById(id);
              if (field) { field.checked = isChecked; }
            }
            main.querySelectorAll(".wide").forEach((box, index) => { box.scrollLeft = kept.scrolls[index] || 0; });
            const focused = kept.focus && main.querySelector(kept.focus);
            if (focused) {
              focused.focus({ preventScroll: true });
              if (kept.caret && kept.caret[0] !== null) { focused.setSelectionRange(kept.caret[0], kept.caret[1]); }
            }
            const anchor = kept.anchor[0] && main.querySelector(kept.anchor[0]);
            if (anchor) {
              window.scrollBy({ top: anchor.getBoundingClientRect().top - kept.anchor[1], behavior: "instant" });
            }
          }

          // The page's new content in place of the old.
          function put(page) {
            const fresh = page.getElementById("main");
            const kept = remember();
            main.replaceChildren(...fresh.childNodes);
            main.dataset.seen = fresh.dataset.seen;
            restore(kept);
            fillNames();
            document.getElementById("about").replaceChildren(...page.getElementById("about").childNodes);
            document.getElementById("renewing").hidden = false;
            failedAt = 0;
            heard();
          }

          async function renew() {
            if (isBusy) { soon(); return; }
            isBusy = true;
            lastRenewed = Date.now();
            try {
              const answer = await fetch(location.href, {
                cache: "no-store", headers: { "X-Vardag-Renewal": "1" } });
              if (!answer.ok) { throw new Error(String(answer.status)); }
              put(new DOMParser().parseFromString(await answer.text(), "text/html"));
            } catch {
              // Said by the stale mark when it lasts.
              failedAt = failedAt || Date.now();
            } finally {
              isBusy = false;
            }
          }

          function soon(atMost = renewAtMost) {
            // Many pages that hear of the same do not all come at once.
            const at = Math.max(Date.now(), lastRenewed + atMost) + 200 * Math.random();
            if (timer && timerAt <= at) { return; }
            clearTimeout(timer);
            timerAt = at;
            timer = setTimeout(() => { timer = 0; renew(); }, at - Date.now());
          }

          function listen() {
            const source = new EventSource("/events?after=" + encodeURIComponent(main.dataset.seen));
            source.addEventListener("open", heard);
            source.addEventListener("heartbeat", heard);
            source.addEventListener("alert", () => { heard(); soon(alertAtMost); });
            source.addEventListener("change", () => { heard(); soon(); });
            source.addEventListener("error", () => {
              if (source.readyState === EventSource.CLOSED) { setTimeout(listen, retryAfter); }
            });
          }

        \(SendScript.text)
          document.getElementById("renewing").hidden = false;
          fillNames();
          setInterval(showContact, 1000);
          setInterval(() => { if (failedAt || Date.now() - lastRenewed >= renewAtLeast) { soon(); } }, 5000);
          document.addEventListener("visibilitychange", () => { if (!document.hidden) { soon(); } });
          const every = Number(main.dataset.every);
          if (every) { setInterval(() => { if (!isBusy && !document.hidden) { renew(); } }, every); }
          listen();
        })();

        """
}
