import { describe, expect, it } from 'vitest';
import { renameProject } from '../../../cli/project-files/copy-template.js';

describe('renameProject', () => {
  it('renames the project where its name stands as such, and nowhere else', () => {
    const text = [
      'name: leads',
      "profile: 'leads'",
      'models:',
      '  leads:',
      '    leads_raw:',
      '      +tags: [leads]',
      'path: leads.sqlite',
    ].join('\n');
    expect(renameProject(text, 'leads', 'shop')).toBe(
      [
        'name: shop',
        "profile: 'shop'",
        'models:',
        '  shop:',
        '    leads_raw:',
        '      +tags: [leads]',
        'path: shop.sqlite',
      ].join('\n'),
    );
  });
});
