/* specs/bench/vector-clocks.ts in Promela: the same states and transitions.
 *   spin -a -DNODES=6 -DSENDS=2 vector-clocks.pml
 */
#ifndef NODES
#define NODES 3
#endif
#ifndef SENDS
#define SENDS 2
#endif

byte sent[NODES];
byte clock[NODES * NODES];
bit  filled[NODES];
byte stamp[NODES * NODES];
byte k; /* 0 between steps */

#define NEXT ((self + 1) % NODES)
#define KNOWN(i, j) clock[(i) * NODES + (j)]
#define TOLD(i, j) stamp[(i) * NODES + (j)]

active [NODES] proctype node()
{
	byte self = _pid;
end:	do
	:: d_step { sent[self] < SENDS && filled[NEXT] == 0 ->
		sent[self]++;
		KNOWN(self, self)++;
		filled[NEXT] = 1;
		k = 0;
		do
		:: k < NODES -> TOLD(NEXT, k) = KNOWN(self, k); k++
		:: else -> break
		od;
		k = 0
	   }
	:: d_step { filled[self] == 1 ->
		k = 0;
		do
		:: k < NODES ->
			if
			:: TOLD(self, k) > KNOWN(self, k) -> KNOWN(self, k) = TOLD(self, k)
			:: else -> skip
			fi;
			TOLD(self, k) = 0;
			k++
		:: else -> break
		od;
		KNOWN(self, self)++;
		filled[self] = 0;
		k = 0
	   }
	od
}

#define HEARS(i) (TOLD(i, i) > KNOWN(i, i))
#define OR(i) || (i < NODES && HEARS(i % NODES))

active proctype monitor()
{
	d_step { HEARS(0) OR(1) OR(2) OR(3) OR(4) OR(5) -> assert(false) }
}
