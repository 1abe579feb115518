/// The pages that are made to be printed.
extension Templates {
    static let handover = top + banner + handoverBody + bottom
    static let report = top + banner + reportBody + bottom

    /// The browser's own printing, by a button where scripts run.
    private static let printing = """
        <script src="/print.js" defer></script>
        <p><button type="button" id="print" hidden>{{words.print}}</button></p>
        <p class="faint">{{words.printAdvice}}</p>
        """

    /// Repeated on every page.
    private static let sheetHead = """
        <div class="sheet-head">{{#sheet}}<span><strong>{{sheetTitle}}</strong></span> <span>{{aboutText}}</span> \
        <span>{{printedText}}</span>{{/sheet}}</div>
        """

    private static let handoverBody = """
        <div class="screen">
        <form method="get" action="/handover">
        {{#frame.chosenLanguage}}<input type="hidden" name="lang" value="{{.}}">{{/frame.chosenLanguage}}
        <label>{{words.sheetShift}} <select id="hours" name="hours">
        {{#hourChoices}}
        <option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{choiceText}}</option>
        {{/hourChoices}}
        </select></label>
        {{#hasAreas}}
        <label>{{words.sheetArea}} <select id="area" name="area">
        {{#areaChoices}}
        <option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{choiceText}}</option>
        {{/areaChoices}}
        </select></label>
        {{/hasAreas}}
        <div class="buttons"><button>{{words.show}}</button></div>
        </form>
        \(printing)
        </div>
        <div class="sheet">
        \(sheetHead)
        <div class="sheet-body">
        <ul class="counts">
        {{#counts}}
        <li><strong>{{countNumber}}</strong> {{countText}}</li>
        {{/counts}}
        </ul>
        {{#furtherText}}
        <p class="unseen">⚠ {{.}}</p>
        {{/furtherText}}
        {{#hasUnseen}}
        <section class="unseen" aria-labelledby="unseen">
        <h2 id="unseen">⚠ {{words.cannotSee}}</h2>
        <ul>
        {{#unseen}}
        <li><strong>{{homeName}}</strong>, {{sinceText}}</li>
        {{/unseen}}
        </ul>
        <p>{{words.cannotSeeAdvice}}</p>
        </section>
        {{/hasUnseen}}
        {{#residents}}
        <section class="patient">
        <h2>{{#residentLink}}<a href="{{.}}{{frame.languageQuery}}">{{residentName}}</a>{{/residentLink}}\
        {{^residentLink}}{{residentName}}{{/residentLink}}</h2>
        {{#alerts}}
        <article class="alert {{priorityClass}}">
        <h3>\(badge) <a href="{{alertLink}}{{frame.languageQuery}}">{{alertTitle}}</a></h3>
        <p>{{#isNew}}<strong>{{words.isNew}}</strong>, {{/isNew}}{{sinceText}}{{#placeText}}, {{.}}{{/placeText}}</p>
        <dl>
        <dt>{{words.state}}</dt><dd>{{outcomeText}}</dd>
        {{#holderText}}
        <dt>{{words.sheetHolder}}</dt><dd>{{.}}</dd>
        {{/holderText}}
        {{#snoozeText}}
        <dt>{{words.sheetSnoozed}}</dt><dd>{{.}}</dd>
        {{/snoozeText}}
        {{#callText}}
        <dt>{{words.unanswered}}</dt><dd><strong>{{.}}</strong></dd>
        {{/callText}}
        {{#noteText}}
        <dt>{{words.closingNote}}</dt><dd>{{.}}</dd>
        {{/noteText}}
        </dl>
        </article>
        {{/alerts}}
        <p class="write">{{words.byHand}}</p>
        </section>
        {{/residents}}
        {{#isQuiet}}
        <p><strong>{{words.quietShift}}</strong></p>
        {{/isQuiet}}
        <p class="write">{{words.byHand}}</p>
        </div>
        </div>

        """

