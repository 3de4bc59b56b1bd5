" Vim syntax file
" Language:	stack files of rcc (*.rcs)
" Made by editors/generate from editors/templates; do not edit.

if exists("b:current_syntax")
  finish
endif
let s:cpo = &cpo
set cpo&vim

" Every character but blanks belongs to a match, so a match is only tried where a token begins.
" Of two matches at one place the later one in this file wins.

" ---- words ----
" Long lists are keywords, which are hashed, inside a match that says where they count.
syn iskeyword @,48-57,_,-
syn keyword rcstackTag	contained @TAGS @
syn keyword rcstackLibraryField	contained @FIELDS @
syn keyword rcstackBuiltin	contained @BUILTINS @
syn match rcstackName	/\h\w*\%(-\w\+\)*/ contains=rcstackTag
" a field that is set by a tag, or by a key: `to volume { … }`, `node_pool "a" { … }`
syn match rcstackName	/\h\w*\%(-\w\+\)*\ze\s\+\%(\%(@BINARY\|@\)\%(\w\|-\w\)\@!\)\@!["'[:alpha:]_]/ contains=rcstackLibraryField
syn match rcstackField	/\h\w*\%(-\w\+\)*\ze\%(\s*=[=>]\@!\|\s*{\|?\=:\)/
syn match rcstackName	/\%(\w \)\@2<=\h\w*\%(-\w\+\)*\ze\s*{/ contains=rcstackTag
syn match rcstackCall	/\h\w*\%(-\w\+\)*\ze(/ contains=rcstackBuiltin
syn match rcstackType	/\u\w*\%(\w\|-\w\)\@!/
" a contextual word is meant as one where a name, a string or an operand follows it
syn match rcstackDeclaration	/\%(@CONTEXTUAL\|@\)\ze\s\+\%(\%(@BINARY\|@\)\%(\w\|-\w\)\@!\)\@!\%(["'([:alnum:]_[]\|-\S\@=\)/
syn match rcstackControl	/\%(@CONTROL\|@\)\%(\w\|-\w\)\@!/
syn match rcstackDeclaring	/\%(@DECLARING\|@\)\ze\s\+\%(\%(@BINARY\|@\)\%(\w\|-\w\)\@!\)\@!\h/ nextgroup=rcstackDeclared skipwhite
syn match rcstackDeclared	/\h\w*\%(-\w\+\)*/ contained
syn match rcstackLogic	/\%(@LOGIC\|@\)\%(\w\|-\w\)\@!/
syn match rcstackConstant	/\%(@CONSTANTS\|@\)\%(\w\|-\w\)\@!/
syn match rcstackField	/\%(@RESERVED\|@\)\ze\%(\s*=[=>]\@!\|?\=:\)/
syn match rcstackMember	/\%(\.\.\)\@2<!\.\@1<=\h\w*\%(-\w\+\)*/

" ---- numbers ----
syn match rcstackInvalid	/\d\%(_\=\d\)*\%(\.\d\%(_\=\d\)*\)\=\w\+/
syn match rcstackNumber	/\d\%(_\=\d\)*\%(\.\d\%(_\=\d\)*\)\=\%(%\|\%(@UNITS\|@\)\w\@!\|\%(\w\|\.\d\)\@!\)/
syn match rcstackInvalid	/\d\%(_\=\d\)*\%(\.\d\%(_\=\d\)*\)\{2,}[[:alnum:]_.+-]*/

" ---- operators ----
syn match rcstackInvalid	/[^[:blank:][:alnum:]_"'#]/
syn match rcstackOperator	/[][(),;:=<>?@|*+.\/-]\|==\|!=\|<=\|>=\|=>\|??\|\.\.\.\=/
syn match rcstackBrace	/[{}]/
syn match rcstackInvalid	"//.*\|&&\|||"
syn match rcstackInvalid	/[\u201c-\u201f][^"\u2000-\u2fff]*[\u201c-\u201f]/

" ---- strings ----
syn match rcstackEscape	/\\./ contained
syn match rcstackText	/\$\$\+/ contained
syn region rcstackInterpolation	matchgroup=rcstackInterpolationEnd start=/\${/ end=/}/ excludenl end=/$/ contained contains=@rcstackToken,rcstackBraces
syn region rcstackBraces	matchgroup=rcstackBrace start=/{/ end=/}/ excludenl end=/$/ contained contains=@rcstackToken,rcstackBraces
syn match rcstackInvalid	excludenl /'[^']*$/
syn match rcstackString	/'[^']*'/
syn region rcstackString	start=/"/ end=/"/ excludenl end=/$/ contains=rcstackEscape,rcstackText,rcstackInterpolation
syn region rcstackLines	start=/"""/ end=/"""/ contains=rcstackEscape,rcstackText,rcstackInterpolation
syn region rcstackLines	start=/'''/ end=/'''/

" ---- comments ----
syn keyword rcstackTodo	contained TODO FIXME XXX
syn match rcstackComment	/#.*/ contains=rcstackTodo,@Spell
syn match rcstackDoc	/##.*/ contains=rcstackTodo,@Spell

syn cluster rcstackToken contains=rcstackName,rcstackField,rcstackCall,rcstackType,rcstackDeclaration,rcstackControl,rcstackDeclaring,rcstackLogic,
      \rcstackConstant,rcstackMember,rcstackInvalid,rcstackNumber,rcstackOperator,rcstackString,rcstackLines,rcstackComment,
      \rcstackDoc

" Only texts in triple quotes span lines, and none reaches beyond a declaration at the margin. In a stack that
" is longer than maxlines, a jump into a text that is longer, too, is coloured as code until it ends.
syn sync match rcstackSync grouphere NONE /^\%(@CONTEXTUAL\|@\|let\)\s\+[[:alnum:]_"]/
syn sync minlines=30 maxlines=250

hi def link rcstackName	NONE
hi def link rcstackTag	Constant
hi def link rcstackField	Identifier
hi def link rcstackLibraryField	Identifier
hi def link rcstackCall	Function
hi def link rcstackBuiltin	Function
hi def link rcstackType	Type
hi def link rcstackDeclaration	Statement
hi def link rcstackDeclaring	Statement
hi def link rcstackDeclared	Structure
hi def link rcstackControl	Conditional
hi def link rcstackLogic	Operator
hi def link rcstackConstant	Boolean
hi def link rcstackMember	NONE
hi def link rcstackNumber	Number
hi def link rcstackOperator	NONE
hi def link rcstackBrace	NONE
hi def link rcstackInvalid	Error
hi def link rcstackString	String
hi def link rcstackLines	String
hi def link rcstackText	String
hi def link rcstackEscape	SpecialChar
hi def link rcstackInterpolationEnd	Special
hi def link rcstackComment	Comment
hi def link rcstackDoc	SpecialComment
hi def link rcstackTodo	Todo

let b:current_syntax = "rcstack"
let &cpo = s:cpo
unlet s:cpo
