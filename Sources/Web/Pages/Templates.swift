/// The pages' text. Every value goes in through `{{...}}`, which escapes it.
enum Templates {
    /// Each template is one whole text: a partial would fall back to the library's own escaping.
    static let alertList = top + banner + alertListBody + bottom
    static let resident = top + banner + residentBody + bottom
    static let refusal = top + refusalBody + bottom

    private static let top = """
        {{% CONTENT_TYPE: HTML_SCALARS}}
        <!doctype html>
        <html lang="{{frame.language}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{frame.title}} – Vardag</title>
        <link rel="stylesheet" href="/style.css">
        </head>
        <body>
        <a class="skip" href="#main">{{words.skip}}</a>
        <header>
        <strong>Vardag</strong>
        <nav><a href="/{{frame.languageQuery}}">{{words.home}}</a></nav>
        <a href="{{frame.otherLanguageLink}}" hreflang="{{frame.otherLanguage}}" lang="{{frame.otherLanguage}}">\
        {{words.otherLanguage}}</a>
        </header>
        <main id="main">
        <h1>{{frame.title}}</h1>

        """

    private static let banner = """
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

    private static let bottom = """
        </main>
        <footer>
        <span>{{words.asOf}} <time datetime="{{frame.asOf.machine}}">{{frame.asOf.people}}</time></span>
        <span>{{words.clockNote}}</span>
        </footer>
        </body>
        </html>

