package e2e_test

import (
	"bytes"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/evanw/esbuild/pkg/api"
	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/seal"
)

// bothWays makes what the scripts know of sealing callable, with JSON for bytes.
const bothWays = `
import { fromBase64, base64, hex } from "./assets/ts/seal/bytes";
import { identity, parseCode, replyTo, tagName, written } from "./assets/ts/seal/code";
import { decodeAnswer, decodeSubmission, encodeAnswer, encodeSubmission } from "./assets/ts/seal/message";
import { Collector, openedOne, sealed } from "./assets/ts/seal/piece";
globalThis.bothWays = {
  async seal(to, s) {
    const code = parseCode(s.code);
    const files = s.files.map((f) => ({ name: f.name, content: fromBase64(f.content) }));
    return (await sealed(to, encodeSubmission({ ...s, files, reply: code && (await replyTo(code)) }))).map(base64);
  },
  async open(id, blobs) {
    const c = new Collector([id]);
    for (const b of blobs) await c.add(fromBase64(b), "2026-11-23");
    return c.whole().map((w) => {
      const s = decodeSubmission(w.message);
      return { ...s, files: s.files.map((f) => ({ name: f.name, content: base64(f.content) })), reply: s.reply && { recipient: s.reply.recipient, seed: hex(s.reply.seed) } };
    });
  },
  async answer(code, words, lang) {
    const to = await replyTo(parseCode(code));
    return { blob: base64((await sealed(to.recipient, encodeAnswer(words, lang)))[0]), tag: await tagName(to.seed, 63), again: written(parseCode(code)), identity: await identity(parseCode(code)) };
  },
  async read(code, blob) {
    const b = await openedOne(fromBase64(blob), await identity(parseCode(code)));
    return b && decodeAnswer(b);
  },
};`

type fileThere struct {
	Name    string `json:"name"`
	Content []byte `json:"content"`
}

type messageThere struct {
	Text      string      `json:"text"`
	Pseudonym string      `json:"pseudonym"`
	Lang      string      `json:"lang"`
	Code      string      `json:"code,omitempty"`
	Files     []fileThere `json:"files"`
	Reply     *struct {
		Recipient string `json:"recipient"`
		Seed      string `json:"seed"`
	} `json:"reply,omitempty"`
}

