// What client and server share: the services, and a conversation in lines of JSON with the test that runs them.
import { createInterface } from 'node:readline';
import grpc from '@grpc/grpc-js';
import loader from '@grpc/proto-loader';

/** Loads the services from the folder that holds the .proto files. */
export function loadServices(protoRoot) {
  const definition = loader.loadSync(
    ['envoy/service/discovery/v3/discovery.proto', 'istio/v1/auth/ca.proto'],
    { includeDirs: [protoRoot], keepCase: true, longs: Number, enums: String });
  const loaded = grpc.loadPackageDefinition(definition);
  return {
    Discovery: loaded.envoy.service.discovery.v3.AggregatedDiscoveryService,
    Certificates: loaded.istio.v1.auth.IstioCertificateService,
  };
}

/** Tells the test something; bytes go out in base64. */
export function tell(event) {
  const bytes = (_, value) => value?.type === 'Buffer' ? Buffer.from(value.data).toString('base64') : value;
  process.stdout.write(JSON.stringify(event, bytes) + '\n');
}

/** Hears what the test wants; ends with it. */
export function listen(handlers) {
  createInterface({ input: process.stdin })
    .on('line', line => {
      const command = JSON.parse(line);
      handlers[command.op](command);
    })
    .on('close', () => process.exit(0));
}

/** Resource payloads come in base64, as bytes do in JSON. */
export function withBytes(response) {
  for (const resource of response.resources ?? []) {
    resource.resource.value = Buffer.from(resource.resource.value, 'base64');
  }
  return response;
}
