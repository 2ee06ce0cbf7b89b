// An HBONE peer on Node's own http2 and tls. See README.md for its use.
import crypto from 'node:crypto';
import fs from 'node:fs';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { parseArgs } from 'node:util';

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
    'no-certificate': { type: 'boolean', default: false },
  },
});

// All streams' bytes at once are more than the 10 MB that Node allows a session by default.
const h2 = { settings: { initialWindowSize: 4 << 20, enablePush: false }, maxSessionMemory: 256 };

const secure = () => ({
  ...(options['no-certificate'] ? {} : {
    cert: fs.readFileSync(`${options.certs}/cert.pem`),
    key: fs.readFileSync(`${options.certs}/key.pem`),
  }),
  ca: fs.readFileSync(`${options.certs}/ca.pem`),
  ALPNProtocols: ['h2'],
  minVersion: 'TLSv1.3',
});

// One JSON object a line: what happened, for the test to read.
const say = (what) => console.log(JSON.stringify(what));
const identityOf = (socket) => socket.getPeerCertificate()?.subjectaltname?.match(/URI:(spiffe:[^\s,]+)/)?.[1] ?? null;

function serve() {
  const server = http2.createSecureServer({ ...secure(), requestCert: true, rejectUnauthorized: true, ...h2 });
  server.on('session', (session) => {
    say({ session: session.socket.getProtocol(), alpn: session.alpnProtocol, sni: session.socket.servername || null, peer: identityOf(session.socket) });
    session.on('error', () => {});
  });
  server.on('tlsClientError', (error) => say({ refused: error.code ?? error.message }));
  server.on('stream', (stream, headers) => {
    const pseudo = Object.keys(headers).filter((name) => name.startsWith(':')).sort();
    say({ method: headers[':method'], authority: headers[':authority'], pseudo, baggage: headers.baggage ?? null });
    const [host] = String(headers[':authority']).split(':');
    stream.on('error', () => {});
    if (options.forward) return relay(stream);
    if (host === 'refused.sample') return stream.respond({ ':status': 401 }, { endStream: true });
    if (host === 'reset.sample') return stream.close(http2.constants.NGHTTP2_CONNECT_ERROR);
    stream.respond({ ':status': 200, baggage: 'k8s.cluster.name=node' });
    if (host === 'download.sample') return stream.end(crypto.randomBytes(1 << 20));
    stream.pipe(stream);
  });
  const [address, port] = options.listen.split(':');
  server.listen(Number(port), address, () => say({ listening: server.address().port }));
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
  const socket = tls.connect({ ...secure(), host, port: Number(port), checkServerIdentity: () => undefined });
  const failed = new Promise((_, reject) => socket.once('error', reject));
  await Promise.race([new Promise((resolve) => socket.once('secureConnect', resolve)), failed]);
  say({ connected: socket.getProtocol(), cipher: socket.getCipher().standardName, alpn: socket.alpnProtocol, peer: identityOf(socket) });
  const session = http2.connect(`https://${options.to}`, { createConnection: () => socket, ...h2 });
  session.on('goaway', (code, _, data) => say({ goaway: code, reason: data?.toString() ?? '' }));
  session.on('error', (error) => say({ error: error.code ?? error.message }));
  return session;
}

function answerTo(request) {
  return new Promise((resolve) => {
    request.once('response', (headers) => resolve(headers));
    request.once('error', (error) => resolve({ ':status': error.code ?? error.message }));
    request.once('close', () => resolve({ ':status': `closed ${request.rstCode}` }));
  });
}

async function echo(session, data) {
  const request = session.request({ ':method': 'CONNECT', ':authority': options.authority, baggage: 'k8s.cluster.name=node' }, { endStream: false });
  const pieces = [];
  request.on('data', (piece) => pieces.push(piece));
  const ended = new Promise((resolve, reject) => { request.once('end', resolve); request.once('error', reject); });
  const headers = await answerTo(request);
  if (headers[':status'] !== 200) return { status: headers[':status'] };
  request.end(data);
  await ended;
  return { status: 200, same: Buffer.concat(pieces).equals(data), baggage: headers.baggage ?? null };
}

async function client() {
  const session = await connect();
  const data = crypto.randomBytes(Number(options.bytes));
  say({ echoes: await Promise.all(Array.from({ length: Number(options.streams) }, () => echo(session, data))) });
  // Requests that HBONE has no use for, on the same connection.
  const get = session.request({ ':method': 'GET', ':path': '/' });
  say({ get: (await answerTo(get))[':status'] });
  const nowhere = session.request({ ':method': 'CONNECT', ':authority': 'nowhere' });
  say({ nowhere: (await answerTo(nowhere))[':status'] });
  const after = await echo(session, Buffer.from('after'));
  say({ after: after.same === true });
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
    const socket = tls.connect({ ...secure(), socket: carrier, checkServerIdentity: () => undefined });
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
setTimeout(() => { say({ error: 'timed out' }); process.exit(2); }, 60_000).unref();
Promise.resolve(verbs[positionals[0]]()).catch((error) => { say({ error: error.code ?? error.message }); process.exit(1); });
