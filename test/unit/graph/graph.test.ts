import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../core/graph/build-graph.js';
import { depths, findCycles, topologicalOrder } from '../../../core/graph/topology.js';
import { ancestors, descendants } from '../../../core/graph/walk.js';

const graphOf = (edges: Record<string, string[]>) => buildGraph(new Map(Object.entries(edges)));

const diamond = graphOf({ d: ['b', 'c'], b: ['a'], c: ['a'], a: [], lone: [] });

describe('buildGraph', () => {
  it('inverts parents into children in the order of declaration', () => {
    expect(diamond.children.get('a')).toEqual(['b', 'c']);
    expect(diamond.children.get('d')).toEqual([]);
  });

  it('counts a repeated parent once and leaves out an undeclared one', () => {
    expect(graphOf({ a: [], b: ['a', 'a', 'ghost'] }).parents.get('b')).toEqual(['a']);
  });
});

describe('topology', () => {
  it('puts parents before children', () => {
    expect(topologicalOrder(diamond)).toEqual(['a', 'lone', 'b', 'c', 'd']);
  });

  it('measures depth along the longest way', () => {
    const graph = graphOf({ a: [], b: ['a'], c: ['a', 'b'] });
    expect(Object.fromEntries(depths(graph))).toEqual({ a: 0, b: 1, c: 2 });
  });

  it('finds no cycle where there is none', () => {
    expect(findCycles(diamond)).toEqual([]);
  });

  it('gives the path of a cycle from its first declared node back to it', () => {
    expect(findCycles(graphOf({ a: ['c'], b: ['a'], c: ['b'], tail: ['c'] }))).toEqual([['a', 'b', 'c', 'a']]);
  });

  it('finds a node that depends on itself, and separate knots separately', () => {
    expect(findCycles(graphOf({ x: ['x'], a: ['b'], b: ['a'] }))).toEqual([
      ['x', 'x'],
      ['a', 'b', 'a'],
    ]);
  });

  it('finds a cycle that is only reached through a node behind another one', () => {
    const cycles = findCycles(graphOf({ behind: ['p', 'q'], p: ['q'], q: ['p'] }));
    expect(cycles).toEqual([['p', 'q', 'p']]);
  });

  it('handles a chain of 100,000 nodes without recursion', () => {
    const chain = new Map(Array.from({ length: 100_000 }, (_, i) => [`n${i}`, i === 0 ? [] : [`n${i - 1}`]]));
    const graph = buildGraph(chain);
    expect(depths(graph).get('n99999')).toBe(99_999);
    expect(findCycles(graph)).toEqual([]);
    expect(descendants(graph, ['n0']).size).toBe(99_999);
  });
});

describe('walk', () => {
  it('reaches ancestors and descendants, bounded in steps', () => {
    expect([...ancestors(diamond, ['d'])].sort()).toEqual(['a', 'b', 'c']);
    expect([...ancestors(diamond, ['d'], 1)].sort()).toEqual(['b', 'c']);
    expect([...descendants(diamond, ['a'], 1)]).toEqual(['b', 'c']);
    expect([...descendants(diamond, ['a'], 0)]).toEqual([]);
  });
});
