"""Bad scenario texts, each with every message it gets, exactly and where.

``▸`` marks the character that a message points at; the marks are taken out before the text is read. One mark a
message, in the order of the file.
"""

from __future__ import annotations

from dataclasses import dataclass

MARK = "▸"

TERM_KINDS = "yes_no, choice, scale, quantity, date"
TOP_KEYS = "format, title, summary, date, sources, notes, terms, definitions, measures, facts, parties"
FACT_KEYS = "require, says, basis, quote, source, note"
LINE_KEYS = f"{FACT_KEYS}, weight, keep, fallbacks, slope"
NAME_RULE = "a name has lower-case letters, digits and _, and begins with a letter"
SCALED = "without its decimal point it would exceed 2^53 (about 9 * 10^15)"


@dataclass(frozen=True)
class Bad:
    """A text that is refused, and what is said of it.

    Parameters
    ----------
    told
        The messages, one for each mark in the text; of a text in bytes ``(line, column, message)``.
    file
        What the text is called; a name that ends in ``.json`` makes it JSON.
    """

    name: str
    text: str | bytes
    told: tuple[str | tuple[int | None, int | None, str], ...]
    file: str | None = None

    def plain(self) -> str | bytes:
        """Return the text as it is read."""
        return self.text if isinstance(self.text, bytes) else self.text.replace(MARK, "")

    def expected(self) -> list[tuple[int | None, int | None, str]]:
        """Return line, column and message of every problem."""
        if isinstance(self.text, bytes):
            return [entry for entry in self.told if isinstance(entry, tuple)]
        places: list[tuple[int, int]] = []
        line, column = 1, 1
        for character in self.text:
            if character == MARK:
                places.append((line, column))
            elif character == "\n":
                line, column = line + 1, 1
            else:
                column += 1
        messages = [entry for entry in self.told if isinstance(entry, str)]
        return [(*place, message) for place, message in zip(places, messages, strict=True)]


HEAD = """\
format: zopa/1
title: Harbour dues
"""
TERMS = """\
terms:
  dues: {type: quantity, min: 0, max: 100}
  venue: {type: choice, options: [geneva, istanbul]}
  access: {type: scale, levels: [barred, paid, free]}
  amnesty: {type: yes_no}
  start: {type: date, earliest: 2025-01-01, latest: 2026-12-31}
"""
PARTY = """\
parties:
  port:
    red_lines:
      floor:
        require: dues >= 40
"""
GOOD = HEAD + TERMS + PARTY


def keys(lines: str) -> str:
    """Return a scenario with more lines at its top level."""
    return f"{HEAD}{lines}\n{TERMS}{PARTY}"


def term(entry: str) -> str:
    """Return a scenario with one more term."""
    return f"{HEAD}{TERMS}  {entry}\n{PARTY}"


def fact(fields: str) -> str:
    """Return a scenario with a fact of these fields."""
    return keys(f"facts:\n  law: {{{fields}}}")


def line(fields: str) -> str:
    """Return a scenario with a second red line of these fields."""
    return f"{GOOD}      cap: {{{fields}}}\n"


def party(fields: str) -> str:
    """Return a scenario with a second party of these fields."""
    return f"{GOOD}  fleet: {fields}\n"


def requires(scalar: str) -> str:
    """Return a scenario whose second red line requires what a YAML scalar says."""
    return f"{GOOD}      cap:\n        require: {scalar}\n"


def case(name: str, text: str | bytes, *told: str | tuple[int | None, int | None, str], file: str | None = None) -> Bad:
    """Return a bad text; the table below reads better so."""
    return Bad(name, text, told, file)


# -- the file as such -------------------------------------------------------------------------------------------------

FILES = [
    case("empty", f"{MARK}", "the document is empty"),
    case("only-a-comment", f"{MARK}# to be written\n", "the document is empty"),
    case("only-dashes", f"---\n{MARK}", "the document is empty"),
    case("null", f"{MARK}~\n", "the document is empty"),
    case("a-word", f"{MARK}hello\n", "a scenario is a mapping of keys such as title, terms and parties"),
    case(
        "a-list", f"{MARK}- title: Harbour dues\n", "a scenario is a mapping of keys such as title, terms and parties"
    ),
    case("two-documents", f"{GOOD}{MARK}---\n{GOOD}", "a second document starts here; a file holds one scenario"),
    case(
        "text-after-the-end",
        f"{GOOD}...\n{MARK}more: text\n",
        "this is not YAML: nothing can follow the end of the document",
    ),
    case("over-8-mib", b"#" * (8 * 2**20 + 1), (None, None, "the file is larger than 8 MiB")),
    case(
        "latin-1",
        b"format: zopa/1\ntitle: Z\xfcrich\n",
        (2, 9, "the file is not UTF-8 (byte 0xFC); save it with that encoding"),
    ),
    case(
        "latin-1-after-two-byte-letters",
        "title: Zürich, ".encode() + b"Gen\xe8ve",
        (1, 19, "the file is not UTF-8 (byte 0xE8); save it with that encoding"),
    ),
    case(
        "latin-1-after-a-byte-order-mark",
        "\ufefftitle: ".encode() + b"\xe8",
        (1, 8, "the file is not UTF-8 (byte 0xE8); save it with that encoding"),
    ),
    case(
        "utf-16",
        "title: T".encode("utf-16"),
        (1, 1, "the file is not UTF-8 (byte 0xFF); save it with that encoding"),
    ),
    case("nul", f"title: é{MARK}\0\n", "a file cannot contain the control character U+0000"),
    case("ansi-escape", f"title: Zürich {MARK}\x1b[31mred\n", "a file cannot contain the control character U+001B"),
    case("c1-control", f"title: a{MARK}\x9b31m\n", "a file cannot contain the control character U+009B"),
    case(
        "backspace-in-a-key",
        f"title: Zürich\nté{MARK}\brms: 1\n",
        "a file cannot contain the control character U+0008",
    ),
    case("directive", f"{MARK}%YAML 2.0\n---\n{GOOD}", "this is not YAML: found incompatible YAML document"),
]

# -- what YAML has and a scenario has not -----------------------------------------------------------------------------

YAML = [
    case("duplicate-key", f"{HEAD}{MARK}title: Again\n{TERMS}{PARTY}", "duplicate key 'title'"),
    case(
        "duplicate-keys-deeper",
        f"{GOOD}        {MARK}require: dues >= 30\n      {MARK}floor: {{require: dues >= 20}}\n",
        "duplicate key 'require'",
        "duplicate key 'floor'",
    ),
    case(
        "duplicate-key-three-times",
        keys(f"notes: []\n{MARK}notes: []\n{MARK}notes: []"),
        "duplicate key 'notes'",
        "duplicate key 'notes'",
    ),
    case(
        "duplicate-key-quoted",
        keys(f"date: 2025-01-01\n{MARK}'date': 2025-01-01"),
        "duplicate key 'date'",
    ),
    case("anchor", keys(f"summary: {MARK}&text Port"), "anchors (&name) are not allowed; write the value out"),
    case(
        "anchor-on-a-mapping",
        f"{HEAD}terms: {MARK}&all\n  dues: 1\n",
        "anchors (&name) are not allowed; write the value out",
    ),
    case("anchor-on-a-key", f"{HEAD}{MARK}&a terms: 1\n", "anchors (&name) are not allowed; write the value out"),
    case("alias", keys(f"summary: {MARK}*text"), "aliases (*name) are not allowed; write the value out"),
    case("alias-as-key", f"{HEAD}{MARK}*text : 1\n", "aliases (*name) are not allowed; write the value out"),
    case("tag", keys(f"summary: {MARK}!!str Port"), "tags (!name) are not allowed"),
    case("tag-python", keys(f"summary: {MARK}!!python/object:os.system {{}}"), "tags (!name) are not allowed"),
    case("tag-on-a-list", keys(f"notes: {MARK}!set [a]"), "tags (!name) are not allowed"),
    case(
        "merge-key",
        term(f"tax: {{{MARK}<<: {{type: yes_no}}}}"),
        "merge keys (<<) are not allowed; write the values out",
    ),
    case("list-as-key", f"{HEAD}? {MARK}[a, b]\n: c\n", "a key has to be plain text"),
    case("mapping-as-key", f"format: zopa/1\ntitle: {{{MARK}{{a: b}}: c}}\n", "a key has to be plain text"),
    case(
        "positive-infinity",
        term(f"tax: {{type: quantity, min: 0, max: {MARK}.inf}}"),
        ".inf is not a finite number",
    ),
    case(
        "negative-infinity",
        term(f"tax: {{type: quantity, min: {MARK}-.Inf, max: 0}}"),
        "-.Inf is not a finite number",
    ),
    case(
        "not-a-number",
        term(f"tax: {{type: quantity, min: {MARK}.NaN, max: 0}}"),
        ".NaN is not a finite number",
    ),
    case("nesting-65-deep", "x: " + "[" * 63 + f"{MARK}[" + "]" * 64, "the document nests deeper than 64"),
    case("nesting-of-mappings", "{a: " * 64 + f"{MARK}{{}}" + "}" * 64, "the document nests deeper than 64"),
    case(
        "tab-for-indentation", f"{HEAD}terms:\n{MARK}\tdues: 1\n", "this is not YAML: a tab cannot indent; use spaces"
    ),
    case(
        "colon-in-a-text",
        f"format: zopa/1\ntitle: Port{MARK}: dues\n",
        "this is not YAML: ': ' is not allowed here; put the text in quotation marks",
    ),
    case(
        "open-quotation-mark",
        f"format: zopa/1\ntitle: {MARK}'Harbour dues\n{TERMS}",
        "this is not YAML: a quotation mark is opened here and never closed",
    ),
    case(
        "open-bracket",
        f"{HEAD}notes: [a\nterms{MARK}: b\n",
        "this is not YAML: expected ',' or ']'; the list that '[' opens goes on",
    ),
    case(
        "open-brace",
        f"{HEAD}terms: {{a: b\nparties{MARK}: b\n",
        "this is not YAML: expected ',' or '}'; the mapping that '{' opens goes on",
    ),
    case(
        "indentation",
        f"{HEAD}terms:\n    dues: {{}}\n  {MARK}venue: {{}}\n",
        "this is not YAML: expected a key here; check the indentation, and that every quotation mark is closed",
    ),
    case(
        "text-after-a-quotation",
        f"format: zopa/1\ntitle: 'Port' {MARK}dues\n",
        "this is not YAML: expected a key here; check the indentation, and that every quotation mark is closed",
    ),
    case(
        "list-goes-on-as-keys",
        f"{HEAD}notes:\n  - one\n  {MARK}two: 2\n",
        "this is not YAML: expected '- ' here, since the list goes on; check the indentation",
    ),
    case(
        "list-on-the-line-of-its-key",
        f"{HEAD}notes: {MARK}- one\n",
        "this is not YAML: a list cannot start here; put '- ' on a line of its own",
    ),
    case(
        "key-without-colon",
        f"{HEAD}{MARK}terms\nparties: 1\n",
        "this is not YAML: this looks like a key, but no ':' follows it",
    ),
    case(
        "text-starts-with-at",
        f"format: zopa/1\ntitle: {MARK}@port\n",
        "this is not YAML: a text cannot start with '@'; put it in quotation marks",
    ),
    case(
        "text-starts-with-percent",
        f"format: zopa/1\ntitle: {MARK}%port\n",
        "this is not YAML: a text cannot start with '%'; put it in quotation marks",
    ),
    case(
        "text-starts-with-star",
        f"format: zopa/1\ntitle: {MARK}* port\n",
        "this is not YAML: a text cannot start with '*'; put it in quotation marks",
    ),
    case(
        "unknown-escape",
        f'format: zopa/1\ntitle: "C:{MARK}\\port"\n',
        (
            'this is not YAML: \\ starts an escape sequence in a text in "...", but this is not one; '
            "write \\\\ or use '...'"
        ),
    ),
    case(
        "line-starts-with-percent",
        f"{MARK}%port dues\ntitle: 1\n",
        "this is not YAML: a line cannot start with '%'; put the text in quotation marks",
    ),
    case("colon-without-space", term(f"tax: {{type{MARK}:}}"), "this is not YAML: a ':' has to be followed by a space"),
    case("no-value", f"{HEAD}terms: [{MARK},]\n", "this is not YAML: expected a value here"),
    case(
        "hexadecimal-flood",
        keys(f"summary: {MARK}0x{'f' * 2000}"),
        "a number of 2,000 digits is too long",
    ),
]

