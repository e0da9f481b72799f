import { createGrammar, type Grammar } from '../command/grammar.ts';
import type { Operation } from './operation.ts';

/** All operations of the house and the grammar that is made of them. */
export interface Catalogue {
  readonly grammar: Grammar;
  /** The operation of that name, or undefined. */
  find(name: string): Operation | undefined;
}

/** Puts the operations under one grammar. Two of the same name are a mistake in the code and throw. */
export const createCatalogue = (operations: readonly Operation[]): Catalogue => {
  const byName = new Map(operations.map((each) => [each.name, each]));
  return { grammar: createGrammar(operations), find: (name) => byName.get(name) };
};
