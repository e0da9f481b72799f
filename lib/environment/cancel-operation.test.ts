import { describe, expect, it } from '@jest/globals';
import type { Outcome, Planned } from '../operation/operation.ts';
import { plainText } from '../reply/plain-text.ts';
import { quiet } from '../request/workflow.fixture.ts';
import { progressOf, refusal, setStage } from './stage.fixture.ts';

const dev = { environment: 'dev' };
const operation = { operation: 'op-stop01' };

const wordsOf = (outcome: Outcome | Extract<Planned, { kind: 'refused' }>): string =>
  outcome.kind === 'done' ? plainText(outcome.reply) : JSON.stringify(outcome);

describe('cancelling an operation', () => {
  it('that waits for approval ends it, and nothing was done', async () => {
    const stage = setStage();
    await stage.open('stop', dev, 'req-stop01', 1);

    expect(wordsOf(await stage.run('cancel', operation))).toBe(
      'STOP - DEV (op-stop01) is cancelled; it had not begun.',
    );
    expect(await stage.workflow.load('req-stop01')).toMatchObject({ status: 'cancelled' });
  });

  it('that is approved and could not begin yet ends it too', async () => {
    const stage = setStage();
    await stage.open('stop', dev, 'req-stop01', 1);
    stage.town.failures = 100;
    await stage.workflow.take('req-stop01', {
      do: 'approve',
      by: 'slack:UALICE',
      cause: 'req-yes001',
    });
    await quiet(stage);

    expect(wordsOf(await stage.run('cancel', operation))).toContain('it had not begun');
    expect(await stage.workflow.load('req-stop01')).toMatchObject({ status: 'cancelled' });
    expect(stage.functions.calls.filter(({ payload }) => payload.action === 'cancel')).toEqual([]);
  });

  it.each([
    [
      progressOf('failed', [{ name: 'db', state: 'skipped', detail: 'cancelled by Dana' }]),
      'STOP - DEV (op-stop01) is cancelled. What was sent before goes on by itself.',
    ],
    [progressOf('succeeded'), 'STOP - DEV (op-stop01) was done before it could be cancelled.'],
    [
      progressOf('failed', [{ name: 'db', state: 'failed', detail: 'access denied' }]),
      'STOP - DEV (op-stop01) has failed before it could be cancelled: db: access denied',
    ],
  ])('that goes on tells what came of it: %#', async (answer, words) => {
    const stage = setStage({ 'orchestrator cancel': answer });
    await stage.open('stop', dev, 'req-stop01');
    await quiet(stage);

    expect(wordsOf(await stage.run('cancel', operation))).toBe(words);
  });

  it('that goes on is looked at at once, so that its card tells it', async () => {
    const ended = progressOf('failed', [
      { name: 'db', state: 'skipped', detail: 'cancelled by Dana' },
    ]);
    const stage = setStage({ 'orchestrator cancel': ended });
    await stage.open('stop', dev, 'req-stop01');
    await quiet(stage);
    stage.functions.script.set('orchestrator operation', ended);

    await stage.run('cancel', operation);
    await quiet(stage);

    expect(stage.board.messages.get('req-stop01/own')).toContain('⚪ STOP - DEV');
  });

  it('says so where the orchestrator cannot be asked', async () => {
    const stage = setStage({ 'orchestrator cancel': refusal('UPSTREAM_UNAVAILABLE', 'not now') });
    await stage.open('stop', dev, 'req-stop01');
    await quiet(stage);

    expect(wordsOf(await stage.run('cancel', operation))).toContain('not now');
  });

  it('that has ended changes nothing', async () => {
    const stage = setStage({ 'orchestrator stop': progressOf('succeeded') });
    await stage.open('stop', dev, 'req-stop01');
    await quiet(stage);

    expect(wordsOf(await stage.run('cancel', operation))).toContain('has ended already');
  });

  it('that never was points to the history', async () => {
    expect(await setStage().planOf('cancel', operation)).toMatchObject({
      refusal: { code: 'NOT_FOUND' },
    });
  });
});

describe('the history of environments', () => {
  it('tells what was done, by whom, and what came of it, newest first', async () => {
    const stage = setStage({ 'orchestrator stop': progressOf('succeeded') });
    await stage.open('stop', dev, 'req-stop01');
    await quiet(stage);
    await stage.clock.advance(60_000);
    await stage.open('stop', dev, 'req-stop02', 1);

    const lines = wordsOf(await stage.run('history', { environment: 'dev', days: '7' })).split(
      '\n',
    );

    expect(lines).toEqual([
      'Infrastructure History: DEV (7 days)',
      '- 2026-01-05 09:01 UTC: STOP - DEV by @UDANA – waits for approval (op-stop02)',
      '- 2026-01-05 09:00 UTC: STOP - DEV by @UDANA – completed (op-stop01)',
    ]);
  });

  it('calls what was cancelled so, and leaves out what is older or elsewhere', async () => {
    const stage = setStage({
      'orchestrator stop': progressOf('failed', [
        { name: 'db', state: 'skipped', detail: 'cancelled by Dana' },
      ]),
    });
    await stage.open('stop', dev, 'req-stop01');
    await quiet(stage);

    expect(wordsOf(await stage.run('history', { days: '7' }))).toContain(
      '– cancelled: cancelled by Dana',
    );
    expect(wordsOf(await stage.run('history', { environment: 'prod', days: '7' }))).toContain(
      'Nothing was done.',
    );
    await stage.clock.advance(8 * 24 * 60 * 60_000);
    expect(wordsOf(await stage.run('history', { days: '7' }))).toContain('Nothing was done.');
  });
});
