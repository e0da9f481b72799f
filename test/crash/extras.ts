/** People of the scenarios besides those of every town: of the trusted team, who joins, and to whom requests are escalated. */
export const trusted = 'U0TRUSTED';
export const joiner = 'U0JOINER';
export const boss = 'U0BOSS';

/** The configuration in which they are that; dana may break the glass. */
export const config = `
teams: { trusted: { users: [${trusted}] } }
approval:
  reminder: 4h
  escalation: { after: 24h, to: { users: [${boss}] } }
  expiry: 72h
  break_glass: { users: [U0DANA] }
`;
