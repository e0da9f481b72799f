import { describe, expect, it } from '@jest/globals';
import { describeError, Fault, isFault, toError } from './errors.ts';

describe('errors', () => {
  it('are told apart by their code', () => {
    const fault = new Fault('LOST_RACE', 'too late');

    expect(isFault(fault, 'LOST_RACE')).toBe(true);
    expect(isFault(fault, 'LEDGER_BROKEN')).toBe(false);
    expect(isFault({ code: 'LOST_RACE', message: 'too late' }, 'LOST_RACE')).toBe(false);
    expect(fault.name).toBe('Fault');
  });

  it('are described with their causes, outermost first', () => {
    const root = new Error('no route to host');
    const middle = new Error('cannot connect', { cause: root });

    expect(
      describeError(new Fault('DIRECTORY_UNAVAILABLE', 'nobody knows', { cause: middle })),
    ).toBe('nobody knows: cannot connect: no route to host');
  });

  it('are described whatever was thrown', () => {
    expect(describeError('a word')).toBe('a word');
    expect(describeError(null)).toBe('null');
    expect(describeError(new Error('outer', { cause: 'a word' }))).toBe('outer: a word');
    expect(toError(17)).toMatchObject({ message: '17', cause: 17 });
  });

  it('are described by at most five messages, also in a circle', () => {
    const circle = new Error('again');
    circle.cause = circle;

    expect(describeError(circle)).toBe('again: again: again: again: again');
  });
});
