#!/usr/bin/env python3
"""Writes plain Wikipedia articles as a MediaWiki export has them, for networks to learn the markup from.

usage: scripts/make_wikitext.py -o WIKITEXT.xml [--bytes N] [--seed N] wiki_en.txt.xz

The training collection holds articles as bare text in <doc> tags; what people archive are exports: XML with revisions and
contributors, headings, links, bold titles, lists, images and categories. The article's own words are kept; the markup
around them is made from its title, its headings and phrases that other articles share, in the forms that
https://www.mediawiki.org/wiki/Help:Export and Help:Formatting describe. The script reads no real export, but its author knew
Wikipedia's exports of 2006 and of today. The last 1/64 of the file, at most 256 KiB, is left out, as `llmzip train` does. The same
input and seed give the same output.
"""
import argparse
import collections
import random
import re
from pathlib import Path
from xml.sax.saxutils import escape, unescape

from training_bytes import training_bytes

DOCUMENT = re.compile(r'<doc id="(\d+)"[^>]*title="([^"]*)">\n(.*?)</doc>', re.S)
QUOTE = {'"': "&quot;"}
MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
NAME = r"[A-Z][\w'’-]+"
PHRASE = rf"{NAME}(?: (?:of |the |and |de |for |in |von )?{NAME})*"
# What may become a link, the longest first: dates, years, names that do not begin a sentence, words of small letters.
LINKABLE = re.compile(
    rf"(?P<day>\b(?:{MONTHS}) \d{{1,2}}(?!\d))(?P<comma>, )?(?P<year>\d{{4}})?|(?P<since>\b(?:in|In|of|since|until|by) )(?P<only>1\d{{3}}|20\d\d)\b"
    rf"|(?P<name>(?<=[a-z,;(] ){PHRASE})|(?P<word>\b[a-z]{{4,}}\b)"
)
QUOTED = re.compile(r'"([^"\n]{2,60}?)([.,]?)"')
HEADING = re.compile(r"[A-Z][^.!?:\n]{2,58}\.")
COMMENTS = (
    "/* External links */ +link", "/* External links */", "/* See also */", "/* History */ typo", "/* References */",
    "rv vandalism", "Revert to revision by [[User:{0}|{0}]]", "robot Adding: {1}", "robot  Modifying: {1}", "typo", "sp",
    "cat", "+cat", "wikify", "copyedit", "clean up", "disambiguation link repair", "fmt", "link",
    "Reverted edits by [[Special:Contributions/{0}|{0}]] ([[User talk:{0}|talk]])", "stub", "grammar",
    "moved from [[{2}]]", "links", "rm spam", "Dates, spelling", "{{{{stub}}}}", "Fixing links", "+[[{1}:]]",
)
LANGUAGES = (
    "af ar bg ca cs da de el eo es et fi fr he hr hu id it ja ko la lt nl nn no pl pt ro ru simple sk sl sr sv th tr uk vi zh"
).split()
REDIRECTS = (
    "#REDIRECT [[{}]]", "#REDIRECT [[{}]]", "#redirect [[{}]]", "#REDIRECT [[{}]] {{{{R from alternative name}}}}",
    "#REDIRECT [[{}]]{{{{R from CamelCase}}}}",
)


class Collection:
    """What the articles have in common: their titles, and names that many of them mention."""

    def __init__(self, articles):
        self.titles = {title for _, title, _ in articles}
        self.small = {title[0].lower() + title[1:] for title in self.titles}
        seen = collections.Counter()
        for _, _, text in articles:
            seen.update({match["name"] for match in LINKABLE.finditer(text) if match["name"]})
        self.names = {name for name, times in seen.items() if times >= 3}
        self.with_brackets = collections.defaultdict(list)
        for title in sorted(self.titles):
            if " (" in title:
                self.with_brackets[title.split(" (")[0]].append(title)


