// The page of answers: the code stays in the browser. Always as many answers are asked for at a time, and always as many come.
import { join } from "./bytes";
import { answersAtOnce, identity, maxAnswers, parseCode, replyTo, tag } from "./code";
import { decodeAnswer } from "./message";
import { blobSize, openedOne } from "./piece";
import { busy, reveal, say, shown } from "./place";

export function answering(form: HTMLFormElement): void {
  const field = form.querySelector<HTMLInputElement>("#code");
  const list = document.querySelector<HTMLElement>("[data-sealed-answers]");
  const found = document.querySelector<HTMLElement>("[data-sealed-found]");
  const item = document.querySelector<HTMLTemplateElement>("template[data-sealed-answer-item]");
  if (!field || !list || !found || !item) return;
  shown("server", false);
  shown("browser", true);
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    const code = parseCode(field.value);
    if (!code) return say("code", field);
    const free = busy(form);
    try {
      const id = await identity(code);
      const { seed } = await replyTo(code);
      list.replaceChildren();
      for (let from = 0, more = true; more && from < maxAnswers; from += answersAtOnce) {
        const tags = await Promise.all(Array.from({ length: answersAtOnce }, (_, i) => tag(seed, from + i)));
        const body = new Blob([join(tags)], { type: "application/octet-stream" });
        const res = await fetch(form.action, { method: "POST", body, credentials: "omit", cache: "no-store", redirect: "error" });
        if (!res.ok) return say(res.status === 429 ? "later" : "failed", form);
        const all = new Uint8Array(await res.arrayBuffer());
        for (let i = 0; i < answersAtOnce; i++) {
          const b = await openedOne(all.subarray(i * blobSize, (i + 1) * blobSize), id);
          more = b !== null;
          if (!b) continue;
          const a = decodeAnswer(b);
          const copy = item.content.cloneNode(true) as DocumentFragment;
          const words = copy.querySelector<HTMLElement>("[data-sealed-words]");
          if (words) {
            words.textContent = a.words;
            words.lang = a.lang;
          }
          list.append(copy);
        }
      }
      shown("none", list.childElementCount === 0);
      form.reset();
      reveal(found);
    } catch {
      say("failed", form);
    } finally {
      free();
    }
  });
}
