/** Somebody else's server: hears requests, TCP connections without a request, and UDP packets on one port. */
import { createSocket } from "node:dgram";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface Sink {
  url: string;
  port: number;
  heard: string[];
  stop: () => Promise<void>;
}

export async function startSink(): Promise<Sink> {
  const heard: string[] = [];
  const server = createServer((request, reply) => {
    heard.push(`${request.method} ${request.url}`);
    reply.setHeader("access-control-allow-origin", "*");
    reply.end("ok");
  });
  server.on("connection", () => heard.push("connection"));
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  const packets = createSocket("udp4");
  packets.on("message", () => heard.push("packet"));
  await new Promise<void>((ready) => packets.bind(port, "127.0.0.1", ready));
  const stop = async () => {
    packets.close();
    server.closeAllConnections();
    await new Promise((done) => server.close(done));
  };
  return { url: `http://127.0.0.1:${port}`, port, heard, stop };
}
