extension StyleSheet {
    /// The pages that explain, and those that are made for paper: A4, in black and white, nothing told by colour alone.
    static let print = """
        .mark { stroke: var(--p1); stroke-width: 1.5; fill: none; stroke-dasharray: 5 2; }
        .trend-line { stroke: var(--ink); stroke-width: 2; fill: none; stroke-dasharray: 8 4; }
        .chart h3 { font-size: 1rem; margin: 0; }
        .jump [aria-current] { font-weight: 700; color: var(--ink); }
        .wide.left th, .wide.left td { text-align: left; overflow-wrap: break-word; white-space: normal; }
        .wide.left td { min-width: 6rem; }
        .contacts { list-style: none; padding: 0; }
        .contacts li { padding: .3rem 0; } .contacts a { display: inline-block; padding: .2rem .4rem; }
        .plan { grid-template-columns: fit-content(40%) 1fr; }
        select { font: inherit; padding: .5rem .75rem; min-height: 2.75rem; background: var(--back);
          color: var(--ink); border: 1px solid var(--line); border-radius: .25rem; }
        select:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; }
        .sheet-head { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; border-bottom: 1px solid var(--line);
          padding: .4rem 0; }
        .counts { list-style: none; padding: 0; display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; }
        .reason::after { content: ";"; } .reason:last-child::after { content: ""; }
        .write { border: 1px solid var(--rule); height: 6rem; padding: .2rem .5rem; color: var(--faint);
          font-size: .85rem; }
        .report { min-width: 48rem; } .report th, .report td { width: 12%; } .report th:first-child { width: 26%; }
        .report td:nth-child(5) { width: 34%; }
        @page { size: A4; margin: 14mm 12mm 16mm;
          @bottom-right { content: counter(page) " / " counter(pages); font: 9pt system-ui, sans-serif; } }
        @media print {
          :root { color-scheme: light; --back: #fff; --paper: #fff; --ink: #000; --faint: #333; --line: #555;
            --rule: #999; --link: #000; --p1: #000; --p2: #000; --p3: #000; --t: #000; --warn: #fff; --good: #000;
            --room: #333; --bed: #777; --band: #ddd; --expected: #555; --value: #000; --shade: #999; }
          .screen, body > header, body:has(.sheet) > footer, body:has(.sheet) h1 { display: none; }
          body { padding: 0; } a { text-decoration: none; }
          h2, h3, h4 { break-after: avoid; } tr, li, dd, .write { break-inside: avoid; }
          thead { display: table-header-group; }
          .sheet { display: table; width: 100%; } .sheet-body { display: table-row-group; }
          .sheet-head { display: table-header-group; break-inside: avoid; }
          .sheet-head > span { display: block; } .sheet-head > span:last-child { padding-bottom: 3mm; }
          .alert { border-left-width: .2rem; padding: 1.5mm 3mm; margin: 1.5mm 0; }
          .wide { overflow: visible; border: 0; } .wide.left td, .report { min-width: 0; } .wide tbody th { position: static; }
          .badge, .P1 .badge { color: #000; background: #fff; border-color: #000; }
          table { font-size: 9pt; } th, td { padding: .8mm 1.5mm; }
        }

        """
}
