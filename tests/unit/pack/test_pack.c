#include "pack/pack.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <string.h>

#include <cmocka.h>

enum { CPU, MEMORY, VOLUMES, RESOURCES };
enum { GROUPS = 4, CLASSES = 4 };

/* ---- instances written by hand ---- */

struct row_pods {
	int64_t count, cpu, memory;
	const char *takes;		 /* by class: '+' may, '-' may not; all where it is empty */
	const char *apart, *zones_apart; /* by group */
	int64_t skew;
	uint32_t min_zones;
	int64_t volumes; /* that a node attaches */
};

struct row_nodes {
	int64_t count, cpu, memory;
	uint32_t zone;	 /* from 1 on; 0: none */
	int64_t volumes; /* 0: any number */
};

struct instance {
	int64_t request[GROUPS][RESOURCES], free[CLASSES][RESOURCES];
	bool takes[GROUPS][CLASSES], apart[GROUPS][GROUPS], zones_apart[GROUPS][GROUPS];
	int64_t later[RESOURCES], all[RESOURCES]; /* of pods of `grows`: once they are there, and in all */
	uint32_t grows;
	struct pack_pods pods[GROUPS];
	struct pack_nodes nodes[CLASSES];
	struct pack_problem problem;
};

static bool marked(const char *marks, uint32_t i, bool otherwise)
{
	return marks && i < strlen(marks) ? marks[i] == '+' : otherwise;
}

static void add_pods(struct instance *in, const struct row_pods *row)
{
	uint32_t g = in->problem.npods++;

	in->request[g][CPU] = row->cpu;
	in->request[g][MEMORY] = row->memory;
	in->request[g][VOLUMES] = row->volumes;
	for (uint32_t i = 0; i < CLASSES; i++)
		in->takes[g][i] = marked(row->takes, i, true);
	for (uint32_t i = 0; i < GROUPS; i++) {
		in->apart[g][i] = marked(row->apart, i, false);
		in->zones_apart[g][i] = marked(row->zones_apart, i, false);
	}
	in->pods[g] = (struct pack_pods){ .count = row->count,
					  .request = in->request[g],
					  .takes = in->takes[g],
					  .apart = in->apart[g],
					  .zones_apart = in->zones_apart[g],
					  .skew = row->skew,
					  .min_zones = row->min_zones };
}

static void add_nodes(struct instance *in, const struct row_nodes *row)
{
	uint32_t c = in->problem.nnodes++;

	in->free[c][CPU] = row->cpu;
	in->free[c][MEMORY] = row->memory;
	in->free[c][VOLUMES] = row->volumes ? row->volumes : PACK_UNLIMITED;
	in->nodes[c] =
		(struct pack_nodes){ row->count, in->free[c], row->zone ? row->zone - 1 : PACK_NO_ZONE };
	if (row->zone > in->problem.nzones)
		in->problem.nzones = row->zone;
}

/* Pods of group g ask for more once they are on their node. */
static void let_grow(struct instance *in, uint32_t g, int64_t cpu, int64_t memory)
{
	in->grows = g;
	in->later[CPU] = cpu;
	in->later[MEMORY] = memory;
	for (int r = 0; r < RESOURCES; r++)
		in->all[r] = in->request[g][r] + in->later[r];
	in->pods[g].request = in->all;
	in->pods[g].later = in->later;
}

static void begin(struct instance *in)
{
	memset(in, 0, sizeof *in);
	in->grows = GROUPS;
	in->problem = (struct pack_problem){
		.pods = in->pods, .nodes = in->nodes, .nresources = RESOURCES, .budget = 100000
	};
}

enum { NODES = 4, PODS = 4 };

#define POD(n, c, m, ...) \
	{ \
		.count = (n), .cpu = (c), .memory = (m), __VA_ARGS__ \
	}
#define NODE(n, c, m, ...) \
	{ \
		.count = (n), .cpu = (c), .memory = (m), __VA_ARGS__ \
	}

