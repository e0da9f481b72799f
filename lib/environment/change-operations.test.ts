import { describe, expect, it } from '@jest/globals';
import { plainText, writeText } from '../reply/plain-text.ts';
import { quiet } from '../request/workflow.fixture.ts';
import { progressOf, refusal, setStage } from './stage.fixture.ts';

const dev = { environment: 'dev' };

describe('the plan of a change', () => {
  it('is what the orchestrator would do, found out by a dry run alone', async () => {
    const stage = setStage({
      'orchestrator stop': progressOf('succeeded', [
        { name: 'api', state: 'pending', detail: '2 tasks to stop' },
        { name: 'vpn', state: 'skipped', detail: 'its tag says skip' },
      ]),
    });

    const planned = await stage.planOf('stop', dev);

    expect(planned).toMatchObject({
      plan: {
        effects: [{ operation: 'environment:stop', target: 'dev' }],
        facts: { environment: 'dev', verb: 'stop' },
        resource: { type: 'Environment', id: 'dev', attributes: { protected: false } },
      },
    });
    expect(stage.functions.calls).toMatchObject([{ payload: { action: 'stop', dry_run: true } }]);
  });

  it.each(['start', 'spinup'] as const)('of %s asks for the same', async (verb) => {
    const stage = setStage({ [`orchestrator ${verb}`]: progressOf('succeeded') });

    expect(await stage.planOf(verb, dev)).toMatchObject({ kind: 'planned' });
    expect(stage.functions.calls).toMatchObject([{ payload: { action: verb, dry_run: true } }]);
  });

  it('of a full teardown names everything that goes, is saved or stops', async () => {
    const stage = setStage({
      'orchestrator teardown': progressOf('succeeded', [
        { name: 'api', state: 'pending' },
        { name: 'snapshot db', state: 'pending' },
        { name: 'stack app', state: 'pending' },
      ]),
    });

    expect(await stage.planOf('teardown', { ...dev, level: 'full' })).toMatchObject({
      plan: {
        effects: [
          { operation: 'environment:teardown', target: 'dev', level: 'full' },
          { operation: 'environment:stop', target: 'api' },
          { operation: 'environment:snapshot', target: 'db' },
          { operation: 'environment:destroy', target: 'app' },
        ],
      },
    });
  });

  it('carries the refusal of the orchestrator', async () => {
    const stage = setStage({ 'orchestrator stop': refusal('ENVIRONMENT_UNKNOWN') });

    expect(await stage.planOf('stop', dev)).toMatchObject({
      refusal: { code: 'ENVIRONMENT_UNKNOWN' },
    });
  });

  it('is refused while somebody else is busy there, and says who, with what, and how to end it', async () => {
    const stage = setStage();
    await stage.open('stop', dev, 'req-first1');
    await quiet(stage);

    const planned = await stage.planOf('stop', dev);

    expect(planned).toMatchObject({ refusal: { code: 'CONFLICT' } });
    expect(planned.kind === 'refused' && writeText(planned.refusal.message)).toContain(
      'is busy with STOP - DEV (op-first1). Wait until it is done, or cancel it: /infra cancel op-first1',
    );
  });

  it('of two that wait to begin lets the earlier one go first, and never refuses both', async () => {
    const stage = setStage({ 'orchestrator stop': { kind: 'not-run', retry: true, reason: 'x' } });
    stage.functions.script.set('orchestrator stop', progressOf('succeeded'));
    stage.town.failures = 100;
    await stage.open('stop', dev, 'req-first1');
    const first = await stage.planOf('stop', dev, undefined, 'req-first1');
    await stage.clock.advance(1);

    const second = await stage.planOf('stop', dev, undefined, 'req-other1');

    expect(first).toMatchObject({ kind: 'planned' });
    expect(second).toMatchObject({ refusal: { code: 'CONFLICT' } });
  });
});

const check = (values: Readonly<Record<string, string>>) =>
  setStage().operationOf('teardown').check?.(values);

