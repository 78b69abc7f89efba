#!/usr/bin/env python3
"""The pages of `llmzip explain`: what they hold is well-formed, harmless, complete, and adds up to the archive.

usage: report_test.py --program LLMZIP
"""
import argparse
import base64
import json
import math
import re
import struct
import subprocess
import sys
import tempfile
import unittest
from html.parser import HTMLParser
from pathlib import Path

PROGRAM = None
VOID = {"meta", "br", "link", "img", "input"}

EVIL = (b"</script><script>alert(1)</script><!-- <b>&amp;\"'` \x00\x01\x1b[31m\x7f\r\n]]><style>*{}</style>"
        + "bidi \u202eabc\u202c \u2066x\u2069 h\u00e9llo \u4f60\u597d \U0001F600\n".encode()
        + b"bad \xff\xfe\xc3( \xe2\x28\xa1 \xed\xa0\x80 \xf5\x80\n")
EVIL_NAME = b"x</title><script>alert(1)</script>&\"'\xff\x1b[31m\xe2\x80\xae.txt".replace(b"/", b"|")


class Page(HTMLParser):
    """Elements, their attributes and texts; fails on anything that does not nest."""

    def __init__(self, text):
        super().__init__()
        self.open, self.elements, self.texts = [], [], {}
        self.feed(text)
        self.close()
        if self.open:
            raise AssertionError(f"not closed: {self.open}")

    def handle_starttag(self, tag, attrs):
        attributes = dict(attrs)
        self.elements.append((tag, attributes))
        if tag not in VOID:
            self.open.append((tag, attributes.get("id", "")))

    def handle_endtag(self, tag):
        if not self.open or self.open[-1][0] != tag:
            raise AssertionError(f"</{tag}> closes {self.open[-1:]}")
        self.open.pop()

    def handle_data(self, data):
        for tag, name in self.open:
            for key in {name, tag}:
                self.texts[key] = self.texts.get(key, "") + data

    def by_id(self, name):
        return next((attributes for _, attributes in self.elements if attributes.get("id") == name), None)

    def numbers(self, pattern):
        """The number that follows `pattern` in the text of the page."""
        found = re.search(pattern + r"\s*([\d,]+)", self.texts["main"])
        return int(found.group(1).replace(",", ""))


def wave(samples):
    data = b"".join(struct.pack("<h", round(9000 * math.sin(t / 9) + 3000 * math.sin(t / 2.3))) for t in range(samples))
    return (b"RIFF" + struct.pack("<I", 36 + len(data)) + b"WAVEfmt " + struct.pack("<IHHIIHH", 16, 1, 1, 8000, 16000, 2, 16)
            + b"data" + struct.pack("<I", len(data)) + data)


def pixels(width, height):
    rows = bytearray()
    for y in range(height):
        for x in range(width):
            rows += bytes((int(120 + 90 * math.sin(x / 11 + y / 17)), (3 * x + y) % 256, int(99 + 50 * math.cos(y / 5))))
    return f"P6\n{width} {height}\n255\n".encode() + bytes(rows)


def prose(size):
    text, number = b"", 1
    while len(text) < size:
        text += b"The %d small waves came, and then nothing but the sea. \n" % number
        number = number * 17 % 1009
    return text[:size]


