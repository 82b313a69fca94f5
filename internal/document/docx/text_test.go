package docx_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/openupr/openupr/internal/document"
)

func TestTextOfAParagraph(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"runs join without a gap":            {`<w:p><w:r><w:t>Rati</w:t></w:r><w:r><w:t>fy</w:t></w:r></w:p>`, []string{"Ratify"}},
		"white space is single":              {p("  one \u00a0\n two  "), []string{"one two"}},
		"space at a run's end needs leave":   {`<w:p><w:r><w:t>one </w:t></w:r><w:r><w:t>two</w:t></w:r></w:p>`, []string{"onetwo"}},
		"tabs and breaks are blanks":         {`<w:p><w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/><w:t>d</w:t></w:r></w:p>`, []string{"a b c d"}},
		"hyphens: hard kept, soft dropped":   {`<w:p><w:r><w:t>non</w:t><w:noBreakHyphen/><w:t>dis` + "\u00ad" + `crimi</w:t><w:softHyphen/><w:t>nation</w:t></w:r></w:p>`, []string{"non-discrimination"}},
		"symbols of picture fonts":           {`<w:p><w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F0B3"/><w:t>5</w:t></w:r></w:p>`, []string{"✓≥5"}},
		"entities of XML":                    {p("A &amp; B &lt;c&gt; &#8217;"), []string{"A & B <c> ’"}},
		"links, smart tags and direction":    {`<w:p><w:hyperlink><w:r><w:t>a</w:t></w:r></w:hyperlink><w:smartTag><w:r><w:t>b</w:t></w:r></w:smartTag><w:bdo><w:r><w:t>c</w:t></w:r></w:bdo></w:p>`, []string{"abc"}},
		"formula":                            {`<w:p><m:oMath><m:r><m:t>x=1</m:t></m:r></m:oMath></w:p>`, []string{"x=1"}},
		"ruby keeps the base":                {`<w:p><w:r><w:ruby><w:rt><w:r><w:t>up</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>base</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>`, []string{"base"}},
		"empty paragraphs are left out":      {`<w:p/>` + p("x") + `<w:p><w:r><w:t> </w:t></w:r></w:p>`, []string{"x"}},
		"unknown elements are passed by":     {`<w:p><w:commentRangeStart/><w:r><w:t>x</w:t></w:r><w:r><w:commentReference/></w:r></w:p><w:permStart/>`, []string{"x"}},
		"simple field keeps its result":      {`<w:p><w:fldSimple w:instr="PAGE"><w:r><w:t>7</w:t></w:r></w:fldSimple></w:p>`, []string{"7"}},
		"field keeps its result only":        {`<w:p>` + field("REF x", "95.1") + `</w:p>`, []string{"95.1"}},
		"field inside a field's instruction": {`<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>IF </w:instrText></w:r>` + field("PAGE", "3") + `<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>yes</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>`, []string{"yes"}},
		"field over two paragraphs":          {`<w:p><w:r><w:fldChar w:fldCharType="begin"/><w:instrText>TOC</w:instrText><w:fldChar w:fldCharType="separate"/><w:t>one</w:t></w:r></w:p><w:p><w:r><w:t>two</w:t><w:fldChar w:fldCharType="end"/><w:t>!</w:t></w:r></w:p>`, []string{"one", "two!"}},
		"content controls":                   {`<w:sdt><w:sdtContent>` + p("block") + `</w:sdtContent></w:sdt><w:p><w:sdt><w:sdtContent><w:r><w:t>inline</w:t></w:r></w:sdtContent></w:sdt></w:p>`, []string{"block", "inline"}},
		"a control's prompt is no text":      {`<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>` + p("Click here") + `</w:sdtContent></w:sdt>` + p("x"), []string{"x"}},
		"first readable choice, once":        {`<w:p><w:r>` + alternative(`<wps:x/>`, textbox("second"), textbox("third")) + `<w:t>anchor</w:t></w:r></w:p>`, []string{"anchor", "second"}},
		"text box after its paragraph":       {`<w:p><w:r><w:pict>` + textbox("box") + `</w:pict></w:r><w:r><w:t>anchor</w:t></w:r></w:p>` + p("next"), []string{"anchor", "box", "next"}},
		"strict form of the format":          {`<s:p xmlns:s="http://purl.oclc.org/ooxml/wordprocessingml/main"><s:r><s:t>strict</s:t></s:r></s:p>`, []string{"strict"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, texts(read(t, c.body, nil).Blocks)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func field(instruction, result string) string {
	return `<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>` + instruction + `</w:instrText></w:r>` +
		`<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>` + result + `</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>`
}

func alternative(choices ...string) string {
	out := `<mc:AlternateContent>`
	for i, c := range choices {
		if i == len(choices)-1 {
			return out + `<mc:Fallback>` + c + `</mc:Fallback></mc:AlternateContent>`
		}
		out += `<mc:Choice Requires="wps"><w:drawing>` + c + `</w:drawing></mc:Choice>`
	}
	return out
}

func textbox(text string) string {
	return `<v:shape><v:textbox><w:txbxContent>` + p(text) + `</w:txbxContent></v:textbox></v:shape>`
}

func TestTrackedChangesStandAsAccepted(t *testing.T) {
	ins := `<w:ins w:author="x"><w:r><w:t>new</w:t></w:r></w:ins>`
	del := `<w:del w:author="x"><w:r><w:delText>old</w:delText></w:r></w:del>`
	gone := `<w:pPr><w:rPr><w:del w:author="x"/></w:rPr></w:pPr>`
	for name, c := range map[string]struct {
		body    string
		want    []string
		changed []bool
	}{
		"inserted and deleted":  {`<w:p>` + ins + del + `</w:p>` + p("same"), []string{"new", "same"}, []bool{true, false}},
		"deleted only":          {`<w:p><w:r><w:t>stays</w:t></w:r>` + del + `</w:p>`, []string{"stays"}, []bool{true}},
		"moved":                 {`<w:p><w:moveFrom><w:r><w:t>there</w:t></w:r></w:moveFrom><w:r><w:t>x</w:t></w:r></w:p><w:p><w:moveTo><w:r><w:t>here</w:t></w:r></w:moveTo></w:p>`, []string{"x", "here"}, []bool{true, true}},
		"deleted end joins":     {`<w:p>` + gone + `<w:r><w:t>one</w:t></w:r></w:p>` + p(" two") + p("three"), []string{"one two", "three"}, []bool{true, false}},
		"inserted end cuts":     {`<w:p><w:pPr><w:rPr><w:ins w:author="x"/></w:rPr></w:pPr><w:r><w:t>one</w:t></w:r></w:p>` + p("two"), []string{"one", "two"}, []bool{true, false}},
		"deleted end at a cell": {`<w:tbl><w:tr><w:tc><w:p>` + gone + `<w:r><w:t>in</w:t></w:r></w:p></w:tc></w:tr></w:tbl>` + p("out"), []string{"", "out"}, []bool{true, false}},
		"only formatting":       {`<w:p><w:pPr><w:pPrChange><w:pPr><w:numPr><w:numId w:val="3"/></w:numPr></w:pPr></w:pPrChange></w:pPr><w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>x</w:t></w:r></w:p>`, []string{"x"}, []bool{false}},
	} {
		t.Run(name, func(t *testing.T) {
			doc := read(t, c.body, nil)
			var changed []bool
			for _, b := range doc.Blocks {
				changed = append(changed, b.Change)
			}
			if diff := cmp.Diff(c.want, texts(doc.Blocks)); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(c.changed, changed); diff != "" {
				t.Error(diff)
			}
			want := []string{"tracked-changes"}
			if name == "only formatting" {
				want = nil
			}
			if diff := cmp.Diff(want, codes(doc)); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestHiddenTextIsLeftOutWithAWarning(t *testing.T) {
	styles := `<w:style w:type="character" w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="HidP"><w:rPr><w:vanish/></w:rPr></w:style>` +
		`<w:style w:type="paragraph" w:styleId="Child"><w:basedOn w:val="HidP"/></w:style>`
	doc := read(t, `<w:p><w:r><w:t>a</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>b</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Hid"/></w:rPr><w:t>c</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>d</w:t></w:r></w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="Child"/></w:pPr><w:r><w:t>e</w:t></w:r><w:r><w:rPr><w:vanish w:val="false"/></w:rPr><w:t>f</w:t></w:r></w:p>`, parts{"styles": styles})
	if diff := cmp.Diff([]string{"ad", "f"}, texts(doc.Blocks)); diff != "" {
		t.Error(diff)
	}
	if diff := cmp.Diff([]document.Warning{{Code: "hidden-text-left-out", Detail: "3"}}, doc.Warnings); diff != "" {
		t.Error(diff)
	}
}

func TestLookOfAParagraph(t *testing.T) {
	styles := `<w:docDefaults><w:rPrDefault><w:rPr><w:sz w:val="20"/></w:rPr></w:rPrDefault></w:docDefaults>` +
		`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"/>` +
		`<w:style w:type="paragraph" w:styleId="H"><w:basedOn w:val="Normal"/><w:rPr><w:b/><w:sz w:val="28"/></w:rPr></w:style>` +
		`<w:style w:type="character" w:styleId="Strong"><w:rPr><w:b/></w:rPr></w:style>`
	doc := read(t, p("plain")+`<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:t>heading</w:t></w:r></w:p>`+
		`<w:p><w:pPr><w:pStyle w:val="H"/></w:pPr><w:r><w:rPr><w:rStyle w:val="Strong"/></w:rPr><w:t>twice bold is not bold</w:t></w:r></w:p>`+
		`<w:p><w:r><w:rPr><w:b/><w:sz w:val="24"/></w:rPr><w:t>mostly bold</w:t></w:r><w:r><w:t>x</w:t></w:r></w:p>`, parts{"styles": styles})
	type look struct {
		Bold bool
		Size float64
	}
	var got []look
	for _, b := range doc.Blocks {
		got = append(got, look{b.Bold, b.Size})
	}
	if diff := cmp.Diff([]look{{false, 10}, {true, 14}, {false, 14}, {true, 12}}, got); diff != "" {
		t.Error(diff)
	}
}
