/* specs/bench/philosophers.ts in Promela: the same states and transitions.
 *   spin -a -DSEATS=16 philosophers.pml
 */
#ifndef SEATS
#define SEATS 8
#endif

bit taken[SEATS];

#define LEFT taken[_pid]
#define RIGHT taken[(_pid + 1) % SEATS]

active [SEATS] proctype philosopher()
{
	do
	:: d_step { LEFT == 0 -> LEFT = 1 };
		if
		:: LEFT = 0
		:: d_step { RIGHT == 0 -> RIGHT = 1 };
			d_step { assert(LEFT == 1 && RIGHT == 1); LEFT = 0; RIGHT = 0 }
		fi
	od
}
