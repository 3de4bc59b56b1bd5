/*
 * The grammar. Every action is one constructor call (syntax/build.h); meaning is left to
 * sema. Newlines arrive only where they end an entry: the layout filter stands between
 * the scanner and this file, and supplies the closers that the text forgot.
 *
 * Recovery: `error` is an item of every list in braces, and nowhere else, so a broken entry
 * costs that entry. An item may be empty, which gives trailing and doubled
 * separators for free and lets `error` be shifted right behind an opening brace.
 */
%require "3.8"
%define api.pure full
%define api.prefix {rcc_}
%define api.token.prefix {TOK_}
%define api.location.type {struct span}
%define api.value.type {union syntax_value}
%define parse.error custom
%define parse.lac full
%define lr.type ielr
%locations
%header
%expect 0
%param {struct front *f}
%initial-action { @$ = (struct span){ f->base, f->base }; }

%code requires {
#include "syntax/front.h"
}
%code top {
/* Symbols, not levels. Far above what LIMIT_NESTING admits: only inputs that are refused
 * anyway get here. */
#define YYMAXDEPTH 20000
}
%code {
#include "syntax/build.h"
#include "syntax/layout.h"
#include "syntax/message.h"

/* An empty rule stands at the end of what is before it. */
#define YYLLOC_DEFAULT(cur, rhs, n) \
	((cur) = (n) ? (struct span){ YYRHSLOC(rhs, 1).beg, YYRHSLOC(rhs, n).end } \
		     : (struct span){ YYRHSLOC(rhs, 0).end, YYRHSLOC(rhs, 0).end })

#define ITEMS(...) \
	list_of(f, (const node_id[]){ __VA_ARGS__ }, sizeof (node_id[]){ __VA_ARGS__ } / sizeof(node_id))
/* A node with fixed children; a node with a list behind its fixed children; one without any. */
#define N(kind, at, name, ...) build(f, NODE_##kind, at, name, ITEMS(__VA_ARGS__))
#define WITH(kind, at, name, list, ...) \
	build(f, NODE_##kind, at, name, list_join(f, ITEMS(__VA_ARGS__), list))
#define L(kind, at, name, list) build(f, NODE_##kind, at, name, list)
#define LEAF(kind, at, name) build(f, NODE_##kind, at, name, (struct node_list){ 0, 0 })
#define NONE(at) LEAF(NONE, at, 0)
#define ONE(node) list_add(f, (struct node_list){ 0, 0 }, node)
#define EMPTY ((struct node_list){ 0, 0 })
#define FLAG(node, flag) build_flag(f, node, NODE_F_##flag)
#define BIN(at, op, left, right) N(BINARY, at, op, left, right)

/* The parser is in step again: messages may be given, and lines are no longer skipped. */
#define RECOVERED (yyerrok, layout_recovered(&f->layout))

static void yyerror(const struct span *at, struct front *f, const char *what);
}

/* closers first: they head the list of expected tokens */
%token RC "}" RP ")" RB "]" LC "{" LP "(" LB "["
%token NL "the end of the line" COMMA "," SEMI ";" SET "=" COLON ":" ARROW "=>" DOT "." Q "?" AT_SIGN "@"
%token BAR "|" SPREAD "..." PLUS "+" MINUS "-" STAR "*" SLASH "/" EQ "==" NE "!=" LT "<" LE "<=" GT ">"
%token GE ">=" RANGE ".." ELSE_Q "??"
%token <name> NAME "a name" NUMBER "a number" STRING "a string"
%token BROKEN "a broken literal"
%token STR_BEG "the beginning of a string" STR_TEXT "text of a string" STR_END "the end of a string"
%token INTERP_BEG "${" INTERP_END "the end of `${`"
%token <name> IF "if" THEN "then" ELSE "else" FOR "for" IN "in" MATCH "match" LET "let" AND "and"
%token <name> OR "or" NOT "not" TRUE "true" FALSE "false"
%token <name> IMPORT "import" AS "as" PARAM "param" TYPE "type" FN "fn" CHECK "check" NEEDS "needs"
%token <name> STACK "stack" ABSTRACT "abstract" EXTENDS "extends" WHERE "where" BY "by" REQUIRE "require" GIVEN "given"
%token <name> ERROR "error" WARNING "warning" NOTE "note" AT "at" BECAUSE "because" HELP "help" FIX "fix"
%token <name> REMOVE "remove" EXPLAIN "explain" FAILING "failing" FIXED "fixed"
/* what to parse, sent first by the filter; and tokens that no text gives */
%token START_FILE "the beginning of the file" START_VALUE "the beginning of the value"
%token NEVER "nothing" BREAK "the end of the line in `${`"

%nterm <name> name soft hard any field_name
%nterm <node> nothing err import declaration bare_declaration default annotation body let string part
%nterm <node> block entry tag_key tag_block else_block vars
%nterm <node> value operand postfix element item arm arm_vars argument vars.function
%nterm <node> type simple record bare_alternative alternative field bare_field params param attribute
%nterm <node> path qualified compound result
%nterm <node> needs statement statement_block else_statements label fix_entry
%nterm <list> declarations attributes lets parts entries elements arms arguments arguments.1
%nterm <list> fields alternatives params.1 keys statements paths operands fix_entries

%precedence "then"
%precedence ELSE
%left OR
%left AND
%precedence NOT
%nonassoc EQ NE LT LE GT GE IN
%nonassoc RANGE
%right ELSE_Q
%left PLUS MINUS
%left STAR SLASH
%precedence NEGATION

%%
start
	: START_FILE declarations
	| START_VALUE value seps.opt { f->root = $value; }
	;

/* ---- separators and what recovers ---- */
sep
	: NL { RECOVERED; }
	| COMMA { RECOVERED; }
	| SEMI { RECOVERED; }
	;
seps.opt
	: %empty
	| seps.opt sep
	;
line_end
	: NL { RECOVERED; }
	| SEMI { RECOVERED; }
	;
nl.opt
	: %empty
	| NL
	;
nothing
	: %empty { $$ = 0; }
	;
/* With `error` alone the state would reduce by default, before the next token is seen, and the
 * same token would be reported for ever. NEVER, which no text gives, makes it look. */
err
	: error { $$ = LEAF(ERROR, @$, 0); }
	| error NEVER { $$ = LEAF(ERROR, @$, 0); }
	;

/* ---- words ---- */
soft
	: IMPORT | AS | PARAM | TYPE | FN | CHECK | NEEDS | STACK | ABSTRACT | EXTENDS | WHERE | BY | REQUIRE
	| GIVEN | ERROR | WARNING | NOTE | AT | BECAUSE | HELP | FIX | REMOVE | EXPLAIN | FAILING | FIXED
	;
hard
	: IF | THEN | ELSE | FOR | IN | MATCH | LET | AND | OR | NOT | TRUE | FALSE
	;
name
	: NAME
	| soft
	;
any
	: name
	| hard
	;
path
	: name { $$ = LEAF(NAME, @$, $name); }
	| qualified
	;
qualified
	: path DOT any { $$ = N(GET, @$, $any, $1); }
	;
paths
	: path { $$ = ONE($path); }
	| paths COMMA path { $$ = list_add(f, $1, $path); }
	;

/* ---- declarations ---- */
declarations
	: declaration { $$ = ONE($1); f->declarations = $$; }
	| declarations sep declaration { $$ = list_add(f, $1, $3); f->declarations = $$; }
	;
declaration
	: nothing
	| err
	| bare_declaration
	| attributes bare_declaration { $$ = build_attributed(f, $2, $attributes); }
	;
attributes
	: attribute { $$ = ONE($1); }
	| attributes attribute { $$ = list_add(f, $1, $2); }
	;
attribute
	: AT_SIGN name nl.opt { $$ = LEAF(ATTR, build_span(@1, @name), $name); }
	| AT_SIGN name LP arguments RP nl.opt { $$ = L(ATTR, build_span(@1, @RP), $name, $arguments); }
	;
bare_declaration
	: import
	| PARAM name COLON type default { $$ = N(PARAM, @$, $name, $type, $default); }
	| PARAM name Q COLON type { $$ = FLAG(N(PARAM, @$, $name, $type), OPTIONAL); }
	| let
	| TYPE name SET type { $$ = N(TYPE, @$, $name, $4); }
	| FN name LP params RP COLON result body { $$ = build_fn(f, @$, $name, $params, $result, $body); }
	| CHECK name LP params RP needs statement_block { $$ = N(CHECK, @$, $name, $params, $needs, $7); }
	| STACK name block { $$ = N(STACK, @$, $name, NONE(@name), $block); }
	| STACK name EXTENDS path block { $$ = N(STACK, @$, $name, $path, $block); }
	| ABSTRACT STACK name block { $$ = FLAG(N(STACK, @$, $name, NONE(@name), $block), ABSTRACT); }
	| ABSTRACT STACK name EXTENDS path block { $$ = FLAG(N(STACK, @$, $name, $path, $block), ABSTRACT); }
	;
import
	: IMPORT string AS name { $$ = N(IMPORT, @$, $name, $string); }
	| IMPORT string { $$ = build_loose_import(f, @$, $string, 0); } /* both are reported */
	| IMPORT string name { $$ = build_loose_import(f, @$, $string, $name); }
	;
default
	: %empty { $$ = 0; }
	| SET value { $$ = $value; }
	;
annotation
	: %empty { $$ = NONE(@$); }
	| COLON type { $$ = $type; }
	;
let
	: LET name annotation SET value { $$ = N(LET, @$, $name, $annotation, $value); }
	;
result
	: simple
	| simple Q { $$ = FLAG($simple, OPTIONAL); }
	;
body
	: SET value { $$ = $value; }
	| LC lets value seps.opt RC { $$ = L(BODY, @$, 0, list_add(f, $lets, $value)); RECOVERED; }
	| LC lets err RC { $$ = L(BODY, @$, 0, list_add(f, $lets, $err)); RECOVERED; }
	;
lets
	: %empty { $$ = EMPTY; }
	| lets sep
	| lets let sep { $$ = list_add(f, $1, $let); }
	| lets err sep { $$ = list_add(f, $1, $err); }
	;
params
	: %empty { $$ = LEAF(PARAMS, @$, 0); }
	| params.1 comma.opt { $$ = L(PARAMS, @$, 0, $1); }
	;
params.1
	: param { $$ = ONE($1); }
	| params.1 COMMA param { $$ = list_add(f, $1, $3); }
	;
param
	: name COLON type default { $$ = N(FIELD, @$, $name, $type, $default); }
	| name COLON simple Q default { $$ = FLAG(N(FIELD, @$, $name, $simple, $default), OPTIONAL); }
	;
comma.opt
	: %empty
	| COMMA
	;

/* ---- blocks ---- */
block
	: LC entries RC { $$ = L(BLOCK, @$, 0, $entries); RECOVERED; }
	;
entries
	: entry { $$ = ONE($1); }
	| entries sep entry { $$ = list_add(f, $1, $3); }
	;
field_name
	: name
	| hard
	;
entry
	: nothing
	| err
	| let
	| field_name SET value { $$ = N(SET, @$, $1, $value); }
	| name block { $$ = FLAG(N(SET, @$, $1, $block), BLOCK_FORM); }
	| name string SET value { $$ = N(SET_KEYED, @$, $1, $string, $value); }
	| name string block { $$ = FLAG(N(SET_KEYED, @$, $1, $string, $block), BLOCK_FORM); }
	| name path tag_key tag_block { $$ = N(SET_TAGGED, @$, $1, $path, $tag_key, $tag_block); }
	| string SET value { $$ = N(SET_KEY, @$, 0, $string, $value); }
	| string block { $$ = FLAG(N(SET_KEY, @$, 0, $string, $block), BLOCK_FORM); }
	| IF operand block else_block { $$ = N(IF_ENTRY, @$, 0, $operand, $block, $else_block); }
	| FOR vars IN operand block { $$ = N(FOR_ENTRY, @$, 0, $vars, $operand, $block); }
	| SPREAD operand { $$ = N(SPREAD, @$, 0, $operand); }
	;
tag_key
	: %empty { $$ = NONE(@$); }
	| string
	;
tag_block
	: %empty { $$ = 0; }
	| block
	;
else_block
	: %empty { $$ = 0; }
	| ELSE block { $$ = $block; }
	| ELSE IF operand block else_block { $$ = N(IF_ENTRY, build_span(@2, @$), 0, $operand, $block, $5); }
	;
vars
	: name { $$ = N(VARS, @$, 0, LEAF(NAME, @1, $1)); }
	| name COMMA name { $$ = N(VARS, @$, 0, LEAF(NAME, @1, $1), LEAF(NAME, @3, $3)); }
	;

/* ---- values: what may stand after `=`; operands: what may stand beside an operator ---- */
value
	: operand %prec "then"
	| block
	| postfix block { $$ = N(AMEND, @$, 0, $1, $block); }
	| IF operand THEN value %prec "then" { $$ = N(IF, @$, 0, $operand, $4); }
	| IF operand THEN value ELSE value { $$ = N(IF, @$, 0, $operand, $4, $6); }
	| MATCH operand LC arms RC { $$ = WITH(MATCH, @$, 0, $arms, $operand); RECOVERED; }
	;
arms
	: arm { $$ = ONE($1); }
	| arms sep arm { $$ = list_add(f, $1, $3); }
	;
arm
	: nothing
	| err
	| name arm_vars ARROW value { $$ = N(ARM, @$, $name, $arm_vars, $value); }
	| STRING ARROW value { $$ = FLAG(N(ARM, @$, $1, NONE(@1), $value), QUOTED); }
	;
arm_vars
	: %empty { $$ = NONE(@$); }
	| name { $$ = N(VARS, @$, 0, LEAF(NAME, @1, $1)); }
	;
operand
	: postfix
	| operand OR operand { $$ = BIN(@$, OP_OR, $1, $3); }
	| operand AND operand { $$ = BIN(@$, OP_AND, $1, $3); }
	| NOT operand { $$ = N(UNARY, @$, OP_NOT, $2); }
	| operand EQ operand { $$ = BIN(@$, OP_EQ, $1, $3); }
	| operand NE operand { $$ = BIN(@$, OP_NE, $1, $3); }
	| operand LT operand { $$ = BIN(@$, OP_LT, $1, $3); }
	| operand LE operand { $$ = BIN(@$, OP_LE, $1, $3); }
	| operand GT operand { $$ = BIN(@$, OP_GT, $1, $3); }
	| operand GE operand { $$ = BIN(@$, OP_GE, $1, $3); }
	| operand IN operand { $$ = BIN(@$, OP_IN, $1, $3); }
	| operand RANGE operand { $$ = BIN(@$, OP_RANGE, $1, $3); }
	| operand ELSE_Q operand { $$ = BIN(@$, OP_ELSE, $1, $3); }
	| operand PLUS operand { $$ = BIN(@$, OP_ADD, $1, $3); }
	| operand MINUS operand { $$ = BIN(@$, OP_SUB, $1, $3); }
	| operand STAR operand { $$ = BIN(@$, OP_MUL, $1, $3); }
	| operand SLASH operand { $$ = BIN(@$, OP_DIV, $1, $3); }
	| MINUS operand %prec NEGATION { $$ = N(UNARY, @$, OP_NEG, $2); }
	;
operands
	: operand { $$ = ONE($1); }
	| operands COMMA operand { $$ = list_add(f, $1, $3); }
	;
postfix
	: name { $$ = LEAF(NAME, @$, $name); }
	| NUMBER { $$ = LEAF(NUMBER, @$, $1); }
	| BROKEN { $$ = LEAF(ERROR, @$, 0); }
	| string
	| TRUE { $$ = FLAG(LEAF(BOOL, @$, $1), TRUE); }
	| FALSE { $$ = LEAF(BOOL, @$, $1); }
	| LP value RP { $$ = N(PAREN, @$, 0, $value); }
	| LB elements RB { $$ = L(LIST, @$, 0, $elements); }
	| postfix DOT any { $$ = N(GET, @$, $any, $1); }
	| postfix LB value RB { $$ = N(INDEX, @$, 0, $1, $value); }
	| postfix LP arguments RP { $$ = WITH(CALL, @$, 0, $arguments, $1); }
	| postfix Q { $$ = N(ISSET, @$, 0, $1); }
	;
elements
	: element { $$ = ONE($1); }
	| elements sep element { $$ = list_add(f, $1, $3); }
	;
element
	: nothing
	| item
	;
item
	: value
	| SPREAD value { $$ = N(SPREAD, @$, 0, $value); }
	| FOR vars IN operand COLON item { $$ = N(FOR, @$, 0, $vars, $operand, $6); }
	;
arguments
	: %empty { $$ = EMPTY; }
	| arguments.1 comma.opt
	;
arguments.1
	: argument { $$ = ONE($1); }
	| arguments.1 COMMA argument { $$ = list_add(f, $1, $3); }
	;
argument
	: value
	| name SET value { $$ = N(ARG, @$, $name, $value); }
	| vars.function ARROW value { $$ = N(LAMBDA, @$, 0, $1, $value); }
	;
vars.function
	: name { $$ = N(VARS, @$, 0, LEAF(NAME, @1, $1)); }
	| name name { $$ = N(VARS, @$, 0, LEAF(NAME, @1, $1), LEAF(NAME, @2, $2)); }
	;

/* ---- strings ---- */
string
	: STRING { $$ = LEAF(STRING, @$, $1); }
	| STR_BEG parts STR_END { $$ = build_string(f, @$, $parts); }
	;
parts
	: %empty { $$ = EMPTY; }
	| parts STR_TEXT { $$ = build_text(f, $1, @2); }
	| parts part { $$ = list_add(f, $1, $part); }
	;
/* The one bracket with an `error` inside: the scanner always sends its closer. */
part
	: INTERP_BEG value INTERP_END { $$ = $value; }
	| INTERP_BEG error INTERP_END { $$ = LEAF(ERROR, @2, 0); RECOVERED; }
	;

/* ---- types ---- */
type
	: simple
	| simple WHERE operand { $$ = N(WHERE, @$, 0, $simple, $operand); }
	| BAR alternatives { $$ = L(TYPE_UNION, @$, 0, $alternatives); }
	| alternative BAR alternatives { $$ = WITH(TYPE_UNION, @$, 0, $alternatives, $alternative); }
	| record
	;
simple
	: path
	| compound
	;
compound
	: path LB simple[t] RB { $$ = N(TYPE_APPLY, @$, 0, $path, $t); }
	| LB type RB { $$ = N(TYPE_LIST, @$, 0, $type); }
	| LB type BY keys RB { $$ = WITH(TYPE_LIST, @$, 0, $keys, $type); }
	| LB type[k] COLON type[v] RB { $$ = N(TYPE_MAP, @$, 0, $k, $v); }
	;
keys
	: name { $$ = ONE(LEAF(NAME, @1, $1)); }
	| keys COMMA name { $$ = list_add(f, $1, LEAF(NAME, @3, $3)); }
	;
alternatives
	: alternative { $$ = ONE($1); }
	| alternatives BAR alternative { $$ = list_add(f, $1, $3); }
	;
alternative
	: bare_alternative
	| attributes bare_alternative { $$ = build_attributed(f, $2, $attributes); }
	;
bare_alternative
	: name { $$ = LEAF(ALT, @$, $name); }
	| name record { $$ = N(ALT, @$, $name, $record); }
	| name LP simple RP { $$ = N(ALT, @$, $name, $simple); }
	| STRING { $$ = FLAG(LEAF(ALT, @$, $1), QUOTED); }
	| qualified { $$ = N(ALT, @$, 0, $1); }
	| compound { $$ = N(ALT, @$, 0, $1); }
	;
record
	: LC fields RC { $$ = L(TYPE_RECORD, @$, 0, $fields); RECOVERED; }
	;
fields
	: field { $$ = ONE($1); }
	| fields sep field { $$ = list_add(f, $1, $3); }
	;
field
	: nothing
	| err
	| bare_field
	| attributes bare_field { $$ = build_attributed(f, $2, $attributes); }
	| SPREAD path { $$ = N(INCLUDE, @$, 0, $path); }
	;
bare_field
	: any COLON type default { $$ = N(FIELD, @$, $any, $type, $default); }
	| any Q COLON type default { $$ = FLAG(N(FIELD, @$, $any, $type, $default), OPTIONAL); }
	| STRING COLON type default { $$ = FLAG(N(FIELD, @$, $1, $type, $default), QUOTED); }
	| STRING Q COLON type { $$ = FLAG(FLAG(N(FIELD, @$, $1, $type), QUOTED), OPTIONAL); }
	;

/* ---- checks; commas belong to `given`, so statements end at a line or a `;` ---- */
needs
	: %empty { $$ = NONE(@$); }
	| NEEDS paths { $$ = L(NEEDS, @$, 0, $paths); }
	;
statement_block
	: LC statements RC { $$ = L(STMTS, @$, 0, $statements); RECOVERED; }
	| LC statements err RC { $$ = L(STMTS, @$, 0, list_add(f, $statements, $err)); RECOVERED; }
	;
/* Statements need no separator, but what is left of a broken one ends only at a line. */
statements
	: %empty { $$ = EMPTY; }
	| statements line_end
	| statements statement { $$ = list_add(f, $1, $2); }
	| statements err line_end { $$ = list_add(f, $1, $err); }
	;
statement
	: let
	| REQUIRE operand { $$ = N(REQUIRE, @$, 0, $operand); }
	| GIVEN operands { $$ = L(GIVEN, @$, 0, $operands); }
	| ERROR name string { $$ = N(REPORT, @$, $name, $string); }
	| WARNING name string { $$ = FLAG(N(REPORT, @$, $name, $string), WARNING); }
	| NOTE name string { $$ = FLAG(N(REPORT, @$, $name, $string), NOTE); }
	| AT operand label { $$ = N(AT, @$, 0, $operand, $label); }
	| BECAUSE string { $$ = N(BECAUSE, @$, 0, $string); }
	| HELP string { $$ = N(HELP, @$, 0, $string); }
	| FIX string LC fix_entries RC { $$ = WITH(FIX, @$, 0, $fix_entries, $string); RECOVERED; }
	| EXPLAIN string { $$ = N(EXPLAIN, @$, 0, $string); }
	| FAILING string { $$ = N(EXAMPLE, @$, 0, $string); }
	| FIXED string { $$ = FLAG(N(EXAMPLE, @$, 0, $string), TRUE); }
	| IF operand statement_block else_statements { $$ = N(IF_STMT, @$, 0, $operand, $3, $4); }
	| FOR vars IN operand statement_block { $$ = N(FOR_STMT, @$, 0, $vars, $operand, $5); }
	;
else_statements
	: %empty { $$ = 0; }
	| ELSE statement_block { $$ = $2; }
	| ELSE IF operand statement_block else_statements
		{ $$ = N(IF_STMT, build_span(@2, @$), 0, $operand, $4, $5); }
	;
label
	: %empty { $$ = 0; }
	| string
	;
fix_entries
	: fix_entry { $$ = ONE($1); }
	| fix_entries sep fix_entry { $$ = list_add(f, $1, $3); }
	;
fix_entry
	: nothing
	| err
	| path SET value { $$ = N(FIX_SET, @$, 0, $path, $value); }
	| REMOVE path { $$ = N(FIX_REMOVE, @$, 0, $path); }
	;
%%
/* With custom messages bison calls this only when its stack is exhausted. */
static void yyerror(const struct span *at, struct front *f, const char *what)
{
	(void)what;
	front_limit(f, LIMIT_NESTING, *at);
}

static int yyreport_syntax_error(const yypcontext_t *context, struct front *f)
{
	yysymbol_kind_t kinds[YYNTOKENS];
	struct expected expected = { 0 };
	int n = yypcontext_expected_tokens(context, kinds, YYNTOKENS);

	for (int i = 0; i < n; i++)
		expected.symbols[kinds[i]] = true;
	message_syntax_error(f, &expected);
	return 0;
}

bool parser_expects(const struct expected *e, int token)
{
	return e->symbols[YYTRANSLATE(token)];
}

_Static_assert(YYNTOKENS <= EXPECTED_MAX, "struct expected holds every token");

const char *parser_token_name(int token)
{
	return yysymbol_name(YYTRANSLATE(token));
}
