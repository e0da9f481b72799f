import { describe, expect, it } from '@jest/globals';
import { withFields } from './log.ts';
import { createRecordingLog } from './recording-log.fixture.ts';

describe('withFields', () => {
  it.each(['debug', 'info', 'warn', 'error'] as const)(
    'adds its fields at the level %s',
    (level) => {
      const recording = createRecordingLog();
      const log = withFields(recording, { request_id: 'req-abc123', part: 'outer' });

      log[level]('happened', { part: 'inner' });
      log[level]('alone');

      expect(recording.lines).toEqual([
        { level, event: 'happened', request_id: 'req-abc123', part: 'inner' },
        { level, event: 'alone', request_id: 'req-abc123', part: 'outer' },
      ]);
    },
  );
});
