/** The order of plans of random projects, beside what the words say it is. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { planRun } from '../../../../core/plan/plan-run.js';
import type { RunOptions } from '../../../../core/plan/run-plan.js';
import type { GraphNode } from '../../../../core/resources/node.js';
import { manifestOf, modelNode, otherNode } from '../../../support/manifest.js';

const options = { threads: 1, loadSources: false, storeFailures: false } as RunOptions;

interface Drawn {
  /** For each model the models before it that it is made from, and whether it is planned. */
  readonly models: readonly { readonly parents: readonly number[]; readonly isPlanned: boolean }[];
  /** For each test the models that it reads. */
  readonly tests: readonly (readonly number[])[];
}

const drawn = fc.integer({ min: 1, max: 14 }).chain((count) =>
  fc.record<Drawn>({
    models: fc.tuple(
      ...Array.from({ length: count }, (_, number) =>
        fc.record({
          parents: number === 0 ? fc.constant([]) : fc.uniqueArray(fc.nat(number - 1), { maxLength: 3 }),
          isPlanned: fc.boolean(),
        }),
      ),
    ),
    // More than are answered by one pass.
    tests: fc.array(fc.uniqueArray(fc.nat(count - 1), { minLength: 1, maxLength: 4 }), { maxLength: 80 }),
  }),
);

const modelId = (number: number) => `model.shop.m${number}`;
const testId = (number: number) => `test.shop.t${number}`;

function nodesOf({ models, tests }: Drawn): GraphNode[] {
  const dependsOn = (parents: readonly number[]) => ({ nodes: parents.map(modelId), macros: [] });
  return [
    ...models.map(({ parents }, number) => modelNode(`m${number}`, { dependsOn: dependsOn(parents) })),
    ...tests.map((parents, number) => otherNode('test', `t${number}`, { dependsOn: dependsOn(parents) })),
  ];
}

/** For each planned model what it waits for, by the definition. */
function definedWaits({ models, tests }: Drawn): Map<string, Set<string>> {
  const above = models.map(() => new Set<number>());
  const nearest = models.map(() => new Set<number>());
  models.forEach(({ parents }, number) => {
    for (const parent of parents) {
      for (const one of [parent, ...above[parent]!]) above[number]!.add(one);
      for (const one of models[parent]!.isPlanned ? [parent] : nearest[parent]!) nearest[number]!.add(one);
    }
  });
  const waits = new Map<string, Set<string>>();
  models.forEach(({ isPlanned }, number) => {
    if (isPlanned) waits.set(modelId(number), new Set([...nearest[number]!].map(modelId)));
  });
  tests.forEach((read, test) => {
    const isBelowAll = (number: number) => read.every((one) => above[number]!.has(one));
    // A test of one model holds back all that wait for it; one of several only those that do not wait for each other.
    const isNearest = (number: number) =>
      read.length > 1
        ? isBelowAll(number) && ![...nearest[number]!].some(isBelowAll)
        : wayWithoutPlanned(read[0]!, number, models);
    models.forEach(({ isPlanned }, number) => {
      if (isPlanned && isNearest(number)) waits.get(modelId(number))!.add(testId(test));
    });
  });
  return waits;
}

function wayWithoutPlanned(from: number, to: number, models: Drawn['models']): boolean {
  return models[to]!.parents.some(
    (parent) => parent === from || (!models[parent]!.isPlanned && wayWithoutPlanned(from, parent, models)),
  );
}

it('waits for the nearest planned nodes above, and for the tests of what a node is made from', () => {
  fc.assert(
    fc.property(drawn, (project) => {
      const nodes = nodesOf(project);
      const isChosen = (_: GraphNode, number: number) => project.models[number]?.isPlanned ?? true;
      const ids = new Set(nodes.filter(isChosen).map(({ uniqueId }) => uniqueId));
      const plan = planRun(manifestOf(nodes), { ids }, 'build', options);
      const wanted = definedWaits(project);
      for (const [id, waits] of wanted) {
        const { waitsFor } = plan.nodes.get(id)!;
        expect(new Set(waitsFor), id).toEqual(waits);
        expect(waitsFor.length, id).toBe(waits.size);
        const tests = waitsFor.filter((one) => one.startsWith('test.'));
        expect(waitsFor.slice(-tests.length || waitsFor.length)).toEqual(tests.length === 0 ? [] : tests);
        expect(tests).toEqual([...tests].sort((a, b) => Number(a.slice(11)) - Number(b.slice(11))));
      }
      for (const { node, waitsFor, depth } of plan.nodes.values()) {
        const behind = [...plan.nodes.values()].filter((other) => other.waitsFor.includes(node.uniqueId));
        expect(depth).toBe(Math.max(0, ...behind.map((other) => other.depth + 1)));
        if (node.resourceType === 'test') {
          const read = project.tests[Number(node.name.slice(1))]!;
          expect(new Set(waitsFor)).toEqual(new Set(read.flatMap((one) => nearestPlanned(one, project.models))));
        }
      }
    }),
    { numRuns: 150 },
  );
});

/** The model itself when it is planned, else what stands for it. */
function nearestPlanned(number: number, models: Drawn['models']): string[] {
  const { isPlanned, parents } = models[number]!;
  return isPlanned ? [modelId(number)] : parents.flatMap((parent) => nearestPlanned(parent, models));
}
