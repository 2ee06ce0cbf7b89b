// An official gRPC client of discovery and certificates.
// Usage: client.mjs PROTO-ROOT HOST:PORT SERVER-NAME ROOTS-FILE [CHANNEL-OPTIONS]
import { readFileSync } from 'node:fs';
import grpc from '@grpc/grpc-js';
import { listen, loadServices, tell } from './protocol.mjs';

const [protoRoot, address, serverName, rootsFile, channelOptions = '{}'] = process.argv.slice(2);
const services = loadServices(protoRoot);
const credentials = grpc.credentials.createSsl(readFileSync(rootsFile));
const options = { 'grpc.ssl_target_name_override': serverName, ...JSON.parse(channelOptions) };

let stream;
listen({
  open({ headers }) {
    const client = new services.Discovery(address, credentials, options);
    stream = client.DeltaAggregatedResources(metadataOf(headers));
    stream.on('data', response => tell({ event: 'response', ...response }));
    stream.on('status', status => tell({ event: 'status', code: status.code, details: status.details }));
    stream.on('error', () => {});
  },
  send({ request }) {
    stream.write(request);
  },
  end() {
    stream.end();
  },
  certificate({ headers, request }) {
    const client = new services.Certificates(address, credentials, options);
    client.CreateCertificate(request, metadataOf(headers), (error, response) =>
      tell(error ? { event: 'status', code: error.code, details: error.details } : { event: 'certificate', ...response }));
  },
  unknown({ headers }) {
    const client = new grpc.Client(address, credentials, options);
    const same = bytes => bytes;
    client.makeUnaryRequest('/scopemesh.Nothing/Here', same, same, Buffer.alloc(0), metadataOf(headers), error =>
      tell({ event: 'status', code: error.code, details: error.details }));
  },
});
tell({ event: 'ready' });

function metadataOf(headers = {}) {
  const metadata = new grpc.Metadata();
  for (const [key, value] of Object.entries(headers)) {
    metadata.set(key, value);
  }
  return metadata;
}
