extension Templates {
    static let chartSection = """
        <section aria-labelledby="charts">
        <h2 id="charts">{{words.charts}}</h2>
        {{#hasCharts}}
        \(chartLegend())
        {{#charts}}
        \(chartGroups)
        {{/charts}}
        <details id="overview">
        <summary>{{words.overview}}</summary>
        <p class="faint">{{words.tableLegend}}</p>
        <div class="wide" role="region" aria-label="{{words.overview}}" tabindex="0">
        <table>
        <thead><tr><th scope="col">{{words.feature}}</th>{{#tableDays}}<th scope="col">\
        <time datetime="{{machine}}">{{people}}</time></th>{{/tableDays}}</tr></thead>
        <tbody>
        {{#features}}
        <tr><th scope="row">{{featureText}}</th>{{#cells}}<td>{{cellText}}{{#cellNote}}<small>{{.}}</small>\
        {{/cellNote}}</td>{{/cells}}</tr>
        {{/features}}
        </tbody>
        </table>
        </div>
        </details>
        {{#hasLacking}}
        <details id="lacking">
        <summary>{{words.lacking}}</summary>
        <ul>
        {{#charts}}
        {{#lacking}}
        <li>{{lackText}}: {{reasonText}}</li>
        {{/lacking}}
        {{/charts}}
        </ul>
        </details>
        {{/hasLacking}}
        {{/hasCharts}}
        {{^hasCharts}}
        <p>{{words.noFeatures}}</p>
        {{/hasCharts}}
        </section>
        """

    /// All features' charts, by what belongs together.
    static let chartGroups = """
        {{#hasContexts}}
        <p>{{words.specialDays}}:</p>
        <ul class="contexts">
        {{#contexts}}
        <li>{{.}}</li>
        {{/contexts}}
        </ul>
        {{/hasContexts}}
        {{#groups}}
        <h3 id="{{groupID}}">{{groupText}}</h3>
        <div class="charts">
        {{#charts}}
        \(chart)
        {{/charts}}
        </div>
        {{/groups}}
        """

    static let chart = """
        <article class="chart" id="{{chartID}}" aria-labelledby="title-{{chartID}}">
        <h4 id="title-{{chartID}}">{{featureText}}</h4>
        <p>{{latestText}}</p>
        {{#trends}}
        <p class="trend">{{.}}</p>
        {{/trends}}
        <svg viewBox="0 0 320 132" role="img" aria-label="{{drawingText}}">
        {{#bandPath}}<path class="band" d="{{.}}"/>{{/bandPath}}
        {{#awayPath}}<path fill="url(#bars)" d="{{.}}"/>{{/awayPath}}
        {{#visitorPath}}<path fill="url(#dots)" d="{{.}}"/>{{/visitorPath}}
        {{#hospitalPath}}<path fill="url(#grid)" d="{{.}}"/>{{/hospitalPath}}
        {{#markPath}}<path class="mark" d="{{.}}"/>{{/markPath}}
        {{#usualPath}}<path class="expected" d="{{.}}"/>{{/usualPath}}
        <path class="frame" d="{{framePath}}"/>
        {{#linePath}}<path class="line" d="{{.}}"/>{{/linePath}}
        {{#trendPath}}<path class="trend-line" d="{{.}}"/>{{/trendPath}}
        {{#dotPath}}<path class="dot" d="{{.}}"/>{{/dotPath}}
        {{#heldPath}}<path class="held" d="{{.}}"/><path class="held-core" d="{{.}}"/>{{/heldPath}}
        {{#missingPath}}<path class="missing" d="{{.}}"/>{{/missingPath}}
        {{#valueTicks}}<text text-anchor="{{anchor}}" x="{{x}}" y="{{y}}">{{tickText}}</text>{{/valueTicks}}
        {{#dayTicks}}<text text-anchor="{{anchor}}" x="{{x}}" y="{{y}}">{{tickText}}</text>{{/dayTicks}}
        </svg>
        {{#hasNotes}}
        <ul class="notes">
        {{#notes}}
        <li>{{.}}</li>
        {{/notes}}
        </ul>
        {{/hasNotes}}
        <details id="table-{{chartID}}">
        <summary>{{words.asTable}}<span class="hide">: {{featureText}}</span></summary>
        <table>
        <thead><tr><th scope="col">{{rowHead}}</th><th scope="col">{{words.value}}</th>\
        <th scope="col">{{words.usual}}</th><th scope="col">{{words.remark}}</th></tr></thead>
        <tbody>
        {{#rows}}
        <tr><th scope="row"><time datetime="{{rowDay.machine}}">{{rowDay.people}}</time></th><td>{{valueText}}</td>\
        <td>{{usualText}}</td><td>{{rowNote}}</td></tr>
        {{/rows}}
        </tbody>
        </table>
        </details>
        </article>
        """

    /// `more`: further lines of the list.
    static func chartLegend(_ more: String = "") -> String {
        """
        <details id="chart-legend">
        <summary>{{words.chartLegend}}</summary>
        <ul class="legend">
        <li>\(swatch("<path class=\"band\" d=\"M0 3h32v10h-32Z\"/>")) {{words.bandLegend}}</li>
        <li>\(swatch("<path class=\"line\" d=\"M4 12L28 4\"/><path class=\"dot\" d=\"M4 12h0M28 4h0\"/>")) \
        {{words.lineLegend}}</li>
        <li>\(swatch("<path class=\"held\" d=\"M16 8h0\"/><path class=\"held-core\" d=\"M16 8h0\"/>")) \
        {{words.heldLegend}}</li>
        <li>\(swatch("<path class=\"missing\" d=\"M12 4l8 8M12 12l8 -8\"/>")) {{words.missingLegend}}</li>
        <li>\(swatch("<path fill=\"url(#bars)\" d=\"M0 0h32v16h-32Z\"/>")) {{words.awayLegend}}</li>
        <li>\(swatch("<path fill=\"url(#dots)\" d=\"M0 0h32v16h-32Z\"/>")) {{words.visitorLegend}}</li>
        <li>\(swatch("<path fill=\"url(#grid)\" d=\"M0 0h32v16h-32Z\"/>")) {{words.hospitalLegend}}</li>
        \(more)
        </ul>
        </details>
        """
    }

    /// The lines of the legend for what only some pages' charts have.
    static let markLegend =
        "<li>\(swatch("<path class=\"mark\" d=\"M4 15V1h24v14\"/>")) {{words.markLegend}}</li>"
    static let trendLegend =
        "<li>\(swatch("<path class=\"trend-line\" d=\"M2 13L30 3\"/>")) {{words.trendLegend}}</li>"
}
