/** The sessions that the manual shows, by the name of their picture. Literal. */
import type { Session, Step } from './record.js';
import { shortenReport } from './shorten.js';

const model = 'models/marts/customers_by_country.sql';
const built: Step = { kind: 'run', line: 'tsdbt build', quietly: true };
const newColumn = {
  kind: 'edit',
  file: model,
  from: 'count(*) as customers',
  to: 'count(*) as customers, min(signed_up) as since',
} as const;

/** The library in a few lines. */
const program = `import { build, loadProject, query } from 'tsdbt';
import { adapters } from 'tsdbt/adapters';

const project = await loadProject(new URL('.', import.meta.url), { adapters });
const run = build(project, { select: ['+customers_by_country'] });
for await (const event of run) {
  if (event.kind === 'node-finished') console.log(event.result.status, event.node.name);
}
const { rows } = await query(project, "select * from {{ ref('customers_by_country') }} order by country");
console.log(rows);
`;

export const sessions: Readonly<Record<string, Session>> = {
  build: {
    title: 'tsdbt build on the leads template, in a terminal',
    template: 'leads',
    steps: [{ kind: 'run', line: 'tsdbt build', shorten: shortenReport }],
  },
  'failing-test': {
    title: 'A test that fails, with its rows',
    template: 'starter',
    steps: [
      { kind: 'edit', file: 'seeds/raw_customers.csv', from: '2,Grace', to: '1,Grace' },
      { kind: 'run', line: 'tsdbt build', shorten: shortenReport },
    ],
  },
  plan: {
    title: 'tsdbt plan: what a build would do',
    template: 'starter',
    steps: [built, newColumn, { kind: 'run', line: 'tsdbt plan' }],
  },
  diff: {
    title: 'tsdbt diff: what a build would change in the rows',
    template: 'starter',
    steps: [
      built,
      {
        kind: 'edit',
        file: model,
        from: 'group by country',
        to: "where country <> 'NL'\ngroup by country",
        quietly: true,
      },
      { kind: 'run', line: 'tsdbt diff --select customers_by_country' },
    ],
  },
  watch: {
    title: 'tsdbt watch: a model is built as it is saved',
    template: 'starter',
    steps: [built, { kind: 'watch', line: 'tsdbt watch', edits: [newColumn] }],
  },
  ls: {
    title: 'tsdbt ls: what a selection holds',
    template: 'leads',
    steps: [
      { kind: 'run', line: 'tsdbt ls --select +rpt_lead_quality --resource-type model' },
      { kind: 'run', line: 'tsdbt ls --select 1+fct_leads --resource-type model --output path' },
    ],
  },
  report: {
    title: 'tsdbt report: what a change does to the tables of its base',
    template: 'starter',
    steps: [
      { kind: 'run', line: 'cp -R . ../main', quietly: true },
      { kind: 'run', line: 'cd ../main && tsdbt build', quietly: true },
      { ...newColumn, quietly: true },
      built,
      { kind: 'run', line: 'tsdbt report --base ../main' },
    ],
  },
  show: {
    title: 'tsdbt show: the first rows of a model, and of a query',
    template: 'starter',
    steps: [
      built,
      { kind: 'run', line: 'tsdbt show --select customers_by_country' },
      {
        kind: 'run',
        line: `tsdbt show --inline "select max(signed_up) as newest from {{ ref('stg_customers') }}" --output csv`,
      },
    ],
  },
  retry: {
    title: 'tsdbt retry: what failed is run again, the rest is not',
    template: 'starter',
    steps: [
      { kind: 'edit', file: model, from: 'count(*)', to: 'count(*', quietly: true },
      built,
      { kind: 'edit', file: model, from: 'count(*', to: 'count(*)' },
      { kind: 'run', line: 'tsdbt retry' },
    ],
  },
  library: {
    title: "tsdbt in a program of one's own",
    template: 'starter',
    steps: [
      { kind: 'install' },
      { kind: 'run', line: `cat > build.mjs <<'END'\n${program}END\n`, quietly: true },
      { kind: 'run', line: 'cat build.mjs' },
      { kind: 'run', line: 'node build.mjs' },
    ],
  },
};
