import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { availableParallelism, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** An address and password that `up --demo` printed. */
export type SignIn = { email: string; password: string };

const binary = resolve(import.meta.dirname, process.env.FIELDSTORY_BIN ?? '../../bin/fieldstory');

/** A system that runs, what it printed until it was ready, and its end. */
export type System = { url: string; said: string[]; stop: () => Promise<void> };

/**
 * Starts the whole system as a person would, on a folder of its own and a free port, and tells the
 * workers through the environment where it is and how to sign in. Playwright calls what it returns at
 * the end.
 */
export default async function start(): Promise<() => Promise<void>> {
  const { url, said, stop } = await up(['--addr', '127.0.0.1:0', '--demo']);
  process.env.JOURNEY_URL = url;
  process.env.JOURNEY_SIGN_INS = JSON.stringify(
    said.flatMap((line) => {
      const printed = /(\S+@\S+)\s+(\S+)/.exec(line);
      return printed ? [{ email: printed[1]!, password: printed[2]! }] : [];
    }),
  );
  return stop;
}

/** Starts a system of one's own, for what cannot be set while it runs. */
export async function up(args: string[], settings: Record<string, string> = {}): Promise<System> {
  if (!existsSync(binary)) throw new Error(`There is no ${binary}. Run make build first.`);
  const data = await mkdtemp(join(tmpdir(), 'fieldstory-journey-'));
  await chmod(data, 0o755); // as root, PostgreSQL and Redis run as somebody else
  const server = spawn(binary, ['up', '--data', data, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    // As many clips at once as there are cores, with the quickest preset and few rungs: a backlog of
    // short ones is soonest done so.
    env: {
      FIELDSTORY_WORKERS: String(availableParallelism()),
      FIELDSTORY_PRESET: 'ultrafast',
      FIELDSTORY_LADDER: '480,240',
      ...process.env,
      ...settings,
    },
  });
  const stop = async () => {
    await interrupt(server);
    await rm(data, { recursive: true, force: true });
  };
  try {
    return { ...(await listen(server)), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** A port that nobody listens on, for what has to be told an address before it has one. */
export async function freePort(): Promise<number> {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  await new Promise((closed) => taken.close(closed));
  return port;
}

/** The sign-ins that were printed, for the workers. */
export function signIns(): SignIn[] {
  return JSON.parse(process.env.JOURNEY_SIGN_INS ?? '[]') as SignIn[];
}

/** Reads what the server prints until it is ready. */
function listen(server: ChildProcess): Promise<Omit<System, 'stop'>> {
  const said: string[] = [];
  return new Promise((found, failed) => {
    const patience = setTimeout(
      () => failed(new Error(`The server was not ready within 60 s. It said:\n${said.join('\n')}`)),
      60_000,
    );
    server.once('error', failed);
    server.once('exit', (code) => {
      clearTimeout(patience);
      failed(new Error(`The server ended with ${code}. It said:\n${said.join('\n')}`));
    });
    createInterface({ input: server.stderr! }).on('line', (line) => said.push(line));
    createInterface({ input: server.stdout! }).on('line', (line) => {
      said.push(line);
      const ready = /^ready: (http:\S+)$/.exec(line);
      if (!ready) return;
      clearTimeout(patience);
      found({ url: ready[1]!, said });
    });
  });
}

/** Ctrl-C, and patience for as long as the server promises to need. */
async function interrupt(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  server.kill('SIGINT');
  const patience = setTimeout(() => server.kill('SIGKILL'), 15_000);
  await ended;
  clearTimeout(patience);
}
