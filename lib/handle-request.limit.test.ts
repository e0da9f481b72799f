import { describe, expect, it } from '@jest/globals';
import { createFakeSurface, from, furnishHouse, send } from './handle-request.fixture.ts';
import { alice, dana } from './request/people.fixture.ts';
import { quiet } from './request/workflow.fixture.ts';

const lineOf = (house: ReturnType<typeof furnishHouse>, event: string, id: string) =>
  house.ledger.history.find((stored) => stored.event === event && stored['id'] === id);

describe('more changes within a minute than one person may ask for', () => {
  it('are answered politely, recorded as denied, and neither planned nor done', async () => {
    const house = furnishHouse({ changesPerMinute: 2 });
    await send(house, from(dana, '/switch'));
    await house.clock.advance(17_000);
    await send(house, from(dana, '/switch'));
    house.journal.length = 0;

    const { replies, insides } = await send(house, from(dana, '/switch'));

    expect(replies).toEqual([
      'Error: That is more than 2 changes within a minute. Please wait 43 seconds and repeat it; nothing was done.\n(req-asked3)',
    ]);
    expect(insides).toEqual([undefined]);
    expect(house.journal).toEqual([
      'wrote attempt.received',
      'acknowledged',
      'wrote attempt.decided',
      'wrote attempt.answered',
      'replied',
    ]);
    expect(lineOf(house, 'attempt.received', 'req-asked3')).toMatchObject({ changes: true });
    expect(lineOf(house, 'attempt.decided', 'req-asked3')).toMatchObject({
      actor: dana.id,
      decision: 'deny',
      policies: ['one person changes at most 2 things a minute'],
    });
    expect(lineOf(house, 'attempt.answered', 'req-asked3')).toMatchObject({ end: 'denied' });
  });

  it('do not keep others from theirs, nor the same person from looking and from dry runs', async () => {
    const house = furnishHouse({ changesPerMinute: 1 });
    await send(house, from(dana, '/switch'));
    expect((await send(house, from(dana, '/switch'))).replies[0]).toContain('Please wait');

    expect((await send(house, from(alice, '/switch'))).replies).toEqual(['Switched']);
    expect((await send(house, from(dana, '/look'))).replies).toEqual(['Switched']);
    const dry = await send(house, from(dana, '/switch --dry-run'));
    expect(dry.replies[0]).toContain('Dry run: nothing was changed');
    const wrong = await send(house, from(dana, '/swich'));
    expect(JSON.stringify(wrong.insides)).not.toContain('Please wait');
  });

  it('looking, dry runs and repetitions do not use the limit up', async () => {
    const house = furnishHouse({ changesPerMinute: 2 });
    for (let index = 0; index < 5; index += 1) {
      await send(house, from(dana, '/look'));
      await send(house, from(dana, '/switch --dry-run'));
    }
    const switching = from(dana, '/switch');
    await send(house, switching);
    await send(house, switching);
    expect((await send(house, from(dana, '/switch'))).replies).toEqual(['Switched']);
    expect((await send(house, from(dana, '/switch'))).replies[0]).toContain('Please wait');
  });

  it('are too many after a restart too', async () => {
    const before = furnishHouse({ changesPerMinute: 1 });
    await send(before, from(dana, '/switch'));
    const { history } = before.ledger;

    const house = furnishHouse({ world: before, history, changesPerMinute: 1 });

    expect((await send(house, from(dana, '/switch'))).replies[0]).toContain(
      'Please wait 60 seconds',
    );
    await house.clock.advance(60_000);
    expect((await send(house, from(dana, '/switch'))).replies).toEqual(['Switched']);
  });

  it('are turned down also where a crash left them unanswered, however late', async () => {
    const before = furnishHouse({ changesPerMinute: 1 });
    await send(before, from(dana, '/switch'));
    await send(before, from(dana, '/switch'));
    const { history } = before.ledger;
    const last = history.findLastIndex(({ event }) => event === 'attempt.received');

    const house = furnishHouse({ world: before, history: history.slice(0, last + 1) });
    await house.clock.advance(90_000);
    const surface = createFakeSurface(house.journal);
    for (const attempt of house.attempts.unfinished()) {
      await house.handler.carryOn(attempt, surface);
    }
    await quiet(house);

    expect(surface.replies).toHaveLength(1);
    expect(surface.replies[0]).toContain('That is more than 1 change within a minute.');
    expect(house.journal.join()).not.toContain('executed');
  });
});
