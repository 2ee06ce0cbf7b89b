// An HBONE peer on Node's own http2 and tls. See README.md for its use.
import crypto from 'node:crypto';
import http2 from 'node:http2';
import net from 'node:net';
import { setTimeout } from 'node:timers/promises';
import tls from 'node:tls';
import { parseArgs } from 'node:util';
import { answerTo, h2, identityOf, secure } from './hbone.mjs';

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    certs: { type: 'string' },
    to: { type: 'string' },
    listen: { type: 'string', default: '127.0.0.1:0' },
    forward: { type: 'string' },
    authority: { type: 'string', default: 'echo.sample:80' },
    streams: { type: 'string', default: '4' },
    bytes: { type: 'string', default: String(4 << 20) },
    expect: { type: 'string' },
    'no-certificate': { type: 'boolean', default: false },
  },
});

const ownSecure = () => secure(options.certs, !options['no-certificate']);

// One JSON object a line: what happened, for the test to read.
const say = (what) => console.log(JSON.stringify(what));

function serve() {
  const server = http2.createSecureServer({ ...ownSecure(), requestCert: true, rejectUnauthorized: true, ...h2 });
  server.on('session', (session) => {
    say({ session: session.socket.getProtocol(), alpn: session.alpnProtocol, sni: session.socket.servername || null, peer: identityOf(session.socket) });
    session.on('error', () => {});
    if (options.expect && identityOf(session.socket) !== options.expect) {
      say({ refused: `the client is ${identityOf(session.socket)}` });
      session.destroy();
    }
  });
  server.on('tlsClientError', (error) => say({ refused: error.code ?? error.message }));
  server.on('stream', (stream, headers) => {
    const pseudo = Object.keys(headers).filter((name) => name.startsWith(':')).sort();
    say({ method: headers[':method'], authority: headers[':authority'], pseudo, baggage: headers.baggage ?? null });
    stream.on('error', () => {});
    if (options.forward) return relay(stream);
    const [host] = String(headers[':authority']).split(':');
    return (hosts[host] ?? hosts['echo.sample'])(stream);
  });
  const [address, port] = options.listen.split(':');
  server.listen(Number(port), address, () => say({ listening: server.address().port }));
}

// What becomes of a tunnel, by the host that it asks for.
const hosts = {
  'echo.sample': (stream) => {
    stream.on('aborted', () => say({ reset: stream.rstCode }));
    accept(stream).pipe(stream);
  },
  'refused.sample': (stream) => stream.respond({ ':status': 401 }, { endStream: true }),
  'reset.sample': (stream) => stream.close(http2.constants.NGHTTP2_CONNECT_ERROR),
  'abort.sample': (stream) => accept(stream).once('data', () => stream.close(http2.constants.NGHTTP2_CONNECT_ERROR)),
  'goaway.sample': (stream) => {
    accept(stream).once('data', () => stream.session.goaway(http2.constants.NGHTTP2_NO_ERROR));
    stream.pipe(stream);
  },
  // Ends its direction first, and then listens to the end of the other.
  'download.sample': async (stream) => {
    const data = crypto.randomBytes(1 << 20);
    accept(stream).end(data);
    say({ sent: digest(data), received: digest(await toEnd(stream)) });
  },
};

function accept(stream) {
  stream.respond({ ':status': 200, baggage: 'k8s.cluster.name=node' });
  return stream;
}

// What a gateway does: the stream's bytes, unopened, to another address and back.
function relay(stream) {
  const [host, port] = options.forward.split(':');
  const upstream = net.connect({ host, port: Number(port), allowHalfOpen: true });
  upstream.on('error', () => stream.close(http2.constants.NGHTTP2_CONNECT_ERROR));
  upstream.once('connect', () => {
    stream.respond({ ':status': 200 });
    stream.pipe(upstream).pipe(stream);
  });
}

async function connect() {
  const [host, port] = options.to.split(':');
  const socket = tls.connect({ ...ownSecure(), host, port: Number(port), checkServerIdentity: () => undefined });
  const failed = new Promise((_, reject) => socket.once('error', reject));
  await Promise.race([new Promise((resolve) => socket.once('secureConnect', resolve)), failed]);
  if (options.expect && identityOf(socket) !== options.expect) {
    say({ refused: `the server is ${identityOf(socket)}` });
    socket.destroy();
    process.exit(0);
  }
  say({ connected: socket.getProtocol(), cipher: socket.getCipher().standardName, alpn: socket.alpnProtocol, peer: identityOf(socket) });
  const session = http2.connect(`https://${options.to}`, { createConnection: () => socket, ...h2 });
  session.on('goaway', (code, _, data) => say({ goaway: code, reason: data?.toString() ?? '' }));
  session.on('error', (error) => say({ error: error.code ?? error.message }));
  return session;
}

function toEnd(stream) {
  const pieces = [];
  stream.on('data', (piece) => pieces.push(piece));
  return new Promise((resolve, reject) => { stream.once('end', () => resolve(Buffer.concat(pieces))); stream.once('error', reject); });
}

