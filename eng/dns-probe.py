#!/usr/bin/env python3
"""dns-probe.py NAME ADDRESS: asks for a name again and again, one query at a time, by what captures DNS here, and says how long
answers took. ADDRESS is what each answer must hold."""
import socket
import struct
import sys
import time

QUERIES = 20000
SERVER = ("198.51.100.53", 53)


def query(number, name):
    labels = b"".join(bytes([len(label)]) + label.encode() for label in name.split("."))
    return struct.pack(">HHHHHH", number & 0xFFFF, 0x100, 1, 0, 0, 0) + labels + b"\0\0\1\0\1"


def main():
    name, address = sys.argv[1:]
    asking = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    asking.settimeout(5)
    asking.connect(SERVER)
    times = []
    for number in range(QUERIES):
        begun = time.perf_counter()
        asking.send(query(number, name))
        answer = asking.recv(4096)
        times.append(time.perf_counter() - begun)
        if answer[:2] != struct.pack(">H", number & 0xFFFF) or not answer.endswith(socket.inet_aton(address)):
            sys.exit(f"`{name}` was answered by {answer!r}")
    times.sort()
    p50, p99 = (times[int(len(times) * part)] * 1e6 for part in (0.5, 0.99))
    print(f"\nDNS: {QUERIES} queries one at a time, p50 {p50:.0f} us, p99 {p99:.0f} us")


main()
