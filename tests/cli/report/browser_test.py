#!/usr/bin/env python3
"""Pages of `llmzip explain` in a real browser: they open fast, say nothing to the console, ask for nothing, answer to
pointer, finger and keyboard, and can be read in the light, in the dark and without colours.

usage: browser_test.py --program LLMZIP [--keep FOLDER]      (77: there is no Chromium)

--keep leaves the screenshots in FOLDER.
"""
import argparse
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

from browser import Browser, find_chromium, pixels_of
from report_test import EVIL, pixels, prose, wave

SKIPPED = 77
PROGRAM = KEEP = None
MOST_SECONDS = 4  # 1 MB of text opens in half of one where nothing else runs


def luminance(colour):
    def linear(value):
        value /= 255
        return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
    return sum(share * linear(value) for share, value in zip((0.2126, 0.7152, 0.0722), colour))


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def colour_of(css):
    """"rgb(1, 2, 3)" as three numbers."""
    return tuple(float(number) for number in css[css.index("(") + 1:-1].split(",")[:3])


def words(size):
    """Text of which something can be learnt, with rare words."""
    draw = random.Random(7)
    known = ["the", "sea", "of", "waves", "and", "a", "house", "by", "small", "windows", "came", "nothing"]
    text = ""
    while len(text) < size:
        sentence = [draw.choice(known) if draw.random() < 0.93 else "".join(draw.choices("aeioulnrst", k=7)) for _ in range(11)]
        text += " ".join(sentence).capitalize() + ".\n"
    return text[:size].encode()


