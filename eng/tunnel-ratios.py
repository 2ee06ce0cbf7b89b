#!/usr/bin/env python3
"""tunnel-ratios.py RUN.jsonl [BASE]: ratios to the driver BASE (rust), round by round: their median, and the least and the greatest
of the middle half (of all where there are few rounds). A rate of more than 1 is better; processor, latency and memory of less than 1
are."""
import json
import statistics
import sys

# Fewer rounds than these have no middle half.
FEW_ROUNDS = 8

MEASURES = [
    ("rate", lambda r: r.get("gbit_s") or r.get("rate")),
    ("CPU", lambda r: r.get("cpu_s_per_gb") or r.get("cpu_us_per_op")),
    ("p50", lambda r: r.get("p50_us")),
    ("p99", lambda r: r.get("p99_us")),
    ("memory", lambda r: max((p["hwm_kb"] for name, p in r["procs"].items() if name != "sink"), default=None)),
]


def read(path):
    """{(topology, test): {driver: {round: measurement}}} in the order in which they were made."""
    cases = {}
    for line in open(path):
        result = json.loads(line)
        driver, topology, test, rep = result["label"].rsplit("/", 3)
        if not result.get("failed"):
            cases.setdefault((topology, test), {}).setdefault(driver, {})[rep] = result
    return cases


def ratio(ours, base, measure):
    """The ratios of the rounds that both have."""
    values = {rep: measure(r) for rep, r in ours.items()}
    bases = {rep: measure(r) for rep, r in base.items()}
    pairs = sorted(values[rep] / bases[rep] for rep in values if values[rep] and bases.get(rep))
    if not pairs:
        return "-"
    cut = len(pairs) // 4 if len(pairs) >= FEW_ROUNDS else 0
    return f"{statistics.median(pairs):.2f} ({pairs[cut]:.2f}..{pairs[-1 - cut]:.2f})"


def main():
    base = sys.argv[2] if len(sys.argv) > 2 else "rust"
    print(f"\n### ratios to {base}\n\n| tunnel | test | driver | " + " | ".join(name for name, _ in MEASURES) + " |")
    print("|---|---|---|" + "---:|" * len(MEASURES))
    for (topology, test), drivers in read(sys.argv[1]).items():
        for driver in (d for d in drivers if d != base and base in drivers):
            cells = (ratio(drivers[driver], drivers[base], measure) for _, measure in MEASURES)
            print(f"| {topology} | {test} | {driver} | " + " | ".join(cells) + " |")


main()
