/**
 * What JavaScript adds to the pages; all of it works by links and forms without.
 * Every text that appears comes from the page, in the visitor's language.
 */

const YEAR = 365 * 24 * 3600;

/** Parameters of a moment: a choice that is kept, a thank-you. A shared link has no use for them. */
const OF_THE_MOMENT = ["ui", "theme", "thanks"];

function tidyAddress() {
  const address = new URL(location.href);
  if (!OF_THE_MOMENT.some((name) => address.searchParams.has(name))) return;
  OF_THE_MOMENT.forEach((name) => address.searchParams.delete(name));
  history.replaceState(history.state, "", address);
}

/** A screen reader announces what comes into a live region, not what the page arrives with. */
function announce() {
  const region = document.getElementById("announcement");
  if (region) setTimeout(() => region.append(region.dataset.text), 100);
}

function chooseTheme(event) {
  const link = event.target.closest("a[data-theme-choice]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const choice = link.dataset.themeChoice;
  document.cookie = `theme=${choice}; path=/; max-age=${YEAR}; samesite=lax${location.protocol === "https:" ? "; secure" : ""}`;
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  document.querySelector("meta[name=color-scheme]").content = choice === "auto" ? "light dark" : choice;
  document.querySelectorAll("a[data-theme-choice]").forEach((one) => {
    if (one === link) one.setAttribute("aria-current", "true");
    else one.removeAttribute("aria-current");
  });
}

/** A menu closes when the visitor turns to something else, and on Escape. */
function closeMenus(menu) {
  document.addEventListener("click", (event) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}

/** Send a judgement without leaving the page; what the server answers with is the page to come back to. */
async function sendFeedback(event) {
  event.preventDefault();
  const form = event.target;
  const body = new URLSearchParams(new FormData(form, event.submitter));
  let sent = false;
  try {
    const response = await fetch(form.action, { method: "POST", body, redirect: "manual" });
    sent = response.ok || response.type === "opaqueredirect";
  } catch {
    // Offline; said below.
  }
  const line = document.createElement("p");
  line.className = form.className;
  line.setAttribute("role", "status");
  line.tabIndex = -1;
  line.textContent = sent ? form.dataset.thanks : form.dataset.failed;
  form.replaceWith(line);
  line.focus({ preventScroll: true });
}

tidyAddress();
announce();
document.addEventListener("click", chooseTheme);
document.querySelectorAll("details.menu").forEach(closeMenus);
document.querySelectorAll("form.feedback").forEach((form) => form.addEventListener("submit", sendFeedback));