        """

    private static let alertListBody = """
        <p class="faint">{{#frame.refreshes}}{{words.refreshing}} \
        <a href="{{refreshLink}}">{{words.stopRefreshing}}</a>{{/frame.refreshes}}\
        {{^frame.refreshes}}{{words.notRefreshing}} <a href="{{refreshLink}}">{{words.startRefreshing}}</a>\
        {{/frame.refreshes}}</p>
        {{#unseenCount}}
        <p class="unseen"><strong>{{words.cannotSee}}</strong> {{words.someUnseen}} {{.}}</p>
        {{/unseenCount}}
        <section aria-labelledby="care">
        <h2 id="care">{{words.care}} ({{careCount}})</h2>
        {{#care}}
        \(listedAlert)
        {{/care}}
        {{#careHidden}}
        <p>{{.}} {{words.moreAlerts}}</p>
        {{/careHidden}}
        {{#nothingOpen}}
        <p><strong>{{.}}</strong></p>
        {{/nothingOpen}}
        </section>
        <section aria-labelledby="technical">
        <h2 id="technical">{{words.technical}} ({{technicalCount}})</h2>
        {{#technical}}
        \(listedAlert)
        {{/technical}}
        {{#technicalHidden}}
        <p>{{.}} {{words.moreAlerts}}</p>
        {{/technicalHidden}}
        {{^technical}}
        <p>{{words.nothingTechnical}}</p>
        {{/technical}}
        </section>
        {{#hasSuppressed}}
        <details>
        <summary>{{words.suppressed}} ({{suppressedCount}})</summary>
        <p class="faint">{{words.suppressedAdvice}}</p>
        {{#suppressed}}
        \(listedAlert)
        {{/suppressed}}
        </details>
        {{/hasSuppressed}}
        <section>
        <h2 id="homes">{{words.homes}} ({{homeCount}})</h2>
        <div class="wide" role="region" aria-labelledby="homes" tabindex="0">
        <table class="homes">
        <thead><tr><th scope="col">{{words.resident}}</th><th scope="col">{{words.lastMessage}}</th>\
        <th scope="col">{{words.openAlerts}}</th></tr></thead>
        <tbody>
        {{#homes}}
        <tr><th scope="row"><a href="{{homeLink}}{{frame.languageQuery}}">{{homeName}}</a></th>\
        <td>{{#heardAt}}<time datetime="{{machine}}">{{people}}</time>{{/heardAt}}{{^heardAt}}{{words.never}}{{/heardAt}}\
        {{#isUnseen}}<br><strong>{{words.cannotSee}}</strong>{{/isUnseen}}</td><td>{{openText}}</td></tr>
        {{/homes}}
        </tbody>
        </table>
        </div>
        </section>

        """

    private static let listedAlert = """
        <article class="alert {{priorityClass}}">
        <h3><span class="badge">{{priorityText}}</span> \
        <a href="{{homeLink}}{{frame.languageQuery}}#{{anchorLink}}">{{alertTitle}}</a></h3>
        <p><strong>{{residentName}}</strong>{{#placeText}} · {{.}}{{/placeText}}</p>
        <p>{{explanationText}}</p>
        \(alertFacts)
        </article>
        """

    private static let alertFacts = """
        <dl>
        <dt>{{words.since}}</dt><dd><time datetime="{{onsetAt.machine}}">{{onsetAt.people}}</time></dd>
        <dt>{{words.state}}</dt><dd>{{stateText}}</dd>
        {{#raisedAt}}
        <dt>{{words.raised}}</dt><dd><time datetime="{{machine}}">{{people}}</time></dd>
        {{/raisedAt}}
        {{#clearedAt}}
        <dt>{{words.cleared}}</dt><dd><time datetime="{{machine}}">{{people}}</time></dd>
        {{/clearedAt}}
        {{#countText}}
        <dt>{{words.times}}</dt><dd>{{.}}</dd>
        {{/countText}}
        {{#suppressedByText}}
        <dt>{{words.suppressedBy}}</dt><dd>{{.}}</dd>
        {{/suppressedByText}}
        <dt>{{words.suggestion}}</dt><dd>{{suggestionText}}</dd>
        </dl>
        """

    private static let residentAlert = """
        <article class="alert {{priorityClass}}" id="{{anchor}}">
        <h3><span class="badge">{{priorityText}}</span> {{alertTitle}}</h3>
        {{#placeText}}
        <p>{{.}}</p>
        {{/placeText}}
        <p>{{explanationText}}</p>
        \(alertFacts)
        {{#hasMembers}}
        <p class="faint">{{words.basis}}</p>
        <ul>
        {{#members}}
        <li>{{.}}</li>
        {{/members}}
        </ul>
        {{/hasMembers}}
        <details>
        <summary>{{words.history}}</summary>
        <ol>
        {{#changes}}
        <li><time datetime="{{changedAt.machine}}">{{changedAt.people}}</time> {{changeText}}</li>
        {{/changes}}
        </ol>
        </details>
        {{#hasSteps}}
        <details>
        <summary>{{words.act}}</summary>
        <form method="post">
        <label>{{words.yourName}} <input name="by" required maxlength="100" autocomplete="name"></label>
        <label>{{words.note}} <input name="note" maxlength="1000" autocomplete="off"></label>
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        {{#steps}}
        <button formaction="{{stepLink}}">{{stepText}}</button>
        {{/steps}}
        </form>
        </details>
        {{/hasSteps}}
        </article>
        """

    private static let residentBody = """
        <p>{{words.lastMessage}}: {{#heardAt}}<time datetime="{{machine}}">{{people}}</time>{{/heardAt}}\
        {{^heardAt}}{{words.never}}{{/heardAt}}</p>
        {{#isUnseen}}
        <div class="unseen"><strong>⚠ {{words.cannotSee}}</strong><p>{{words.cannotSeeAdvice}}</p></div>
        {{/isUnseen}}
        <section aria-labelledby="open">
        <h2 id="open">{{words.openAlerts}}</h2>
        {{#open}}
        \(residentAlert)
        {{/open}}
        {{#nothingOpen}}
        <p><strong>{{.}}</strong></p>
        {{/nothingOpen}}
        </section>
        {{#hasSuppressed}}
        <section aria-labelledby="suppressed">
        <h2 id="suppressed">{{words.suppressed}}</h2>
        <p class="faint">{{words.suppressedAdvice}}</p>
        {{#suppressed}}
        \(residentAlert)
        {{/suppressed}}
        </section>
        {{/hasSuppressed}}
        <section>
        <h2 id="days">{{words.days}}</h2>
        {{#hasFeatures}}
        <p class="faint">{{words.tableLegend}}</p>
        <div class="wide" role="region" aria-labelledby="days" tabindex="0">
        <table>
        <thead><tr><th scope="col">{{words.feature}}</th>{{#days}}<th scope="col"><time datetime="{{machine}}">\
        {{people}}</time></th>{{/days}}</tr></thead>
        <tbody>
        {{#features}}
        <tr><th scope="row">{{featureText}}</th>{{#cells}}<td>{{cellText}}{{#cellNote}}<small>{{.}}</small>\
        {{/cellNote}}</td>{{/cells}}</tr>
        {{/features}}
        </tbody>
        </table>
        </div>
        {{/hasFeatures}}
        {{^hasFeatures}}
        <p>{{words.noFeatures}}</p>
        {{/hasFeatures}}
        </section>
        <section aria-labelledby="recent">
        <h2 id="recent">{{words.recent}}</h2>
        {{#recent}}
        \(residentAlert)
        {{/recent}}
        {{^recent}}
        <p>{{words.nothingRecent}}</p>
        {{/recent}}
        </section>

        """

    private static let refusalBody = """
        <p class="unseen"><strong>{{words.failed}}</strong> {{message}}</p>
        <p><a href="/{{frame.languageQuery}}">{{words.back}}</a></p>

        """
}
