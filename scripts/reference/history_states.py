"""History states: the table of section 3 of src/predictors/cm/mixing.spec.md.

A state is ("exact", string of bits) or ("counted", zeros, ones, last).
"""

LARGEST = (40, 30, 12, 6, 5)


def counts(state):
    return [state[1].count("0"), state[1].count("1")] if state[0] == "exact" else [state[1], state[2]]


def allowed(n0, n1):
    return min(n0, n1) <= 4 and max(n0, n1) <= LARGEST[min(n0, n1)]


def discounted(count):
    if count <= 2:
        return count
    if count < 12:
        return (2, 3, 4, 5, 5, 6, 6, 6, 7)[count - 3]
    return 7 if count < 20 else 8 if count < 32 else 9


def successor(state, bit):
    if state[0] == "exact" and len(state[1]) < 4:
        return "exact", state[1] + str(bit)
    n = counts(state)
    n[bit] += 1
    n[1 - bit] = discounted(n[1 - bit])
    while not allowed(*n):
        n[bit if n[bit] > n[1 - bit] else 1 - bit] -= 1
    total = sum(n)
    if total <= 4:
        return "exact", "0" * n[0] + "1" * n[1] if bit else "1" * n[1] + "0" * n[0]
    return "counted", *n, bit if 0 in n or total < 14 else 2


def number_states():
    states = []
    for total in range(46):
        if total <= 4:
            states += [("exact", format(i, f"0{total}b") if total else "") for i in range(1 << total)]
            continue
        for n1 in range(total + 1):
            n0 = total - n1
            if allowed(n0, n1):
                lasts = [0] if n1 == 0 else [1] if n0 == 0 else [0, 1] if total < 14 else [2]
                states += [("counted", n0, n1, last) for last in lasts]
    return states


STATES = number_states()
NUMBER = {state: i for i, state in enumerate(STATES)}
NEXT = [[NUMBER[successor(state, bit)] for state in STATES] for bit in (0, 1)]
PRIOR = [(10 * counts(s)[1] + 4) * ((1 << 22) - 1) // (10 * sum(counts(s)) + 8) for s in STATES]
SURE = [i > 0 and 0 in counts(s) for i, s in enumerate(STATES)]
