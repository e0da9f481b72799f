import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lib/kernel/clock.ts';
import type { Surface } from '../../../lib/operation/surface.ts';
import type { Notice } from '../../../lib/reply/noticeboard.ts';
import { type Form, line, replyOf } from '../../../lib/reply/reply.ts';
import type { Fault } from '../../sandbox/workspace/web-api/faults.ts';
import { eventually } from './eventually.fixture.ts';
import { createSlackDirectory } from './slack-directory.ts';
import { done, startTestHouse, type TestHouse } from './test-house.fixture.ts';

const channel = 'C0APPROVALS';

/** Everything that Slack and the way to it do wrong. */
const faults: readonly Fault[] = [
  { kind: 'http', status: 429, retryAfter: 1 },
  { kind: 'http', status: 503 },
  { kind: 'reset' },
  { kind: 'lost answer' },
  { kind: 'error', code: 'internal_error' },
  { kind: 'error', code: 'ratelimited' },
];
const eachFault = faults.map((fault) => [JSON.stringify(fault), fault] as const);

let house: TestHouse;
beforeAll(async () => {
  house = await startTestHouse();
});
afterAll(() => house.stop());
beforeEach(() => house.workspace.faults.clear());

let serial = 0;
/** A notice of its own for each test. */
const notice = (others: Partial<Notice> = {}): Notice => {
  serial += 1;
  return {
    requestId: `req-fault${serial}`,
    kind: 'card',
    to: { channel },
    reply: replyOf(line(`pending ${serial}.`)),
    revision: 'pending',
    ...others,
  };
};
const spoil = (method: string, fault: Fault, times = 1): void =>
  house.workspace.faults.next(method, fault, times);
const dana = () => house.workspace.person('U0DANA');
const cards = () => house.workspace.person('U0ALICE').reads(channel);

/** As the teller does: what is not shown is shown again later. */
const tell = async (told: Notice): Promise<void> => {
  const { noticeboard } = house.house;
  const isShown = (await noticeboard.show(told)) || (await noticeboard.show(told));
  expect(isShown).toBe(true);
};

/** As every caller does: what is not known is asked again later. */
const insist = async <T>(ask: () => Promise<T>): Promise<T> => {
  try {
    return await ask();
  } catch {
    return ask();
  }
};

/** Lets Dana ask in some way, and the flow do something with the surface that it gets. */
const ask = async (
  act: () => Promise<unknown>,
  flow: (surface: Surface) => Promise<void>,
): Promise<void> => {
  let isOver = false;
  house.handleBy(async (_, surface) => {
    await surface.acknowledge();
    await flow(surface);
    isOver = true;
  });
  await act();
  await eventually(() => isOver, 'the answer', 15_000);
};
const command = () => dana().types('C0GENERAL', '/infra status');

describe.each(eachFault)('%s', (_, fault) => {
  it('of chat.postMessage loses no card, and posts none twice', async () => {
    const card = notice();
    spoil('chat.postMessage', fault);
    await tell(card);
    expect(cards().filter(({ text }) => text === `pending ${serial}.`)).toHaveLength(1);
  });

  it('of conversations.history, when a card is looked for, posts none twice either', async () => {
    const card = notice();
    spoil('chat.postMessage', { kind: 'lost answer' });
    spoil('conversations.history', fault);
    await tell(card);
    expect(cards().filter(({ text }) => text === `pending ${serial}.`)).toHaveLength(1);
  });

  it('of chat.update leaves no card with old words', async () => {
    const card = notice();
    await tell(card);
    spoil('chat.update', fault);
    const reply = replyOf(line(`done ${serial}.`));
    await tell({ ...card, revision: 'done', reply, isFinal: true });
    expect(cards().map(({ text }) => text)).toContain(`done ${serial}.`);
    expect(cards().map(({ text }) => text)).not.toContain(`pending ${serial}.`);
  });

  it('of conversations.open loses no direct message', async () => {
    spoil('conversations.open', fault);
    await tell(notice({ kind: 'dm', to: { person: 'slack:U0DANA' } }));
    expect(
      dana()
        .dms()
        .filter(({ text }) => text === `pending ${serial}.`),
    ).toHaveLength(1);
  });

  it.each(['conversations.info', 'conversations.members'])(
    'of %s hides no approver',
    async (method) => {
      spoil(method, fault);
      const members = await insist(house.house.approvalChannel);
      expect(members).toEqual({ isPrivate: true, users: expect.arrayContaining(['U0ALICE']) });
    },
  );

  it('of users.info makes nobody a stranger', async () => {
    const directory = createSlackDirectory(house.web.repeatable, () => 'T0ACME', systemClock);
    spoil('users.info', fault);
    expect(await insist(() => directory.find('slack:U0AMIR'))).toMatchObject({ kind: 'member' });
  });

  it('of auth.test is asked again until we know who we are', async () => {
    spoil('auth.test', fault);
    expect(await house.house.greet()).toBe(true);
  });

  it('of apps.connections.open only delays the next socket', async () => {
    const { sockets } = house.workspace;
    spoil('apps.connections.open', fault);
    const known = house.workspace.calls('apps.connections.open').length;
    sockets.refresh(0);
    await eventually(
      () =>
        house.workspace.calls('apps.connections.open').length >
          known + (fault.kind === 'error' ? 1 : 0) &&
        sockets.count === 1 &&
        house.house.sockets().every(({ active }) => active),
      'a new socket',
      15_000,
    );
    house.handleBy((_incoming, surface) => surface.acknowledge({ kind: 'reply', reply: done }));
    expect(await command()).toMatchObject({ outcome: 'acknowledged', text: 'Done.' });
  });

  it.each([
    ['response_url', []],
    ['chat.postEphemeral', ['response_url']],
    ['chat.postMessage', ['response_url', 'chat.postEphemeral']],
  ])('of %s leaves nobody without an answer', async (method, alsoBroken) => {
    const answer = `answer ${faults.indexOf(fault)} by ${method}.`;
    alsoBroken.forEach((other) => spoil(other, { kind: 'http', status: 500 }));
    spoil(method, fault);
    await ask(command, (surface) => surface.reply(replyOf(line(answer))));
    const heard = [...dana().ephemerals(), ...dana().dms()].filter(({ text }) => text === answer);
    // Where Slack's answer is lost nobody knows whether it was heard: then it may be said twice, but never not at all.
    expect(heard).toHaveLength(fault.kind === 'lost answer' ? 2 : 1);
  });

  it('of chat.postMessage leaves no mention without an answer', async () => {
    const answer = `mentioned ${faults.indexOf(fault)}.`;
    spoil('chat.postMessage', fault);
    await ask(
      () => dana().says('C0PLATFORM', '@quartermaster infra status'),
      (surface) => surface.reply(replyOf(line(answer))),
    );
    const heard = [...dana().reads('C0PLATFORM'), ...dana().dms()].filter(
      ({ text }) => text === answer,
    );
    expect(heard.length).toBeGreaterThanOrEqual(1);
  });

  it('of views.open gives a button that opens the form, or the form', async () => {
    const form: Form = {
      title: `Form ${faults.indexOf(fault)}`,
      intro: [],
      operation: 'infra status',
      command: '/infra status',
      given: {},
      dryRun: false,
      fields: {},
      submit: 'Send',
    };
    spoil('views.open', fault);
    await ask(command, (surface) => surface.ask(form));
    const labels = dana()
      .ephemerals()
      .flatMap(({ buttons }) => buttons.map(({ label }) => label));
    expect([dana().modal?.title, ...labels]).toContain(form.title);
    if (dana().modal !== undefined) {
      dana().closesModal();
    }
  });
});
