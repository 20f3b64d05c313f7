/** knex and pg, in a file of their own: nothing but the opening of a database imports it, and that when it is asked for. */
import knex from 'knex';
import pg from 'pg';

export interface Libraries {
  readonly createKnex: typeof knex.knex;
  readonly Client: typeof pg.Client;
}

export const libraries: Libraries = { createKnex: knex.knex, Client: pg.Client };
