import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { ask, cardSays, requestImage } from './asking.ts';
import { startDaemonProcess } from './daemon-process.ts';
import { buildTown, general, type Town } from './town.ts';

const health = async (port: unknown): Promise<Readonly<Record<string, unknown>>> => {
  const answer = await fetch(`http://127.0.0.1:${String(port)}/health`);
  return { code: answer.status, ...z.looseObject({}).parse(await answer.json()) };
};

describe('the built daemon', () => {
  let town: Town;
  beforeEach(async () => {
    town = await buildTown();
  });
  afterEach(() => town.stop());

  it('prints every problem of its configuration at once and exits 78', async () => {
    const daemon = startDaemonProcess(
      {
        PORT: 'many',
        LOG_LEVEL: 'loud',
        SLACK_TRANSPORT: 'carrier pigeon',
        SLACK_BOT_TOKEN: 'wrong',
      },
      town.folder,
    );
    expect(await daemon.ended).toBe(78);
    for (const name of [
      'PORT',
      'LOG_LEVEL',
      'SLACK_TRANSPORT',
      'SLACK_BOT_TOKEN',
      'SLACK_APP_TOKEN',
      'APPROVAL_CHANNEL_ID',
      'IMAGE_PROVISIONER_LAMBDA_ARN',
    ]) {
      expect(daemon.errors()).toContain(`  - ${name}: `);
    }
    expect(daemon.errors()).toContain('expected socket or http');
    expect(daemon.errors()).not.toContain('wrong');
  });

  it('refuses unknown keys in its configuration file and names them', async () => {
    const file = join(town.folder, 'config.yaml');
    await writeFile(file, 'environments: { dev: { protcted: true } }\nenviroments: {}\n');
    const daemon = town.spawn({ CONFIG_FILE: file });
    expect(await daemon.ended).toBe(78);
    expect(daemon.errors()).toContain('environments.dev.protcted: unknown key');
    expect(daemon.errors()).toContain('enviroments: unknown key');
  });

  it('does not start with a policy that it cannot read', async () => {
    await writeFile(
      join(town.folder, 'own.cedar'),
      'permit (principal, action, resource) when { nonsense };',
    );
    const daemon = town.spawn({ POLICY_DIR: town.folder });
    expect(await daemon.ended).toBe(78);
    expect(daemon.errors()).toContain('own.cedar');
  });

  it('announces its port and its readiness, answers health by its sockets, and drains on SIGTERM', async () => {
    const daemon = await town.start({ LOG_LEVEL: 'error' });
    const { port } = await daemon.line('http.listening');
    expect(await health(port)).toMatchObject({
      code: 200,
      status: 'healthy',
      checks: { slack: 'ok', ledger: 'ok' },
      metrics: { pendingRequests: 0, requestsToday: 0, avgApprovalTimeMin: null },
    });

    daemon.kill('SIGTERM');

    expect(await daemon.ended).toBe(0);
    expect(town.workspace.sockets.count).toBe(0);
  });

  it('is not ready without Slack, says so in health, and stays', async () => {
    town.workspace.faults.next('*', { kind: 'http', status: 503 }, 1_000);
    const daemon = town.spawn();
    const { port } = await daemon.line('http.listening');
    expect(await health(port)).toMatchObject({
      code: 200,
      status: 'degraded',
      checks: { slack: 'disconnected' },
    });
    expect(daemon.lines.some(({ event }) => event === 'daemon.ready')).toBe(false);

    town.workspace.faults.clear();

    await daemon.line('daemon.ready');
    expect(await health(port)).toMatchObject({ status: 'healthy' });
  });

  it('drains and ends when nobody reads its log any more, and does not spin over that', async () => {
    const daemon = await town.start();
    daemon.turnAway();

    await town.dana.types(general, '/infra status dev');

    expect(await daemon.ended).toBe(1);
    expect(daemon.errors()).toBe('');
  });

  it('serves through a refresh of its sockets', async () => {
    await town.start({ SLACK_SOCKET_CONNECTIONS: '1' });
    for (let round = 0; round < 3; round += 1) {
      const known = town.workspace.calls('apps.connections.open').length;
      town.workspace.sockets.refresh(0);
      await town.workspace.until(
        () =>
          town.workspace.calls('apps.connections.open').length > known &&
          town.workspace.sockets.count > 0,
        { what: 'a new socket' },
      );
      expect(await ask(town, town.dana, '/infra status dev')).toContain('DEV');
    }
  });

  it('refuses a ledger that another process has open, and exits 78', async () => {
    await town.start();
    const second = town.spawn();
    expect(await second.ended).toBe(78);
    expect(second.errors()).toContain('ledger');
  });

  it('sets a torn last line of its ledger aside with a warning and keeps everything before it', async () => {
    const first = await town.start();
    const { id, card } = await requestImage(town);
    first.kill('SIGKILL');
    await first.ended;
    await appendFile(join(town.folder, 'ledger.jsonl'), '{"actor":"slack:U0DANA","event":"att');

    const second = await town.start();

    expect(second.lines.find(({ event }) => event === 'ledger.warning')?.['warning']).toContain(
      'set aside',
    );
    await town.alice.clicks(card, '✅ Approve');
    await cardSays(town, id, 'Provisioned successfully');
  });

  it('does not start on a ledger that was changed, and names the line', async () => {
    const first = await town.start();
    await requestImage(town);
    first.kill('SIGTERM');
    await first.ended;
    const file = join(town.folder, 'ledger.jsonl');
    const lines = (await readFile(file, 'utf8')).split('\n');
    const index = lines.findIndex((line) => line.includes('image.request.created'));
    lines[index] = lines[index]?.replace('U0DANA', 'U0AMIR') ?? '';
    await writeFile(file, lines.join('\n'));

    const second = town.spawn();

    expect(await second.ended).toBe(78);
    expect(second.errors()).toContain(`line ${index + 1}`);
  });

  it('lets the members of a private approval channel approve when nobody is configured', async () => {
    await town.start({ ADMIN_USER_IDS: '' });
    const { id, card } = await requestImage(town);
    await town.amir.clicks(card, '✅ Approve');
    await cardSays(town, id, 'Approved by <@U0AMIR>');
  });

  it('refuses a public approval channel when nobody is configured, and exits 78', async () => {
    const daemon = town.spawn({ ADMIN_USER_IDS: '', APPROVAL_CHANNEL_ID: general });
    expect(await daemon.ended).toBe(78);
    expect(daemon.errors()).toContain('ADMIN_USER_IDS');
  });

  it('approves at once for a trusted team that the configuration vouches for, and leaves a line', async () => {
    const file = join(town.folder, 'config.yaml');
    await writeFile(file, 'teams: { data-engineering: { users: [U0DANA] } }\n');
    await town.start({ CONFIG_FILE: file, AUTO_APPROVE_TEAMS: 'data-engineering' });
    await ask(town, town.dana, '/request-image go:latest --justification "Need for our build"');
    await town.workspace.until(() =>
      town
        .cards()
        .find(({ text }) => text.includes('✅ Approved automatically • Provisioned successfully')),
    );
    await town.workspace.until(() => town.dana.dms()[0], { what: 'a direct message' });
    expect(town.cards()[0]?.buttons).toEqual([]);
  });

  it('shows no token anywhere: not in the log at its loudest, not in the ledger', async () => {
    const daemon = await town.start({ LOG_LEVEL: 'debug' });
    await ask(
      town,
      town.dana,
      `/request-image go:latest --justification "my token is ${town.workspace.botToken} here"`,
    );
    await town.workspace.until(() => town.cards()[0], { what: 'the card' });
    town.workspace.sockets.refresh(0);
    town.workspace.faults.next('users.info', { kind: 'error', code: 'invalid_auth' });
    await ask(town, town.alice, '/infra status');
    daemon.kill('SIGTERM');
    await daemon.ended;
    const everything =
      daemon.output() +
      daemon.errors() +
      (await readFile(join(town.folder, 'ledger.jsonl'), 'utf8'));
    for (const secret of [
      town.workspace.botToken,
      town.workspace.appToken,
      'not-a-real-secret-key',
      '/commands/T',
    ]) {
      expect(everything).not.toContain(secret);
    }
    expect(everything).not.toMatch(/ticket=(?!\[redacted\])\w/);
  });
});
