#!/usr/bin/python3
"""An HBONE peer on Python's h2 and ssl. See README.md for its use."""
import argparse
import asyncio
import hashlib
import json
import os
import ssl
import sys

from h2.config import H2Configuration
from h2.connection import ConnectionInputs, ConnectionState, H2Connection, H2ConnectionStateMachine
from h2.errors import ErrorCodes
from h2.events import (ConnectionTerminated, DataReceived, RemoteSettingsChanged, RequestReceived, ResponseReceived, StreamEnded,
                       StreamReset, WindowUpdated)
from h2.exceptions import ProtocolError
from h2.settings import SettingCodes

# h2 takes any GOAWAY for the end of the connection, and RFC 9113, 6.8 lets open streams go on.
for state in (ConnectionState.CLIENT_OPEN, ConnectionState.SERVER_OPEN):
    for goaway in (ConnectionInputs.SEND_GOAWAY, ConnectionInputs.RECV_GOAWAY):
        H2ConnectionStateMachine._transitions[state, goaway] = (None, state)

WINDOW = 4 << 20


def say(**what):
    """One JSON object a line: what happened, for the test to read."""
    print(json.dumps(what), flush=True)


def digest(data):
    return hashlib.sha256(data).hexdigest()


class Stream:
    """One CONNECT: its bytes come in pieces, and go out as far as its windows allow."""

    def __init__(self, connection, number):
        self.connection, self.number = connection, number
        self.pieces = asyncio.Queue()
        self.headers = asyncio.get_running_loop().create_future()
        self.room = asyncio.Event()
        self.reset = None

    async def read(self):
        """The next piece; nothing at the end. Raises where the stream was reset."""
        if self.reset is not None and self.pieces.empty():
            raise ConnectionResetError(self.reset)
        piece = await self.pieces.get()
        if piece is None:
            raise ConnectionResetError(self.reset)
        return piece

    async def read_all(self):
        whole = bytearray()
        while piece := await self.read():
            whole += piece
        return bytes(whole)

    async def write(self, data, end=False):
        http2, view = self.connection.http2, memoryview(data)
        while len(view):
            if self.reset is not None:
                raise ConnectionResetError(self.reset)
            count = min(len(view), http2.local_flow_control_window(self.number), http2.max_outbound_frame_size)
            if count == 0:
                self.room.clear()
                await self.room.wait()
                continue
            http2.send_data(self.number, bytes(view[:count]))
            view = view[count:]
            await self.connection.flush()
        if end:
            http2.end_stream(self.number)
            await self.connection.flush()

    async def answer(self, status, end=False):
        self.connection.http2.send_headers(self.number, [(':status', str(status))], end_stream=end)
        await self.connection.flush()

    async def abort(self, code=ErrorCodes.CONNECT_ERROR):
        self.connection.http2.reset_stream(self.number, code)
        await self.connection.flush()

    def broken(self, code):
        self.reset = int(code)
        self.pieces.put_nowait(None)
        self.room.set()
        if not self.headers.done():
            self.headers.set_exception(ConnectionResetError(self.reset))
            self.headers.exception()


