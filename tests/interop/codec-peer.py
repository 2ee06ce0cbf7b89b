"""Encodes and decodes HPACK and frames by Python's hpack and hyperframe, a case a line.

    python3 codec-peer.py < cases > results

A case and its result are JSON objects, bytes in them hexadecimal. A connection's table lives as long as its case; what
is refused is null, and ends a case of blocks, since no connection goes on after it.

    {"decode": [BLOCK…]}                                          -> {"lists": [[[NAME, VALUE]…] | null…]}
    {"encode": [[SIZE | null, [[NAME, VALUE, SENSITIVE]…], HUFFMAN]…]} -> {"blocks": [BLOCK…]}
    {"parse": FRAME}                                              -> {"frame": {…} | null, "why": TEXT}
    {"serialize": {"type": NAME, "stream": N, "flags": […], …}}   -> {"bytes": FRAME}
"""
import json
import sys

import hpack
import hyperframe.frame as frames
from hyperframe.exceptions import HyperframeError

HUGE = 1 << 40


def decode(blocks):
    decoder = hpack.Decoder(max_header_list_size=HUGE)
    lists = []
    for block in blocks:
        try:
            fields = decoder.decode(bytes.fromhex(block), raw=True)
            lists.append([[bytes(name).hex(), bytes(value).hex()] for name, value in fields])
        # Some blocks that end early raise an IndexError or OverflowError that hpack does not translate.
        except (hpack.HPACKError, IndexError, OverflowError):
            lists.append(None)
            break
    return {"lists": lists}


def encode(steps):
    encoder = hpack.Encoder()
    blocks = []
    for size, fields, huffman in steps:
        if size is not None:
            encoder.header_table_size = size
        fields = [(bytes.fromhex(name), bytes.fromhex(value), sensitive) for name, value, sensitive in fields]
        blocks.append(encoder.encode(fields, huffman=huffman).hex())
    return {"blocks": blocks}


def describe(frame):
    known = {"stream": frame.stream_id, "flags": sorted(frame.flags)}
    for name in ("pad_length", "depends_on", "stream_weight", "exclusive", "error_code", "last_stream_id", "window_increment"):
        if hasattr(frame, name):
            known[name] = getattr(frame, name)
    for name in ("data", "opaque_data", "additional_data", "body"):
        if hasattr(frame, name):
            known[name] = bytes(getattr(frame, name)).hex()
    if hasattr(frame, "settings"):
        known["settings"] = [[int(key), value] for key, value in frame.settings.items()]
    return known


def parse(text):
    data = memoryview(bytes.fromhex(text))
    try:
        frame, length = frames.Frame.parse_frame_header(data[:9])
        frame.parse_body(data[9:9 + length])
        return {"frame": describe(frame), "why": ""}
    except HyperframeError as error:
        return {"frame": None, "why": type(error).__name__}


def serialize(fields):
    kind = getattr(frames, fields.pop("type"))
    stream, flags = fields.pop("stream"), fields.pop("flags")
    for name in ("data", "opaque_data", "additional_data"):
        if name in fields:
            fields[name] = bytes.fromhex(fields[name])
    if "settings" in fields:
        fields["settings"] = {int(key): value for key, value in fields["settings"].items()}
    frame = kind(stream, flags=flags, **fields)
    return {"bytes": frame.serialize().hex()}


def main():
    verbs = {"decode": decode, "encode": encode, "parse": parse, "serialize": serialize}
    for line in sys.stdin:
        ((verb, value),) = json.loads(line).items()
        print(json.dumps(verbs[verb](value)))


main()
