/** Python's range: its items are counted, never stored. */

import { type HashKey, TemplateObject, type Value } from '../value.js';
import { isInt, smallIntOf } from './numbers.js';

export class RangeValue extends TemplateObject {
  readonly typeName = 'range';
  readonly start: number;
  readonly stop: number;
  readonly step: number;

  constructor(start: number, stop: number, step: number) {
    super();
    this.start = start;
    this.stop = stop;
    this.step = step;
  }

  override size(): number {
    return Math.max(0, Math.ceil((this.stop - this.start) / this.step));
  }

  override *iterate(): Iterable<Value> {
    const size = this.size();
    for (let index = 0; index < size; index++) yield this.start + index * this.step;
  }

  override item(key: Value): Value | undefined {
    if (!isInt(key)) return undefined;
    const index = smallIntOf(key);
    const place = index < 0 ? index + this.size() : index;
    return place >= 0 && place < this.size() ? this.start + place * this.step : undefined;
  }

  override contains(value: Value): boolean | null {
    if (!isInt(value)) return null;
    const index = (smallIntOf(value) - this.start) / this.step;
    return Number.isInteger(index) && index >= 0 && index < this.size();
  }

  override attribute(name: string): Value | undefined {
    if (name === 'start') return this.start;
    if (name === 'stop') return this.stop;
    return name === 'step' ? this.step : undefined;
  }

  override hashKey(): HashKey {
    const size = this.size();
    return `\0r${size}${size > 0 ? `:${this.start}` : ''}${size > 1 ? `:${this.step}` : ''}`;
  }

  override equals(other: Value): boolean {
    return other instanceof RangeValue && other.hashKey() === this.hashKey();
  }

  override text(): string {
    return this.step === 1 ? `range(${this.start}, ${this.stop})` : `range(${this.start}, ${this.stop}, ${this.step})`;
  }
}
