/** The style of <wenda-search>: constructed, so that no policy of a page against inline styles is in its way. */
export const STYLE = `
:host {
  --accent: var(--wenda-accent, #1b5a86);
  --on-accent: var(--wenda-on-accent, #fff);
  --ink: var(--wenda-ink, #1d2226);
  --quiet: var(--wenda-quiet, #5b6670);
  --raised: var(--wenda-ground, #fff);
  --chosen: var(--wenda-chosen, #eef2f5);
  --line: var(--wenda-line, #8a949c);
  --term: var(--wenda-term, #8a4b00);
  --answer: var(--wenda-answer, #fff1c2);
  --radius: var(--wenda-radius, .6rem);
  display: block;
  color: var(--ink);
  font: var(--wenda-font, 1rem/1.6 system-ui, sans-serif);
  overflow-wrap: anywhere;
}
@media (prefers-color-scheme: dark) {
  :host([theme=auto]) {
    color-scheme: dark;
    --accent: var(--wenda-accent, #83c0ec);
    --on-accent: var(--wenda-on-accent, #14181b);
    --ink: var(--wenda-ink, #e6e9eb);
    --quiet: var(--wenda-quiet, #9aa5ad);
    --raised: var(--wenda-ground, #1c2226);
    --chosen: var(--wenda-chosen, #2b343a);
    --line: var(--wenda-line, #6d7780);
    --term: var(--wenda-term, #f0b765);
    --answer: var(--wenda-answer, #43391a);
  }
}
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
form { display: flex; gap: .5rem; position: relative; }
input {
  flex: 1; min-inline-size: 0; padding: .6rem .9rem; border: 1px solid var(--line); border-radius: var(--radius);
  background: var(--raised); color: inherit; font: inherit;
}
input::placeholder { color: var(--quiet); opacity: 1; }
button {
  padding: .6rem 1.1rem; border: 0; border-radius: var(--radius); background: var(--accent); color: var(--on-accent); font: inherit;
  cursor: pointer; white-space: nowrap;
}
a { color: var(--accent); text-underline-offset: .2em; }
a:focus-visible, button:focus-visible, input:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
.hidden, .suggestions-status {
  position: absolute; inline-size: 1px; block-size: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap;
}
.suggestions {
  position: absolute; z-index: 10; inset-inline: 0; inset-block-start: calc(100% + .5rem); margin: 0; padding: .25rem; list-style: none;
  max-block-size: min(26rem, 60vh); overflow-y: auto; overscroll-behavior: contain;
  background: var(--raised); border: 1px solid var(--line); border-radius: var(--radius); box-shadow: 0 .5rem 1.5rem rgb(0 0 0 / .15);
}
.suggestions[hidden] { display: none; }
.suggestions [role=option] { padding: .5rem .75rem; border-radius: .4rem; cursor: pointer; text-align: start; }
.suggestions mark { background: none; color: inherit; font-weight: 700; }
.suggestions [role=option]:hover { background: var(--chosen); }
.suggestions [aria-selected=true] { background: var(--chosen); outline: 2px solid var(--accent); outline-offset: -2px; }
.status { margin-block: .5rem; min-block-size: 1.6em; color: var(--quiet); font-size: .875em; }
.results > p { margin-block: .75rem; }
.answer {
  padding: .75rem 1rem; background: var(--raised); border: 1px solid var(--line); border-inline-start: 4px solid var(--accent);
  border-radius: var(--radius); font-size: 1.125em;
}
.answer p { margin: 0; }
ol { margin: 0; padding: 0; list-style: none; }
li { padding-block: .5rem; }
ol > li + li { border-block-start: 1px solid var(--line); }
article p { margin-block: .25rem; white-space: pre-line; }
.title { font-weight: 700; }
article b { color: var(--term); }
article mark { background: var(--answer); color: inherit; }
@media (forced-colors: active) { .suggestions [aria-selected=true] { outline-color: Highlight; } }
`;