# -- keys, and the type of every field --------------------------------------------------------------------------------

KEYS = [
    case(
        "format-of-another-version",
        f"format: {MARK}zopa/2\n{GOOD[15:]}",
        "the format is 'zopa/2', but this program reads zopa/1",
    ),
    case(
        "format-as-a-number",
        f"format: {MARK}1\n{GOOD[15:]}",
        "the format is the number 1, but this program reads zopa/1",
    ),
    case("title-missing", f"{MARK}format: zopa/1\n{TERMS}{PARTY}", "missing key 'title'"),
    case(
        "everything-missing",
        f"{MARK}{MARK}{MARK}format: zopa/1\n",
        "missing key 'title'",
        "missing key 'terms'",
        "missing key 'parties'",
    ),
    case(
        "title-mistyped",
        f"{MARK}format: zopa/1\n{MARK}titel: Harbour dues\n{TERMS}{PARTY}",
        "missing key 'title'",
        "unknown key 'titel' (did you mean 'title'?)",
    ),
    case("unknown-key", keys(f"{MARK}deadline: 2025-05-01"), f"unknown key 'deadline'; the keys are {TOP_KEYS}"),
    case("unknown-key-that-pydantic-uses", keys(f"{MARK}'[key]': 1"), f"unknown key '[key]'; the keys are {TOP_KEYS}"),
    case("number-as-key", keys(f"{MARK}5: 1"), "unknown key '5'; a number is written without a comma: 1_000"),
    case("null-as-key", keys(f"{MARK}~: 1"), f"unknown key '~'; the keys are {TOP_KEYS}"),
    case("merge-sign-in-quotes-as-key", keys(f"{MARK}'<<': 1"), f"unknown key '<<'; the keys are {TOP_KEYS}"),
    case("true-as-key", keys(f"{MARK}true: 1"), f"unknown key 'true'; the keys are {TOP_KEYS}"),
    case("title-nothing", f"format: zopa/1\ntitle:{MARK}\n{TERMS}{PARTY}", "expected text, not nothing"),
    case(
        "title-number",
        f"format: zopa/1\ntitle: {MARK}2025\n{TERMS}{PARTY}",
        "expected text, not the number 2025; put it in quotation marks",
    ),
    case(
        "title-truth",
        f"format: zopa/1\ntitle: {MARK}true\n{TERMS}{PARTY}",
        "expected text, not true; put it in quotation marks",
    ),
    case("title-list", f"format: zopa/1\n{MARK}title: [Harbour]\n{TERMS}{PARTY}", "expected text, not a list"),
    case("title-mapping", f"format: zopa/1\n{MARK}title: {{a: b}}\n{TERMS}{PARTY}", "expected text, not a mapping"),
    case("summary-number", keys(f"summary: {MARK}0x1F"), "expected text, not the number 31; put it in quotation marks"),
    case("date-word", keys(f"date: {MARK}March"), "expected a date such as 2026-01-31, not 'March'"),
    case("date-year", keys(f"date: {MARK}2025"), "expected a date such as 2026-01-31, not the number 2025"),
    case("date-not-of-the-calendar", keys(f"date: {MARK}2025-02-29"), "2025-02-29 is not a day of the calendar"),
    case(
        "date-with-time",
        keys(f"date: {MARK}2025-03-01T12:00"),
        "expected a date such as 2026-01-31, not '2025-03-01T12:00'",
    ),
    case("notes-text", keys(f"notes: {MARK}abc"), "expected a list, not 'abc'"),
    case("notes-mapping", keys(f"{MARK}notes: {{a: b}}"), "expected a list, not a mapping"),
    case(
        "note-number",
        keys(f"notes:\n- {MARK}5\n- ok\n- {MARK}[a]"),
        "expected text, not the number 5; put it in quotation marks",
        "expected text, not a list",
    ),
    case("sources-list", keys(f"{MARK}sources: [a]"), "expected a mapping (key: value), not a list"),
    case("source-text", keys(f"sources: {{paper: {MARK}text}}"), "expected a mapping (key: value), not 'text'"),
    case("source-without-title", keys(f"sources: {{{MARK}paper: {{url: x}}}}"), "missing key 'title'"),
    case(
        "source-key", keys(f"sources: {{paper: {{title: x, {MARK}uri: y}}}}"), "unknown key 'uri' (did you mean 'url'?)"
    ),
    case(
        "source-file-number",
        keys(f"sources: {{paper: {{title: x, file: {MARK}5}}}}"),
        "expected text, not the number 5; put it in quotation marks",
    ),
    case(
        "source-date",
        keys(f"sources: {{paper: {{title: x, date: {MARK}31.1.2025}}}}"),
        "expected a date such as 2026-01-31, not '31.1.2025'",
    ),
    case("terms-list", f"{HEAD}{MARK}terms: [dues]\n{PARTY}", "expected a mapping (key: value), not a list"),
    case("terms-nothing", f"{HEAD}terms:{MARK}\n{PARTY}", "expected a mapping (key: value), not nothing"),
    case("no-terms", f"{HEAD}{MARK}terms: {{}}\nparties: {{port: {{}}}}\n", "a scenario needs at least one term"),
    case("no-parties", f"{HEAD}{TERMS}{MARK}parties: {{}}\n", "a scenario needs at least one party"),
    case("definitions-list", keys(f"{MARK}definitions: [a]"), "expected a mapping (key: value), not a list"),
    case("definition-list", keys(f"definitions: {{{MARK}low: [a]}}"), "expected an expression, not a list"),
    case("definition-nothing", keys(f"definitions: {{low: {MARK}}}"), "expected an expression, but this is empty"),
    case("measures-text", keys(f"measures: {MARK}x"), "expected a mapping (key: value), not 'x'"),
    case("measure-without-value", keys(f"measures: {{{MARK}most: {{unit: x}}}}"), "missing key 'value'"),
    case(
        "measure-key",
        keys(f"measures: {{most: {{value: dues, {MARK}units: x}}}}"),
        "unknown key 'units' (did you mean 'unit'?)",
    ),
    case("facts-text", keys(f"facts: {MARK}none"), "expected a mapping (key: value), not 'none'"),
    case("fact-text", keys(f"facts: {{law: {MARK}amnesty}}"), "expected a mapping (key: value), not 'amnesty'"),
    case("fact-without-require", keys(f"facts: {{{MARK}law: {{says: x}}}}"), "missing key 'require'"),
    case(
        "fact-with-weight",
        fact(f"require: amnesty, {MARK}weight: 2"),
        f"unknown key 'weight'; the keys are {FACT_KEYS}",
    ),
    case("fact-requires-a-list", fact(f"{MARK}require: [amnesty]"), "expected an expression, not a list"),
    case(
        "fact-basis",
        fact(f"require: amnesty, basis: {MARK}inferrred"),
        "'inferrred' is not one of explicit, inferred, assumption (did you mean 'inferred'?)",
    ),
    case(
        "fact-basis-truth",
        fact(f"require: amnesty, basis: {MARK}true"),
        "true is not one of explicit, inferred, assumption",
    ),
    case("fact-quote-list", fact(f"require: amnesty, {MARK}quote: [a]"), "expected text, not a list"),
    case("parties-list", f"{HEAD}{TERMS}{MARK}parties: [port]\n", "expected a mapping (key: value), not a list"),
    case("party-text", party(f"{MARK}stubborn"), "expected a mapping (key: value), not 'stubborn'"),
    case("party-key", party(f"{{{MARK}nmae: Fleet}}"), "unknown key 'nmae' (did you mean 'name'?)"),
    case(
        "party-position",
        party(f"{{position: {MARK}unkown}}"),
        "'unkown' is not one of stated, unknown (did you mean 'unknown'?)",
    ),
    case(
        "party-name-number",
        party(f"{{name: {MARK}7}}"),
        "expected text, not the number 7; put it in quotation marks",
    ),
    case("red-lines-list", party(f"{{{MARK}red_lines: [a]}}"), "expected a mapping (key: value), not a list"),
    case("red-lines-nothing", party(f"{{red_lines: {MARK}}}"), "expected a mapping (key: value), not nothing"),
    case(
        "red-line-text",
        party(f"{{red_lines: {{cap: {MARK}amnesty}}}}"),
        "expected a mapping (key: value), not 'amnesty'",
    ),
    case("red-line-key", line(f"require: amnesty, {MARK}wieght: 2"), "unknown key 'wieght' (did you mean 'weight'?)"),
    case(
        "red-line-key-unlike-any",
        line(f"require: amnesty, {MARK}cost: 2"),
        f"unknown key 'cost'; the keys are {LINE_KEYS}",
    ),
    case("red-line-without-require", f"{GOOD}      {MARK}cap: {{says: x}}\n", "missing key 'require'"),
    case(
        "weight-negative",
        line(f"require: amnesty, weight: {MARK}-1"),
        "a weight cannot be negative; a line of weight 0 costs nothing to give up",
    ),
    case("weight-word", line(f"require: amnesty, weight: {MARK}high"), "expected a number, not 'high'"),
    case("weight-nothing", line(f"require: amnesty, weight: {MARK}"), "expected a number, not nothing"),
    case(
        "weight-too-precise",
        line(f"require: amnesty, weight: {MARK}0.0000000000000001"),
        "the number 1E-16 is out of range: it has more than 15 decimal places",
    ),
    case(
        "weight-too-large",
        line(f"require: amnesty, weight: {MARK}9007199254740993"),
        f"the number 9007199254740993 is out of range: {SCALED}",
    ),
    case("unknown-source", line(f"require: amnesty, source: {MARK}paper"), "unknown source 'paper'"),
    case(
        "unknown-source-with-a-hint",
        keys(f"sources: {{papers: {{title: x}}}}\nfacts: {{law: {{require: amnesty, source: {MARK}paper}}}}"),
        "unknown source 'paper' (did you mean 'papers'?)",
    ),
    case("source-number", line(f"require: amnesty, source: {MARK}1"), "expected a name, not the number 1"),
]

