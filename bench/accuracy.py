#!/usr/bin/env python3
"""Checks the scorer's figures against the targets, counts questions, and lists differences without quoting any text.

A pair is one segment and one recommending State. A pair is wrong when the scorer's strict rule (same State, Dice overlap
of 0.8 of the words, one to one) or its loose rule finds no row for it. UPR Info splits one item of one State into several
rows by treaty or by partial acceptance; the item is the UN's unit, so such pairs are counted apart.
"""
import argparse, collections, csv, io, json, re, sys

TARGETS = {'F1': 0.994, 'strict F1': 0.955, 'positions': 0.999, 'decided': 0.355}
MAX_QUESTIONS = 1 / 100  # per item
CAUSES = {'text-after-states': 'words behind the last State', 'state-in-prose': 'a State named in the sentence'}


def rows(files, names, tokens):
    gold = collections.defaultdict(list)
    for f in files:
        raw = open(f, 'rb').read()
        try:
            text = raw.decode('utf-8')
        except UnicodeDecodeError:
            text = raw.decode('mac_roman')
        for r in csv.DictReader(io.StringIO(text.replace('\r\n', '\n').replace('\r', '\n'))):
            to, by = names.iso3(r['To']), names.iso3(r['From'])
            if to and by:
                gold[(to, int(r['Session']))].append((by, tokens(r['Text'])))
    return gold


def pairs(path, tokens):
    got, items, seen = collections.defaultdict(list), [], set()
    for line in open(path, encoding='utf-8'):
        o = json.loads(line)
        items.append(o)
        for n, s in enumerate(o['segments'] or []):
            for st in s['states']:
                key = (o['symbol'], o['id'], n, st)
                if key not in seen:
                    seen.add(key)
                    got[(o['state'], o['wg_session'])].append((st, tokens(s['text']), o, s))
    return got, items


def match(gold, got, score):
    """One to one, best first; score gives a number or None."""
    found = []
    for gi, g in enumerate(gold):
        for i, p in enumerate(got):
            if p[0] == g[0]:
                s = score(g[1], p[1])
                if s is not None:
                    found.append((s, gi, i))
    found.sort(reverse=True)
    used_g, used_p = {}, {}
    for s, gi, i in found:
        if gi not in used_g and i not in used_p:
            used_g[gi], used_p[i] = i, gi
    return used_g, used_p


def within(part, whole):
    if not part:
        return 0.0
    a, b = collections.Counter(part), collections.Counter(whole)
    return sum((a & b).values()) / len(part)


def main():
    ap = argparse.ArgumentParser()
    for name in ('measure', 'items', 'log', 'score', 'codes'):
        ap.add_argument('--' + name, required=True)
    ap.add_argument('--uprinfo', nargs='+', required=True)
    ap.add_argument('--differences', action='store_true')
    a = ap.parse_args()
    sys.path.insert(0, a.measure)
    import names
    import score_parse as sp
    names.load(a.codes)

    gold, (got, items) = rows(a.uprinfo, names, sp.toks), pairs(a.items, sp.toks)
    strict = lambda g, p: (d if (d := sp.dice(g, p)) >= 0.8 else None)
    loose = lambda g, p: (s + sp.jac(g, p) if (s := sp.sim(g, p)) >= 0.6 else None)
    wrong = {'strict': [0, 0, 0], 'loose': [0, 0, 0]}  # all, in a questioned item, split by UPR Info
    table = collections.OrderedDict()
    for key in sorted(set(gold) & set(got)):
        for rule, score in (('strict', strict), ('loose', loose)):
            used_g, used_p = match(gold[key], got[key], score)
            for i, p in enumerate(got[key]):
                if i in used_p:
                    continue
                asked = bool(p[2]['questions'])
                parts = [g for gi, g in enumerate(gold[key]) if g[0] == p[0] and gi not in used_g and within(g[1], p[1]) >= 0.75]
                split = not asked and len(parts) > 0
                w = wrong[rule]
                w[0] += 1
                w[1] += asked
                w[2] += split
                if rule == 'strict':
                    why = ('States inside the sentence' if any(q['kind'] == 'interleaved' for q in p[2]['questions'] or []) else
                           ', '.join(sorted({CAUSES.get(q['kind'], q['kind']) for q in p[2]['questions'] or []})) if asked else
                           'the row holds a part of the item' if split else 'the row is worded or attributed otherwise')
                    table.setdefault((p[2]['symbol'], why), []).append((p[2]['id'], p[0]))
            if rule == 'loose':
                for gi, g in enumerate(gold[key]):
                    if gi in used_g:
                        continue
                    near = max((p for p in got[key] if p[0] == g[0]), key=lambda p: within(g[1], p[1]), default=None)
                    symbol = got[key][0][2]['symbol'] if got[key] else '–'
                    if near is None or within(g[1], near[1]) < 0.6:
                        table.setdefault((symbol, 'a row without an item in the report'), []).append(('–', g[0]))

    questions = sum(len(o['questions'] or []) for o in items)
    whole = sum(1 for line in open(a.log, encoding='utf-8') if line.startswith('  ?'))
    asked_items = sum(1 for o in items if o['questions'])
    print(f'questions: {questions} on {asked_items} of {len(items)} items, and {whole} on whole documents: '
          f'{(questions + whole) / max(1, len(items)):.4f} per item')
    for rule, (n, asked, split) in wrong.items():
        rest = n - split
        print(f'pairs without a row ({rule}): {n}; {split} are rows that UPR Info split; of the other {rest}, {asked} stand in a questioned item'
              f' = {asked / max(1, rest):.3f}')
    if a.differences:
        print('\n| Report | Cause | Items (recommending State) |\n| --- | --- | --- |')
        for (symbol, why), where in table.items():
            print(f"| {symbol} | {why} | {', '.join(f'{i} ({s})' for i, s in where)} |")

    text = open(a.score, encoding='utf-8').read()
    figures = {
        'F1': re.search(r'^pairs:.*? F1 ([\d.]+)', text, re.M), 'strict F1': re.search(r'^strict pairs.*? F1 ([\d.]+)', text, re.M),
        'positions': re.search(r'positions agreeing \d+/\d+ = ([\d.]+)', text), 'decided': re.search(r'decided ([\d.]+)', text),
    }
    failed = [f'{k} {m.group(1) if m else "missing"} < {TARGETS[k]}' for k, m in figures.items() if not m or float(m.group(1)) < TARGETS[k]]
    if (questions + whole) > MAX_QUESTIONS * len(items):
        failed.append('more than one question for a hundred items')
    if failed:
        print('BELOW TARGET: ' + '; '.join(failed), file=sys.stderr)
        sys.exit(1)
    print('all targets are met')


if __name__ == '__main__':
    main()