class InBrowser(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = tempfile.TemporaryDirectory(prefix="llmzip-pages-")
        cls.addClassCleanup(cls.folder.cleanup)
        cls.browser = Browser()
        cls.addClassCleanup(cls.browser.__exit__)

    def setUp(self):
        self.browser.complaints.clear()
        self.browser.requests.clear()
        self.browser.theme("light")
        self.browser.call("Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False)
        self.browser.call("Emulation.setEmulatedVisionDeficiency", type="none")

    def tearDown(self):
        self.assertEqual(self.browser.complaints, [])
        asked = [url for url in self.browser.requests if not url.startswith(("file:///", "data:image/svg+xml,<svg"))]
        self.assertEqual(asked, [])

    def page(self, name, content, *options):
        source = Path(self.folder.name) / name
        source.write_bytes(content)
        page = source.with_name(name + ".html")
        if not page.exists():
            subprocess.run([PROGRAM, "explain", *options, source, "-o", page], check=True)
        return page

    def look(self, name):
        png = self.browser.screenshot()
        if KEEP:
            (KEEP / f"{name}.png").write_bytes(png)
        return pixels_of(png)

    def hover(self, selector):
        left, top, width, height = self.browser.box(selector)
        self.browser.point(left + width / 2, top + height / 2)
        return self.card()

    def card(self):
        return self.browser.evaluate("(() => { const card = document.querySelector('.card');"
                                     "return card && !card.hidden ? card.innerText : ''; })()")

    def test_a_megabyte_of_text(self):
        page = self.page("text", words(1_000_000), "-1")
        self.assertLess(self.browser.open(page), MOST_SECONDS)
        self.assertLess(self.browser.evaluate("document.querySelectorAll('*').length"), 8000)
        told = self.hover(".row:nth-child(3) [data-i]:nth-of-type(20)")
        self.assertRegex(told, r"at byte \d+")
        self.assertRegex(told, r"[\d.]+ bits?, probability")
        self.browser.evaluate("document.querySelector('#view .scroll').scrollTop = 1e9")
        self.browser.evaluate("new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
        last = self.browser.evaluate("Math.max(...[...document.querySelectorAll('.row [data-i]')].map((c) => Number(c.dataset.i)))")
        self.assertGreaterEqual(last, 999_990)

    def test_keys_move_and_what_they_find_is_read_out(self):
        self.browser.open(self.page("text", words(1_000_000), "-1"))
        self.browser.evaluate("document.querySelector('#view .scroll').focus()")
        spoken = lambda: self.browser.evaluate("document.getElementById('spoken').textContent")
        on = lambda: self.browser.evaluate("Number(document.querySelector('.row .on').dataset.i)")
        self.browser.key("ArrowRight")
        self.assertEqual(on(), 1)
        self.browser.key("ArrowDown")
        self.assertGreater(on(), 20)
        self.assertIn("at byte", spoken())
        for _ in range(12):
            self.browser.key("n")
        self.assertRegex(self.card(), r"(?s)([89]|\d\d)(\.\d)? bits, probability 0|< 0")
        self.assertIn("Expected instead", spoken())
        self.browser.key("Escape")
        self.assertEqual(self.card(), "")

    def test_all_that_can_be_chosen_is_a_stop_of_the_tab_key(self):
        self.browser.open(self.page("mixture", prose(30000) + wave(30000) + pixels(120, 130), "-1"))
        stops = self.browser.evaluate("[...document.querySelectorAll('button, select, [tabindex]')].filter((e) => e.tabIndex >= 0 && e.offsetParent).length")
        self.assertGreater(stops, 8)
        unnamed = self.browser.evaluate("[...document.querySelectorAll('button, select, [tabindex]')].filter((e) => !e.ariaLabel && !e.textContent.trim()).length")
        self.assertEqual(unnamed, 0)

    def test_pictures(self):
        self.browser.open(self.page("picture", pixels(240, 160), "--predictor", "cm"))  # sample by sample
        self.assertEqual(self.browser.evaluate("document.querySelectorAll('#view canvas[tabindex]').length"), 2)
        told = self.hover("#view figure + figure canvas")
        self.assertRegex(told, r"(?s)Pixel 1\d\d, \d\d.*bits.*red \d+: .*green \d+: .*blue")
        # What was expected, is weak; what was not, is strong: the heat map has both.
        shades = self.browser.evaluate("""(() => {
            const canvas = document.querySelector('#view figure + figure canvas');
            const data = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            const found = new Set();
            for (let i = 0; i < data.length; i += 4) found.add(data[i] >> 4);
            return found.size;
        })()""")
        self.assertGreater(shades, 5)
        self.browser.evaluate("document.querySelector('#view canvas').focus()")
        self.browser.key("ArrowRight")
        self.assertIn("Pixel", self.browser.evaluate("document.getElementById('spoken').textContent"))

    def test_sound(self):
        self.browser.open(self.page("sound", wave(60000), "-1"))
        self.assertRegex(self.hover("#view canvas"), r"bits a sample")

    def test_a_finger(self):
        self.browser.call("Emulation.setDeviceMetricsOverride", width=390, height=800, deviceScaleFactor=2, mobile=True)
        self.browser.call("Emulation.setTouchEmulationEnabled", enabled=True)
        try:
            self.browser.open(self.page("text", words(1_000_000), "-1"))
            left, top, width, height = self.browser.box(".row:nth-child(4) [data-i]:nth-of-type(9)")
            spot = [{"x": left + width / 2, "y": top + height / 2}]
            self.browser.call("Input.dispatchTouchEvent", type="touchStart", touchPoints=spot)
            self.browser.call("Input.dispatchTouchEvent", type="touchEnd", touchPoints=[])
            self.browser.evaluate("new Promise((done) => setTimeout(done, 400))")
            self.assertRegex(self.card(), r"at byte \d+")
            self.assertLessEqual(self.browser.evaluate("document.documentElement.scrollWidth"), 391)
            self.look("finger")
        finally:
            self.browser.call("Emulation.setTouchEmulationEnabled", enabled=False)

    def test_what_a_file_says_stays_text(self):
        self.browser.open(self.page("evil", EVIL * 20 + prose(3000), "-1"))
        self.browser.evaluate("document.querySelector('[data-way=text]').click()")
        shown = self.browser.evaluate("document.querySelector('.rows').textContent")
        self.assertIn("</script><script>alert(1)</script>", shown)
        self.assertIn("‹U+202E›", shown)
        self.assertIn("‹FF›", shown)
        self.assertNotRegex(shown, "[\u202a-\u202e\u2066-\u2069]")
        self.assertIn("你好", shown)

    def test_both_themes_can_be_read(self):
        self.browser.open(self.page("text", words(1_000_000), "-1"))
        for theme, is_dark in (("light", False), ("dark", True)):
            self.browser.theme(theme)
            for selector, least in (("h1", 7), ("p.soft", 4.5), ("td.n", 7), ("th", 4.5), (".note", 4.5)):
                ink, ground = (colour_of(self.browser.evaluate(
                    f"getComputedStyle(document.querySelector('{where}')).{what}"))
                    for where, what in ((selector, "color"), ("html", "backgroundColor")))
                self.assertGreaterEqual(contrast(ink, ground), least, f"{selector}, {theme}")
            ink = colour_of(self.browser.evaluate("getComputedStyle(document.querySelector('.rows')).color"))
            before = None
            for level in range(1, 9):
                fill = self.browser.evaluate(f"getComputedStyle(document.documentElement).getPropertyValue('--f{level}')").strip()
                fill = tuple(int(fill[i:i + 2], 16) for i in (1, 3, 5))
                self.assertGreaterEqual(contrast(ink, fill), 4.5, f"text on level {level}, {theme}")
                own = luminance(fill)  # one after the other also in grey
                if before is not None:
                    self.assertTrue(own > before if is_dark else own < before, f"level {level}, {theme}")
                before = own
            self.browser.box("#view")
            width, height, rows = self.look("text-" + theme)
            ground = rows[5][5]
            self.assertEqual(luminance(ground) < 0.2, is_dark)
            inked = sum(contrast(colour, ground) > 3 for row in rows[::3] for colour in row[::3])
            self.assertGreater(inked, 0.01 * width * height / 9)

    def test_costs_show_without_colour(self):
        self.browser.call("Emulation.setEmulatedVisionDeficiency", type="achromatopsia")
        self.browser.open(self.page("text", words(1_000_000), "-1"))
        heights = self.browser.evaluate("""[1, 2, 3, 4, 5, 6, 7].map((level) => {
            const cell = document.createElement('span');
            cell.className = 'c' + level;
            document.body.append(cell);
            const found = /(\\d+)px/.exec(getComputedStyle(cell).backgroundImage);
            cell.remove();
            return Number(found[1]);
        })""")
        self.assertEqual(heights, sorted(set(heights)))
        _, _, rows = self.look("grey")
        for row in rows[::7]:
            for red, green, blue in row[::7]:
                self.assertLessEqual(max(red, green, blue) - min(red, green, blue), 12)

    def test_parts_are_chosen_in_table_and_strip(self):
        self.browser.open(self.page("mixture", prose(30000) + wave(30000) + pixels(120, 130), "-1"))
        count = self.browser.evaluate("document.querySelectorAll('#parts tr[data-part]').length")
        self.assertGreaterEqual(count, 4)
        for part in range(count):
            self.browser.evaluate(f"document.querySelector('#parts tr[data-part=\"{part}\"] button').click()")
            self.assertEqual(self.browser.evaluate("document.getElementById('part').value"), str(part))
            self.assertGreater(self.browser.evaluate("document.querySelector('#view').childElementCount"), 0)
            for way in ("text", "bytes", "picture", "sound"):
                self.browser.evaluate(f"(() => {{ const b = document.querySelector('[data-way={way}]'); if (!b.hidden) b.click(); }})()")
        self.browser.box("#curve")
        self.look("mixture")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    parser.add_argument("--keep", type=Path)
    arguments, rest = parser.parse_known_args()
    PROGRAM, KEEP = arguments.program.resolve(), arguments.keep
    if not find_chromium():
        print("skipped: there is no Chromium (scripts/setup.sh --full installs it)")
        sys.exit(SKIPPED)
    unittest.main(argv=[sys.argv[0], *rest])