# -- terms ------------------------------------------------------------------------------------------------------------

TERM = [
    case("term-text", term(f"tax: {MARK}yes_no"), "expected a mapping (key: value), not 'yes_no'"),
    case("term-without-type", term(f"{MARK}tax: {{label: Tax}}"), f"missing key 'type'; it is one of {TERM_KINDS}"),
    case(
        "term-type-mistyped",
        term(f"tax: {{type: {MARK}yesno}}"),
        f"unknown type 'yesno' (did you mean 'yes_no'?); the types are {TERM_KINDS}",
    ),
    case("term-type-unknown", term(f"tax: {{type: {MARK}money}}"), f"unknown type 'money'; the types are {TERM_KINDS}"),
    case("term-type-list", term(f"tax: {{{MARK}type: [scale]}}"), f"the type is one of {TERM_KINDS}, not a list"),
    case("term-type-number", term(f"tax: {{type: {MARK}5}}"), f"the type is one of {TERM_KINDS}, not the number 5"),
    case("term-type-nothing", term(f"tax: {{type: {MARK}}}"), f"the type is one of {TERM_KINDS}, not nothing"),
    case(
        "yes-no-with-options",
        term(f"tax: {{type: yes_no, {MARK}options: [a, b]}}"),
        "unknown key 'options'; the keys are label, note, type, status_quo",
    ),
    case(
        "key-named-like-a-type",
        term(f"tax: {{type: yes_no, {MARK}date: 2025-01-01}}"),
        "unknown key 'date'; the keys are label, note, type, status_quo",
    ),
    case(
        "key-mistyped-in-a-term",
        term(f"tax: {{type: yes_no, {MARK}lable: x}}"),
        "unknown key 'lable' (did you mean 'label'?)",
    ),
    case(
        "label-number",
        term(f"tax: {{type: yes_no, label: {MARK}5}}"),
        "expected text, not the number 5; put it in quotation marks",
    ),
    case(
        "yes-no-status-quo-word",
        term(f"tax: {{type: yes_no, status_quo: {MARK}perhaps}}"),
        "expected true or false, not 'perhaps'",
    ),
    case(
        "yes-no-status-quo-number",
        term(f"tax: {{type: yes_no, status_quo: {MARK}1}}"),
        "expected true or false, not the number 1",
    ),
    case("options-missing", term(f"{MARK}tax: {{type: choice}}"), "missing key 'options'"),
    case(
        "options-mistyped",
        term(f"{MARK}tax: {{type: choice, {MARK}option: [a, b]}}"),
        "missing key 'options'",
        "unknown key 'option' (did you mean 'options'?)",
    ),
    case(
        "options-word",
        term(f"tax: {{type: choice, options: {MARK}low}}"),
        "expected a list of names, or names with labels, not 'low'",
    ),
    case(
        "options-nothing",
        term(f"tax: {{type: choice, options: {MARK}}}"),
        "expected a list of names, or names with labels, not nothing",
    ),
    case(
        "options-empty",
        term(f"tax: {{type: choice, {MARK}options: []}}"),
        "a choice needs at least two options",
    ),
    case(
        "option-single",
        term(f"tax: {{type: choice, {MARK}options: {{low: Low}}}}"),
        "a choice needs at least two options",
    ),
    case("option-twice", term(f"tax: {{type: choice, options: [low, high, {MARK}low]}}"), "duplicate option 'low'"),
    case("option-number", term(f"tax: {{type: choice, options: [low, {MARK}5]}}"), "expected a name, not the number 5"),
    case("option-list", term(f"tax: {{type: choice, options: [{MARK}[low], high]}}"), "expected a name, not a list"),
    case(
        "option-capital",
        term(f"tax: {{type: choice, options: [low, {MARK}High Rate]}}"),
        f"'High Rate' cannot be a name; {NAME_RULE} (such as 'high_rate')",
    ),
    case(
        "option-reserved",
        term(f"tax: {{type: choice, options: [{MARK}yes, {MARK}no]}}"),
        "'yes' is a word of the expression language; choose another name",
        "'no' is a word of the expression language; choose another name",
    ),
    case(
        "option-label-number",
        term(f"tax: {{type: choice, options: {{low: {MARK}5, high: High}}}}"),
        "expected text, not the number 5; put it in quotation marks",
    ),
    case(
        "option-label-nothing",
        term(f"tax: {{type: choice, options: {{low: {MARK}, high: High}}}}"),
        "expected text, not nothing",
    ),
    case(
        "option-with-a-label-and-no-name",
        term(f"tax: {{type: choice, options: {{{MARK}Low: x, high: High}}}}"),
        f"'Low' cannot be a name; {NAME_RULE} (such as 'low')",
    ),
    case(
        "options-too-many",
        term(f"tax: {{type: choice, {MARK}options: [{','.join(f'o{at}' for at in range(10_001))}]}}"),
        "a choice has at most 10,000 options",
    ),
    case("levels-missing", term(f"{MARK}tax: {{type: scale}}"), "missing key 'levels'"),
    case(
        "levels-single",
        term(f"tax: {{type: scale, {MARK}levels: [low]}}"),
        "a scale needs at least two levels",
    ),
    case("level-twice", term(f"tax: {{type: scale, levels: [low, {MARK}low]}}"), "duplicate level 'low'"),
    case(
        "options-of-a-scale",
        term(f"{MARK}tax: {{type: scale, {MARK}options: [low, high]}}"),
        "missing key 'levels'",
        "unknown key 'options'; the keys are label, note, status_quo, type, levels",
    ),
    case(
        "status-quo-no-option",
        term(f"tax: {{type: choice, options: [low, high], status_quo: {MARK}hihg}}"),
        "status_quo 'hihg' is not one of the options (did you mean 'high'?)",
    ),
    case(
        "status-quo-no-level",
        term(f"tax: {{type: scale, levels: [low, high], status_quo: {MARK}zero}}"),
        "status_quo 'zero' is not one of the levels",
    ),
    case(
        "status-quo-of-a-choice-number",
        term(f"tax: {{type: choice, options: [low, high], status_quo: {MARK}5}}"),
        "expected a name, not the number 5",
    ),
    case(
        "min-and-max-missing",
        term(f"{MARK}{MARK}tax: {{type: quantity}}"),
        "missing key 'min'",
        "missing key 'max'",
    ),
    case("max-below-min", term(f"tax: {{type: quantity, min: 5, max: {MARK}4}}"), "max is below min"),
    case("step-zero", term(f"tax: {{type: quantity, min: 0, max: 4, step: {MARK}0}}"), "step has to be above 0"),
    case("step-negative", term(f"tax: {{type: quantity, min: 0, max: 4, step: {MARK}-0.5}}"), "step has to be above 0"),
    case(
        "max-between-steps",
        term(f"tax: {{type: quantity, min: 1, max: {MARK}10_000, step: 4}}"),
        "max is not min plus a whole number of steps of 4; use 9,997",
    ),
    case("min-word", term(f"tax: {{type: quantity, min: {MARK}none, max: 4}}"), "expected a number, not 'none'"),
    case("min-truth", term(f"tax: {{type: quantity, min: {MARK}true, max: 4}}"), "expected a number, not true"),
    case(
        "min-nothing-and-max-list",
        term(f"tax: {{type: quantity, min: {MARK}, {MARK}max: [4]}}"),
        "expected a number, not nothing",
        "expected a number, not a list",
    ),
    case(
        "max-with-commas",
        GOOD.replace("max: 100}", f"max: 100,{MARK}000}}"),
        "unknown key '000'; a number is written without a comma: 1_000",
    ),
    case(
        "max-with-commas-in-a-block",
        term(f"tax:\n    type: quantity\n    min: 0\n    max: {MARK}500,000"),
        "expected a number, not '500,000'; write 500_000",
    ),
    case(
        "max-with-a-decimal-comma",
        term(f"tax:\n    type: quantity\n    min: 0\n    max: {MARK}0,5"),
        "expected a number, not '0,5'; write 0.5",
    ),
    case(
        "max-with-a-unit",
        term(f"tax: {{type: quantity, min: 0, max: {MARK}50%}}"),
        "expected a number, not '50%'; put the unit under 'unit'",
    ),
    case(
        "max-not-a-number-word",
        term(f"tax: {{type: quantity, min: 0, max: {MARK}NaN}}"),
        "expected a number, not 'NaN'",
    ),
    case(
        "max-too-large",
        term(f"tax: {{type: quantity, min: 0, max: {MARK}1e16}}"),
        f"the number 1E+16 is out of range: {SCALED}",
    ),
    case(
        "max-huge-exponent",
        term(f"tax: {{type: quantity, min: 0, max: {MARK}1e9999}}"),
        f"the number 1E+9999 is out of range: {SCALED}",
    ),
    case(
        "max-of-exponent-beyond-reason",
        term(f"tax: {{type: quantity, min: 0, max: {MARK}1e999999999}}"),
        "expected a number, not '1e999999999'",
    ),
    case(
        "max-of-5000-digits",
        term(f"tax: {{type: quantity, min: 0, max: {MARK}{'9' * 5000}}}"),
        f"the number {'9' * 40}... is out of range: {SCALED}",
    ),
    case(
        "max-tiny",
        term(f"tax: {{type: quantity, min: 0, max: {MARK}1e-9999}}"),
        "the number 1E-9999 is out of range: it has more than 15 decimal places",
    ),
    case(
        "min-too-precise",
        term(f"tax: {{type: quantity, min: {MARK}900719925474.09931, max: 1e12}}"),
        f"the number 900719925474.09931 is out of range: {SCALED}",
    ),
    case(
        "bounds-too-large-for-the-step",
        term(f"tax: {{type: quantity, min: 0, max: {MARK}9007199254740992, step: 0.5}}"),
        "the bounds are too large: without the decimal points of min and step they would exceed 2^53 (about 9 * 10^15)",
    ),
    case(
        "status-quo-of-a-quantity-word",
        term(f"tax: {{type: quantity, min: 0, max: 4, status_quo: {MARK}low}}"),
        "expected a number, not 'low'",
    ),
    case(
        "unit-number",
        term(f"tax: {{type: quantity, min: 0, max: 4, unit: {MARK}1}}"),
        "expected text, not the number 1; put it in quotation marks",
    ),
    case(
        "latest-before-earliest",
        term(f"end: {{type: date, earliest: 2025-02-01, latest: {MARK}2025-01-31}}"),
        "latest is before earliest",
    ),
    case(
        "earliest-not-of-the-calendar",
        term(f"end: {{type: date, earliest: {MARK}2025-13-01, latest: 2026-01-01}}"),
        "2025-13-01 is not a day of the calendar",
    ),
    case(
        "latest-missing",
        term(f"{MARK}end: {{type: date, earliest: {MARK}1 May 2025}}"),
        "missing key 'latest'",
        "expected a date such as 2026-01-31, not '1 May 2025'",
    ),
    case(
        "status-quo-of-a-date-number",
        term(f"end: {{type: date, earliest: 2025-01-01, latest: 2025-01-02, status_quo: {MARK}5}}"),
        "expected a date such as 2026-01-31, not the number 5",
    ),
]

