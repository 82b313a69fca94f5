// The form of a contribution: with this script the browser seals before anything is sent. What is sent has the length of its
// class and nothing else; the return code is made here and never leaves.
import { join } from "./bytes";
import { newCode, replyTo, written } from "./code";
import { encodeSubmission } from "./message";
import { attached, FileError } from "./picture";
import { sealed } from "./piece";
import { busy, reveal, say, shown } from "./place";

export function contributing(form: HTMLFormElement): void {
  const to = form.dataset.seal ?? "";
  const words = form.querySelector<HTMLTextAreaElement>("#text");
  const pseudonym = form.querySelector<HTMLInputElement>("#pseudonym");
  const files = form.querySelector<HTMLInputElement>("#files");
  const done = document.querySelector<HTMLElement>("[data-sealed-done]");
  const code = document.querySelector<HTMLElement>("[data-sealed-code]");
  if (!words || !pseudonym || !done || !code) return;
  if (files) files.accept = "image/*,text/plain";
  shown("server", false);
  shown("browser", true);
  form.addEventListener("submit", async (e) => {
    e.preventDefault();
    if (!words.value.trim()) return say("empty", words);
    const free = busy(form);
    try {
      const secret = newCode();
      const list = await attached([...(files?.files ?? [])]);
      const message = encodeSubmission({
        text: words.value.replaceAll("\r\n", "\n").trim(),
        pseudonym: pseudonym.value.trim(),
        lang: document.documentElement.lang,
        reply: await replyTo(secret),
        files: list,
      });
      const body = new Blob([join(await sealed(to, message))], { type: "application/octet-stream" });
      const res = await fetch(form.action, { method: "POST", body, credentials: "omit", cache: "no-store", redirect: "error" });
      if (!res.ok) return say(res.status === 429 || res.status === 503 ? "later" : "failed", form);
      code.textContent = written(secret);
      form.reset();
      form.hidden = true;
      reveal(done);
    } catch (err) {
      if (err instanceof FileError) return say(`file-${err.code}`, files ?? form);
      say(err instanceof RangeError ? "file-large" : "failed", form);
    } finally {
      free();
    }
  });
}
