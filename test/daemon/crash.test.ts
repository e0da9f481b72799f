import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { cardSays, dmSays, provisionings, requestImage } from './asking.ts';
import type { DaemonProcess } from './daemon-process.ts';
import { buildTown, type Town } from './town.ts';

const kill = async (daemon: DaemonProcess): Promise<void> => {
  daemon.kill('SIGKILL');
  await daemon.ended;
};

/** How often the request's operation created something in the registry. */
const creations = async (town: Town, id: string): Promise<number> => {
  const started = (await town.ledger()).filter(
    ({ event, requestId }) => event === 'image.request.started' && requestId === id,
  );
  expect(started).toHaveLength(1);
  const operationId = String(started[0]?.['operationId']);
  return town.registry.creationsOf(`op-${operationId.slice('op-'.length)}`);
};

describe('after kill -9', () => {
  let town: Town;
  beforeEach(async () => {
    town = await buildTown();
  });
  afterEach(() => town.stop());

  it('in the middle of provisioning, the image is provisioned once and told once', async () => {
    const daemon = await town.start();
    const { id, card } = await requestImage(town);
    town.lambda.faults.next('no-answer', { action: 'provision' });
    await town.alice.clicks(card, '✅ Approve');
    await daemon.line('request.changed', { command: 'start' });
    await kill(daemon);
    town.lambda.faults.clear();

    await town.start();

    await cardSays(town, id, 'Provisioned successfully');
    await dmSays(town, town.dana, 'Available at: cgr.dev/acme/python:latest-dev');
    expect(town.cards()).toHaveLength(1);
    expect(town.dana.dms()).toHaveLength(1);
    expect(await creations(town, id)).toBe(1);
  });

  it('between posting a card and knowing it, the card is found again and not posted twice', async () => {
    const daemon = await town.start();
    town.workspace.faults.next('chat.postMessage', { kind: 'late', by: 60_000 });
    const { id } = await askForCardWithoutAnswer(town);
    await kill(daemon);

    await town.start();

    await town.workspace.until(() => town.cards()[0], { what: 'the card' });
    await town.alice.clicks(town.cards()[0] ?? neverSeen(), '✅ Approve');
    await cardSays(town, id, 'Provisioned successfully');
    expect(town.cards()).toHaveLength(1);
  });
});

describe('when an answer is lost', () => {
  let town: Town;
  beforeEach(async () => {
    town = await buildTown();
    await town.start();
  });
  afterEach(() => town.stop());

  it('of the provisioner, it is asked again under the same operation id, and provisions once', async () => {
    const { id, card } = await requestImage(town);
    town.lambda.faults.next('answer-lost', { action: 'provision' });

    await town.alice.clicks(card, '✅ Approve');

    await cardSays(town, id, 'Provisioned successfully');
    expect(provisionings(town)).toBe(2);
    expect(await creations(town, id)).toBe(1);
  });

  it('of a posted card, the card is found and not posted twice', async () => {
    town.workspace.faults.next('chat.postMessage', { kind: 'lost answer' });
    const { id, card } = await requestImage(town);

    await town.alice.clicks(card, '✅ Approve');

    await cardSays(town, id, 'Provisioned successfully');
    expect(town.cards()).toHaveLength(1);
  });
});

const askForCardWithoutAnswer = async (town: Town): Promise<{ readonly id: string }> => {
  await town.dana.types(
    'C0GENERAL',
    '/request-image go:latest --justification "Need for our build"',
  );
  const answer = await town.workspace.until(
    () => town.dana.ephemerals().find(({ text }) => text.includes('Request submitted!')),
    { what: 'the answer' },
  );
  await town.workspace.until(() => town.workspace.calls('chat.postMessage').length > 0, {
    what: 'a post',
  });
  return { id: /req-[0-9a-z]+/.exec(answer.text)?.[0] ?? '' };
};

const neverSeen = (): never => {
  throw new Error('no card');
};
