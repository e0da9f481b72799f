import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ask, cardOf, requestImage } from './asking.ts';
import { buildTown, general, type Town } from './town.ts';

const wish = (name: string): string =>
  `/request-image go:latest --name ${name} --justification "Need for our build of the gateway"`;

let town: Town;
let usualLimit: Readonly<Record<string, string>>;
beforeEach(async () => {
  town = await buildTown();
  const file = join(town.folder, 'usual.yaml');
  await writeFile(file, '# all is as usual\n');
  usualLimit = { CONFIG_FILE: file };
});
afterEach(() => town.stop());

const answers = (start: string): number =>
  town.dana.ephemerals().filter(({ text }) => text.startsWith(start)).length;
const tooMany = 'Error: That is more than 10 changes within a minute. Please wait ';

describe('a flood of one person', () => {
  it('gets ten requests through, and another person is answered in the middle of it', async () => {
    await town.start(usualLimit);
    let sent = 0;
    const state = { isAliceServed: false };
    /** Goes on until Alice is served; so if the flood held her up, it would never end before its bound. */
    const flood = async (): Promise<void> => {
      while (!state.isAliceServed && sent < 400) {
        sent += 1;
        await town.dana.types(general, wish(`flood-${sent}`));
      }
    };
    const floods = Array.from({ length: 8 }, flood);
    await town.workspace.until(() => answers(tooMany) > 0, { what: 'the limit' });

    const { id, card } = await requestImage(town, town.alice, 'node:latest');
    expect(await ask(town, town.amir, `/infra status dev`)).toContain('DEV');
    state.isAliceServed = true;
    await Promise.all(floods);

    expect(sent).toBeLessThan(400);
    expect(card.text).toContain(id);
    await town.workspace.until(
      () => answers('Request submitted!') === 10 && answers(tooMany) === sent - 10,
      { what: 'an answer to each', within: 15_000 },
    );
    const ledger = await town.ledger();
    const denied = ledger.filter(
      ({ event, decision }) => event === 'attempt.decided' && decision === 'deny',
    );
    expect(denied).toHaveLength(sent - 10);
    expect(denied[0]).toMatchObject({
      actor: 'slack:U0DANA',
      policies: ['one person changes at most 10 things a minute'],
    });
    expect(ledger.filter(({ event }) => event === 'image.request.created')).toHaveLength(11);
    const plans = town.lambda.invocations.filter(({ payload }) =>
      JSON.stringify(payload).includes('"catalog"'),
    );
    expect(plans.length).toBeLessThanOrEqual(11);
  });

  it('is not forgotten over a restart, and keeps nobody from looking', async () => {
    const first = await town.start(usualLimit);
    for (let index = 0; index < 10; index += 1) {
      await ask(town, town.dana, wish(`flood-${index}`));
    }
    first.kill('SIGKILL');
    await first.ended;
    await town.start(usualLimit);

    expect(await ask(town, town.dana, wish('one-more'))).toMatch(
      /^Error: That is more than 10 changes within a minute\. Please wait \d+ seconds and repeat it; nothing was done\.\n\(req-[0-9a-z]{8}\)$/,
    );
    expect(await ask(town, town.dana, '/infra status dev')).toContain('DEV');
    expect(await ask(town, town.dana, `${wish('dry')} --dry-run`)).toContain('Dry run');
    const { id } = await requestImage(town, town.amir, 'go:latest');
    expect(cardOf(town, id)).toBeDefined();
  });
});
