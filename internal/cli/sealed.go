package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"filippo.io/age"

	"github.com/openupr/openupr/internal/seal"
)

// sealKeyCmd makes the key of a desk. It needs no record and no network: it is for the desk's own machine.
type sealKeyCmd struct {
	File string `arg:"" help:"${cli_new_key}" type:"path"`
}

// Run writes the private key into a new file and the public one, alone, on standard output.
func (c *sealKeyCmd) Run(w *world) error {
	id, err := age.GenerateX25519Identity()
	if err != nil {
		return fmt.Errorf("making a key: %w", err)
	}
	f, err := os.OpenFile(c.File, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return fmt.Errorf("keeping a key: %w", err)
	}
	_, err = fmt.Fprintf(f, "# OpenUPR\n# public key: %s\n%s\n", id.Recipient(), id)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("keeping a key: %w", err)
	}
	w.tell("cli.seal-key.made", "file", c.File)
	fmt.Fprintln(w.out, id.Recipient())
	return nil
}

// unsealCmd opens a desk's bundles, and seals the answers that were written beside what was opened.
type unsealCmd struct {
	Key     []string `required:"" help:"${cli_key_file}" type:"path"`
	Out     string   `required:"" help:"${cli_unsealed_folder}" type:"path"`
	Answers string   `help:"${cli_answers_file}" type:"path"`
	Bundles []string `arg:"" help:"${cli_bundle}" type:"path"`
}

// The files of a submission's folder.
const (
	submissionFile = "submission.txt"
	answerFile     = "answer.txt"
)

// Run writes a folder for each submission. With Answers it seals each answer.txt that stands there, to the tag that comes
// next among those of the bundles.
func (c *unsealCmd) Run(w *world) error {
	var ids []age.Identity
	for _, name := range c.Key {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		list, err := seal.ReadIdentities(f)
		if err := errors.Join(err, f.Close()); err != nil {
			w.tell("cli.unseal.key", "file", name)
			return exit(exitUsage)
		}
		ids = append(ids, list...)
	}
	r := seal.NewReader(ids...)
	for _, name := range c.Bundles {
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		err = seal.ReadBundle(f, seal.BundleName, func(_ string, h seal.Held) error { r.Add(h); return nil })
		if err = errors.Join(err, f.Close()); errors.Is(err, seal.ErrBundle) {
			w.tell("cli.unseal.torn")
			return exit(exitRefused)
		}
		if err != nil {
			return err
		}
	}
	list, missing := r.Submissions()
	for _, s := range list {
		if err := writeSubmission(filepath.Join(c.Out, s.Day+"-"+s.ID[:12]), s); err != nil {
			return fmt.Errorf("writing what was opened: %w", err)
		}
	}
	w.tell("cli.unseal.done", "count", len(list), "folder", c.Out)
	if missing > 0 {
		w.tell("cli.unseal.missing", "count", missing)
	}
	if r.Bad > 0 {
		w.tell("cli.unseal.bad", "count", r.Bad)
	}
	if c.Answers == "" {
		return nil
	}
	return c.answer(w, r, list)
}

// writeSubmission writes what was said and its files, for its owner's eyes only. Names are those that package seal lets through.
func writeSubmission(dir string, s seal.Opened) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s\n", s.Day)
	if s.Pseudonym != "" {
		fmt.Fprintf(&b, "%s\n", s.Pseudonym)
	}
	fmt.Fprintf(&b, "\n%s\n", s.Text)
	if err := os.WriteFile(filepath.Join(dir, submissionFile), []byte(b.String()), 0o600); err != nil {
		return err
	}
	for _, f := range s.Files {
		if err := os.WriteFile(filepath.Join(dir, "file-"+f.Name), f.Content, 0o600); err != nil {
			return err
		}
	}
	return nil
}

func (c *unsealCmd) answer(w *world, r *seal.Reader, list []seal.Opened) error {
	var out []seal.Held
	for _, s := range list {
		name := filepath.Join(c.Out, s.Day+"-"+s.ID[:12], answerFile)
		b, err := readAnswer(name)
		if errors.Is(err, os.ErrNotExist) {
			continue
		}
		if err != nil {
			return err
		}
		n := r.Answered(s.Reply)
		if s.Reply.Recipient == "" || n >= seal.MaxAnswers {
			w.tell("cli.unseal.no-reply", "file", name)
			continue
		}
		blob, err := seal.SealAnswer(s.Reply, seal.Answer{Text: strings.TrimSpace(string(b)), Lang: s.Lang})
		var long *seal.TooLong
		if errors.As(err, &long) {
			w.tell("cli.unseal.long", "file", name, "most", long.Most)
			return exit(exitRefused)
		}
		if err != nil {
			return fmt.Errorf("sealing %s: %w", name, err)
		}
		out = append(out, seal.Held{Tag: s.Reply.Tag(n).String(), Blob: blob})
	}
	err := writeTo(c.Answers, w.out, func(o io.Writer) error {
		to := bufio.NewWriter(o)
		return errors.Join(seal.WriteBundle(to, seal.AnswersName, "", each(out)), to.Flush())
	})
	if err != nil {
		return fmt.Errorf("writing answers: %w", err)
	}
	w.tell("cli.unseal.answers", "count", len(out), "file", c.Answers)
	return nil
}

func each(list []seal.Held) iter.Seq2[seal.Held, error] {
	return func(yield func(seal.Held, error) bool) {
		for _, h := range list {
			if !yield(h, nil) {
				return
			}
		}
	}
}

// readAnswer reads an answer that has at most the bytes of the longest one.
func readAnswer(name string) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	b, err := io.ReadAll(io.LimitReader(f, 4*seal.MaxAnswer+1024))
	return b, errors.Join(err, f.Close())
}
