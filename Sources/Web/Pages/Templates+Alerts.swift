extension Templates {
    static let alertListBody = """
        {{#unseen}}
        <div class="banner" role="alert">
        <strong>⚠ {{unseenText}}</strong>
        <ul>
        {{#unseenHomes}}
        <li><a href="{{homeLink}}{{frame.languageQuery}}">{{homeName}}</a></li>
        {{/unseenHomes}}
        {{#furtherText}}
        <li><a href="/homes{{frame.languageQuery}}">{{.}}</a></li>
        {{/furtherText}}
        </ul>
        <p>{{words.cannotSeeAdvice}}</p>
        </div>
        {{/unseen}}
        {{#urgentText}}
        <p class="{{#isUrgentLeft}}unseen{{/isUrgentLeft}}{{^isUrgentLeft}}faint{{/isUrgentLeft}}" id="elsewhere">\
        {{#isUrgentLeft}}⚠ <a href="{{urgentLink}}">{{urgentText}}</a>{{/isUrgentLeft}}\
        {{^isUrgentLeft}}{{urgentText}}{{/isUrgentLeft}}</p>
        {{/urgentText}}
        {{#goneLink}}
        <p class="unseen"><a href="{{.}}{{frame.languageQuery}}">{{words.actingGone}}</a></p>
        {{/goneLink}}
        {{#filter}}
        \(filterForm)
        {{/filter}}
        {{#sections}}
        <section aria-labelledby="{{sectionID}}">
        <h2 id="{{sectionID}}">{{sectionTitle}} ({{alertCount}})</h2>
        \(section)
        </section>
        {{/sections}}
        {{#folds}}
        <details id="{{sectionID}}"{{#isUnfolded}} open{{/isUnfolded}}>
        <summary>{{sectionTitle}} ({{alertCount}})</summary>
        \(section)
        </details>
        {{/folds}}

        """

    private static let filterForm = """
        <details id="filter" class="filter"{{#isFiltered}} open{{/isFiltered}}>
        <summary>{{words.filter}}</summary>
        <form method="get" action="/">
        {{#frame.chosenLanguage}}<input type="hidden" name="lang" value="{{.}}">{{/frame.chosenLanguage}}
        <label>{{words.search}} <input id="filter-q" name="q" type="search" value="{{filterText}}" maxlength="100" \
        autocomplete="off"></label>
        \(options("hasAreas", "area", "areas", "{{words.area}}"))
        \(options("hasTeamOptions", "team", "teamOptions", "{{words.team}}"))
        <label>{{words.state}} <select id="filter-state" name="state">
        {{#states}}<option value="{{optionWord}}"{{#isChosen}} selected{{/isChosen}}>{{optionName}}</option>{{/states}}
        </select></label>
        <label>{{words.priority}} <select id="filter-priority" name="priority"><option value="">{{words.any}}</option>
        {{#priorities}}<option value="{{optionWord}}"{{#isChosen}} selected{{/isChosen}}>{{optionName}}</option>\
        {{/priorities}}
        </select></label>
        {{#canBeMine}}
        <label class="check"><input id="filter-mine" type="checkbox" name="mine" value="1"\
        {{#isMine}} checked{{/isMine}}> {{words.mine}}</label>
        {{/canBeMine}}
        <div class="buttons"><button>{{words.show}}</button></div>
        </form>
        {{#leftText}}
        <p>{{.}} <a href="/{{frame.languageQuery}}">{{words.showEverything}}</a></p>
        {{/leftText}}
        </details>
        """

    private static func options(_ condition: String, _ name: String, _ list: String, _ label: String) -> String {
        """
        {{#\(condition)}}
        <label>\(label) <select id="filter-\(name)" name="\(name)"><option value="">{{words.any}}</option>
        {{#\(list)}}<option value="{{optionWord}}"{{#isChosen}} selected{{/isChosen}}>{{optionName}}</option>\
        {{/\(list)}}
        </select></label>
        {{/\(condition)}}
        """
    }

    private static let section = """
        {{#adviceText}}
        <p class="faint">{{.}}</p>
        {{/adviceText}}
        {{#groups}}
        <div class="group">
        <h3 id="{{groupID}}">{{#homeLink}}<a href="{{.}}{{frame.languageQuery}}">{{homeName}}</a>{{/homeLink}}\
        {{^homeLink}}{{homeName}}{{/homeLink}}\
        {{#areaText}} <span class="context">{{.}}</span>{{/areaText}}</h3>
        {{#alerts}}
        \(listedAlert)
        {{/alerts}}
        {{#furtherText}}
        <p>{{#homeLink}}<a href="{{.}}{{frame.languageQuery}}#open">{{furtherText}}</a>{{/homeLink}}\
        {{^homeLink}}{{.}}{{/homeLink}}</p>
        {{/furtherText}}
        </div>
        {{/groups}}
        {{#emptyText}}
        <p><strong>{{.}}</strong></p>
        {{/emptyText}}
        {{#allLink}}
        <p><a href="{{.}}">{{allText}}</a></p>
        {{/allLink}}
        \(pager)
        """

    /// Between the pages of a long list.
    static let pager = """
        {{#pageText}}
        <nav class="pager" aria-label="{{.}}">
        {{#previousLink}}<a href="{{.}}" rel="prev">{{words.previousPage}}</a>{{/previousLink}}
        <span>{{pageText}}</span>
        {{#nextLink}}<a href="{{.}}" rel="next">{{words.nextPage}}</a>{{/nextLink}}
        </nav>
        {{/pageText}}
        """

    static let badge = """
        <span class="badge"><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true">\
        <path d="{{priorityShape}}"/></svg> {{priorityText}}</span>
        """

    private static let listedAlert = """
        <article class="alert {{priorityClass}}" id="{{anchor}}">
        <p>\(badge)</p>
        <h4 id="title-{{anchor}}"><a href="{{pageLink}}{{frame.languageQuery}}">{{alertTitle}}</a></h4>
        {{#placeText}}
        <p>{{.}}</p>
        {{/placeText}}
        <p>{{explanationText}}</p>
        \(alertFacts)
        \(acting)
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
        {{#handling}}
        {{#assigneeText}}
        <dt>{{words.assignee}}</dt><dd>{{.}}</dd>
        {{/assigneeText}}
        {{#onTheWayText}}
        <dt>{{words.onTheWay}}</dt><dd>{{.}}</dd>
        {{/onTheWayText}}
        {{#snoozeText}}
        <dt>{{words.snoozed}}</dt><dd>{{.}}</dd>
        {{/snoozeText}}
        {{#resolutionText}}
        <dt>{{words.resolvedHow}}</dt><dd>{{.}}</dd>
        {{/resolutionText}}
        {{#hasCalled}}
        <dt>{{words.calledWho}}</dt><dd><ul>
        {{#called}}
        <li>{{.}}</li>
        {{/called}}
        </ul></dd>
        {{/hasCalled}}
        {{/handling}}
        {{#verdictText}}
        <dt>{{words.verdict}}</dt><dd>{{.}}</dd>
        {{/verdictText}}
        <dt>{{words.suggestion}}</dt><dd>{{suggestionText}}</dd>
        </dl>
        """

    static let residentAlert = """
        <article class="alert {{priorityClass}}" id="{{anchor}}">
        <p>\(badge)</p>
        <h3 id="title-{{anchor}}"><a href="{{pageLink}}{{frame.languageQuery}}">{{alertTitle}}</a></h3>
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
        \(acting)
        </article>
        """
}
