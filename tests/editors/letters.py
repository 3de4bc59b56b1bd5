#!/usr/bin/env python3
"""
Prints the letters of corpus.py as Kate's engine (KSyntaxHighlighting) sees the files of the command line: a theme
gives each letter a colour of its own, and the HTML tells the colours.
"""
import html
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path

STYLES = {
    "c": ["Comment", "Documentation"], "s": ["String", "SpecialChar"], "i": ["SpecialString"],
    "n": ["DecVal", "BaseN"], "k": ["Keyword", "ControlFlow", "Constant"],
    "w": ["Normal", "Function", "Attribute", "DataType", "BuiltIn", "Variable"],
    "o": ["Operator"], "x": ["Error"],
}


def color(letter):
    return f"#0000{ord(letter):02x}"


def install(folder):
    base = Path(folder, "org.kde.syntax-highlighting")
    styles = {style: {"text-color": color(letter), "selected-text-color": color(letter)}
              for letter, names in STYLES.items() for style in names}
    theme = {"metadata": {"name": "letters", "revision": 1}, "text-styles": styles,
             "editor-colors": {"BackgroundColor": "#ffffff"}}
    (base / "syntax").mkdir(parents=True)
    (base / "themes").mkdir()
    (base / "syntax/rcstack.xml").write_bytes(Path("editors/kate/rcstack.xml").read_bytes())
    (base / "themes/letters.theme").write_text(json.dumps(theme))


def rows(path, environment):
    text = Path(path).read_text(encoding="utf-8-sig").replace("\r\n", "\n").replace("\ufeff", "")
    command = ["kate-syntax-highlighter", "-s", "rcs stack", "-t", "letters", "--stdin"]
    run = subprocess.run(command, input=text, env=environment, capture_output=True, text=True, check=True)
    body = re.search(r"<pre>\n(.*)\n?</pre>", run.stdout, re.S)[1]
    letter, row = "w", ""
    for tag, char in re.findall(r"(<[^>]*>)|(&\w+;|&#\d+;|[\s\S])", body):
        if tag:
            found = re.search(r"color:#0000([0-9a-f]{2})", tag)
            letter = chr(int(found[1], 16)) if found else "w"
        else:
            row += "\n" if char == "\n" else letter * len(html.unescape(char))
    return row


with tempfile.TemporaryDirectory() as data:
    install(data)
    home = dict(os.environ, XDG_DATA_HOME=data, QT_QPA_PLATFORM="offscreen", LC_ALL="C.UTF-8")
    for file in sys.argv[1:]:
        print(f"== {file}\n{rows(file, home)}")
