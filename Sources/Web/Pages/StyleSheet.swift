/// The one style sheet, at `/style.css`.
enum StyleSheet {
    static let text = page + StyleSheet.drawings + StyleSheet.media + StyleSheet.print

    private static let page = """
        :root { color-scheme: light dark; --back: #fbfaf8; --paper: #ffffff; --ink: #1b1b1b; --faint: #595959;
          --line: #8a8a8a; --rule: #dad7d2; --link: #0b4f8a; --p1: #a3081a; --p2: #8a4b00; --p3: #0b4f8a;
          --t: #4d4d4d; --warn: #fff0e0; --room: #1f5f8b; --bed: #6a4c93; --band: #cfe3d4; --expected: #4f7d5d;
          --value: #14466b; --shade: #9a948a; --good: #226b3a; }
        @media (prefers-color-scheme: dark) { :root { --back: #15171a; --paper: #1e2125; --ink: #ededed;
          --faint: #b4b4b4; --line: #7d7d7d; --rule: #3a3e44; --link: #8ec5ff; --p1: #ff8f94; --p2: #ffbe6b;
          --p3: #8ec5ff; --t: #c4c4c4; --warn: #3a2613; --room: #7db8e8; --bed: #c3a6ea; --band: #2c4534;
          --expected: #8fbf9e; --value: #a9d4ff; --shade: #7d8188; --good: #86d39b; } }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 1rem; }
        body { margin: 0 auto; max-width: 66rem; padding: 0 1rem 3rem; background: var(--back); color: var(--ink);
          font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
        a { color: var(--link); }
        a:focus-visible, button:focus-visible, input:focus-visible, select:focus-visible, summary:focus-visible,
          [tabindex]:focus-visible {
          outline: 3px solid var(--link); outline-offset: 2px; }
        main:focus { outline: none; }
        .skip { position: absolute; left: -99rem; }
        .skip:focus { left: 1rem; top: .5rem; background: var(--paper); padding: .5rem; }
        .hide { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden;
          white-space: nowrap; }
        header, footer { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; padding: .75rem 0; align-items: center; }
        header { border-bottom: 1px solid var(--line); }
        header nav a + a { margin-left: .75rem; }
        header a, .jump a { display: inline-block; padding: .3rem 0; }
        .language { margin-left: auto; }
        .account { display: flex; flex-wrap: wrap; gap: .25rem .75rem; align-items: center; margin: 0; }
        .log { list-style-position: inside; padding: 0; }
        .log li { border-bottom: 1px solid var(--rule); padding: .4rem 0; }
        footer, .faint, .trend { color: var(--faint); }
        footer { border-top: 1px solid var(--rule); margin-top: 2rem; }
        h1 { font-size: 1.5rem; margin: 1rem 0 .5rem; line-height: 1.25; }
        h2 { font-size: 1.2rem; margin: 2rem 0 .5rem; line-height: 1.3; }
        h3 { font-size: 1.05rem; margin: .25rem 0; line-height: 1.35; }
        h4 { font-size: 1rem; margin: 0; }
        p { margin: .25rem 0; }
        ul, ol { padding-left: 1.25rem; margin: .25rem 0; }
        dd > ul { list-style: none; padding: 0; margin: 0; }
        .banner, .unseen, .stale { background: var(--warn); border: 3px solid var(--p1); padding: .75rem 1rem;
          margin: 1rem 0; }
        .unseen { border: 2px dashed var(--p2); }
        .stale { position: sticky; top: 0; z-index: 2; border-style: double; font-weight: 600; }
        .banner strong, .unseen strong { display: block; font-size: 1.15rem; }
        .said:empty { display: none; }
        .said { position: sticky; top: 0; z-index: 1; background: var(--paper); border: 2px solid var(--link);
          border-radius: .25rem; padding: .5rem 1rem; margin: .5rem 0; }
        .said form { margin: .25rem 0; }
        .said.failed { border-color: var(--p1); }
        .group { border-top: 2px solid var(--rule); margin: 1rem 0 0; padding-top: .25rem; }
        .filter form { max-width: none; grid-template-columns: repeat(auto-fill, minmax(min(12rem, 100%), 1fr));
          align-items: end; }
        .filter label { min-width: 0; } .filter input, .filter select { width: 100%; }
        .filter .check { display: flex; gap: .5rem; align-items: center; min-height: 2.75rem; }
        .filter .check input { min-height: 0; width: 1.5rem; flex: none; height: 1.5rem; }
        .acts { border: 1px solid var(--rule); border-radius: .25rem; padding: .25rem .75rem; margin: .5rem 0;
          min-width: 0; }
        .acts legend { font-weight: 600; padding: 0 .25rem; }
        .pager { display: flex; flex-wrap: wrap; gap: .25rem 1.25rem; margin: .5rem 0; }
        .pager a, a.act { padding: .3rem 0; } a.act { display: inline-block; }
        .jump { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
        .alert { background: var(--paper); border: 1px solid var(--rule); border-left: .5rem solid var(--t);
          border-radius: .25rem; padding: .75rem 1rem; margin: .75rem 0; }
        .P1 { border-left-color: var(--p1); } .P2 { border-left-color: var(--p2); }
        .P3 { border-left-color: var(--p3); }
        .alert:target, .alert.new { outline: 3px solid var(--link); }
        .badge { display: inline-flex; gap: .35rem; align-items: center; border: 2px solid currentColor;
          border-radius: .25rem; padding: 0 .45rem; font-size: .9rem; font-weight: 600; white-space: nowrap; }
        .badge svg { fill: currentColor; flex: none; }
        .P1 .badge { color: var(--paper); background: var(--p1); border-color: var(--p1); }
        .P2 .badge { color: var(--p2); }
        .P3 .badge { color: var(--p3); border-style: dashed; } .T .badge { color: var(--t); border-style: dotted; }
        dl { display: grid; grid-template-columns: minmax(5.5rem, max-content) 1fr; gap: .1rem .75rem;
          margin: .5rem 0; }
        dt { color: var(--faint); } dd { margin: 0; }
        .homes, .devices { list-style: none; padding: 0; margin: 0; display: grid; gap: .5rem;
          grid-template-columns: repeat(auto-fill, minmax(min(18rem, 100%), 1fr)); }
        .homes li, .device { background: var(--paper); border: 1px solid var(--rule); border-radius: .25rem;
          padding: .6rem .8rem; }
        .homes li { display: grid; } .homes a { font-weight: 600; padding: .2rem 0; }
        .homes span { color: var(--faint); }
        .device h2, .device h3 { margin: 0; font-size: 1.05rem; }
        .device dl { grid-template-columns: minmax(0, 9rem) 1fr; }
        .life { font-weight: 600; }
        .life::before { content: "● "; } .silent::before { content: "◐ "; } .offline::before { content: "✕ "; }
        .unheard::before { content: "○ "; }
        .alive { color: var(--good); } .silent, .unheard { color: var(--p2); } .offline { color: var(--p1); }
        .wide { overflow-x: auto; border: 1px solid var(--rule); background: var(--paper); }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums;
          overflow-wrap: break-word; }
        th[scope=row] { overflow-wrap: anywhere; min-width: 7rem; }
        th, td { padding: .3rem .5rem; text-align: left; border-bottom: 1px solid var(--rule); vertical-align: top; }
        .wide th, .wide td { text-align: right; overflow-wrap: normal; } .wide th:first-child { text-align: left; }
        .wide thead th { white-space: nowrap; }
        .wide tbody th { position: sticky; left: 0; background: var(--paper); min-width: 8rem; font-weight: 600; }
        td small { display: block; color: var(--faint); white-space: nowrap; }
        form { display: grid; gap: .5rem; margin: .5rem 0; max-width: 26rem; }
        label { display: grid; }
        .buttons { display: flex; flex-wrap: wrap; gap: .5rem; }
        input, select, button { font: inherit; max-width: 100%; padding: .5rem .75rem; min-height: 2.75rem; background: var(--back);
          color: var(--ink); border: 1px solid var(--line); border-radius: .25rem; }
        button { cursor: pointer; font-weight: 600; border-width: 2px; }
        summary { cursor: pointer; padding: .4rem 0; color: var(--link); }

        """
}
