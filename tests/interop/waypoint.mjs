// A waypoint on Node's own http, http2 and tls. See README.md for its use.
import { once } from 'node:events';
import http from 'node:http';
import http2 from 'node:http2';
import net from 'node:net';
import tls from 'node:tls';
import { parseArgs } from 'node:util';
import { answerTo, h2, identityOf, secure } from './hbone.mjs';

const { values: options } = parseArgs({
  options: {
    name: { type: 'string' },
    certs: { type: 'string' },
    listen: { type: 'string', default: '15008' },
    network: { type: 'string' },
    for: { type: 'string', multiple: true, default: [] },
    to: { type: 'string' },
    gateway: { type: 'string' },
    elsewhere: { type: 'string' },
    sandwiched: { type: 'boolean', default: false },
  },
});

// Of the PROXY protocol: version 2, the command PROXY, TCP over IPv4; and the record of the caller's identity.
const [tcpOverIPv4, identityRecord] = [0x2111, 0xd0];

// Within a tunnel it speaks HTTP/1.1, whose server takes any stream as a connection.
const web = http.createServer(answer);
const server = options.sandwiched
  ? net.createServer((socket) => takeFromNodeProxy(socket).catch(() => socket.destroy()))
  : terminate();
server.listen(Number(options.listen), '::', () => console.log(JSON.stringify({ listening: server.address().port })));

// Ends tunnels by itself, as waypoints do that have no node proxy.
function terminate() {
  const tunnels = http2.createSecureServer({ ...secure(options.certs), requestCert: true, rejectUnauthorized: true, ...h2 });
  tunnels.on('session', (session) => session.on('error', () => {}));
  tunnels.on('stream', takeTunnel);
  return tunnels;
}

function takeTunnel(stream, headers) {
  stream.on('error', () => {});
  const asked = headers[':authority'];
  if (headers[':method'] !== 'CONNECT') return stream.respond({ ':status': 400 }, { endStream: true });
  if (!options.for.includes(asked)) return stream.respond({ ':status': 404 }, { endStream: true });
  stream.called = {
    asked,
    peer: identityOf(stream.session.socket),
    forwarded: headers.forwarded,
    network: headers['x-forwarded-network'],
  };
  stream.respond({ ':status': 200 });
  web.emit('connection', stream);
}

// A connection of its own node proxy, which says by the PROXY protocol, version 2, what was called and by whom.
async function takeFromNodeProxy(socket) {
  socket.on('error', () => {});
  const fixed = await read(socket, 16);
  const rest = await read(socket, fixed.readUInt16BE(14));
  const asked = `${rest.subarray(4, 8).join('.')}:${rest.readUInt16BE(10)}`;
  if (fixed.readUInt16BE(12) !== tcpOverIPv4 || !options.for.includes(asked)) return socket.destroy();
  socket.called = { asked, peer: recordOf(rest.subarray(12), identityRecord) };
  web.emit('connection', socket);
}

async function read(socket, count) {
  for (;;) {
    const piece = socket.read(count);
    if (piece) return piece;
    await once(socket, 'readable');
  }
}

function recordOf(records, type) {
  for (let at = 0; at + 3 <= records.length; at += 3 + records.readUInt16BE(at + 1))
    if (records[at] === type) return records.toString('latin1', at + 3, at + 3 + records.readUInt16BE(at + 1));
  return null;
}

async function answer(request, response) {
  for (const [name, value] of Object.entries(request.socket.called)) if (value) response.setHeader(`x-waypoint-${name}`, value);
  response.setHeader('x-waypoint', options.name);
  const { pathname } = new URL(request.url, 'http://x');
  if (pathname === '/forbidden') return response.writeHead(403).end('refused by the waypoint\n');
  try {
    // What goes elsewhere is asked for by another path there, so that no waypoint sends it on once more.
    const isElsewhere = pathname === '/elsewhere';
    const { stream, peer } = isElsewhere ? await elsewhere() : await here();
    if (peer) response.setHeader('x-waypoint-backend', peer);
    const headers = { ...request.headers, connection: 'close' };
    const onward = http.request({ createConnection: () => stream, method: request.method, path: isElsewhere ? '/' : request.url, headers });
    onward.on('error', () => response.destroy());
    onward.on('response', (answered) => {
      // Every waypoint on the way is told of, the nearest to the application first.
      if (answered.headers['x-waypoint']) response.setHeader('x-waypoint', `${answered.headers['x-waypoint']} ${options.name}`);
      answered.pipe(response.writeHead(answered.statusCode));
    });
    request.pipe(onward);
  } catch (error) {
    response.writeHead(503).end(`${error.code ?? error.message}\n`);
  }
}

// To the pod, whose node proxy takes the tunnel; one's own node proxy makes it where there is one.
async function here() {
  const [host, port] = options.to.split(':');
  if (options.sandwiched) return { stream: net.connect({ host, port: Number(port) }) };
  const pod = await connect({ host, port: 15008 });
  return { stream: await open(pod, { ':authority': options.to }), peer: pod.peer };
}

// To a service of another network: a tunnel to its gateway, which learns that a waypoint asks, and one inside that tunnel.
async function elsewhere() {
  const [host, port] = options.gateway.split(':');
  const gateway = await connect({ host, port: Number(port) });
  const socket = await open(gateway, { ':authority': options.elsewhere, 'x-istio-source': 'waypoint' });
  const pod = await connect({ socket });
  return { stream: await open(pod, { ':authority': options.elsewhere, 'x-forwarded-network': options.network }), peer: pod.peer };
}

async function connect(to) {
  const socket = tls.connect({ ...secure(options.certs), ...to, checkServerIdentity: () => undefined });
  await once(socket, 'secureConnect');
  const session = http2.connect('https://tunnel', { createConnection: () => socket, ...h2 });
  session.on('error', () => {});
  return { session, peer: identityOf(socket) };
}

// One tunnel, whose connection ends with it.
async function open({ session }, headers) {
  const stream = session.request({ ':method': 'CONNECT', ...headers }, { endStream: false });
  stream.on('error', () => {});
  stream.once('close', () => session.close());
  const status = (await answerTo(stream))[':status'];
  if (status !== 200) throw new Error(`CONNECT was answered ${status}`);
  return stream;
}
