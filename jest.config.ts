/** @jest-config-loader esbuild-register */
import type { Config } from 'jest';

/** Packages that are published as ES modules only: jest on Node 20 needs them transformed too. */
const esmOnly = ['yargs-parser', 'canonicalize'];

const config: Config = {
  testEnvironment: 'node',
  // Stories with real processes and sockets, on a machine that may have other work.
  testTimeout: 30_000,
  testMatch: ['**/*.test.ts'],
  // They need Java: jest.dynamodb.config.ts.
  testPathIgnorePatterns: ['/node_modules/', '<rootDir>/test/dynamodb/'],
  roots: ['<rootDir>/app', '<rootDir>/lib', '<rootDir>/test'],
  transform: {
    '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' } }],
    '^.+\\.m?js$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'ecmascript' }, target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  // It exports itself for `import` alone, and jest asks as `require` does.
  moduleNameMapper: { '^canonicalize$': '<rootDir>/node_modules/canonicalize/lib/canonicalize.js' },
  transformIgnorePatterns: [`/node_modules/(?!(${esmOnly.join('|')})/)`],
  coverageThreshold: {
    global: {},
    './lib/': { branches: 95, functions: 95, lines: 95, statements: 95 },
  },
  collectCoverageFrom: ['{app,lib}/**/*.ts', '!**/main.ts', '!**/*.fixture.ts'],
};

export default config;