class Page:
    """One article's markup."""

    def __init__(self, collection, chance, title, text):
        self.collection, self.chance, self.title, self.text = collection, chance, title, text
        self.linked = []

    def link(self, shown, likely):
        known = self.collection
        target = shown
        if shown in known.with_brackets and self.chance.random() < 0.5:
            target = self.chance.choice(known.with_brackets[shown])
        elif shown not in known.titles and shown not in known.names and shown not in known.small:
            if shown.endswith("s") and shown[:-1] in known.small:
                return f"[[{shown[:-1]}]]s" if self.chance.random() < likely else shown
            return shown
        if shown == self.title or self.chance.random() > (likely if shown not in self.linked else 0.08):
            return shown
        self.linked.append(shown)
        if target == shown and " " in shown and self.chance.random() < 0.06:
            return f"[[{shown}|{shown.split(' ')[-1]}]]"
        return f"[[{shown}]]" if target == shown else f"[[{target}|{shown}]]"

    def links_in(self, match):
        if match["day"]:
            if self.chance.random() < 0.35:
                return match.group()
            year = match["year"]
            return f"[[{match['day']}]]" + (match["comma"] or "") + (f"[[{year}]]" if year else "")
        if match["only"]:
            year = match["only"]
            return match["since"] + (f"[[{year}]]" if self.chance.random() < 0.45 else year)
        return self.link(match["name"], 0.75) if match["name"] else self.link(match["word"], 0.5)

    def italics(self, match):
        inner, mark = match.group(1), match.group(2)
        if self.chance.random() < 0.6 and len(inner.split()) <= 6:
            return f"''{inner}''{mark}"
        return match.group()

    def paragraph(self, line):
        line = LINKABLE.sub(self.links_in, QUOTED.sub(self.italics, line))
        if self.chance.random() < 0.3:
            line = line.replace("–", "&ndash;").replace("—", "&mdash;")
        return line

    def image(self, caption):
        name = self.title.replace(" ", self.chance.choice((" ", "_", "")))
        size = self.chance.choice(("", "200px|", "250px|", "150px|", "300px|"))
        place = self.chance.choice(("right|", "", "left|", ""))
        kind = self.chance.choice(("jpg", "jpg", "jpg", "png", "gif", "JPG"))
        return f"[[Image:{name}.{kind}|thumb|{size}{place}{self.paragraph(caption)}]]"

    def external_links(self):
        host = re.sub(r"[^a-z]", "", self.title.lower())[:18] or "home"
        name = re.sub(r" \(.*", "", self.title)
        forms = (
            f"*[http://www.{host}.{self.chance.choice(('com', 'org', 'net', 'co.uk', 'gov', 'edu'))}/ {name}] official site",
            f"* [http://www.{host}.org {name}]",
            f"* [http://www.imdb.com/name/nm{self.chance.randrange(10**6, 10**7):07}/ {name}] at the [[Internet Movie Database]]",
            f"*[http://www.gutenberg.org/etext/{self.chance.randrange(1, 20000)} Works by {name}] at [[Project Gutenberg]]",
            f"* [http://www.{host}.com/{self.chance.choice(('index.html', 'history.htm', 'about/', 'main.php'))} The {name} page]",
            f"*[http://www.bbc.co.uk/{host}/ BBC - {name}]",
        )
        return self.chance.sample(forms, self.chance.randrange(1, 4))

    def categories(self):
        names = [name for name in self.linked if name[0].isupper()][:3] or [self.title]
        lines = [f"[[Category:{self.chance.choice(('', '', 'History of ', 'People from ', '20th century in '))}{name}]]" for name in names]
        if re.search(r"\bborn\b", self.text[:300]):
            years = re.findall(r"\b1[5-9]\d\d\b", self.text[:300])
            lines += [f"[[Category:{year} {what}|{self.title.split(' ')[-1]}, {self.title.split(' ')[0]}]]" for year, what in zip(years, ("births", "deaths"))]
        return lines

    def markup(self):
        lines = [line for line in self.text.split("\n")[1:] if line.strip()]
        out, level, bold = [], 0, False
        for index, line in enumerate(lines):
            if index and HEADING.fullmatch(line) and len(line.split()) <= 8:
                heading = line[:-1]
                level = 3 if level == 2 and out and out[-1].startswith("==") else self.chance.choice((2, 2, 2, 3)) if level else 2
                space = self.chance.choice(("", " "))
                out += ["", "=" * level + space + heading + space + "=" * level]
                if heading == "See also":
                    out += [f"*[[{name}]]" for name in self.linked[-self.chance.randrange(1, 6) :]]
                if heading in ("External links", "External links and references"):
                    out += self.external_links()
                continue
            if not bold and self.title.split(" (")[0] in line:
                shown = self.title.split(" (")[0]
                before, after = line.split(shown, 1)
                out.append(f"{before}'''{shown}'''{self.paragraph(after)}")
                bold = True
                continue
            caption = line.split(". ")[0]
            if index and 20 < len(caption) < 120 and self.chance.random() < 0.1:
                out.append(self.image(caption))
            if len(line) < 90 and index and self.chance.random() < 0.7:
                out.append(self.chance.choice(("*", "* ")) + self.paragraph(line))
                continue
            out += (["", self.paragraph(line)] if out and not out[-1].startswith("=") else [self.paragraph(line)])
        out += [""] + self.categories()
        if self.chance.random() < 0.6:
            name = self.title.split(" (")[0]
            out += [""] + [f"[[{language}:{name}]]" for language in LANGUAGES if self.chance.random() < 0.35]
        return "\n".join(out)