// What the scripts seal the program opens, and the other way round: words, pseudonyms, files of every class, codes, answers.
func TestBrowserAndProgramSealAlike(t *testing.T) {
	from, err := filepath.Abs(root())
	if err != nil {
		t.Fatal(err)
	}
	made := api.Build(api.BuildOptions{AbsWorkingDir: from, Bundle: true, Format: api.FormatIIFE, Write: false,
		Stdin: &api.StdinOptions{Contents: bothWays, ResolveDir: from, Loader: api.LoaderTS}})
	if len(made.Errors) > 0 {
		t.Fatal(made.Errors)
	}
	tb := openTab(t)
	if status := tb.visit(servePage(t, clean)); status != http.StatusOK {
		t.Fatal(status)
	}
	eval[bool](tb, "loading the scripts", string(made.OutputFiles[0].Contents)+";true")

	id, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	random := make([]byte, 239_000)
	_, _ = rand.Read(random)
	for name, s := range map[string]seal.Submission{
		"words only":        {Text: "Су жоқ."},
		"emoji and blanks":  {Text: "a \U0001F6B0\n\tb  c", Lang: "kk"},
		"all of it":         {Text: "Нет воды.", Pseudonym: "Сосед", Lang: "ru", Files: []seal.File{{Name: "1.jpg", Content: []byte{1, 2, 0, 0}}, {Name: "2.txt", Content: []byte("b")}}},
		"the longest words": {Text: strings.Repeat("水", seal.MaxText), Lang: "en"},
		"a large file":      {Text: "a", Files: []seal.File{{Name: "1.pdf", Content: random}}},
	} {
		t.Run(name, func(t *testing.T) {
			tb := tb.of(t)
			code, err := seal.NewCode(rand.Reader)
			if err != nil {
				t.Fatal(err)
			}
			if s.Reply, err = code.Reply(); err != nil {
				t.Fatal(err)
			}
			there := messageThere{Text: s.Text, Pseudonym: s.Pseudonym, Lang: s.Lang, Code: strings.ToLower(code.String()), Files: []fileThere{}}
			for _, f := range s.Files {
				there.Files = append(there.Files, fileThere(f))
			}
			var blobs []seal.Held
			for _, b := range eval[[][]byte](tb, "sealing in the browser", `bothWays.seal(`+asJSON(t, id.Recipient().String())+`, `+asJSON(t, there)+`)`) {
				blobs = append(blobs, seal.Held{Day: "2026-11-23", Blob: b})
			}
			r := seal.NewReader(id)
			for _, h := range blobs {
				if err := seal.CheckBlob(h.Blob); err != nil {
					t.Error(err)
				}
				r.Add(h)
			}
			got, missing := r.Submissions()
			if len(got) != 1 || missing+r.Bad != 0 {
				t.Fatalf("%d opened, %d missing, %d bad", len(got), missing, r.Bad)
			}
			if diff := cmp.Diff(s, got[0].Submission); diff != "" {
				t.Errorf("from the browser: %s", diff)
			}

			pieces, err := seal.SealSubmission(id.Recipient().String(), s)
			if err != nil {
				t.Fatal(err)
			}
			if len(pieces) != len(blobs) {
				t.Errorf("%d pieces of the program, %d of the browser", len(pieces), len(blobs))
			}
			back := eval[[]messageThere](tb, "opening in the browser", `bothWays.open(`+asJSON(t, id.String())+`, `+asJSON(t, pieces)+`)`)
			if len(back) != 1 {
				t.Fatalf("the browser opens %d", len(back))
			}
			b := back[0]
			if b.Reply == nil || b.Reply.Recipient != s.Reply.Recipient {
				t.Errorf("the browser would answer %+v", b.Reply)
			}
			b.Code, b.Reply = there.Code, nil
			if diff := cmp.Diff(there, b); diff != "" {
				t.Errorf("from the program: %s", diff)
			}

			type answered struct {
				Blob                 []byte
				Tag, Again, Identity string
			}
			a := eval[answered](tb, "answering in the browser", `bothWays.answer(`+asJSON(t, code.String())+`, "Жауап", "kk")`)
			own, err := code.Identity()
			if err != nil {
				t.Fatal(err)
			}
			if a.Tag != s.Reply.Tag(63).String() || a.Again != code.String() || a.Identity != own.String() {
				t.Errorf("another tag, code or key: %s %s", a.Tag, a.Again)
			}
			if got, ok, err := seal.OpenAnswer(code, a.Blob); err != nil || !ok || got != (seal.Answer{Text: "Жауап", Lang: "kk"}) {
				t.Errorf("an answer from the browser: %+v %v %v", got, ok, err)
			}
			blob, err := seal.SealAnswer(s.Reply, seal.Answer{Text: "Ответ", Lang: "ru"})
			if err != nil {
				t.Fatal(err)
			}
			dummy, err := seal.Dummy()
			if err != nil {
				t.Fatal(err)
			}
			read := eval[struct{ Words, Lang string }](tb, "reading an answer in the browser", `bothWays.read(`+asJSON(t, code.String())+`, `+asJSON(t, blob)+`)`)
			if read.Words != "Ответ" || read.Lang != "ru" {
				t.Errorf("an answer from the program: %+v", read)
			}
			if eval[bool](tb, "reading a dummy", `bothWays.read(`+asJSON(t, code.String())+`, `+asJSON(t, dummy)+`).then((x) => x !== null)`) {
				t.Error("a dummy is read")
			}
		})
	}
}

func asJSON(t *testing.T, v any) string {
	t.Helper()
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return strings.TrimSpace(b.String())
}
