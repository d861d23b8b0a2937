// Poll masks: include/uapi/linux/eventpoll.h with its own numbers as far as they are small, and the flags that share the
// word with them moved to where they keep the state small.

export const EPOLLIN = 0x01;
export const EPOLLPRI = 0x02;
export const EPOLLOUT = 0x04;
export const EPOLLHUP = 0x10;
/** 1 << 30 in the kernel. */
export const EPOLLONESHOT = 0x20;
/** 0x4000 in the kernel; always comes together with EPOLLHUP (__wake_up_pollfree()). */
export const POLLFREE = 0x40;

/** 1 << 27 in the kernel: the wake-up comes from a completion being posted. */
export const EPOLL_URING_WAKE = 0x80;

/** All of the above. */
export const EPOLL_ALL = 0xff;
/** IO_POLL_UNMASK: reported whether asked for or not. Errors, invalid files and RDHUP are no different from HUP here. */
export const IO_POLL_UNMASK: number = EPOLLHUP;

export const EINVAL = 22;
export const ECANCELED = 125;

const BITS = { IN: EPOLLIN, PRI: EPOLLPRI, OUT: EPOLLOUT, HUP: EPOLLHUP, "IN+HUP": EPOLLIN | EPOLLHUP } as const;

/** The mask of a list of bits. */
export function maskOf(bits: readonly (keyof typeof BITS)[]): number {
  return bits.reduce((mask, bit) => mask | BITS[bit], 0);
}