describe('the confirmation of a full teardown', () => {
  it('takes the name in any case, as phones write it, and nothing else', () => {
    expect(check({ ...dev, level: 'full', confirm: 'Dev' })).toEqual({});
    expect(check({ ...dev, level: 'full', confirm: 'prod' })).toEqual({
      confirm: "That is not the name. Type 'dev' to confirm.",
    });
  });

  it('shows in the words of the seed what goes and what stays, and then the plan step by step', async () => {
    const stage = setStage({
      'orchestrator teardown': progressOf('succeeded', [{ name: 'stack app', state: 'pending' }]),
    });
    const values = { ...dev, level: 'full' };
    const planned = await stage.planOf('teardown', values);

    const asked =
      planned.kind === 'planned'
        ? stage.operationOf('teardown').confirmation?.ask(values, planned.plan)
        : undefined;

    expect(asked?.label).toBe("Type 'dev' to confirm");
    expect(plainText({ parts: asked?.intro ?? [] }).split('\n')).toEqual([
      '⚠️ You are about to perform a FULL teardown of the dev environment.',
      'This will destroy:',
      '- All ECS services and tasks',
      '- RDS instances (data preserved in snapshots)',
      '- NAT Gateways',
      '- Load Balancers',
      'Critical resources (VPC, S3, Secrets, IAM) will be preserved.',
      'Step by step:',
      '- ▫️ stack app',
    ]);
  });

  it('is not needed for services', () => {
    const { confirmation } = setStage().operationOf('teardown');

    expect(confirmation?.isNeeded({ ...dev, level: 'services' })).toBe(false);
    expect(confirmation?.isNeeded({ ...dev, level: 'full' })).toBe(true);
  });
});

const card = (stage: ReturnType<typeof setStage>) => stage.board.messages.get('req-stop01/own');

describe('following an operation', () => {
  it('shows a bar, a line for each resource and Cancel, and the words of the seed in the end', async () => {
    const stage = setStage();
    await stage.open('stop', dev, 'req-stop01');
    await quiet(stage);
    stage.functions.script.set(
      'orchestrator operation',
      progressOf('in_progress', [
        { name: 'api', state: 'succeeded' },
        { name: 'db', state: 'pending' },
      ]),
    );
    await stage.clock.advance(1_000);
    await quiet(stage);

    expect(card(stage)?.split('\n')).toEqual([
      '⏳ STOP - DEV',
      '▓▓▓▓▓░░░░░ 1 of 2',
      '- ✅ api',
      '- ▫️ db',
      '1 s so far',
      'Operation op-stop01',
    ]);
    expect(stage.board.commands.get('req-stop01/own')).toEqual(['/infra cancel op-stop01']);

    stage.functions.script.set(
      'orchestrator operation',
      progressOf('succeeded', [{ name: 'vpn', state: 'skipped', detail: 'its tag says skip' }], {
        ecs_services_stopped: 2,
        rds_instances_stopped: 1,
      }),
    );
    await stage.clock.advance(60_000);
    await quiet(stage);

    expect(card(stage)?.split('\n')).toEqual([
      '✅ STOP - DEV',
      'Operation completed successfully.',
      'Details:',
      '- ECS services stopped: 2',
      '- RDS instances stopped: 1',
      'Skipped:',
      '- vpn: its tag says skip',
      'Operation op-stop01, after 2 s',
    ]);
  });

  it('offers no Cancel where nothing is left to be sent', async () => {
    const stage = setStage();
    await stage.open('stop', dev, 'req-stop01');
    await quiet(stage);

    expect(stage.board.commands.get('req-stop01/own')).toEqual([]);
  });

  it('says why it failed, by the steps that did', async () => {
    const stage = setStage({
      'orchestrator stop': progressOf('failed', [
        { name: 'api', state: 'failed', detail: 'access denied' },
        { name: 'db', state: 'skipped', detail: 'cancelled by Dana' },
      ]),
    });
    await stage.open('stop', dev, 'req-stop01');
    await quiet(stage);

    expect(card(stage)).toContain('❌ STOP - DEV\nOperation failed: api: access denied');
  });

  it.each([
    { kind: 'lost', reason: 'timeout' },
    { kind: 'not-run', retry: false, reason: 'expired token' },
    { kind: 'crashed', errorType: 'Error', message: 'x' },
  ] as const)(
    'is not ended by a look that is $kind, because it goes on by itself',
    async (trouble) => {
      const stage = setStage();
      await stage.open('stop', dev, 'req-stop01');
      await quiet(stage);
      stage.functions.script.set('orchestrator operation', trouble);

      await stage.clock.advance(60 * 60_000);
      await quiet(stage);

      expect(await stage.workflow.load('req-stop01')).toMatchObject({ status: 'running' });
    },
  );

  it('is not begun after a crash if it is not allowed any more', async () => {
    const stage = setStage();
    const context = {
      ...stage.contextOf({ ...(await someone(stage)) }, 'req-stop01'),
      mayBegin: async () => ({ code: 'NOT_BEGUN', message: 'frozen by now' }),
    };

    const outcome = await stage
      .operationOf('stop')
      .execute([{ operation: 'environment:stop', target: 'dev' }], context);

    expect(outcome).toMatchObject({ kind: 'failed', refusal: { code: 'NOT_BEGUN' } });
    expect(stage.functions.calls.map(({ payload }) => payload.action)).toEqual(['operation']);
  });
});

const someone = async ({ town }: ReturnType<typeof setStage>) => {
  const [person] = town.people.values();
  if (person === undefined) {
    throw new Error('nobody is there');
  }
  return person;
};