class Connection:
    """One HTTP/2 connection: reads frames, and hands what they say to its streams."""

    def __init__(self, reader, writer, is_client, serve=None):
        # Its rules for headers want :scheme and :path of CONNECT too, which RFC 9113, 8.5 forbids.
        self.http2 = H2Connection(H2Configuration(
            client_side=is_client, header_encoding='utf-8', validate_outbound_headers=False, validate_inbound_headers=False))
        self.reader, self.writer, self.serve = reader, writer, serve
        self.streams, self.tasks = {}, set()
        self.goaway = asyncio.get_running_loop().create_future()
        self.has_ended = False

    async def start(self):
        self.http2.initiate_connection()
        self.http2.update_settings({SettingCodes.INITIAL_WINDOW_SIZE: WINDOW})
        self.http2.increment_flow_control_window(4 * WINDOW)
        await self.flush()

    async def flush(self):
        self.writer.write(self.http2.data_to_send())
        await self.writer.drain()

    async def run(self):
        try:
            while data := await self.reader.read(1 << 18):
                for event in self.http2.receive_data(data):
                    self.on(event)
                await self.flush()
        except (OSError, ssl.SSLError) as error:
            say(broken=str(error))
        finally:
            self.has_ended = True
            for stream in self.streams.values():
                stream.broken(ErrorCodes.INTERNAL_ERROR)
            self.writer.close()

    def on(self, event):
        if isinstance(event, ConnectionTerminated):
            say(goaway=int(event.error_code), reason=(event.additional_data or b'').decode())
            if not self.goaway.done():
                self.goaway.set_result(int(event.error_code))
        elif isinstance(event, RequestReceived):
            stream = self.streams[event.stream_id] = Stream(self, event.stream_id)
            task = asyncio.create_task(self.serve(stream, dict(event.headers)))
            self.tasks.add(task)
            task.add_done_callback(self.tasks.discard)
        elif isinstance(event, (RemoteSettingsChanged, WindowUpdated)):
            for stream in self.streams.values():
                stream.room.set()
        elif stream := self.streams.get(getattr(event, 'stream_id', None)):
            if isinstance(event, DataReceived):
                self.http2.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
                if event.data:
                    stream.pieces.put_nowait(event.data)
            elif isinstance(event, ResponseReceived):
                stream.headers.set_result(dict(event.headers))
            elif isinstance(event, StreamEnded):
                stream.pieces.put_nowait(b'')
            elif isinstance(event, StreamReset):
                stream.broken(event.error_code)

    async def ask(self, authority, method='CONNECT'):
        if self.has_ended:
            raise ConnectionResetError('the connection has ended')
        stream = Stream(self, self.http2.get_next_available_stream_id())
        self.streams[stream.number] = stream
        headers = [(':method', method), (':authority', authority)]
        if method != 'CONNECT':
            headers += [(':scheme', 'https'), (':path', '/')]
        self.http2.send_headers(stream.number, headers, end_stream=method != 'CONNECT')
        await self.flush()
        return stream, int((await stream.headers)[':status'])


def secure(options, is_client):
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT if is_client else ssl.PROTOCOL_TLS_SERVER)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_REQUIRED
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(f'{options.certs}/ca.pem')
    if not options.no_certificate:
        context.load_cert_chain(f'{options.certs}/cert.pem', f'{options.certs}/key.pem')
    context.set_alpn_protocols(['h2'])
    return context


def identity(writer):
    names = (writer.get_extra_info('peercert') or {}).get('subjectAltName', ())
    return next((name for kind, name in names if kind == 'URI'), None)


async def echo(stream):
    await stream.answer(200)
    while piece := await stream.read():
        await stream.write(piece)
    await stream.write(b'', end=True)


async def download(stream):
    """Ends its direction first, and then listens to the end of the other."""
    data = os.urandom(1 << 20)
    await stream.answer(200)
    await stream.write(data, end=True)
    say(sent=digest(data), received=digest(await stream.read_all()))


async def abort(stream):
    await stream.answer(200)
    await stream.read()
    await stream.abort()


async def goaway(stream):
    await stream.answer(200)
    await stream.write(await stream.read())
    stream.connection.http2.close_connection(last_stream_id=stream.number)
    while piece := await stream.read():
        await stream.write(piece)
    await stream.write(b'', end=True)


# What becomes of a tunnel, by the host that it asks for; others are echoed.
HOSTS = {
    'download.sample': download, 'abort.sample': abort, 'goaway.sample': goaway,
    'refused.sample': lambda stream: stream.answer(401, end=True), 'reset.sample': Stream.abort,
}


async def serve_stream(stream, headers):
    say(method=headers[':method'], authority=headers.get(':authority'))
    try:
        await HOSTS.get(headers[':authority'].rpartition(':')[0], echo)(stream)
    except ConnectionResetError as error:
        say(reset=error.args[0])


