extension Templates {
    static let residentBody = """
        \(patterns)
        {{#isUnseen}}
        <div class="unseen"><strong>⚠ {{words.cannotSee}}</strong><p>{{words.cannotSeeAdvice}}</p></div>
        {{/isUnseen}}
        <nav class="jump" aria-label="{{words.onThisPage}}"><a href="#open">{{words.openAlerts}}</a> \
        <a href="#timeline">{{words.timeline}}</a> <a href="#charts">{{words.charts}}</a> \
        <a href="{{historyLink}}{{frame.languageQuery}}">{{words.featureHistory}}</a> \
        <a href="{{reportLink}}{{frame.languageQuery}}">{{words.report}}</a> \
        <a href="{{devicesLink}}{{frame.languageQuery}}">{{words.devices}}</a></nav>
        \(nowSection)
        <section aria-labelledby="open">
        <h2 id="open">{{words.openAlerts}}</h2>
        {{#open}}
        \(residentAlert)
        {{/open}}
        {{#nothingOpen}}
        <p><strong>{{.}}</strong></p>
        {{/nothingOpen}}
        {{#hasSuppressed}}
        <details id="suppressed">
        <summary>{{words.suppressed}}</summary>
        <p class="faint">{{words.suppressedAdvice}}</p>
        {{#suppressed}}
        \(residentAlert)
        {{/suppressed}}
        </details>
        {{/hasSuppressed}}
        </section>
        \(carePlanSection)
        \(timelineSection("{{words.timeline}}"))
        \(chartSection)
        <section aria-labelledby="recent">
        <h2 id="recent">{{words.recent}} ({{recentCount}})</h2>
        {{#recent}}
        \(residentAlert)
        {{/recent}}
        {{^recent}}
        <p>{{words.nothingRecent}}</p>
        {{/recent}}
        </section>

        """

    private static let nowSection = """
        <section class="now" aria-labelledby="now">
        <h2 id="now">{{words.now}}</h2>
        {{#now}}
        {{#isEmptyHome}}
        <p><strong>{{words.emptyHome}}</strong></p>
        {{/isEmptyHome}}
        <dl>
        <dt>{{words.lastMessage}}</dt><dd>{{#heardAt}}<time datetime="{{machine}}">{{people}}</time>{{/heardAt}}\
        {{^heardAt}}{{words.never}}{{/heardAt}}{{#heardAgo}}, {{.}}{{/heardAgo}}</dd>
        {{#isKnown}}
        <dt>{{words.lastActivity}}</dt><dd>{{#activityAt}}<time datetime="{{machine}}">{{people}}</time>\
        {{/activityAt}}{{^activityAt}}{{words.never}}{{/activityAt}}{{#activityAgo}}, {{.}}{{/activityAgo}}</dd>
        <dt>{{words.devices}}</dt><dd><a href="{{devicesLink}}{{frame.languageQuery}}">{{devicesText}}</a></dd>
        {{/isKnown}}
        <dt>{{words.circumstances}}</dt><dd>
        {{#hasCircumstances}}
        <ul>
        {{#circumstances}}
        <li><strong>{{circumstanceText}}</strong>{{^isNow}} ({{words.planned}}){{/isNow}}: <span id="{{lineID}}">{{detailText}}</span>
        {{#cancelLink}}
        <form method="post" action="{{.}}" data-what="{{cancelText}}: {{circumstanceText}}">
        {{^frame.account}}
        <label>{{words.yourName}} <input id="by-{{lineID}}" name="by" required maxlength="100" autocomplete="name"></label>
        {{/frame.account}}
        \(formToken)
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        <input type="hidden" name="kind" value="{{kindWord}}">
        <input type="hidden" name="from" value="{{fromMachine}}">
        <div class="buttons"><button aria-describedby="{{lineID}}">{{cancelText}}</button></div>
        </form>
        {{/cancelLink}}</li>
        {{/circumstances}}
        </ul>
        {{/hasCircumstances}}
        {{^hasCircumstances}}{{#isKnown}}{{words.noCircumstances}}{{/isKnown}}\
        {{^isKnown}}{{words.cannotBeShown}}{{/isKnown}}{{/hasCircumstances}}</dd>
        </dl>
        {{#isKnown}}
        <details id="enter">
        <summary>{{words.enter}}</summary>
        <form method="post">
        {{^frame.account}}
        <label>{{words.yourName}} <input id="by-now" name="by" required maxlength="100" autocomplete="name"></label>
        {{/frame.account}}
        \(formToken)
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        <div class="buttons">
        {{#steps}}
        <button formaction="{{stepLink}}">{{stepText}}</button>
        {{/steps}}
        </div>
        </form>
        </details>
        \(planForm)
        {{/isKnown}}
        {{/now}}
        </section>
        """

    private static let planForm = """
        <details id="absence">
        <summary>{{words.planAbsence}}</summary>
        <form method="post" action="{{planLink}}" data-what="{{words.planAbsence}}">
        {{^frame.account}}
        <label>{{words.yourName}} <input id="by-plan" name="by" required maxlength="100" autocomplete="name"></label>
        {{/frame.account}}
        \(formToken)
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        <label>{{words.planKind}} <select id="plan-kind" name="kind">
        {{#planKinds}}<option value="{{choiceWord}}">{{choiceName}}</option>{{/planKinds}}
        </select></label>
        <label>{{words.planFrom}} <input id="plan-from" name="from" type="datetime-local" value="{{planFrom}}" \
        required></label>
        <label>{{words.planUntil}} <input id="plan-until" name="until" type="datetime-local"></label>
        <p class="faint">{{words.planHours}}</p>
        <div class="buttons"><button>{{words.planSave}}</button></div>
        </form>
        </details>
        """

