"""The shipped tables of plans: docs/FORMAT.md section 2.5."""

from .reader import Unsupported

KINDS = 6
DATA, RECORDS = 0, 3
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


def plans(table):
    """The specs of a table by number."""
    if table not in TABLES:
        raise Unsupported(f"plans of table {table}")
    rows = TABLES[table]
    return {2 * kind + size: rows.get(kind, rows[DATA])[size] for kind in range(KINDS) for size in (0, 1)}
