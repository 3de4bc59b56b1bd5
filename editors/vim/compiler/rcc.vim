" Vim compiler file
" Compiler:	rcc, the configuration compiler: `:make` checks the file

if exists("current_compiler")
  finish
endif
let current_compiler = "rcc"

CompilerSet makeprg=rcc\ check\ --color\ never\ %:S
" error[RCS0301 unknown-field]: text
"   --> stack.rcs:2:37
" and then the snippet, until the next diagnostic begins.
CompilerSet errorformat=%Eerror[%m,%Wwarning[%m,%Inote[%m,%C\ %#-->\ %f:%l:%c,%-C\ %.%#,%-C%*\\d\ \|%.%#,%-G%.%#
