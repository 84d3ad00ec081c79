/**
 * A set of object ids in hex, stored as bytes: about 30 bytes for each id. A Set of strings takes 100. Each id has a place,
 * counted from 0 in the order in which ids were added.
 */
export class IdSet {
  #ids = Buffer.alloc(0);
  // Positions of ids, counted from 1; 0 means free. At least half of the table is always free.
  #table = new Int32Array(16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds an id, and returns its place. All ids of a set have the same length. */
  add(id: string): number {
    const bytes = Buffer.from(id, 'hex');
    const at = this.#find(bytes);
    const known = this.#table[at] ?? 0;
    if (known !== 0) return known - 1;
    const end = (this.#size + 1) * bytes.length;
    if (end > this.#ids.length)
      this.#ids = Buffer.concat([this.#ids, Buffer.alloc(Math.max(1024, this.#ids.length >> 1))]);
    bytes.copy(this.#ids, end - bytes.length);
    this.#size += 1;
    this.#table[at] = this.#size;
    if (this.#size * 2 > this.#table.length) this.#grow(bytes.length);
    return this.#size - 1;
  }

  has(id: string): boolean {
    return this.placeOf(id) !== undefined;
  }

  /** Undefined if the set does not have the id. */
  placeOf(id: string): number | undefined {
    const place = this.#table[this.#find(Buffer.from(id, 'hex'))] ?? 0;
    return place === 0 ? undefined : place - 1;
  }

  #find(id: Buffer): number {
    const mask = this.#table.length - 1;
    for (let at = id.readUInt32LE(0) & mask; ; at = (at + 1) & mask) {
      const place = this.#table[at] ?? 0;
      const start = (place - 1) * id.length;
      if (place === 0 || id.compare(this.#ids, start, start + id.length) === 0) return at;
    }
  }

  #grow(length: number): void {
    this.#table = new Int32Array(this.#table.length * 2);
    for (let place = 1; place <= this.#size; place++) {
      const start = (place - 1) * length;
      this.#table[this.#find(this.#ids.subarray(start, start + length))] = place;
    }
  }
}
