/**
 * A search field with a list of suggestions: the editable combobox of the ARIA Authoring Practices, "list autocomplete with
 * manual selection". Focus stays in the field; aria-activedescendant names the option chosen so far.
 *
 * Input methods: nothing is asked for while one composes. The Enter that ends a composition comes with keyCode 229, before
 * compositionend in Chromium and after it in Safari; in neither does it choose or submit anything.
 */
import { directionOf } from "./strings.js";

/** Milliseconds without a keystroke after which suggestions are asked for. */
const PAUSE = 170;

/** Milliseconds in which an Enter that ended a composition may still have effects, where its keyup does not come. */
const ENDING = 300;

const COMPOSING_KEY = 229;

let lists = 0;

/** Cut a text at ranges of code points: pieces in order, each with whether it is in one. */
export function* marked(text, ranges) {
  const points = Array.from(text);
  let at = 0;
  for (const [start, end] of ranges) {
    if (start > at) yield [points.slice(at, start).join(""), false];
    yield [points.slice(start, end).join(""), true];
    at = end;
  }
  if (at < points.length) yield [points.slice(at).join(""), false];
}

/**
 * Attach a list to an input of a form.
 *
 * suggest(text, signal) gives a promise of [{text, language, highlights}]; choose(text) is called when one is chosen, with the
 * field filled in already. texts(name, number) gives the words to show. The list and its announcements are put behind the input.
 */
export function attachList({ input, suggest, choose, texts }) {
  const list = document.createElement("ul");
  list.id = `suggestions-${(lists += 1)}`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", texts("suggestions"));
  list.hidden = true;
  const status = document.createElement("div");
  status.className = "suggestions-status";
  status.setAttribute("role", "status");
  input.after(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id, autocomplete: "off",
  })) input.setAttribute(name, value);

  let items = [];
  let itemsFor = "";
  let active = -1;
  let timer = 0;
  let request = null;
  let composing = false;
  let ending = 0;

  const isOpen = () => !list.hidden;

  function forget() {
    clearTimeout(timer);
    request?.abort();
    request = null;
  }

  function activate(number) {
    list.children[active]?.setAttribute("aria-selected", "false");
    active = number;
    const option = list.children[active];
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function close() {
    forget();
    activate(-1);
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
  }

  function open() {
    activate(-1);
    list.hidden = false;
    list.scrollTop = 0;
    input.setAttribute("aria-expanded", "true");
    status.textContent = texts("count", items.length);
  }

  function option(item, number) {
    const element = document.createElement("li");
    element.id = `${list.id}-${number}`;
    element.setAttribute("role", "option");
    element.setAttribute("aria-selected", "false");
    element.lang = item.language;
    element.dir = directionOf(item.language);
    for (const [text, typed] of marked(item.text, item.highlights)) {
      const piece = document.createElement(typed ? "mark" : "span");
      piece.textContent = text;
      element.append(piece);
    }
    return element;
  }

  async function ask() {
    const typed = input.value.trim();
    const mine = (request = new AbortController());
    let found;
    try {
      found = await suggest(typed, mine.signal);
    } catch {
      found = []; // Aborted, offline, or refused: the field works without suggestions.
    }
    if (mine.signal.aborted) return;
    request = null;
    items = found;
    itemsFor = typed;
    list.replaceChildren(...items.map(option));
    if (items.length) open();
    else close();
  }

  function schedule() {
    forget();
    activate(-1);
    if (!input.value.trim()) return close();
    timer = setTimeout(ask, PAUSE);
  }

  function pick(number) {
    input.value = items[number].text;
    itemsFor = "";
    close();
    choose(input.value);
  }

  function step(event, by) {
    event.preventDefault();
    if (!isOpen()) {
      if (items.length && itemsFor === input.value.trim()) open();
      else return input.value.trim() ? (forget(), void ask()) : undefined;
    }
    const places = items.length + 1; // The field itself is one of them.
    activate(((active + 1 + by + places) % places) - 1);
  }

  const keys = {
    ArrowDown: (event) => step(event, 1),
    ArrowUp: (event) => (event.altKey ? close() : step(event, -1)),
    Home: () => activate(-1),
    End: () => activate(-1),
    ArrowLeft: () => activate(-1),
    ArrowRight: () => activate(-1),
    Tab: close,
    Enter(event) {
      if (isOpen() && active >= 0) {
        event.preventDefault();
        pick(active);
      } else close();
    },
    Escape(event) {
      event.preventDefault(); // Chromium clears a search field at once.
      if (isOpen()) return close();
      input.value = "";
      input.dispatchEvent(new Event("input", { bubbles: true }));
    },
  };

  function settle() {
    clearTimeout(ending);
    ending = 0;
  }

  input.addEventListener("compositionstart", () => {
    composing = true;
    forget();
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    schedule();
  });
  input.addEventListener("input", (event) => {
    if (!composing && !event.isComposing) schedule();
  });
  input.addEventListener("keydown", (event) => {
    settle();
    if (composing || event.isComposing || event.keyCode === COMPOSING_KEY) {
      if (event.key === "Enter") ending = setTimeout(settle, ENDING);
    } else if (!event.ctrlKey && !event.metaKey) keys[event.key]?.(event);
  });
  input.addEventListener("keyup", settle);
  input.addEventListener("blur", close);
  input.form.addEventListener("submit", (event) => {
    if (composing || ending) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else close();
  });
  list.addEventListener("pointerdown", (event) => event.preventDefault()); // The field keeps the focus.
  list.addEventListener("click", (event) => {
    const chosen = event.target.closest("[role=option]");
    if (chosen) pick([...list.children].indexOf(chosen));
  });
}
