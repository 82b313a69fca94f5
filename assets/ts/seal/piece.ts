// Pieces of one size, each sealed by itself, as package seal of the program cuts them.
import { Decrypter, Encrypter } from "age-encryption";
import { hex, join } from "./bytes";

export const pieceSize = 16 << 10;
export const blobSize = 168 + 16 + pieceSize + 16;
const headSize = 22;
const room = pieceSize - headSize;
const classes = [1, 4, 16];

// sealed seals a message to a recipient: as many blobs as its class has.
export async function sealed(to: string, message: Uint8Array): Promise<Uint8Array[]> {
  const count = classes.find((c) => message.length <= c * room);
  if (!count) throw new RangeError("no room");
  const mark = crypto.getRandomValues(new Uint8Array(16));
  const out: Uint8Array[] = [];
  for (let i = 0; i < count; i++) {
    const p = new Uint8Array(pieceSize);
    p.set(mark);
    p[16] = i;
    p[17] = count;
    new DataView(p.buffer).setUint32(18, message.length);
    p.set(message.subarray(i * room, (i + 1) * room), headSize);
    const e = new Encrypter();
    e.addRecipient(to);
    const blob = await e.encrypt(p);
    if (blob.length !== blobSize) throw new Error(`a sealed piece of ${blob.length} bytes`);
    out.push(blob);
  }
  return out;
}

interface Piece {
  mark: string;
  index: number;
  count: number;
  size: number;
  data: Uint8Array;
}

async function opened(blob: Uint8Array, identities: readonly string[]): Promise<Piece | null> {
  const d = new Decrypter();
  for (const id of identities) d.addIdentity(id);
  let b: Uint8Array;
  try {
    b = await d.decrypt(blob);
  } catch {
    return null; // for somebody else, or a dummy
  }
  const size = new DataView(b.buffer, b.byteOffset, b.byteLength).getUint32(18);
  const piece = { mark: hex(b.subarray(0, 16)), index: b[16] ?? 0, count: b[17] ?? 0, size, data: b.subarray(headSize) };
  const right = b.length === pieceSize && classes.includes(piece.count) && piece.index < piece.count && size > 0 && size <= piece.count * room;
  return right ? piece : null;
}

// openedOne opens a message of one piece; null when it is for somebody else.
export async function openedOne(blob: Uint8Array, identity: string): Promise<Uint8Array | null> {
  const p = await opened(blob, [identity]);
  return p && p.count === 1 ? p.data.subarray(0, p.size) : null;
}

export interface Whole {
  id: string;
  day: string;
  message: Uint8Array;
}

// Collector puts pieces together.
export class Collector {
  private sets = new Map<string, { day: string; parts: (Piece | undefined)[] }>();

  constructor(private identities: readonly string[]) {}

  async add(blob: Uint8Array, day: string): Promise<void> {
    const p = await opened(blob, this.identities);
    if (!p) return;
    const s = this.sets.get(p.mark) ?? { day, parts: Array.from<Piece | undefined>({ length: p.count }) };
    this.sets.set(p.mark, s);
    if (s.parts.length === p.count && !s.parts[p.index] && s.parts.every((x) => !x || x.size === p.size)) s.parts[p.index] = p;
  }

  whole(): Whole[] {
    const out: Whole[] = [];
    for (const [id, s] of this.sets) {
      const parts = s.parts.filter((p) => p !== undefined);
      const first = parts[0];
      if (!first || parts.length < s.parts.length) continue;
      out.push({ id, day: s.day, message: join(parts.map((p) => p.data)).subarray(0, first.size) });
    }
    return out.sort((a, b) => (a.day === b.day ? (a.id < b.id ? -1 : 1) : a.day < b.day ? 1 : -1));
  }
}
