#!/usr/bin/env python3
"""Joins what the experiments wrote into one HTML page that needs no other file: FOLDER/report.html.

usage: page.py FOLDER [--title TEXT]

Pictures and sounds that the Markdown names become part of the page. Needs Debian's python3-markdown.
"""
import argparse
import base64
import html
import json
import re
import sys
from pathlib import Path

from cells import machine, write_whole

EXPERIMENTS = ("table1", "scaling", "tokenisation", "in_context", "contexts", "generators", "coder")
STYLE = """body{font:15px/1.5 system-ui,sans-serif;max-width:1100px;margin:2em auto;padding:0 1em;color:#222}
table{border-collapse:collapse;font-size:13px;display:block;overflow-x:auto}td,th{border:1px solid #ccc;padding:2px 7px}
th{background:#f3f3f3}img{max-width:100%}code,pre{font-size:13px;background:#f6f6f6}pre{padding:.6em;overflow-x:auto}
nav a{margin-right:1em}h2{margin-top:2.5em;border-bottom:1px solid #ddd}"""
TYPES = {".png": "image/png", ".wav": "audio/wav"}


def data_of(folder, name):
    """A file as a data: address."""
    path = folder / name
    if path.suffix not in TYPES or not path.is_file():
        sys.exit(f"page.py: {path}: no such picture or sound")
    return f"data:{TYPES[path.suffix]};base64,{base64.b64encode(path.read_bytes()).decode()}"


def embedded(folder, page):
    """Pictures in place; links to sounds become players."""
    page = re.sub(r'src="([^":]+)"', lambda found: f'src="{data_of(folder, found[1])}"', page)
    return re.sub(r'<a href="([^":]+\.wav)">(.*?)</a>',
                  lambda found: f'{found[2]} <audio controls src="{data_of(folder, found[1])}"></audio>', page)


def provenance(folder):
    """Versions and machines of all cells, as they were when measured."""
    kept = [json.loads(path.read_text()) for path in sorted((folder / "cells").glob("*.json"))]
    versions = sorted({cell["key"]["version"] for cell in kept})
    machines = sorted({cell["machine"] for cell in kept} or {machine()})
    days = sorted({cell["when"] for cell in kept})
    return (f"{len(kept)} measurements by {', '.join(versions)}, from {days[0]} to {days[-1]}, on "
            f"{'; '.join(machines)}." if kept else "")


def main():
    try:
        import markdown
    except ImportError:
        sys.exit("page.py: needs python3-markdown")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--title", default="Language modeling is compression: the experiments")
    arguments = parser.parse_args()
    folder = arguments.folder
    found = [name for name in EXPERIMENTS if (folder / f"{name}.md").is_file()]
    if not found:
        sys.exit(f"page.py: {folder}: no experiment has been run there")
    parts = []
    for name in found:
        text = (folder / f"{name}.md").read_text()
        parts.append(f'<section id="{name}">' + markdown.markdown(text, extensions=["tables", "fenced_code"]) +
                     "</section>")
    links = " ".join(f'<a href="#{name}">{name.replace("_", " ")}</a>' for name in found)
    title = html.escape(arguments.title)
    write_whole(folder / "report.html",
                f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{title}</title><style>{STYLE}</style>'
                f"<h1>{title}</h1><p>{html.escape(provenance(folder))}</p><nav>{links}</nav>"
                f"{embedded(folder, ''.join(parts))}</html>\n")
    print(folder / "report.html")


if __name__ == "__main__":
    main()
