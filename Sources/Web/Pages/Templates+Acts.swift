/// What people do about an alert.
extension Templates {
    /// Says what was done, with the way back, or who was first.
    static let notice = """
        <p>{{noticeText}} <a href="{{alertLink}}{{frame.languageQuery}}">{{alertTitle}}</a></p>
        {{#undoLink}}
        <form method="post" action="{{.}}" data-what="{{undoText}}">
        {{^frame.account}}<input type="hidden" name="by" value="{{undoBy}}">{{/frame.account}}
        \(handedOn)
        <div class="buttons"><button>{{undoText}}</button></div>
        </form>
        {{/undoLink}}
        """

    /// Hidden in every form about an alert: whose form it is, and where to go on.
    private static let handedOn = """
        \(formToken)
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        <input type="hidden" name="seen" value="{{seenCount}}">
        {{#frame.origin}}<input type="hidden" name="page" value="{{pageWord}}">\
        <input type="hidden" name="query" value="{{feedQuery}}">{{/frame.origin}}
        """

    private static func name(_ form: String) -> String {
        """
        {{^frame.account}}
        <label>{{words.yourName}} <input id="by-\(form){{anchor}}" name="by" required maxlength="100" \
        autocomplete="name"></label>
        {{/frame.account}}
        """
    }

    /// One act with a form of its own, where the alert's `step` says that it can be done. By the button's id the focus is
    /// found again when the page is renewed.
    private static func act(_ step: String, _ fields: String) -> String {
        """
        {{#\(step)}}
        <form method="post" action="{{stepLink}}" data-what="{{stepText}}: {{alertTitle}}">
        <fieldset class="acts"><legend>{{stepText}}</legend>
        \(name(step + "-"))
        \(handedOn)
        \(fields)
        <div class="buttons"><button id="do-\(step)-{{anchor}}">{{stepText}}</button></div>
        </fieldset>
        </form>
        {{/\(step)}}
        """
    }

    /// The reader takes it by one button.
    private static let assignToMe = """
        {{#assign}}{{#ownLogin}}
        <form method="post" action="{{stepLink}}" data-what="{{words.assignToMe}}: {{alertTitle}}">
        \(handedOn)
        <input type="hidden" name="assignee" value="{{ownLogin}}">
        <div class="buttons"><button id="do-assign-me-{{anchor}}">{{words.assignToMe}}</button></div>
        </form>
        {{/ownLogin}}{{/assign}}
        """

    private static let assignFields = """
        {{#hasPeople}}
        <label>{{words.assignTo}} <select id="assign-{{anchor}}" name="assignee">
        <option value="">{{words.nobody}}</option>
        <optgroup label="{{words.peopleGroup}}">
        {{#people}}<option value="{{choiceWord}}">{{choiceName}}</option>{{/people}}
        </optgroup>
        {{#hasTeams}}
        <optgroup label="{{words.teamGroup}}">
        {{#teams}}<option value="{{choiceWord}}">{{choiceName}}</option>{{/teams}}
        </optgroup>
        {{/hasTeams}}
        </select></label>
        {{/hasPeople}}
        {{^hasPeople}}
        <label>{{words.assignTo}} <input id="assign-{{anchor}}" name="assignee" maxlength="100" \
        autocomplete="off"></label>
        {{/hasPeople}}
        """

    private static let snoozeFields = """
        <label>{{words.snoozeReason}} <input id="reason-{{anchor}}" name="reason" required maxlength="1000" \
        autocomplete="off"></label>
        <label>{{words.snoozeFor}} <select id="hours-{{anchor}}" name="hours">
        {{#frame.snoozeHours}}<option value="{{choiceWord}}">{{choiceName}}</option>{{/frame.snoozeHours}}
        </select></label>
        """

    private static let resolveFields = """
        <label>{{words.resolvedHow}} <select id="resolution-{{anchor}}" name="resolution">
        <option value="">–</option>
        {{#frame.resolutions}}<option value="{{choiceWord}}">{{choiceName}}</option>{{/frame.resolutions}}
        </select></label>
        <label>{{words.note}} <input id="note-{{anchor}}" name="note" maxlength="1000" autocomplete="off"></label>
        <label>{{words.wasItRight}} <select id="verdict-{{anchor}}" name="verdict">
        <option value="">–</option>
        {{#frame.verdictChoices}}<option value="{{choiceWord}}">{{choiceName}}</option>{{/frame.verdictChoices}}
        </select></label>
        """

    /// What can be done: the most urgent with one tap, the rest one level in.
    static let acting = """
        {{#acts}}
        {{#hasQuick}}
        <form method="post" class="quick" data-what="{{alertTitle}}">
        \(name(""))
        \(handedOn)
        <div class="buttons">
        {{#quick}}
        <button formaction="{{stepLink}}" aria-describedby="title-{{anchor}}">{{stepText}}</button>
        {{/quick}}
        </div>
        </form>
        {{/hasQuick}}
        {{#actsLink}}
        <p><a class="act" href="{{.}}">{{words.act}}<span class="hide">: {{alertTitle}}</span></a></p>
        {{/actsLink}}
        {{^actsLink}}
        <details id="act-{{anchor}}"{{#isActing}} open{{/isActing}}>
        <summary>{{words.act}}<span class="hide">: {{alertTitle}}</span></summary>
        {{#undo}}
        <form method="post" action="{{undoLink}}" data-what="{{undoText}}: {{alertTitle}}">
        {{^frame.account}}<input type="hidden" name="by" value="{{undoBy}}">{{/frame.account}}
        \(handedOn)
        <div class="buttons"><button id="do-undo-{{anchor}}">{{undoText}}</button></div>
        </form>
        {{/undo}}
        \(assignToMe)
        \(act("assign", assignFields))
        \(act("snooze", snoozeFields))
        \(act("wake", ""))
        \(act("resolve", resolveFields))
        {{#hasVerdicts}}
        <form method="post" data-what="{{words.verdict}}: {{alertTitle}}">
        \(name("review-"))
        \(handedOn)
        <label>{{words.note}} <input id="note-review-{{anchor}}" name="note" maxlength="1000" \
        autocomplete="off"></label>
        {{#review}}
        <div class="buttons"><button formaction="{{stepLink}}">{{stepText}}</button></div>
        {{/review}}
        <p id="ask-{{anchor}}">{{verdictQuestion}}</p>
        <div class="buttons" role="group" aria-labelledby="ask-{{anchor}}">
        {{#verdicts}}
        <button id="{{verdictWord}}-{{anchor}}" formaction="{{verdictLink}}" name="verdict" \
        value="{{verdictWord}}">{{verdictName}}</button>
        {{/verdicts}}
        </div>
        </form>
        {{/hasVerdicts}}
        </details>
        {{/actsLink}}
        {{/acts}}
        """
}
