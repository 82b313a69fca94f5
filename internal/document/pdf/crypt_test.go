package pdf_test

import (
	"bytes"
	"context"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/openupr/openupr/internal/document"
	"github.com/openupr/openupr/internal/document/pdf"
)

const pad = "\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A"

func padded(password string) []byte { return []byte((password + pad)[:32]) }

// locked is a one-page file whose text is encrypted under a user password by the standard security handler.
func locked(revision int, aesMethod bool, password string) []byte {
	b := pagesOf("", "")
	plain := []byte(at("F1", 10, 100, 700, "Adopt a plan"))
	owner, id := bytes.Repeat([]byte("o"), 32), []byte("0123456789abcdef")
	var encrypt string
	var key []byte
	if revision >= 5 {
		key = bytes.Repeat([]byte{7}, 32)
		valid, salt := []byte("validate"), []byte("keysalt!")
		u := append(append(hash2B(password, valid, revision), valid...), salt...)
		ue := make([]byte, 32)
		block, _ := aes.NewCipher(hash2B(password, salt, revision))
		cipher.NewCBCEncrypter(block, make([]byte, 16)).CryptBlocks(ue, key)
		encrypt = fmt.Sprintf("<</Filter/Standard/V 5/R %d/Length 256/P -44/O<%x>/U<%x>/UE<%x>/StmF/StdCF/CF<</StdCF<</CFM/AESV3>>>>>>", revision, owner, u, ue)
	} else {
		n := 5
		if revision >= 3 {
			n = 16
		}
		h := md5.New()
		h.Write(padded(password))
		h.Write(owner)
		h.Write(binary.LittleEndian.AppendUint32(nil, uint32(0xFFFFFFD4)))
		h.Write(id)
		key = h.Sum(nil)
		if revision >= 3 {
			for range 50 {
				s := md5.Sum(key[:n])
				key = s[:]
			}
		}
		key = key[:n]
		u := padded("")
		if revision == 2 {
			rc(key, u)
		} else {
			s := md5.Sum(append(padded(""), id...))
			u = s[:]
			for i := range 20 {
				k := bytes.Clone(key)
				for j := range k {
					k[j] ^= byte(i)
				}
				rc(k, u)
			}
			u = append(u, make([]byte, 16)...)
		}
		encrypt = fmt.Sprintf("<</Filter/Standard/V %d/R %d/Length %d/P -44/O<%x>/U<%x>", map[int]int{2: 1, 3: 2, 4: 4}[revision], revision, n*8, owner, u)
		if revision == 4 {
			encrypt += "/StmF/StdCF/CF<</StdCF<</CFM/AESV2/Length 16>>>>"
		}
		encrypt += ">>"
	}
	streamKey := key
	if revision < 5 {
		salt := append(bytes.Clone(key), 5, 0, 0, 0, 0) // object 5, generation 0
		if aesMethod {
			salt = append(salt, "sAlT"...)
		}
		s := md5.Sum(salt)
		streamKey = s[:min(len(key)+5, 16)]
	}
	if aesMethod {
		fill := 16 - len(plain)%16
		plain = append(plain, bytes.Repeat([]byte{byte(fill)}, fill)...)
		iv := []byte("initial vector!!")
		block, _ := aes.NewCipher(streamKey)
		cipher.NewCBCEncrypter(block, iv).CryptBlocks(plain, plain)
		plain = append(iv, plain...)
	} else {
		rc(streamKey, plain)
	}
	b.set(5, fmt.Sprintf("<</Length %d>>\nstream\n%s\nendstream", len(plain), plain))
	b.trailer = fmt.Sprintf("/Encrypt %d 0 R/ID[<%x><%x>]", b.add(encrypt), id, id)
	return b.table()
}

func rc(key, b []byte) {
	c, err := rc4.NewCipher(key)
	if err != nil {
		panic(err) // keys of tests are long enough
	}
	c.XORKeyStream(b, b)
}

// hash2B is algorithm 2.B of ISO 32000-2 for user passwords.
func hash2B(password string, salt []byte, revision int) []byte {
	s := sha256.Sum256(append([]byte(password), salt...))
	k := s[:]
	if revision == 5 {
		return k
	}
	var e []byte
	for i := 0; i < 64 || int(e[len(e)-1]) > i-32; i++ {
		e = bytes.Repeat(append([]byte(password), k...), 64)
		block, _ := aes.NewCipher(k[:16])
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(e, e)
		mod := 0
		for _, c := range e[:16] {
			mod = (mod*256 + int(c)) % 3
		}
		switch mod {
		case 0:
			h := sha256.Sum256(e)
			k = h[:]
		case 1:
			h := sha512.Sum384(e)
			k = h[:]
		default:
			h := sha512.Sum512(e)
			k = h[:]
		}
	}
	return k[:32]
}

func TestFilesWithAnEmptyUserPasswordAreOpen(t *testing.T) {
	for name, file := range map[string][]byte{
		"RC4, 40 bits":  locked(2, false, ""),
		"RC4, 128 bits": locked(3, false, ""),
		"AES, 128 bits": locked(4, true, ""),
		"AES, 256 bits": locked(5, true, ""),
		"AES, PDF 2.0":  locked(6, true, ""),
	} {
		t.Run(name, func(t *testing.T) {
			d := read(t, file)
			if diff := cmp.Diff([]string{"Adopt a plan"}, texts(d)); diff != "" {
				t.Errorf("text (-want +got):\n%s", diff)
			}
			if !warned(d, pdf.WarnDecrypted) {
				t.Errorf("warnings %v", d.Warnings)
			}
		})
	}
}

func TestFilesWithAPasswordAreRefused(t *testing.T) {
	other := pagesOf("", at("F1", 10, 100, 700, "x"))
	other.trailer = fmt.Sprintf("/Encrypt %d 0 R", other.add("<</Filter/Other/V 1>>"))
	for name, file := range map[string][]byte{
		"RC4":                      locked(3, false, "secret"),
		"AES, 256 bits":            locked(5, true, "secret"),
		"AES, PDF 2.0":             locked(6, true, "secret"),
		"another security handler": other.table(),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := pdf.Read(context.Background(), file, document.Limits{})
			if got := refusal(t, err); got != document.Encrypted {
				t.Errorf("refused as %q (%v)", got, err)
			}
		})
	}
}