async def serve(options):
    async def accept(reader, writer):
        peer = identity(writer)
        if options.expect and peer != options.expect:
            say(refused=f'the client is {peer}')
            writer.transport.abort()
            return
        say(session=writer.get_extra_info('ssl_object').version(), peer=peer)
        connection = Connection(reader, writer, is_client=False, serve=serve_stream)
        await connection.start()
        await connection.run()

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _, context: say(refused=str(context.get('exception') or context['message'])))
    host, port = options.listen.split(':')
    server = await asyncio.start_server(accept, host, int(port), ssl=secure(options, is_client=False))
    say(listening=server.sockets[0].getsockname()[1])
    await server.serve_forever()


class Client:
    """What a client does with one connection, one after the other. All but the last two leave it as it was."""

    def __init__(self, options, connection):
        self.options, self.connection = options, connection

    async def begin(self, authority):
        """Has one byte there and back, so that both ends are in the middle of a tunnel."""
        stream, status = await self.connection.ask(authority)
        await stream.write(b'1')
        return stream, status, await stream.read()

    async def finish(self, stream):
        return {'same': await self.exchange(stream, os.urandom(self.options.bytes))}

    async def exchange(self, stream, data):
        back = asyncio.create_task(stream.read_all())
        await stream.write(data, end=True)
        return await back == data

    async def one(self, authority, data):
        stream, status = await self.connection.ask(authority)
        return {'status': status, 'same': await self.exchange(stream, data)} if status == 200 else {'status': status}

    async def echo(self, authority):
        data = os.urandom(self.options.bytes)
        return {'echoes': await asyncio.gather(*(self.one(authority, data) for _ in range(self.options.streams)))}

    async def empty(self, authority):
        return await self.one(authority, b'')

    async def download(self, authority):
        stream, _ = await self.connection.ask(authority)
        received = await stream.read_all()
        data = os.urandom(self.options.bytes)
        await stream.write(data, end=True)
        return {'received': digest(received), 'sent': digest(data)}

    async def get(self, _):
        return {'status': (await self.connection.ask('nowhere', method='GET'))[1]}

    async def refused(self, authority):
        return {'status': (await self.connection.ask(authority))[1]}

    async def abort(self, authority):
        stream, _, _ = await self.begin(authority)
        await stream.abort(ErrorCodes.CANCEL)
        return {}

    async def aborted(self, authority):
        try:
            await self.begin(authority)
            return {'reset': None}
        except ConnectionResetError as error:
            return {'status': 200, 'reset': error.args[0]}

    async def goaway(self, authority):
        stream, _, _ = await self.begin(authority)
        self.connection.http2.close_connection()
        await self.connection.flush()
        return await self.finish(stream)

    async def drained(self, authority):
        stream, _, _ = await self.begin(authority)
        say(ready=True)
        return {'goaway': await self.connection.goaway, **await self.finish(stream)}


async def client(options):
    host, port = options.to.split(':')
    reader, writer = await asyncio.open_connection(host, int(port), ssl=secure(options, is_client=True), server_hostname='')
    peer = identity(writer)
    if options.expect and peer != options.expect:
        say(refused=f'the server is {peer}')
        writer.close()
        return
    say(connected=writer.get_extra_info('ssl_object').version(), peer=peer)
    connection = Connection(reader, writer, is_client=True)
    await connection.start()
    running = asyncio.create_task(connection.run())
    steps = Client(options, connection)
    for step in options.steps:
        name, _, authority = step.partition('=')
        try:
            say(step=name, **await getattr(steps, name)(authority))
        except (OSError, ProtocolError) as error:
            say(step=name, error=str(error))
    writer.close()
    await running


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument('verb', choices=('serve', 'client'))
    parser.add_argument('steps', nargs='*')
    parser.add_argument('--certs', required=True)
    parser.add_argument('--listen', default='127.0.0.1:0')
    parser.add_argument('--to')
    parser.add_argument('--expect')
    parser.add_argument('--streams', type=int, default=4)
    parser.add_argument('--bytes', type=int, default=4 << 20)
    parser.add_argument('--no-certificate', action='store_true')
    options = parser.parse_intermixed_args()
    try:
        asyncio.run(asyncio.wait_for({'serve': serve, 'client': client}[options.verb](options), timeout=30))
    except OSError as error:
        say(refused=str(error))
        sys.exit(1)


main()
