package pdf

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/md5"
	"crypto/rc4"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/binary"

	"github.com/openupr/openupr/internal/document"
)

// crypt decrypts streams of a file whose user password is empty: such a file opens for everyone in any viewer, only
// printing or changing is reserved. Anything else is refused as encrypted.
type crypt struct {
	key []byte
	aes bool // AESV2, AESV3; else RC4
	v5  bool // AESV3: the file key is used as it is
	off bool // streams are not encrypted (Identity)
}

var passwordPad = []byte("\x28\xBF\x4E\x5E\x4E\x75\x8A\x41\x64\x00\x4E\x56\xFF\xFA\x01\x08\x2E\x2E\x00\xB6\xD0\x68\x3E\x80\x2F\x0C\xA9\xFE\x64\x53\x69\x7A")

// unlock prepares decryption if the trailer names an encryption dictionary (7.6).
func (f *file) unlock() error {
	if f.trailer["Encrypt"] == nil {
		return nil
	}
	d, err := f.dict(f.trailer["Encrypt"])
	if err != nil {
		return err
	}
	if d == nil {
		return corrupt("the encryption dictionary is missing")
	}
	filter, err := f.get(d["Filter"])
	if err != nil {
		return err
	}
	if filter != name("Standard") {
		return document.Refuse(document.Encrypted, "security handler other than the standard one")
	}
	c, err := f.standardHandler(d)
	if err != nil {
		return err
	}
	f.crypt = c
	// What was read before the key was known (the encryption dictionary itself) has no streams; all else is read again.
	f.objects, f.packed = map[int]object{}, map[int][]object{}
	f.warn(WarnDecrypted, "empty user password", 0)
	return nil
}

func (f *file) standardHandler(d dict) (*crypt, error) {
	var v, r, perm int
	length := 40
	for _, x := range []struct {
		key name
		to  *int
	}{{"V", &v}, {"R", &r}, {"P", &perm}, {"Length", &length}} {
		n, err := f.integerOr(d[x.key], *x.to)
		if err != nil {
			return nil, err
		}
		*x.to = n
	}
	o, _ := d["O"].(text)
	u, _ := d["U"].(text)
	c := &crypt{}
	meta := true
	if b, ok := d["EncryptMetadata"].(bool); ok {
		meta = b
	}
	switch v {
	case 1:
		length = 40
	case 2:
	case 4, 5:
		method, err := f.streamMethod(d)
		if err != nil {
			return nil, err
		}
		switch method {
		case "AESV2":
			c.aes, length = true, 128
		case "V2":
			length = 128
		case "AESV3":
			c.aes, c.v5 = true, true
		case "Identity":
			c.off = true
			return c, nil
		default:
			return nil, document.Refuse(document.Encrypted, "unknown method")
		}
	default:
		return nil, document.Refuse(document.Encrypted, "unknown version %d", v)
	}
	if length%8 != 0 || length < 40 || length > 256 {
		return nil, document.Refuse(document.Encrypted, "key of %d bits", length)
	}
	if v == 5 {
		ue, _ := d["UE"].(text)
		c.key = keyV5([]byte(u), []byte(ue), r)
	} else {
		c.key = keyV4([]byte(o), []byte(u), perm, []byte(f.firstID()), r, length/8, meta)
	}
	if c.key == nil {
		return nil, document.Refuse(document.Encrypted, "a password is needed")
	}
	return c, nil
}

// streamMethod is the method of the crypt filter for streams.
func (f *file) streamMethod(d dict) (name, error) {
	n, ok := d["StmF"].(name)
	if !ok || n == "Identity" {
		return "Identity", nil
	}
	cf, err := f.dict(d["CF"])
	if err != nil {
		return "", err
	}
	one, err := f.dict(cf[n])
	if err != nil {
		return "", err
	}
	m, _ := one["CFM"].(name)
	return m, nil
}

func (f *file) firstID() text {
	a, err := f.array(f.trailer["ID"])
	if err != nil || len(a) == 0 {
		return ""
	}
	s, _ := a[0].(text)
	return s
}

