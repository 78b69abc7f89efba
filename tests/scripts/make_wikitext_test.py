"""scripts/make_wikitext.py: pages are well-formed, keep their article's words in order, and link what others know.

usage: make_wikitext_test.py SOURCE_FOLDER
"""
import html
import lzma
import random
import re
import subprocess
import sys
import tempfile
import unittest
import xml.etree.ElementTree as ElementTree
from pathlib import Path

SCRIPT = Path(sys.argv[1]) / "scripts" / "make_wikitext.py"
del sys.argv[1:]

TITLES = ["Saturn", "Mars (planet)", "Mars (mythology)", "Tycho Brahe", "Orbit", "Johannes Kepler", "Rings & Moons"]


def article(number, title, draw):
    """An article as the collection has them: bare lines, headings that end with a full stop."""
    def sentence():
        return (
            f"It was seen by {draw.choice(('Tycho Brahe', 'Johannes Kepler'))} on January {draw.randint(1, 28)}, {draw.randint(1570, 1630)} – "
            f'as "a <bright> body" & near Mars, in {draw.randint(1500, 1650)}, while {draw.choice(("orbits", "comets"))} were unknown.'
        )

    name = title.split(" (")[0]
    lines = [f"{name}, born in 1571, is an article.", sentence(), "History.", sentence(), sentence(), "See also.", "External links.", "Page of it"]
    return f'<doc id="{number}" url="u" title="{html.escape(title)}">\n{title}\n\n' + "\n".join(lines) + "\n\n</doc>\n"


def words(text):
    return re.findall(r"\w+", text)


class MakeWikitext(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        draw = random.Random(5)
        self.articles = [article(number, title, draw) for number, title in enumerate(TITLES * 6, 10)]
        self.source = self.folder / "articles.txt.xz"
        self.source.write_bytes(lzma.compress("".join(self.articles).encode()))

    def export(self, *options):
        output = self.folder / "export.xml"
        subprocess.run([sys.executable, SCRIPT, "-o", output, *options, self.source], check=True, capture_output=True)
        return output.read_text(encoding="utf-8")

    def pages(self):
        return list(ElementTree.fromstring(f"<mediawiki>{self.export()}</mediawiki>"))

    def test_pages_are_well_formed_and_in_order_of_the_schema(self):
        for page in self.pages():
            names = [element.tag for element in page if element.tag not in ("ns", "redirect")]
            self.assertEqual(names, ["title", "id", "revision"])
            names = [element.tag for element in page.find("revision")]
            known = ["id", "parentid", "timestamp", "contributor", "minor", "comment", "model", "format", "text"]
            self.assertEqual(names, [name for name in known if name in names])
            self.assertRegex(page.find("revision/timestamp").text, r"^20\d\d-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\dZ$")

    def test_an_article_keeps_its_words_in_order(self):
        checked = 0
        for page in self.pages():
            markup = page.find("revision/text").text
            if markup.lower().startswith("#redirect"):
                continue
            number = int(page.find("id").text)
            body = self.articles[number - 10].split("\n", 3)[3].removesuffix("\n\n</doc>\n")
            shown = iter(words(html.unescape(markup.replace("[[", "").replace("]]", ""))))
            for word in words(body):
                self.assertIn(word, shown, f"{word} of {body} in {markup}")
            self.assertIn(page.find("title").text, TITLES)
            checked += 1
        self.assertGreater(checked, 30)

    def test_it_has_what_pages_have(self):
        text = self.export()
        for form in (r"'''Saturn'''", r"\[\[Tycho Brahe\]\]", r"\[\[January \d+\]\], \[\[1[56]\d\d\]\]", r"^==+ ?History ?==+$", r"\[\[Orbit\]\]|\[\[orbit\]\]s",
                     r"\[\[Mars \((planet|mythology)\)\|Mars\]\]", r"#(REDIRECT|redirect) \[\[", r"\[\[Category:", r"&quot;", r"&amp;[nm]dash;", r"\*\[http://www\."):
            self.assertRegex(text, re.compile(form, re.M))

    def test_the_seed_decides_and_the_size_is_kept(self):
        self.assertEqual(self.export(), self.export())
        self.assertNotEqual(self.export(), self.export("--seed", "2"))
        self.assertLess(len(self.export("--bytes", "5000")), 12000)

    def test_the_end_of_the_file_is_held_out(self):
        self.articles.append(article(999, "Only here", random.Random(1)).replace("an article", "held out"))
        self.source.write_bytes(lzma.compress("".join(self.articles).encode()))
        self.assertNotIn("held out", self.export())
        self.assertIn("is an article", self.export())


if __name__ == "__main__":
    unittest.main()
