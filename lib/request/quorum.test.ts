import { describe, expect, it } from '@jest/globals';
import { decide } from './decide.ts';
import { alice, amir, aoki } from './people.fixture.ts';
import { names, requestOf } from './proposal.fixture.ts';

describe('a quorum', () => {
  it('is reached by as many approvals as are needed, and by more', () => {
    const approvals = [
      { by: alice.id, cause: 'req-a1' },
      { by: amir.id, cause: 'req-b1' },
    ] as const;

    const { events, answer } = decide(
      requestOf({ needed: 2, approvals }),
      { do: 'approve', by: aoki.id, cause: 'req-c1' },
      names,
    );

    expect(answer).toBe('done');
    expect(events).toMatchObject([{ change: 'approved', event: 'thing.request.approved' }]);
  });
});
