import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { ruleDescription } from './rule-description.ts';

describe('ruleDescription', () => {
  it('says from which environment, address and person a rule comes', () => {
    const entry = { environment: 'dev', ip_address: '2600:1f18::1/128', added_by: 'U0DANA' };

    expect(ruleDescription(entry)).toBe('chatops:dev/2600:1f18::1/128 by=U0DANA');
  });

  it('is in EC2’s alphabet and no longer than EC2 takes, whatever it is made of', () => {
    const text = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.string({ minLength: 300, maxLength: 400 }),
    );
    const entry = fc.record({ environment: text, ip_address: text, added_by: text });
    fc.assert(
      fc.property(entry, (any) => {
        expect(ruleDescription(any)).toMatch(/^[a-zA-Z0-9 ._\-:/()#,@[\]+=&;{}!$*]{1,255}$/);
      }),
    );
  });
});
