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
};