// keyV4 is algorithm 2 for the empty password, checked by algorithms 4 and 5; nil when the password is another.
func keyV4(o, u []byte, perm int, id []byte, r, n int, meta bool) []byte {
	if len(o) < 32 || len(u) < 16 {
		return nil
	}
	h := md5.New()
	h.Write(passwordPad)
	h.Write(o[:32])
	var p [4]byte
	binary.LittleEndian.PutUint32(p[:], uint32(int32(perm)))
	h.Write(p[:])
	h.Write(id)
	if r >= 4 && !meta {
		h.Write([]byte{255, 255, 255, 255})
	}
	n = min(n, 16)
	key := h.Sum(nil)
	if r >= 3 {
		for range 50 {
			s := md5.Sum(key[:n])
			copy(key, s[:])
		}
	}
	key = key[:n]
	check := bytes.Clone(passwordPad)
	if r < 3 {
		if !rc4Apply(key, check) || !bytes.Equal(check, u[:min(32, len(u))]) {
			return nil
		}
		return key
	}
	h.Reset()
	h.Write(passwordPad)
	h.Write(id)
	check = h.Sum(nil)
	for i := range 20 {
		k := make([]byte, n)
		for j := range k {
			k[j] = key[j] ^ byte(i)
		}
		if !rc4Apply(k, check) {
			return nil
		}
	}
	if !bytes.Equal(check, u[:16]) {
		return nil
	}
	return key
}

func rc4Apply(key, b []byte) bool {
	c, err := rc4.NewCipher(key)
	if err != nil {
		return false
	}
	c.XORKeyStream(b, b)
	return true
}

// keyV5 is algorithm 2.A for the empty user password (revisions 5 and 6); nil when the password is another.
func keyV5(u, ue []byte, r int) []byte {
	if len(u) < 48 || len(ue) < 32 {
		return nil
	}
	if !bytes.Equal(hashV5(u[32:40], r), u[:32]) {
		return nil
	}
	block, err := aes.NewCipher(hashV5(u[40:48], r))
	if err != nil {
		return nil
	}
	key := make([]byte, 32)
	cipher.NewCBCDecrypter(block, make([]byte, 16)).CryptBlocks(key, ue[:32])
	return key
}

// hashV5 is algorithm 2.B for the empty password.
func hashV5(salt []byte, r int) []byte {
	s := sha256.Sum256(salt)
	k := s[:]
	if r < 6 {
		return k
	}
	for round := 0; ; round++ {
		k1 := bytes.Repeat(k, 64)
		block, err := aes.NewCipher(k[:16])
		if err != nil {
			return nil
		}
		cipher.NewCBCEncrypter(block, k[16:32]).CryptBlocks(k1, k1)
		sum := 0
		for _, c := range k1[:16] {
			sum += int(c)
		}
		switch sum % 3 {
		case 0:
			h := sha256.Sum256(k1)
			k = h[:]
		case 1:
			h := sha512.Sum384(k1)
			k = h[:]
		default:
			h := sha512.Sum512(k1)
			k = h[:]
		}
		if round >= 63 && int(k1[len(k1)-1]) <= round+1-32 {
			return k[:32]
		}
	}
}

// decrypt gives the plain data of a stream (algorithm 1).
func (c *crypt) decrypt(b []byte, id ref) ([]byte, error) {
	if c.off {
		return b, nil
	}
	key := c.key
	if !c.v5 {
		h := md5.New()
		h.Write(c.key)
		h.Write([]byte{byte(id.num), byte(id.num >> 8), byte(id.num >> 16), byte(id.gen), byte(id.gen >> 8)})
		if c.aes {
			h.Write([]byte("sAlT"))
		}
		key = h.Sum(nil)[:min(len(c.key)+5, 16)]
	}
	if !c.aes {
		out := bytes.Clone(b)
		rc4Apply(key, out)
		return out, nil
	}
	if len(b) < 32 || len(b)%16 != 0 {
		if len(b) <= 16 {
			return nil, nil
		}
		return nil, corrupt("encrypted data of %d bytes is damaged", len(b))
	}
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, corrupt("the encryption key is damaged")
	}
	out := make([]byte, len(b)-16)
	cipher.NewCBCDecrypter(block, b[:16]).CryptBlocks(out, b[16:])
	pad := int(out[len(out)-1])
	if pad < 1 || pad > 16 {
		return nil, corrupt("encrypted data is damaged")
	}
	return out[:len(out)-pad], nil
}