static const struct {
	const char *name;
	struct row_pods pods[PODS];
	struct row_nodes nodes[NODES];
	enum pack_verdict verdict;
	enum pack_reason reason;
	int64_t wanted, offered;
} cases[] = {
	{ "nothing at all", { { .count = 0 } }, { { .count = 0 } }, .verdict = PACK_ALWAYS },
	{ "pods without nodes",
	  { POD(1, 1, 1) },
	  { { .count = 0 } },
	  .verdict = PACK_NEVER,
	  .reason = PACK_NO_NODES,
	  .wanted = 1,
	  .offered = 0 },
	{ "nodes that may not",
	  { POD(2, 1, 1, .takes = "-") },
	  { NODE(3, 4, 4) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_NO_NODES,
	  .wanted = 2,
	  .offered = 0 },
	{ "a pod above the largest node",
	  { POD(1, 5, 1) },
	  { NODE(3, 4, 4), NODE(1, 2, 9) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_TOO_LARGE,
	  .wanted = 5,
	  .offered = 4 },
	{ "more apart than nodes",
	  { POD(4, 1, 1, .apart = "+") },
	  { NODE(3, 9, 9) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_TOO_FEW,
	  .wanted = 4,
	  .offered = 3 },
	{ "as many apart as nodes",
	  { POD(3, 1, 1, .apart = "+") },
	  { NODE(3, 9, 9) },
	  .verdict = PACK_ALWAYS },
	{ "two groups that avoid each other",
	  { POD(3, 1, 1, .apart = "+"), POD(1, 1, 1, .apart = "+") },
	  { NODE(3, 9, 9) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_TOO_FEW,
	  .wanted = 4,
	  .offered = 3 },
	{ "a sum above what there is",
	  { POD(9, 1, 1), POD(3, 1, 2) },
	  { NODE(3, 9, 4) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_SUM,
	  .wanted = 15,
	  .offered = 12 },
	{ "the same sum with a pool of its own",
	  { POD(9, 1, 1, .takes = "+-"), POD(3, 1, 2, .takes = "-+") },
	  { NODE(3, 9, 4), NODE(3, 9, 2) },
	  .verdict = PACK_ALWAYS },
	{ "a sum on the nodes of one group",
	  { POD(3, 1, 2, .takes = "-+"), POD(10, 1, 1, .takes = "+-") },
	  { NODE(3, 9, 3), NODE(3, 9, 2) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_SUM,
	  .wanted = 10,
	  .offered = 9 },
	{ "what is left of each node is of no use",
	  { POD(4, 3, 1) },
	  { NODE(3, 4, 9) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_ALONE,
	  .wanted = 4,
	  .offered = 3 },
	{ "only if small ones leave room",
	  { POD(2, 4, 1), POD(4, 1, 1) },
	  { NODE(3, 4, 9) },
	  .verdict = PACK_PLAN },
	{ "two small ones on one node are in the way",
	  { POD(3, 3, 1), POD(2, 2, 1) },
	  { NODE(3, 5, 9), NODE(1, 1, 9) },
	  .verdict = PACK_PLAN },
	{ "halves and thirds", { POD(2, 3, 1), POD(3, 2, 1) }, { NODE(2, 6, 9) }, .verdict = PACK_PLAN },
	{ "three fives on two eights",
	  { POD(3, 5, 1), POD(1, 1, 1) },
	  { NODE(2, 8, 9) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_ALONE,
	  .wanted = 3,
	  .offered = 2 },
	{ "nothing but trying tells",
	  { POD(2, 7, 1), POD(3, 2, 1) },
	  { NODE(2, 10, 9) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_TRIED,
	  .wanted = 0,
	  .offered = 0 },
	{ "even over three zones",
	  { POD(3, 1, 1, .skew = 1) },
	  { NODE(1, 4, 4, .zone = 1), NODE(1, 4, 4, .zone = 2), NODE(1, 4, 4, .zone = 3) },
	  .verdict = PACK_ALWAYS },
	{ "even, but a zone has no room",
	  { POD(3, 2, 1, .skew = 1) },
	  { NODE(1, 9, 9, .zone = 1), NODE(1, 1, 9, .zone = 2) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_SKEW,
	  .wanted = 3,
	  .offered = 1 },
	{ "too few zones for what is asked",
	  { POD(3, 1, 1, .skew = 1, .min_zones = 3) },
	  { NODE(3, 4, 4, .zone = 1), NODE(3, 4, 4, .zone = 2) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_SKEW,
	  .wanted = 3,
	  .offered = 2 },
	{ "even zones, one with fewer nodes, and many orders",
	  { POD(5, 500, 2048, .apart = "+", .skew = 1), POD(4, 500, 1024, .skew = 1), POD(1, 250, 512),
	    POD(1, 100, 256) },
	  { NODE(2, 4000, 16384, .zone = 1), NODE(2, 4000, 16384, .zone = 2),
	    NODE(1, 4000, 16384, .zone = 3) },
	  .verdict = PACK_ALWAYS },
	{ "where zones must be even, nodes outside of them do not count",
	  { POD(2, 1, 1, .skew = 1) },
	  { NODE(5, 4, 4) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_NO_NODES,
	  .wanted = 2,
	  .offered = 0 },
	{ "one in a zone",
	  { POD(3, 1, 1, .zones_apart = "+") },
	  { NODE(3, 4, 4, .zone = 1), NODE(3, 4, 4, .zone = 2), NODE(1, 4, 4, .zone = 3) },
	  .verdict = PACK_ALWAYS },
	{ "one in a zone, but there are two",
	  { POD(3, 1, 1, .zones_apart = "+") },
	  { NODE(3, 4, 4, .zone = 1), NODE(3, 4, 4, .zone = 2) },
	  .verdict = PACK_NEVER,
	  .reason = PACK_TRIED,
	  .wanted = 0,
	  .offered = 0 },
	{ "a resource that nobody told of",
	  { POD(1000, 1, 1000) },
	  { NODE(10, 100, PACK_UNLIMITED) },
	  .verdict = PACK_ALWAYS },
	{ "numbers beyond all sums",
	  { POD(100000, INT64_MAX / 2, 1) },
	  { NODE(100000, INT64_MAX / 2, 100000) },
	  .verdict = PACK_ALWAYS },
};
#undef POD
#undef NODE

static void written_cases(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
		struct instance in;
		struct pack_answer answer;
		struct arena a;

		begin(&in);
		arena_init(&a);
		for (int j = 0; j < PODS && cases[i].pods[j].count; j++)
			add_pods(&in, &cases[i].pods[j]);
		for (int j = 0; j < NODES && cases[i].nodes[j].count; j++)
			add_nodes(&in, &cases[i].nodes[j]);
		pack(&a, &in.problem, &answer);
		if (answer.verdict != cases[i].verdict)
			fail_msg("%s: verdict %d, reason %d", cases[i].name, answer.verdict,
				 answer.proof.reason);
		if (answer.verdict == PACK_NEVER &&
		    (answer.proof.reason != cases[i].reason || answer.proof.wanted != cases[i].wanted ||
		     answer.proof.offered != cases[i].offered))
			fail_msg("%s: reason %d, %lld of %lld", cases[i].name, answer.proof.reason,
				 (long long)answer.proof.wanted, (long long)answer.proof.offered);
		arena_fini(&a);
	}
}

/* ---- the same by brute force: every pod and every node by itself ---- */

enum { MOST_NODES = 4, SEEN = 1 << 16 };

struct brute {
	const struct instance *in;
	uint32_t nnodes, class_of[MOST_NODES];
	int64_t on[GROUPS][MOST_NODES], left[GROUPS];
	int64_t grown[MOST_NODES]; /* pods of the group that grows and have done so */
	uint64_t seen[SEEN];	   /* states, 0 is free; open addressing */
};

static int64_t pods_in_zone(const struct brute *b, uint32_t g, uint32_t zone)
{
	int64_t sum = 0;

	for (uint32_t n = 0; n < b->nnodes; n++)
		sum += b->in->nodes[b->class_of[n]].zone == zone ? b->on[g][n] : 0;
	return sum;
}

static bool zone_is_counted(const struct brute *b, uint32_t g, uint32_t zone)
{
	for (uint32_t n = 0; n < b->nnodes; n++) {
		if (b->in->nodes[b->class_of[n]].zone == zone && b->in->takes[g][b->class_of[n]])
			return true;
	}
	return false;
}

static int64_t emptiest_zone(const struct brute *b, uint32_t g)
{
	int64_t least = INT64_MAX;
	uint32_t zones = 0;

	for (uint32_t z = 0; z < b->in->problem.nzones; z++) {
		if (!zone_is_counted(b, g, z))
			continue;
		int64_t pods = pods_in_zone(b, g, z);

		least = pods < least ? pods : least;
		zones++;
	}
	return zones < b->in->pods[g].min_zones ? 0 : least;
}

static bool avoid(const struct instance *in, uint32_t g, uint32_t h, bool zones)
{
	return zones ? in->zones_apart[g][h] || in->zones_apart[h][g] : in->apart[g][h] || in->apart[h][g];
}

/* Whether the scheduler may bind a pod of g to node n now. */
static bool may_bind(const struct brute *b, uint32_t g, uint32_t n)
{
	const struct instance *in = b->in;
	uint32_t class = b->class_of[n], zone = in->nodes[class].zone;

	if (!in->takes[g][class])
		return false;
	for (int r = 0; r < RESOURCES; r++) {
		int64_t used = 0;

		for (uint32_t h = 0; h < in->problem.npods; h++)
			used += b->on[h][n] * in->request[h][r];
		used += b->grown[n] * in->later[r];
		if (in->request[g][r] && used + in->request[g][r] > in->free[class][r])
			return false;
	}
	for (uint32_t h = 0; h < in->problem.npods; h++) {
		if (avoid(in, g, h, false) && b->on[h][n])
			return false;
		if (avoid(in, g, h, true) && zone != PACK_NO_ZONE && pods_in_zone(b, h, zone))
			return false;
	}
	if (!in->pods[g].skew)
		return true;
	return zone != PACK_NO_ZONE && pods_in_zone(b, g, zone) + 1 - emptiest_zone(b, g) <= in->pods[g].skew;
}

/* Whether a pod that is on node n gets there what it asks for later. */
static bool may_grow(const struct brute *b, uint32_t n)
{
	const struct instance *in = b->in;

	if (b->on[in->grows][n] == b->grown[n])
		return false;
	for (int r = 0; r < RESOURCES; r++) {
		int64_t used = (b->grown[n] + 1) * in->later[r];

		for (uint32_t h = 0; h < in->problem.npods; h++)
			used += b->on[h][n] * in->request[h][r];
		if (in->later[r] && used > in->free[b->class_of[n]][r])
			return false;
	}
	return true;
}

/* A state that is met again is worth no second look. */
static bool met_before(struct brute *b)
{
	uint64_t key = 1;

	for (uint32_t g = 0; g < b->in->problem.npods; g++) {
		for (uint32_t n = 0; n < b->nnodes; n++)
			key = key << 4 | (uint64_t)b->on[g][n];
	}
	for (uint32_t n = 0; n < b->nnodes && b->in->grows < GROUPS; n++)
		key = key << 3 | (uint64_t)b->grown[n];
	for (uint64_t at = key * 0x9e3779b97f4a7c15u >> 48;; at = (at + 1) % SEEN) {
		if (b->seen[at] == key)
			return true;
		if (!b->seen[at]) {
			b->seen[at] = key;
			return false;
		}
	}
}

struct truth {
	bool placeable, /* some order of arrival ends well */
		stuck;	/* some does not */
};

static void explore(struct brute *b, struct truth *t);

/* Each pod that is there and has not grown tries to; whether none is left that has to. */
static bool explore_growth(struct brute *b, struct truth *t)
{
	bool done = true;

	for (uint32_t n = 0; n < b->nnodes && b->in->grows < GROUPS; n++) {
		bool waits = b->on[b->in->grows][n] > b->grown[n];

		if (waits && may_grow(b, n)) {
			b->grown[n]++;
			explore(b, t);
			b->grown[n]--;
		} else if (waits) {
			t->stuck = true;
		}
		done = done && !waits;
	}
	return done;
}

static void explore(struct brute *b, struct truth *t)
{
	bool done;

	if (met_before(b))
		return;
	done = explore_growth(b, t);
	for (uint32_t g = 0; g < b->in->problem.npods; g++) {
		bool open = false;

		if (!b->left[g])
			continue;
		done = false;
		for (uint32_t n = 0; n < b->nnodes; n++) {
			if (!may_bind(b, g, n))
				continue;
			open = true;
			b->on[g][n]++;
			b->left[g]--;
			explore(b, t);
			b->on[g][n]--;
			b->left[g]++;
		}
		t->stuck = t->stuck || (!open && !b->in->pods[g].settled);
	}
	t->placeable = t->placeable || done;
}

static struct truth find_truth(const struct instance *in)
{
	static struct brute b;
	struct truth t = { false, false };

	memset(&b, 0, sizeof b);
	b.in = in;
	for (uint32_t c = 0; c < in->problem.nnodes; c++) {
		for (int64_t i = 0; i < in->nodes[c].count; i++)
			b.class_of[b.nnodes++] = c;
	}
	for (uint32_t g = 0; g < in->problem.npods; g++)
		b.left[g] = in->pods[g].count;
	explore(&b, &t);
	return t;
}

static uint32_t seed = 1;

static uint32_t up_to(uint32_t n) /* 0 to n - 1 */
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 16) % n;
}

static void make_random(struct instance *in)
{
	uint32_t groups = 1 + up_to(3), classes = 1 + up_to(3), nodes = MOST_NODES;
	uint32_t zones = up_to(2) ? 1 + up_to(3) : 0;

	begin(in);
	for (uint32_t c = 0; c < classes && nodes; c++) {
		struct row_nodes row = { 1 + up_to(nodes < 3 ? nodes : 3), 1 + up_to(6), 1 + up_to(6),
					 zones ? 1 + up_to(zones) : 0, up_to(3) };

		nodes -= (uint32_t)row.count;
		add_nodes(in, &row);
	}
	for (uint32_t g = 0; g < groups; g++) {
		char takes[] = "+++", apart[] = "----", zones_apart[] = "----";

		for (int i = 0; i < 3; i++)
			takes[i] = up_to(8) ? '+' : '-';
		if (up_to(3) == 0)
			apart[up_to(groups)] = '+';
		if (zones && up_to(8) == 0)
			zones_apart[up_to(groups)] = '+';
		add_pods(in, &(struct row_pods){ 1 + up_to(3), up_to(4), up_to(4), takes, apart, zones_apart,
						 zones && up_to(4) == 0 ? 1 + up_to(2) : 0, up_to(4),
						 up_to(3) / 2 });
		in->pods[g].settled = up_to(6) == 0;
	}
	if (up_to(3) == 0)
		let_grow(in, up_to(groups), up_to(3), up_to(3));
}

static bool grows(const struct instance *in)
{
	for (uint32_t g = 0; g < in->problem.npods; g++) {
		if (in->pods[g].later)
			return true;
	}
	return false;
}

/* Every claim about a small instance is true of all its placements and all orders of arrival. */
static void random_cases(void **state)
{
	int verdicts[4] = { 0 };

	(void)state;
	for (int i = 0; i < 6000; i++) {
		struct instance in;
		struct pack_answer answer;
		struct arena a;

		make_random(&in);
		arena_init(&a);
		pack(&a, &in.problem, &answer);
		struct truth truth = find_truth(&in);

		if (answer.verdict == PACK_UNKNOWN || (answer.verdict == PACK_NEVER) == truth.placeable ||
		    (answer.verdict == PACK_ALWAYS && truth.stuck) ||
		    (answer.verdict == PACK_PLAN && !truth.stuck && !grows(&in)))
			fail_msg("case %d: verdict %d, reason %d, placeable %d, stuck %d", i, answer.verdict,
				 answer.proof.reason, truth.placeable, truth.stuck);
		verdicts[answer.verdict]++;
		arena_fini(&a);
	}
	print_message("always %d, by a plan %d, never %d\n", verdicts[PACK_ALWAYS], verdicts[PACK_PLAN],
		      verdicts[PACK_NEVER]);
	assert_true(verdicts[PACK_ALWAYS] > 100 && verdicts[PACK_PLAN] > 100 && verdicts[PACK_NEVER] > 100);
}

/* ---- size ---- */

/* Counts are placed, not pods: a thousand times as many cost the same. */
static void many_pods(void **state)
{
	(void)state;
	for (int64_t times = 1; times <= 1000; times *= 10) {
		struct instance in;
		struct pack_answer answer;
		struct arena a;

		begin(&in);
		arena_init(&a);
		add_nodes(&in, &(struct row_nodes){ 5 * times, 16000, 64000, 1, 0 });
		add_nodes(&in, &(struct row_nodes){ 5 * times, 8000, 64000, 2, 0 });
		add_pods(&in, &(struct row_pods){ .count = 25 * times, .cpu = 1000, .memory = 1000 });
		add_pods(&in,
			 &(struct row_pods){ .count = 50 * times, .cpu = 250, .memory = 2000, .skew = 1 });
		add_pods(&in,
			 &(struct row_pods){ .count = 5 * times, .cpu = 500, .memory = 500, .apart = "--+" });
		pack(&a, &in.problem, &answer);
		assert_int_equal(answer.verdict, PACK_ALWAYS);
		assert_true(answer.steps < 100);
		arena_fini(&a);
	}
}

/* Fillings fail, sums do not, and there are more placements than steps: nothing is claimed. */
static void out_of_budget(void **state)
{
	static const struct row_pods hard[] = {
		{ .count = 11, .cpu = 31, .memory = 8 },
		{ .count = 6, .cpu = 33, .memory = 48 },
		{ .count = 12, .cpu = 6, .memory = 27 },
		{ .count = 6, .cpu = 13, .memory = 49 },
	};
	struct instance in;
	struct pack_answer answer;
	struct arena a;

	(void)state;
	begin(&in);
	arena_init(&a);
	add_nodes(&in, &(struct row_nodes){ 10, 100, 100, 0, 0 });
	for (uint32_t g = 0; g < 4; g++)
		add_pods(&in, &hard[g]);
	in.problem.budget = 5000;
	pack(&a, &in.problem, &answer);
	assert_int_equal(answer.verdict, PACK_UNKNOWN);
	assert_true(answer.steps <= 5001);
	arena_fini(&a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_cases),
		cmocka_unit_test(random_cases),
		cmocka_unit_test(many_pods),
		cmocka_unit_test(out_of_budget),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
