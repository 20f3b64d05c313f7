import { describe, expect, it } from 'vitest';
import type { LandingFile } from '../../../../core/execute/landing/landing-file.js';
import { matchColumns } from '../../../../core/execute/landing/match-columns.js';
import type { SourceNode } from '../../../../core/resources/node.js';

const source = {
  uniqueId: 'source.shop.raw.orders',
  location: { file: 'models/sources.yml', line: 4, column: 5 },
} as SourceNode;

const declared = {
  columns: [
    { name: 'id', isRequired: true },
    { name: 'placed_at', isRequired: true },
    { name: 'note', isRequired: false },
  ],
  header: { 'Order ID': 'id' },
};

function file(...header: string[]): LandingFile {
  return { path: 'data/orders.csv', hash: 'h', header, batches: async function* () {} };
}

describe('matchColumns', () => {
  it('maps header names to columns and keeps the rest as written', () => {
    const match = matchColumns(file('note', 'Order ID', ' placed_at '), declared, source);
    expect(match.columns).toEqual(['note', 'id', 'placed_at']);
    expect(match.unknown).toEqual([]);
    expect(match.diagnostics).toEqual([]);
  });

  it('tells unknown columns apart', () => {
    expect(matchColumns(file('Order ID', 'placed_at', 'campaign'), declared, source).unknown).toEqual(['campaign']);
  });

  it('names file and column when a required column is missing, and what it may have been renamed to', () => {
    const { diagnostics } = matchColumns(file('Order ID', 'place_at'), declared, source);
    expect(diagnostics).toMatchObject([
      {
        code: 'TSDBT_LANDING_COLUMNS',
        severity: 'error',
        message: 'the required column "placed_at" is missing; the file has "Order ID", "place_at"',
        hint: 'Did the vendor rename it to "place_at"? Then map it under external: header:.',
        location: { file: 'data/orders.csv', line: 1, column: 1 },
      },
    ]);
  });

  it('names the header as the file writes it when a mapped column is missing', () => {
    const { diagnostics } = matchColumns(file('placed_at'), declared, source);
    expect(diagnostics[0].message).toBe(
      'the required column "Order ID" (column "id") is missing; the file has "placed_at"',
    );
  });

  it('refuses blank, repeated and reserved names, all at once', () => {
    const { diagnostics } = matchColumns(
      file('Order ID', 'placed_at', '', 'Note', 'note', '_batch_id'),
      declared,
      source,
    );
    expect(diagnostics.map((diagnostic) => diagnostic.message)).toEqual([
      'field 3 of the header has no name',
      'the column "note" comes twice',
      'the name "_batch_id" is one that landing fills itself',
    ]);
  });
});
