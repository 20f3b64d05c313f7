/** Takes the steps of a random walk on a real project and database, and checks after each what must stand. */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { runBuilt, TsdbtError } from './built.js';
import { checkWorld, stands } from './check-world.js';
import type { WalkDatabase } from './database.js';
import { faultWatch } from './faults.js';
import type { KilledRuns } from './killed-run.js';
import {
  type Build,
  predictRun,
  type RunSettings,
  rowsOf,
  type Standing,
  viewsOn,
  type WalkNode,
  type World,
  withoutRelations,
} from './model.js';
import type { Fault, WalkStep } from './steps.js';

export interface Walk {
  readonly folder: string;
  readonly database: WalkDatabase;
  readonly killed: KilledRuns;
  /** Told of each step before it is taken. */
  readonly onStep: (step: WalkStep, index: number) => void;
}

/** Takes the steps one after the other; a step that makes no sense in the world as it is changes nothing. */
export async function takeWalk(walk: Walk, steps: readonly WalkStep[]): Promise<void> {
  await walk.database.run('create table src (id int, v int, rev text)');
  let world: World = { nodes: [], source: [], standing: new Map(), ledger: new Map(), foreignViews: new Map() };
  for (const [index, step] of steps.entries()) {
    walk.onStep(step, index);
    world = await takeStep(walk, world, { step, rev: `r${index}` });
    await checkWorld(walk.database, world);
  }
}

async function takeStep(walk: Walk, world: World, { step, rev }: { step: WalkStep; rev: string }): Promise<World> {
  const { database } = walk;
  switch (step.do) {
    case 'edit':
      return edit(walk, world, nodeOf(world, step, rev));
    case 'remove':
      return remove(walk, world, `m${step.node}`);
    case 'add row': {
      const row = { id: step.id, v: step.v, rev };
      await database.run(`insert into src values (${step.id ?? 'null'}, ${step.v}, '${rev}')`);
      return { ...world, source: [...world.source, row] };
    }
    case 'delete row':
      await database.run(`delete from src where id ${step.id === null ? 'is null' : `= ${step.id}`}`);
      return { ...world, source: world.source.filter(({ id }) => id !== step.id) };
    case 'run':
      return runWhole(walk, world, step.settings);
    case 'disturbed run':
      return runDisturbed(walk, world, step);
    case 'view on top':
      return viewOnTop(walk, world, `m${step.node}`);
    case 'drop':
      return world.standing.has(`m${step.node}`) ? drop(walk, world, `m${step.node}`) : world;
    case 'block':
      return world.standing.has(`m${step.node}`) ? block(walk, world, `m${step.node}`, step.kind) : world;
  }
}

/** The node as it is after an edit; its parent comes before it. */
function nodeOf(world: World, step: WalkStep & { do: 'edit' }, rev: string): WalkNode {
  const earlier = world.nodes.filter(({ name }) => name < `m${step.node}`).map(({ name }) => name);
  const parent = ['src', ...earlier][step.parent % (earlier.length + 1)];
  const { build, add, skip, hasX } = step;
  return { name: `m${step.node}`, parent, build, add, skip, hasX, rev };
}

function edit({ folder }: Walk, world: World, node: WalkNode): World {
  const { name, parent, build, add, skip, hasX, rev } = node;
  const from = parent === 'src' ? "source('raw', 'src')" : `ref('${parent}')`;
  const columns = `id, v + ${add} as v, cast('${rev}' as text) as rev${hasX ? ', 1 as x' : ''}`;
  const sql = `{{ config(${configOf(build)}) }}\nselect ${columns} from {{ ${from} }} where v % 5 <> ${skip}\n`;
  writeFileSync(join(folder, 'models', `${name}.sql`), sql);
  const others = world.nodes.filter((other) => other.name !== name);
  return { ...world, nodes: [...others, node].sort((a, b) => (a.name < b.name ? -1 : 1)) };
}

function configOf(build: Build): string {
  if (build.as !== 'incremental') return `materialized='${build.as}'`;
  const key = build.strategy === 'append' ? '' : ", unique_key='id'";
  const strategy = `incremental_strategy='${build.strategy}', on_schema_change='${build.onSchemaChange}'`;
  return `materialized='incremental', ${strategy}${key}`;
}

