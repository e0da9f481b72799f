import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Person } from '../../app/sandbox/workspace/people/person.ts';
import { answerAfter, cardOf } from './asking.ts';
import { buildTown, general, type Town } from './town.ts';

/** Opens the view that the daemon opened last once more, with somebody else's trigger id. */
const openAgain = async ({ workspace }: Town, trigger: string): Promise<void> => {
  const { view } = z
    .object({ view: z.unknown() })
    .parse(workspace.calls('views.open').at(-1)?.args);
  const answer = await fetch(`${workspace.apiUrl}views.open`, {
    method: 'POST',
    headers: {
      Authorization: `Bearer ${workspace.botToken}`,
      'Content-Type': 'application/json',
    },
    body: JSON.stringify({ trigger_id: trigger, view }),
  });
  expect(await answer.json()).toMatchObject({ ok: true });
};

describe('the form of an image request', () => {
  let town: Town;
  beforeEach(async () => {
    town = await buildTown();
    await town.start();
  });
  afterEach(() => town.stop());

  const openForm = async (person: Person = town.dana): Promise<void> => {
    await person.types(general, '/request-image');
    await town.workspace.until(() => person.modal, { what: 'the form' });
  };
  const catalogueCalls = () =>
    town.lambda.invocations.filter(({ payload }) => JSON.stringify(payload).includes('"catalog"'))
      .length;

  it('finds images while somebody types, and what is picked becomes the request', async () => {
    await openForm();
    expect(town.dana.modal?.fields[0]).toMatchObject({ label: 'Image', kind: 'external_select' });

    const shown = await town.dana.searches('Image', 'pyth');
    expect(shown).toEqual([
      'python:latest (APPLICATION)',
      'python:latest-dev (APPLICATION)',
      'python:3.13-dev (APPLICATION)',
      'python-fips:latest (FIPS)',
    ]);
    expect(await town.dana.searches('Image', 'dev python')).toEqual([
      'python:latest-dev (APPLICATION)',
      'python:3.13-dev (APPLICATION)',
    ]);
    expect(await town.dana.searches('Image', '')).toContain('node:latest (APPLICATION)');
    expect(await town.dana.searches('Image', 'pyhton')).toEqual([]);

    await town.dana.picks('Image', 'python:latest-dev (APPLICATION)', 'pyth');
    const answer = await answerAfter(town, town.dana, () =>
      town.dana.submits({ Justification: 'Need for ML training pipeline' }),
    );

    expect(answer).toContain('Request submitted!\nImage: python:latest-dev');
    const id = /req-[0-9a-z]{6,12}/.exec(answer)?.[0] ?? '';
    await town.workspace.until(() => cardOf(town, id), { what: 'the card' });
    // One call for all the keys, and one for the plan.
    expect(catalogueCalls()).toBe(2);
    expect(JSON.stringify(await town.ledger())).not.toContain('pyhton');
  });

  it('shows nothing to a guest, should a form get onto their screen', async () => {
    await openForm();
    await town.gwen.types(general, '/request-image help');
    await openAgain(town, String(town.workspace.envelopes().at(-1)?.payload['trigger_id']));
    expect(town.gwen.modal?.fields[0]).toMatchObject({ kind: 'external_select' });

    expect(await town.dana.searches('Image', 'pyth')).toHaveLength(4);
    expect(await town.gwen.searches('Image', 'pyth')).toEqual([]);
    await expect(town.gwen.picks('Image', 'python:latest')).rejects.toThrow('it offers: nothing');
  });

  it('can be sent while the catalogue cannot be had: what is well-formed can be picked', async () => {
    await openForm();
    town.registry.switches.failure = { kind: 'unavailable', reason: 'maintenance' };

    expect(await town.dana.searches('Image', 'pyth on')).toEqual([]);
    await town.dana.picks('Image', 'python:latest-dev');
    const sent = await answerAfter(town, town.dana, () =>
      town.dana.submits({ Justification: 'Need for ML training pipeline' }),
    );
    expect(sent).toMatch(/^Error: /);

    await openForm();
    await town.dana.picks('Image', 'python:latest-dev');
    town.registry.switches.failure = undefined;
    const answer = await answerAfter(town, town.dana, () =>
      town.dana.submits({ Justification: 'Need for ML training pipeline' }),
    );
    expect(answer).toContain('Request submitted!');
  });
});
