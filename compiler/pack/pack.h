#ifndef RCC_PACK_PACK_H
#define RCC_PACK_PACK_H
/*
 * Whether pods find room on nodes, told as the scheduler of Kubernetes would find out. Pods and nodes
 * come in groups of equal ones, and only counts are placed: ten thousand pods cost what ten cost. The
 * scheduler neither moves a pod nor asks which one comes next, so there are three answers short of not
 * knowing: every order of arrival ends well, only some placement does, or none. Nothing here knows
 * what a resource is; it has a number.
 */
#include "base/arena.h"

#define PACK_UNLIMITED INT64_MAX /* what a node has of a resource that was not told */
#define PACK_NO_ZONE UINT32_MAX

struct pack_pods { /* pods that are alike */
	int64_t count;
	const int64_t *request;	 /* of each pod, by resource */
	const int64_t *later;	 /* what of that it asks for only once it is on its node; NULL: nothing */
	const bool *takes;	 /* by group of nodes: labels and taints allow it */
	const bool *apart;	 /* by group of pods: never on a node with one of them; may name its own */
	const bool *zones_apart; /* by group of pods: never in a zone with one of them */
	int64_t skew;		 /* how many more of them a zone may have than the emptiest one; 0: any */
	bool settled;		 /* they run already, wherever: others have to find room beside them */
	uint32_t min_zones;	 /* with fewer zones than this, the emptiest counts as empty */
};

struct pack_nodes { /* nodes that are alike */
	int64_t count;
	const int64_t *free; /* by resource: what a pod can have of it */
	uint32_t zone;
};

struct pack_problem {
	const struct pack_pods *pods;
	const struct pack_nodes *nodes;
	uint32_t npods, nnodes, nresources, nzones;
	uint64_t budget; /* steps of the exact search */
};

enum pack_verdict {
	PACK_ALWAYS,  /* in every order of arrival */
	PACK_PLAN,    /* if pods go where `placed` has them */
	PACK_NEVER,   /* nowhere at once; `proof` */
	PACK_UNKNOWN, /* the budget was used up */
};

enum pack_reason {
	PACK_NO_NODES,	/* no node may take the pods */
	PACK_TOO_LARGE, /* a pod asks for more than a node has: wanted, offered of `resource` */
	PACK_TOO_FEW,	/* pods that never share a node (wanted), and the nodes for them (offered) */
	PACK_ALONE,	/* pods of one group (wanted), and how many of them the empty nodes take (offered) */
	PACK_SKEW,	/* the same where zones must be even */
	PACK_SUM,	/* what the pods ask of `resource` together, and what their nodes have of it */
	PACK_TRIED,	/* every placement was tried */
};

struct pack_proof {
	enum pack_reason reason;
	uint32_t resource;
	int64_t wanted, offered; /* saturate */
	bool *pods, *nodes;	 /* by group: whom it is about */
};

struct pack_answer {
	enum pack_verdict verdict;
	int64_t *placed; /* npods rows of nnodes counts: a whole placement, or the fullest that was found */
	struct pack_proof proof; /* of PACK_NEVER */
	uint64_t steps;		 /* what it took, in moves of the search and of the fillings before it */
};

void pack(struct arena *a, const struct pack_problem *p, struct pack_answer *answer);

#endif
