import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy on loopback in front of one server. */
export interface SlowProxy {
  /** The target's URL with the proxy's origin. */
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Forwards requests to `target` (http) after `delay` milliseconds. gitsign refuses a timestamp from the first second of a
 * certificate (its accuracy reaches back before notBefore), and servers on loopback always answer in that second.
 */
export function slowProxy(target: string, delay: number): Promise<SlowProxy> {
  const { origin, pathname } = new URL(target);
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.once('end', () => setTimeout(() => forward(Buffer.concat(chunks)), delay));
    const forward = (body: Buffer): void => {
      const { method = 'GET', headers } = incoming;
      const upstream = request(new URL(incoming.url ?? '/', origin), { method, headers }, (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      });
      upstream.once('error', () => outgoing.destroy());
      upstream.end(body);
    };
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve({
        url: `http://localhost:${(server.address() as AddressInfo).port}${pathname}`,
        stop: () =>
          new Promise((done) => {
            server.close(() => done());
            server.closeAllConnections();
          }),
      }),
    );
  });
}
