// Bytes written one after another, with whole numbers as LEB128, the variable-length form of the WebAssembly binary
// format. The invariant: every number takes the shortest encoding there is.

export class ByteWriter {
  #bytes = new Uint8Array(256);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  byte(value: number): void {
    if (this.#length === this.#bytes.length) this.#makeRoom(1);
    this.#bytes[this.#length++] = value;
  }

  /** Of 0 … 2^32 - 1. */
  unsigned(value: number): void {
    let rest = value >>> 0;
    while (rest >= 0x80) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>>= 7;
    }
    this.byte(rest);
  }

  signed32(value: number): void {
    let rest = value | 0;
    while (rest < -0x40 || rest > 0x3f) {
      this.byte((rest & 0x7f) | 0x80);
      rest >>= 7;
    }
    this.byte(rest & 0x7f);
  }

  signed64(value: bigint): void {
    let low = Number(BigInt.asUintN(32, value));
    let high = Number(BigInt.asIntN(32, value >> 32n));
    while (!(high === 0 && low < 0x40) && !(high === -1 && low >= 0xffffffc0)) {
      this.byte((low & 0x7f) | 0x80);
      low = ((low >>> 7) | (high << 25)) >>> 0;
      high >>= 7;
    }
    this.byte(low & 0x7f);
  }

  /** A length and UTF-8. */
  text(value: string): void {
    const bytes = new TextEncoder().encode(value);
    this.unsigned(bytes.length);
    this.append(bytes);
  }

  append(bytes: Uint8Array): void {
    if (this.#length + bytes.length > this.#bytes.length) this.#makeRoom(bytes.length);
    this.#bytes.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  /** A length and everything another writer holds. */
  nest(other: ByteWriter): void {
    this.unsigned(other.length);
    this.append(other.#bytes.subarray(0, other.#length));
  }

  /** Takes away and returns what was written from a position on. */
  cut(from: number): Uint8Array {
    const bytes = this.#bytes.slice(from, this.#length);
    this.#length = from;
    return bytes;
  }

  toBytes(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #makeRoom(bytes: number): void {
    const larger = new Uint8Array(Math.max(this.#bytes.length * 2, this.#length + bytes));
    larger.set(this.#bytes);
    this.#bytes = larger;
  }
}
