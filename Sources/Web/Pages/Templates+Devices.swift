extension Templates {
    static let devicesBody = """
        <p>{{#frame.seesResidents}}<a href="{{residentLink}}{{frame.languageQuery}}">{{words.toResident}}: \
        {{residentName}}</a>{{/frame.seesResidents}}{{#frame.canWalk}} · \
        <a href="{{walkLink}}{{frame.languageQuery}}">{{words.walkTest}}</a>{{/frame.canWalk}}</p>
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
        {{#hasUnlisted}}
        <section aria-labelledby="unlisted">
        <h2 id="unlisted">{{words.unlisted}}</h2>
        <p>{{words.unlistedIntro}}</p>
        <datalist id="rooms">{{#rooms}}<option value="{{.}}"></option>{{/rooms}}</datalist>
        <ul class="devices">
        {{#unlisted}}
        <li class="device">
        <h3>{{titleText}}</h3>
        <dl>
        <dt>{{words.canMeasure}}</dt><dd>{{measuresText}}</dd>
        <dt>{{words.lastMessage}}</dt><dd>{{#heardAt}}<time datetime="{{machine}}">{{people}}</time>{{/heardAt}}\
        {{^heardAt}}{{words.never}}{{/heardAt}}</dd>
        {{#saidText}}
        <dt>{{words.lastSaid}}</dt><dd>{{.}}</dd>
        {{/saidText}}
        <dt>{{words.address}}</dt><dd><code>{{address}}</code></dd>
        </dl>
        {{#frame.canPlace}}
        <form method="post" action="{{placeLink}}">
        \(formToken)
        <input type="hidden" name="address" value="{{address}}">
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        <label>{{words.room}} <input id="{{key}}-room" name="room" list="rooms" maxlength="64" autocomplete="off"></label>
        <label>{{words.kind}} <select name="kind" id="{{key}}-kind">{{#kinds}}\
        <option value="{{value}}"{{#isChosen}} selected{{/isChosen}}>{{text}}</option>{{/kinds}}</select></label>
        <label>{{words.placement}} <select name="placement" id="{{key}}-placement">{{#placements}}\
        <option value="{{value}}">{{text}}</option>{{/placements}}</select></label>
        <label>{{words.deviceName}} <input id="{{key}}-name" name="name" value="{{nameText}}" required maxlength="64" \
        autocomplete="off"></label>
        <div class="buttons"><button>{{words.savePlace}}</button></div>
        </form>
        {{/frame.canPlace}}
        </li>
        {{/unlisted}}
        </ul>
        </section>
        {{/hasUnlisted}}

        """

    static let walkBody = """
        <p><a href="{{devicesLink}}{{frame.languageQuery}}">{{words.devices}}</a></p>
        <p>{{words.walkIntro}}</p>
        <p><strong>{{testText}}</strong></p>
        {{#hiddenText}}
        <p>{{.}}</p>
        {{/hiddenText}}
        {{#frame.account}}
        {{#isKnown}}
        <form method="post" action="{{testLink}}">
        <input type="hidden" name="token" value="{{token}}">
        <input type="hidden" name="lang" value="{{frame.chosenLanguage}}">
        <div class="buttons"><button>{{testStepText}}</button></div>
        </form>
        {{/isKnown}}
        {{/frame.account}}
        {{^isKnown}}
        <p class="unseen"><strong>{{words.cannotBeShown}}</strong></p>
        {{/isKnown}}
        <section aria-labelledby="heard">
        <h2 id="heard">{{words.walkHeard}}</h2>
        {{^hasTriggers}}
        <p>{{words.walkNothing}}</p>
        {{/hasTriggers}}
        <ol class="walk">
        {{#triggers}}
        <li><time datetime="{{machine}}">{{clockText}}</time> <strong>{{deviceName}}</strong> {{saidText}}</li>
        {{/triggers}}
        </ol>
        </section>
        {{#isKnown}}
        <section aria-labelledby="missing">
        <h2 id="missing">{{words.walkMissing}}</h2>
        {{^hasMissing}}
        <p>{{words.walkAll}}</p>
        {{/hasMissing}}
        <ul>
        {{#missing}}
        <li>{{.}}</li>
        {{/missing}}
        </ul>
        </section>
        {{/isKnown}}

        """
}
