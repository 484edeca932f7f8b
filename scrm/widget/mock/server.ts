/**
 * A hub with a shop beside it, to look at the widget and to drive it without a real one:
 * `node mock/server.ts [port of the hub [port of the shop]]`; 0 takes a free one. Prints both
 * origins. `POST /mock/VERB` with JSON plays the agent and breaks things; see `obey`.
 */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { basename } from 'node:path';
import { WebSocketServer, type WebSocket } from 'ws';
import { MockHub, type Fault, type Line } from './protocol.ts';
import { servePage } from './shop.ts';

const DIST = new URL('../dist/', import.meta.url);
const KEY = '0123456789abcdef0123456789abcdef';
const MOST_BYTES = 5_000_000;
const REFUSED_TYPES = ['application/x-msdownload', 'image/svg+xml'];

const hub = new MockHub();
const sockets = new WebSocketServer({ noServer: true });
const connections = new Set<Socket>();
const origins = { hub: '', shop: '' };
/** As if there were no hub. */
let isAway = false;
/** Milliseconds that each upload and each session take, so that what happens meanwhile is seen. */
let uploadMs = 0;
let sessionMs = 0;

function problem(response: ServerResponse, status: number, code: string): void {
  response.writeHead(status, { 'Content-Type': 'application/problem+json' });
  response.end(JSON.stringify({ status, code, title: code }));
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify(body));
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function tokenOf(request: IncomingMessage): string {
  return (request.headers.authorization ?? '').replace(/^Bearer /, '');
}

function serveLoader(response: ServerResponse): void {
  const source = readFileSync(new URL('loader.js', DIST), 'utf8');
  response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' });
  response.end(source.replace('__SCRM_SETTINGS__', () => JSON.stringify(hub.settings)));
}

function serveFrame(response: ServerResponse): void {
  response.writeHead(200, {
    'Content-Type': 'text/html; charset=utf-8',
    'Content-Security-Policy':
      "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; " +
      "connect-src 'self'; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; " +
      `trusted-types; frame-ancestors ${origins.shop}`,
    'Referrer-Policy': 'no-referrer',
    'X-Content-Type-Options': 'nosniff',
  });
  response.end(readFileSync(new URL('frame/index.html', DIST)));
}

function serveAsset(path: string, response: ServerResponse): void {
  const type = path.endsWith('.css') ? 'text/css' : 'text/javascript';
  response.writeHead(200, { 'Content-Type': type });
  response.end(readFileSync(new URL(`frame/assets/${basename(path)}`, DIST)));
}

async function serveSession(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const wish = JSON.parse((await bodyOf(request)).toString()) as Record<string, unknown>;
  const { token, visitor } = hub.session(wish.token);
  if (wish.identity) hub.identities.push(wish.identity);
  visitor.pages.push(String((wish.page as Record<string, unknown>).url));
  const { id, name, conversation, seq, readSeq } = visitor;
  const talk = conversation && { id: conversation, last_seq: seq, read_seq: readSeq, unread: 0 };
  const welcome = { token, visitor: { id, name }, config: hub.settings, conversation: talk };
  setTimeout(() => json(response, 200, welcome), sessionMs);
}

async function takeFile(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const bytes = await bodyOf(request);
  const type = request.headers['content-type'] ?? '';
  const name = decodeURIComponent(String(request.headers['x-file-name']));
  if (!hub.visitorOf(tokenOf(request))) return problem(response, 401, 'unauthorised');
  if (bytes.length > MOST_BYTES) return problem(response, 413, 'too_large');
  if (REFUSED_TYPES.includes(type)) return problem(response, 415, 'type_refused');
  const file = { id: `file-${hub.files.size + 1}`, name, type, size: bytes.length };
  hub.files.set(file.id, { file, bytes });
  setTimeout(() => json(response, 201, file), uploadMs);
}

