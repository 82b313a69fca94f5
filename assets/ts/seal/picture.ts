// Files of a submission, made harmless to whoever sends them before anything leaves the browser. A picture is drawn anew, so
// that nothing of place, time and device is left in it; plain text has nothing beside its words. Other kinds cannot be cleaned
// here and are not taken.
import { maxContent, maxFiles, type Attached } from "./message";

const enum Wrong {
  Kind = "kind",
  Large = "large",
  Many = "many",
}

// FileError says which file cannot be taken, and why.
export class FileError extends Error {
  constructor(
    readonly code: string,
    readonly file: string,
  ) {
    super(code);
  }
}

async function drawn(f: File, most: number): Promise<Uint8Array> {
  let image: ImageBitmap;
  try {
    image = await createImageBitmap(f);
  } catch {
    throw new FileError(Wrong.Kind, f.name);
  }
  for (let side = 1600; side >= 200; side *= 0.75) {
    const scale = Math.min(1, side / Math.max(image.width, image.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.max(1, Math.round(image.width * scale));
    canvas.height = Math.max(1, Math.round(image.height * scale));
    const pen = canvas.getContext("2d");
    if (!pen) throw new FileError(Wrong.Kind, f.name);
    pen.fillStyle = "white"; // JPEG knows no transparency
    pen.fillRect(0, 0, canvas.width, canvas.height);
    pen.drawImage(image, 0, 0, canvas.width, canvas.height);
    const out = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/jpeg", 0.8));
    if (out && out.size <= most) return new Uint8Array(await out.arrayBuffer());
  }
  throw new FileError(Wrong.Large, f.name);
}

export async function attached(list: readonly File[]): Promise<Attached[]> {
  if (list.length > maxFiles) throw new FileError(Wrong.Many, "");
  const most = Math.floor(maxContent / Math.max(1, list.length)) - 20;
  const out: Attached[] = [];
  for (const f of list) {
    const n = out.length + 1;
    if (f.type.startsWith("image/") && f.type !== "image/svg+xml") {
      out.push({ name: `${n}.jpg`, content: await drawn(f, most) });
    } else if (f.type === "text/plain") {
      if (f.size > most) throw new FileError(Wrong.Large, f.name);
      out.push({ name: `${n}.txt`, content: new Uint8Array(await f.arrayBuffer()) });
    } else {
      throw new FileError(Wrong.Kind, f.name);
    }
  }
  return out.filter((f) => f.content.length > 0);
}
