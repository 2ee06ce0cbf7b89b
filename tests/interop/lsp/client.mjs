// A language client, made of Microsoft's protocol library. It starts the server that the arguments name, does what the
// lines on its own standard input say, and prints what it gets, one JSON object a line:
//
//     {"request": "textDocument/hover", "params": …}     prints {"result": …} or {"error": {"code": …, "message": …}}
//     {"notify": "textDocument/didOpen", "params": …}    prints nothing
//     {"await": "textDocument/publishDiagnostics"}       prints {"params": …} of the next notification or request of that name
//     {"end": true}                                      waits for the server's end, prints {"exitCode": …, "stderr": …}
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver-protocol/node.js';

const [command, ...args] = process.argv.slice(2);
const server = spawn(command, args, { stdio: ['pipe', 'pipe', 'pipe'] });
let stderr = '';
server.stderr.on('data', data => { stderr += data; });
const exited = new Promise(resolve => server.on('exit', resolve));

const connection = createProtocolConnection(new StreamMessageReader(server.stdout), new StreamMessageWriter(server.stdin));
const received = [];
const waiting = [];
const params = step => ('params' in step ? [step.params] : []);
const say = value => console.log(JSON.stringify(value));

const receive = (method, params) => {
  const index = waiting.findIndex(wait => wait.method === method);
  if (index >= 0) waiting.splice(index, 1)[0].resolve(params);
  else received.push({ method, params });
  return null;
};
connection.onNotification((method, params) => { receive(method, params); });
connection.onRequest(receive);
// What is no message of the protocol is an error here, and would be one in an editor.
connection.onError(([error]) => say({ broken: String(error) }));
connection.listen();

const next = method => {
  const index = received.findIndex(message => message.method === method);
  if (index >= 0) return received.splice(index, 1)[0].params;
  return new Promise(resolve => waiting.push({ method, resolve }));
};

for await (const line of createInterface({ input: process.stdin })) {
  const step = JSON.parse(line);
  if (step.request) {
    try {
      say({ result: await connection.sendRequest(step.request, ...params(step)) ?? null });
    } catch (error) {
      say({ error: { code: error.code, message: error.message } });
    }
  } else if (step.notify) {
    await connection.sendNotification(step.notify, ...params(step));
  } else if (step.await) {
    say({ params: await next(step.await) });
  } else if (step.end) {
    say({ exitCode: await exited, stderr });
    break;
  }
}
process.exit(0);
