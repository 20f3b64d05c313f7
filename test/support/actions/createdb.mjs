/** Stands for PostgreSQL's own `createdb`, which the server of the tests does not bring along. */
import { Client } from 'pg';

const client = new Client();
await client.connect();
await client.query(`create database ${client.escapeIdentifier(process.argv[2])}`);
await client.end();
