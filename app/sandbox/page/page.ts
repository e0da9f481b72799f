import { type Context, Hono } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { describeError } from '../../../lib/kernel/errors.ts';
import type { DaemonProcess } from '../daemon-process.ts';
import type { LedgerRow } from '../read-ledger.ts';
import { refuseForeign } from '../refuse-foreign.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { type Action, actions } from './actions.ts';
import { addAssets } from './assets.ts';
import { streamChanges } from './changes-stream.ts';
import { type DocumentSources, renderDocument } from './document.ts';
import { createUnread } from './unread.ts';
import { conversationsOf, type InsideTab, pathOf, type Visit } from './visit.ts';

/** What the page shows. */
export interface PagePorts {
  readonly workspace: Workspace;
  readonly daemon: Pick<DaemonProcess, 'state' | 'lines' | 'restart' | 'onChange'>;
  /** The last events of the ledger, oldest first. */
  readonly ledger: () => readonly LedgerRow[];
}

const tabs: readonly InsideTab[] = ['ledger', 'log'];

/** The visit that the address names; undefined where there is no such person, or no such channel for them. */
const visitAt = (context: Context, workspace: Workspace): Visit | undefined => {
  const id = context.req.param('person');
  const member = workspace.people().find((other) => other.id === id);
  if (member === undefined || member.role === 'bot' || member.deactivated) {
    return undefined;
  }
  const person = workspace.person(member.id);
  const channel = person.channels().find((other) => other.id === context.req.param('channel'));
  const inside = tabs.find((tab) => tab === context.req.query('inside'));
  return channel && { workspace, person, channel, inside };
};

/** The first place of a person, or of the first person there is. */
const firstPath = (workspace: Workspace, id: string | undefined): string | undefined => {
  const member = workspace
    .people()
    .find(({ role, ...other }) => role !== 'bot' && (id === undefined || other.id === id));
  const person = member && workspace.person(member.id);
  const channel = person && conversationsOf(person)[0];
  return channel && pathOf({ person, channel, inside: undefined });
};

const headers = secureHeaders({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    connectSrc: ["'self'"],
    imgSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
});

const addLooking = (page: Hono, { workspace }: PagePorts, sources: DocumentSources): void => {
  page.get('/as/:person/in/:channel', (context) => {
    const visit = visitAt(context, workspace);
    if (visit === undefined) {
      return context.redirect(`/as/${context.req.param('person')}`);
    }
    sources.unread.look(visit.person, visit.channel.id);
    return context.html(renderDocument(visit, sources));
  });
  const redirectHome = (context: Context): Response | Promise<Response> => {
    const path = firstPath(workspace, context.req.param('person'));
    return path === undefined ? context.notFound() : context.redirect(path);
  };
  page.get('/', redirectHome);
  page.get('/as/:person', redirectHome);
};

const addDoing = (page: Hono, { workspace, daemon }: PagePorts, sources: DocumentSources): void => {
  page.use('/as/*', refuseForeign);
  const restart: Action = async () => void daemon.restart();
  const all = { ...actions, '/restart': restart };
  for (const [end, act] of Object.entries(all)) {
    page.post(`/as/:person/in/:channel${end}`, async (context) => {
      const visit = visitAt(context, workspace);
      if (visit === undefined) {
        return context.text('There is no such person or channel.', 404);
      }
      try {
        await act(visit, await context.req.parseBody({ all: true }));
        return context.redirect(pathOf(visit), 303);
      } catch (caught) {
        return context.html(renderDocument(visit, sources, describeError(caught)), 409);
      }
    });
  }
};

/** The page of the sandbox: a small Slack, rendered here, whose forms work without its script too. */
export const createPage = (ports: PagePorts): Hono => {
  const page = new Hono();
  const { daemon, ledger } = ports;
  const sources: DocumentSources = { daemon, ledger, unread: createUnread() };
  page.use(headers);
  addAssets(page);
  page.get('/changes', (context) => streamChanges(context, ports));
  addLooking(page, ports, sources);
  addDoing(page, ports, sources);
  return page;
};
