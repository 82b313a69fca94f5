package seal

import "strings"

// bech32 writes bytes as age writes its keys (BIP 173). age itself makes identities only at random or from their text.
func bech32(hrp string, data []byte) string {
	const charset = "qpzry9x8gf2tvdw0s3jn54khce6mua7l"
	var values []byte
	bits, n := 0, 0
	for _, b := range data {
		bits, n = bits<<8|int(b), n+8
		for ; n >= 5; n -= 5 {
			values = append(values, byte(bits>>(n-5)&31))
		}
		bits &= 1<<n - 1
	}
	if n > 0 {
		values = append(values, byte(bits<<(5-n)&31))
	}
	var in []byte
	for i := range len(hrp) {
		in = append(in, hrp[i]>>5)
	}
	in = append(in, 0)
	for i := range len(hrp) {
		in = append(in, hrp[i]&31)
	}
	in = append(append(in, values...), 0, 0, 0, 0, 0, 0)
	sum := polymod(in) ^ 1
	var b strings.Builder
	b.WriteString(hrp + "1")
	for _, v := range values {
		b.WriteByte(charset[v])
	}
	for i := range 6 {
		b.WriteByte(charset[sum>>(5*(5-i))&31])
	}
	return b.String()
}

func polymod(values []byte) uint32 {
	sum := uint32(1)
	for _, v := range values {
		top := sum >> 25
		sum = (sum&0x1ffffff)<<5 ^ uint32(v)
		for i, g := range [...]uint32{0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3} {
			if top>>i&1 == 1 {
				sum ^= g
			}
		}
	}
	return sum
}