    /// Referred to by the drawings; a pattern tells what a colour alone would not.
    static let patterns = """
        <svg class="patterns" width="0" height="0" aria-hidden="true" focusable="false"><defs>
        <pattern id="hatch" width="32" height="16" patternUnits="userSpaceOnUse">\
        <path class="hatch" d="M0 16L24 0h8L8 16ZM-8 5L0 0v5Z"/></pattern>
        <pattern id="bars" width="16" height="6" patternUnits="userSpaceOnUse">\
        <path class="bars" d="M0 0h16v2h-16Z"/></pattern>
        <pattern id="dots" width="24" height="8" patternUnits="userSpaceOnUse">\
        <path class="dots" d="M2 2h8v3h-8ZM14 6h8v2h-8Z"/></pattern>
        <pattern id="grid" width="8" height="8" patternUnits="userSpaceOnUse">\
        <path class="dots" d="M0 0h8v1h-8ZM0 0h1v8h-1Z"/></pattern>
        </defs></svg>
        """

    /// `heading`: the section's.
    static func timelineSection(_ heading: String) -> String {
        """
        <section aria-labelledby="timeline">
        <h2 id="timeline">\(heading)</h2>
        {{#days}}
        <details id="timeline-legend">
        <summary>{{words.timelineLegend}}</summary>
        <ul class="legend">
        <li>\(swatch("<path class=\"room\" d=\"M4 4h24v8h-24Z\"/>")) {{words.seen}}</li>
        <li>\(swatch("<path class=\"bed\" d=\"M4 4h24v8h-24Z\"/>")) {{words.inBed}}</li>
        <li>\(swatch("<path fill=\"url(#bars)\" d=\"M0 0h32v16h-32Z\"/>")) {{words.out}}</li>
        <li>\(swatch("<path fill=\"url(#dots)\" d=\"M0 0h32v16h-32Z\"/>")) {{words.visitors}}</li>
        <li>\(swatch("<path fill=\"url(#hatch)\" d=\"M0 0h32v16h-32Z\"/>")) {{words.unseen}}</li>
        <li>\(swatch("<path class=\"now-line\" d=\"M15 0h2v16h-2Z\"/>")) {{words.nowLine}}</li>
        </ul>
        </details>
        {{#days}}
        <article class="day" id="{{dayID}}" aria-labelledby="title-{{dayID}}">
        <h3 id="title-{{dayID}}"><time datetime="{{dayAt.machine}}">{{dayAt.people}}</time>\
        {{#contextText}} <span class="context">{{.}}</span>{{/contextText}}</h3>
        <div class="lanes">
        <div class="names" aria-hidden="true">
        {{#lanes}}
        <span>{{laneName}}</span>
        {{/lanes}}
        </div>
        <svg viewBox="0 0 {{width}} {{height}}" height="{{height}}" preserveAspectRatio="none" role="img" \
        aria-label="{{drawingText}}">
        <path class="grid" d="{{gridPath}}"/>
        {{#roomPath}}<path class="room" d="{{.}}"/>{{/roomPath}}
        {{#bedPath}}<path class="bed" d="{{.}}"/>{{/bedPath}}
        {{#awayPath}}<path fill="url(#bars)" d="{{.}}"/>{{/awayPath}}
        {{#visitorPath}}<path fill="url(#dots)" d="{{.}}"/>{{/visitorPath}}
        {{#unseenPath}}<path fill="url(#hatch)" d="{{.}}"/>{{/unseenPath}}
        {{#ownPath}}<path class="own" d="{{.}}"/>{{/ownPath}}
        {{#nowPath}}<path class="now-line" d="{{.}}"/>{{/nowPath}}
        </svg>
        <div class="hours" aria-hidden="true"><span>00</span><span>06</span><span>12</span><span>18</span>\
        <span>24</span></div>
        </div>
        <details id="table-{{dayID}}">
        <summary>{{words.asTable}}<span class="hide">: {{dayAt.people}}</span></summary>
        <p class="faint">{{words.tableGap}}</p>
        <table>
        <thead><tr><th scope="col">{{words.place}}</th><th scope="col">{{words.total}}</th>\
        <th scope="col">{{words.when}}</th></tr></thead>
        <tbody>
        {{#lines}}
        <tr><th scope="row">{{laneName}}</th><td>{{totalText}}</td><td>{{spansText}}</td></tr>
        {{/lines}}
        </tbody>
        </table>
        </details>
        </article>
        {{/days}}
        {{/days}}
        {{^days}}
        <p>{{words.cannotBeShown}}</p>
        {{/days}}
        </section>
        """
    }

    static func swatch(_ drawing: String) -> String {
        "<svg class=\"swatch\" viewBox=\"0 0 32 16\" width=\"32\" height=\"16\" aria-hidden=\"true\">\(drawing)</svg>"
    }
}
