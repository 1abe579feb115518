extension Templates {
    static let entryBody = """
        {{#problemText}}
        <p class="unseen" role="alert" id="problem"><strong>⚠ {{.}}</strong></p>
        {{/problemText}}
        <p>{{introText}}</p>
        {{#key}}
        <ol>
        <li>{{words.appStep}}</li>
        <li>{{words.keyStep}}
        <svg class="qr" viewBox="{{picture.viewBox}}" role="img" aria-label="{{words.keyPicture}}">\
        <path d="{{picture.squares}}"/></svg>
        <p><a href="{{appLink}}">{{words.keyLink}}</a></p>
        <p>{{words.keyTyped}} <code>{{keyText}}</code></p></li>
        <li>{{words.codeStep}}</li>
        </ol>
        {{/key}}
        {{#logins}}
        <p>{{words.loggedInSince}} <time datetime="{{sinceAt.machine}}">{{sinceAt.people}}</time>, \
        {{words.lastUsed}} <time datetime="{{usedAt.machine}}">{{usedAt.people}}</time>\
        {{#isThis}} <strong>{{words.thisLogin}}</strong>{{/isThis}}</p>
        {{/logins}}
        <form method="post" action="{{action}}">
        \(formToken)
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        {{#next}}
        <input type="hidden" name="next" value="{{.}}">
        {{/next}}
        {{#asksLogin}}
        <label>{{words.loginName}} <input id="login" name="login" value="{{login}}" required maxlength="64" \
        autocomplete="username" autocapitalize="none" spellcheck="false"></label>
        {{/asksLogin}}
        {{#frame.account}}
        <input type="text" value="{{login}}" autocomplete="username" hidden>
        {{/frame.account}}
        {{#asksCode}}
        <label>{{words.setupCode}} <input id="code" name="code" required maxlength="64" autocomplete="one-time-code" \
        autocapitalize="characters" spellcheck="false"></label>
        {{/asksCode}}
        {{#asksPassword}}
        <label>{{passwordText}} <input id="password" name="password" type="password" required maxlength="512" \
        autocomplete="current-password"></label>
        {{/asksPassword}}
        {{#asksAppCode}}
        <label>{{appCodeText}} <input id="app-code" name="app_code" {{#needsAppCode}}required {{/needsAppCode}}\
        maxlength="16" inputmode="numeric" autocomplete="one-time-code" spellcheck="false"></label>
        {{/asksAppCode}}
        {{#asksNew}}
        <p id="rules">{{rulesText}}</p>
        <label>{{words.newPassword}} <input id="new" name="new" type="password" required maxlength="512" \
        autocomplete="new-password" aria-describedby="rules"></label>
        <label>{{words.newPasswordAgain}} <input id="again" name="again" type="password" required maxlength="512" \
        autocomplete="new-password"></label>
        {{/asksNew}}
        <div class="buttons"><button>{{buttonText}}</button></div>
        </form>
        {{#others}}
        <p><a href="{{otherLink}}{{frame.languageQuery}}">{{otherText}}</a></p>
        {{/others}}

        """

    /// In every form that changes something.
    static let formToken = """
        {{#frame.account}}<input type="hidden" name="token" value="{{token}}">{{/frame.account}}
        """

    /// The sheet of the shift, the destinations; who is logged in, and the way out.
    static let accountLine = """
        {{#frame.showsHandover}}
        <a href="/handover{{frame.languageQuery}}">{{words.handover}}</a>
        {{/frame.showsHandover}}
        {{#frame.showsDestinations}}
        <a href="/destinations{{frame.languageQuery}}">{{words.destinations}}</a>
        {{/frame.showsDestinations}}
        {{#frame.account}}
        <form class="account" method="post" action="/logout">
        <a href="/password{{frame.languageQuery}}">{{accountName}}</a>
        <input type="hidden" name="token" value="{{token}}">
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        <button>{{logOutText}}</button>
        </form>
        {{/frame.account}}
        """

    static let homesBody = """
        <form method="get" role="search">
        {{#frame.chosenLanguage}}<input type="hidden" name="lang" value="{{.}}">{{/frame.chosenLanguage}}
        <label>{{words.searchHome}} <input id="search" name="q" type="search" value="{{searchText}}" maxlength="100" \
        autocomplete="off"></label>
        <div class="buttons"><button>{{words.show}}</button></div>
        </form>
        <section aria-labelledby="homes">
        <h2 id="homes">{{words.homes}} ({{homeCount}})</h2>
        {{#isEmpty}}
        <p>{{words.noHomes}}</p>
        {{/isEmpty}}
        <ul class="homes">
        {{#homes}}
        <li><a href="{{homeLink}}{{frame.languageQuery}}">{{homeName}}</a>\
        {{#homeID}}<span>{{.}}</span>{{/homeID}}\
        {{#openText}}<span>{{words.openAlerts}}: {{.}}</span>{{/openText}}\
        <span>{{words.lastMessage}} {{#heardAt}}<time datetime="{{machine}}">{{people}}</time>{{/heardAt}}\
        {{^heardAt}}{{words.never}}{{/heardAt}}</span>\
        {{#isUnseen}}<strong>⚠ {{words.cannotSee}}</strong>{{/isUnseen}}</li>
        {{/homes}}
        </ul>
        \(pager)
        </section>

        """

    static let accessLogBody = """
        <p>{{introText}}</p>
        <form method="get">
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        <label>{{filterText}} <input id="home" name="home" value="{{home}}" maxlength="64" autocomplete="off"></label>
        <div class="buttons"><button>{{showText}}</button></div>
        </form>
        {{^hasLines}}
        <p>{{emptyText}}</p>
        {{/hasLines}}
        {{#hasLines}}
        <ol class="log" reversed>
        {{#lines}}
        <li value="{{rowText}}"><strong>{{person}}</strong>
        <dl>
        <dt>{{whenText}}</dt><dd>{{#whenAt}}<time datetime="{{machine}}">{{people}}</time>{{/whenAt}}</dd>
        <dt>{{whatText}}</dt><dd>{{actText}} ({{statusText}})</dd>
        <dt>{{aboutText}}</dt><dd>{{aboutWhom}}</dd>
        <dt>{{fromText}}</dt><dd>{{fromWhere}}</dd>
        </dl></li>
        {{/lines}}
        </ol>
        {{/hasLines}}
        {{#olderLink}}
        <p><a href="{{.}}">{{olderText}}</a></p>
        {{/olderLink}}

        """
}
