import { describe, expect, it } from '@jest/globals';
import { helpFor } from '../command/help.ts';
import { createManualClock } from '../kernel/manual-clock.ts';
import { createCatalogue } from '../operation/catalogue.ts';
import type { Operation } from '../operation/operation.ts';
import { createScriptedInvoker } from '../operation/scripted-invoker.fixture.ts';
import { openShop } from '../request/workflow.fixture.ts';
import { imageOperations } from './operations.ts';

const operations = imageOperations({
  functions: createScriptedInvoker(),
  workflow: openShop().workflow,
  clock: createManualClock(),
  rules: { autoApproveTeams: new Set(), organisation: undefined },
});
const catalogue = createCatalogue(operations);

const formOf = (operation: Operation | undefined) =>
  Object.values(operation?.args ?? {}).map(({ label, placeholder, required }) => [
    label,
    placeholder,
    required,
  ]);

describe('what people are told of /request-image', () => {
  it('is how it is written, with its sub-commands', () => {
    const { entries } = helpFor(catalogue.grammar, 'request-image');

    expect(entries.map(({ usage, summary }) => `${usage}: ${summary}`)).toEqual([
      '/request-image <image> --justification "<reason>" [--name <name>] [--team <team>] [--break-glass "<incident>"] [--dry-run]: Request a new image',
      '/request-image status <request-id>: Check request status',
      '/request-image list: List your requests, pending ones first',
      '/request-image approve <request-id>: Approve a request (approvers)',
      '/request-image deny <request-id> --reason "<reason>": Deny a request and say why (approvers)',
      '/request-image cancel <request-id>: Cancel a request that waits for approval',
      '/request-image review <request-id>: Sign off a break-glass after you have looked at it (approvers)',
      '/request-image search <words>: Search the catalogue',
      "/request-image admin-list [--status <status>] [--team <team>] [--page <n>]: List everybody's requests (approvers)",
      '/request-image report [--days <n>]: Show numbers about image requests (approvers)',
    ]);
    expect(entries[0]?.arguments.map(({ hint }) => hint)).toEqual([
      'The image and its tag, as the catalogue has it',
      'Why you need it, in more than 10 characters; approvers read it',
      'The name to provision it under, if not its own',
      'For which of your teams, if you are in several',
      'The incident for which rules are passed over, by those who may; everybody is told',
    ]);
  });

  it('is in the form what to fill in, with an example, and what may be left out', () => {
    expect(formOf(catalogue.find('request-image'))).toEqual([
      ['Image', 'python:latest-dev', true],
      ['Justification', 'Need for ML training pipeline', true],
      ['Custom name', 'python-ml-pipeline', false],
      ['Team', 'data-engineering', false],
      ['Break glass', 'INC-4711: the database must be restarted', false],
    ]);
    expect(formOf(catalogue.find('request-image search'))).toEqual([['Words', 'python', true]]);
    expect(formOf(catalogue.find('request-image deny'))).toEqual([
      ['Request ID', 'req-abc123', true],
      ['Reason', 'Use python:latest instead', true],
    ]);
  });

  it('has room for a justification of several lines, up to a thousand characters', () => {
    expect(catalogue.find('request-image')?.args['justification']?.input).toEqual({
      kind: 'text',
      minLength: 11,
      maxLength: 1_000,
      multiline: true,
    });
  });
});