# -- names and texts --------------------------------------------------------------------------------------------------

NAMES = [
    case(
        "name-with-a-capital",
        term(f"{MARK}Tax: {{type: yes_no}}"),
        f"'Tax' cannot be a name; {NAME_RULE} (such as 'tax')",
    ),
    case(
        "name-with-a-space",
        party("{}").replace("  fleet", f"  {MARK}Fishing fleet"),
        f"'Fishing fleet' cannot be a name; {NAME_RULE} (such as 'fishing_fleet')",
    ),
    case(
        "name-with-a-digit-first", term(f"{MARK}2nd_tax: {{type: yes_no}}"), f"'2nd_tax' cannot be a name; {NAME_RULE}"
    ),
    case("name-empty", term(f"{MARK}'': {{type: yes_no}}"), f"'' cannot be a name; {NAME_RULE}"),
    case(
        "name-with-a-hyphen",
        line("require: amnesty").replace("cap:", f"{MARK}no-tax:"),
        f"'no-tax' cannot be a name; {NAME_RULE} (such as 'no_tax')",
    ),
    case(
        "name-with-a-ligature",
        term(f"{MARK}ﬁnes: {{type: yes_no}}"),
        "'ﬁnes' contains a letter that is not plain ASCII: 'ﬁ' is LATIN SMALL LIGATURE FI, which reads as 'fi'",
    ),
    case(
        "name-with-a-cyrillic-letter",
        term(f"{MARK}tаx: {{type: yes_no}}"),
        "'tаx' contains a letter that is not plain ASCII: 'а' is CYRILLIC SMALL LETTER A",
    ),
    case(
        "name-in-full-width",
        term(f"{MARK}ｔａｘ: {{type: yes_no}}"),
        (
            "'ｔａｘ' contains a letter that is not plain ASCII: 'ｔ' is FULLWIDTH LATIN SMALL LETTER T, "
            "which reads as 't'"
        ),
    ),
    case(
        "name-with-a-long-s",
        keys(f"facts: {{{MARK}ſea: {{require: amnesty}}}}"),
        "'ſea' contains a letter that is not plain ASCII: 'ſ' is LATIN SMALL LETTER LONG S, which reads as 's'",
    ),
    case(
        "name-with-an-accent",
        keys(f"sources: {{{MARK}café: {{title: x}}}}"),
        "'café' contains a letter that is not plain ASCII: 'é' is LATIN SMALL LETTER E WITH ACUTE",
    ),
    case(
        "name-with-a-zero-width-space",
        keys(f'definitions: {{{MARK}"a\\u200Bb": amnesty}}'),
        "'a\\u200bb' contains a letter that is not plain ASCII: '\\u200b' is ZERO WIDTH SPACE",
    ),
    case(
        "name-reserved",
        term(f"{MARK}sum: {{type: yes_no}}"),
        "'sum' is a word of the expression language; choose another name",
    ),
    case(
        "name-reserved-as-a-party",
        party("{}").replace("  fleet", f"  {MARK}in"),
        "'in' is a word of the expression language; choose another name",
    ),
    case(
        "name-reserved-truth",
        keys(f"measures: {{{MARK}true: {{value: dues}}}}"),
        "'true' is a word of the expression language; choose another name",
    ),
    case("name-too-long", term(f"{MARK}{'t' * 65}: {{type: yes_no}}"), f"'{'t' * 20}'... is longer than 64 characters"),
    case(
        "definition-named-like-a-term",
        keys(f"definitions: {{{MARK}dues: amnesty}}"),
        "'dues' is already the name of a term",
    ),
    case(
        "ansi-escape-in-a-text",
        f'format: zopa/1\ntitle: "Port {MARK}\\e[31mdues"\n{TERMS}{PARTY}',
        "a text cannot contain the control character U+001B",
    ),
    case("nul-in-a-text", keys(f'notes: ["a", "b {MARK}\\0"]'), "a text cannot contain the control character U+0000"),
    case("del-in-a-text", keys(f'notes: ["{MARK}\\x7F"]'), "a text cannot contain the control character U+007F"),
    case(
        "c1-control-in-a-text",
        keys(f'notes: ["a{MARK}\\x9Bm"]'),
        "a text cannot contain the control character U+009B",
    ),
    case(
        "carriage-return-in-a-text",
        keys(f'notes: ["a{MARK}\\rb"]'),
        "a text cannot contain the control character U+000D",
    ),
    case(
        "right-to-left-override",
        keys(f"summary: a b {MARK}\u202ec"),
        "a text cannot contain U+202E, which changes the direction of writing",
    ),
    case(
        "isolate-in-a-label",
        term(f"tax: {{type: yes_no, label: x{MARK}\u2066}}"),
        "a text cannot contain U+2066, which changes the direction of writing",
    ),
    case(
        "direction-control-in-a-block",
        keys(f"summary: |\n  first line\n  second {MARK}\u202dline"),
        "a text cannot contain U+202D, which changes the direction of writing",
    ),
    case(
        "direction-control-in-a-quote",
        fact(f"require: amnesty, quote: 'it''s {MARK}\u2068x'"),
        "a text cannot contain U+2068, which changes the direction of writing",
    ),
    case(
        "direction-control-in-an-expression",
        requires(f"dues >= 5 {MARK}\u202d"),
        "a text cannot contain U+202D, which changes the direction of writing",
    ),
]

