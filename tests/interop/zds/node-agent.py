"""A node agent as Istio's CNI plugin has one, for tests of node proxies: it does what it is told, a line at a time.

    /usr/bin/python3 node-agent.py < commands > results

A command and its result are JSON objects, a line each. Messages are written and read here byte by byte, by the field
numbers of Istio's pkg/zdsapi/zds.proto, and descriptors go by SCM_RIGHTS, so that nothing is shared with what is tested.

    {"do": "listen", "path": PATH}             -> {"listening": PATH}
    {"do": "accept"}                           -> {"version": N}     waits for a connection and its hello
    {"do": "refuse_hello"}                     -> {"refused": true}  takes a connection, and closes it unread
    {"do": "add", "uid": …, "name": …, "namespace": …, "service_account": …, "netns": [PATH…]} -> answer
    {"do": "add_without_info", "uid": …, "netns": [PATH…]}           -> answer
    {"do": "keep" | "del", "uid": …, "netns": [PATH…]}               -> answer
    {"do": "snapshot"}                         -> answer
    {"do": "raw", "bytes": HEX, "netns": [PATH…]}                    -> answer
    {"do": "flood", "uid": …, "count": N}      -> {"flooded": M}     keeps without reading answers, till the connection ends
    {"do": "closed"}                           -> {"closed": true}   waits until the other end has closed
    {"do": "close"}                            -> {"closed": true}
    {"do": "stop"}                             -> {"stopped": true}  listens no more

An answer is {"ack": TEXT}, empty where all went well, or {"gone": WHY} where none came.
"""
import json
import os
import socket
import sys

PATIENCE_SECONDS = 30
LONGEST = 1024


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, payload):
    """A length-delimited field; text is UTF-8."""
    payload = payload.encode() if isinstance(payload, str) else payload
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def fields(message):
    """The fields of a message as (number, value); of these messages a value is a number or bytes."""
    place = 0

    def number():
        nonlocal place
        value = shift = 0
        while True:
            byte = message[place]
            place += 1
            value |= (byte & 0x7F) << shift
            shift += 7
            if byte < 0x80:
                return value

    while place < len(message):
        key = number()
        if key & 7 == 0:
            yield key >> 3, number()
        else:
            length = number()
            yield key >> 3, message[place:place + length]
            place += length


class Agent:
    def __init__(self):
        self.listener = None
        self.connection = None

    def listen(self, command):
        if os.path.exists(command["path"]):
            os.unlink(command["path"])
        self.listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.listener.settimeout(PATIENCE_SECONDS)
        self.listener.bind(command["path"])
        self.listener.listen(5)
        return {"listening": command["path"]}

    def take(self):
        if self.connection:
            self.connection.close()
        self.connection, _ = self.listener.accept()
        self.connection.settimeout(PATIENCE_SECONDS)

    def accept(self, _):
        self.take()
        return {"version": dict(fields(self.connection.recv(LONGEST))).get(1, 0)}

    def refuse_hello(self, _):
        self.take()
        return self.close(None) and {"refused": True}

    def add(self, command):
        info = field(1, command["name"]) + field(2, command["namespace"]) + field(3, command["service_account"])
        return self.ask(field(1, field(1, command["uid"]) + field(2, info)), command["netns"])

    def add_without_info(self, command):
        return self.ask(field(1, field(1, command["uid"])), command["netns"])

    def keep(self, command):
        return self.ask(field(5, field(1, command["uid"])), command.get("netns", []))

    def del_(self, command):
        return self.ask(field(2, field(2, command["uid"])), command.get("netns", []))

    def snapshot(self, _):
        return self.ask(field(3, b""), [])

    def raw(self, command):
        return self.ask(bytes.fromhex(command["bytes"]), command["netns"])

    def flood(self, command):
        message = field(5, field(1, command["uid"]))
        sent = 0
        try:
            for _ in range(command["count"]):
                self.connection.send(message)
                sent += 1
        except (BrokenPipeError, ConnectionResetError):
            pass
        return {"flooded": sent}

    def closed(self, _):
        try:
            while self.connection.recv(LONGEST):
                pass
        except ConnectionResetError:
            pass
        return {"closed": True}

    def close(self, _):
        self.connection.close()
        self.connection = None
        return {"closed": True}

    def stop(self, _):
        self.listener.close()
        if self.connection:
            self.close(None)
        return {"stopped": True}

    def ask(self, message, paths):
        descriptors = [os.open(path, os.O_RDONLY) for path in paths]
        try:
            if descriptors:
                socket.send_fds(self.connection, [message], descriptors)
            else:
                self.connection.send(message)
            answer = self.connection.recv(LONGEST)
        except OSError as error:
            return {"gone": str(error)}
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
        if not answer:
            return {"gone": "closed"}
        ack = dict(fields(answer))[1]
        return {"ack": dict(fields(ack)).get(1, b"").decode()}


def main():
    agent = Agent()
    for line in sys.stdin:
        command = json.loads(line)
        verb = command["do"]
        result = getattr(agent, "del_" if verb == "del" else verb)(command)
        print(json.dumps(result), flush=True)


main()