    private static let reportBody = """
        <div class="screen">
        <nav class="jump" aria-label="{{words.sheetPeriod}}">
        <a href="{{residentLink}}{{frame.languageQuery}}">{{words.toResident}}</a>
        {{#choices}}
        <a href="{{choiceLink}}"{{#isChosen}} aria-current="page"{{/isChosen}}>{{choiceText}}</a>
        {{/choices}}
        </nav>
        \(printing)
        </div>
        <div class="sheet">
        \(sheetHead)
        <div class="sheet-body">
        <p>{{words.reportIntro}}</p>
        <section aria-labelledby="alerts">
        <h2 id="alerts">{{words.alertsTold}}</h2>
        {{#hasAlerts}}
        <div class="wide left" role="group" aria-labelledby="alerts" tabindex="0">
        <table>
        <thead><tr><th scope="col">{{words.raised}}</th><th scope="col">{{words.theAlert}}</th>\
        <th scope="col">{{words.state}}</th><th scope="col">{{words.verdict}}</th>\
        <th scope="col">{{words.untilTakenOn}}</th></tr></thead>
        <tbody>
        {{#alerts}}
        <tr><th scope="row"><time datetime="{{alertAt.machine}}">{{alertAt.people}}</time></th>\
        <td>{{alertTitle}} <small>{{priorityText}}</small></td><td>{{outcomeText}}</td><td>{{verdictText}}</td>\
        <td>{{delayText}}</td></tr>
        {{/alerts}}
        </tbody>
        </table>
        </div>
        {{/hasAlerts}}
        {{^hasAlerts}}
        <p>{{words.noAlerts}}</p>
        {{/hasAlerts}}
        </section>
        <section aria-labelledby="features">
        <h2 id="features">{{words.features}}</h2>
        {{#hasFeatures}}
        <p class="faint">{{words.reportLegend}}</p>
        <div class="wide left" role="group" aria-labelledby="features" tabindex="0">
        <table class="report">
        <thead><tr><th scope="col">{{words.feature}}</th><th scope="col">{{words.middle}}</th>\
        <th scope="col">{{words.usual}}</th><th scope="col">{{words.knownDays}}</th>\
        <th scope="col">{{words.trend}}</th><th scope="col">{{words.definition}}</th></tr></thead>
        {{#groups}}
        <tbody>
        <tr><th colspan="6" scope="rowgroup">{{groupText}}</th></tr>
        {{#lines}}
        <tr><th scope="row">{{featureText}}</th><td>{{middleText}}</td><td>{{usualText}}</td><td>{{daysText}}</td>\
        <td>{{trendText}}</td><td>{{versionText}}</td></tr>
        {{/lines}}
        </tbody>
        {{/groups}}
        </table>
        </div>
        {{/hasFeatures}}
        {{^hasFeatures}}
        <p>{{words.noFeatures}}</p>
        {{/hasFeatures}}
        </section>
        {{#hasContexts}}
        <section aria-labelledby="contexts">
        <h2 id="contexts">{{words.specialDays}}</h2>
        <ul>
        {{#contexts}}
        <li>{{.}}</li>
        {{/contexts}}
        </ul>
        </section>
        {{/hasContexts}}
        {{#hasGaps}}
        <section aria-labelledby="gaps">
        <h2 id="gaps">{{words.notMeasured}}</h2>
        <ul>
        {{#gaps}}
        <li><strong>{{gapText}}:</strong> {{#reasons}}<span class="reason">{{.}}</span> {{/reasons}}</li>
        {{/gaps}}
        </ul>
        </section>
        {{/hasGaps}}
        <p class="write">{{words.byHand}}</p>
        </div>
        </div>

        """

    static let history = top + banner + historyBody + bottom

    private static let historyBody = """
        \(patterns)
        <nav class="jump" aria-label="{{words.sheetPeriod}}">
        <a href="{{residentLink}}{{frame.languageQuery}}">{{words.toResident}}</a>
        {{#choices}}
        <a href="{{choiceLink}}"{{#isChosen}} aria-current="page"{{/isChosen}}>{{choiceText}}</a>
        {{/choices}}
        </nav>
        <section aria-labelledby="charts">
        <h2 id="charts">{{words.features}}</h2>
        <p>{{pointText}}</p>
        {{#hasCharts}}
        \(chartLegend(trendLegend))
        {{#charts}}
        \(chartGroups)
        {{/charts}}
        {{/hasCharts}}
        {{^hasCharts}}
        <p>{{words.noFeatures}}</p>
        {{/hasCharts}}
        </section>

        """
}
