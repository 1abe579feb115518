/// The one style sheet, at `/style.css`.
enum StyleSheet {
    static let text = """
        :root { color-scheme: light dark; --back: #fbfaf8; --paper: #ffffff; --ink: #1b1b1b; --faint: #595959;
          --line: #8a8a8a; --link: #0b4f8a; --p1: #a3081a; --p2: #8a4b00; --p3: #0b4f8a; --t: #4d4d4d;
          --warn: #fff0e0; }
        @media (prefers-color-scheme: dark) { :root { --back: #15171a; --paper: #1e2125; --ink: #ededed;
          --faint: #b4b4b4; --line: #7d7d7d; --link: #8ec5ff; --p1: #ff8f94; --p2: #ffbe6b; --p3: #8ec5ff;
          --t: #c4c4c4; --warn: #3a2613; } }
        * { box-sizing: border-box; }
        body { margin: 0 auto; max-width: 62rem; padding: 0 1rem 3rem; background: var(--back); color: var(--ink);
          font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        a { color: var(--link); }
        a:focus-visible, button:focus-visible, input:focus-visible, summary:focus-visible, [tabindex]:focus-visible {
          outline: 3px solid var(--link); outline-offset: 2px; }
        .skip { position: absolute; left: -99rem; }
        .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
        header, footer { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: .75rem 0; }
        header { border-bottom: 1px solid var(--line); }
        footer, .faint { color: var(--faint); }
        h1 { font-size: 1.5rem; margin: 1rem 0 .5rem; }
        h2 { font-size: 1.2rem; margin: 1.75rem 0 .5rem; }
        h3 { font-size: 1.05rem; margin: 0 0 .25rem; }
        p { margin: .25rem 0; }
        .banner, .unseen { background: var(--warn); border: 3px solid var(--p1); padding: .75rem 1rem; margin: 1rem 0; }
        .unseen { border: 2px dashed var(--p2); }
        .banner strong, .unseen strong { display: block; font-size: 1.15rem; }
        .alert { background: var(--paper); border: 1px solid var(--line); border-left: .5rem solid var(--t);
          padding: .75rem 1rem; margin: .75rem 0; }
        .P1 { border-left-color: var(--p1); } .P2 { border-left-color: var(--p2); }
        .P3 { border-left-color: var(--p3); }
        .alert:target { outline: 3px solid var(--link); }
        .badge { border: 2px solid currentColor; border-radius: .25rem; padding: 0 .4rem; font-size: .9rem;
          white-space: nowrap; }
        .P1 .badge { color: var(--p1); border-width: 4px; } .P2 .badge { color: var(--p2); }
        .P3 .badge { color: var(--p3); border-style: dashed; } .T .badge { color: var(--t); border-style: dotted; }
        dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 .75rem; margin: .5rem 0; }
        dt { color: var(--faint); } dd { margin: 0; }
        .wide { overflow-x: auto; border: 1px solid var(--line); background: var(--paper); }
        table { border-collapse: collapse; width: 100%; }
        th, td { padding: .3rem .5rem; text-align: right; border-bottom: 1px solid var(--line); overflow-wrap: normal; }
        th:first-child { text-align: left; }
        .homes td { text-align: left; }
        .wide thead th { white-space: nowrap; }
        .wide tbody th { position: sticky; left: 0; background: var(--paper); min-width: 8rem; font-weight: 600; }
        td small { display: block; color: var(--faint); white-space: nowrap; }
        form { display: grid; gap: .5rem; margin: .5rem 0; max-width: 26rem; }
        label { display: grid; }
        input, button { font: inherit; padding: .5rem; min-height: 2.75rem; background: var(--back); color: var(--ink);
          border: 1px solid var(--line); border-radius: .25rem; }
        button { cursor: pointer; font-weight: 600; border-width: 2px; }
        summary { cursor: pointer; padding: .4rem 0; }
        @media print { .skip, form, nav { display: none; } }

        """
}
