// The desk's own page: its key is made here and saved as a file, and opened from that file. It is never sent.
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { base64, fromBase64 } from "./bytes";
import { maxAnswers, tagName } from "./code";
import { decodeSubmission, encodeAnswer, type Submission } from "./message";
import { Collector, sealed, type Whole } from "./piece";
import { busy, reveal, say } from "./place";

// making lets a browser make the key of a desk; the form sends the recipient alone, and only after the file was saved.
export function making(place: HTMLElement): void {
  const form = place.querySelector("form");
  const recipient = form?.querySelector<HTMLInputElement>('input[name="recipient"]');
  const make = place.querySelector<HTMLButtonElement>("[data-sealed-make]");
  const file = place.querySelector<HTMLAnchorElement>("[data-sealed-file]");
  const send = form?.querySelector<HTMLButtonElement>("[data-sealed-send]");
  if (!form || !recipient || !make || !file || !send) return;
  make.hidden = false;
  make.addEventListener("click", async () => {
    const id = await generateX25519Identity();
    const to = await identityToRecipient(id);
    const words = `# OpenUPR, ${place.dataset.sealedMaking ?? ""}\n# public key: ${to}\n${id}\n`;
    URL.revokeObjectURL(file.href);
    file.href = URL.createObjectURL(new Blob([words], { type: "text/plain" }));
    recipient.value = to;
    recipient.readOnly = true;
    send.disabled = true;
    for (const e of place.querySelectorAll<HTMLElement>("[data-sealed-made]")) e.hidden = false;
    file.focus();
  });
  file.addEventListener("click", () => (send.disabled = false));
}

interface Held {
  tag?: string;
  day?: string;
  blob?: string;
  pieces?: number;
}

async function bundle(address: string): Promise<Held[]> {
  const res = await fetch(address, { cache: "no-store" });
  if (!res.ok) throw new Error(String(res.status));
  const lines = (await res.text()).trim().split("\n").map((l) => JSON.parse(l) as Held);
  if (lines.at(-1)?.pieces !== lines.length - 2) throw new Error("cut off");
  return lines.slice(1, -1);
}

// reading opens what is for the desk with the key file that its member chooses.
export function reading(place: HTMLFormElement): void {
  const key = place.querySelector<HTMLInputElement>("#key");
  const month = place.querySelector<HTMLSelectElement>("#month");
  const list = document.querySelector<HTMLElement>("[data-sealed-list]");
  const item = document.querySelector<HTMLTemplateElement>("template[data-sealed-item]");
  const count = document.querySelector<HTMLElement>("[data-sealed-count]");
  const found = document.querySelector<HTMLElement>("[data-sealed-found]");
  if (!key || !month || !list || !item || !count || !found) return;
  place.hidden = false;
  place.addEventListener("submit", async (e) => {
    e.preventDefault();
    const free = busy(place);
    try {
      const words = (await Promise.all([...(key.files ?? [])].map((f) => f.text()))).join("\n");
      const ids = words.match(/AGE-SECRET-KEY-1[0-9A-Z]+/g) ?? [];
      if (ids.length === 0) return say("key", key);
      const held = await bundle(`${place.action}?month=${encodeURIComponent(month.value)}`);
      const all = new Collector(ids);
      for (const h of held) if (h.blob) await all.add(fromBase64(h.blob), h.day ?? "");
      const tags = new Set(held.map((h) => h.tag));
      list.replaceChildren();
      for (const w of all.whole()) {
        const s = read(w);
        if (s) list.append(await show(item, place.dataset.sealedReading ?? "", w, s, tags));
      }
      count.textContent = String(list.childElementCount);
      reveal(found);
    } catch {
      say("failed", place);
    } finally {
      free();
    }
  });
}

function read(w: Whole): Submission | null {
  try {
    return decodeSubmission(w.message);
  } catch {
    return null; // somebody sealed something that is no submission
  }
}

async function show(item: HTMLTemplateElement, address: string, w: Whole, s: Submission, tags: Set<string | undefined>): Promise<DocumentFragment> {
  const copy = item.content.cloneNode(true) as DocumentFragment;
  const put = (name: string, words: string): void => {
    const e = copy.querySelector<HTMLElement>(`[data-sealed-${name}]`);
    if (e) e.textContent = words;
    if (e && !words) (e.closest<HTMLElement>("[data-sealed-line]") ?? e).hidden = true;
  };
  put("day", w.day);
  put("pseudonym", s.pseudonym);
  put("words", s.text);
  copy.querySelector<HTMLElement>("[data-sealed-words]")?.setAttribute("lang", s.lang);
  const files = copy.querySelector<HTMLElement>("[data-sealed-files]");
  for (const f of s.files) {
    const a = document.createElement("a");
    a.download = f.name;
    a.textContent = f.name;
    a.href = URL.createObjectURL(new Blob([f.content as Uint8Array<ArrayBuffer>], { type: "application/octet-stream" }));
    files?.append(a, " ");
  }
  if (s.files.length === 0) files?.remove();
  const form = copy.querySelector("form");
  const area = copy.querySelector("textarea");
  const label = copy.querySelector("label");
  const { reply } = s;
  if (!form || !area || !reply) {
    form?.remove();
    return copy;
  }
  area.id = `answer-${w.id}`;
  if (label) label.htmlFor = area.id;
  let n = 0;
  while (n < maxAnswers && tags.has(await tagName(reply.seed, n))) n++;
  const given = form.querySelector<HTMLElement>("[data-sealed-given]");
  const tell = (): void => {
    if (!given) return;
    given.hidden = n === 0;
    const number = given.querySelector("[data-sealed-number]");
    if (number) number.textContent = String(n);
  };
  tell();
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    if (!area.value.trim()) return area.focus();
    const free = busy(form);
    try {
      const [blob] = await sealed(reply.recipient, encodeAnswer(area.value.replaceAll("\r\n", "\n").trim(), document.documentElement.lang));
      for (; blob && n < maxAnswers; n++) {
        const body = new URLSearchParams({ do: "answer", tag: await tagName(reply.seed, n), blob: base64(blob) });
        const res = await fetch(address, { method: "POST", body, cache: "no-store", redirect: "error" });
        if (res.status === 409) continue; // there is an answer under it
        if (!res.ok) return say(res.status === 503 ? "later" : "failed", form);
        n++;
        area.value = "";
        tell();
        return reveal(given ?? form);
      }
      say("failed", form);
    } catch {
      say("failed", form);
    } finally {
      free();
    }
  });
  return copy;
}
