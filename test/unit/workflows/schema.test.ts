import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';
import { parseAction } from '@actions/workflow-parser/actions/action-parser';
import { describe, expect, it } from 'vitest';

const root = resolve(import.meta.dirname, '../../..');
const trace = new NoOperationTraceWriter();
const textOf = (path: string) => readFileSync(join(root, path), 'utf8');

/** What GitHub's own parser says of a workflow. */
async function workflowErrors(content: string): Promise<string[]> {
  const { context, value } = parseWorkflow({ name: 'tsdbt.yml', content }, trace);
  if (value !== undefined) await convertWorkflowTemplate(context, value);
  return context.errors.getErrors().map(({ message }) => message);
}

function actionErrors(content: string): string[] {
  return parseAction({ name: 'action.yml', content }, trace)
    .context.errors.getErrors()
    .map(({ message }) => message);
}

const WORKFLOW = 'project-template/common/.github/workflows/tsdbt.yml';

describe('the workflow of the templates', () => {
  it('is one that GitHub takes', async () => {
    const text = textOf(WORKFLOW);
    expect(await workflowErrors(text)).toEqual([]);
    // The parser does see mistakes: of keys, of contexts, of needs.
    expect(await workflowErrors(text.replace('runs-on:', 'run-on:'))).not.toEqual([]);
    expect(await workflowErrors(text.replace('matrix.postgres', 'matrx.postgres'))).not.toEqual([]);
    expect(await workflowErrors(text.replace('needs: build', 'needs: biuld'))).not.toEqual([]);
  });

  it('gives the right to write to the job alone that runs nothing of the change', () => {
    const text = textOf(WORKFLOW);
    expect(text).not.toContain('pull_request_target');
    expect(text).toContain('\npermissions:\n  contents: read\n');
    const [build, comment] = text.split('\n  comment:\n');
    expect(build).not.toContain(': write');
    expect(comment).not.toContain('actions/checkout');
    expect(comment).toContain('head.repo.full_name == github.repository');
  });
});

describe('the action', () => {
  it('is one that GitHub takes', () => {
    const text = textOf('action.yml');
    expect(actionErrors(text)).toEqual([]);
    expect(actionErrors(text.replace('using: composite', 'using: compose'))).not.toEqual([]);
    expect(actionErrors(text.replace('shell: bash', 'shel: bash'))).not.toEqual([]);
  });
});

describe.each([WORKFLOW, 'action.yml'])('%s', (path) => {
  it('never puts text of others into a script: expressions reach scripts as variables', () => {
    const scripts = [...textOf(path).matchAll(/^( *)run: \|?\n?((?:\1 .*\n|\n)*|.*\n)/gm)].map(([, , body]) => body);
    expect(scripts.length).toBeGreaterThan(3);
    expect(scripts.filter((script) => script.includes('${{'))).toEqual([]);
  });

  it('uses actions of GitHub alone, at major versions', () => {
    const used = [...textOf(path).matchAll(/uses: (\S+)/g)].map(([, name]) => name);
    expect(used.filter((name) => !/^actions\/[\w-]+@v\d+$/.test(name))).toEqual([]);
  });
});
