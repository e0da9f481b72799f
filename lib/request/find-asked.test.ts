import { describe, expect, it } from '@jest/globals';
import type { PrincipalId } from '../kernel/ids.ts';
import { findAsked, isUnasked } from './find-asked.ts';
import { alice, amir, aoki, createTown, dana } from './people.fixture.ts';
import { requestOf } from './proposal.fixture.ts';
import { policy } from './workflow.fixture.ts';

const failing = () => Promise.reject(new Error('not now'));

const asked = (town = createTown(), request = requestOf()) =>
  findAsked(request, { ...town, policy });

describe('whom a request waits for', () => {
  it('are the approvers whom the policy lets', async () => {
    expect(await asked()).toEqual([alice.id, amir.id, aoki.id]);
  });

  it('are not its requester, nor whoever joined it', async () => {
    const town = createTown();
    town.approvers.add(dana.id);
    const joiner = { ...alice, cause: 'req-joined' as const, facts: {} };

    expect(await asked(town, requestOf({ joiners: [joiner] }))).toEqual([amir.id, aoki.id]);
  });

  it('are found without asking the directory for each of them', async () => {
    const town = createTown();
    town.failures = 1;

    expect(await asked(town)).toEqual([alice.id, amir.id, aoki.id]);
    expect(town.failures).toBe(1);
  });

  it('are at most fifty', async () => {
    const town = createTown();
    for (let number = 0; number < 60; number += 1) {
      const id: PrincipalId = `slack:UMANY${number}`;
      town.approvers.add(id);
      town.people.set(id, { ...alice, id });
    }

    expect(await asked(town)).toHaveLength(50);
  });

  it('are all of them where they were passed over', async () => {
    const town = createTown();
    for (let number = 0; number < 60; number += 1) {
      town.approvers.add(`slack:UMANY${number}`);
    }

    expect(await asked(town, requestOf({ brokenGlass: { incident: 'INC-1' } }))).toHaveLength(63);
  });

  it('are unknown where nobody can tell who the approvers are', async () => {
    const town = createTown();
    await expect(findAsked(requestOf(), { ...town, memberships: failing, policy })).rejects.toThrow(
      'not now',
    );
  });
});

describe('a request is still to be asked about', () => {
  const brokenGlass = { incident: 'INC-1' };

  it.each([
    [{}, true],
    [{ asked: [] }, false],
    [{ status: 'approved' }, false],
    [{ status: 'done', brokenGlass }, true],
    [{ status: 'done', brokenGlass, asked: [alice.id] }, false],
  ] as const)('where it is %j: %s', (others, expected) => {
    expect(isUnasked(requestOf(others))).toBe(expected);
  });
});