class Report(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="llmzip-report-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name.encode()

    def explain(self, content, *options, name=b"file"):
        """The page's bytes, and the page."""
        path = self.folder + b"/" + name
        Path(path.decode(errors="surrogateescape")).write_bytes(content)
        result = subprocess.run([PROGRAM, "explain", "-c", *options, path], capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stderr), (0, b""))
        text = result.stdout.decode()  # UTF-8, whatever the file holds
        return text, Page(text)

    def data(self, page):
        self.assertEqual(page.by_id("facts")["type"], "application/json")
        facts = json.loads(page.texts["facts"])
        return facts, {name: base64.b64decode(page.texts.get(name, ""), validate=True)
                       for name in ("bytes", "costs", "filtered", "expected")}

    def archive_size(self, content, *options):
        result = subprocess.run([PROGRAM, *options, "-c", "-T1"], input=content, capture_output=True, check=True)
        return len(result.stdout)

    def check_data(self, content, page):
        """What scripts get is the content, a cost for each byte, parts that cover it, and expectations to match."""
        facts, data = self.data(page)
        self.assertEqual(data["bytes"], content)
        self.assertEqual(len(data["costs"]), len(content))
        at = expected = filtered = 0
        for part in facts["parts"]:
            self.assertEqual(part["begin"], at)
            self.assertGreater(part["size"], 0)
            if part["labels"]:
                self.assertEqual(part["expected"], expected)
                costs = data["costs"][at:at + part["size"]]
                expected += sum(code >= facts["costly"] for code in costs)
            if "filtered" in part:
                self.assertEqual(part["filtered"], filtered)
                filtered += part["size"]
            at += part["size"]
        self.assertEqual(at, len(content))
        self.assertEqual(len(data["expected"]), 6 * expected)
        self.assertEqual(len(data["filtered"]), filtered)
        return facts, data

    def test_adds_up_to_the_archive(self):
        content = prose(30000) + wave(24000) + pixels(120, 130) + prose(9000)
        for options in (("-1",), ("-3",), ("--predictor", "order2")):
            text, page = self.explain(content, *options)
            facts, data = self.check_data(content, page)
            size = self.archive_size(content, *options)
            self.assertEqual(page.numbers("Coded"), size)
            bits = sum(2 ** (code / facts["scale"]) - 1 for code in data["costs"])
            self.assertLess(abs(bits / 8 - size), 0.02 * size + 150)
            rows = re.findall(r"<tr><th scope=\"row\">.*?</tr>", text)
            self.assertGreaterEqual(len(rows), 3 if options[0] != "--predictor" else 2)
            parts = [int(found.replace(",", "")) for found in
                     re.findall(r"<td class=\"n\">[\d,]+</td><td class=\"n\">[\d,]+</td><td class=\"n\">([\d,]+)</td>", text.split('id="parts"')[1])]
            self.assertLess(abs(sum(parts) - size), 250)

    def test_finds_pictures_and_sound_whatever_codes_them(self):
        content = pixels(120, 130) + wave(24000)
        for options in (("-2",), ("--predictor", "order1")):
            facts, _ = self.data(self.explain(content, *options)[1])
            self.assertTrue(any("picture" in part and part["picture"]["width"] == 120 for part in facts["parts"]))
            self.assertTrue(any("sound" in part and part["sound"]["bytes"] == 2 for part in facts["parts"]))

    def test_files_cannot_speak_html(self):
        harmless, _ = self.explain(prose(4000), "-1")
        for repeats in (1, 60):
            text, page = self.explain(EVIL * repeats, "-1", name=EVIL_NAME)
            self.assertEqual(self.check_data(EVIL * repeats, page)[1]["bytes"], EVIL * repeats)
            self.assertEqual(text.count("<script"), harmless.count("<script"))
            self.assertEqual(text.count("</script"), harmless.count("</script"))
            self.assertNotIn("<script>alert", text)
            self.assertNotRegex(text, r"[\x00-\x09\x0b-\x1f\x7f\u0080-\u009f\u202a-\u202e\u2066-\u2069]")
            self.assertIn("x&lt;|title&gt;", text)
            self.assertIn("\\xff", page.texts["h1"])

    def test_needs_nothing_from_elsewhere(self):
        text, page = self.explain(prose(3000) + wave(9000), "-1")
        for tag, attributes in page.elements:
            self.assertNotIn(tag, ("link", "iframe", "object", "embed", "base"))
            self.assertFalse({"src", "href", "srcset", "action"} & set(attributes), attributes)
        self.assertNotRegex(page.texts["style"], r"@import|url\(")
        self.assertNotRegex(text, r"https?://")
        policy = next(a["content"] for t, a in page.elements if t == "meta" and a.get("http-equiv"))
        self.assertIn("default-src 'none'", policy)

    def test_says_what_is_not_shown(self):
        content = prose(9000)
        _, page = self.explain(content, "-1", "--limit", "5000")
        self.check_data(content[:5000], page)
        self.assertIn("first 5,000 of 9,000 bytes", page.texts["rest"])
        self.assertIsNone(self.explain(content, "-1")[1].by_id("rest"))

    def test_archives_are_explained_as_they_are(self):
        content = prose(20000) + wave(24000)
        archive = subprocess.run([PROGRAM, "-2", "-c", "--block-size", "30000"], input=content, capture_output=True,
                                 check=True).stdout
        _, page = self.explain(archive, name=b"a.llz")
        self.check_data(content, page)
        self.assertEqual(page.numbers("Coded"), len(archive))
        _, page = self.explain(archive, "--limit", "25000", name=b"a.llz")
        self.check_data(content[:25000], page)
        self.assertIn("25,000 of %s bytes" % format(len(content), ","), page.texts["rest"])
        damaged = bytearray(archive)
        damaged[len(damaged) // 3] ^= 1
        path = self.folder + b"/damaged.llz"
        Path(path.decode()).write_bytes(damaged)
        result = subprocess.run([PROGRAM, "explain", "-c", path], capture_output=True, check=False)
        self.assertEqual((result.returncode, result.stdout), (3, b""))

    def test_every_way_of_looking_at_text_and_bytes_is_known_before(self):
        facts, _ = self.data(self.explain(prose(6000), "-1")[1])
        self.assertTrue(facts["parts"][0]["isText"])
        facts, _ = self.data(self.explain(bytes(range(256)) * 40, "-1")[1])
        self.assertFalse(facts["parts"][0]["isText"])

    def test_pages_are_bounded(self):
        noise = bytearray()
        state = 1
        for _ in range(600_000):
            state = (state * 1103515245 + 12345) & 0x7FFFFFFF
            noise.append((state >> 16) % 250)  # hardly shrinks, and is not stored
        text, page = self.explain(bytes(noise), "--predictor", "order0")
        self.check_data(bytes(noise), page)
        self.assertLess(len(text), 3 * len(noise) + 8 * 400_000 + 100_000)

    def test_nothing_is_explained_too(self):
        _, page = self.explain(b"", "-1")
        self.assertIn("nothing in it", page.texts["main"])
        self.assertEqual(self.data(page)[0]["parts"], [])


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--program", type=Path, required=True)
    arguments, rest = parser.parse_known_args()
    PROGRAM = arguments.program.resolve()
    unittest.main(argv=[sys.argv[0], *rest])
