import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { expect } from '@playwright/test';
import { making } from './patience';
import { read, type Person } from './people';

export type Story = { id: string; title: string; stage: string; publications: { url: string }[] | null };

/** Makes a story without the browser, for journeys that begin later. */
export function newStory({ api }: Person, title: string, card: Record<string, string> = {}): Promise<Story> {
  return read<Story>(api.post('/api/v1/stories', { data: { title, ...card } }));
}

/** Takes a step of the climb, or publishes. */
export function take({ api }: Person, story: Story, verb: string, note = ''): Promise<unknown> {
  const path = verb === 'publish' ? 'publications' : verb;
  return read(api.post(`/api/v1/stories/${story.id}/${path}`, { data: { note } }));
}

/** Puts somebody on record whom nobody asked yet. */
export function record({ api }: Person, story: Story, name: string): Promise<unknown> {
  return read(api.post(`/api/v1/stories/${story.id}/people`, { data: { name } }));
}

/** Sends the clip at path as any tus client would, with what is told of it, and waits until it is ready. */
export async function addClip({ api }: Person, story: Story, path: string, told: Record<string, string> = {}): Promise<void> {
  const encode = (value: string) => Buffer.from(value).toString('base64');
  const more = Object.entries(told).map(([key, value]) => `,${key} ${encode(value)}`);
  const made = await api.post('/api/v1/uploads', {
    headers: {
      'Tus-Resumable': '1.0.0',
      'Upload-Length': String(statSync(path).size),
      'Upload-Metadata': `story ${encode(story.id)},filename ${encode(basename(path))},filetype ${encode('video/mp4')}${more.join('')}`,
    },
  });
  expect(made.status()).toBe(201);
  const sent = await api.patch(made.headers()['location']!, {
    headers: { 'Tus-Resumable': '1.0.0', 'Upload-Offset': '0', 'Content-Type': 'application/offset+octet-stream' },
    data: readFileSync(path),
  });
  expect(sent.status()).toBe(204);
  const clip = `/api/v1/clips/${made.headers()['fieldstory-clip']}`;
  await expect
    .poll(async () => (await read<{ state: string }>(api.get(clip))).state, { timeout: making })
    .toBe('ready');
}
