/**
 * Serves dist/ and the cast under the policy of the real hub, so that the console can be
 * looked at and driven without one. `node mock/server.ts [port]`; 0 takes a free one.
 */
import { createReadStream, existsSync, statSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { answer, answerBack, signOut } from './api.ts';
import { conversations } from './cast.ts';

const DIST = new URL('../dist', import.meta.url).pathname;
const TYPES: Record<string, string> = {
  '.css': 'text/css',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript',
  '.svg': 'image/svg+xml',
};
const POLICY =
  "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'";
const PICTURE = `<svg xmlns="http://www.w3.org/2000/svg" width="1200" height="800"><rect width="1200" height="800" fill="#d9e6d3"/><circle cx="600" cy="470" r="190" fill="#8aa678"/><circle cx="600" cy="450" r="150" fill="#f4f1e4"/><circle cx="600" cy="450" r="118" fill="#c3b26a"/></svg>`;

const streams = new Set<ServerResponse>();
let lastEvent = 0;

function publish(event: string, data: unknown): void {
  const id = ++lastEvent;
  for (const stream of streams) {
    stream.write(`id: ${id}\nevent: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }
}

async function readBody(request: IncomingMessage): Promise<Record<string, unknown>> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString('utf8');
  const isJson = request.headers['content-type']?.includes('json');
  return isJson && text !== '' ? (JSON.parse(text) as Record<string, unknown>) : {};
}

function serveFile(path: string, response: ServerResponse): void {
  const wanted = join(DIST, normalize(path));
  const isFile = wanted.startsWith(DIST) && existsSync(wanted) && statSync(wanted).isFile();
  const file = isFile ? wanted : join(DIST, 'index.html');
  response.writeHead(200, {
    'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream',
    'Content-Security-Policy': POLICY,
  });
  createReadStream(file).pipe(response);
}

async function serveApi(
  request: IncomingMessage,
  url: URL,
  response: ServerResponse,
): Promise<void> {
  const path = url.pathname.slice('/api/v1'.length);
  if (path === '/stream') {
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'Cache-Control': 'no-store' });
    response.write(': hello\n\n');
    streams.add(response);
    request.on('close', () => streams.delete(response));
    return;
  }
  if (path.startsWith('/files/')) {
    response.writeHead(200, { 'Content-Type': 'image/svg+xml' });
    response.end(PICTURE);
    return;
  }
  if (path === '/mock/sign-out') signOut();
  const named = conversations.find((one) => one.id === url.searchParams.get('id'));
  if (path === '/mock/write' && named) answerBack(named, publish);
  if (path === '/mock/emit') {
    publish(url.searchParams.get('event') ?? '', JSON.parse(url.searchParams.get('data') ?? '{}'));
  }
  const body = await readBody(request);
  const { method = 'GET' } = request;
  const result = answer({ method, path, query: url.searchParams, body }, publish);
  response.writeHead(result.status, { 'Content-Type': 'application/json' });
  response.end(result.status === 204 ? undefined : JSON.stringify(result.body));
}

const server = createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://mock');
  if (url.pathname.startsWith('/api/v1')) void serveApi(request, url, response);
  else serveFile(url.pathname, response);
});
server.listen(Number(process.argv[2] ?? 0), '127.0.0.1', () => {
  const address = server.address();
  console.info(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
});