# -- the language of red lines ----------------------------------------------------------------------------------------

SYNTAX = [
    case(
        "require-missing-value",
        f"{GOOD}      cap:\n        require:{MARK}\n",
        "expected an expression, but this is empty",
    ),
    case("require-empty-text", requires(f"{MARK}''"), "expected an expression, but this is empty"),
    case("require-blank-text", requires(f"{MARK}'   '"), "expected an expression, but this is empty"),
    case("one-equals-sign", requires(f"dues {MARK}= 40"), "unexpected character '='; write == to compare"),
    case("equals-before-greater", requires(f"dues {MARK}=> 40"), "unexpected character '='; write >=, or implies"),
    case("equals-before-less", requires(f"dues {MARK}=< 40"), "unexpected character '='; write <="),
    case("angle-brackets", requires(f"dues <{MARK}> 40"), "unexpected '>'; write != for two values that differ"),
    case("ampersands", requires(f"amnesty {MARK}&& dues > 4"), "unexpected character '&'; write and"),
    case("exclamation-mark", requires(f"'{MARK}!amnesty'"), "unexpected character '!'; write not, or != to compare"),
    case(
        "division",
        requires(f"dues {MARK}/ 2 > 4"),
        "unexpected character '/'; there is no division; multiply the other side instead",
    ),
    case(
        "percent-sign",
        requires(f"dues > 4{MARK}%"),
        "unexpected character '%'; write the number without its unit; units stand with the term",
    ),
    case(
        "quoted-option",
        requires(f'venue == {MARK}"geneva"'),
        "unexpected character '\"'; write the option's name without quotation marks",
    ),
    case(
        "typographic-quotation-marks",
        requires(f"venue == {MARK}“geneva”"),
        "unexpected character '“'; write the option's name without quotation marks",
    ),
    case("typographic-comparison", requires(f"dues {MARK}≥ 4"), "unexpected character '≥'; write >="),
    case(
        "typographic-minus", requires(f"dues > {MARK}−4"), "unexpected character '−'; write the ordinary minus sign -"
    ),
    case("power", requires(f"dues {MARK}^ 2 > 4"), "unexpected character '^'; write the product out: x * x"),
    case(
        "set-in-brackets",
        requires(f"venue in {MARK}[geneva]"),
        "unexpected character '['; write a set in braces: {a, b}",
    ),
    case("semicolon", requires(f"dues > 4{MARK}; amnesty"), "unexpected character ';'"),
    case("cyrillic-letter", requires(f"{MARK}аmnesty"), "unexpected character: 'а' is CYRILLIC SMALL LETTER A"),
    case("cyrillic-letter-within", requires(f"amn{MARK}еsty"), "unexpected character: 'е' is CYRILLIC SMALL LETTER IE"),
    case(
        "full-width-letter",
        requires(f"{MARK}ａmnesty"),
        "unexpected character: 'ａ' is FULLWIDTH LATIN SMALL LETTER A, which reads as 'a'",
    ),
    case(
        "full-width-digit",
        requires(f"dues > {MARK}４"),
        "unexpected character: '４' is FULLWIDTH DIGIT FOUR, which reads as '4'",
    ),
    case(
        "ligature",
        requires(f"{MARK}ﬁnes > 4"),
        "unexpected character: 'ﬁ' is LATIN SMALL LIGATURE FI, which reads as 'fi'",
    ),
    case(
        "no-break-space",
        requires(f"dues >{MARK}\xa04"),
        "unexpected character: '\\xa0' is NO-BREAK SPACE, which reads as ' '",
    ),
    case("number-with-a-letter", requires(f"dues > {MARK}100k"), "'100k' is not a number, a date or a name"),
    case("number-with-an-exponent", requires(f"dues > {MARK}1e5"), "'1e5' is not a number, a date or a name"),
    case("number-without-a-whole-part", requires(f"dues > {MARK}.5"), "'.5' is not a number, a date or a name"),
    case("number-with-two-points", requires(f"dues > {MARK}1.2.3"), "'1.2.3' is not a number, a date or a name"),
    case(
        "number-with-a-comma",
        requires(f"dues >= {MARK}500,000"),
        "a number is written without commas and spaces: 500_000",
    ),
    case(
        "number-with-a-space",
        requires(f"dues >= {MARK}500 000"),
        "a number is written without commas and spaces: 500_000",
    ),
    case("dotted-name", requires(f"port{MARK}.dues > 4"), "'.dues' is not a number, a date or a name"),
    case("day-not-of-the-calendar", requires(f"start > {MARK}2025-02-30"), "2025-02-30 is not a day of the calendar"),
    case("open-parenthesis", requires(f"{MARK}((dues > 4) and amnesty"), "this '(' is never closed"),
    case("open-parenthesis-within", requires(f"(dues > 4) and {MARK}(amnesty"), "this '(' is never closed"),
    case("open-set", requires(f"venue in {MARK}{{geneva, istanbul"), "this '{' is never closed"),
    case("extra-parenthesis", requires(f"(dues > 4){MARK}) and amnesty"), "')' closes nothing"),
    case("empty-parentheses", requires(f"count({MARK}) > 1"), "there is nothing between '(' and ')'"),
    case("empty-set", requires(f"venue in {{{MARK}}}"), "the set is empty; name at least one value"),
    case("set-alone", requires(f"'{MARK}{{geneva}}'"), "expected a value here, not '{'"),
    case("set-after-comparison", requires(f"venue == {MARK}{{geneva}}"), "expected a value here, not '{'"),
    case(
        "set-in-parentheses",
        requires(f"venue in {MARK}(geneva, istanbul)"),
        "expected a set in braces {a, b} after 'in', not '('",
    ),
    case(
        "set-without-braces",
        requires(f"venue not in {MARK}geneva"),
        "expected a set in braces {a, b} after 'in', not 'geneva'",
    ),
    case("number-before-parentheses", requires(f"2{MARK}(dues + 1) > 4"), "an operator is missing before '('"),
    case("set-after-a-name", requires(f"venue {MARK}{{geneva}}"), "a set is allowed only after 'in'"),
    case("operator-missing", requires(f"dues {MARK}40"), "an operator is missing before '40'"),
    case("operator-missing-between-names", requires(f"amnesty {MARK}venue"), "an operator is missing before 'venue'"),
    case("operand-missing-at-the-end", requires(f"dues > 4 and{MARK}"), "the expression ends too early"),
    case("operand-missing-within", requires(f"(dues >{MARK}) and amnesty"), "expected a value here, not ')'"),
    case("two-operators", requires(f"amnesty or {MARK}or amnesty"), "expected a value here, not 'or'"),
    case("in-without-a-name", requires(f"not {MARK}in {{geneva}}"), "expected a value here, not 'in'"),
    case("not-between-values", requires(f"dues not {MARK}4"), "only 'in {...}' can follow 'not' here, not '4'"),
    case("capital-keyword", requires(f"amnesty {MARK}AND amnesty"), "unexpected 'AND' (did you mean 'and'?)"),
    case(
        "chain-of-iff",
        requires(f"amnesty iff amnesty {MARK}iff amnesty"),
        "a chain of iff is ambiguous; put one of them in parentheses",
    ),
    case("iff-at-the-start", requires(f"{MARK}iff amnesty"), "expected a value here, not 'iff'"),
    case("comma-outside-a-call", requires(f"amnesty{MARK}, amnesty"), "unexpected ','"),
    case("call-of-a-value", requires(f"(dues){MARK}(4) > 1"), "an operator is missing before '('"),
    case(
        "nesting-over-64",
        requires(f"{'(' * 64}{MARK}amnesty{')' * 64}"),
        "the expression nests deeper than 64; split it with definitions",
    ),
    case(
        "nesting-of-not",
        requires(f"{MARK}{'not ' * 64}amnesty"),
        "the expression nests deeper than 64; split it with definitions",
    ),
    case(
        "over-2000-tokens",
        requires(f"dues{' + 1' * 998} > 4 and {MARK}amnesty"),
        "the expression has over 2,000 tokens; split it with definitions",
    ),
    case(
        "over-2000-tokens-without-spaces",
        requires(f"{'(' * 2000}{MARK}("),
        "the expression has over 2,000 tokens; split it with definitions",
    ),
]

