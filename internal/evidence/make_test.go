package evidence_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"
)

// secret stands for whoever made a file: no cleaned file may hold it.
const secret = "Aigul-Witness"

func picture() image.Image {
	m := image.NewRGBA(image.Rect(0, 0, 40, 30))
	for x := range 40 {
		for y := range 30 {
			m.Set(x, y, color.RGBA{uint8(x * 6), uint8(y * 8), uint8(x * y), 255})
		}
	}
	return m
}

func segment(marker byte, body string) string {
	return string(binary.BigEndian.AppendUint16([]byte{0xFF, marker}, uint16(len(body)+2))) + body
}

// exifOf says that the picture lies on its side, and who took it.
func exifOf(side byte) string {
	return "Exif\x00\x00II*\x00\x08\x00\x00\x00\x02\x00" + "\x12\x01\x03\x00\x01\x00\x00\x00" + string(side) + "\x00\x00\x00" +
		"\x3b\x01\x02\x00\x0e\x00\x00\x00\x26\x00\x00\x00" + "\x00\x00\x00\x00" + secret + "\x00"
}

func jpegWith(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture(), nil); err != nil {
		t.Fatal(err)
	}
	j := b.String()
	thumbnail := "JFIF\x00\x01\x02\x00\x00\x48\x00\x48\x01\x01" + secret[:3]
	return []byte(j[:2] + segment(0xE0, thumbnail) + segment(0xE1, exifOf(6)) + segment(0xE1, "http://ns.adobe.com/xap/1.0/\x00<x>"+secret+"</x>") +
		segment(0xED, "Photoshop 3.0\x00"+secret) + segment(0xFE, secret) + j[2:] + "behind the end: " + secret)
}

func chunk(kind, body string) string {
	sum := crc32.ChecksumIEEE([]byte(kind + body))
	return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)))) + kind + body + string(binary.BigEndian.AppendUint32(nil, sum))
}

func pngWith(t testing.TB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, picture()); err != nil {
		t.Fatal(err)
	}
	p := b.String()
	return []byte(p[:33] + chunk("tEXt", "Author\x00"+secret) + chunk("eXIf", "II*\x00"+secret) + chunk("tIME", "\x07\xe8\x01\x01\x01\x01\x01") + p[33:] + secret)
}

// packed is a ZIP of parts, in order: name, content, name, content …
func packed(t testing.TB, parts ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(parts); i += 2 {
		h := &zip.FileHeader{Name: parts[i], Method: zip.Deflate, Comment: secret}
		if parts[i] == "mimetype" {
			h.Method = zip.Store
		}
		w, err := z.CreateHeader(h)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write([]byte(parts[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := z.SetComment(secret); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func docxWith(t testing.TB) []byte {
	return packed(t,
		"[Content_Types].xml", `<Types/>`,
		"docProps/core.xml", `<cp:coreProperties><dc:creator>`+secret+`</dc:creator></cp:coreProperties>`,
		"docProps/app.xml", `<Properties><Company>`+secret+`</Company></Properties>`,
		"docProps/custom.xml", `<Properties>`+secret+`</Properties>`,
		"docProps/thumbnail.jpeg", string(jpegWith(t)),
		"word/document.xml", `<w:document><w:ins w:id="1" w:author="`+secret+`" w:date="2024-01-01"><w:t>What was said &gt; 1</w:t></w:ins></w:document>`,
		"word/comments.xml", `<w:comments><w:comment w:author = '`+secret+`' w:initials="A>W"><w:t>Said</w:t></w:comment></w:comments>`,
		"word/people.xml", `<w15:people><w15:person w15:author="`+secret+`"><w15:presenceInfo w15:providerId="AD" w15:userId="`+secret+`"/></w15:person></w15:people>`,
		"word/media/image1.jpeg", string(jpegWith(t)),
		"word/media/image2.png", string(pngWith(t)),
		"word/_rels/document.xml.rels", `<Relationships/>`)
}

func xlsxWith(t testing.TB) []byte {
	return packed(t, "[Content_Types].xml", `<Types/>`, "xl/workbook.xml", `<workbook/>`,
		"xl/comments1.xml", `<comments><authors><author>`+secret+`</author><author/></authors><commentList>kept</commentList></comments>`,
		"xl/persons/person.xml", `<personList><person displayName="`+secret+`" id="{1}" userId="`+secret+`"/></personList>`)
}

func pptxWith(t testing.TB) []byte {
	return packed(t, "[Content_Types].xml", `<Types/>`, "ppt/presentation.xml", `<p/>`,
		"ppt/commentAuthors.xml", `<p:cmAuthorLst><p:cmAuthor id="0" name="`+secret+`" initials="AW"/></p:cmAuthorLst>`,
		"ppt/slides/slide1.xml", `<p:sp name="Title 1">kept</p:sp>`)
}

func odtWith(t testing.TB) []byte {
	return packed(t, "mimetype", "application/vnd.oasis.opendocument.text", "META-INF/manifest.xml", `<m/>`,
		"meta.xml", `<office:meta><meta:initial-creator>`+secret+`</meta:initial-creator></office:meta>`,
		"Thumbnails/thumbnail.png", string(pngWith(t)),
		"content.xml", `<office:text><office:annotation><dc:creator>`+secret+`</dc:creator><text:p>kept</text:p></office:annotation></office:text>`)
}

// pdfWith is a PDF with an information dictionary that was once replaced, XMP, and a photograph with EXIF.
func pdfWith(t testing.TB) []byte {
	photo, _, _ := strings.Cut(string(jpegWith(t)), "behind the end")
	var b strings.Builder
	var at []int
	object := func(s string) { at = append(at, b.Len()); fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s) }
	b.WriteString("%PDF-1.7\n%\xE2\xE3\xCF\xD3\n")
	object("<< /Type /Catalog /Pages 2 0 R /Metadata 6 0 R >>")
	object("<< /Type /Pages /Kids [3 0 R] /Count 1 >>")
	object("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 100 100] /Contents 4 0 R >>")
	object("<< /Length 30 >>\nstream\nBT (What the page says) Tj ET  \nendstream")
	object("<< /Author (A \\(" + secret + "\\) b (" + secret + ")) /Creator 7 0 R /Producer <" + fmt.Sprintf("%X", secret) + "> /CreationDate (D:2024) >>")
	xmp := "<?xpacket begin='' id='W5M0MpCehiHzreSzNTczkc9d'?><x>" + secret + "</x><?xpacket end='w'?>"
	object(fmt.Sprintf("<< /Type /Metadata /Subtype /XML /Length %d >>\nstream\n%s\nendstream", len(xmp), xmp))
	object("(" + secret + ")")
	object(fmt.Sprintf("<< /Type /XObject /Subtype /Image /Filter /DCTDecode /Length %d >>\nstream\n%s\nendstream", len(photo), photo))
	xref := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, x := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", x)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, xref)
	return []byte(b.String())
}
