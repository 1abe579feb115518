extension Templates {
    static let devicesBody = """
        <p><a href="{{residentLink}}{{frame.languageQuery}}">{{words.toResident}}: {{residentName}}</a></p>
        {{^isKnown}}
        <p class="unseen"><strong>{{words.cannotBeShown}}</strong></p>
        {{/isKnown}}
        {{#summaryText}}
        <p><strong>{{.}}</strong></p>
        {{/summaryText}}
        {{^hasDevices}}
        <p>{{words.noDevices}}</p>
        {{/hasDevices}}
        {{#hasDevices}}
        <ul class="devices">
        {{#devices}}
        <li class="device">
        <h2>{{deviceName}}</h2>
        {{#lifeText}}
        <p class="life {{lifeClass}}">{{.}}</p>
        {{/lifeText}}
        <dl>
        <dt>{{words.room}}</dt><dd>{{roomText}}</dd>
        <dt>{{words.kind}}</dt><dd>{{kindText}}</dd>
        {{#isKnown}}
        <dt>{{words.lastMessage}}</dt><dd>{{#heardAt}}<time datetime="{{machine}}">{{people}}</time>{{/heardAt}}\
        {{^heardAt}}{{words.never}}{{/heardAt}}{{#agoText}}, {{.}}{{/agoText}}</dd>
        <dt>{{words.battery}}</dt><dd>{{#batteryText}}{{.}}{{/batteryText}}\
        {{^batteryText}}{{words.notTold}}{{/batteryText}}</dd>
        <dt>{{words.deadAfter}}</dt><dd>{{limitText}}</dd>
        {{/isKnown}}
        </dl>
        </li>
        {{/devices}}
        </ul>
        {{/hasDevices}}

        """
}
