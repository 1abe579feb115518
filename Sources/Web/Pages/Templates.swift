/// The pages' text. Every value goes in through `{{...}}`, which escapes it.
enum Templates {
    /// Each template is one whole text: a partial would fall back to the library's own escaping.
    static let alertList = top + banner + alertListBody + bottom
    static let resident = top + banner + residentBody + bottom
    static let devices = top + banner + devicesBody + bottom
    static let walk = top + banner + walkBody + bottom
    static let refusal = top + refusalBody + bottom
    static let entry = top + entryBody + bottom
    static let homes = top + banner + homesBody + bottom
    static let accessLog = top + accessLogBody + bottom

    static let top = """
        {{% CONTENT_TYPE: HTML_SCALARS}}
        <!doctype html>
        <html lang="{{frame.language}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        {{#frame.reloads}}
        <noscript><meta http-equiv="refresh" content="{{frame.reloadSeconds}}"></noscript>
        {{/frame.reloads}}
        <title>{{frame.title}} – Vardag</title>
        <link rel="stylesheet" href="/style.css">
        {{#frame.refreshes}}
        <script src="/live.js" defer></script>
        {{/frame.refreshes}}
        </head>
        <body>
        <a class="skip" href="#main">{{words.skip}}</a>
        <header>
        <strong>Vardag</strong>
        <nav aria-label="Vardag"><a href="/{{frame.languageQuery}}">{{frame.homeText}}</a>\
        {{#frame.seesResidents}} <a href="/homes{{frame.languageQuery}}">{{words.homes}}</a>{{/frame.seesResidents}}</nav>
        \(accountLine)
        <a class="language" href="{{frame.otherLanguageLink}}" hreflang="{{frame.otherLanguage}}" \
        lang="{{frame.otherLanguage}}">{{words.otherLanguage}}</a>
        </header>
        <div id="stale" class="stale" role="alert" data-text="{{words.stale}}" hidden></div>
        <div id="said" class="said" role="status" data-retry="{{words.notSavedYet}}" data-lost="{{words.notSaved}}" \
        data-left="{{words.stillUnsaved}}">{{#frame.notice}}\(notice){{/frame.notice}}</div>
        <main id="main" tabindex="-1" data-seen="{{frame.seen}}"{{#frame.every}} data-every="{{.}}"{{/frame.every}}>
        <h1>{{frame.title}}</h1>

        """

    static let banner = """
        {{#banner}}
        <div class="banner" role="alert">
        <strong>⚠ {{words.notWorking}}</strong>
        <ul>
        {{#faults}}
        <li>{{.}}</li>
        {{/faults}}
        </ul>
        <p>{{words.notWorkingAdvice}}</p>
        {{#lastStored}}
        <p>{{words.lastStored}}: <time datetime="{{machine}}">{{people}}</time></p>
        {{/lastStored}}
        </div>
        {{/banner}}

        """

    static let bottom = """
        </main>
        <footer id="about">
        <span>{{words.asOf}} <time datetime="{{frame.asOf.machine}}">{{frame.asOf.people}}</time></span>
        <span>{{words.clockNote}}</span>
        {{#frame.refreshes}}
        <span id="renewing" hidden>{{words.renewing}} <a href="{{frame.refreshLink}}">{{words.stopRefreshing}}</a></span>
        {{#frame.reloads}}
        <noscript><span>{{words.refreshing}} <a href="{{frame.refreshLink}}">{{words.stopRefreshing}}</a></span></noscript>
        {{/frame.reloads}}
        {{/frame.refreshes}}
        {{#frame.canRefresh}}
        <span>{{words.notRefreshing}} <a href="{{frame.refreshLink}}">{{words.startRefreshing}}</a></span>
        {{/frame.canRefresh}}
        </footer>
        </body>
        </html>

        """

    private static let refusalBody = """
        <p class="unseen"><strong>{{words.failed}}</strong> {{message}}</p>
        <p><a href="/{{frame.languageQuery}}">{{frame.backText}}</a></p>

        """
}
