import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from './eventually.fixture.ts';
import { done, startTestHouse, type TestHouse } from './test-house.fixture.ts';

const general = 'C0GENERAL';

let town: TestHouse;
beforeEach(async () => {
  town = await startTestHouse();
});
afterEach(() => town.stop());

const dana = () => town.workspace.person('U0DANA');

describe('words in messages', () => {
  it('of a mention are a request, answered in its thread', async () => {
    const { message, event } = await dana().says(general, '@quartermaster infra status dev');
    expect(event).toBe('acknowledged');
    await eventually(() => dana().reads(general).length === 2, 'the answer');
    expect(town.handled).toMatchObject([
      {
        principal: 'slack:U0DANA',
        origin: { surface: 'slack/mention', channel: general, thread: message.ts },
        words: { kind: 'text', root: 'infra', text: 'status dev' },
      },
    ]);
    expect(dana().reads(general)[1]).toMatchObject({
      text: 'Done.',
      threadTs: message.ts,
      ephemeral: false,
    });
  });

  it('of a direct message are a request, answered there', async () => {
    expect((await dana().says(dana().dmChannel, 'infra status dev')).event).toBe('acknowledged');
    await eventually(() => dana().dms().length === 2, 'the answer');
    expect(town.handled).toMatchObject([
      { origin: { surface: 'slack/dm', channel: dana().dmChannel }, words: { root: 'infra' } },
    ]);
    expect(dana().dms()[1]).toMatchObject({ text: 'Done.', threadTs: undefined });
  });

  it('of our own, and their edits, are acknowledged and otherwise nothing', async () => {
    await town.web.once.chat.postMessage({ channel: dana().dmChannel, text: 'infra stop dev' });
    await town.acknowledged('message', 1);
    const [own] = dana().dms();
    await town.web.once.chat.update({
      channel: dana().dmChannel,
      ts: own?.ts ?? '',
      text: 'infra teardown dev',
    });
    await town.acknowledged('message', 2);
    await town.house.idle();
    expect(town.handled).toEqual([]);
    expect(town.unhandled()).toEqual([]);
    expect(dana().dms()).toHaveLength(1);
  });

  it('of before a crash have a way back into their thread', async () => {
    const { message } = await dana().says(general, 'stop dev, please');
    const surface = town.house.surfaceFor({
      id: 'req-abc123',
      operationId: 'op-abc123',
      principal: 'slack:U0DANA',
      origin: { surface: 'slack/mention', channel: general, thread: message.ts },
      words: { kind: 'text', root: 'infra', text: 'stop dev' },
      dedupeKeys: ['event:Ev1'],
      changes: true,
    });
    await surface.reply(done);
    expect(dana().reads(general).at(-1)).toMatchObject({ text: 'Done.', threadTs: message.ts });
  });
});
