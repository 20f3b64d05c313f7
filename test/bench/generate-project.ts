/**
 * Writes a project of any size, the same for the same size: a tenth of staging models, six tenths of intermediate ones in four
 * levels, the rest marts; one to three references each, one in five with a macro, a loop or an if, two tests each.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { PostgresServer } from '../support/postgres.js';

export interface GeneratedModel {
  readonly name: string;
  /** Relative to the project. */
  readonly path: string;
  readonly sql: string;
  readonly parents: readonly string[];
}

export interface GeneratedProject {
  readonly models: readonly GeneratedModel[];
  /** A model that nothing reads. */
  readonly leaf: GeneratedModel;
}

const LEVELS = 6;
const PER_FILE = 100;

/** A database to which the target `pg` leads. */
export interface GeneratedTarget extends PostgresServer {
  readonly dbname: string;
}

/** Writes `size` models and their YAML below a folder. Its target is a SQLite file beside them; another one is `pg`, if given. */
export function generateProject(
  folder: string,
  size: number,
  postgres: GeneratedTarget | null = null,
): GeneratedProject {
  const random = createRandom(size);
  const levels: GeneratedModel[][] = Array.from({ length: LEVELS }, () => []);
  for (let index = 0; index < size; index++) {
    const level = levelOf(index / size);
    levels[level].push(makeModel(index, level, { levels, random }));
  }
  const models = levels.flat();
  const files: Record<string, string> = { ...projectFiles(postgres) };
  for (const { path, sql } of models) files[path] = sql;
  for (let start = 0; start < models.length; start += PER_FILE) {
    files[`models/schema_${start / PER_FILE}.yml`] = propertiesOf(models.slice(start, start + PER_FILE));
  }
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const read = new Set(models.flatMap(({ parents }) => parents));
  const leaf = models.findLast(({ name }) => !read.has(name));
  if (leaf === undefined) throw new Error('A project needs a model.');
  return { models, leaf };
}

/** Staging, four levels between, marts. */
function levelOf(share: number): number {
  if (share < 0.1) return 0;
  return share >= 0.7 ? LEVELS - 1 : 1 + Math.min(3, Math.floor((share - 0.1) / 0.15));
}

interface Growth {
  readonly levels: readonly (readonly GeneratedModel[])[];
  readonly random: (below: number) => number;
}

function makeModel(index: number, level: number, { levels, random }: Growth): GeneratedModel {
  const folder = level === 0 ? 'staging' : level === LEVELS - 1 ? 'marts' : 'intermediate';
  const name = `${{ staging: 'stg', marts: 'mart', intermediate: 'int' }[folder]}_${index}`;
  const path = `models/${folder}/${name}.sql`;
  if (level === 0) {
    return { name, path, parents: [], sql: `select ${index} as id, 'n${index}' as name, ${index % 7} as amount\n` };
  }
  const above = level === LEVELS - 1 ? levels.slice(1, LEVELS - 1).flat() : levels[level - 1];
  const parents = [...new Set(Array.from({ length: 1 + random(3) }, () => above[random(above.length)].name))];
  const parts = parents.map((parent) => `select id, name, ${amount(random)} as amount from {{ ref('${parent}') }}`);
  const sql = `select id, name, max(amount) as amount from (\n${parts.join('\nunion all\n')}\n) as rows_above group by id, name\n`;
  return { name, path, parents, sql };
}

function amount(random: Growth['random']): string {
  if (random(5) > 0) return 'amount';
  return [
    "{{ plus_one('amount') }}",
    '{% for step in [1, 2, 3] %}{{ step }} + {% endfor %}amount',
    "{% if target.type == 'sqlite' %}amount * 2{% else %}amount{% endif %}",
  ][random(3)];
}

function propertiesOf(models: readonly GeneratedModel[]): string {
  const entries = models.map(
    ({ name }) => `  - name: ${name}
    description: The model ${name}
    columns:
      - name: id
        description: What tells rows apart
        data_tests: [not_null]
      - name: name
        description: A name
        data_tests: [not_null]
`,
  );
  return `version: 2\nmodels:\n${entries.join('')}`;
}

function projectFiles(postgres: GeneratedTarget | null): Record<string, string> {
  const outputs = {
    dev: { type: 'sqlite', path: 'bench.sqlite' },
    ...(postgres === null ? {} : { pg: { type: 'postgres', ...postgres, schema: 'bench', threads: 4 } }),
  };
  return {
    'dbt_project.yml': "name: bench\nversion: '1.0'\nprofile: bench\n",
    'profiles.yml': `${JSON.stringify({ bench: { target: 'dev', outputs } })}\n`,
    'macros/plus_one.sql': '{% macro plus_one(column) %}({{ column }} + 1){% endmacro %}\n',
  };
}

/** Whole numbers below a limit, from a linear congruence. */
function createRandom(seed: number): (below: number) => number {
  let state = seed + 42;
  return (below) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state % below;
  };
}
