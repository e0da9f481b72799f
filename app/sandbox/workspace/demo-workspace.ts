import type { WorkspaceSeed } from './model/seed.ts';

/**
 * The team that tests and the demonstration share: Dana develops, Alice and Amir are admins, Gwen is a guest, and
 * quartermaster is the bot. Only the admins and the bot see #image-approvals.
 */
export const demoWorkspace: WorkspaceSeed = {
  team: { id: 'T0ACME', name: 'Acme', domain: 'acme' },
  app: { id: 'A0QUARTER', botId: 'B0BOT', botUserId: 'U0BOT' },
  people: [
    {
      id: 'U0DANA',
      name: 'dana',
      realName: 'Dana Developer',
      email: 'dana@acme.example',
      role: 'member',
    },
    {
      id: 'U0ALICE',
      name: 'alice',
      realName: 'Alice Admin',
      email: 'alice@acme.example',
      role: 'member',
      isAdmin: true,
    },
    {
      id: 'U0AMIR',
      name: 'amir',
      realName: 'Amir Admin',
      email: 'amir@acme.example',
      role: 'member',
      isAdmin: true,
    },
    {
      id: 'U0GWEN',
      name: 'gwen',
      realName: 'Gwen Guest',
      email: 'gwen@partner.example',
      role: 'guest',
    },
    {
      id: 'U0BOT',
      name: 'quartermaster',
      realName: 'Quartermaster',
      email: '',
      role: 'bot',
    },
  ],
  channels: [
    {
      id: 'C0GENERAL',
      name: 'general',
      isPrivate: false,
      members: ['U0DANA', 'U0ALICE', 'U0AMIR', 'U0GWEN', 'U0BOT'],
    },
    {
      id: 'C0APPROVALS',
      name: 'image-approvals',
      isPrivate: true,
      members: ['U0ALICE', 'U0AMIR', 'U0BOT'],
    },
    {
      id: 'C0PLATFORM',
      name: 'platform',
      isPrivate: false,
      members: ['U0DANA', 'U0ALICE', 'U0AMIR', 'U0BOT'],
    },
  ],
};