TYPES = [
    case("unknown-term", requires(f"{MARK}duse > 4"), "unknown term 'duse' (did you mean 'dues'?)"),
    case("unknown-term-unlike-any", requires(f"{MARK}quota > 4"), "unknown term 'quota'"),
    case(
        "unknown-name-where-definitions-are",
        keys(f"definitions: {{low: dues < 9, high: {MARK}lwo}}"),
        "unknown name 'lwo' (did you mean 'low'?)",
    ),
    case("unknown-term-in-another-case", requires(f"{MARK}Dues > 4"), "unknown term 'Dues' (did you mean 'dues'?)"),
    case(
        "unknown-option",
        requires(f"venue == {MARK}genf"),
        "'genf' is not an option of (geneva, istanbul) (did you mean 'geneva'?)",
    ),
    case("unknown-level", requires(f"access >= {MARK}closed"), "'closed' is not a level of (barred, paid, free)"),
    case(
        "unknown-option-in-a-set",
        requires(f"venue in {{geneva, {MARK}istambul}}"),
        "'istambul' is not an option of (geneva, istanbul) (did you mean 'istanbul'?)",
    ),
    case(
        "option-out-of-place",
        requires(f"amnesty and {MARK}geneva"),
        "'geneva' is an option of venue; compare it with its term, as in venue == geneva",
    ),
    case(
        "option-beside-a-number",
        requires(f"dues > {MARK}free"),
        "'free' is an option of access; compare it with its term, as in access == free",
    ),
    case(
        "option-of-several-terms",
        term("site: {type: choice, options: [geneva, doha]}") + f"      cap: {{require: {MARK}geneva}}\n",
        "'geneva' is an option of venue (and 1 more); compare it with its term, as in venue == geneva",
    ),
    case(
        "term-and-option",
        term("geneva: {type: choice, options: [geneva, istanbul]}")
        + f"      cap: {{require: venue == {MARK}geneva}}\n",
        "'geneva' is both a term and an option here; rename one",
    ),
    case("unknown-function", requires(f"{MARK}summ(dues, 1) > 4"), "unknown function 'summ' (did you mean 'sum'?)"),
    case("term-as-a-function", requires(f"{MARK}amnesty(dues) > 4"), "unknown function 'amnesty'"),
    case("function-without-arguments", requires(f"{MARK}count > 1"), "count takes arguments: count(...)"),
    case("abs-of-two", requires(f"{MARK}abs(dues, 4) > 1"), "abs takes 1 argument, not 2"),
    case("if-of-two", requires(f"{MARK}if(amnesty, 4) > 1"), "if takes 3 arguments, not 2"),
    case("at-least-of-one", requires(f"{MARK}at_least(1)"), "at_least takes at least 2 arguments, not 1"),
    case(
        "a-number-as-condition",
        requires(f"{MARK}dues"),
        "expected a condition, but this is a number; compare it with something",
    ),
    case(
        "a-bare-number-as-condition",
        requires(f"{MARK}1e6"),
        "expected a condition, but this is a number; compare it with something",
    ),
    case(
        "a-choice-as-condition",
        requires(f"{MARK}venue"),
        "expected a condition, but this is an option of (geneva, istanbul); compare it with something",
    ),
    case(
        "a-date-as-condition",
        requires(f"{MARK}start"),
        "expected a condition, but this is a date; compare it with something",
    ),
    case(
        "and-of-numbers",
        requires(f"{MARK}dues and {MARK}4"),
        "and joins conditions, but this is a number",
        "and joins conditions, but this is a number",
    ),
    case(
        "or-of-a-level",
        requires(f"amnesty or {MARK}access"),
        "or joins conditions, but this is a level of (barred, paid, free); compare it with something",
    ),
    case("not-of-a-number", requires(f"not {MARK}dues"), "not takes a condition, but this is a number"),
    case(
        "implies-a-date",
        requires(f"amnesty implies {MARK}start"),
        "implies joins conditions, but this is a date; compare it with something",
    ),
    case("iff-of-a-number", requires(f"{MARK}dues iff amnesty"), "iff joins conditions, but this is a number"),
    case(
        "count-of-a-number",
        requires(f"count(amnesty, {MARK}dues) > 1"),
        "count counts conditions, but this is a number",
    ),
    case(
        "at-least-turned-round",
        requires(f"at_least(amnesty, {MARK}2)"),
        "at_least counts conditions, but this is a number",
    ),
    case("if-of-a-number", requires(f"if({MARK}dues, 1, 2) > 1"), "if takes a condition first, but this is a number"),
    case(
        "if-of-two-kinds",
        requires(f"{MARK}if(amnesty, dues, start) > 1"),
        "if needs two values of the same type, not a number and a date",
    ),
    case(
        "adding-an-option",
        requires(f"{MARK}venue + 1 > 1"),
        "arithmetic takes numbers, but this is an option of (geneva, istanbul)",
    ),
    case(
        "subtracting-a-level",
        requires(f"1 - {MARK}access > 1"),
        "arithmetic takes numbers, but this is a level of (barred, paid, free)",
    ),
    case(
        "minus-an-option",
        requires(f"'-{MARK}venue == 1'"),
        "- takes numbers, but this is an option of (geneva, istanbul)",
    ),
    case("multiplying-a-date", requires(f"2 * {MARK}start > 1"), "* takes numbers, but this is a date"),
    case(
        "adding-dates",
        requires(f"{MARK}start + start > 1"),
        "dates cannot be added up; add days to a date, or subtract one date from another",
    ),
    case(
        "minus-a-date",
        requires(f"{MARK}4 - start > 1"),
        "dates cannot be added up; add days to a date, or subtract one date from another",
    ),
    case("sum-of-a-date", requires(f"sum(1, {MARK}start) > 1"), "sum takes numbers, but this is a date"),
    case(
        "abs-of-an-option",
        requires(f"abs({MARK}venue) > 1"),
        "abs takes numbers, but this is an option of (geneva, istanbul)",
    ),
    case("least-of-a-date-and-a-number", requires(f"min({MARK}start, 4) > 1"), "min takes numbers, but this is a date"),
    case(
        "date-against-number",
        requires(f"{MARK}start > 4"),
        "a date cannot be compared with a number; a date is written 2026-01-31",
    ),
    case(
        "date-written-as-arithmetic",
        requires(f"{MARK}start > 2025-1-31"),
        "a date cannot be compared with a number; a date is written 2026-01-31",
    ),
    case(
        "level-against-number",
        requires(f"{MARK}access > 1"),
        "a level of (barred, paid, free) cannot be compared with a number",
    ),
    case(
        "choice-against-scale",
        requires(f"{MARK}venue == access"),
        "an option of (geneva, istanbul) cannot be compared with a level of (barred, paid, free)",
    ),
    case(
        "choice-against-truth",
        requires(f"{MARK}venue == true"),
        "an option of (geneva, istanbul) cannot be compared with a yes/no",
    ),
    case(
        "level-against-condition",
        requires(f"{MARK}access > amnesty"),
        "a level of (barred, paid, free) cannot be compared with a yes/no",
    ),
    case(
        "chain-of-two-kinds",
        requires(f"1 < {MARK}dues < start"),
        "a number cannot be compared with a date; a date is written 2026-01-31",
    ),
    case(
        "order-of-a-choice",
        requires(f"{MARK}venue < istanbul"),
        "< needs an order, but the options of a choice have none (use a scale)",
    ),
    case(
        "order-of-conditions",
        requires(f"{MARK}amnesty <= (dues > 4)"),
        "<= compares numbers, dates and levels; between conditions write implies",
    ),
    case(
        "number-too-large",
        requires(f"dues > {MARK}9007199254740993"),
        f"the number 9007199254740993 is out of range: {SCALED}",
    ),
    case(
        "number-too-precise",
        requires(f"dues > {MARK}0.0000000000000001"),
        "the number 1E-16 is out of range: it has more than 15 decimal places",
    ),
    case(
        "number-of-5000-digits",
        requires(f"dues > {MARK}{'9' * 5000}"),
        f"the number {'9' * 40}... is out of range: {SCALED}",
    ),
    case(
        "negative-number-too-large",
        requires(f"dues > {MARK}-9_007_199_254_740_993"),
        f"the number -9007199254740993 is out of range: {SCALED}",
    ),
    case(
        "product-past-2-256",
        requires(f"{MARK}dues * {' * '.join(['dues'] * 60)} > 4"),
        "the product can exceed 2^256, the largest number the engine computes with",
    ),
    case(
        "sum-past-2-256",
        requires(f"{MARK}0.000000000000001 + {' * '.join(['dues'] * 33)} > 4"),
        "the sum can exceed 2^256, the largest number the engine computes with",
    ),
    case(
        "comparison-past-2-256",
        requires(f"{MARK}0.000000000000001 < {' * '.join(['dues'] * 33)}"),
        "the comparison can exceed 2^256, the largest number the engine computes with",
    ),
    case(
        "product-of-tiny-numbers",
        requires(f"{MARK}dues * {' * '.join(['0.01'] * 40)} < 1"),
        "the product can exceed 2^256, the largest number the engine computes with",
    ),
    *(
        case(
            f"{name}-of-a-number-past-2-62",
            requires(f"{MARK}{name}({inside}{' * '.join(['dues'] * 10)}{', 1' * (name != 'abs')}) > 4"),
            "the number can exceed 2^62, the largest number the engine computes with here",
        )
        for name, inside in (("min", ""), ("max", ""), ("abs", ""), ("if", "amnesty, "))
    ),
    case(
        "measure-past-2-62",
        keys(f"measures: {{most: {{value: {MARK}{' * '.join(['dues'] * 10)}}}}}"),
        "the product can exceed 2^62, the largest number the engine computes with here",
    ),
    case(
        "measure-of-a-definition-past-2-62",
        keys(f"definitions: {{high: {' * '.join(['dues'] * 10)}}}\nmeasures: {{most: {{value: {MARK}high}}}}"),
        "the number can exceed 2^62, the largest number the engine computes with here",
    ),
    case(
        "definition-of-itself",
        keys(f"definitions: {{{MARK}low: not low}}"),
        "the definition refers to itself: low -> low",
    ),
    case(
        "definitions-in-a-circle",
        keys(f"definitions:\n  {MARK}a: b\n  b: amnesty and c\n  c: a or amnesty\n  d: c"),
        "the definition refers to itself: a -> b -> c -> a",
    ),
    case(
        "definition-of-a-choice",
        keys(f"definitions: {{place: {MARK}venue}}"),
        "a definition has to be a condition, a number or a date, not an option of (geneva, istanbul)",
    ),
    case(
        "definition-growing-past-2-256",
        keys(
            "definitions:\n  d0: dues\n"
            + "".join(f"  d{at + 1}: {MARK if at == 249 else ''}d{at} + d{at}\n" for at in range(255))
        ),
        "the sum can exceed 2^256, the largest number the engine computes with",
    ),
    case(
        "definition-of-a-huge-number",
        keys(f"definitions: {{most: {MARK}1e9999}}"),
        f"the number 1E+9999 is out of range: {SCALED}",
    ),
    case(
        "measure-of-a-condition",
        keys(f"measures: {{most: {{value: {MARK}amnesty}}}}"),
        "a measure has to be a number, but this is a yes/no",
    ),
    case(
        "measure-of-a-date",
        keys(f"measures: {{most: {{value: {MARK}start}}}}"),
        "a measure has to be a number, but this is a date",
    ),
]

