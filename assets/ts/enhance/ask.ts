// Results that follow typing. The form's own address is asked for, the region of results of that page replaces the one
// shown, and the address bar says what is shown. What is still on its way for earlier letters is dropped.
const WAIT = 120;

export function asking(): void {
  const form = document.querySelector<HTMLFormElement>("[data-ask]");
  const region = document.querySelector<HTMLElement>("[data-results]");
  const live = document.querySelector<HTMLElement>("[data-live]");
  if (!form || !region) return;
  narrowLists(region);
  let waiting = 0;
  let running: AbortController | undefined;
  let shown = address(form);

  const ask = async (): Promise<void> => {
    const wanted = address(form);
    if (wanted === shown) return;
    running?.abort();
    const mine = new AbortController();
    running = mine;
    region.setAttribute("aria-busy", "true");
    try {
      const answer = await fetch(wanted, { signal: mine.signal, headers: { Accept: "text/html" }, credentials: "same-origin" });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const fresh = page.querySelector<HTMLElement>("[data-results]");
      if (mine.signal.aborted || !fresh) return;
      show(region, fresh);
      shown = wanted;
      history.replaceState(history.state, "", wanted);
      document.title = page.title;
      form.querySelector("[name=q]")?.setAttribute("aria-invalid", String(fresh.querySelector("[data-mistake]") !== null));
      if (live) live.textContent = (region.querySelector("[data-mistake] p, [data-count] [aria-current=true]")?.textContent ?? "").trim();
    } catch (e) {
      if (!(e instanceof DOMException && e.name === "AbortError")) form.submit(); // the browser says what is wrong
    } finally {
      if (running === mine) region.removeAttribute("aria-busy");
    }
  };

  form.addEventListener("input", (e) => {
    window.clearTimeout(waiting);
    if (open(form)) return; // quotes or brackets that are still being typed
    waiting = window.setTimeout(ask, e.target instanceof HTMLInputElement && e.target.type === "checkbox" ? 0 : WAIT);
  });
  form.addEventListener("submit", (e) => {
    e.preventDefault();
    window.clearTimeout(waiting);
    void ask().then(() => region.scrollIntoView({ block: "nearest" }));
  });
}

// address is where the form leads, without what is empty.
function address(form: HTMLFormElement): string {
  const kept = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && value.trim() !== "") kept.append(name, value.trim());
  }
  const query = kept.toString();
  const path = new URL(form.action).pathname;
  return query ? `${path}?${query}` : path;
}

function open(form: HTMLFormElement): boolean {
  const typed = form.querySelector<HTMLInputElement>("[name=q]")?.value ?? "";
  const quotes = typed.match(/["“”„«»]/g)?.length ?? 0;
  const opening = typed.match(/[(（]/g)?.length ?? 0;
  const closing = typed.match(/[)）]/g)?.length ?? 0;
  return quotes % 2 === 1 || opening > closing;
}

// show replaces what was found, and keeps open the lists that the reader opened.
function show(region: HTMLElement, fresh: HTMLElement): void {
  const lists = new Map([...region.querySelectorAll<HTMLDetailsElement>("details[id]")].map((d) => [d.id, d]));
  for (const d of fresh.querySelectorAll<HTMLDetailsElement>("details[id]")) {
    const old = lists.get(d.id);
    if (old) d.open = old.open;
  }
  region.replaceChildren(...fresh.childNodes);
  narrowLists(region);
}

// narrowLists puts a field above each long list, which leaves the values that have the letters typed.
function narrowLists(region: HTMLElement): void {
  for (const list of region.querySelectorAll<HTMLDetailsElement>("details[data-long]")) {
    const values = list.querySelector("ul");
    if (!values) continue;
    const field = document.createElement("input");
    field.type = "search";
    field.autocomplete = "off";
    field.placeholder = list.dataset.long ?? "";
    field.setAttribute("aria-label", `${list.dataset.long ?? ""}: ${list.querySelector("summary")?.firstChild?.textContent?.trim() ?? ""}`);
    field.addEventListener("input", () => {
      const typed = fold(field.value);
      for (const li of values.querySelectorAll("li")) li.hidden = typed !== "" && !fold(li.querySelector("a")?.textContent ?? "").includes(typed);
    });
    values.before(field);
  }
}

function fold(s: string): string {
  return s.normalize("NFD").replace(/\p{M}/gu, "").toLocaleLowerCase().trim();
}
