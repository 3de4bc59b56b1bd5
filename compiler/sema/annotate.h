#ifndef RCC_SEMA_ANNOTATE_H
#define RCC_SEMA_ANNOTATE_H
/*
 * What sema writes into the nodes, and eval reads. After a check without errors the whole
 * meaning of a tree stands in kind, name, type and ref; eval looks nothing up by name.
 *
 * node.type
 *   values       the static type, after literals adapted: NUMBER `2` where a Cpu is expected has
 *                type Cpu, NUMBER "8.6" never; STRING where a Version is expected has type Version;
 *                a BLOCK has its record, map or (SET of an untagged union) member type.
 *                With NODE_F_REFINE the value must pass `type` when it is computed: all WHERE
 *                conditions of a refined type from its base outwards; through optionals (an absent value
 *                passes), lists, maps and ranges to their parts; for an untagged union one member that
 *                fits the value's kind must pass. A literal's own kind is that of type_base(type).
 *                In a BLOCK of type Json or of a map, SET entries are map entries keyed by their word
 *                (only Json allows them).
 *   SET, SET_KEYED, SET_TAGGED   the type of the field that is set (without optional)
 *   TYPE, PARAM, FIELD, type nodes   the type that they denote
 *   FN, CHECK    FN: the result type; CHECK: the type of the first parameter
 *   FIX_SET      the type of the path
 *
 * node.ref of names and paths, an enum ref_kind in the top four bits and 28 bits of payload:
 */
#include "sema/type.h"

enum ref_kind {
	REF_UNKNOWN,
	REF_LOCAL,   /* slot in the current frame */
	REF_SELF,    /* a sibling field, in a default: payload = levels up << 16 | field index; level 0 is the
			record whose default is evaluated, 1 the record around it, … */
	REF_GLOBAL,  /* node of a top-level LET, PARAM or STACK */
	REF_FN,	     /* node of a FN */
	REF_BUILTIN, /* enum builtin */
	REF_TYPE,    /* type_id (a constructor's head, `Type` in `Type.tag`) */
	REF_MODULE,  /* index of a module */
	REF_TAG,     /* index of the alternative in the union node.type */
	REF_FIELD,   /* GET: index of the field in the record type of the base; SET…: in the block's record */
	REF_MEMBER,  /* GET: enum member of a builtin type */
};

enum member { MEMBER_SECRET_NAME, MEMBER_SECRET_KEY, MEMBER_RANGE_MIN, MEMBER_RANGE_MAX };

#define REF_SELF_FIELDS 0x10000u /* of a record: REF_SELF has no room for more */
#define REF(kind, payload) ((uint32_t)(kind) << 28 | (uint32_t)(payload))
#define REF_KIND(ref) ((enum ref_kind)((ref) >> 28))
#define REF_PAYLOAD(ref) ((ref) & 0x0fffffffu)

/*
 * node.ref elsewhere
 *   LET (local), NAME in VARS   slot of the variable in the frame
 *   NAME of a PARAMS' FIELD     slots 0, 1, … in order (the FIELD's own ref is its slot)
 *   PARAMS of a FN              number of its parameters
 *   PARAMS of a CHECK           index of the check in program.checks
 *   FN, CHECK, STACK, LET and PARAM (top level), FIELD with a default, WHERE
 *                               number of slots of the frame that evaluates it
 *   WHERE                       `it` is slot 0 of its frame
 *   STMTS                       how many of them run even where nothing fails
 *   ARG                         index of the parameter it names
 *   CALL                        REF(REF_FN, node) or REF(REF_BUILTIN, id): the callee need not be looked at.
 *                               Arguments that are missing take the parameter's default, evaluated in the
 *                               callee's frame after the given ones.
 *   SET_TAGGED                  REF(REF_FIELD, index); its tag path child has type = union, ref = REF_TAG.
 *                               If the field is a list of unions (plain or keyed by tag) the entry appends;
 *                               a key between tag and block is the value of the field that the list is
 *                               keyed by beside the tag.
 *                               0: `remove path` in a stack.
 *                               In a field of type Extras or Overrides the path has the
 *                               type of the object, and ref = REF_TYPE.
 *   SET_KEYED                   REF(REF_FIELD, index); a map: adds the key. A keyed list of records by one
 *                               String field: adds an element whose key field is set to the key.
 *   SET with BLOCK_FORM         of a field that is an unkeyed list of records: appends one element.
 *   SET                         REF(REF_FIELD, index); a block (BLOCK_FORM or `= { }`) without a head
 *                               completes the field's default.
 *   ARM                         index of the alternative; UINT32_MAX for `_`. For a match over an optional:
 *                               arms `none` (0) and `some x` (1). Over an untagged union the arm's
 *                               name is a type: ref = that type_id.
 *   AMEND                       0: head is a value (amended copy); else REF(REF_TYPE, type) a constructor
 *                               or REF(REF_TAG, index) a tagged record (node.type is the union)
 *   NAME/GET that is a bare tag REF(REF_TAG, index), node.type is the union
 *   STRING that is a string tag of a union: ref = REF(REF_TAG, index), node.type is the union
 *   CALL of embed               replaced in place: the node becomes a STRING
 */

/* The place of a check in program.checks; 0 before it has one. */
static inline uint32_t check_place(const struct ast *t, node_id check)
{
	return ast_node(t, ast_node(t, check)->first)->ref;
}

#endif
