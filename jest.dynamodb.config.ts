/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';
import base from './jest.config.ts';

/** The tests over DynamoDB Local: they need Java, and so are no part of `npm test`. */
const { coverageThreshold: _, testPathIgnorePatterns: __, ...common } = base;

const config: Config = {
  ...common,
  roots: ['<rootDir>/lib', '<rootDir>/test/dynamodb'],
  testMatch: ['<rootDir>/test/dynamodb/**/*.test.ts'],
};

export default config;
