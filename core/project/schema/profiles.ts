/** Schema of profiles.yml: profiles by name, each with outputs by target name. An output's own keys are its adapter's business. */
import * as v from 'valibot';
import { closed, described, mapping, mappingOf, open, optional, text } from './builders.js';

/** One profile. */
export const profileSchema = closed({
  target: described(optional(text()), 'The output that is used when --target is not given.'),
  outputs: described(mappingOf(mapping()), 'Connections by target name.'),
});

/** profiles.yml for editors: an output at least names its `type`. */
export const profilesFileSchema = v.record(
  v.string(),
  closed({
    target: described(optional(text()), 'The output that is used when --target is not given.'),
    outputs: described(
      mappingOf(
        open({
          type: described(text(), 'The adapter: sqlite, postgres.'),
          threads: described(optional(v.number('a number')), 'How many nodes run at the same time.'),
          schema: described(optional(text()), 'The schema that models are built in.'),
        }),
      ),
      'Connections by target name.',
    ),
  }),
  'a mapping of profiles',
);
