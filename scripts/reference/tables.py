"""The shipped tables of plans: docs/FORMAT.md section 2.5."""

from .reader import Unsupported

KINDS = 8
DATA, TEXT, CODE, RECORDS, PICTURE, SOUND = 0, 1, 2, 3, 6, 7
MAXIMUM = ("cm:max", "cm:max")
MIX, LARGER = "mix(cm:max,net)", "mix(cm:max,net:text-base)"

# By table and kind: (plan 2k, plan 2k + 1).
TABLES = {
    1: {DATA: ("cm:fast", "cm:fast")},
    2: {DATA: ("cm:fast", "cm:fast")},
    3: {DATA: ("cm", "cm")},
    4: {DATA: ("mix(cm,net)", "mix(cm,net)"), RECORDS: MAXIMUM},
    5: {DATA: (MIX, MIX), RECORDS: MAXIMUM},
    6: {DATA: (MIX, MIX), RECORDS: MAXIMUM},
    7: {DATA: (LARGER, LARGER), RECORDS: MAXIMUM},
    8: {DATA: ("primed(mix(cm:max,net:text-base),text:primer;phrases)", LARGER), RECORDS: MAXIMUM},
    9: {DATA: ("primed(mix(cm:huge,net:text-base),text:primer;phrases)", LARGER),
        RECORDS: ("cm:huge", "cm:huge")},
}

# Pictures and sound have predictors of their own.
for number, rows in TABLES.items():
    strength = ":fast" if number <= 4 else "" if number <= 6 else ":max"
    rows |= {PICTURE: ("picture" + strength,) * 2, SOUND: ("sound" + strength,) * 2}

# With a language model for text and code, which these specs call `model`.
FOR_TEXT = {
    14: "mix(cm,net:model;context=sliding:512/128)",
    15: "mix(cm:max,net:model)",
    16: "mix(cm:max,net:model)",
    17: "mix(cm:max,net:model;context=sliding:2048/512)",
    18: "mix(cm:max,net:model;context=sliding:2048/512)",
    19: "mix(cm:huge,net:model;context=sliding:2048/512)",
}
TABLES |= {table: TABLES[table - 10] | {TEXT: (text, text), CODE: (text, text)} for table, text in FOR_TEXT.items()}


def plans(table, model=""):
    """The specs of a table by number; `model`: the name of the language model in them."""
    if table not in TABLES:
        raise Unsupported(f"plans of table {table}")
    rows = TABLES[table]
    specs = {2 * kind + size: rows.get(kind, rows[DATA])[size] for kind in range(KINDS) for size in (0, 1)}
    return {number: text.replace("net:model", "net:" + (model or "model")) for number, text in specs.items()}
