// An official gRPC server of discovery and certificates, which answers what the test tells it to.
// Usage: server.mjs PROTO-ROOT CHAIN-FILE KEY-FILE
import { readFileSync } from 'node:fs';
import grpc from '@grpc/grpc-js';
import { listen, loadServices, tell, withBytes } from './protocol.mjs';

const [protoRoot, chainFile, keyFile] = process.argv.slice(2);
const services = loadServices(protoRoot);
const server = new grpc.Server();

let stream;
server.addService(services.Discovery.service, {
  DeltaAggregatedResources(call) {
    stream = call;
    tell({ event: 'stream', headers: call.metadata.getMap() });
    call.on('data', request => tell({ event: 'request', ...request }));
    call.on('end', () => call.end());
    call.on('error', () => {});
  },
});

let answer;
server.addService(services.Certificates.service, {
  CreateCertificate(call, callback) {
    answer = callback;
    tell({ event: 'certificate', headers: call.metadata.getMap(), ...call.request });
  },
});

listen({
  respond({ response }) {
    stream.write(withBytes(response));
  },
  fail({ code, details }) {
    stream.emit('error', { code, details });
  },
  certify({ response }) {
    answer(null, response);
  },
  refuse({ code, details }) {
    answer({ code, details });
  },
});

const credentials = grpc.ServerCredentials.createSsl(
  null, [{ cert_chain: readFileSync(chainFile), private_key: readFileSync(keyFile) }]);
server.bindAsync('127.0.0.1:0', credentials, (error, port) => {
  if (error) {
    throw error;
  }
  tell({ event: 'ready', port });
});
