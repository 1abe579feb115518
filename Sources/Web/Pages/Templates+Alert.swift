extension Templates {
    static let alert = top + banner + alertBody + bottom

    private static let alertBody = """
        \(patterns)
        {{#isUnseen}}
        <div class="unseen"><strong>⚠ {{words.cannotSee}}</strong><p>{{words.cannotSeeAdvice}}</p></div>
        {{/isUnseen}}
        <nav class="jump" aria-label="{{words.onThisPage}}">\
        {{#residentLink}}<a href="{{.}}{{frame.languageQuery}}">{{words.toResident}}</a> {{/residentLink}}\
        <a href="#why">{{words.why}}</a> <a href="#plan">{{words.plan}}</a> <a href="#calls">{{words.callsAndHistory}}</a> \
        <a href="#similar">{{words.similar}}</a></nav>
        <section aria-labelledby="told">
        <h2 id="told">{{words.theAlert}}</h2>
        {{#alert}}
        \(residentAlert)
        {{/alert}}
        </section>
        \(carePlanSection)
        \(whySection)
        \(timelineSection("{{words.alertDays}}"))
        \(handledSection)
        \(similarSection)

        """

    private static let whySection = """
        <section aria-labelledby="why">
        <h2 id="why">{{words.why}}</h2>
        {{#restsOn}}
        <p>{{words.restsOn}} {{.}}.</p>
        {{/restsOn}}
        {{#evidence}}
        <dl>
        <dt>{{words.dataCoverage}}</dt><dd>{{coverageText}}</dd>
        <dt>{{words.knownDays}}</dt><dd>{{knownDays}}</dd>
        {{#hasMissing}}
        <dt>{{words.notMeasured}}</dt><dd><ul>
        {{#missing}}
        <li>{{.}}</li>
        {{/missing}}
        </ul></dd>
        {{/hasMissing}}
        </dl>
        {{/evidence}}
        {{#hasCharts}}
        \(chartLegend(markLegend))
        <div class="charts">
        {{#charts}}
        \(alertChart)
        {{/charts}}
        </div>
        <p><a href="{{historyLink}}">{{words.featureHistory}}</a></p>
        {{/hasCharts}}
        {{^hasCharts}}
        <p>{{words.restsOnNow}}</p>
        {{/hasCharts}}
        <h3 id="sensors">{{words.sensors}}</h3>
        {{#sensors}}
        {{#hasSensors}}
        <p class="faint">{{words.sensorsNow}}</p>
        <table>
        <thead><tr><th scope="col">{{words.sensor}}</th><th scope="col">{{words.state}}</th>\
        <th scope="col">{{words.lastMessage}}</th></tr></thead>
        <tbody>
        {{#sensors}}
        <tr><th scope="row">{{sensorName}} <small>{{kindText}}</small></th>\
        <td><span class="life {{lifeClass}}">{{lifeText}}</span></td><td>{{heardText}}</td></tr>
        {{/sensors}}
        </tbody>
        </table>
        {{/hasSensors}}
        {{^hasSensors}}
        <p>{{words.noSensors}}</p>
        {{/hasSensors}}
        {{/sensors}}
        </section>
        """

    private static let alertChart = chart.replacing("<h4 id", with: "<h3 id").replacing("</h4>", with: "</h3>")

    /// Whom to call and what to do; nothing for a home without a file.
    static let carePlanSection = """
        {{#carePlan}}
        <section aria-labelledby="plan">
        <h2 id="plan">{{words.plan}}</h2>
        {{#isEmpty}}
        <p>{{words.noPlan}}</p>
        {{/isEmpty}}
        {{#hasPlanSteps}}
        <dl class="plan">
        {{#planSteps}}
        <dt>{{whenText}}</dt><dd>{{doText}}</dd>
        {{/planSteps}}
        </dl>
        {{/hasPlanSteps}}
        {{#keyText}}
        <p><strong>{{words.key}}:</strong> {{.}}</p>
        {{/keyText}}
        {{#hasContacts}}
        <ul class="contacts">
        {{#contacts}}
        <li><strong>{{contactName}}</strong>, {{contactRole}} <a href="{{phoneLink}}">{{phoneText}}</a>\
        {{#contactNote}} <span class="faint">{{.}}</span>{{/contactNote}}</li>
        {{/contacts}}
        </ul>
        {{/hasContacts}}
        </section>
        {{/carePlan}}
        """

    private static let handledSection = """
        <section aria-labelledby="calls">
        <h2 id="calls">{{words.callsAndHistory}}</h2>
        {{#hasCalls}}
        <ol class="log">
        {{#calls}}
        <li><time datetime="{{calledAt.machine}}">{{calledAt.people}}</time> {{callText}}: {{recipient}}</li>
        {{/calls}}
        </ol>
        {{/hasCalls}}
        {{^hasCalls}}
        <p>{{words.noCalls}}</p>
        {{/hasCalls}}
        <h3>{{words.history}}</h3>
        <ol class="log">
        {{#alert}}
        {{#changes}}
        <li><time datetime="{{changedAt.machine}}">{{changedAt.people}}</time> {{changeText}}</li>
        {{/changes}}
        {{/alert}}
        </ol>
        </section>
        """

    private static let similarSection = """
        <section aria-labelledby="similar">
        <h2 id="similar">{{words.similar}}</h2>
        {{#hasSimilar}}
        <div class="wide left" role="group" aria-labelledby="similar" tabindex="0">
        <table>
        <thead><tr><th scope="col">{{words.raised}}</th><th scope="col">{{words.theAlert}}</th>\
        <th scope="col">{{words.state}}</th><th scope="col">{{words.verdict}}</th>\
        <th scope="col">{{words.untilTakenOn}}</th></tr></thead>
        <tbody>
        {{#similar}}
        <tr><th scope="row"><a href="{{similarLink}}{{frame.languageQuery}}"><time datetime="{{similarAt.machine}}">\
        {{similarAt.people}}</time></a></th><td>{{similarTitle}} <small>{{priorityText}}</small></td>\
        <td>{{outcomeText}}</td><td>{{verdictText}}</td><td>{{delayText}}</td></tr>
        {{/similar}}
        </tbody>
        </table>
        </div>
        {{/hasSimilar}}
        {{^hasSimilar}}
        <p>{{words.noSimilar}}</p>
        {{/hasSimilar}}
        </section>
        """
}
