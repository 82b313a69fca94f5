// What is sealed, as package seal of the program writes it: magic, kind, and fields in rising order.
import { join, text, utf8 } from "./bytes";
import type { Reply } from "./code";

export const maxContent = 240_000;
export const maxFiles = 3;

export interface Attached {
  name: string;
  content: Uint8Array;
}

export interface Submission {
  text: string;
  pseudonym: string;
  lang: string;
  reply: Reply | null;
  files: Attached[];
}

const enum Field {
  Text = 1,
  Pseudonym,
  Lang,
  Recipient,
  Seed,
  FileName,
  File,
}

const head = (kind: "s" | "a"): Uint8Array => utf8("OUPR1" + kind);

function field(n: Field, value: Uint8Array | string): Uint8Array {
  const b = typeof value === "string" ? utf8(value) : value;
  if (b.length === 0) return b;
  const out = new Uint8Array(5 + b.length);
  out[0] = n;
  new DataView(out.buffer).setUint32(1, b.length);
  out.set(b, 5);
  return out;
}

export function encodeSubmission(s: Submission): Uint8Array {
  const parts = [head("s"), field(Field.Text, s.text), field(Field.Pseudonym, s.pseudonym), field(Field.Lang, s.lang)];
  if (s.reply) parts.push(field(Field.Recipient, s.reply.recipient), field(Field.Seed, s.reply.seed));
  for (const f of s.files) parts.push(field(Field.FileName, f.name), field(Field.File, f.content));
  return join(parts);
}

export const encodeAnswer = (words: string, lang: string): Uint8Array => join([head("a"), field(Field.Text, words), field(Field.Lang, lang)]);

function* fields(b: Uint8Array, kind: "s" | "a"): Generator<[Field, Uint8Array<ArrayBuffer>]> {
  const h = head(kind);
  if (h.some((x, i) => b[i] !== x)) throw new Error("another message");
  const view = new DataView(b.buffer, b.byteOffset, b.byteLength);
  let last = 0;
  for (let at = h.length; at < b.length; ) {
    if (at + 5 > b.length) throw new Error("cut off");
    const n = view.getUint8(at);
    const size = view.getUint32(at + 1);
    if (size === 0 || at + 5 + size > b.length) throw new Error("cut off");
    if (n <= last && !(n === Field.FileName && last === Field.File)) throw new Error("out of order");
    yield [n, b.slice(at + 5, at + 5 + size) as Uint8Array<ArrayBuffer>];
    at += 5 + size;
    last = n;
  }
}

export function decodeSubmission(b: Uint8Array): Submission {
  const out: Submission = { text: "", pseudonym: "", lang: "", reply: null, files: [] };
  let recipient = "";
  let name = "";
  for (const [n, value] of fields(b, "s")) {
    if (n === Field.Text) out.text = text(value);
    else if (n === Field.Pseudonym) out.pseudonym = text(value);
    else if (n === Field.Lang) out.lang = text(value);
    else if (n === Field.Recipient) recipient = text(value);
    else if (n === Field.Seed) out.reply = { recipient, seed: value };
    else if (n === Field.FileName) name = text(value);
    else if (n === Field.File && /^[a-z0-9-][a-z0-9.-]{0,39}$/.test(name)) out.files.push({ name, content: value });
    else throw new Error("another field");
  }
  if (!out.text.trim()) throw new Error("no words");
  return out;
}

export function decodeAnswer(b: Uint8Array): { words: string; lang: string } {
  const out = { words: "", lang: "" };
  for (const [n, value] of fields(b, "a")) {
    if (n === Field.Text) out.words = text(value);
    else if (n === Field.Lang) out.lang = text(value);
    else throw new Error("another field");
  }
  if (!out.words) throw new Error("no words");
  return out;
}