const digest = (bytes) => crypto.createHash('sha256').update(bytes).digest('hex');
const connectTo = (session, authority, signal) =>
  session.request({ ':method': 'CONNECT', ':authority': authority, baggage: 'k8s.cluster.name=node' }, { endStream: false, signal });

async function echo(session, data, authority = options.authority) {
  const request = connectTo(session, authority);
  const all = toEnd(request);
  const headers = await answerTo(request);
  if (headers[':status'] !== 200) return all.catch(() => {}), { status: headers[':status'] };
  request.end(data);
  return { status: 200, same: (await all).equals(data), baggage: headers.baggage };
}

// Opens a tunnel to an echo and has one byte there and back, so that both ends are in the middle of it.
async function begin(session, authority, signal) {
  const request = connectTo(session, authority, signal);
  request.on('error', () => {});
  const closed = new Promise((resolve) => request.once('close', resolve));
  const first = new Promise((resolve) => request.once('data', resolve));
  const status = (await answerTo(request))[':status'];
  request.write('1');
  await Promise.race([first, closed]);
  return { request, status, closed };
}

async function finish(request) {
  const data = crypto.randomBytes(Number(options.bytes));
  const all = toEnd(request);
  request.end(data);
  return { same: (await all).equals(data) };
}

// What a client does with one connection, one after the other. All but the last two leave it as it was.
const steps = {
  async echo(session, authority) {
    const data = crypto.randomBytes(Number(options.bytes));
    return { echoes: await Promise.all(Array.from({ length: Number(options.streams) }, () => echo(session, data, authority))) };
  },
  async empty(session, authority) {
    return echo(session, Buffer.alloc(0), authority);
  },
  async download(session, authority) {
    const request = connectTo(session, authority);
    const received = await toEnd(request);
    const data = crypto.randomBytes(Number(options.bytes));
    await new Promise((resolve) => request.end(data, resolve));
    return { received: digest(received), sent: digest(data) };
  },
  async get(session) {
    return { status: (await answerTo(session.request({ ':method': 'GET', ':path': '/' })))[':status'] };
  },
  async refused(session, authority) {
    return { status: (await answerTo(session.request({ ':method': 'CONNECT', ':authority': authority })))[':status'] };
  },
  async abort(session, authority) {
    // Closing would say END_STREAM first; a signal resets the stream at once, with CANCEL.
    const abort = new AbortController();
    const { closed } = await begin(session, authority, abort.signal);
    abort.abort();
    await closed;
    return {};
  },
  async aborted(session, authority) {
    const { request, status, closed } = await begin(session, authority);
    await closed;
    return { status, reset: request.rstCode };
  },
  async goaway(session, authority) {
    const { request } = await begin(session, authority);
    session.goaway(http2.constants.NGHTTP2_NO_ERROR);
    return finish(request);
  },
  async drained(session, authority) {
    const { request } = await begin(session, authority);
    say({ ready: true });
    // Of a GOAWAY without an error Node tells only by taking no more streams.
    while (!session.closed) await setTimeout(5);
    return { goaway: http2.constants.NGHTTP2_NO_ERROR, ...await finish(request) };
  },
};

async function client() {
  const session = await connect();
  for (const step of positionals.slice(1)) {
    const [name, authority] = step.split('=');
    try {
      say({ step: name, ...await steps[name](session, authority) });
    } catch (error) {
      say({ step: name, error: error.code ?? error.message });
    }
  }
  session.close(() => process.exit(0));
}

// A tunnel inside a tunnel: what comes out of the outer one is TLS with whom the gateway chose.
async function double() {
  const outer = await connect();
  const data = crypto.randomBytes(Number(options.bytes));
  const once = async () => {
    const carrier = outer.request({ ':method': 'CONNECT', ':authority': options.authority }, { endStream: false });
    const status = (await answerTo(carrier))[':status'];
    if (status !== 200) return { outer: status };
    const socket = tls.connect({ ...ownSecure(), socket: carrier, checkServerIdentity: () => undefined });
    await new Promise((resolve, reject) => { socket.once('secureConnect', resolve); socket.once('error', reject); });
    const inner = http2.connect(`https://${options.to}`, { createConnection: () => socket, ...h2 });
    const answer = { peer: identityOf(socket), ...await echo(inner, data) };
    inner.destroy();
    return answer;
  };
  say({ doubles: await Promise.all(Array.from({ length: Number(options.streams) }, once)) });
  process.exit(0);
}

async function refused() {
  const session = await connect();
  const request = session.request({ ':method': 'CONNECT', ':authority': options.authority });
  request.on('error', () => {});
  say({ answer: (await answerTo(request))[':status'] });
  process.exit(0);
}

const verbs = { serve, client, double, refused };
setTimeout(30_000, undefined, { ref: false }).then(() => { say({ error: 'timed out' }); process.exit(2); });
Promise.resolve(verbs[positionals[0]]()).catch((error) => { say({ error: error.code ?? error.message }); process.exit(1); });
