import { describe, expect, it } from '@jest/globals';
import { from, furnishHouse, send } from './handle-request.fixture.ts';
import { plainText } from './reply/plain-text.ts';
import { dana } from './request/people.fixture.ts';

describe('what memory can answer', () => {
  it('is said inside the acknowledgement, and only there', async () => {
    const house = furnishHouse();

    for (const words of ['/thing help', '/thing lamp --colour red', '/nothing at all']) {
      const { insides, replies } = await send(house, from(dana, words));
      const text = insides[0]?.kind === 'reply' ? plainText(insides[0].reply) : '';
      expect(text).toContain(words === '/thing help' ? '/thing' : 'Error: ');
      expect(replies).toEqual([]);
    }
    const ends = house.ledger.history.filter(({ event }) => event === 'attempt.answered');
    expect(ends.map((event) => event['end'])).toEqual(['answered', 'unparsable', 'unparsable']);
  });

  it.each([
    ['an error', '/nothing at all', '\n(req-asked1)'],
    ['help', '/thing help', ''],
  ])(
    'has the id by which the log and the ledger know it only where it is wanted: %s',
    async (_, words, note) => {
      const house = furnishHouse();

      const { insides } = await send(house, from(dana, words));

      const text = insides[0]?.kind === 'reply' ? plainText(insides[0].reply) : '';
      expect(text.match(/\n\(req-.*\)$/)?.[0] ?? '').toBe(note);
      expect(house.ledger.history[0]).toMatchObject({ id: 'req-asked1' });
    },
  );
});
