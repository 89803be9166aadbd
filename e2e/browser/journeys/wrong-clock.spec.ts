import { film } from '../film';
import { expect, phone, read, test } from '../people';
import { newStory, take } from '../story';

for (const [how, hours] of [
  ['ahead', 1],
  ['behind', -1],
] as const) {
  test(`a phone whose clock is an hour ${how} sends, undoes and reads as any other`, async ({ branch, open }) => {
    const { amina } = branch;
    const story = await newStory(amina, `An hour ${how}`);
    const page = await open(amina, phone);
    await page.addInitScript((shift) => {
      const Right = Date;
      globalThis.Date = class extends Right {
        constructor(...given: []) {
          super(...(given.length ? given : ([Right.now() + shift] as unknown as [])));
        }
        static now() {
          return Right.now() + shift;
        }
      } as DateConstructor;
    }, hours * 3_600_000);
    await page.goto(`/stories/${story.id}/edit`);
    await page.getByLabel('Choose clips').setInputFiles(film('landscape'));
    await expect(page.getByText('Arrived whole. You may wipe the card.')).toBeVisible();
    type Clips = { clips: { receipt: { received_at: string } }[] };
    const { clips } = await read<Clips>(amina.api.get(`/api/v1/stories/${story.id}`));
    const off = Math.abs(Date.parse(clips[0]!.receipt.received_at) - Date.now());
    expect(off, 'the receipt has the time of the server').toBeLessThan(20 * 60_000);

    await take(amina, story, 'submit');
    await page.goto(`/stories/${story.id}`);
    await expect(page.getByRole('button', { name: 'Undo' }), 'ten minutes by any clock').toBeVisible();
    const comments = page.getByRole('region', { name: 'Comments' });
    await comments.getByLabel('Write a reply').fill('There is more of this.');
    await comments.getByRole('button', { name: 'Send', exact: true }).tap();
    const said = comments.getByRole('listitem').filter({ hasText: 'There is more of this.' });
    await expect(said.locator('time')).toHaveText(hours < 0 ? 'this minute' : '1 hour ago');
  });
}
