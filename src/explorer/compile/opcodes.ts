// The instructions of WebAssembly that generated code is made of, by their names in the text format: for the writer of the
// binary format and for the printer of the text. The invariant: what is not here is not written.

export const I32 = 0x7f;
export const I64 = 0x7e;
export const V128 = 0x7b;
export type ValueType = typeof I32 | typeof I64 | typeof V128;

/** The type of a block without a result. */
export const EMPTY = 0x40;

/** Instructions with operands of their own. */
export const INSTRUCTION = {
  block: 0x02,
  loop: 0x03,
  if: 0x04,
  else: 0x05,
  end: 0x0b,
  br: 0x0c,
  br_if: 0x0d,
  br_table: 0x0e,
  call: 0x10,
  "local.get": 0x20,
  "local.set": 0x21,
  "local.tee": 0x22,
  "global.get": 0x23,
  "global.set": 0x24,
  "i32.const": 0x41,
  "i64.const": 0x42,
} as const;

/** Opcodes without operands, by the names of the text format. */
export const OPCODES = {
  unreachable: 0x00,
  return: 0x0f,
  drop: 0x1a,
  select: 0x1b,
  "i32.eqz": 0x45,
  "i32.eq": 0x46,
  "i32.ne": 0x47,
  "i32.lt_s": 0x48,
  "i32.lt_u": 0x49,
  "i32.gt_s": 0x4a,
  "i32.gt_u": 0x4b,
  "i32.le_s": 0x4c,
  "i32.le_u": 0x4d,
  "i32.ge_s": 0x4e,
  "i32.ge_u": 0x4f,
  "i64.eqz": 0x50,
  "i64.eq": 0x51,
  "i32.ctz": 0x68,
  "i32.add": 0x6a,
  "i32.sub": 0x6b,
  "i32.mul": 0x6c,
  "i32.div_s": 0x6d,
  "i32.div_u": 0x6e,
  "i32.rem_s": 0x6f,
  "i32.and": 0x71,
  "i32.or": 0x72,
  "i32.xor": 0x73,
  "i32.shl": 0x74,
  "i32.shr_s": 0x75,
  "i32.shr_u": 0x76,
  "i64.add": 0x7c,
  "i64.sub": 0x7d,
  "i64.mul": 0x7e,
  "i64.and": 0x83,
  "i64.or": 0x84,
  "i64.xor": 0x85,
  "i64.shl": 0x86,
  "i64.shr_u": 0x88,
  "i64.rotl": 0x89,
  "i32.wrap_i64": 0xa7,
  "i64.extend_i32_u": 0xad,
} as const;

export type Opcode = keyof typeof OPCODES;

/** Those that come after a prefix of their own: on vectors of 128 bits. */
export const VECTOR_PREFIX = 0xfd;
export const VECTOR_OPCODES = {
  "i32x4.splat": 0x11,
  "i64x2.splat": 0x12,
  "i32x4.eq": 0x37,
  "v128.or": 0x50,
  "v128.any_true": 0x53,
  "i8x16.bitmask": 0x64,
  "i8x16.narrow_i16x8_s": 0x65,
  "i16x8.narrow_i32x4_s": 0x85,
  "i64x2.eq": 0xd6,
} as const;

export type VectorOpcode = keyof typeof VECTOR_OPCODES;

/** `v128.const`, whose operand is always 16 bytes of 0 here. */
export const VECTOR_ZEROS = 0x0c;

export const VECTOR_ACCESS = { "v128.load": 0x00, "v128.store": 0x0b } as const;

export type VectorAccess = keyof typeof VECTOR_ACCESS;

/** And on memory that other threads may change at the same time. */
export const ATOMIC_PREFIX = 0xfe;
export const ATOMIC_ACCESS = {
  "i32.atomic.store": [0x17, 2],
  "i32.atomic.rmw.add": [0x1e, 2],
  "i32.atomic.rmw.cmpxchg": [0x48, 2],
  "i64.atomic.rmw.cmpxchg": [0x49, 3],
} as const;

export type AtomicAccess = keyof typeof ATOMIC_ACCESS;

/** Loads and stores: their opcodes, and their alignment as a power of two. */
export const ACCESS = {
  "i32.load": [0x28, 2],
  "i64.load": [0x29, 3],
  "i64.load32_u": [0x35, 2],
  "i32.store": [0x36, 2],
  "i64.store": [0x37, 3],
  "i64.store32": [0x3e, 2],
  "i32.store8": [0x3a, 0],
  "i64.store8": [0x3c, 0],
  "i64.store16": [0x3d, 1],
} as const;

export type Access = keyof typeof ACCESS;
