import { expect, it } from 'vitest';
import { createTurns } from '../../../../adapters/sqlite/driver/turns.js';

it('sends readers elsewhere for a while after one that took long', () => {
  let time = 0;
  const turns = createTurns(4, () => time);
  expect(turns.isWorthwhile()).toBe(true);
  const end = turns.begin();
  time = 101;
  end();
  const next = Array.from({ length: 20 }, () => turns.isWorthwhile());
  expect(next).toEqual([...Array(19).fill(false), true]);
});

it('goes on after brief turns, and always where nothing else can happen meanwhile', () => {
  let time = 0;
  const [turns, alone] = [createTurns(4, () => time), createTurns(1, () => time)];
  const ends = [turns.begin(), alone.begin()];
  time = 99;
  ends[0]!();
  expect(turns.isWorthwhile()).toBe(true);
  time = 5000;
  ends[1]!();
  alone.missed();
  expect(alone.isWorthwhile()).toBe(true);
});
