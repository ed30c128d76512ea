"""What `bench/report.ts` is, for the benchmarks in Python: findings as lines of JSON, which `bench/run.ts` reads."""

import json
import statistics
import sys

RATES = ('/s', 'MB/s')


def print_finding(label, unit, ours, peer, theirs, goal=None):
    """
    Prints ours beside a peer's, measured in turns: a value of each for every turn.

    :param unit: one of `RATES`, of which more is better, or `µs`, `ms`, `s`, `MB`, of which less is.
    :param peer: whose the other values are; a bound that must be held is one value of the peer `bound`.
    :param goal: the least ratio that is wanted; above 1 is in our favour.
    """

    def ratio(mine, other):
        return mine / other if unit in RATES else other / mine

    middle = statistics.median(theirs)
    turns = [ratio(mine, theirs[turn] if turn < len(theirs) else middle) for turn, mine in enumerate(ours)]
    finding = {
        'label': label,
        'unit': unit,
        'peer': peer,
        'ours': statistics.median(ours),
        'theirs': middle,
        'ratio': ratio(statistics.median(ours), middle),
        'low': min(turns),
        'high': max(turns),
    }
    if goal is not None:
        finding['goal'] = goal
    print_line(finding)


def print_line(finding):
    """Prints a line of JSON at once."""
    sys.stdout.write(json.dumps(finding, ensure_ascii=False) + '\n')
    sys.stdout.flush()
