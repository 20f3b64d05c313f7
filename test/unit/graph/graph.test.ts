import { describe, expect, it } from 'vitest';
import { buildGraph } from '../../../core/graph/build-graph.js';
import { numbersOf, partOf, reversed, withEdges } from '../../../core/graph/edges.js';
import { childrenOf, neighboursById, parentsOf } from '../../../core/graph/ids.js';
import { FOUND, nearest, THROUGH, WALL } from '../../../core/graph/nearest.js';
import { depths, findCycles } from '../../../core/graph/topology.js';
import { reach, withAncestors, withDescendants } from '../../../core/graph/walk.js';

const graphOf = (edges: Record<string, string[]>) => buildGraph(new Map(Object.entries(edges)));
const edgesOf = (...neighbours: number[][]) => ({
  starts: Uint32Array.from([0, ...neighbours.map((_, number) => neighbours.slice(0, number + 1).flat().length)]),
  targets: Uint32Array.from(neighbours.flat()),
});

const diamond = graphOf({ d: ['b', 'c'], b: ['a'], c: ['a'], a: [], lone: [] });

describe('buildGraph', () => {
  it('inverts parents into children in the order of declaration', () => {
    expect(childrenOf(diamond, 'a')).toEqual(['b', 'c']);
    expect(childrenOf(diamond, 'd')).toEqual([]);
  });

  it('counts a repeated parent once and leaves out an undeclared one', () => {
    const graph = graphOf({ a: [], b: ['a', 'ghost', 'a'], c: ['a'] });
    expect([...neighboursById(graph, graph.parents)]).toEqual([
      ['a', []],
      ['b', ['a']],
      ['c', ['a']],
    ]);
  });

  it('knows no neighbours of what it does not know', () => {
    expect(parentsOf(diamond, 'ghost')).toEqual([]);
  });
});

describe('edges', () => {
  it('are walked the other way in the order of the nodes', () => {
    expect(reversed(edgesOf([2, 1], [], [1]))).toEqual(edgesOf([], [0, 2], [0]));
  });

  it('take further ones behind their own, in the order in which they come', () => {
    expect(withEdges(edgesOf([2], [], []), [1, 0, 1, 0], [2, 1, 0, 0])).toEqual(edgesOf([2, 1, 0], [2, 0], []));
  });

  it('of a part are those among its nodes, numbered in its order', () => {
    const { parents, children } = partOf(diamond, Int32Array.of(3, -1, 0, 2));
    expect(parents).toEqual(edgesOf([], [], [3], [0]));
    expect(children).toEqual(edgesOf([3], [], [], [2]));
  });

  it('of all nodes in their order are those of the graph', () => {
    expect(partOf(diamond, Int32Array.of(0, 1, 2, 3, 4)).parents).toBe(diamond.parents);
    expect(partOf(diamond, Int32Array.of(1, 0, 2, 3, 4)).parents).toEqual(edgesOf([3], [0, 2], [3], [], []));
  });
});

describe('numbersOf', () => {
  it('gives -1 for what the graph does not know', () => {
    expect(numbersOf(diamond, ['b', 'c', 'ghost', 'd', 'lone'], 5)).toEqual(Int32Array.of(1, 2, -1, 0, 4));
  });
});

describe('topology', () => {
  it('puts parents before children', () => {
    expect([...depths(diamond).keys()]).toEqual(['a', 'lone', 'b', 'c', 'd']);
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
    expect(withDescendants(graph, ['n0']).length).toBe(100_000);
    const kinds = Uint8Array.from(graph.ids, (_, number) => (number === 0 ? FOUND : THROUGH));
    const found: number[] = [];
    nearest(graph.parents, kinds)(99_999, found);
    expect(found).toEqual([0]);
  });
});

describe('walk', () => {
  it('reaches what lies above or below, bounded in steps, the start only when reached', () => {
    const number = (id: string) => diamond.numbers.get(id)!;
    const reached = (edges: 'parents' | 'children', from: string, steps: number | null) =>
      diamond.ids.filter((id) => reach(diamond[edges], [number(from)], steps)[number(id)] === 1);
    expect(reached('parents', 'd', null)).toEqual(['b', 'c', 'a']);
    expect(reached('parents', 'd', 1)).toEqual(['b', 'c']);
    expect(reached('children', 'a', 1)).toEqual(['b', 'c']);
    expect(reached('children', 'a', 0)).toEqual([]);
    const knot = graphOf({ a: ['b'], b: ['a'] });
    expect([...reach(knot.parents, [0], null)]).toEqual([1, 1]);
  });

  it('gives ids with all above or below, nearest first', () => {
    expect(withAncestors(diamond, ['lone', 'd', 'ghost', 'd'])).toEqual(['lone', 'd', 'ghost', 'b', 'c', 'a']);
    expect(withDescendants(diamond, ['a'])).toEqual(['a', 'b', 'c', 'd']);
  });
});

describe('nearest', () => {
  const collect = (edges: ReturnType<typeof edgesOf>, kinds: number[], from: number) => {
    const found: number[] = [];
    nearest(edges, Uint8Array.from(kinds))(from, found);
    return found;
  };

  it('ends a way at what is found and at a wall, and names each once in the order of the edges', () => {
    const edges = edgesOf([1, 2, 3], [4, 5], [6], [5, 4], [], [], []);
    expect(collect(edges, [THROUGH, THROUGH, WALL, THROUGH, FOUND, FOUND, FOUND], 0)).toEqual([4, 5]);
    expect(collect(edges, [FOUND, FOUND, THROUGH, THROUGH, FOUND, FOUND, FOUND], 0)).toEqual([1, 6, 5, 4]);
  });

  it('adds to a list whatever stands in it', () => {
    const found = [1];
    nearest(edgesOf([1], []), Uint8Array.of(THROUGH, FOUND))(0, found);
    expect(found).toEqual([1, 1]);
  });

  it('ends on ways that turn in a circle', () => {
    expect(collect(edgesOf([1], [2, 3], [1], []), [THROUGH, THROUGH, THROUGH, FOUND], 0)).toEqual([3]);
  });
});
