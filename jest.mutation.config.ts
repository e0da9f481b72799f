/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';
import base from './jest.config.ts';

/** Runs the suites that scripts/mutation.mjs writes. */
const config: Config = {
  ...base,
  roots: ['<rootDir>/lib'],
  testMatch: ['**/*.suite.ts'],
  coverageThreshold: {},
};

export default config;