function serveFile(request: IncomingMessage, response: ServerResponse, id: string): void {
  const stored = hub.files.get(id);
  if (!hub.visitorOf(tokenOf(request))) return problem(response, 401, 'unauthorised');
  if (!stored) return problem(response, 404, 'not_found');
  response.writeHead(200, { 'Content-Type': stored.file.type }).end(stored.bytes);
}

/** What tests and people at the keyboard can make happen. */
function obey(verb: string, order: Record<string, unknown>, own: Socket): unknown {
  switch (verb) {
    case 'say':
      return hub.say(order);
    case 'tell':
      return hub.tellAll(order);
    case 'faults':
      hub.faults = order.faults as Fault[];
      return;
    case 'settings':
      hub.settings = { ...hub.settings, ...order };
      return;
    case 'agents':
    case 'places':
      Object.assign(hub, order);
      return;
    case 'slow':
      uploadMs = Number(order.uploads ?? 0);
      sessionMs = Number(order.sessions ?? 0);
      return;
    case 'drop':
      for (const line of [...hub.lines]) line.drop();
      return;
    case 'away':
      isAway = order.on === true;
      if (!isAway) return;
      for (const one of connections) if (one !== own) one.destroy();
      return;
    case 'forget':
      hub.visitors.clear();
      for (const line of [...hub.lines]) {
        line.tell({ type: 'ended', code: 'unauthorised', again_in: null });
        line.drop();
      }
      return;
    default:
      return { identities: hub.identities, visitors: [...hub.visitors.values()] };
  }
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const path = new URL(request.url ?? '/', 'http://hub').pathname;
  const [, , key, what = '', id = ''] = path.split('/');
  if (path.startsWith('/mock/')) {
    const order = JSON.parse((await bodyOf(request)).toString() || '{}') as Record<string, unknown>;
    return json(response, 200, obey(path.slice('/mock/'.length), order, request.socket) ?? {});
  }
  if (isAway) return void request.socket.destroy();
  if (path === `/widget/${KEY}.js`) return serveLoader(response);
  if (path.startsWith('/widget/assets/')) return serveAsset(path, response);
  if (key !== KEY) return problem(response, 404, 'not_found');
  if (what === 'frame') return serveFrame(response);
  if (what === 'session') return serveSession(request, response);
  if (what === 'files' && request.method === 'POST') return takeFile(request, response);
  if (what === 'files') return serveFile(request, response, id);
  problem(response, 404, 'not_found');
}

function listen(socket: WebSocket): void {
  let line: Line | null = null;
  const close = (): void => {
    if (line) hub.lines.delete(line);
    socket.terminate();
  };
  socket.on('close', close);
  socket.on('message', (data: Buffer) => {
    const frame = JSON.parse(data.toString()) as Record<string, unknown>;
    if (line) return hub.heard(line, frame);
    const visitor = frame.type === 'hello' ? hub.visitorOf(String(frame.token)) : null;
    const tell = (told: object): void => socket.send(JSON.stringify(told));
    if (!visitor) {
      tell({ type: 'ended', code: 'unauthorised', again_in: null });
      return socket.close();
    }
    line = { visitor, tell, drop: close };
    hub.greet(line, Number(frame.after));
  });
}

function open(server: Server, port: number): Promise<string> {
  return new Promise((resolve) => {
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(`http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`);
    });
  });
}

const front = createServer((request, response) => void answer(request, response));
front.on('connection', (connection) => {
  connections.add(connection);
  connection.on('close', () => connections.delete(connection));
});
front.on('upgrade', (request, socket, head) => {
  if (isAway || request.headers.origin !== origins.hub) return void socket.destroy();
  sockets.handleUpgrade(request, socket, head, listen);
});
const shop = createServer((request, response) => servePage(request, response, origins.hub, KEY));

origins.hub = await open(front, Number(process.argv[2] ?? 0));
origins.shop = await open(shop, Number(process.argv[3] ?? 0));
console.info(JSON.stringify(origins));
