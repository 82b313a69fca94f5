// A form marked data-filter sends itself when an answer changes. The new list takes the old one's place, the address
// follows, Back works. When anything is unusual the browser simply loads the page.
import { copying } from "./copy";
import { dropping } from "./drop";

let running: AbortController | undefined;
let shown = here();

// here is the address without the place on the page: a step to a place, as past the head, changes nothing.
function here(): string {
  return location.pathname + location.search;
}

export function filtering(): void {
  document.addEventListener("change", (e) => {
    const form = (e.target as HTMLElement).closest<HTMLFormElement>("form[data-filter]");
    if (form && !(e.target as HTMLElement).matches("[data-wait]")) void show(address(form), true);
  });
  document.addEventListener("submit", (e) => {
    const form = e.target as HTMLFormElement;
    // A number leads to a place on a page, and only the browser itself goes to places.
    if (!form.matches("form[data-filter]") || new FormData(form).get("n")) return;
    e.preventDefault();
    void show(address(form), true);
  });
  window.addEventListener("popstate", () => {
    if (here() !== shown && document.querySelector("form[data-filter]")) void show(location.href, false);
  });
}

function address(form: HTMLFormElement): string {
  const url = new URL(form.action);
  url.search = "";
  for (const [k, v] of new FormData(form)) if (typeof v === "string" && v !== "") url.searchParams.append(k, v);
  return url.href;
}

async function show(url: string, push: boolean): Promise<void> {
  running?.abort();
  running = new AbortController();
  const focus = document.activeElement?.id;
  try {
    const answer = await fetch(url, { signal: running.signal, headers: { Accept: "text/html" } });
    if (!answer.ok || answer.redirected) {
      location.assign(answer.url);
      return;
    }
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const [now, next] = [document.querySelector("main"), page.querySelector("main")];
    if (!now || !next) throw new Error("no main");
    now.replaceWith(next);
    document.title = page.title;
    if (push) history.pushState(null, "", url);
    shown = here();
    dropping(next);
    copying(next);
    if (focus) document.getElementById(focus)?.focus({ preventScroll: true });
  } catch (err) {
    if (!(err instanceof DOMException && err.name === "AbortError")) location.assign(url);
  }
}
