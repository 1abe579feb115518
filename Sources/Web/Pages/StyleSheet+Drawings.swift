extension StyleSheet {
    /// Timelines and charts. The timeline's names and lanes have the same height, 16 px.
    static let drawings = """
        .patterns { position: absolute; }
        .hatch, .bars, .dots { fill: var(--shade); }
        .swatch { border: 1px solid var(--rule); background: var(--paper); vertical-align: middle; }
        .legend { list-style: none; padding: 0; display: grid; gap: .25rem 1rem;
          grid-template-columns: repeat(auto-fill, minmax(min(15rem, 100%), 1fr)); }
        .day, .chart { background: var(--paper); border: 1px solid var(--rule); border-radius: .25rem;
          padding: .5rem .75rem; margin: .5rem 0; }
        .context { font-weight: 400; border: 1px solid currentColor; border-radius: .25rem; padding: 0 .35rem;
          font-size: .85rem; }
        .lanes { display: grid; grid-template-columns: minmax(4.5rem, max-content) minmax(0, 1fr); gap: 0 .5rem; }
        .names { display: grid; grid-auto-rows: 16px; font-size: 12px; line-height: 16px; max-width: 8rem; }
        .names span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .qr { display: block; width: 12rem; max-width: 100%; background: #fff; margin: .5rem 0; }
        .lanes svg { display: block; width: 100%; }
        .hours { grid-column: 2; display: flex; justify-content: space-between; font-size: 12px;
          color: var(--faint); }
        .grid { stroke: var(--rule); stroke-width: 1; fill: none; vector-effect: non-scaling-stroke; }
        .room { fill: var(--room); } .bed { fill: var(--bed); } .own { fill: var(--faint); }
        .now-line { fill: var(--p1); }
        #chart-legend, #timeline-legend { margin-bottom: .5rem; }
        .charts + h3, .contexts + h3 { margin-top: 1.25rem; }
        .charts { display: grid; gap: .75rem;
          grid-template-columns: repeat(auto-fill, minmax(min(21rem, 100%), 1fr)); align-items: start; }
        .chart { margin: 0; min-width: 0; } .chart svg { display: block; width: 100%; height: auto; }
        .chart > p, .notes { font-size: .9rem; } .notes { color: var(--faint); list-style: none; padding: 0; }
        .chart text { font-size: 11px; fill: var(--faint); }
        .band { fill: var(--band); } .frame { stroke: var(--line); fill: none; }
        .expected { stroke: var(--expected); fill: none; stroke-dasharray: 3 3; }
        .line { stroke: var(--value); fill: none; stroke-width: 1.25; }
        .dot { stroke: var(--value); stroke-width: 4.5; stroke-linecap: round; fill: none; }
        .held { stroke: var(--value); stroke-width: 6; stroke-linecap: round; fill: none; }
        .held-core { stroke: var(--paper); stroke-width: 3; stroke-linecap: round; fill: none; }
        .missing { stroke: var(--p2); stroke-width: 1.25; fill: none; }
        .chart table, .day table { font-size: .9rem; } .chart details, .day details { overflow-x: auto; }
        .chart tbody th { white-space: nowrap; font-weight: 400; }

        """

    /// What depends on the reader's device.
    static let media = """
        @media (max-width: 30rem) { dl { grid-template-columns: minmax(4.5rem, 7rem) 1fr; } }
        @media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
        @media (forced-colors: active) { .badge { forced-color-adjust: none; } }
        @media print { :root { --back: #fff; --paper: #fff; --ink: #000; --faint: #333; }
          .skip, form, nav, .stale, .language, summary, #renewing { display: none; }
          .alert, .day, .chart, .device { break-inside: avoid; } body { max-width: none; font-size: 10pt; }
          .charts { grid-template-columns: 1fr 1fr; } }

        """
}
