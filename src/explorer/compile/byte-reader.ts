// The other way round: numbers and texts out of bytes that a ByteWriter wrote. The invariant: what is read is what was
// written, and nothing is read twice.

export class ByteReader {
  readonly #bytes: Uint8Array;
  #next = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  /** Of the next byte, in the bytes. */
  get position(): number {
    return this.#next;
  }

  get done(): boolean {
    return this.#next >= this.#bytes.length;
  }

  byte(): number {
    const value = this.#bytes[this.#next++];
    if (value === undefined) throw new Error("generated code ends early; please report this");
    return value;
  }

  unsigned(): number {
    return Number(BigInt.asUintN(32, this.#number().value));
  }

  /** Of 32 or of 64 bits. */
  signed(): bigint {
    const { value, bits } = this.#number();
    return BigInt.asIntN(Math.min(bits, 64), value);
  }

  text(): string {
    return new TextDecoder().decode(this.take(this.unsigned()));
  }

  take(length: number): Uint8Array {
    this.#next += length;
    return this.#bytes.subarray(this.#next - length, this.#next);
  }

  /** A length and a part of so many bytes, to be read on its own. */
  nested(): ByteReader {
    return new ByteReader(this.take(this.unsigned()));
  }

  /** As many items as the number before them says. */
  items<T>(read: () => T): T[] {
    return Array.from({ length: this.unsigned() }, read);
  }

  #number(): { value: bigint; bits: number } {
    let value = 0n;
    for (let bits = 0; ; ) {
      const byte = this.byte();
      value |= BigInt(byte & 0x7f) << BigInt(bits);
      bits += 7;
      if (byte < 0x80) return { value, bits };
    }
  }
}