# -- the place within every way in which YAML writes a text -----------------------------------------------------------

UNKNOWN = "unknown term 'dutys' (did you mean 'dues'?)"
PLACES = [
    case("plain", requires(f"dues > 4 and {MARK}dutys > 4"), UNKNOWN),
    case("plain-over-lines", requires(f"dues > 4\n            and\n\n          {MARK}dutys > 4"), UNKNOWN),
    case("plain-with-much-space", requires(f"dues    >   4  and     {MARK}dutys > 4"), UNKNOWN),
    case("single-quotes", requires(f"'dues > 4 and {MARK}dutys > 4'"), UNKNOWN),
    case("single-quotes-over-lines", requires(f"'dues > 4\n\n          and   \n          {MARK}dutys > 4'"), UNKNOWN),
    case(
        "single-quotes-with-a-quote",
        requires(f"'dues > 4 and venue == {MARK}''geneva'' and dutys > 4'"),
        "unexpected character \"'\"; write the option's name without quotation marks",
    ),
    case("double-quotes", requires(f'"dues > 4 and {MARK}dutys > 4"'), UNKNOWN),
    case("double-quotes-over-lines", requires(f'"dues > 4\n          and\n\n\n          {MARK}dutys > 4"'), UNKNOWN),
    case("double-quotes-with-escapes", requires(f'"dues\\x20> \\u0034\\tand\\U00000020{MARK}dutys > 4"'), UNKNOWN),
    case("double-quotes-with-an-escaped-letter", requires(f'"d\\x75es > 4 and {MARK}d\\u0075t\\x79s > 4"'), UNKNOWN),
    case("double-quotes-with-an-escaped-line-end", requires(f'"dues > 4 an\\\n          d {MARK}dutys > 4"'), UNKNOWN),
    case("double-quotes-with-an-escaped-space", requires(f'"dues > 4\\\n       \\ and {MARK}dutys > 4"'), UNKNOWN),
    case("double-quotes-starting-with-an-escape", requires(f'"{MARK}\\x64utys > 4"'), UNKNOWN),
    case("literal-block", requires(f"|\n          dues > 4\n          and {MARK}dutys > 4"), UNKNOWN),
    case(
        "literal-block-with-blank-lines",
        requires(f"|\n\n          dues > 4\n\n\n          and\n          {MARK}dutys > 4\n"),
        UNKNOWN,
    ),
    case(
        "literal-block-indented-further",
        requires(f"|-  # a comment\n          dues > 4\n            and\n              {MARK}dutys > 4"),
        UNKNOWN,
    ),
    case(
        "literal-block-with-an-indentation-mark",
        requires(f"|2+\n            dues > 4\n          and {MARK}dutys > 4\n\n"),
        UNKNOWN,
    ),
    case("folded-block", requires(f">-\n          dues > 4\n          and {MARK}dutys > 4"), UNKNOWN),
    case(
        "folded-block-with-blank-lines",
        requires(f">\n          dues > 4\n\n          and\n\n\n          {MARK}dutys > 4\n"),
        UNKNOWN,
    ),
    case(
        "folded-block-indented-further",
        requires(f">+\n          dues > 4\n            and\n              amnesty and\n          {MARK}dutys > 4\n\n"),
        UNKNOWN,
    ),
    case(
        "folded-block-ends-too-early",
        requires(f">-\n          dues > 4\n          and{MARK}\n\n"),
        "the expression ends too early",
    ),
    case(
        "literal-block-ends-too-early",
        requires(f"|\n          dues > 4\n          and {MARK}(dues ==\n"),
        "this '(' is never closed",
    ),
    case("quotes-end-too-early", requires(f'"dues > 4 and{MARK}  "'), "the expression ends too early"),
    case("escapes-end-too-early", requires(f'"dues > 4 an\\x64{MARK}"'), "the expression ends too early"),
    case(
        "after-wide-letters-on-the-line",
        keys(f"facts: {{law: {{says: 港のé😀, require: 'amnesty or {MARK}dutys'}}}}"),
        UNKNOWN,
    ),
    case(
        "after-wide-letters-on-lines-before",
        keys(f"summary: 港のé😀\nfacts: {{law: {{require: 'amnesty or {MARK}dutys'}}}}"),
        UNKNOWN,
    ),
    case("in-a-flow-mapping", line(f"require: dues > 4 and {MARK}dutys > 4, weight: 2"), UNKNOWN),
    case(
        "after-a-question-mark-key",
        f"{GOOD}      cap:\n        ? require\n        : dues > 4 and {MARK}dutys > 4\n",
        UNKNOWN,
    ),
    case("after-a-byte-order-mark", ("\ufeff" + requires("dutys > 4")).encode(), (15, 18, UNKNOWN)),
    case("with-crlf", requires(f"dues > 4\n          and {MARK}dutys > 4").replace("\n", "\r\n"), UNKNOWN),
    case(
        "with-crlf-in-quotes",
        requires(f'"dues > 4\n          and\n\n          {MARK}dutys > 4"').replace("\n", "\r\n"),
        UNKNOWN,
    ),
    case(
        "with-crlf-in-a-block",
        requires(f"|\n          dues > 4\n\n          and {MARK}dutys > 4\n").replace("\n", "\r\n"),
        UNKNOWN,
    ),
    case("with-tabs-between", requires(f"dues\t>\t4 and\t{MARK}dutys > 4"), UNKNOWN),
    case("with-tabs-after-the-colon", requires(f"\t'dues > 4 and {MARK}dutys > 4'"), UNKNOWN),
    case(
        "line-ends-of-an-old-mac",
        b"title: x\rterms: []\r",
        (1, 1, "missing key 'parties'"),
        (2, 1, "expected a mapping (key: value), not a list"),
    ),
]

# -- several problems in one text -------------------------------------------------------------------------------------

SEVERAL = [
    case(
        "three-in-one-expression",
        requires(f"{MARK}duse > 4 and venue == {MARK}genf or {MARK}start > 4"),
        "unknown term 'duse' (did you mean 'dues'?)",
        "'genf' is not an option of (geneva, istanbul) (did you mean 'geneva'?)",
        "a date cannot be compared with a number; a date is written 2026-01-31",
    ),
    case(
        "structure-and-expressions",
        f"""\
format: {MARK}zopa/0
title: Harbour dues
date: {MARK}2025-02-30
{MARK}deadline: soon
terms:
  dues: {{type: quantity, min: 0, max: {MARK}a lot}}
  venue: {{type: choice, options: [geneva, istanbul], status_quo: {MARK}genva}}
  {MARK}Access: {{type: scale, levels: [barred, paid, free]}}
  amnesty: {{type: yes_no, {MARK}lable: Amnesty}}
definitions:
  cheap: dues < 5 and {MARK}amnestie
  {MARK}Dear: dues > 50
facts:
  law: {{require: venue == {MARK}genf, basis: {MARK}hearsay, source: paper}}
sources:
  paper: {{title: {MARK}2025}}
parties:
  port:
    {MARK}nmae: Port
    red_lines:
      floor: {{require: amnesty and {MARK}amnesti, weight: {MARK}-2}}
      cheap: {{require: cheap and Dear and dues > 4 and Access >= paid}}
      {MARK}none: {{says: Nothing}}
      place: {{require: venue == geneva, source: {MARK}letter}}
  fleet: {MARK}refuses
measures:
  most: {{value: {MARK}venue, {MARK}units: x}}
""",
        "the format is 'zopa/0', but this program reads zopa/1",
        "2025-02-30 is not a day of the calendar",
        f"unknown key 'deadline'; the keys are {TOP_KEYS}",
        "expected a number, not 'a lot'",
        "status_quo 'genva' is not one of the options (did you mean 'geneva'?)",
        f"'Access' cannot be a name; {NAME_RULE} (such as 'access')",
        "unknown key 'lable' (did you mean 'label'?)",
        "unknown name 'amnestie' (did you mean 'amnesty'?)",
        f"'Dear' cannot be a name; {NAME_RULE} (such as 'dear')",
        "'genf' is not an option of (geneva, istanbul) (did you mean 'geneva'?)",
        "'hearsay' is not one of explicit, inferred, assumption",
        "expected text, not the number 2025; put it in quotation marks",
        "unknown key 'nmae' (did you mean 'name'?)",
        "unknown name 'amnesti' (did you mean 'amnesty'?)",
        "a weight cannot be negative; a line of weight 0 costs nothing to give up",
        "missing key 'require'",
        "unknown source 'letter'",
        "expected a mapping (key: value), not 'refuses'",
        "a measure has to be a number, but this is an option of (geneva, istanbul)",
        "unknown key 'units' (did you mean 'unit'?)",
    ),
    case(
        "a-malformed-term-is-told-once",
        (
            f"{HEAD}terms: {{dues: {{type: quantity, min: 0, max: {MARK}x}}}}\n"
            "parties:\n  port: {red_lines: {a: {require: dues > 4}, b: {require: dues == geneva}}}\n"
        ),
        "expected a number, not 'x'",
    ),
    case(
        "a-malformed-definition-is-told-once",
        keys(
            f"definitions:\n  low: dues <{MARK}\n  lower: low and amnesty\n"
            "facts: {law: {require: lower implies low}}"
        ),
        "the expression ends too early",
    ),
    case(
        "malformed-sources-are-told-once",
        keys(f"{MARK}sources: [paper]\nfacts: {{law: {{require: amnesty, source: paper}}}}"),
        "expected a mapping (key: value), not a list",
    ),
    case(
        "two-circles-of-definitions",
        keys(f"definitions: {{{MARK}a: b, b: a, {MARK}c: not c, d: a and c}}"),
        "the definition refers to itself: a -> b -> a",
        "the definition refers to itself: c -> c",
    ),
    case(
        "duplicate-keys-and-types",
        keys(f"{MARK}title: Again\nfacts: {{law: {{require: {MARK}dues, {MARK}require: amnesty}}}}"),
        "duplicate key 'title'",
        "expected a condition, but this is a number; compare it with something",
        "duplicate key 'require'",
    ),
]

