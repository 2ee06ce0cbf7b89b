// What Node's peers have in common: TLS with an identity, and what HTTP/2 says of a CONNECT.
import fs from 'node:fs';

// All streams' bytes at once are more than the 10 MB that Node allows a session by default.
export const h2 = { settings: { initialWindowSize: 4 << 20, enablePush: false }, maxSessionMemory: 256 };

// DIR holds `cert.pem`, `key.pem` and `ca.pem`; they are read again for every connection.
export const secure = (certs, hasCertificate = true) => ({
  ...(hasCertificate ? { cert: fs.readFileSync(`${certs}/cert.pem`), key: fs.readFileSync(`${certs}/key.pem`) } : {}),
  ca: fs.readFileSync(`${certs}/ca.pem`),
  ALPNProtocols: ['h2'],
  minVersion: 'TLSv1.3',
});

export const identityOf = (socket) => socket.getPeerCertificate()?.subjectaltname?.match(/URI:(spiffe:[^\s,]+)/)?.[1] ?? null;

export function answerTo(request) {
  return new Promise((resolve) => {
    request.once('response', (headers) => resolve(headers));
    request.once('error', (error) => resolve({ ':status': error.code ?? error.message }));
    request.once('close', () => resolve({ ':status': `closed ${request.rstCode}` }));
  });
}
