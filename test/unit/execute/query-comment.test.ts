import { describe, expect, it } from 'vitest';
import type { NodeRuntime } from '../../../core/compile/node-runtime.js';
import type { TsdbtError } from '../../../core/diagnostics/error.js';
import { queryComment, withComment } from '../../../core/execute/session/query-comment.js';
import type { ProjectConfig } from '../../../core/project/project-config.js';
import { plainText } from '../../../core/template/source-map.js';
import type { Scope } from '../../../core/template/template.js';
import { shopConfig } from '../../support/execute/shop-config.js';
import { modelNode } from '../../support/manifest.js';

function runtime(queryComment_: ProjectConfig['queryComment'], names: { profileName?: string } = {}): NodeRuntime {
  return {
    project: shopConfig({ queryComment: queryComment_ }),
    invocation: { toolVersion: '0.1.0' },
    target: { profileName: 'shop', targetName: 'dev', ...names },
    environment: { compile: ({ text }: { text: string }) => ({ render: async () => plainText(text) }) },
  } as unknown as NodeRuntime;
}

const scope = (): Scope => ({ packageName: 'shop', lookup: () => undefined });
const of = (configured: ProjectConfig['queryComment']) => queryComment(runtime(configured), modelNode('a'), scope);

describe('query comment', () => {
  it('names the node, the profile and the target unless the project says something else', async () => {
    expect(await of(undefined)).toEqual({
      text: '{"app": "tsdbt", "tsdbt_version": "0.1.0", "profile_name": "shop", "target_name": "dev", "node_id": "model.shop.a"}',
      append: false,
    });
    const connection = await queryComment(runtime(undefined), null, scope);
    expect(connection?.text).toContain('"connection_name": "master"');
  });

  it('takes the text of the project, and none when it is switched off or empty', async () => {
    expect(await of({ comment: 'run by {{ x }}', append: true })).toEqual({ text: 'run by {{ x }}', append: true });
    expect(await of({ comment: null, append: false })).toBeNull();
    expect(await of({ comment: '  ', append: false })).toBeNull();
  });

  it('refuses a text that would end the comment, and writes names so that they cannot', async () => {
    const error = await of({ comment: '*/ drop table x; /*', append: false }).catch((thrown: unknown) => thrown);
    expect((error as TsdbtError).diagnostics[0]).toMatchObject({ code: 'TSDBT_QUERY_COMMENT_INVALID' });
    const hostile = await queryComment(runtime(undefined, { profileName: 'a*/*b' }), null, scope);
    expect(hostile?.text).not.toMatch(/\*\/|\/\*/);
    expect(JSON.parse(hostile?.text ?? '')).toMatchObject({ profile_name: 'a*/*b' });
  });

  it('refuses a text that opens a comment, which would swallow the statement where comments nest', async () => {
    const error = await of({ comment: 'builds models/*.sql', append: false }).catch((thrown: unknown) => thrown);
    expect((error as TsdbtError).diagnostics[0]).toMatchObject({ code: 'TSDBT_QUERY_COMMENT_INVALID' });
  });

  it('stands before the statement, or after it without its semicolon', () => {
    expect(withComment('select 1', { text: 'c', append: false })).toEqual({ sql: '/* c */\nselect 1', offset: 8 });
    expect(withComment('select 1; ', { text: 'c', append: true })).toEqual({ sql: 'select 1\n/* c */', offset: 0 });
    expect(withComment('select 1', null)).toEqual({ sql: 'select 1', offset: 0 });
  });
});
