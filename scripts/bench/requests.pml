/* specs/bench/requests.ts in Promela: the same states and transitions.
 *   spin -a -DCLIENTS=3 -DREQUESTS=4 -DCAPACITY=4 requests.pml
 */
#ifndef CLIENTS
#define CLIENTS 2
#endif
#ifndef REQUESTS
#define REQUESTS 2
#endif
#ifndef CAPACITY
#define CAPACITY 3
#endif
#define MESSAGES (CLIENTS * REQUESTS)

byte sent[CLIENTS];
bit  network[MESSAGES];
chan queue = [CAPACITY] of { byte, byte };
byte served[CLIENTS];
byte from, number; /* 0 between steps */

active [CLIENTS] proctype client()
{
end:	do
	:: d_step { sent[_pid] < REQUESTS ->
		network[_pid * REQUESTS + sent[_pid]] = 1;
		sent[_pid]++
	   }
	od
}

#define ARRIVES(m) d_step { network[m] == 1 && len(queue) < CAPACITY -> network[m] = 0; queue!(m) / REQUESTS, (m) % REQUESTS }

active proctype arrive()
{
end:	do
	:: ARRIVES(0)
#if MESSAGES > 1
	:: ARRIVES(1)
#endif
#if MESSAGES > 2
	:: ARRIVES(2)
#endif
#if MESSAGES > 3
	:: ARRIVES(3)
#endif
#if MESSAGES > 4
	:: ARRIVES(4)
#endif
#if MESSAGES > 5
	:: ARRIVES(5)
#endif
#if MESSAGES > 6
	:: ARRIVES(6)
#endif
#if MESSAGES > 7
	:: ARRIVES(7)
#endif
#if MESSAGES > 8
	:: ARRIVES(8)
#endif
#if MESSAGES > 9
	:: ARRIVES(9)
#endif
#if MESSAGES > 10
	:: ARRIVES(10)
#endif
#if MESSAGES > 11
	:: ARRIVES(11)
#endif
	od
}

active proctype serve()
{
end:	do
	:: d_step { len(queue) > 0 ->
		queue?from, number;
		if
		:: number == served[from] -> served[from]++
		:: else -> network[from * REQUESTS + number] = 1
		fi;
		from = 0;
		number = 0
	   }
	od
}

#define EARLY(c) (served[c] > sent[c])
#define OR(c) || (c < CLIENTS && EARLY(c % CLIENTS))

active proctype monitor()
{
	d_step { EARLY(0) OR(1) OR(2) OR(3) -> assert(false) }
}
