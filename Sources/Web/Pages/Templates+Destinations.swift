extension Templates {
    static let destinations = top + banner + destinationsBody + bottom

    static let destinationsBody = """
        <p>{{words.destinationsIntro}}</p>
        <ul class="homes">
        {{#destinations}}
        <li{{#isFaulty}} class="unseen"{{/isFaulty}}><h2>{{name}}</h2>
        <p><strong><span aria-hidden="true">{{mark}}</span> {{stateText}}</strong>\
        {{#failingSince}} {{words.destinationSince}} <time datetime="{{machine}}">{{people}}</time>{{/failingSince}}\
        {{#cause}}: {{.}}{{/cause}}</p>
        <p>{{waitingText}}\
        {{#waitingSince}} {{words.destinationSince}} <time datetime="{{machine}}">{{people}}</time>{{/waitingSince}}</p>
        {{#deadText}}
        <p>{{.}} {{words.destinationDeadAdvice}}</p>
        {{/deadText}}
        </li>
        {{/destinations}}
        </ul>
        <section aria-labelledby="chain">
        <h2 id="chain">{{words.chainTest}}</h2>
        <p>{{words.chainIntro}}</p>
        {{#chain}}
        {{#isUntested}}
        <p>{{words.chainUntested}}</p>
        {{/isUntested}}
        {{#last}}
        <p{{#isFailed}} class="unseen"{{/isFailed}}><strong><span aria-hidden="true">{{outcomeMark}}</span> \
        {{outcomeText}}</strong> <time datetime="{{startedAt.machine}}">{{startedAt.people}}</time>, {{byText}}</p>
        <ul>
        {{#parts}}
        <li>{{.}}</li>
        {{/parts}}
        </ul>
        {{/last}}
        {{#isTesting}}
        <p role="status"><strong>{{words.chainRunning}}</strong></p>
        {{/isTesting}}
        {{^isTesting}}
        <form method="post" action="/v1/chain-test">
        \(formToken)
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        {{^frame.account}}
        <label>{{words.yourName}} <input id="by-chain" name="by" required maxlength="100" autocomplete="name"></label>
        {{/frame.account}}
        <div class="buttons"><button>{{words.chainTestNow}}</button></div>
        </form>
        {{/isTesting}}
        {{/chain}}
        </section>

        """
}
