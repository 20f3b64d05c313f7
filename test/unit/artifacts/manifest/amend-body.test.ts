import { describe, expect, it } from 'vitest';
import { amendedBody, findNode } from '../../../../core/artifacts/manifest/amend-body.js';

const bodyOf = (nodes: object, rest: object = {}) =>
  Buffer.from(`, "nodes": ${JSON.stringify(nodes).replaceAll('":', '": ')}, ${JSON.stringify(rest).slice(1)}`);

describe('a model in the body of a manifest', () => {
  it('ends where its dict does, whatever brackets and quotes its texts hold', () => {
    const model = { unique_id: 'model.p.a', raw_code: 'select \'}\', "{{", \\ "é" }', config: { meta: { b: {} } } };
    const body = bodyOf({ 'model.p.ä': { unique_id: 'model.p.ä' }, 'model.p.a': model, 'model.p.b': {} });
    expect(findNode(body, 'model.p.a')?.dict).toEqual(model);
    expect(findNode(body, 'model.p.ä')?.dict).toEqual({ unique_id: 'model.p.ä' });
  });

  it('is none when it is not there, when its id is a key twice, or when the dict is of something else', () => {
    const named = { unique_id: 'model.p.a' };
    expect(findNode(bodyOf({ 'model.p.b': named }), 'model.p.a')).toBeNull();
    expect(findNode(bodyOf({ 'model.p.a': named, b: { meta: { 'model.p.a': named } } }), 'model.p.a')).toBeNull();
    expect(findNode(bodyOf({ b: { meta: { 'model.p.a': { x: 1 } } } }), 'model.p.a')).toBeNull();
    expect(findNode(bodyOf({}, { disabled: { 'model.p.a': [named] } }), 'model.p.a')).toBeNull();
  });

  it('is replaced with all around it left alone, in whatever order models are given', () => {
    const pieces = amendedBody(Buffer.from('0123456789'), [
      [{ start: 6, end: 8 }, 'second'],
      [{ start: 1, end: 3 }, 'first'],
    ]);
    expect(pieces.map((piece) => Buffer.from(piece).toString()).join('')).toBe('0first345second89');
  });
});
