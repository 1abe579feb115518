extension Templates {
    static let alertListBody = """
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
        <details id="suppressed">
        <summary>{{words.suppressed}} ({{suppressedCount}})</summary>
        <p class="faint">{{words.suppressedAdvice}}</p>
        {{#suppressed}}
        \(listedAlert)
        {{/suppressed}}
        </details>
        {{/hasSuppressed}}
        <section aria-labelledby="homes">
        <h2 id="homes">{{words.homes}} ({{homeCount}})</h2>
        <ul class="homes">
        {{#homes}}
        <li><a href="{{homeLink}}{{frame.languageQuery}}">{{homeName}}</a>\
        <span>{{words.openAlerts}}: {{openText}}</span>\
        <span>{{words.lastMessage}} {{#heardAt}}<time datetime="{{machine}}">{{people}}</time>{{/heardAt}}\
        {{^heardAt}}{{words.never}}{{/heardAt}}</span>\
        {{#isUnseen}}<strong>⚠ {{words.cannotSee}}</strong>{{/isUnseen}}</li>
        {{/homes}}
        </ul>
        </section>

        """

    static let badge = """
        <span class="badge"><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">\
        <path d="{{priorityShape}}"/></svg> {{priorityText}}</span>
        """

    private static let listedAlert = """
        <article class="alert {{priorityClass}}" id="{{anchor}}">
        <p>\(badge)</p>
        <h3><a href="{{homeLink}}{{frame.languageQuery}}#{{anchorLink}}">{{residentName}}: {{alertTitle}}</a></h3>
        {{#placeText}}
        <p>{{.}}</p>
        {{/placeText}}
        <p>{{explanationText}}</p>
        \(alertFacts)
        </article>
        """

    private static let alertFacts = """
        <dl>
        {{#hasMembers}}
        <dt>{{words.usuallyIs}}</dt><dd><ul>
        {{#members}}
        <li>{{.}}</li>
        {{/members}}
        </ul></dd>
        {{/hasMembers}}
        {{#latestAt}}
        <dt>{{words.latest}}</dt><dd><time datetime="{{machine}}">{{people}}</time>{{#latestAgo}}, {{.}}{{/latestAgo}}</dd>
        {{/latestAt}}
        <dt>{{words.since}}</dt><dd><time datetime="{{onsetAt.machine}}">{{onsetAt.people}}</time>{{#onsetAgo}}, {{.}}{{/onsetAgo}}</dd>
        {{#coverageText}}
        <dt>{{words.dataCoverage}}</dt><dd>{{.}}</dd>
        {{/coverageText}}
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
        {{#verdictText}}
        <dt>{{words.verdict}}</dt><dd>{{.}}</dd>
        {{/verdictText}}
        <dt>{{words.suggestion}}</dt><dd>{{suggestionText}}</dd>
        </dl>
        """

    static let residentAlert = """
        <article class="alert {{priorityClass}}" id="{{anchor}}">
        <p>\(badge)</p>
        <h3>{{alertTitle}}</h3>
        {{#placeText}}
        <p>{{.}}</p>
        {{/placeText}}
        <p>{{explanationText}}</p>
        \(alertFacts)
        {{^isOwnPage}}
        <p><a href="{{pageLink}}{{frame.languageQuery}}">{{words.whyAndPlan}}<span class="hide">: {{alertTitle}}</span></a></p>
        {{/isOwnPage}}
        <details id="history-{{anchor}}">
        <summary>{{words.history}}</summary>
        <ol>
        {{#changes}}
        <li><time datetime="{{changedAt.machine}}">{{changedAt.people}}</time> {{changeText}}</li>
        {{/changes}}
        </ol>
        </details>
        {{#canAct}}
        <details id="act-{{anchor}}">
        <summary>{{words.act}}</summary>
        <form method="post">
        {{^frame.account}}
        <label>{{words.yourName}} <input id="by-{{anchor}}" name="by" required maxlength="100" \
        autocomplete="name"></label>
        {{/frame.account}}
        \(formToken)
        <label>{{words.note}} <input id="note-{{anchor}}" name="note" maxlength="1000" autocomplete="off"></label>
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        <div class="buttons">
        {{#steps}}
        <button formaction="{{stepLink}}">{{stepText}}</button>
        {{/steps}}
        </div>
        {{#hasVerdicts}}
        <p id="ask-{{anchor}}">{{verdictQuestion}}</p>
        <div class="buttons" role="group" aria-labelledby="ask-{{anchor}}">
        {{#verdicts}}
        <button id="{{verdictWord}}-{{anchor}}" formaction="{{verdictLink}}" name="verdict" \
        value="{{verdictWord}}">{{verdictName}}</button>
        {{/verdicts}}
        </div>
        {{/hasVerdicts}}
        </form>
        </details>
        {{/canAct}}
        </article>
        """
}
