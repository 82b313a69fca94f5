// The private return code, as package seal of the program makes and reads it: 120 random bits, a letter that checks them, and
// what is derived from them.
import { bech32 } from "@scure/base";
import { identityToRecipient } from "age-encryption";
import { hex, utf8 } from "./bytes";

export const answersAtOnce = 4;
export const maxAnswers = 64;
const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const codeLetters = 24;

export type Code = Uint8Array<ArrayBuffer>; // 15 bytes

export interface Reply {
  recipient: string;
  seed: Uint8Array<ArrayBuffer>;
}

export const newCode = (): Code => crypto.getRandomValues(new Uint8Array(15));

function check(values: readonly number[]): number {
  let sum = 0;
  values.forEach((v, i) => {
    const twice = v * 2;
    sum += (values.length - i) % 2 === 1 ? (twice >> 5) + (twice & 31) : v;
  });
  return (32 - (sum % 32)) % 32;
}

// written is the code as people write it down: five groups of five.
export function written(code: Code): string {
  const values: number[] = [];
  let bits = 0;
  let n = 0;
  for (const b of code) {
    bits = (bits << 8) | b;
    n += 8;
    for (; n >= 5; n -= 5) values.push((bits >> (n - 5)) & 31);
    bits &= (1 << n) - 1;
  }
  values.push(check(values));
  return values.map((v, i) => (i > 0 && i % 5 === 0 ? "-" : "") + letters.charAt(v)).join("");
}

// parseCode reads a code as people type it; null when it is not one.
export function parseCode(s: string): Code | null {
  const plain = s.toUpperCase().replace(/[\s\u00a0\u2010\u2011\u2013-]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  const values = Array.from(plain, (c) => letters.indexOf(c));
  const data = values.slice(0, codeLetters);
  if (values.length !== codeLetters + 1 || values.some((v) => v < 0) || check(data) !== values[codeLetters]) return null;
  const out = new Uint8Array(15);
  let bits = 0;
  let n = 0;
  let at = 0;
  for (const v of data) {
    bits = (bits << 5) | v;
    n += 5;
    if (n >= 8) {
      n -= 8;
      out[at++] = bits >> n;
      bits &= (1 << n) - 1;
    }
  }
  return out;
}

async function derive(secret: Uint8Array<ArrayBuffer>, what: string, size: number): Promise<Uint8Array<ArrayBuffer>> {
  const key = await crypto.subtle.importKey("raw", secret, "HKDF", false, ["deriveBits"]);
  const how = { name: "HKDF", hash: "SHA-256", salt: utf8("openupr/sealed/1"), info: utf8(what) };
  return new Uint8Array(await crypto.subtle.deriveBits(how, key, size * 8));
}

// identity opens answers: "AGE-SECRET-KEY-1…".
export async function identity(code: Code): Promise<string> {
  return bech32.encode("age-secret-key-", bech32.toWords(await derive(code, "identity", 32)), false).toUpperCase();
}

// replyTo is what a submission tells its desk.
export async function replyTo(code: Code): Promise<Reply> {
  return { recipient: await identityToRecipient(await identity(code)), seed: await derive(code, "tags", 32) };
}

// tag is where answer number n, from 0, is found.
export const tag = (seed: Uint8Array<ArrayBuffer>, n: number): Promise<Uint8Array<ArrayBuffer>> => derive(seed, `tag ${n}`, 16);

export const tagName = async (seed: Uint8Array<ArrayBuffer>, n: number): Promise<string> => hex(await tag(seed, n));
