/**
 * The search field of the pages: suggestions while a question is typed, and keys that lead to the field.
 * Without JavaScript it is a plain search field.
 */
import { attachList } from "./listbox.js";
import { textsIn } from "./strings.js";

/** Code points that suggestions are asked for; longer questions are hardly the beginning of another one. */
const LONGEST = 100;

/** Where the choice is kept; the shortcuts work until they are turned off. */
const SETTING = "wenda-shortcuts";

function shortcutsAreOn() {
  try {
    return localStorage.getItem(SETTING) !== "off";
  } catch {
    return true; // Storage is forbidden here: the choice lasts as long as the page.
  }
}

function keepShortcuts(on) {
  try {
    localStorage.setItem(SETTING, on ? "on" : "off");
  } catch {
    // As above.
  }
}

function isTyping(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** A checkbox that turns the shortcuts off, since a key of one character must be one that can be (WCAG 2.2, 2.1.4). */
function shortcutsSetting(texts) {
  const label = document.createElement("label");
  label.className = "shortcuts";
  const box = document.createElement("input");
  box.type = "checkbox";
  box.checked = shortcutsAreOn();
  box.addEventListener("change", () => keepShortcuts(box.checked));
  label.append(box, texts("shortcuts"));
  return { label, isOn: () => box.checked };
}

function attach(form) {
  const input = form.elements.namedItem("q");
  const language = document.documentElement.lang;
  const texts = textsIn(language);
  const endpoint = new URL("../api/v1/suggest", import.meta.url);
  form.classList.add("has-suggestions");

  attachList({
    input,
    texts,
    async suggest(typed, signal) {
      if (Array.from(typed).length > LONGEST) return [];
      const address = new URL(endpoint);
      address.search = new URLSearchParams({ q: typed, lang: language });
      const response = await fetch(address, { signal });
      return response.ok ? (await response.json()).suggestions : [];
    },
    choose: () => form.requestSubmit(),
  });

  const { label, isOn } = shortcutsSetting(texts);
  (form.querySelector("footer") ?? document.querySelector("footer.site") ?? document.body).append(label);
  document.addEventListener("keydown", (event) => {
    const slash = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey;
    const controlK = event.key === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey;
    if (!isOn() || event.isComposing || (!controlK && (!slash || isTyping(event.target)))) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
}

const form = document.getElementById("search");
if (form) attach(form);
