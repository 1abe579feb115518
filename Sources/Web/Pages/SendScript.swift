/// The part of the pages' script that sends a form about an alert or a home: tried again until it is answered, because
/// connections fail where nurses are. What is sent twice is done once, see `AlertVerb.isDone`.
enum SendScript {
    static let text = """
          const said = document.getElementById("said"), waiting = new Map(), pauses = [1000, 2000, 5000, 10000, 15000];

          function tell(text, isFailed) {
            said.textContent = text;
            said.classList.toggle("failed", isFailed);
          }

          function tellWaiting() {
            if (waiting.size) { tell([...waiting.values()].join(", ") + ": " + said.dataset.retry, true); }
          }

          async function attempt(url, body) {
            const answer = await fetch(url, { method: "POST", body, cache: "no-store" });
            // The gateway is there but cannot store it now, or a proxy cannot reach the gateway.
            if ([429, 502, 503, 504].includes(answer.status)) { throw new Error(String(answer.status)); }
            return answer;
          }

          async function send(form, button) {
            const url = (button && button.getAttribute("formaction")) || form.getAttribute("action");
            const body = new URLSearchParams(new FormData(form));
            if (button && button.name) { body.append(button.name, button.value); }
            const key = url + "?" + body, what = form.dataset.what + (button ? " – " + button.textContent.trim() : "");
            if (waiting.has(key)) { return; }
            waiting.set(key, what);
            if (button) { button.setAttribute("aria-busy", "true"); }
            for (let tries = 0; ; tries += 1) {
              try {
                const answer = await attempt(url, body);
                const page = new DOMParser().parseFromString(await answer.text(), "text/html");
                waiting.delete(key);
                if (form.isConnected) { form.reset(); }
                arrived(answer, page, what);
                break;
              } catch {
                tellWaiting();
                await new Promise((again) => {
                  const timer = setTimeout(again, pauses[Math.min(tries, pauses.length - 1)]);
                  window.addEventListener("online", () => { clearTimeout(timer); again(); }, { once: true });
                });
              }
            }
            tellWaiting();
          }

          function arrived(answer, page, what) {
            if (!answer.ok || answer.redirected && new URL(answer.url).pathname === "/login") {
              const reason = page.querySelector("main .unseen, main #problem");
              tell(what + ": " + said.dataset.lost + ". " + (reason ? reason.textContent.trim() : answer.status), true);
              soon();
              return;
            }
            const notice = page.getElementById("said");
            said.classList.remove("failed");
            said.replaceChildren(...(notice ? notice.childNodes : []));
            put(page);
          }

          document.addEventListener("submit", (event) => {
            const form = event.target;
            if (!form.dataset.what || form.method !== "post") { return; }
            event.preventDefault();
            remembered(form);
            send(form, event.submitter);
          });

          window.addEventListener("beforeunload", (event) => {
            if (waiting.size) { event.preventDefault(); event.returnValue = said.dataset.left; }
          });

          // Where nobody logs in, who took a step is asked once a visit.
          function remembered(form) {
            const by = form.querySelector("input[name=by]:not([type=hidden])");
            if (by) { sessionStorage.setItem("by", by.value); }
          }

          function fillNames() {
            const by = sessionStorage.getItem("by");
            if (!by) { return; }
            for (const field of document.querySelectorAll("main input[name=by]:not([type=hidden])")) {
              if (!field.value) { field.value = field.defaultValue = by; }
            }
          }

        """
}
