/** A set of object ids in hex, kept as bytes: some 30 bytes an id, where a Set of texts takes 100. */
export class IdSet {
  #ids = Buffer.alloc(0);
  // Places of ids from 1; 0 is free. Always at least half of it is.
  #table = new Int32Array(16);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Adds an id; all of a set have the same length. */
  add(id: string): void {
    const bytes = Buffer.from(id, 'hex');
    const at = this.#find(bytes);
    if (this.#table[at] !== 0) return;
    const end = (this.#size + 1) * bytes.length;
    if (end > this.#ids.length)
      this.#ids = Buffer.concat([this.#ids, Buffer.alloc(Math.max(1024, this.#ids.length >> 1))]);
    bytes.copy(this.#ids, end - bytes.length);
    this.#size += 1;
    this.#table[at] = this.#size;
    if (this.#size * 2 > this.#table.length) this.#grow(bytes.length);
  }

  has(id: string): boolean {
    return this.#table[this.#find(Buffer.from(id, 'hex'))] !== 0;
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