def user_of(chance):
    syllables = "an ar bo ca da el fi go ha in jo ka le ma ne or pa ra sa to ul vi wa xe yo ze th st ck rn".split()
    name = "".join(chance.choice(syllables) for _ in range(chance.randrange(2, 5))).capitalize()
    return name + chance.choice(("", "", "", "", " " + name[:3] + "son", "bot", str(chance.randrange(10, 100))))


def page_xml(chance, title, number, text, schema):
    """One <page>, in the order of elements that the export's schema 0.3 or 0.10 has."""
    stamp = "20{:02}-{:02}-{:02}T{:02}:{:02}:{:02}Z".format(
        *(chance.randrange(*limits) for limits in ((3, 7) if schema == 3 else (7, 26), (1, 13), (1, 29), (0, 24), (0, 60), (0, 60)))
    )
    user = user_of(chance)
    who = f"<ip>{'.'.join(str(chance.randrange(1, 255)) for _ in range(4))}</ip>"
    if chance.random() < 0.8:
        who = f"<username>{user}</username>\n        <id>{chance.randrange(1, 10**chance.randrange(3, 8))}</id>"
    revision = chance.randrange(10**7, 5 * 10**7) if schema == 3 else chance.randrange(10**8, 12 * 10**8)
    lines = [f"    <title>{escape(title)}</title>"] + (["    <ns>0</ns>"] if schema == 10 else []) + [f"    <id>{number}</id>"]
    redirect = re.match(r"#redirect \[\[([^\]]*)", text, re.I)
    if schema == 10 and redirect:
        lines.append(f'    <redirect title="{escape(redirect.group(1), QUOTE)}" />')
    lines += ["    <revision>", f"      <id>{revision}</id>"]
    if schema == 10:
        lines.append(f"      <parentid>{revision - chance.randrange(1, 10**7)}</parentid>")
    lines += [f"      <timestamp>{stamp}</timestamp>", "      <contributor>", f"        {who}", "      </contributor>"]
    if chance.random() < 0.3:
        lines.append("      <minor />")
    if chance.random() < 0.75:
        lines.append(f"      <comment>{escape(chance.choice(COMMENTS).format(user, chance.choice(LANGUAGES), title))}</comment>")
    if schema == 10:
        lines += ["      <model>wikitext</model>", "      <format>text/x-wiki</format>"]
        size = f'bytes="{len(text.encode())}" ' if chance.random() < 0.5 else ""
    else:
        size = ""
    lines.append(f'      <text {size}xml:space="preserve">{escape(text, QUOTE)}</text>')
    return "  <page>\n" + "\n".join(lines) + "\n    </revision>\n  </page>\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("source", type=Path)
    parser.add_argument("-o", "--output", type=Path, required=True)
    parser.add_argument("--bytes", type=int, default=40_000_000, help="about as many bytes")
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    chance = random.Random(arguments.seed)
    text = training_bytes(arguments.source).decode("utf-8", "ignore")
    articles = [(number, unescape(title, {"&quot;": '"'}), text) for number, title, text in DOCUMENT.findall(text)]
    collection = Collection(articles)
    chance.shuffle(articles)
    written = 0
    with arguments.output.open("w", encoding="utf-8", newline="\n") as out:
        for number, title, text in articles:
            schema = 3 if chance.random() < 0.6 else 10
            pages = page_xml(chance, title, number, Page(collection, chance, title, text).markup(), schema)
            while chance.random() < 0.25:
                other = chance.choice((title.upper(), title.replace(" ", ""), title.lower(), title + "s", title.split(" (")[0]))
                pages += page_xml(chance, other, int(number) + chance.randrange(1, 9), chance.choice(REDIRECTS).format(title), schema)
            out.write(pages)
            written += len(pages.encode())
            if written >= arguments.bytes:
                break


if __name__ == "__main__":
    main()
