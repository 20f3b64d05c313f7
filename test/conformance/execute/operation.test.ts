import { expect, it } from 'vitest';
import type { Session } from '../../../core/adapter/database.js';
import type { NodeRuntime } from '../../../core/compile/node-runtime.js';
import type { ExecuteDeps } from '../../../core/execute/execute-deps.js';
import { nodeCompiler } from '../../../core/execute/node/node-compiler.js';
import { type Operation, runOperation } from '../../../core/execute/run-operation.js';
import type { JsonObject } from '../../../core/resources/json.js';
import { type AdapterUnderTest, forEachAdapter } from '../support.js';

const place = { file: 'macros/vacuum.sql', line: 1, column: 1 };

function runMacroOn(under: AdapterUnderTest, environment: object, operation: Operation) {
  const deps = {
    environment,
    project: { name: 'shop', queryComment: undefined },
    target: { profileName: 'shop', targetName: 'dev', credentials: under.credentials, profilesFile: null },
    adapter: under.adapter,
    database: async () => under.database,
    invocation: { id: 'invocation', toolVersion: '0.0.0' },
  } as unknown as ExecuteDeps;
  const options = { sink: () => {}, signal: new AbortController().signal };
  const compiler = {
    ...nodeCompiler,
    scope: (_: unknown, { session }: NodeRuntime) => ({ packageName: 'shop', lookup: () => undefined, session }),
  };
  return runOperation(operation, deps, options, compiler);
}

forEachAdapter('operations', (under) => {
  const operation = async (macro: string, args: JsonObject = {}) => {
    const log: string[] = [];
    const environment = {
      macros: [{ name: 'vacuum_all', packageName: 'shop' }],
      findMacro: (name: string) => (name === 'vacuum_all' ? { name, block: { location: place } } : null),
      callMacro: async (
        _: unknown,
        { kwargs }: { kwargs: ReadonlyMap<string, string> },
        scope: { session: () => Promise<Session> },
      ) => {
        const session = await scope.session();
        const { rows } = await session.execute(kwargs.get('sql') ?? 'select 1');
        log.push(String(rows[0]?.[0]));
      },
    };
    const result = await runMacroOn(under, environment, { macro, args });
    return { ...result, log };
  };
  it('calls a macro with arguments by name', async () => {
    expect(await operation('vacuum_all', { sql: "select 'done'" })).toEqual({
      isKnown: true,
      diagnostics: [],
      log: ['done'],
    });
  });

  it('says what is meant when there is no such macro, and where a failing one stands', async () => {
    expect(await operation('vacum_all')).toMatchObject({
      isKnown: false,
      diagnostics: [{ code: 'TSDBT_MACRO_MISSING', hint: "Did you mean 'vacuum_all'?" }],
    });
    expect(await operation('vacuum_all', { sql: 'select nothing_here' })).toMatchObject({
      isKnown: true,
      diagnostics: [{ code: 'TSDBT_DATABASE_ERROR', location: place }],
    });
  });
});