# -- JSON -------------------------------------------------------------------------------------------------------------

JSON_TERMS = '"terms": {"dues": {"type": "quantity", "min": 0, "max": 100}, "amnesty": {"type": "yes_no"}}'


def json_requires(text: str) -> str:
    """Return a JSON scenario whose red line requires what a string spells."""
    parties = f'{{"port": {{"red_lines": {{"floor":\n\t\t{{"require": {text}}}}}}}}}'
    return f'{{"title": "Harbour dues", {JSON_TERMS},\n\t"parties": {parties}}}'


def json_case(name: str, text: str, *told: str) -> Bad:
    """Return a bad text that is called a JSON file."""
    return Bad(f"json-{name}", text, told, "talks.json")


JSON = [
    json_case("empty", MARK, "this is not JSON: expected a value, not the end"),
    json_case("yaml", f"{MARK}title: x", "this is not JSON: expected a value, not 'title'"),
    json_case(
        "comma-at-the-end-of-a-mapping",
        f'{{"title": "x",\n{MARK}}}',
        "this is not JSON: expected a key in quotation marks, not '}'",
    ),
    json_case(
        "comma-at-the-end-of-a-list", f'{{"notes": ["x",{MARK}]}}', "this is not JSON: expected a value, not ']'"
    ),
    json_case(
        "comma-missing",
        f'{{"title": "x"\n {MARK}"terms": {{}}}}',
        "this is not JSON: expected ',' or the end of the list, not '\"'",
    ),
    json_case("colon-missing", f'{{"title" {MARK}"x"}}', "this is not JSON: expected ':', not '\"'"),
    json_case(
        "brace-missing",
        f'{{"title": "x"{MARK}',
        "this is not JSON: expected ',' or the end of the list, not the end",
    ),
    json_case(
        "wrong-bracket",
        f'{{"notes": ["x"{MARK}}}}}',
        "this is not JSON: expected ',' or the end of the list, not '}'",
    ),
    json_case("something-after", f'{{"title": "x"}}\n{MARK}{{}}', "this is not JSON: something follows the document"),
    json_case("bare-key", f'{{{MARK}title: "x"}}', "this is not JSON: expected a key in quotation marks, not 'title'"),
    json_case(
        "single-quotes", f"{{{MARK}'title': 'x'}}", 'this is not JSON: expected a key in quotation marks, not "\'"'
    ),
    json_case("bare-word", f'{{"title": {MARK}Harbour}}', "this is not JSON: expected a value, not 'Harbour'"),
    json_case("python-truth", f'{{"title": {MARK}True}}', "this is not JSON: expected a value, not 'True'"),
    json_case("nan", f'{{"min": {MARK}NaN}}', "NaN is not a finite number"),
    json_case(
        "infinity",
        f'{{"min": {MARK}-Infinity}}',
        "-Infinity is not a finite number",
    ),
    json_case("leading-zero", f'{{"min": {MARK}007}}', "this is not JSON: expected a value, not '007'"),
    json_case("leading-point", f'{{"min": {MARK}.5}}', "this is not JSON: expected a value, not '.5'"),
    json_case("plus", f'{{"min": {MARK}+5}}', "this is not JSON: expected a value, not '+5'"),
    json_case("underscore", f'{{"min": {MARK}5_000}}', "this is not JSON: expected a value, not '5_000'"),
    json_case(
        "exponent-beyond-reason", f'{{"min": {MARK}1e99999}}', "this is not JSON: expected a value, not '1e99999'"
    ),
    json_case(
        "comment", f'{{{MARK}// x\n"title": "x"}}', "this is not JSON: expected a key in quotation marks, not '/'"
    ),
    json_case(
        "open-string",
        f'{{"title": {MARK}"Harbour dues}}',
        "this is not JSON: a quotation mark is opened here and never closed",
    ),
    json_case(
        "line-end-in-a-string",
        f'{{"title": "Harbour{MARK}\ndues"}}',
        "this is not JSON: a text goes over the end of its line, or holds a control character; write \\n or \\t",
    ),
    json_case(
        "tab-in-a-string",
        f'{{"title": "Harbour{MARK}\tdues"}}',
        "this is not JSON: a text goes over the end of its line, or holds a control character; write \\n or \\t",
    ),
    json_case(
        "unknown-escape",
        f'{{"title": "Harbour {MARK}\\d"}}',
        "this is not JSON: \\ starts an escape sequence, but this is not one; write \\\\",
    ),
    json_case(
        "half-an-escape",
        f'{{"title": "Harbour {MARK}\\u12"}}',
        "this is not JSON: \\ starts an escape sequence, but this is not one; write \\\\",
    ),
    json_case(
        "half-a-surrogate-pair",
        f'{{"title": {MARK}"\\ud83d!"}}',
        "this is not JSON: \\ud83d is half of a character, and the other half is missing",
    ),
    json_case("nesting-over-64", '{"a":' * 64 + f"{MARK}[" + "]" + "}" * 64, "the document nests deeper than 64"),
    json_case("a-list", f"{MARK}[]", "a scenario is a mapping of keys such as title, terms and parties"),
    json_case(
        "duplicate-key",
        f'{{"title": "x", {MARK}"title": "y", {JSON_TERMS}, "parties": {{"port": {{}}}}}}',
        "duplicate key 'title'",
    ),
    json_case(
        "control-character-in-a-text",
        f'{{"title": "a{MARK}\\u001b[31m", {JSON_TERMS}, "parties": {{"port": {{}}}}}}',
        "a text cannot contain the control character U+001B",
    ),
    json_case(
        "raw-direction-control",
        f'{{"title": "a{MARK}\u202e", {JSON_TERMS}, "parties": {{"port": {{}}}}}}',
        "a text cannot contain U+202E, which changes the direction of writing",
    ),
    json_case(
        "title-number",
        f'{{"title": {MARK}5, {JSON_TERMS}, "parties": {{"port": {{}}}}}}',
        "expected text, not the number 5; put it in quotation marks",
    ),
    json_case(
        "unknown-key",
        f'{{"title": "x", {JSON_TERMS},\n {MARK}"partys": {{}}, "parties": {{"port": {{}}}}}}',
        "unknown key 'partys' (did you mean 'parties'?)",
    ),
    json_case("expression", json_requires(f'"dues > 4 and {MARK}dutys > 4"'), UNKNOWN),
    json_case(
        "expression-with-escapes", json_requires(f'"dues\\u0020> 4\\n\\tand {MARK}\\u0064utys \\u003e 4"'), UNKNOWN
    ),
    json_case(
        "expression-after-a-letter-in-two-halves",
        json_requires(f'"dues > 4 {MARK}\\ud83d\\ude00 and dutys"'),
        "unexpected character: '😀' is GRINNING FACE",
    ),
    json_case(
        "expression-ends-too-early", json_requires(f'"dues > 4 \\u0061nd{MARK}"'), "the expression ends too early"
    ),
    json_case(
        "expression-number",
        json_requires(f"{MARK}5"),
        "expected a condition, but this is a number; compare it with something",
    ),
    json_case("with-crlf", json_requires(f'"dues > 4 and {MARK}dutys > 4"').replace("\n", "\r\n"), UNKNOWN),
    Bad("json-without-a-name", json_requires(f'"dues > 4 and {MARK}dutys > 4"'), (UNKNOWN,)),
    Bad(
        "braces-that-are-no-json",
        f'{{"title": "x", "terms": {{"dues": {MARK}.inf}}}}',
        (".inf is not a finite number",),
    ),
]

CASES = [*FILES, *YAML, *KEYS, *TERM, *NAMES, *SYNTAX, *TYPES, *PLACES, *SEVERAL, *JSON]
