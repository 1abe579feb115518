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

        """
}