function remove({ folder }: Walk, world: World, name: string): World {
  const isKnown = world.nodes.some((node) => node.name === name);
  if (!isKnown || world.nodes.some((node) => node.parent === name)) return world;
  rmSync(join(folder, 'models', `${name}.sql`));
  return { ...world, nodes: world.nodes.filter((node) => node.name !== name) };
}

async function viewOnTop({ database }: Walk, world: World, name: string): Promise<World> {
  const view = `fv_${name}`;
  if (rowsOf(world, name) === null || world.foreignViews.has(view)) return world;
  await database.run(`create view ${view} as select id, v from ${name}`);
  return { ...world, foreignViews: new Map(world.foreignViews).set(view, name) };
}

async function drop({ database }: Walk, world: World, name: string): Promise<World> {
  const kind = world.standing.get(name)?.kind;
  await database.run(`drop ${kind} ${name}${database.dropsViews ? ' cascade' : ''}`);
  return withoutRelations(world, [name, ...(database.dropsViews ? viewsOn(world, name) : [])]);
}

/** Somebody puts something of their own where the node's relation was. */
async function block(walk: Walk, world: World, name: string, kind: 'table' | 'view'): Promise<World> {
  const without = await drop(walk, world, name);
  const rows = [{ id: 77, v: 77, rev: 'foreign' }];
  const columns = "cast(77 as int) as id, 77 + 0 as v, cast('foreign' as text) as rev";
  await walk.database.run(`create ${kind} ${name} as select ${columns}`);
  const standing: Standing = kind === 'table' ? { kind, rows, hasX: false } : { kind, definition: rows };
  return { ...without, standing: new Map(without.standing).set(name, standing) };
}

async function runWhole({ folder }: Walk, world: World, settings: RunSettings): Promise<World> {
  if (world.nodes.length === 0) return world;
  const predicted = predictRun(world, settings);
  const { results } = await runBuilt(folder, { settings });
  const statuses = [...results.values()].map(({ node, status }) => [node.name, status] as const).sort();
  const said = [...results.values()].flatMap(({ diagnostics }) => diagnostics.map(({ message }) => message));
  expect(statuses, said.join('\n')).toEqual([...predicted.statuses].sort());
  return predicted.world;
}

/** After a fault each relation is the old one or the new one, and what the run said of a node is true. */
async function runDisturbed(walk: Walk, world: World, step: WalkStep & { do: 'disturbed run' }): Promise<World> {
  if (world.nodes.length === 0) return world;
  const said = await disturb(walk, step.settings, step.fault);
  const predicted = predictRun(world, step.settings).world;
  const found = await walk.database.relations();
  let after = world;
  for (const { name } of world.nodes) {
    const isOld = await stands(walk.database, found, { name, standing: world.standing.get(name) });
    const isNew = await stands(walk.database, found, { name, standing: predicted.standing.get(name) });
    const status = said?.get(name) ?? 'unknown';
    expect({ name, status, isOld, isNew }).toSatisfy(
      () => (isOld || isNew) && (status !== 'success' || isNew) && (['success', 'unknown'].includes(status) || isOld),
    );
    if (status === 'success' || (status === 'unknown' && isNew)) after = takeOver(after, predicted, name);
  }
  return after;
}

/** Runs with the fault; answers what became of each node, or null when the process did not live to say it. */
async function disturb(
  { folder, killed, database }: Walk,
  settings: RunSettings,
  fault: Fault,
): Promise<ReadonlyMap<string, string> | null> {
  if (fault.kind === 'kill') {
    await killed.run({ folder, settings, fault });
    await database.settle();
    return null;
  }
  const cancelling = new AbortController();
  const watch = faultWatch(fault, () => cancelling.abort());
  const finished = await runBuilt(folder, { settings, watch, signal: cancelling.signal }).catch((error: unknown) => {
    // The connection was lost before the first node: the run says so as a whole.
    if (error instanceof TsdbtError) return null;
    throw error;
  });
  if (finished === null) return new Map();
  return new Map([...finished.results.values()].map(({ node, status }) => [node.name, status]));
}

function takeOver(world: World, predicted: World, name: string): World {
  const take = <T>(to: ReadonlyMap<string, T>, from: ReadonlyMap<string, T>): ReadonlyMap<string, T> => {
    const value = from.get(name);
    return value === undefined ? to : new Map(to).set(name, value);
  };
  return { ...world, standing: take(world.standing, predicted.standing), ledger: take(world.ledger, predicted.ledger) };
}
