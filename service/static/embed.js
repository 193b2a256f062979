/**
 * <wenda-search>: a search box for other sites. One tag loads it: <script type="module" src="https://…/embed.js"></script>.
 * It leaves no global names, and takes its colours from custom properties of the page (docs/embed.md).
 */
import { STYLE } from "./embed-style.js";
import { attachList, marked } from "./listbox.js";
import { directionOf, interfaceFor, textsIn } from "./strings.js";

/** Passages shown, where the attribute limit says nothing else; the service gives at most 50. */
const PASSAGES = 5;

/** Code points of a question, and of what suggestions are asked for. */
const QUESTION_LONGEST = 500;
const SUGGESTED_LONGEST = 100;

/** Code points of a sentence that a link asks the browser to mark: long addresses are cut by some servers. */
const FRAGMENT_LONGEST = 80;

const TOO_MANY = 429;
const BAD_REQUEST = 400;

const style = new CSSStyleSheet();
style.replaceSync(STYLE);

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** The pieces of a text with its marks, each cut where either begins or ends. */
function* pieces(text, highlights, answer) {
  let at = 0;
  for (const [piece, isAnswer] of marked(text, answer ? [answer] : [])) {
    const end = at + Array.from(piece).length;
    const inside = highlights
      .map(([start, stop]) => [Math.max(start, at) - at, Math.min(stop, end) - at])
      .filter(([start, stop]) => start < stop);
    const parts = [...marked(piece, inside)].map(([part, isTerm]) => element(isTerm ? "b" : "span", { textContent: part }));
    yield isAnswer ? element("mark", {}, ...parts) : element("span", {}, ...parts);
    at = end;
  }
}

class WendaSearch extends HTMLElement {
  #base;
  #texts;
  #language;
  #input;
  #status;
  #results;
  #request = null;

  connectedCallback() {
    if (this.#input) return; // Moved within the page.
    this.#base = new URL(this.getAttribute("endpoint") || "..", import.meta.url);
    if (!this.#base.pathname.endsWith("/")) this.#base.pathname += "/";
    this.#language = this.getAttribute("lang") || this.closest("[lang]")?.lang || document.documentElement.lang || navigator.language;
    this.#texts = textsIn(this.#language);
    const root = this.attachShadow({ mode: this.getAttribute("shadow") === "closed" ? "closed" : "open", delegatesFocus: true });
    root.adoptedStyleSheets = [style];
    root.append(this.#build());
    attachList({
      input: this.#input,
      texts: this.#texts,
      suggest: (typed, signal) => this.#suggest(typed, signal),
      choose: () => this.#input.form.requestSubmit(),
    });
    this.#input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#search();
    });
    // Shortcuts of the page, which cannot see that a field is typed in, are not meant.
    root.addEventListener("keydown", (event) => {
      if (!event.ctrlKey && !event.metaKey && !event.altKey) event.stopPropagation();
    });
  }

  disconnectedCallback() {
    this.#request?.abort();
  }

  #build() {
    this.#input = element("input", {
      id: "q", name: "q", type: "search", required: true, dir: "auto", maxLength: QUESTION_LONGEST,
      placeholder: this.getAttribute("placeholder") || this.#texts("ask"), enterKeyHint: "search", spellcheck: false,
    });
    const label = element("label", { htmlFor: "q", className: "hidden", textContent: this.#texts("ask") });
    const button = element("button", { type: "submit", textContent: this.#texts("search") });
    const form = element("form", { className: "has-suggestions" }, label, this.#input, button);
    form.setAttribute("role", "search");
    this.#status = element("p", { className: "status" });
    this.#status.setAttribute("role", "status");
    this.#results = element("div", { className: "results" });
    const code = interfaceFor(this.#language);
    return element("div", { className: "wenda", lang: code, dir: directionOf(code) }, form, this.#status, this.#results);
  }

  #address(path, parameters) {
    const address = new URL(path, this.#base);
    address.search = new URLSearchParams(parameters);
    return address;
  }

  async #suggest(typed, signal) {
    if (Array.from(typed).length > SUGGESTED_LONGEST) return [];
    const address = this.#address("api/v1/suggest", { q: typed, lang: interfaceFor(this.#language) });
    const response = await fetch(address, { signal, credentials: "omit" });
    return response.ok ? (await response.json()).suggestions : [];
  }

  async #search() {
    const question = this.#input.value.trim();
    this.#request?.abort();
    if (!question) return;
    const mine = (this.#request = new AbortController());
    const wishes = { q: question, limit: this.getAttribute("limit") || PASSAGES };
    if (this.hasAttribute("mode")) wishes.mode = this.getAttribute("mode");
    this.#status.textContent = this.#texts("searching");
    this.#results.setAttribute("aria-busy", "true");
    try {
      const response = await fetch(this.#address("api/v1/search", wishes), { signal: mine.signal, credentials: "omit" });
      const body = await response.json();
      if (response.ok) this.#show(question, body);
      else this.#refuse(response.status, body);
    } catch {
      if (!mine.signal.aborted) this.#say("failed");
    }
    if (this.#request === mine) this.#results.removeAttribute("aria-busy");
  }

  #refuse(status, body) {
    if (status === BAD_REQUEST && body.errors?.some((error) => error.code === "no_terms")) return this.#say("nothing");
    if (status === BAD_REQUEST) console.error(`wenda-search: ${body.detail}`); // The owner's attributes are wrong.
    this.#say(status === TOO_MANY ? "busy" : "failed");
  }

  #say(name, number) {
    this.#results.replaceChildren();
    this.#status.textContent = this.#texts(name, number);
  }

  #show(question, { answer, hits, total }) {
    if (!hits.length) return this.#say("nothing");
    this.#say("found", total.value);
    if (answer) this.#results.append(this.#answer(answer, hits[0]));
    else this.#results.append(element("p", { textContent: this.#texts("unsure") }));
    this.#results.append(element("ol", {}, ...hits.map((hit) => element("li", {}, this.#hit(hit)))));
    const more = element("a", { href: this.#address(".", { q: question }), textContent: this.#texts("more") });
    this.#results.append(element("p", {}, more));
  }

  #answer(answer, hit) {
    const sentence = element("p", { lang: hit.language, dir: directionOf(hit.language), textContent: answer.text });
    const section = element("section", { className: "answer" }, sentence);
    section.setAttribute("aria-label", this.#texts("answer"));
    return section;
  }

  #hit(hit) {
    const link = element("a", { href: this.#place(hit), textContent: hit.heading || hit.title || hit.document_id });
    const text = element("p", {}, ...pieces(hit.text, hit.highlights, hit.answer));
    return element("article", { lang: hit.language, dir: directionOf(hit.language) }, element("p", { className: "title" }, link), text);
  }

  /** Where a passage is read: on the page that it came from, if it has an address, or on the service's own. */
  #place(hit) {
    if (!/^https?:/i.test(hit.url)) return this.#address(`passages/${encodeURIComponent(hit.id).replaceAll("%2F", "/").replaceAll("%3A", ":")}`, {});
    const sentence = hit.answer ? Array.from(hit.text).slice(...hit.answer).slice(0, FRAGMENT_LONGEST).join("") : "";
    if (!sentence || hit.url.includes("#")) return hit.url;
    return `${hit.url}#:~:text=${encodeURIComponent(sentence).replaceAll("-", "%2D")}`;
  }
}

if (!customElements.get("wenda-search")) customElements.define("wenda-search", WendaSearch);
